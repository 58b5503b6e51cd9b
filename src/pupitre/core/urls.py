"""Addresses of core inside a centre."""

from django.urls import path

from pupitre.core import views

app_name = "core"
urlpatterns = [
    path("chercher/", views.find, name="search"),
    path("travaux/<int:pk>/", views.job, name="job"),
    path("travaux/<int:pk>/arreter/", views.stop_job, name="job-stop"),
]
