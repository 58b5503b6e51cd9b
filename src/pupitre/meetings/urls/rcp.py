"""Addresses of RCP, register, evaluation, history and facilitation sheets."""

from django.urls import URLPattern, path

from pupitre.meetings.views import rcp

urlpatterns: list[URLPattern] = [
    path("rcp/", rcp.year_page, name="rcp"),
    path("rcp/express/", rcp.express, name="rcp-express"),
    path("rcp/calendrier.pdf", rcp.calendar_pdf, name="rcp-calendar"),
    path("<int:pk>/rcp/", rcp.facts, name="rcp-facts"),
]
