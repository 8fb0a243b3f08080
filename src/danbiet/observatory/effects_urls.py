"""Address of the evaluation page."""

from django.urls import URLPattern

from danbiet.observatory import effects
from danbiet.observatory.frame import page

FIGURES = {"statute": effects.statute, "gap": effects.gap, "effects": effects.effects, "without": effects.without}
urlpatterns: list[URLPattern] = [
    *page("danh-gia/", "effects", "observatory/effects.html", effects.context, FIGURES, matter="evaluation"),
]
