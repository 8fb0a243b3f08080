"""Django registration of the room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room ``people``."""

    name = "danbiet.people"
    label = "people"
