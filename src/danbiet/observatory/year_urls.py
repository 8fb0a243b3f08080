"""Addresses of a province's year, its dimensions and sub-dimensions."""

from django.urls import URLPattern, path

from danbiet.observatory import element, year
from danbiet.observatory.frame import PREFIX, page

urlpatterns: list[URLPattern] = [
    path(PREFIX, year.latest, name="home"),
    *page("<int:year>/", "year", "observatory/year.html", year.context, {"diem": year.scores}),
    *page(
        "<int:year>/<element:code>/",
        "element",
        "observatory/element.html",
        element.context,
        {"vi-tri": element.place, "phan": element.parts},
    ),
]
