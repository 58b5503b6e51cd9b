"""Every address of Pupitre."""

from django.urls import URLPattern, URLResolver, include, path

from pupitre.centres import views as centres
from pupitre.core import gallery
from pupitre.core import views as core
from pupitre.desk.views import home as desk
from pupitre.inbox.views import links
from pupitre.mailing import views as mailing

handler500 = "pupitre.core.errors.server_error"
centre_urls: list[URLPattern | URLResolver] = [
    path("", include("pupitre.desk.urls")),
    path("", include("pupitre.core.urls")),
    path("reglages/", include("pupitre.centres.urls")),
    path("export/", include("pupitre.portability.urls")),
    path("annuaire/", include("pupitre.people.urls")),
    path("reunions/", include("pupitre.meetings.urls")),
    path("decisions/", include("pupitre.tasks.urls")),
    path("documents/", include("pupitre.documents.urls")),
    path("messages/", include("pupitre.mailing.urls")),
    path("boite/", include("pupitre.inbox.urls")),
    path("l/liste/<str:token>/", mailing.leave_list, name="leave-list"),
    path("l/<str:token>/", links.act, name="act-link"),
    path("protocoles/", include("pupitre.protocols.urls")),
    path("actions/", include("pupitre.projects.urls")),
    path("engagements/", include("pupitre.contracts.urls")),
    path("coordination/", include("pupitre.hr.urls")),
    path("comptabilite/", include("pupitre.books.urls")),
    path("paiements/", include("pupitre.payments.urls")),
    path("indemnites/", include("pupitre.indemnities.urls")),
    path("loyers/", include("pupitre.rents.urls")),
    path("factures/", include("pupitre.invoices.urls")),
    path("banque/", include("pupitre.bank.urls")),
    path("budget/", include("pupitre.budgets.urls")),
    path("aci/", include("pupitre.aci.urls")),
    path("donnees-personnelles/", include("pupitre.privacy.urls")),
]

urlpatterns = [
    path("", desk.start, name="start"),
    path("bienvenue/<str:token>/", centres.first_start, name="first-start"),
    path("nouvelle-msp/", centres.new_centre, name="new-centre"),
    path("mes-msp/", include("pupitre.network.urls")),
    path("c/<slug:centre>/", include(centre_urls)),
    path("compte/", include("pupitre.accounts.urls")),
    path("connexion/", include("allauth.urls")),
    path("ui/", gallery.gallery, name="gallery"),
    path("csp/", core.csp_report, name="csp-report"),
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
]
