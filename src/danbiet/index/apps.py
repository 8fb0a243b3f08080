"""Django registration of the room."""

from django.apps import AppConfig


class IndexConfig(AppConfig):
    """The room ``index``."""

    name = "danbiet.index"
    label = "index"

    def ready(self) -> None:
        """The record knows what this room does."""
        from danbiet.journal.recording import register_action

        register_action("index.hand-in", vi="nộp tệp chỉ số", en="index file handed in")
        register_action("index.accept", vi="nhận bộ số liệu chỉ số", en="index edition accepted")
        register_action("index.refuse", vi="không nhận tệp chỉ số", en="index file refused")
