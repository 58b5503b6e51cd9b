"""Addresses of models, series and polls."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
