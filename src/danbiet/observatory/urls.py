"""Addresses of the index's public pages."""

from django.urls import URLPattern

app_name = "observatory"
urlpatterns: list[URLPattern] = []
