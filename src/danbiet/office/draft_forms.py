"""What a reviewer of a draft fills in: the file, one decision about a doubt, owners of questions, a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danbiet.base.dates import office_day
from danbiet.base.text import fold
from danbiet.office.forms import OfficeDay
from danbiet.plans import review
from danbiet.plans.models import Task
from danbiet.reading.plan import designations
from danbiet.units import designations as resolved

if TYPE_CHECKING:
    from danbiet.plans.models import Plan
    from danbiet.plans.review import Decision
    from danbiet.reading.plan.draft import Doubt
    from danbiet.units.models import Placement

CHANGES = (
    ("", _("Kế hoạch mới")),
    ("amend", _("Sửa đổi, bổ sung một kế hoạch đang thực hiện")),
    ("replace", _("Thay thế một kế hoạch đang thực hiện")),
)
TIMINGS = [(value, Task.Timing(value).label) for value in review.TIMINGS]


def designation_labels() -> dict[str, str]:
    """Key -> what it is called, for every designation a decision can name, in the reader's language and order."""
    language = "en" if get_language() == "en" else "vi"
    known = set(resolved.keys())
    found: dict[str, str] = {}
    for body in designations.keys().values():
        if body.key in known:
            levels = [body.fixed] if body.fixed else [level for level in resolved.LEVELS if level != "any"]
            found |= {f"{body.key}.{level}": designations.label(f"{body.key}.{level}", language) for level in levels}
    return dict(sorted(found.items(), key=lambda pair: fold(pair[1])))


def _keys(text: str) -> tuple[list[str], list[str]]:
    """The designations named in a line, separated by semicolons, and what isn't one."""
    labels = designation_labels()
    by_name = {fold(name): key for key, name in labels.items()} | {key: key for key in labels}
    found, unknown = [], []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        key = by_name.get(part) or by_name.get(fold(part))
        if key is None:
            unknown.append(part)
        elif key not in found:
            found.append(key)
    return found, unknown


class DesignationField(forms.CharField):
    """Designations by name, several separated by semicolons; cleaned to their keys."""

    def clean(self, value: Any) -> Any:
        """Keys. Says which name isn't in the list."""
        text = super().clean(value)
        found, unknown = _keys(text)
        if unknown:
            message = _("«%(name)s» không có trong danh sách. Chọn một tên được gợi ý khi gõ.")
            raise forms.ValidationError(message, params={"name": unknown[0]})
        return found


class DecisionForm(forms.Form):
    """One decision about one doubt, of the form that the hidden field names; the other fields aren't looked at."""

    NEEDED = {"timing": "timing", "designation": "designation", "value": "value", "dismiss": "reason"}

    version = forms.CharField(max_length=64)
    form = forms.ChoiceField(choices=[(name, name) for name in review.FORMS])
    timing = forms.ChoiceField(choices=TIMINGS, required=False)
    designation = DesignationField(max_length=600, required=False)
    owner = DesignationField(max_length=200, required=False)
    due_on = OfficeDay(required=False)
    value = forms.CharField(max_length=review.MAX_VALUE, required=False)
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, doubt: Doubt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if review.asks_for_a_day(doubt):
            self.fields["value"] = OfficeDay(required=False)

    def clean(self) -> dict[str, Any]:
        """What the chosen form of decision needs is there."""
        data: dict[str, Any] = super().clean() or {}
        needed = self.NEEDED.get(data.get("form", ""))
        if needed and needed not in self.errors and not data.get(needed):
            self.add_error(needed, forms.Field.default_error_messages["required"])
        if len(data.get("owner") or ()) > 1:
            self.add_error("owner", _("Mỗi câu hỏi giao cho một đơn vị."))
        return data

    def decision(self) -> Decision:
        """In the form that is stored; see ``plans.review``."""
        data = self.cleaned_data
        form = data["form"]
        if form == "question":
            return {"question": question(data)}
        if form == "accept":
            return {"accept": True}
        if form == "dismiss":
            return {"dismiss": data["reason"]}
        value = data[form]
        return {form: value.isoformat() if isinstance(value, date) else value}


