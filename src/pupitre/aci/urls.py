"""Addresses of the ACI."""

from django.urls import path

from pupitre.aci import views

app_name = "aci"
urlpatterns = [
    path("", views.home, name="home"),
    path("<int:year>/", views.cockpit, name="cockpit"),
    path("<int:year>/faits/", views.facts, name="facts"),
    path("<int:year>/faits/<slug:name>/", views.fact, name="fact"),
    path("<int:year>/reglages/", views.exercise, name="exercise"),
    path("<int:year>/concertation/", views.concertation, name="concertation"),
    path("justificatifs/<int:pk>/<int:document>/retirer/", views.withdraw, name="withdraw"),
]
