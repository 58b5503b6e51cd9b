"""Loyers et charges: premises, leases and their dated terms, calls, indices, keys and settlements."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from pupitre.books.models import Heading, LegalEntity
from pupitre.centres.models import Room
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.payments.models import Payee
from pupitre.people.models import Person
from pupitre.rents.rules import charges, periods
from pupitre.rents.rules.periods import Span, Terms
from pupitre.rents.rules.revision import Quarter

FAR = date(9999, 12, 31)


class Index(models.TextChoices):
    NONE = "", "aucune clause de révision"
    ILAT = "ILAT", "ILAT (activités tertiaires, professions libérales)"
    ILC = "ILC", "ILC (commerces, artisans)"


class Premises(CentreModel):
    """A place that is let: a room of the centre or a whole flat, its area and its rooms."""

    name = models.CharField("local", max_length=80)
    room = CentreForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="premises",
        verbose_name="salle de la MSP",
    )
    area = models.DecimalField(
        "surface (m²)", max_digits=7, decimal_places=2, validators=[MinValueValidator(0)]
    )
    rooms = models.PositiveSmallIntegerField("pièces", default=1)
    opened_on = models.DateField("à louer depuis le", null=True, blank=True)
    closed_on = models.DateField("plus à louer après le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="premises_name")]
        ordering = ["name"]
        verbose_name = "local"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("rents:premises-detail", self.pk)

    @property
    def span(self) -> Span:
        return Span(self.opened_on or date.min, self.closed_on or FAR)


class Lease(CentreModel):
    """Who occupies a premises, whose it is, from when to when; its prices are its dated terms."""

    class Rhythm(models.IntegerChoices):
        MONTH = 1, "chaque mois"
        QUARTER = 3, "chaque trimestre"

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="leases", verbose_name="structure qui loue"
    )
    premises = CentreForeignKey(
        Premises, models.PROTECT, related_name="leases", verbose_name="local"
    )
    percent = models.PositiveSmallIntegerField(
        "part du local (%)",
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="100 : seul dans le local. 50 : un local partagé à deux.",
    )
    person = CentreForeignKey(
        Person, models.PROTECT, related_name="leases", verbose_name="locataire"
    )
    company = CentreForeignKey(
        Payee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leases",
        verbose_name="société locataire",
        help_text="Si le bail est au nom d'une société : la personne reste celle à qui l'on écrit.",
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu'au", null=True, blank=True)
    rhythm = models.PositiveSmallIntegerField("appel", choices=Rhythm.choices, default=Rhythm.MONTH)
    due_day = models.PositiveSmallIntegerField(
        "à payer le",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="Jour du premier mois de la période.",
    )
    hours = models.DecimalField(
        "heures de présence par semaine",
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text="Pour les charges réparties selon la présence.",
    )
    index = models.CharField(
        "indice de révision", max_length=4, choices=Index.choices, blank=True, default=""
    )

    class Meta(CentreModel.Meta):
        ordering = ["premises__name", "-starts_on", "id"]
        verbose_name = "bail"

    def __str__(self) -> str:
        return f"{self.premises}, {self.tenant}"

    def get_absolute_url(self) -> str:
        return centre_url("rents:lease-detail", self.pk)

    def clean(self) -> None:
        """Refuse an end before the start, a supplier as tenant, and more than the whole premises let at once."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "La fin doit venir après le début."})
        if self.company_id and self.company.kind != Payee.Kind.COMPANY:
            raise ValidationError({"company": "Choisissez la société d'un professionnel."})
        if self.premises_id and self.starts_on:
            self._check_room_left()

    def _check_room_left(self) -> None:
        others = Lease.objects.filter(premises=self.premises_id).exclude(pk=self.pk)
        others = others.filter(starts_on__lte=self.ends_on or FAR)
        shared = list(others.filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on)))
        for day in {self.starts_on, *(one.starts_on for one in shared)}:
            there = [one for one in shared if one.starts_on <= day <= (one.ends_on or FAR)]
            if sum(one.percent for one in there) + self.percent > 100:
                raise ValidationError({"premises": f"Ce local est déjà loué à {there[0].tenant} à ces dates : mettez d'abord une fin à son bail, ou partagez le local."})  # fmt: skip

    @property
    def tenant(self) -> str:
        return str(self.company or self.person)

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on or FAR)

    @property
    def auxiliary(self) -> tuple[str, str]:
        """The tenant's own account in the books, shared by all their leases."""
        who: Payee | Person = self.company or self.person
        return f"LOC{'S' if self.company else ''}{who.former_key or who.pk}", self.tenant


