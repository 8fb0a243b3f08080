"""Django registration of the room."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The room ``surveys``."""

    name = "danbiet.surveys"
    label = "surveys"

    def ready(self) -> None:
        """The record knows what this room does."""
        from danbiet.journal.recording import register_action

        register_action("surveys.keep", vi="lưu kết quả ước lượng", en="estimate kept")
        register_action("surveys.withdraw", vi="rút kết quả ước lượng", en="estimate withdrawn")
