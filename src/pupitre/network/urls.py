"""Addresses of the view over several centres."""

from django.urls import path

from pupitre.network import views

app_name = "network"
urlpatterns = [path("", views.home, name="home")]
