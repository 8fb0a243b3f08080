"""How a plan's duties are called. Stored in Vietnamese, the language of the documents; said anew for other readers."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from danbiet.base.dates import office_day
from danbiet.base.periods import Occasion


def occasion_label(key: str) -> str:
    """ "quý I/2017", "6 tháng đầu năm 2017"... in the active language."""
    occasion = Occasion.parse(key)
    names = (_("quý I năm %(year)s"), _("6 tháng đầu năm %(year)s"), _("quý III năm %(year)s"), _("năm %(year)s"))
    return names[occasion.number - 1] % {"year": occasion.year}


def period_label(period: str) -> str:
    """A stored period in words; "" for what happens once."""
    if len(period) == 6 and period[5] in "1234":
        return occasion_label(period)
    if period[4:7] == "-Y1":
        return _("năm %(year)s") % {"year": period[:4]}
    return ""


def title(rule: str, period: str, number: str, what: str = "", language: str = "vi") -> str:
    """The title of a duty in a language."""
    with override(language):
        values = {"number": number, "period": period_label(period), "what": what}
        patterns = {
            "plan-programme": _("Ban hành chương trình, kế hoạch thực hiện Kế hoạch số %(number)s"),
            "plan-report": _("Báo cáo %(period)s thực hiện Kế hoạch số %(number)s"),
            "plan-consolidated": _("Tổng hợp báo cáo %(period)s toàn tỉnh, Kế hoạch số %(number)s"),
            "plan-yearly": _("%(what)s (%(period)s)"),
            "plan-request": _("Đề nghị gửi kết quả phối hợp %(period)s, Kế hoạch số %(number)s"),
            "plan-evaluation": _("Báo cáo đánh giá hằng năm việc thực hiện Kế hoạch số %(number)s"),
            "plan-event": "%(what)s",
        }
        if rule == "plan-support":
            money = _("Bố trí kinh phí %(period)s cho Kế hoạch số %(number)s")
            publicity = _("Thông tin, tuyên truyền %(period)s về Kế hoạch số %(number)s")
            return (money if period.endswith("money") else publicity) % values
        return patterns[rule] % values


def ground(rule: str, number: str, issued_on: date, code: str = "") -> str:
    """The row of the plan a duty stands on."""
    where = f", Bảng phân công, nhiệm vụ {code}" if code else ", phần Tổ chức thực hiện"
    return f"Kế hoạch số {number} ngày {office_day(issued_on)}{where}"
