"""What is filled in about an open question: the answer, who is meant, who is to answer by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.office.draft_forms import DesignationField
from danbiet.office.forms import OfficeDay
from danbiet.plans.questions import LONGEST
from danbiet.units import queries as units

if TYPE_CHECKING:
    from danbiet.units.models import Placement

# So many units an answer names one by one; more of them have a designation.
MOST = 300


class UnitsField(forms.CharField):
    """Units of a province, one a line: name, official code or code of the unit; cleaned to their placements."""

    def __init__(self, *, most: int = MOST, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most
        self.province = 0

    def clean(self, value: Any) -> Any:
        """The units, in the order of the lines. Says which line isn't one unit, and which ones it may be."""
        text = super().clean(value)
        lines = list(dict.fromkeys(filter(None, (line.strip(" ;,.") for line in text.splitlines()))))
        if len(lines) > self.most:
            message = _("Ghi tối đa %(most)s đơn vị.")
            raise forms.ValidationError(message, params={"most": self.most})
        found = units.exactly(self.province, lines, clock.today())
        wrong = [_wrong(line, found[line]) for line in lines if len(found[line]) != 1]
        if wrong:
            raise forms.ValidationError(wrong)
        return list(dict.fromkeys(found[line][0] for line in lines))


def _wrong(line: str, found: list[Placement]) -> str:
    if not found:
        return gettext("Không thấy đơn vị «%(name)s» đang hoạt động. Ghi đủ tên, ví dụ: Xã Khánh Hòa.") % {"name": line}
    listed = "; ".join(f"{place.name}: {place.unit.public_id}" for place in found)
    return gettext("«%(name)s» là tên của nhiều đơn vị. Ghi mã thay cho tên: %(codes)s.") % {
        "name": line,
        "codes": listed,
    }


class AnswerForm(forms.Form):
    """The answer; who is meant, where that is asked; the answer that this one corrects."""

    corrects = forms.CharField(max_length=11, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Câu trả lời"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "vi"}),
        help_text=_("Nêu căn cứ nếu có, ví dụ: theo Công văn số 12/SYT-TCCB ngày 03/10/2016."),
    )
    designation = DesignationField(
        label=_("Đơn vị theo cách gọi"),
        max_length=200,
        required=False,
        help_text=_("Gõ vài chữ rồi chọn trong danh sách; hoặc để trống và ghi từng đơn vị ở ô dưới."),
        widget=forms.TextInput(attrs={"list": "don-vi", "autocomplete": "off"}),
    )
    units = UnitsField(
        label=_("Hoặc ghi từng đơn vị"),
        required=False,
        help_text=_("Mỗi dòng một đơn vị: tên đầy đủ hoặc mã. Các đơn vị này được giao việc từ hôm nay."),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "vi"}),
    )

    def __init__(self, *args: Any, province: int, who: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].province = province  # type: ignore[attr-defined]
        if not who:
            del self.fields["designation"], self.fields["units"]

    def clean(self) -> dict[str, Any]:
        """One designation, or units, or neither."""
        data: dict[str, Any] = super().clean() or {}
        if len(data.get("designation") or ()) > 1:
            self.add_error("designation", _("Chọn một cách gọi."))
        elif data.get("designation") and data.get("units"):
            self.add_error("units", _("Chỉ dùng một cách: theo cách gọi hoặc ghi từng đơn vị."))
        return data

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        return {
            "corrects": data["corrects"],
            "designation": (data.get("designation") or [""])[0],
            "chosen": [place.unit.public_id for place in data.get("units") or ()],
        }


class OwnerForm(forms.Form):
    """Who answers a question by when."""

    owner = UnitsField(
        most=1,
        label=_("Đơn vị trả lời"),
        max_length=200,
        help_text=_("Tên đầy đủ hoặc mã, ví dụ: Sở Nội vụ."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "vi"}),
    )
    due_on = OfficeDay(label=_("Hạn trả lời"), help_text=_("Ví dụ 26/10/2016."))

    def __init__(self, *args: Any, province: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].province = province  # type: ignore[attr-defined]
