"""Persons of the centre: who they are, what they do there and since when, their groups and posts."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from pupitre.centres.models import Site
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel, FormerKeyField
from pupitre.people.rules.identifiers import InvalidIdentifierError, parse_adeli, parse_rpps


def photo_name(person: "Person", filename: str) -> str:  # the user's name is never a path
    """Return a random place under the centre's own folder."""
    return str(PurePath("centres", str(person.centre_id), "photos", secrets.token_urlsafe(24)))


class Person(CentreModel):
    """Somebody who works in or with the centre, account or not."""

    class Kind(models.TextChoices):
        PROFESSIONAL = "professional", "professionnel·le de santé"
        COORDINATOR = "coordinator", "coordination"
        SECRETARY = "secretary", "secrétariat"
        TRAINEE = "trainee", "stagiaire"
        OTHER = "other", "autre"

    kind = models.CharField(
        "dans la MSP", max_length=12, choices=Kind.choices, default=Kind.PROFESSIONAL
    )
    civility = models.CharField("titre", max_length=20, blank=True, help_text="Dr, Mme, M.")
    last_name = models.CharField("nom", max_length=80)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    profession = models.CharField("profession", max_length=40, blank=True)
    speciality = models.CharField("spécialité", max_length=120, blank=True)
    rpps = models.CharField("numéro RPPS", max_length=11, blank=True)
    adeli = models.CharField("numéro ADELI", max_length=9, blank=True)
    am_number = models.CharField("numéro AM", max_length=9, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    secure_email = models.EmailField("messagerie sécurisée (MSSanté)", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    skills = models.CharField("compétences, formations", max_length=250, blank=True)
    joined_on = models.DateField("arrivée le", null=True, blank=True)
    left_on = models.DateField("départ le", null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    photo = models.FileField("photo", upload_to=photo_name, max_length=300, blank=True)
    stopped_on = models.DateField(
        "droits arrêtés le", null=True, blank=True, editable=False
    )  # the day when the departure took effect
    directory = models.JSONField(
        "dernière lecture de l'annuaire", default=dict, blank=True, editable=False
    )
    gone_on = models.DateField(
        "absente de l'annuaire depuis", null=True, blank=True, editable=False
    )
    former_key = FormerKeyField()

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "rpps"], condition=~Q(rpps=""), name="one_person_per_rpps"
            ),
            models.UniqueConstraint(
                fields=["centre", "user"],
                condition=Q(user__isnull=False),
                name="one_person_per_user",
            ),
        ]
        indexes = [models.Index(fields=["centre", "last_name", "first_name"], name="person_name")]
        ordering = ["last_name", "first_name"]
        verbose_name = "personne"

    def __str__(self) -> str:
        title = "Dr" if self.civility in {"Dr", "Docteur"} else ""
        return " ".join(part for part in (title, self.first_name, self.last_name) if part)

    def get_absolute_url(self) -> str:
        return centre_url("people:person-detail", self.pk)

    def clean(self) -> None:
        """Write the national numbers as the registers do; refuse a wrong key and a departure before the arrival."""
        for name, parse in (("rpps", parse_rpps), ("adeli", parse_adeli)):
            try:
                typed = getattr(self, name)
                setattr(self, name, parse(typed) if typed else "")
            except InvalidIdentifierError as error:
                raise ValidationError({name: str(error)}) from error
        if self.joined_on and self.left_on and self.left_on < self.joined_on:
            raise ValidationError({"left_on": "Le départ doit venir après l'arrivée."})


class PersonSite(CentreModel):
    """A site where a person works."""

    person = CentreForeignKey(Person, models.CASCADE, related_name="sites", verbose_name="personne")
    site = CentreForeignKey(Site, models.CASCADE, related_name="people", verbose_name="site")

    class Meta(CentreModel.Meta):
        verbose_name = "site d'une personne"
        constraints = [
            models.UniqueConstraint(fields=["centre", "person", "site"], name="one_person_site")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.site}"


