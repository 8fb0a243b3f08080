"""Django registration of the room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room ``people``."""

    name = "danbiet.people"
    label = "people"

    def ready(self) -> None:
        """The record knows what this room does."""
        from danbiet.journal.recording import register_action, register_mark
        from danbiet.pages.errors import register_status
        from danbiet.people import matters, policies, second_step
        from danbiet.people.backends import register_alongside

        register_mark(policies.mark)
        register_alongside("second_step", second_step.of_account)
        for code in ("PEO-020", "PEO-021", "PEO-022", "PEO-023"):
            register_status(code, 410)
        register_status("PEO-050", 429)
        register_action("people.create", vi="tạo tài khoản", en="account created")
        register_action("people.password", vi="đặt lại mật khẩu", en="password set")
        register_action("people.grant", vi="giao vai trò", en="role granted")
        register_action("people.end", vi="kết thúc vai trò", en="role ended")
        register_action("people.invite", vi="mời nhận vai trò", en="invited to a role")
        register_action("people.renew", vi="cấp lại mã mời", en="invitation's code renewed")
        register_action("people.withdraw", vi="thu hồi lời mời", en="invitation withdrawn")
        register_action("people.accept", vi="nhận lời mời", en="invitation accepted")
        register_action("people.link", vi="gửi đường dẫn đặt lại mật khẩu", en="link for a new password sent")
        register_action("people.slip", vi="cấp phiếu đặt lại mật khẩu", en="slip for a new password handed over")
        register_action("people.reset", vi="đặt lại mật khẩu bằng mã", en="password set by a code")
        register_action("people.delegate", vi="ủy quyền", en="role delegated")
        register_action("people.undelegate", vi="kết thúc ủy quyền", en="delegation ended")
        register_action("people.hand_over", vi="bàn giao vai trò", en="roles handed over")
        register_action("people.leave", vi="đóng tài khoản", en="account closed")
        register_action("people.second_step", vi="cài mã xác thực", en="second step set up")
        register_action("people.second_step_off", vi="gỡ mã xác thực", en="second step taken off")
        register_action("people.unlock", vi="mở khóa đăng nhập", en="log-in unlocked")
        register_action("publication.prepare", vi="chuẩn bị quyết định công khai", en="publication prepared")
        register_action("publication.decide", vi="quyết định công khai", en="publication decided")
        matters.register_own()
