"""Addresses of what is asked of the editions: comparisons, the diagnosis of a year, scenarios."""

from django.urls import URLPattern

from danbiet.observatory import compared, diagnosing, trying
from danbiet.observatory.frame import page

urlpatterns: list[URLPattern] = [
    *page(
        "so-sanh/",
        "compare",
        "observatory/compare.html",
        compared.context,
        {f"so-sanh-{number + 1}": compared.pair_figure(number) for number in range(compared.MOST + 1)},
        compared.CARRIES,
    ),
    *page(
        "<int:year>/chan-doan/",
        "diagnosis",
        "observatory/diagnosis.html",
        diagnosing.context,
        {"khoang-cach": diagnosing.gap_figure, "thay-doi": diagnosing.moved_figure},
    ),
    *page(
        "<int:year>/kich-ban/",
        "scenario",
        "observatory/scenario.html",
        trying.context,
        {"truoc-sau": trying.effects},
        trying.CARRIES,
    ),
]
