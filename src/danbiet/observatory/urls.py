"""Addresses of the index's public pages: those of every ``*_urls.py`` beside this file."""

from importlib import import_module
from pathlib import Path

from django.urls import URLPattern

app_name = "observatory"
urlpatterns: list[URLPattern] = []
for _module in sorted(Path(__file__).parent.glob("*_urls.py")):
    urlpatterns += import_module(f"danbiet.observatory.{_module.stem}").urlpatterns
