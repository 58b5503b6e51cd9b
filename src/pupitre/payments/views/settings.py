"""The bank accounts of the entities, and the limits above which a second person approves."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from pupitre.core.crud import CrudView
from pupitre.payments import tables
from pupitre.payments.forms import BankAccountForm, LimitForm
from pupitre.payments.models import BankAccount, PaymentLimit
from pupitre.payments.views.tabs import tabs


class BankAccountCrud(CrudView):
    """The accounts that pay and receive."""

    model = BankAccount
    form_class = BankAccountForm
    permissions = ("money.view", "money.edit")
    words = ("compte bancaire", "comptes bancaires")
    columns = tables.BANK_ACCOUNTS
    empty = "Aucun compte bancaire : ajoutez celui qui paie, avec son RIB et son compte comptable."

    def get_queryset(self) -> QuerySet[BankAccount]:
        return BankAccount.objects.select_related("entity", "ledger_account")

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        siblings = {"siblings": tabs("bankaccount-list")}
        return super().render(template, siblings | context, status=status)


class LimitCrud(CrudView):
    """What one person may send alone."""

    model = PaymentLimit
    form_class = LimitForm
    permissions = ("money.view", "money.approve")
    words = ("plafond", "plafonds")
    columns = tables.LIMITS
    empty = (
        "Aucun plafond : une personne seule peut tout envoyer. "
        "Fixez celui au-dessus duquel une deuxième personne approuve."
    )
    roles = ("list", "create", "detail", "update", "delete")

    def get_queryset(self) -> QuerySet[PaymentLimit]:
        return PaymentLimit.objects.select_related("heading")

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        siblings = {"siblings": tabs("paymentlimit-list")}
        return super().render(template, siblings | context, status=status)
