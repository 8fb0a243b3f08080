"""Addresses of all provinces on one element, and of an element through the years."""

from django.urls import URLPattern

from danbiet.observatory import everybody, trends
from danbiet.observatory.frame import page

urlpatterns: list[URLPattern] = [
    *page(
        "<int:year>/cac-tinh/<element:code>/",
        "provinces",
        "observatory/provinces.html",
        everybody.context,
        {"cac-tinh": everybody.everybody},
    ),
    *page(
        "<int:year>/ban-do/<element:code>/",
        "map",
        "observatory/map.html",
        everybody.context,
        {"ban-do": everybody.chart_map},
    ),
    *page("xu-huong/<element:code>/", "trend", "observatory/trend.html", trends.context, {"xu-huong": trends.through}),
]
