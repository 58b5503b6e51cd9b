"""The outbox: messages, their deliveries one address each, and who does not want a list any more."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person


class Message(CentreModel):
    """What is written once; `{lien}`-like fields are filled for each recipient."""

    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    sender_name = models.CharField("de la part de", max_length=120)
    reply_to = models.EmailField("répondre à", blank=True)
    list_name = models.CharField(
        "liste", max_length=100, blank=True, help_text="Pour une liste : chacun peut s'en retirer."
    )
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField("sorte", max_length=40, blank=True)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)
    key = models.CharField(
        max_length=120, null=True, blank=True, editable=False
    )  # the same key is never written twice

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "key"], name="one_message_per_key")
        ]
        indexes = [
            models.Index(fields=["centre", "object_type", "object_id"], name="message_object")
        ]
        ordering = ["-id"]
        verbose_name = "message"

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return centre_url("mailing:message-detail", self.pk)


class Attachment(CentreModel):
    """A file that goes with a message."""

    message = CentreForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField("nom", max_length=120)
    content_type = models.CharField("type", max_length=100)
    content = models.BinaryField("contenu")

    class Meta(CentreModel.Meta):
        verbose_name = "pièce jointe"

    def __str__(self) -> str:
        return self.name


class Delivery(CentreModel):
    """A message to one address, from waiting to its end."""

    class State(models.TextChoices):
        WAITING = "waiting", "en attente"
        SENT = "sent", "envoyé"
        FAILED = "failed", "en échec"
        BOUNCED = "bounced", "refusé par le destinataire"
        PREPARED = "prepared", "à envoyer par votre messagerie"
        CANCELLED = "cancelled", "annulé"
        UNWANTED = "unwanted", "désinscrit de la liste"

    message = CentreForeignKey(Message, models.CASCADE, related_name="deliveries")
    person = CentreForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    name = models.CharField("nom", max_length=160, blank=True)
    address = models.EmailField("adresse", blank=True)
    fields = models.JSONField(default=dict, blank=True)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    mail_id = models.CharField(max_length=200, blank=True)
    error = models.CharField("raison", max_length=300, blank=True)

    class Meta(CentreModel.Meta):
        verbose_name = "envoi d'un message"
        indexes = [
            models.Index(fields=["centre", "state", "next_attempt_at"], name="delivery_next"),
            models.Index(fields=["centre", "address", "sent_at"], name="delivery_address"),
            models.Index(fields=["centre", "mail_id"], name="delivery_mail_id"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.address}, {self.get_state_display()}"


class Unsubscription(CentreModel):
    """An address that left a list."""

    address = models.EmailField("adresse")
    list_name = models.CharField("liste", max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(CentreModel.Meta):
        verbose_name = "désinscription d'une liste"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "address", "list_name"], name="one_unsubscription"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}, {self.list_name}"
