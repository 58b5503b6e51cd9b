"""Addresses of the books."""

from django.urls import path

from pupitre.books import views

app_name = "books"
urlpatterns = [
    path("", views.home, name="home"),
    path("ecritures/<int:pk>/", views.entry, name="entry"),
]
