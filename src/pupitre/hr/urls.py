"""Addresses of the coordination."""

from django.urls import path

from pupitre.hr import views

app_name = "hr"
urlpatterns = [
    path("", views.home, name="home"),
    *views.EngagementCrud.urls("cadres/"),
    path("cadres/<int:pk>/feuille/", views.sheet, name="sheet"),
    path("cadres/<int:pk>/facture/", views.invoice, name="invoice"),
    *views.TimeEntryCrud.urls("temps/"),
    *views.PlacementCrud.urls("stages/"),
]
