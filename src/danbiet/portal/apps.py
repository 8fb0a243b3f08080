"""Django registration of the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room ``portal``."""

    name = "danbiet.portal"
    label = "portal"
