"""Django registration of the room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room ``files``."""

    name = "danbiet.files"
    label = "files"
