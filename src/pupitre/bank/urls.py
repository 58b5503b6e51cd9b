"""Addresses of the bank."""

from django.urls import path

from pupitre.bank.views import accounts, imports, reconcile

app_name = "bank"
urlpatterns = [
    path("", accounts.home, name="home"),
    *accounts.RuleCrud.urls("regles/"),
    *accounts.LineCrud.urls("lignes/"),
    path("lignes/<int:pk>/accepter/", reconcile.accept_line, name="accept"),
    path("lignes/<int:pk>/ecrire/", reconcile.write_line, name="write"),
    path("lignes/<int:pk>/pointer/", reconcile.point_line, name="point"),
    path("lignes/<int:pk>/defaire/", reconcile.undo_line, name="undo"),
    path("<int:pk>/", accounts.account, name="account"),
    path("<int:pk>/importer/", imports.import_file, name="import"),
    path("<int:pk>/colonnes/", imports.columns, name="columns"),
    path("<int:pk>/colonnes/oublier/", imports.forget_columns, name="forget-columns"),
    path("<int:pk>/rapprocher/", reconcile.reconcile, name="reconcile"),
    path("<int:pk>/etat/", accounts.state, name="state"),
]
