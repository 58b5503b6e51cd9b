"""Pages of actions, quality approaches, visiting professionals and the SAS."""

from collections.abc import Sequence

from django.db.models import QuerySet

from pupitre.documents.proved import Proof, ProvedCrud
from pupitre.projects import tables
from pupitre.projects.forms import ActionForm, OfferForm, QualityForm
from pupitre.projects.models import Action, Offer, Quality

TABS = (
    ("Missions et actions", "projects:action-list"),
    ("Démarche qualité", "projects:quality-list"),
    ("Vacations, CSTM et SAS", "projects:offer-list"),
)
PERMISSIONS = ("projects.view", "projects.edit")


class ActionCrud(ProvedCrud):
    """Missions, prevention, users' actions, crises."""

    model = Action
    form_class = ActionForm
    permissions = PERMISSIONS
    words = ("action", "missions et actions")
    columns = tables.ACTIONS
    empty = "Aucune action pour l'instant."
    search_fields = ("title", "partners", "results")
    filters = (("kind", "Sorte", lambda: Action.Kind.choices),)
    tabs = TABS
    worth = ("missions", "users_level", "crisis_actions")
    proofs = (Proof("Programmes, affiches, bilans"),)
    template_dir = "projects/action"

    def get_queryset(self) -> QuerySet[Action]:
        return Action.objects.select_related("lead")


class QualityCrud(ProvedCrud):
    """The quality approaches."""

    model = Quality
    form_class = QualityForm
    permissions = PERMISSIONS
    words = ("démarche qualité", "démarches qualité")
    columns = tables.QUALITIES
    empty = "Aucune démarche qualité pour l'instant."
    search_fields = ("title", "objective")
    tabs = TABS
    worth = ("quality_level",)
    proofs = (Proof("État des lieux, plan d'action, bilan : un document par niveau"),)

    def get_queryset(self) -> QuerySet[Quality]:
        return Quality.objects.select_related("referent")


class OfferCrud(ProvedCrud):
    """Visiting professionals, and who takes part in the SAS."""

    model = Offer
    form_class = OfferForm
    permissions = PERMISSIONS
    words = ("vacation ou participation", "vacations, CSTM et SAS")
    columns = tables.OFFERS
    empty = "Aucune vacation, aucun médecin inscrit au SAS pour l'instant."
    search_fields = ("person__last_name", "person__first_name", "slots")
    filters = (("kind", "Sorte", lambda: Offer.Kind.choices),)
    tabs = TABS
    worth = ("second_recourse_level", "cstm", "sas")
    proofs = (Proof("Conventions et contrats"),)

    def get_queryset(self) -> QuerySet[Offer]:
        return Offer.objects.select_related("person")

    def notes(self, obj: Offer) -> Sequence[str]:
        if obj.kind in Offer.VISITS and obj.person and not obj.person.rpps:
            return (f"La CPAM demande le numéro RPPS de {obj.person} : ajoutez-le à l'annuaire.",)
        return ()
