"""Pages of agreements and software, and the page where a personal link signs."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pupitre.contracts import services, tables
from pupitre.contracts.forms import AgreementForm, SignatureForm, SoftwareForm
from pupitre.contracts.models import Agreement, Signature, Software
from pupitre.contracts.queries import INVOICE, LABEL, signing_of
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.web import CentreRequest, go
from pupitre.documents.proved import Proof, ProvedCrud
from pupitre.inbox.models import ActLink
from pupitre.mailing.queries import outcome_of

TABS = (
    ("Charte, plan, conventions", "contracts:agreement-list"),
    ("Logiciel partagé", "contracts:software-list"),
)
PERMISSIONS = ("contracts.view", "contracts.edit")


class AgreementCrud(ProvedCrud):
    """Charter, crisis plan, procedures, conventions."""

    model = Agreement
    form_class = AgreementForm
    permissions = PERMISSIONS
    words = ("engagement", "engagements")
    columns = tables.AGREEMENTS
    empty = "Ni charte, ni plan de crise, ni convention pour l'instant."
    search_fields = ("title", "partner")
    filters = (("kind", "Sorte", lambda: Agreement.Kind.choices),)
    tabs = TABS
    worth = ("opening", "crisis_plan", "external_coordination")
    proofs = (Proof("Texte signé et pièces"),)
    template_dir = "contracts/agreement"

    def notes(self, obj: Agreement) -> Sequence[str]:
        if obj.adopted_on is None:
            return ("Pas encore adopté : il compte à partir de la date d'adoption.",)
        if obj.kind == Agreement.Kind.CHARTER and not (obj.displayed_on and obj.sent_on):
            return ("La charte doit être affichée dans la structure et transmise à la CPAM.",)
        return ()

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            signing = signing_of(context["object"], timezone.localdate())
            context = {
                "signing": signing,
                "sign_form": SignatureForm(waiting=signing.waiting),
            } | context
        return super().render(template, context, status=status)


class SoftwareCrud(ProvedCrud):
    """The shared health software."""

    model = Software
    form_class = SoftwareForm
    permissions = PERMISSIONS
    words = ("logiciel partagé", "logiciels partagés")
    columns = tables.SOFTWARE
    empty = "Aucun logiciel partagé pour l'instant."
    search_fields = ("name", "publisher")
    tabs = TABS
    worth = ("si_standard", "si_advanced")
    proofs = (Proof("Label de l'Agence du numérique en santé", LABEL), Proof("Factures", INVOICE))


@requires("contracts.edit")
@require_POST
def ask(request: CentreRequest, pk: int) -> HttpResponse:
    """Write to those who have not signed the present version."""
    agreement = owned(Agreement, pk)
    try:
        message = services.ask_signatures(agreement, by=request.actor, today=timezone.localdate())
        messages.success(request, outcome_of(message))
    except services.SigningError as refusal:
        messages.error(request, str(refusal))
    return go(request, agreement.get_absolute_url())


@requires("contracts.edit")
@require_POST
def note_signature(request: CentreRequest, pk: int) -> HttpResponse:
    """Keep a signature given on paper."""
    agreement = owned(Agreement, pk)
    waiting = signing_of(agreement, timezone.localdate()).waiting
    form = SignatureForm(request.POST, waiting=waiting)
    if not form.is_valid():
        view = AgreementCrud(act="detail", request=request)
        return view.render("detail", {"object": agreement, "sign_form": form}, status=422)
    services.sign(
        agreement,
        form.cleaned_data["person"],
        on=form.cleaned_data["signed_on"],
        via=Signature.Via.PAPER,
        edition=agreement.edition,
        by=request.actor,
    )
    messages.success(request, "La signature est notée.")
    return go(request, agreement.get_absolute_url())


def sign_by_link(request: CentreRequest, link: ActLink, target: Agreement) -> HttpResponse:
    """Show the text to the person of the link, and keep the signature."""
    if link.person is None:
        raise PermissionDenied
    refusal, status = "", 200
    if request.method == "POST":
        try:
            services.sign(
                target,
                link.person,
                on=timezone.localdate(),
                via=Signature.Via.LINK,
                edition=request.POST.get("edition", ""),
                by=request.actor,
            )
        except services.SigningError as refused:
            refusal, status = str(refused), 422
        else:
            return redirect(request.path)
    signed = target.signatures.filter(person=link.person, edition=target.edition).first()
    context = {"agreement": target, "person": link.person, "signed": signed, "refusal": refusal}
    return render(request, "contracts/sign.html", context, status=status)
