"""What personal links do: a person gives their account, reads their yearly statement."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from pupitre.core.web import CentreRequest
from pupitre.inbox.acts import LinkAct
from pupitre.inbox.models import ActLink
from pupitre.payments.errors import PaymentError
from pupitre.payments.forms import IbanForm
from pupitre.payments.models import AnnualStatement, Payee
from pupitre.payments.queries.ibans import account_words
from pupitre.payments.queries.years import statement_facts
from pupitre.payments.services.asking import IBAN_LINK, STATEMENT_LINK
from pupitre.payments.services.ibans import propose_iban
from pupitre.payments.views.years import statement_answer


@sensitive_post_parameters("iban")
def give_iban(request: CentreRequest, link: ActLink, target: Payee) -> HttpResponse:
    """Take a person's own account; what is kept already shows masked only."""
    form = IbanForm(request.POST or None, initial={"holder": str(target)})
    if request.method == "POST" and form.is_valid():
        try:
            propose_iban(target, **form.cleaned_data, by=request.actor)
        except PaymentError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{request.path}?merci")
    context = {
        "form": form,
        "payee": target,
        "known": account_words([target.pk]).get(target.pk, ""),
        "thanks": "merci" in request.GET,
    }
    return render(request, "payments/give_iban.html", context, status=422 if form.errors else 200)


def read_statement(request: CentreRequest, link: ActLink, target: AnnualStatement) -> HttpResponse:
    """Show a person their year, or its PDF."""
    if request.GET.get("format") == "pdf":
        return statement_answer(request, target)
    facts = statement_facts(target.person, target.year)
    context = {"statement": target, "facts": facts, "lines": facts.lines(target)}
    return render(request, "payments/read_statement.html", context)


ACTS = (
    LinkAct(IBAN_LINK, Payee, give_iban, "donner son RIB pour les virements"),
    LinkAct(STATEMENT_LINK, AnnualStatement, read_statement, "lire son relevé annuel"),
)
