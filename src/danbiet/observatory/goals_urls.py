"""Address of the targets board."""

from django.urls import URLPattern

from danbiet.observatory import goals
from danbiet.observatory.frame import page

FIGURES = {"distance": goals.figure, "years": goals.years}
urlpatterns: list[URLPattern] = [
    *page("muc-tieu/", "goals", "observatory/goals.html", goals.context, FIGURES, matter="plan"),
]
