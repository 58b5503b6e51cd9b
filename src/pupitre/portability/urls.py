"""Addresses of the export."""

from django.urls import path

from pupitre.portability import views

app_name = "portability"
urlpatterns = [
    path("", views.export, name="export"),
    path("preparer/", views.start, name="start"),
    path("<str:name>/", views.download, name="download"),
    path("<str:name>/supprimer/", views.delete, name="delete"),
]
