"""Addresses of RCP, register, evaluation, history and facilitation sheets."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
