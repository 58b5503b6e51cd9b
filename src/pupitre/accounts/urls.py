"""Addresses of the account pages."""

from django.urls import path

from pupitre.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("sessions/fermer/", views.end_sessions, name="end-sessions"),
    path("sessions/<int:started>/fermer/", views.end_session, name="end-session"),
    path("apparence/", views.scheme, name="scheme"),
]