class Status(CentreModel):
    """What a person is in law or by contract, from a date to another."""

    class Kind(models.TextChoices):
        ASSOCIATE = "associate", "associé·e"
        SIGNATORY = "signatory", "signataire du projet de santé"
        REPLACEMENT = "replacement", "remplaçant·e"
        EMPLOYEE = "employee", "salarié·e"
        TRAINEE = "trainee", "stagiaire"

    person = CentreForeignKey(
        Person, models.CASCADE, related_name="statuses", verbose_name="personne"
    )
    kind = models.CharField("statut", max_length=12, choices=Kind.choices)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu'au", null=True, blank=True)
    replaces = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="remplace",
    )

    class Meta(CentreModel.Meta):
        indexes = [models.Index(fields=["centre", "kind", "since"], name="status_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "kind", "since"], name="one_status_start"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="status_ends_after_it_starts",
                violation_error_message="La fin du statut doit venir après son début.",
            ),
        ]
        ordering = ["-since"]
        verbose_name = "statut"

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"


class Group(CentreModel):
    """A set of persons: team, working group with a mandate, or mailing list."""

    class Kind(models.TextChoices):
        WORKING = "working", "groupe de travail"
        TEAM = "team", "équipe"
        LIST = "list", "liste de diffusion"

    name = models.CharField("nom", max_length=100)
    kind = models.CharField("sorte", max_length=8, choices=Kind.choices, default=Kind.WORKING)
    mandate = models.TextField("mandat", blank=True)
    lead = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="référent·e",
    )
    starts_on = models.DateField("débute le", null=True, blank=True)
    ends_on = models.DateField("se termine le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="one_group_name")]
        ordering = ["name"]
        verbose_name = "groupe"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("people:group-detail", self.pk)


class GroupMember(CentreModel):
    """A person's time in a group."""

    group = CentreForeignKey(Group, models.CASCADE, related_name="members", verbose_name="groupe")
    person = CentreForeignKey(
        Person, models.CASCADE, related_name="groups", verbose_name="personne"
    )
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)

    class Meta(CentreModel.Meta):
        verbose_name = "membre d'un groupe"
        constraints = [
            models.UniqueConstraint(fields=["centre", "group", "person"], name="one_group_member")
        ]
        ordering = ["person__last_name", "person__first_name"]

    def __str__(self) -> str:
        return f"{self.person}, {self.group}"


class Post(CentreModel):
    """A function held by a person; posts answering to posts draw the organisation chart."""

    person = CentreForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="posts", verbose_name="personne"
    )
    title = models.CharField("fonction", max_length=120)
    reports_to = CentreForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="team",
        verbose_name="rattachée à",
    )
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["title"]
        verbose_name = "fonction"

    def __str__(self) -> str:
        return f"{self.title}, {self.person}" if self.person_id else self.title

    def get_absolute_url(self) -> str:
        return centre_url("people:organisation")


class PatientCount(CentreModel):
    """A doctor's patients at a date, as the CPAM counts them: it holds from that date until the next."""

    doctor = CentreForeignKey(
        Person, models.CASCADE, related_name="patient_counts", verbose_name="médecin"
    )
    counted_on = models.DateField("compté le")
    patients = models.PositiveIntegerField("patientèle médecin traitant")
    ald_under_75 = models.PositiveIntegerField("dont ALD de moins de 75 ans", default=0)
    over_75_non_ald = models.PositiveIntegerField("dont 75 ans et plus sans ALD", default=0)
    over_75_ald = models.PositiveIntegerField("dont 75 ans et plus avec ALD", default=0)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "doctor", "counted_on"], name="one_count_per_day"
            )
        ]
        ordering = ["doctor__last_name", "-counted_on"]
        verbose_name = "patientèle"

    def __str__(self) -> str:
        return f"{self.doctor} : {self.patients} le {self.counted_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return str(self.doctor.get_absolute_url())


class DirectoryReading(CentreModel):
    """A reading of the national directory: what was asked, and the preview waiting to be applied."""

    class State(models.TextChoices):
        READING = "reading", "lecture en cours"
        READY = "ready", "à vérifier"
        APPLIED = "applied", "appliquée"
        DROPPED = "dropped", "abandonnée"
        REFUSED = "refused", "fichier refusé"

    read_at = models.DateTimeField("lue le", auto_now_add=True)
    file_name = models.CharField("fichier", max_length=200)
    selection = models.JSONField("choix", default=dict, blank=True)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.READING)
    found = models.JSONField("personnes trouvées", default=list, blank=True)
    refusal = models.CharField("refus", max_length=300, blank=True)
    counts = models.JSONField("bilan", default=dict, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["-id"]
        verbose_name = "lecture de l'annuaire national"

    def __str__(self) -> str:
        return f"{self.file_name}, {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return centre_url("people:reading", self.pk)
