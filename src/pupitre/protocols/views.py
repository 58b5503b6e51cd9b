"""Pages of protocols: the list, each one with its authors, pieces and patients, the numbers of a year."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from pupitre.centres.reference import load_themes
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.web import CentreRequest, go
from pupitre.documents.proved import Proof, ProvedCrud
from pupitre.protocols.forms import ProtocolForm, TallyForm
from pupitre.protocols.models import Protocol, Tally
from pupitre.protocols.queries import with_authors
from pupitre.protocols.tables import PROTOCOLS


class ProtocolCrud(ProvedCrud):
    """The protocols of the team and the national ones it applies."""

    model = Protocol
    form_class = ProtocolForm
    permissions = ("protocols.view", "protocols.edit")
    words = ("protocole", "protocoles")
    columns = PROTOCOLS
    empty = "Aucun protocole pour l'instant."
    search_fields = ("title", "summary")
    filters = (
        ("kind", "Sorte", lambda: Protocol.Kind.choices),
        ("theme", "Thème", lambda: list(load_themes().labels.items())),
    )
    template_dir = "protocols/protocol"
    proofs = (Proof("Texte du protocole et pièces"),)
    worth = ("protocols", "heart_failure", "child_obesity", "pnc")

    def get_queryset(self) -> QuerySet[Protocol]:
        return with_authors()

    def notes(self, obj: Protocol) -> Sequence[str]:
        if obj.archived_on or not obj.missing:
            return ()
        return (f"Ne compte pas encore pour l'ACI. Il manque {', '.join(obj.missing)}.",)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            context.setdefault("tally_form", TallyForm(instance=Tally(protocol=context["object"])))
        return super().render(template, context, status=status)


@requires("protocols.edit")
@require_POST
def tally(request: CentreRequest, pk: int) -> HttpResponse:
    """Keep how many patients a protocol concerned in one year."""
    protocol = owned(Protocol, pk)
    form = TallyForm(request.POST, instance=Tally(protocol=protocol))
    if not form.is_valid():
        view = ProtocolCrud(act="detail", request=request)
        return view.render("detail", {"object": protocol, "tally_form": form}, status=422)
    saved = form.store(by=request.actor)
    messages.success(request, f"Les patients de {saved.year} sont comptés.")
    return go(request, protocol.get_absolute_url())
