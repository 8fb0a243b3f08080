"""What is filled in about accounts and roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.office.forms import OfficeDay
from danbiet.people.models import Membership, Person, Role

_NEW = {"autocomplete": "new-password"}


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Ít nhất 12 ký tự; một câu dễ nhớ là tốt nhất. Không trùng tên đăng nhập."),
        widget=forms.PasswordInput(attrs=_NEW),
        strip=False,
    )
    again = forms.CharField(label=_("Nhập lại mật khẩu mới"), widget=forms.PasswordInput(attrs=_NEW), strip=False)

    def clean_again(self) -> str:
        """The same as the first."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("Hai lần nhập chưa giống nhau. Nhập lại mật khẩu mới."))
        return again


class CurrentPasswordForm(forms.Form):
    """The current password: the one who sits here is the one who logged in."""

    current = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


class OwnPasswordForm(NewPasswordForm, CurrentPasswordForm):
    """The current password and a new one."""

    field_order = ("current", "password", "again")


class AcceptForm(NewPasswordForm):
    """The log-in name and the password of a new account."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$",
        label=_("Tên đăng nhập"),
        help_text=_("Chữ thường không dấu, số, dấu chấm hoặc gạch ngang, ví dụ nguyenvanan."),
        error_messages={"invalid": _("Chỉ dùng chữ thường không dấu, số, dấu chấm hoặc gạch ngang; ít nhất 3 ký tự.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("username", "password", "again")


class SlipForm(forms.Form):
    """The code of a slip."""

    code = forms.CharField(
        label=_("Mã trên phiếu"),
        max_length=40,
        help_text=_("12 chữ và số, ví dụ k7m2-q9xw-4c3d. Không cần gõ dấu gạch."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ForgottenForm(forms.Form):
    """Whose password is forgotten."""

    name = forms.CharField(
        label=_("Tên đăng nhập hoặc thư điện tử"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class CodeForm(forms.Form):
    """The code that the phone shows, or a recovery code."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=20,
        help_text=_("6 chữ số trên ứng dụng xác thực của điện thoại, hoặc một mã dự phòng."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none"}),
    )


class SetUpForm(CodeForm):
    """The first code of a new phone; the password too where one was set up before."""

    def __init__(self, *args: Any, password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("6 chữ số mà ứng dụng vừa hiện.")
        if password:
            self.fields["current"] = forms.CharField(
                label=_("Mật khẩu hiện tại"),
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
                strip=False,
            )


class DecisionForm(forms.Form):
    """The decision something is done by."""

    ground = forms.CharField(
        label=_("Số, ký hiệu quyết định"), max_length=200, help_text=_("Ví dụ 12/QĐ-UBND.")
    )  # fmt: skip
    decided_on = OfficeDay(label=_("Ngày quyết định"), help_text=_("Ví dụ 26/10/2016."))


class InviteForm(DecisionForm):
    """Who is invited to what."""

    name = forms.CharField(label=_("Họ và tên"), max_length=120)
    role = forms.ChoiceField(label=_("Vai trò"))
    email = forms.EmailField(
        label=_("Thư điện tử"), required=False, help_text=_("Để trống nếu không có: in phiếu và trao tận tay.")
    )
    valid_from = OfficeDay(label=_("Từ ngày"), required=False, help_text=_("Để trống: từ hôm nay."))
    valid_to = OfficeDay(label=_("Đến hết ngày"), required=False, help_text=_("Để trống: không thời hạn."))
    field_order = ("name", "role", "ground", "decided_on", "email", "valid_from", "valid_to")

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class HandOverForm(DecisionForm):
    """Who takes the roles over, from which day."""

    taker = forms.ChoiceField(label=_("Người nhận"))
    day = OfficeDay(label=_("Từ ngày"), help_text=_("Người giao giữ vai trò đến hết ngày hôm trước."))
    field_order = ("taker", "day", "ground", "decided_on")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].choices = _people(people)  # type: ignore[attr-defined]
        self.fields["day"].initial = clock.today()


class DelegateForm(forms.Form):
    """Which role, to whom, from when to when, why."""

    role = forms.ChoiceField(label=_("Vai trò"))
    to = forms.ChoiceField(label=_("Người được ủy quyền"), help_text=_("Người của cùng đơn vị."))
    first = OfficeDay(label=_("Từ ngày"))
    last = OfficeDay(label=_("Đến hết ngày"), help_text=_("Hết ngày này ủy quyền tự kết thúc."))
    ground = forms.CharField(
        label=_("Căn cứ"), max_length=200, help_text=_("Ví dụ: nghỉ phép theo đơn ngày 01/9/2016.")
    )  # fmt: skip

    def __init__(
        self, *args: Any, roles: Sequence[tuple[Membership, str]], people: Sequence[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (row.public_id, f"{row.get_role_display()}, {unit}") for row, unit in roles
        ]
        self.fields["to"].choices = _people(people)  # type: ignore[attr-defined]
        self.fields["first"].initial = clock.today()


def _people(people: Sequence[Person]) -> list[tuple[str, str]]:
    return [(person.public_id, f"{person.name} ({person.username})") for person in people]
