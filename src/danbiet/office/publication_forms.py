"""What is filled in about publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.duties.explaining import LONGEST
from danbiet.office.forms import OfficeDay
from danbiet.people import gate, publishing
from danbiet.people.gate import Standing


class PublicationForm(forms.Form):
    """A decision on a matter: to open it from a day, or to close it at once.

    ``final``: it is decided (number and date of the signed decision are needed), not only prepared.
    """

    opens = forms.ChoiceField(choices=[("1", "1"), ("0", "0")], widget=forms.HiddenInput)
    preparation = forms.SlugField(required=False, widget=forms.HiddenInput)
    from_day = OfficeDay(label=_("Công khai từ ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=publishing.REASON_LENGTH, required=False)
    ground = forms.CharField(
        label=_("Số, ký hiệu quyết định"), max_length=publishing.GROUND_LENGTH, help_text=_("Ví dụ 12/QĐ-UBND.")
    )  # fmt: skip
    decided_on = OfficeDay(label=_("Ngày quyết định"), help_text=_("Ví dụ 26/10/2016."))

    def __init__(self, *args: Any, standing: Standing, final: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = standing.waiting
        opens = waiting.opens if waiting else standing.may_open
        self.initial = {"opens": "1" if opens else "0", **self.initial}
        today = clock.today()
        if opens:
            earliest = gate.earliest(standing.matter, today)
            self.initial["from_day"] = earliest
            self.fields["from_day"].required = False
            self.fields["from_day"].help_text = _("Để trống: sớm nhất có thể, như ngày ghi sẵn.")
            del self.fields["reason"]
        else:
            del self.fields["from_day"]
        if not opens and standing.matter.ordered(today) is not None:
            self.fields["reason"].help_text = _("Điều, khoản của luật cho phép không công khai.")
            self.fields["reason"].required = True
        if waiting:
            self._fill(waiting)
        for name in ("ground", "decided_on"):
            self.fields[name].required = final

    def _fill(self, waiting: Any) -> None:
        """What was prepared, for the leader to look at and complete."""
        kept = {name: getattr(waiting, name) for name in ("ground", "decided_on", "reason")}
        if waiting.from_day and "from_day" in self.fields:
            kept["from_day"] = max(waiting.from_day, self.initial["from_day"])
        self.initial.update({name: value for name, value in kept.items() if value}, preparation=waiting.public_id)

    def wanted(self, key: str) -> publishing.Wanted:
        """What was filled in."""
        data = self.cleaned_data
        return publishing.Wanted(
            key,
            opens=data["opens"] == "1",
            ground=data["ground"],
            decided_on=data["decided_on"],
            from_day=data.get("from_day"),
            reason=data.get("reason", ""),
        )


class ExplanationForm(forms.Form):
    """The unit's own word, beside what is said of it."""

    text = forms.CharField(
        label=_("Lời giải thích của đơn vị"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "vi"}),
        help_text=_("Tối đa 500 ký tự, không ghi tên hay chuyện riêng của ai. Để trống rồi ghi nhận: rút lời đang có."),
    )
