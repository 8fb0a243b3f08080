"""Django registration of the room."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _


class NoticesConfig(AppConfig):
    """The room ``notices``."""

    name = "danbiet.notices"
    label = "notices"

    def ready(self) -> None:
        """The record knows what this room does; the head of officers' pages says how much is new."""
        from danbiet.journal.recording import register_action
        from danbiet.notices.queries import unread_of_account
        from danbiet.pages import navigation
        from danbiet.people.backends import register_alongside

        register_action("notices.prefer", vi="đổi cách nhận thông báo", en="way of being notified changed")
        # With the account itself, so that no page pays a query for it.
        register_alongside("unread_messages", unread_of_account)
        navigation.register(navigation.OFFICE, _label, _address, order=15)


def _label(context: Mapping[str, Any]) -> str:
    count = getattr(context.get("user"), "unread_messages", 0)
    return _("Thông báo (%(count)s mới)") % {"count": count} if count else _("Thông báo")


def _address(context: Mapping[str, Any]) -> str | None:
    user = context.get("user")
    return reverse("notices:list") if user and user.is_authenticated else None
