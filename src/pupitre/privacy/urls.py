"""Addresses of personal data."""

from django.urls import path

from pupitre.privacy.views import register, retention, rights

app_name = "privacy"
urlpatterns = [
    path("", register.register, name="register"),
    path("registre.pdf", register.register_paper, name="register-paper"),
    path("acces/", register.access, name="access"),
    path("conservation/", retention.retention, name="retention"),
    path("conservation/purger/", retention.purge, name="purge"),
    path("conservation/automatique/", retention.automatic, name="automatic"),
    path("conservation/bilan/<int:pk>/", retention.report, name="report"),
    path("conservation/<slug:rule>/", retention.duration, name="duration"),
    *retention.HoldCrud.urls("gels/"),
    path("gels/<int:pk>/lever/", retention.lift, name="lift"),
    path("effacements/", rights.erasures, name="erasures"),
    path("effacements/<int:pk>/", rights.erasure, name="erasure"),
    path("personne/<int:pk>/copie/", rights.copy, name="copy"),
    path("personne/<int:pk>/effacer/", rights.erase, name="erase"),
]
