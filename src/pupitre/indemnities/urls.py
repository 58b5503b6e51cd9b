"""Addresses of indemnities."""

from django.urls import path

from pupitre.indemnities.views import home, people, runs, schemes

app_name = "indemnities"
urlpatterns = [
    path("", home.home, name="home"),
    path("habitudes/", home.settings, name="settings"),
    path("annee/<int:year>/", home.year, name="year"),
    *schemes.SchemeCrud.urls("baremes/"),
    path("baremes/<int:pk>/tarif/", schemes.add_rate, name="add-rate"),
    path("baremes/<int:pk>/part/", schemes.add_pot, name="add-pot"),
    path("baremes/<int:pk>/coefficient/", schemes.add_weight, name="add-weight"),
    path("baremes/<int:pk>/vote/", schemes.vote, name="vote"),
    path("baremes/<int:pk>/version/", schemes.next_version, name="next-version"),
    *schemes.RateCrud.urls("tarifs/"),
    *schemes.PotCrud.urls("parts/"),
    *schemes.WeightCrud.urls("coefficients/"),
    path("simulation/", people.simulation, name="simulation"),
    path("reglements/preparer/", runs.prepare, name="prepare"),
    path("reglements/<int:pk>/", runs.run, name="run"),
    path("reglements/<int:pk>/approuver/", runs.approve, name="approve"),
    path("reglements/<int:pk>/somme/", runs.change, name="change"),
    path("reglements/<int:pk>/abandonner/", runs.drop, name="drop"),
    path("reglements/<int:pk>/annuler/", runs.cancel, name="cancel"),
    path("reglements/<int:pk>/envoyer/", runs.send, name="send"),
    path("corrections/ajouter/", runs.correct, name="correct"),
    path("corrections/<int:pk>/retirer/", runs.uncorrect, name="uncorrect"),
    path("personnes/<int:pk>/", people.person, name="person"),
    path("releves/<int:pk>/", people.statement, name="statement"),
]
