"""Addresses of RCP, register, evaluation, history and facilitation sheets."""

from django.urls import URLPattern, path

from pupitre.meetings.views import evaluation, facilitation, history, rcp, register, settings

urlpatterns: list[URLPattern] = [
    path("rcp/", rcp.year_page, name="rcp"),
    path("rcp/express/", rcp.express, name="rcp-express"),
    path("rcp/calendrier.pdf", rcp.calendar_pdf, name="rcp-calendar"),
    path("<int:pk>/rcp/", rcp.facts, name="rcp-facts"),
    path("registre/", register.register, name="register"),
    path("evaluation/", evaluation.evaluation, name="evaluation"),
    path("evaluation.pdf", evaluation.evaluation_pdf, name="evaluation-pdf"),
    path("animation/", facilitation.sheets, name="facilitation"),
    path("animation/<slug:key>/", facilitation.sheet, name="facilitation-sheet"),
    path("animation/<slug:key>.pdf", facilitation.sheet_pdf, name="facilitation-pdf"),
    path("historique/", history.paste, name="history-paste"),
    path("historique/modele.xlsx", history.template, name="history-template"),
    path("reglages/", settings.settings, name="settings"),
]
