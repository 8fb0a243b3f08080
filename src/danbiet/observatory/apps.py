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

        navigation.register(navigation.PORTAL, _("Chỉ số"), _index, order=30)
        navigation.register("index", _("Mục tiêu"), _goals, order=60)
        navigation.register("index", _("Hiệu quả"), _effects, order=70)
        navigation.register("index", _("Bộ số liệu"), _sources, order=90)


def _at(context: Mapping[str, Any], name: str, **values: Any) -> str | None:
    scene = context.get("scene")
    # Pages of other rooms call other things "asked".
    index = getattr(context.get("asked"), "index", "papi")
    return reverse(f"observatory:{name}", kwargs={"slug": scene.slug, "index": index, **values}) if scene else None


def _index(context: Mapping[str, Any]) -> str | None:
    return _at(context, "sources")


def _goals(context: Mapping[str, Any]) -> str | None:
    """None where the plan isn't shown."""
    scene = context.get("scene")
    return _at(context, "goals") if scene is not None and scene.gate["plan"] else None


def _effects(context: Mapping[str, Any]) -> str | None:
    """None where the evaluation isn't shown."""
    scene = context.get("scene")
    return _at(context, "effects") if scene is not None and scene.gate["evaluation"] else None


def _sources(context: Mapping[str, Any]) -> str | None:
    return _at(context, "sources")
