"""Addresses of the home page."""

from django.urls import path

from pupitre.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("echeancier/", views.deadlines, name="deadlines"),
]
