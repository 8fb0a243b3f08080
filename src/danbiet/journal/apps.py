"""Django registration of the room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The room ``journal``."""

    name = "danbiet.journal"
    label = "journal"
