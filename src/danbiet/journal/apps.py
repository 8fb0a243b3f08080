"""Django registration of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """The room ``journal``."""

    name = "danbiet.journal"
    label = "journal"

    def ready(self) -> None:
        """Guards are put back after every migration."""
        from danbiet.journal import guards

        post_migrate.connect(guards.install_after_migration, sender=self, dispatch_uid="journal-guards")
