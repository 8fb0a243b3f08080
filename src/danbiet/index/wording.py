"""Sentences about standings, comparisons, diagnoses and scenarios, said alike on pages and on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danbiet.base.errors import CodedError
from danbiet.index import conventions, uncertainty
from danbiet.index.comparing import Difference, Verdict
from danbiet.index.diagnosis import Diagnosis
from danbiet.index.framework import Level
from danbiet.index.reaching import Step, Way
from danbiet.index.scenarios import Scenario
from danbiet.index.standing import DRAWS, Standing
from danbiet.index.tables import EditionTable
from danbiet.index.uncertainty import Source
from danbiet.pages import writing
from danbiet.stats.groups import Group, Side


def _language() -> str:
    return "en" if get_language() == "en" else "vi"


def number(value: float | None, places: int = 2) -> str:
    """A figure in the reader's language; nothing for None."""
    return writing.figure(value, _language(), places)


def signed(value: float | None, places: int = 2) -> str:
    """A difference with its sign; a minus is the sign of that name."""
    if value is None:
        return ""
    text = number(abs(value), places)
    zero = not any(digit in "123456789" for digit in text)
    return text if zero else f"+{text}" if value > 0 else f"−{text}"


def percent(value: float) -> str:
    """A probability; never 0 or 100 %, which nothing measured is."""
    if value < 0.01:
        return _("dưới 1 %")
    return _("trên 99 %") if value > 0.99 else f"{number(value * 100, 0)}\N{NO-BREAK SPACE}%"


def group(found: Group) -> str:
    """The name of a group."""
    return {
        Group.HIGH: _("cao"),
        Group.UPPER_MIDDLE: _("trung bình cao"),
        Group.LOWER_MIDDLE: _("trung bình thấp"),
        Group.LOW: _("thấp"),
    }[found]


def groups_rule(index: str, year: int) -> str:
    """How the groups of an edition are cut."""
    side = conventions.side_of(index, year)
    if side is Side.UPPER:
        return _("Nhóm chia theo tứ phân vị (nội suy tuyến tính, kiểu 7); điểm đúng bằng mốc thuộc nhóm trên.")
    return _("Nhóm chia theo tứ phân vị (nội suy tuyến tính, kiểu 7); điểm đúng bằng mốc thuộc nhóm dưới.")


def method_of(table: EditionTable, found: Sequence[Standing], panel: Sequence[EditionTable]) -> tuple[str, ...]:
    """How groups, rank intervals and errors of some standings of an edition were reckoned."""
    return groups_rule(table.index, table.year), ranks_rule(), *errors_of(table, found, panel)


def errors_of(table: EditionTable, found: Sequence[Standing], panel: Sequence[EditionTable]) -> list[str]:
    """Where the standard errors of some standings come from: of the first, and that those of parts are shared out."""
    known = [one for one in found if one.se_source is not None]
    if not known:
        return [_("Không có sai số chuẩn nào, nên không có khoảng tin cậy.")]
    first = uncertainty.errors(table, known[0].code, panel)
    said = [first.said()]
    if first.factor is not None:
        said.append(
            _("Thử mô hình trên các năm có công bố: một nửa sai số lệch không quá %(factor)s lần.")
            % {"factor": number(first.factor, 1)}
        )
    if any(one.se_source is Source.PART for one in known[1:]):
        said.append(
            _(
                "Nội dung thành phần chưa bao giờ có sai số công bố: sai số của chúng chia từ chỉ số nội dung, "
                "theo độ phân tán giữa các tỉnh."
            )
        )
    return said


def refusals_of(found: Sequence[Difference]) -> list[str]:
    """Why some differences aren't there or are only normalised: each reason once, after the elements it is of."""
    reasons: dict[str, list[str]] = {}
    for one in found:
        if one.refusal is None:
            continue
        code = _("tổng điểm") if one.element.level is Level.TOTAL else one.element.code
        reasons.setdefault(f"{_reason(one.refusal)} ({one.refusal.code})", []).append(code)
    return [f"{', '.join(codes)}: {why}" for why, codes in reasons.items()]


def _reason(refusal: CodedError) -> str:
    """The reasons of the breaks that lie between; of another refusal, what it says."""
    breaks = getattr(refusal, "breaks", ())
    return " ".join(dict.fromkeys(each.reason(_language()) for each in breaks)) or refusal.message(_language())


def ranks_rule() -> str:
    """How rank intervals are made."""
    return _(
        "Khoảng hạng 95 %% từ %(draws)s lần mô phỏng, sai số phân bố chuẩn và độc lập giữa các tỉnh; "
        "các tỉnh bằng điểm nhận cùng hạng tốt nhất."
    ) % {"draws": number(DRAWS, 0)}


def rank(one: Standing) -> str:
    """ "25 (12–38)"; "–" without a score."""
    if one.rank is None:
        return "–"
    tied = "=" if one.tied else ""
    ends = f" ({one.rank_low}–{one.rank_high})" if one.rank_low is not None else ""
    return f"{tied}{one.rank}{ends}"


def verdict(row: Difference) -> str:
    """What a difference says, in two or three words."""
    if row.difference is None:
        return _("không so sánh")
    if row.verdict is None:
        return _("không rõ sai số")
    said = higher_or_lower(row.verdict)
    return _("%(said)s (quy về cùng thang)") % {"said": said} if row.normalised else said


def higher_or_lower(found: Verdict) -> str:
    """A verdict in words."""
    return {
        Verdict.ABOVE: _("cao hơn"),
        Verdict.BELOW: _("thấp hơn"),
        Verdict.UNSURE: _("trong sai số"),
    }[found]


