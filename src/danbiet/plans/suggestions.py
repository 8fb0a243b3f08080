"""What each kind of doubt is called, what its suggestion comes to as a decision, and decisions in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from danbiet.base.dates import office_day
from danbiet.plans import review
from danbiet.plans.models import Task
from danbiet.reading.plan import designations

if TYPE_CHECKING:
    from danbiet.plans.review import Decision
    from danbiet.reading.plan.draft import Doubt

HOME_AFFAIRS = "home_affairs.province"
KINDS: dict[str, str | Promise] = {
    "READ-101": _("tổng điểm không khớp"),
    "READ-102": _("dòng điểm lặp lại"),
    "READ-103": _("lời văn không khớp bảng điểm"),
    "READ-104": _("tổng điểm năm không khớp"),
    "READ-105": _("ô điểm không phải số"),
    "READ-106": _("thứ hạng ngoài khoảng"),
    "READ-107": _("điểm ngoài thang"),
    "READ-108": _("bảng điểm thiếu dòng"),
    "READ-109": _("hai bảng điểm khác nhau"),
    "READ-110": _("nhiệm vụ chưa ghi thời gian"),
    "READ-111": _("chưa biết là đơn vị nào"),
    "READ-112": _("không nêu đơn vị cụ thể"),
    "READ-113": _("nhóm đơn vị chưa có danh sách"),
    "READ-114": _("được giao việc nhưng không có trong Nơi nhận"),
    "READ-115": _("nhiệm vụ chưa ghi đơn vị chủ trì"),
    "READ-116": _("số đoạn trong các ô khác nhau"),
    "READ-117": _("dòng không đúng số cột"),
    "READ-118": _("số thứ tự không theo thứ tự"),
    "READ-119": _("mốc thời gian riêng"),
    "READ-120": _("số văn bản lấy từ chỗ khác"),
    "READ-121": _("ngày không có thật"),
    "READ-122": _("thiếu thông tin của văn bản"),
    "READ-123": _("hai ngày khác nhau"),
    "READ-124": _("thời hạn hiểu được hai cách"),
    "READ-125": _("không tìm thấy bảng điểm"),
    "READ-130": _("chữ có thể đọc nhầm"),
    "READ-131": _("tiêu đề cột khác các trang"),
    "READ-132": _("chữ không thuộc tiếng Việt"),
    "READ-133": _("cột hiểu theo nội dung các ô"),
    "READ-134": _("bảng phân công không có tiêu đề đọc được"),
    "READ-140": _("chưa biết thuộc nội dung nào"),
    "READ-141": _("không khớp nội dung thành phần"),
    "READ-142": _("nội dung nhận ra theo tên gọi"),
    "READ-150": _("trang chỉ có ảnh, chưa đọc"),
    "READ-151": _("bảng không có đường kẻ"),
}
# The suggestion is to ask: it becomes a question to whoever keeps watch over the plan.
_ASKED = {"READ-101", "READ-102", "READ-103", "READ-104", "READ-106", "READ-107", "READ-111", "READ-112", "READ-115"}
_ASKED |= {"READ-108", "READ-109", "READ-118", "READ-119", "READ-123", "READ-141"}
# Only a value settles these, and nobody can guess it; what a page says that wasn't read, nobody can know.
_VALUED = {"READ-105", "READ-121", "READ-122", "READ-140", "READ-150", "READ-151"}


def kind(code: str) -> str:
    """What a kind of doubt is called; its code where it has no name."""
    return str(KINDS.get(code, code))


def suggested(found: Doubt) -> Decision | None:
    """The decision that follows the doubt's suggestion; None where only a person can say."""
    if found.code in _VALUED:
        return None
    if found.code == "READ-110":
        return {"timing": "continuous"}
    if found.code in _ASKED:
        return {"question": {"owner": HOME_AFFAIRS}}
    return {"accept": True}


def choices(found: Doubt) -> tuple[str, ...]:
    """The forms of decisions that make sense for a doubt, the likely one first."""
    if found.code == "READ-110":
        return ("timing", "question", "dismiss")
    if found.code in ("READ-111", "READ-112", "READ-115"):
        return ("designation", "question", "dismiss")
    if found.code in _VALUED and review.takes_value(found):
        return ("value", "question", "dismiss")
    if review.takes_value(found):
        return ("accept", "value", "question", "dismiss")
    return ("accept", "question", "dismiss")


def describe(decision: Decision, language: str = "vi") -> str:
    """A decision in words, in the active language; ``language`` is that of the designations' names and of days."""
    if "timing" in decision:
        return gettext("thời gian: %(what)s") % {"what": Task.Timing(decision["timing"]).label}
    if "designation" in decision:
        names = ", ".join(designations.label(key, language) for key in decision["designation"])
        return gettext("đơn vị: %(what)s") % {"what": names}
    if "question" in decision:
        return _question(decision["question"], language)
    if "value" in decision:
        return gettext("ghi là %(what)s") % {"what": decision["value"]}
    if "dismiss" in decision:
        return gettext("giữ nguyên: %(what)s") % {"what": decision["dismiss"]}
    if "units" in decision:
        return gettext("phân công theo bảng tính, %(total)s đơn vị") % {"total": len(decision["units"])}
    return gettext("đồng ý với gợi ý")


def _question(question: dict[str, str], language: str) -> str:
    owner = designations.label(question.get("owner", HOME_AFFAIRS), language)
    if not question.get("due_on"):
        return gettext("hỏi %(owner)s") % {"owner": owner}
    day = office_day(date.fromisoformat(question["due_on"]), language)
    return gettext("hỏi %(owner)s, hạn %(day)s") % {"owner": owner, "day": day}
