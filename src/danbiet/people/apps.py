"""Django registration of the room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room ``people``."""

    name = "danbiet.people"
    label = "people"

    def ready(self) -> None:
        """The record knows what this room does."""
        from danbiet.journal.recording import register_action

        register_action("people.create", vi="tạo tài khoản", en="account created")
        register_action("people.password", vi="đặt lại mật khẩu", en="password set")
        register_action("people.grant", vi="giao vai trò", en="role granted")
        register_action("people.end", vi="kết thúc vai trò", en="role ended")
