"""Addresses of protocols."""

from django.urls import path

from pupitre.protocols import views

app_name = "protocols"
urlpatterns = [
    *views.ProtocolCrud.urls(""),
    path("<int:pk>/patients/", views.tally, name="tally"),
]
