"""Who is paid: persons, the companies paid for them, suppliers; and where to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel, FormerKeyField
from pupitre.payments.iban import IbanError, checked_bic, checked_iban, masked
from pupitre.people.models import Person
from pupitre.people.rules.identifiers import InvalidIdentifierError, parse_siret


class Payee(CentreModel):
    """Who receives money; entities of the MSP share their payees."""

    class Kind(models.TextChoices):
        PERSON = "person", "personne"
        COMPANY = "company", "société d’un professionnel (SELARL…)"
        SUPPLIER = "supplier", "prestataire ou fournisseur"

    class Das2(models.TextChoices):
        UNKNOWN = "", "à préciser"
        FEES = "fees", "honoraires, vacations, indemnités"
        COMMISSIONS = "commissions", "commissions, courtages"
        ROYALTIES = "royalties", "droits d’auteur, formations"
        OTHER = "other", "autres rémunérations"
        NONE = "none", "non concerné (achats, loyers, salaires)"

    kind = models.CharField("sorte", max_length=8, choices=Kind.choices)
    person = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payees",
        verbose_name="personne",
    )
    company_name = models.CharField("nom de la société", max_length=120, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    das2 = models.CharField(
        "sommes versées (DAS2)", max_length=11, choices=Das2.choices, blank=True, default=""
    )
    approved_on = models.DateField("agréé le", null=True, blank=True, editable=False)
    approved_by = models.CharField("agréé par", max_length=200, blank=True, editable=False)
    former_key = FormerKeyField()

    class Meta(CentreModel.Meta):
        ordering = ["company_name", "person__last_name", "person__first_name", "id"]
        verbose_name = "bénéficiaire"

    def __str__(self) -> str:
        return self.company_name or str(self.person or "Bénéficiaire")

    def get_absolute_url(self) -> str:
        return centre_url("payments:payee-detail", self.pk)

    @property
    def auxiliary(self) -> tuple[str, str]:
        """The payee's own account in the books."""
        return f"B{self.former_key or self.pk:05d}", str(self)

    def clean(self) -> None:
        """A person's payee is that person; the others have a name; a SIRET has its key."""
        if self.kind == self.Kind.PERSON:
            self.company_name = ""
            if not self.person_id:
                raise ValidationError({"person": "Choisissez la personne à payer."})
        else:
            self.person = None
            if not self.company_name.strip():
                raise ValidationError({"company_name": "Indiquez le nom de la société."})
        try:
            self.siret = parse_siret(self.siret) if self.siret else ""
        except InvalidIdentifierError as error:
            raise ValidationError({"siret": str(error)}) from error

    def awaits_approval(self, *, invoice: bool) -> bool:
        """Whether nobody put it on the list yet: a supplier always needs it, a company for its invoices."""
        listed = self.kind == self.Kind.SUPPLIER or (invoice and self.kind == self.Kind.COMPANY)
        return listed and self.approved_on is None


class PaidFor(CentreModel):
    """The company that is paid for a person's work, from a day to another."""

    person = CentreForeignKey(
        Person, models.CASCADE, related_name="paid_through", verbose_name="personne"
    )
    payee = CentreForeignKey(
        Payee, models.PROTECT, related_name="paid_for", verbose_name="société payée"
    )
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "person", "since"], name="paid_for_start")
        ]
        ordering = ["-since", "id"]
        verbose_name = "société payée pour une personne"

    def __str__(self) -> str:
        return f"{self.payee} pour {self.person}"

    def get_absolute_url(self) -> str:
        return str(self.payee.get_absolute_url())

    def clean(self) -> None:
        """Refuse an end before the start, a payee that is no company, and two companies the same day."""
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "La fin doit venir après le début."})
        if self.payee_id and self.payee.kind != Payee.Kind.COMPANY:
            raise ValidationError("Seule une société peut être payée à la place d’une personne.")
        if self.person_id and self.since:
            others = PaidFor.objects.filter(person=self.person_id).exclude(pk=self.pk)
            others = others.filter(Q(until=None) | Q(until__gte=self.since))
            clash = (others.filter(since__lte=self.until) if self.until else others).first()
            if clash:
                raise ValidationError(
                    {"since": f"{clash} court déjà à cette date : mettez-y d’abord une fin."}
                )


class PayeeIban(CentreModel):
    """An account of a payee: proposed by one person, confirmed by another, never rewritten."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "à confirmer"
        CONFIRMED = "confirmed", "confirmé"
        RETIRED = "retired", "remplacé"
        REFUSED = "refused", "refusé"

    payee = CentreForeignKey(
        Payee, models.PROTECT, related_name="ibans", verbose_name="bénéficiaire"
    )
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True)
    holder = models.CharField("titulaire, comme sur le RIB", max_length=70)
    state = models.CharField(
        "état", max_length=9, choices=State.choices, default=State.PROPOSED, editable=False
    )
    proposed_by = models.CharField("proposé par", max_length=200, editable=False)
    proposed_user_id = models.BigIntegerField(null=True, editable=False)
    proposed_person_id = models.BigIntegerField(null=True, editable=False)
    proposed_at = models.DateTimeField("proposé le", auto_now_add=True)
    confirmed_by = models.CharField("confirmé par", max_length=200, blank=True, editable=False)
    since = models.DateField("utilisé depuis le", null=True, blank=True, editable=False)
    until = models.DateField("utilisé jusqu’au", null=True, blank=True, editable=False)
    refused_because = models.CharField("refusé car", max_length=200, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "payee"],
                condition=Q(state="confirmed"),
                name="one_confirmed_iban",
            ),
            models.UniqueConstraint(
                fields=["centre", "payee"], condition=Q(state="proposed"), name="one_proposed_iban"
            ),
        ]
        ordering = ["-id"]
        verbose_name = "compte d’un bénéficiaire"

    def __str__(self) -> str:
        return f"{self.payee}, {self.masked}"

    def get_absolute_url(self) -> str:
        return str(self.payee.get_absolute_url())

    def clean(self) -> None:
        for name, checked in (("iban", checked_iban), ("bic", checked_bic)):
            try:
                setattr(self, name, checked(getattr(self, name)))
            except IbanError as error:
                raise ValidationError({name: str(error)}) from error

    @property
    def masked(self) -> str:
        return masked(self.iban)
