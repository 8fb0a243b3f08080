"""Django registration of the room."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """The room ``upkeep``."""

    name = "danbiet.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        """The record knows what this room does; health knows what to ask."""
        from danbiet.journal.recording import register_action
        from danbiet.upkeep import checks

        register_action("upkeep.restore", vi="khôi phục từ bản sao lưu", en="restored from a backup")
        checks.register_all()
