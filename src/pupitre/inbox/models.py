"""The inbox: signed personal links for people without an account, and the ideas that anybody drops."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person


class ActLink(CentreModel):
    """One act on one object for one person (or whoever holds it), until it expires or is revoked."""

    kind = models.CharField("acte", max_length=60)
    object_type = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    person = CentreForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="links",
        verbose_name="personne",
    )
    salt = models.CharField(max_length=32)
    made_at = models.DateTimeField("créé le", auto_now_add=True)
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)
    last_used_at = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        indexes = [
            models.Index(fields=["centre", "kind", "object_type", "object_id"], name="link_object")
        ]
        ordering = ["-id"]
        verbose_name = "lien personnel"

    def __str__(self) -> str:
        return f"{self.kind}, {self.person or 'à qui le tient'}"


class Idea(CentreModel):
    """A problem, an idea or a request, and what became of it."""

    class Kind(models.TextChoices):
        PROBLEM = "problem", "un problème"
        IDEA = "idea", "une idée"
        TOPIC = "topic", "un sujet pour la prochaine réunion"
        REQUEST = "request", "une demande"

    class State(models.TextChoices):
        NEW = "new", "à trier"
        AGENDA = "agenda", "à l'ordre du jour"
        PROJECT = "project", "devient un projet"
        TASK = "task", "devient une tâche"
        ANSWERED = "answered", "répondu"

    kind = models.CharField("c'est", max_length=8, choices=Kind.choices, default=Kind.IDEA)
    text = models.TextField("texte", max_length=4000)
    author = CentreForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="ideas", verbose_name="de"
    )
    author_name = models.CharField("votre nom", max_length=120, blank=True)
    author_email = models.EmailField("votre adresse e-mail", blank=True)
    dropped_at = models.DateTimeField("déposé le", auto_now_add=True)
    via = models.CharField(max_length=20, default="link")
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.NEW)
    answer = models.TextField("réponse", blank=True)
    sorted_at = models.DateTimeField("trié le", null=True, blank=True)
    outcome_type = models.CharField(max_length=80, blank=True)
    outcome_id = models.BigIntegerField(null=True, blank=True)

    class Meta(CentreModel.Meta):
        indexes = [models.Index(fields=["centre", "state"], name="idea_state")]
        ordering = ["-id"]
        verbose_name = "idée"

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return centre_url("inbox:idea-detail", self.pk)
