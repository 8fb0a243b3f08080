"""Django registration of the room."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ObservatoryConfig(AppConfig):
    """The room ``observatory``."""

    name = "danbiet.observatory"
    label = "observatory"

    def ready(self) -> None:
        """Register what the head of public pages, and of these pages, leads to."""
        from danbiet.pages import navigation

        navigation.register(navigation.PORTAL, _("Chỉ số"), _first, order=30)
        for label, address, order in (
            (_("Năm"), _year, 10),
            (_("Qua các năm"), _trend, 20),
            (_("Các tỉnh"), _provinces, 30),
            (_("Bản đồ"), _map, 40),
            (_("So sánh"), _compare, 50),
            (_("Chẩn đoán"), _diagnosis, 60),
            (_("Kịch bản"), _scenario, 70),
            (_("Bộ số liệu"), _sources, 90),
        ):
            navigation.register("index", label, address, order=order)


def _at(context: Mapping[str, Any], name: str, **values: Any) -> str | None:
    scene, asked = context.get("scene"), context.get("asked")
    index = asked.index if asked is not None else "papi"
    return reverse(f"observatory:{name}", kwargs={"slug": scene.slug, "index": index, **values}) if scene else None


def _first(context: Mapping[str, Any]) -> str | None:
    return _at(context, "home")


def _of_year(context: Mapping[str, Any], name: str, **values: Any) -> str | None:
    """The page of the year shown, else of the last one; none without an edition."""
    asked = context.get("asked")
    if asked is None or not asked.panel:
        return None
    year = asked.values.get("year", asked.panel[-1].year)
    return _at(context, name, year=year, **values)


def _year(context: Mapping[str, Any]) -> str | None:
    return _of_year(context, "year")


def _provinces(context: Mapping[str, Any]) -> str | None:
    return _of_year(context, "provinces", code="total")


def _map(context: Mapping[str, Any]) -> str | None:
    return _of_year(context, "map", code="total")


def _trend(context: Mapping[str, Any]) -> str | None:
    asked = context.get("asked")
    return _at(context, "trend", code="total") if asked is not None and asked.panel else None


def _compare(context: Mapping[str, Any]) -> str | None:
    asked = context.get("asked")
    return _at(context, "compare") if asked is not None and asked.panel else None


def _diagnosis(context: Mapping[str, Any]) -> str | None:
    return _of_year(context, "diagnosis")


def _scenario(context: Mapping[str, Any]) -> str | None:
    return _of_year(context, "scenario")


def _sources(context: Mapping[str, Any]) -> str | None:
    return _at(context, "sources")
