"""Addresses of the list, the workspace and Préparer."""

from django.urls import URLPattern, path

from pupitre.meetings.views import lists, prepare, workspace

urlpatterns: list[URLPattern] = [
    path("", lists.meeting_list, name="meeting-list"),
    path("<int:pk>/", workspace.meeting, name="meeting"),
    path("<int:pk>/preparer/", prepare.prepare, name="prepare"),
]
