"""Django registration of the room."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The room ``units``."""

    name = "danbiet.units"
    label = "units"
