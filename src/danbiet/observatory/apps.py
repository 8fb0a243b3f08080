"""Django registration of the room."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """The room ``observatory``."""

    name = "danbiet.observatory"
    label = "observatory"
