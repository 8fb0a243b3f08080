"""Django registration of the room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The room ``plans``."""

    name = "danbiet.plans"
    label = "plans"
