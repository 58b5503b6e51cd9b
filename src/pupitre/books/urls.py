"""Addresses of the books."""

from django.urls import path

from pupitre.books.views import entries, entry, fec, home, reports, settings

app_name = "books"
one = "structures/<int:pk>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("ouvrir/", home.open_page, name="open"),
    path("saisir/", entries.write_main, name="write-main"),
    path("virement/", home.transfer, name="transfer"),
    path("controler-un-fec/", fec.check_fec, name="check-fec"),
    path(one, home.entity, name="entity"),
    path(f"{one}ecritures/", entries.entries, name="entries"),
    path(f"{one}saisir/", entries.write, name="write"),
    path(f"{one}equilibre/", entries.check, name="check"),
    path(f"{one}valider/", entries.validate_all, name="validate-all"),
    path(f"{one}grand-livre/", reports.ledger_page, name="ledger"),
    path(f"{one}lettrer/", reports.letter_lines, name="letter"),
    path(f"{one}balance/", reports.balance_page, name="balance"),
    path(f"{one}bilan/", reports.statements_page, name="statements"),
    path(f"{one}fec/", fec.fec, name="fec"),
    path(f"{one}dossier/", fec.pack, name="pack"),
    path(f"{one}reglages/", settings.settings, name="settings"),
    path(f"{one}identite/", settings.identity, name="identity"),
    path(f"{one}exercices/ouvrir/", settings.year_open, name="year-open"),
    path(f"{one}plan-de-comptes/", settings.chart_import, name="chart-import"),
    path(f"{one}usages/<slug:purpose>/", settings.purpose, name="purpose"),
    path("dossiers/<int:pk>/", fec.pack_file, name="pack-file"),
    path("exercices/<int:pk>/cloturer/", settings.year_close, name="year-close"),
    path("ecritures/<int:pk>/", entry.entry, name="entry"),
    path("ecritures/<int:pk>/modifier/", entries.change, name="change"),
    path("ecritures/<int:pk>/supprimer/", entries.remove, name="remove"),
    path("ecritures/<int:pk>/valider/", entry.validate, name="validate"),
    path("ecritures/<int:pk>/contrepasser/", entry.reverse_entry, name="reverse"),
    path("ecritures/<int:pk>/question/", entry.ask_about, name="ask"),
    path("questions/<int:pk>/repondre/", entry.answer_question, name="answer"),
    path("lignes/<int:pk>/poste/", entry.analyse, name="analyse"),
    path("lignes/<int:pk>/delettrer/", reports.unletter_lines, name="unletter"),
    *settings.AccountCrud.urls("comptes/"),
    *settings.JournalCrud.urls("journaux/"),
    *settings.HeadingCrud.urls("postes/"),
    *settings.ProjectCrud.urls("projets/"),
    *settings.FunderCrud.urls("financeurs/"),
]
