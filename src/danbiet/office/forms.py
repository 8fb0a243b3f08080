"""What officers fill in: one question a line, in the order it stands on the paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from danbiet.base.dates import office_day


class LoginForm(AuthenticationForm):
    """Name and password; one answer for whatever is wrong with them."""

    error_messages = {
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại."
        ),
        "inactive": _("Tài khoản này đã ngừng hoạt động. Liên hệ quản trị đơn vị."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")


class _DayInput(forms.DateInput):
    def format_value(self, value: Any) -> str | None:
        """A day in the form it is asked for; what was typed stays as it was."""
        return office_day(value) if isinstance(value, date) else value


class OfficeDay(forms.DateField):
    """A day as offices write it: 09/9/2016 (also 9-9-2016, 2016-09-09)."""

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
        widget = _DayInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        errors = {"invalid": _("Ghi ngày dạng ngày/tháng/năm, ví dụ 26/10/2016.")}
        super().__init__(input_formats=formats, widget=widget, error_messages=errors, **kwargs)


class DocumentForm(forms.Form):
    """An official document as evidence: number and date as the registry issued them, the file if there is one."""

    number = forms.CharField(
        label=_("Số và ký hiệu văn bản"), max_length=60, help_text=_("Như văn thư đã cấp, ví dụ 12/BC-UBND.")
    )
    day = OfficeDay(label=_("Ngày văn bản"), help_text=_("Ví dụ 26/10/2016."))
    title = forms.CharField(label=_("Trích yếu"), max_length=300, required=False)
    file = forms.FileField(
        label=_("Tệp văn bản"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, ODT hoặc ảnh chụp, tối đa 20 MB. Có thể bổ sung bản giấy sau."),
    )


class WithdrawForm(forms.Form):
    """Why evidence is taken back."""

    reason = forms.CharField(label=_("Lý do rút"), max_length=300, help_text=_("Một câu, ví dụ: ghi nhầm số văn bản."))


class WithdrawResultForm(forms.Form):
    """Why an estimate is withdrawn."""

    reason = forms.CharField(
        label=_("Lý do rút kết quả"), max_length=300, help_text=_("Một câu, ví dụ: dùng nhầm cột quyền số.")
    )  # fmt: skip
