"""Addresses of Animer, Clore and Suivi."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