class LeaseTerm(CentreModel):
    """What a lease costs a month from a day on, and the index that it was counted with."""

    lease = CentreForeignKey(Lease, models.CASCADE, related_name="terms", verbose_name="bail")
    since = models.DateField("depuis le")
    rent_cents = models.PositiveBigIntegerField("loyer mensuel")
    charges_cents = models.PositiveBigIntegerField("provision mensuelle pour charges", default=0)
    index_year = models.PositiveSmallIntegerField("année de l'indice", null=True, blank=True)
    index_quarter = models.PositiveSmallIntegerField("trimestre de l'indice", null=True, blank=True)
    index_value = models.DecimalField(
        "valeur de l'indice", max_digits=6, decimal_places=2, null=True, blank=True
    )
    because = models.CharField("parce que", max_length=200, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "lease", "since"], name="lease_term_since")
        ]
        ordering = ["lease_id", "since"]
        verbose_name = "prix d'un bail"

    def __str__(self) -> str:
        return f"{self.lease}, depuis le {self.since:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return str(self.lease.get_absolute_url())

    @property
    def terms(self) -> Terms:
        return Terms(self.since, self.rent_cents, self.charges_cents)

    @property
    def quarter(self) -> Quarter | None:
        if self.index_year is None or self.index_quarter is None:
            return None
        return Quarter(self.index_year, self.index_quarter)


class IndexValue(CentreModel):
    """A value of an index as Insee published it, typed by the centre."""

    index = models.CharField("indice", max_length=4, choices=Index.choices[1:])
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(2008), MaxValueValidator(2100)]
    )
    quarter = models.PositiveSmallIntegerField(
        "trimestre", choices=[(rank, f"T{rank}") for rank in (1, 2, 3, 4)]
    )
    value = models.DecimalField(
        "valeur", max_digits=6, decimal_places=2, validators=[MinValueValidator(1)]
    )
    source = models.CharField(
        "source", max_length=160, default="insee.fr", help_text="Où la valeur a été lue."
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "index", "year", "quarter"], name="index_quarter")
        ]  # fmt: skip
        ordering = ["-year", "-quarter", "index"]
        verbose_name = "valeur d'indice"

    def __str__(self) -> str:
        return f"{self.index} T{self.quarter} {self.year}"

    def get_absolute_url(self) -> str:
        return centre_url("rents:indexvalue-list")


class ChargeKey(CentreModel):
    """How the expenses of a heading are shared between the tenants of an entity."""

    class Basis(models.TextChoices):
        AREA = charges.AREA, "à la surface (m²)"
        ROOMS = charges.ROOMS, "au nombre de pièces"
        HOURS = charges.HOURS, "aux heures de présence"
        EQUAL = charges.EQUAL, "à parts égales"

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="charge_keys", verbose_name="structure"
    )
    heading = CentreForeignKey(
        Heading, models.PROTECT, related_name="charge_keys", verbose_name="poste de dépense"
    )
    basis = models.CharField("clé", max_length=5, choices=Basis.choices, default=Basis.AREA)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "entity", "heading"], name="charge_key_heading")
        ]  # fmt: skip
        ordering = ["entity__name", "heading__order", "id"]
        verbose_name = "clé de répartition"

    def __str__(self) -> str:
        return f"{self.heading}, {self.get_basis_display()}"

    def get_absolute_url(self) -> str:
        return centre_url("rents:chargekey-list")


