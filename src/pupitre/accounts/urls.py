"""Addresses of the account pages."""

from django.urls import path

from pupitre.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("apparence/", views.scheme, name="scheme"),
]
