"""Addresses of actions, quality and visiting professionals."""

from pupitre.projects import views

app_name = "projects"
urlpatterns = [
    *views.ActionCrud.urls(""),
    *views.QualityCrud.urls("qualite/"),
    *views.OfferCrud.urls("vacations/"),
]
