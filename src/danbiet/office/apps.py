"""Django registration of the room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The room ``office``."""

    name = "danbiet.office"
    label = "office"
