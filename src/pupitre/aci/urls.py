"""Addresses of the ACI."""

from django.urls import path

from pupitre.aci.views import cockpit as views
from pupitre.aci.views import dossier, money, rulesets, whatif

app_name = "aci"
urlpatterns = [
    path("", views.home, name="home"),
    path("<int:year>/", views.cockpit, name="cockpit"),
    path("<int:year>/reglages/", views.exercise, name="exercise"),
    path("<int:year>/concertation/", views.concertation, name="concertation"),
    path("<int:year>/declaration/", dossier.declaration, name="declaration"),
    path("<int:year>/declaration/figer/", dossier.freeze, name="freeze"),
    path("dossiers/<int:pk>/", dossier.dossier, name="dossier"),
    path("dossiers/<int:pk>/fichiers/<slug:kind>/", dossier.download, name="dossier-file"),
    path("dossiers/<int:pk>/refaire/", dossier.make_again, name="dossier-make"),
    path("dossiers/<int:pk>/declare/", dossier.declare, name="dossier-declare"),
    *money.ContractCrud.urls("contrats/"),
    *money.ReceiptCrud.urls("versements/"),
    path("<int:year>/simulation/", whatif.whatif, name="whatif"),
    path("baremes/", rulesets.rulesets, name="rulesets"),
    path("baremes/modele/", rulesets.model, name="ruleset-model"),
    path("baremes/retablir/", rulesets.restore, name="rules-restore"),
    path("baremes/<int:pk>/", rulesets.ruleset, name="ruleset"),
    path("baremes/<int:pk>/fichier/", rulesets.source, name="ruleset-source"),
    path("baremes/<int:pk>/appliquer/", rulesets.choose, name="rules-choose"),
    path("heures/", rulesets.hours, name="hours"),
    path("argent/", money.money, name="money"),
    path("<int:year>/notification/", money.notification, name="notification"),
]