class Settlement(CentreModel):
    """The settlement of a year's charges for the tenants of an entity, as it was issued."""

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="charge_settlements", verbose_name="structure"
    )
    year = models.PositiveSmallIntegerField("année")
    issued_on = models.DateField("arrêtée le")
    issued_by = models.CharField("arrêtée par", max_length=200)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "entity", "year"], name="settlement_year")
        ]
        ordering = ["-year", "entity__name"]
        verbose_name = "régularisation des charges"

    def __str__(self) -> str:
        return f"Charges {self.year}, {self.entity}"

    def get_absolute_url(self) -> str:
        return centre_url("rents:settlement", self.pk)


class SettlementLine(CentreModel):
    """One expense and the share of it that a lease bears; without a lease, what stood vacant."""

    settlement = CentreForeignKey(Settlement, models.CASCADE, related_name="lines")
    lease = CentreForeignKey(
        Lease,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settlement_lines",
        verbose_name="bail",
    )
    heading = models.CharField("dépense", max_length=120)
    basis = models.CharField("clé", max_length=5, choices=ChargeKey.Basis.choices)
    whole_cents = models.BigIntegerField("dépense de l'année")
    percent = models.DecimalField("part (%)", max_digits=5, decimal_places=2)
    cents = models.BigIntegerField("part")

    class Meta(CentreModel.Meta):
        ordering = ["id"]
        verbose_name = "part de charges"

    def __str__(self) -> str:
        return f"{self.heading} : {self.lease or 'vacance'}"


class RentCall(CentreModel):
    """What a tenant is asked to pay for a period; whether it is paid is read from the books."""

    class Kind(models.TextChoices):
        RENT = "rent", "loyer et charges"
        SETTLEMENT = "settlement", "régularisation des charges"

    lease = CentreForeignKey(Lease, models.PROTECT, related_name="calls", verbose_name="bail")
    kind = models.CharField("nature", max_length=10, choices=Kind.choices, default=Kind.RENT)
    period_on = models.DateField("début de la période", editable=False)
    first = models.DateField("du")
    last = models.DateField("au")
    due_on = models.DateField("à payer pour le")
    rent_cents = models.BigIntegerField("loyer")
    charges_cents = models.BigIntegerField("charges")
    because = models.CharField("calcul", max_length=200, blank=True)
    issued_on = models.DateField("émis le")
    settlement = CentreForeignKey(
        Settlement, models.PROTECT, null=True, editable=False, related_name="calls"
    )
    sent_at = models.DateTimeField("envoyé le", null=True, editable=False)
    reminded_on = models.DateField("relancé le", null=True, editable=False)
    reminders = models.PositiveSmallIntegerField("relances", default=0, editable=False)
    receipt_sent_on = models.DateField("quittance envoyée le", null=True, editable=False)
    cancelled_on = models.DateField("annulé le", null=True, editable=False)
    cancelled_why = models.CharField("annulé car", max_length=200, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "lease", "kind", "period_on"],
                condition=Q(cancelled_on=None),
                name="one_call_per_period",
            )
        ]
        indexes = [models.Index(fields=["centre", "period_on"], name="rent_call_period")]
        ordering = ["-first", "id"]
        verbose_name = "appel de loyer"

    def __str__(self) -> str:
        return f"{self.title}, {self.lease}"

    def get_absolute_url(self) -> str:
        return centre_url("rents:call", self.pk)

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)

    @property
    def title(self) -> str:
        what = "Loyer" if self.kind == self.Kind.RENT else "Charges"
        return f"{what} {periods.words(self.span)}"

    @property
    def reference(self) -> str:
        """What the tenant writes on the transfer, and what names the piece in the books."""
        return f"LOY{self.pk:05}"

    @property
    def cents(self) -> int:
        return self.rent_cents + self.charges_cents
