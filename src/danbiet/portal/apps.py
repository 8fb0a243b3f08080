"""Django registration of the room."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The room ``portal``."""

    name = "danbiet.portal"
    label = "portal"

    def ready(self) -> None:
        """Register what the head of public pages leads to, and what a unit's notices hold."""
        from danbiet.pages import navigation
        from danbiet.portal import wall

        navigation.register(navigation.PORTAL, _("Trang đầu"), _home, order=10)
        navigation.register(navigation.PORTAL, _("Kế hoạch"), _plan, order=20)
        navigation.register(navigation.PORTAL, _("Thời hạn"), _law, order=40)
        wall.register()


def _home(context: Mapping[str, Any]) -> str:
    scene = context.get("scene")
    return scene.home if scene else "/"


def _plan(context: Mapping[str, Any]) -> str | None:
    scene = context.get("scene")
    return reverse("portal:plan-in-force", args=[scene.slug]) if scene else None


def _law(context: Mapping[str, Any]) -> str:
    return reverse("portal:law")
