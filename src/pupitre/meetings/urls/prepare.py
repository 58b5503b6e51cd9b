"""Addresses of the list, the workspace and Préparer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