def question(data: dict[str, Any]) -> dict[str, str]:
    """Owner and due day of an open question, as far as they were given."""
    found = {"owner": data["owner"][0]} if data["owner"] else {"owner": "home_affairs.province"}
    return {**found, "due_on": data["due_on"].isoformat()} if data["due_on"] else found


def typed(decision: Decision | None) -> dict[str, Any]:
    """A decision as the fields of the form say it, to begin with."""
    labels = designation_labels()
    found: dict[str, Any] = {"timing": "continuous", "owner": labels["home_affairs.province"]}
    if decision is None:
        return found
    if "question" in decision:
        found["owner"] = labels.get(decision["question"].get("owner", ""), "")
        due = decision["question"].get("due_on")
        found["due_on"] = office_day(date.fromisoformat(due), "vi") if due else ""
    elif "designation" in decision:
        found["designation"] = "; ".join(labels.get(key, key) for key in decision["designation"])
    elif "dismiss" in decision:
        found["reason"] = decision["dismiss"]
    else:
        found |= {form: decision[form] for form in ("timing", "value") if form in decision}
    return found


class QuestionsForm(forms.Form):
    """Which open questions go to whom, by when."""

    version = forms.CharField(max_length=64, widget=forms.HiddenInput)
    owner = DesignationField(
        label=_("Ai trả lời"),
        max_length=200,
        help_text=_("Gõ vài chữ rồi chọn trong danh sách, ví dụ: cơ quan tài chính cấp tỉnh."),
        widget=forms.TextInput(attrs={"list": "don-vi", "autocomplete": "off"}),
    )
    due_on = OfficeDay(
        label=_("Hạn trả lời"), required=False, help_text=_("Để trống: theo hạn chung của kế hoạch khi được duyệt.")
    )


class UploadForm(forms.Form):
    """The document of a plan, and what it does to another one."""

    file = forms.FileField(
        label=_("Tệp dự thảo"),
        help_text=_(
            "DOCX, PDF có lớp chữ hoặc văn bản thuần (.txt), tối đa 20 MB. Hệ thống giữ nguyên tệp như đã gửi."
        ),
    )
    province = forms.ChoiceField(label=_("Tỉnh"))
    change = forms.ChoiceField(label=_("Đây là"), choices=CHANGES, required=False)
    plan = forms.ChoiceField(
        label=_("Kế hoạch được sửa đổi hoặc thay thế"), required=False, help_text=_("Để trống nếu là kế hoạch mới.")
    )

    def __init__(self, *args: Any, provinces: Iterable[Placement], plans: Sequence[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(place.unit.public_id, place.name) for place in provinces]
        self.plans = {plan.public_id: plan for plan in plans}
        self.fields["province"].choices = named  # type: ignore[attr-defined]
        if len(named) == 1:
            del self.fields["province"]
        rows = [("", "–"), *((plan.public_id, f"{plan.number}: {plan.title[:80]}") for plan in plans)]
        self.fields["plan"].choices = rows  # type: ignore[attr-defined]
        if not plans:
            del self.fields["plan"], self.fields["change"]

    def clean(self) -> dict[str, Any]:
        """A change names its plan, a new plan names none."""
        data: dict[str, Any] = super().clean() or {}
        change, plan = data.get("change", ""), data.get("plan", "")
        if change and not plan and "plan" not in self.errors:
            self.add_error("plan", _("Chọn kế hoạch được sửa đổi hoặc thay thế."))
        if plan and not change and "change" not in self.errors:
            self.add_error("change", _("Chọn sửa đổi hay thay thế, hoặc bỏ chọn kế hoạch."))
        return data


class SheetForm(forms.Form):
    """The spreadsheet of task x unit, filled in."""

    file = forms.FileField(label=_("Bảng đã điền"), help_text=_("Tệp .xlsx tải từ trang này, tối đa 2 MB."))


class ReasonForm(forms.Form):
    """Why a draft is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút"), max_length=300, help_text=_("Một câu, ví dụ: trình nhầm bản cũ.")
    )  # fmt: skip
