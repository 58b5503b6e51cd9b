"""Addresses of agreements and software."""

from django.urls import path

from pupitre.contracts import views

app_name = "contracts"
urlpatterns = [
    *views.AgreementCrud.urls(""),
    path("<int:pk>/demander/", views.ask, name="ask"),
    path("<int:pk>/signature/", views.note_signature, name="note-signature"),
    *views.SoftwareCrud.urls("logiciels/"),
]
