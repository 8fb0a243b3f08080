"""Django registration of the room."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """The room ``office``."""

    name = "danbiet.office"
    label = "office"

    def ready(self) -> None:
        """Register what the head of officers' pages leads to, and what delegates are told."""
        from danbiet.duties import ticking
        from danbiet.notices import kinds
        from danbiet.office import delegated
        from danbiet.pages import navigation
        from danbiet.people import delegations

        delegations.register_listener(delegated.tell)
        kinds.register(delegated.KIND_OF_MESSAGE)
        ticking.register("delegations-told", delegated.step, last=True)

        navigation.register(navigation.OFFICE, _("Việc của tôi"), _my_work, order=10)
        navigation.register(navigation.OFFICE, _("Kế hoạch"), _plans, order=20)
        navigation.register(navigation.OFFICE, _("Trực thuộc"), _below, order=30)
        navigation.register(navigation.OFFICE, _("Nhân sự"), _staff, order=80)
        navigation.register(navigation.OFFICE, _("Công khai"), _publication, order=70)
        navigation.register(navigation.OFFICE, _("Trang công khai"), _portal, order=90)


def _my_work(context: Mapping[str, Any]) -> str | None:
    return reverse("office:my-work") if _logged_in(context) else None


def _plans(context: Mapping[str, Any]) -> str | None:
    return reverse("office:plans") if _logged_in(context) else None


def _below(context: Mapping[str, Any]) -> str | None:
    from danbiet.duties.queries import OVERSEEING
    from danbiet.people import policies

    user = context.get("user")
    oversees = user and user.is_authenticated and policies.unit_ids(user, OVERSEEING)
    return reverse("office:below") if oversees else None


def _staff(context: Mapping[str, Any]) -> str | None:
    from danbiet.people import policies
    from danbiet.people.models import Role

    user = context.get("user")
    if not user or not user.is_authenticated:
        return None
    manages = any(member.role in (Role.ADMINISTRATOR, Role.OPERATOR) for member in policies.memberships(user))
    return reverse("office:staff") if manages else None


def _publication(context: Mapping[str, Any]) -> str | None:
    from danbiet.people import policies

    user = context.get("user")
    seated = user and user.is_authenticated and policies.unit_ids(user)
    return reverse("office:publication") if seated else None


def _portal(context: Mapping[str, Any]) -> str:
    return reverse("portal:home")


def _logged_in(context: Mapping[str, Any]) -> bool:
    user = context.get("user")
    return bool(user and user.is_authenticated)