def assumption(found: Sequence[Difference]) -> str:
    """What a list of differences rests on."""
    correlation = found[0].correlation if found else 0.0
    told = [one for one in found if one.verdict is not None]
    if correlation:
        said = _("Khoảng tin cậy 95 %%, giả định sai số của hai bên tương quan %(r)s.") % {"r": number(correlation, 2)}
    else:
        said = _("Khoảng tin cậy 95 %, giả định sai số của hai bên độc lập.")
    if len(told) >= 10:
        said += " " + _("So %(count)d cặp cùng lúc thì khoảng %(chance)d cặp có thể vượt sai số chỉ do may rủi.") % {
            "count": len(told),
            "chance": round(len(told) * 0.05),
        }
    return said


def summary(found: Diagnosis) -> list[str]:
    """The diagnosis in sentences: strengths, weaknesses, what moved the total."""
    said = []
    for rows, some, none in (
        (
            found.strengths,
            _("Mạnh rõ, vượt cả sai số lẫn may rủi: %(names)s."),
            _("Chưa nội dung thành phần nào cao hơn trung vị một cách chắc chắn."),
        ),
        (
            found.weaknesses,
            _("Yếu rõ, vượt cả sai số lẫn may rủi: %(names)s."),
            _("Chưa nội dung thành phần nào thấp hơn trung vị một cách chắc chắn."),
        ),
    ):
        names = ", ".join(f"{one.code} {one.standing.name}" for one in rows)
        said.append(some % {"names": names} if rows else none)
    said += moved(found)
    return said


def moved(found: Diagnosis) -> list[str]:
    """What is to be said of the change since the edition before."""
    if found.before is None:
        return [_("Chưa có bộ số liệu nào của năm trước để so.")]
    said = []
    total = found.total
    years = {"before": found.before, "year": found.year}
    if total is not None and total.moved is not None:
        if total.moved.difference is not None:
            said.append(
                _("Tổng điểm thay đổi %(change)s từ %(before)d đến %(year)d: %(verdict)s.")
                % {**years, "change": signed(total.moved.difference), "verdict": verdict_of_change(total.moved)}
            )
        elif total.moved.refusal is not None:
            why = _reason(total.moved.refusal)
            said.append(_("Tổng điểm không so được giữa %(before)d và %(year)d: %(why)s") % {**years, "why": why})
    parts = found.of(Level.SUB_DIMENSION)
    said.append(
        _("%(told)d trong %(all)d nội dung thành phần so được với năm %(before)d, cộng lại %(change)s điểm.")
        % {**years, "told": len(found.movers), "all": len(parts), "change": signed(found.told)}
    )
    return said


def verdict_of_change(row: Difference) -> str:
    """What a change in time says."""
    if row.verdict is None:
        return _("không rõ sai số")
    return {
        Verdict.ABOVE: _("tăng, vượt sai số"),
        Verdict.BELOW: _("giảm, vượt sai số"),
        Verdict.UNSURE: _("trong sai số, chưa thể nói là tăng hay giảm"),
    }[row.verdict]


def target(way_: Way) -> str:
    """What is to be reached."""
    wanted, name = way_.target, way_.before.name
    code = way_.before.code
    label = name if code == "total" else f"{code} {name}"
    if wanted.group is not None:
        return _("%(element)s vào nhóm %(group)s hoặc hơn") % {"element": label, "group": group(wanted.group)}
    if wanted.rank is not None:
        return _("%(element)s đứng thứ %(rank)d hoặc hơn") % {"element": label, "rank": wanted.rank}
    return _("%(element)s đạt %(score)s điểm") % {"element": label, "score": number(wanted.score)}


def way(found: Way) -> str:
    """Whether a target is reached, can be, and by how little."""
    facts = {
        "target": target(found),
        "score": number(found.before.score, 4),
        "needed": number(found.needed, 4),
        "change": number(found.change, 4),
        "most": number(found.most, 4),
    }
    if found.needed is None:
        return _("%(target)s: không thể đạt. Dù mọi nội dung thành phần lên hết thang, điểm chỉ đến %(most)s.") % facts
    if found.reached:
        said = _("%(target)s: đã đạt (điểm %(score)s).") % facts
    else:
        said = _("%(target)s: cần %(needed)s điểm, tức thêm ít nhất %(change)s so với %(score)s.") % facts
    if found.chance_now is not None:
        said += " " + _("Khả năng điểm thật đang ở đó: %(chance)s.") % {"chance": percent(found.chance_now)}
    return said


def likely(found: Way, share: float) -> str:
    """What makes a target likely in spite of noise."""
    return _("Đứng đúng mốc thì chỉ được khoảng một nửa; muốn %(share)s chắc thì cần %(likely)s điểm.") % {
        "share": percent(share),
        "likely": number(found.likely, 4),
    }


def step(one: Step) -> str:
    """Whether a sub-dimension can go so far."""
    if not one.possible:
        return _("vượt thang điểm")
    return _("đã có tỉnh đạt") if one.seen else _("chưa tỉnh nào đạt")


def notes_of(found: Scenario) -> list[str]:
    """What one must know to read a scenario."""
    said = [_("Các tỉnh khác giữ nguyên; sai số của tỉnh giữ nguyên, vì điểm đạt được cũng sẽ được đo với sai số ấy.")]
    if any(one.clipped for one in found.changes):
        said.append(_("Công thức vượt thang điểm nên lấy điểm cuối thang."))
    if any(one.relative for one in found.changes):
        said.append(_("Chỉ tiêu chuẩn hoá theo tỉnh thấp nhất và cao nhất của năm, nên kết quả chỉ đúng cho năm đó."))
    if found.no_total is not None:
        said.append(found.no_total.message(_language()))
    return said
