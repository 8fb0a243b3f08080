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
        navigation.register(
            navigation.PROVINCE_HOME, _("Chỉ số của tỉnh: điểm, khoảng hạng, so với các tỉnh"), _first, order=10
        )
        navigation.register(navigation.PLAN_SCORES, _("Điểm của năm đó trong bộ số liệu đã công bố"), _scores, order=10)
        for label, address, order in (
            (_("Trong năm"), _year, 10),
            (_("Qua các năm"), _trend, 20),
            (_("Các tỉnh"), _provinces, 30),
            (_("Bản đồ"), _map, 40),
            (_("So sánh"), _compare, 50),
            (_("Chẩn đoán"), _diagnosis, 60),
            (_("Kịch bản"), _scenario, 70),
            (_("Mục tiêu"), _goals, 75),
            (_("Hiệu quả"), _effects, 80),
            (_("Bộ số liệu"), _sources, 90),
        ):
            navigation.register("index", label, address, order=order)


def _asked(context: Mapping[str, Any]) -> Any:
    """What a page of this room was asked for; other rooms' pages have an ``asked`` of their own."""
    from danbiet.observatory.frame import Asked

    found = context.get("asked")
    return found if isinstance(found, Asked) else None


def _at(context: Mapping[str, Any], name: str, **values: Any) -> str | None:
    scene, asked = context.get("scene"), _asked(context)
    index = asked.index if asked is not None else "papi"
    return reverse(f"observatory:{name}", kwargs={"slug": scene.slug, "index": index, **values}) if scene else None


def _first(context: Mapping[str, Any]) -> str | None:
    return _at(context, "home")


def _scores(context: Mapping[str, Any]) -> str | None:
    """The last year of the plan's table of scores."""
    first = _first(context)
    keys = {
        key for table in context["plan"].score_tables for row in table.get("rows", []) for key in row.get("values", {})
    }
    years = [
        year for what, _sign, year in (key.rpartition("_") for key in keys) if what == "score" and year.isdecimal()
    ]
    return f"{first}?nam={max(years)}" if years and first else first


def _of_year(context: Mapping[str, Any], name: str, **values: Any) -> str | None:
    """The page of the year shown, else of the last one; none without an edition."""
    asked = _asked(context)
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
    asked = _asked(context)
    return _at(context, "trend", code="total") if asked is not None and asked.panel else None


def _goals(context: Mapping[str, Any]) -> str | None:
    """None where the plan isn't shown."""
    scene = context.get("scene")
    return _at(context, "goals") if scene is not None and scene.gate["plan"] else None


def _effects(context: Mapping[str, Any]) -> str | None:
    """None where the evaluation isn't shown."""
    scene = context.get("scene")
    return _at(context, "effects") if scene is not None and scene.gate["evaluation"] else None


def _compare(context: Mapping[str, Any]) -> str | None:
    asked = context.get("asked")
    return _at(context, "compare") if asked is not None and asked.panel else None


def _diagnosis(context: Mapping[str, Any]) -> str | None:
    return _of_year(context, "diagnosis")


def _scenario(context: Mapping[str, Any]) -> str | None:
    return _of_year(context, "scenario")


def _sources(context: Mapping[str, Any]) -> str | None:
    return _at(context, "sources")
