"""Django registration of the room."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The room ``units``."""

    name = "danbiet.units"
    label = "units"

    def ready(self) -> None:
        """The record knows what this room does."""
        from danbiet.journal.recording import register_action

        register_action("units.load", vi="nạp danh mục đơn vị", en="units loaded")
        register_action("units.list", vi="xác nhận danh sách đơn vị", en="list of units confirmed")
