"""How a person wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from danbiet.notices.settings import settings as shipped


class PreferenceForm(forms.Form):
    """E-mail on or off, its hour, its language."""

    email = forms.TypedChoiceField(
        label=_("Nhận thư tóm tắt"),
        help_text=_("Mỗi ngày làm việc nhiều nhất một thư."),
        choices=[("1", _("Có")), ("0", _("Không"))],
        coerce=lambda value: value == "1",
    )
    hour = forms.TimeField(label=_("Giờ gửi"), help_text=_("Không gửi vào ngày nghỉ và từ 21:00 đến 07:00."))
    language = forms.ChoiceField(label=_("Ngôn ngữ của thư"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(f"{hour:%H:%M}", f"{hour:%H:%M}") for hour in shipped().hours]
        self.fields["hour"].widget = forms.Select(choices=hours)
