"""Addresses of the editions and of what is wrong in their sources."""

from django.urls import URLPattern

from danbiet.observatory import editions
from danbiet.observatory.frame import page

urlpatterns: list[URLPattern] = [
    *page("nguon/", "sources", "observatory/sources.html", editions.listing),
    *page("nguon/<int:year>-<int:revision>/", "source", "observatory/source_page.html", editions.one),
]
