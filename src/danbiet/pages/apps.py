"""Django registration of the room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The room ``pages``."""

    name = "danbiet.pages"
    label = "pages"
