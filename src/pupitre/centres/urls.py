"""Addresses of a centre's settings."""

from django.urls import path

from pupitre.centres import views

app_name = "centres"
urlpatterns = [path("", views.settings, name="settings"), *views.SiteCrud.urls("sites/")]
