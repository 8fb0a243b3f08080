"""Django registration of the room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room ``demo``."""

    name = "danbiet.demo"
    label = "demo"
