"""Django registration of the room."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from danbiet.files.models import StoredFile
    from danbiet.people.models import Person


class IndexConfig(AppConfig):
    """The room ``index``."""

    name = "danbiet.index"
    label = "index"

    def ready(self) -> None:
        """The record knows what this room does; files handed in are seen by whoever may hand in or decide."""
        from danbiet.files.actions import register_access
        from danbiet.journal.recording import register_action

        register_action("index.hand-in", vi="nộp tệp chỉ số", en="index file handed in")
        register_action("index.accept", vi="nhận bộ số liệu chỉ số", en="index edition accepted")
        register_action("index.simulate", vi="dựng số liệu chỉ số mô phỏng", en="simulated index editions made")
        register_action("index.refuse", vi="không nhận tệp chỉ số", en="index file refused")
        register_access(_may_see)


def _may_see(person: "Person", stored: "StoredFile") -> bool:
    from danbiet.index.actions import may_see_file

    return may_see_file(person, stored.sha256)
