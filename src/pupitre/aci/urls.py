"""Addresses of aci."""

from django.urls import URLPattern

app_name = "aci"
urlpatterns: list[URLPattern] = []
