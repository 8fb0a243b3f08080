"""Django registration of the room."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The room ``duties``."""

    name = "danbiet.duties"
    label = "duties"
