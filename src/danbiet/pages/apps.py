"""Django registration of the room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The room ``pages``."""

    name = "danbiet.pages"
    label = "pages"

    def ready(self) -> None:
        """Errors that nothing answers come to the log."""
        from danbiet.pages import logs

        logs.listen()
