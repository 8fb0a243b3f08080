"""What an evaluation says, in sentences a leader can read; in the language that is active."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from danbiet.base.dates import office_day
from danbiet.index import provinces
from danbiet.plans.evaluation.result import Edition, Effect, Estimate, Names, Reason, Result, Verdict


def language() -> str:
    """ "vi" or "en"."""
    return "en" if get_language() == "en" else "vi"


def named(names: Names) -> str:
    """The name in the active language."""
    return names[1] if language() == "en" else names[0]


def province_named(code: str, province_set: str = "63") -> str:
    """A province by its code."""
    return provinces.by_code(code, province_set).name(language())


def points(value: float, *, sign: bool = False) -> str:
    """A figure with two decimals and the language's mark."""
    text = f"{value:+.2f}" if sign else f"{value:.2f}"
    return text if language() == "en" else text.replace(".", ",")


def day(text: str) -> str:
    """A stored day as offices write it."""
    return office_day(date.fromisoformat(text), language())


def span(years: tuple[int, ...]) -> str:
    """ "2011-2015", or the years one by one where some are left out."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}-{years[-1]}"
    return ", ".join(map(str, years))


def first(result: Result) -> list[str]:
    """What has to be said before any figure: breaks of method, fieldwork over the plan's arrival, places visited."""
    found = []
    if result.breaks:
        names = ", ".join(code for code in result.breaks if code != "total")
        if "total" in result.breaks:
            names = _("tổng điểm và nội dung %(codes)s") % {"codes": names} if names else _("tổng điểm")
        else:
            names = _("nội dung %(codes)s") % {"codes": names}
        found.append(
            _("Năm %(year)s cách đo đã đổi: %(names)s không so sánh được với năm %(before)s.")
            % {"year": result.year, "names": names, "before": result.year - 1}
        )
    found += [_over(result, one) for one in result.editions if one.side == "over"]
    values = {"visited": result.communes_visited, "here": result.communes_here}
    if result.communes_here:
        found.append(
            _(
                "Mỗi năm PAPI chỉ đến khoảng %(visited)s trong %(here)s xã, phường, thị trấn của tỉnh: "
                "việc làm ở nơi không được khảo sát không hiện ra trong điểm."
            )
            % values
        )
    else:
        found.append(
            _(
                "Mỗi năm PAPI chỉ đến khoảng %(visited)s xã, phường, thị trấn của một tỉnh: "
                "việc làm ở nơi không được khảo sát không hiện ra trong điểm."
            )
            % values
        )
    if result.simulated:
        found.append(_("Số liệu mô phỏng: mọi con số dưới đây không phải số thật."))
    return found


def _over(result: Result, one: Edition) -> str:
    window = {"year": one.year, "first": day(one.first), "last": day(one.last)}
    verify = "" if one.verified else " " + _("Ngày khảo sát cần đối chiếu với báo cáo.")
    if result.arrived:
        said = _(
            "Khảo sát PAPI %(year)s diễn ra khoảng %(first)s đến %(last)s, trùng lúc kế hoạch đến nơi (%(arrived)s): "
            "thay đổi của năm đó không phải là kết quả của kế hoạch và không được tính vào tác động."
        ) % {**window, "arrived": day(result.arrived)}
    else:
        said = (
            _(
                "Khảo sát PAPI %(year)s diễn ra khoảng %(first)s đến %(last)s, trong năm ban hành kế hoạch: "
                "thay đổi của năm đó không được tính vào tác động."
            )
            % window
        )
    return said + verify


def sentence(result: Result) -> str:
    """The verdict and its ground, as one text."""
    return " ".join(sentences(result))


def sentences(result: Result) -> list[str]:
    """The verdict first, then what it rests on."""
    if result.main is None:
        return [_cant(result.reasons)]
    return effect_sentences(result.main, named(result.province_name))


def _cant(reasons: tuple[Reason, ...]) -> str:
    return _("Không kết luận được kế hoạch có làm thay đổi kết quả hay không: %(why)s.") % {
        "why": "; ".join(why(one) for one in reasons)
    }


def effect_sentences(effect: Effect, province: str) -> list[str]:
    """The verdict on the whole."""
    did, synthetic = effect.did, effect.synthetic
    if did is None:
        return [_cant(effect.reasons)]
    values = {
        "province": province,
        "parts": len(effect.parts),
        "before": span(effect.before),
        "after": span(effect.after),
        "others": effect.others,
        "did": points(abs(did.effect)),
        "as_large": did.as_large,
        "n": did.n,
    }
    above = _(
        "Trên %(parts)s nội dung thành phần được đo như nhau, từ %(before)s đến %(after)s, "
        "thay đổi của %(province)s cao hơn mức chung của %(others)s tỉnh khác %(did)s điểm."
    )
    below = _(
        "Trên %(parts)s nội dung thành phần được đo như nhau, từ %(before)s đến %(after)s, "
        "thay đổi của %(province)s thấp hơn mức chung của %(others)s tỉnh khác %(did)s điểm."
    )
    found = [(above if did.effect >= 0 else below) % values]
    if synthetic is not None:
        found.append(beside(synthetic.effect))
    if effect.verdict is Verdict.CANT_TELL:
        found.insert(0, _("Không kết luận được kế hoạch có làm thay đổi kết quả hay không."))
        if Reason.WITHIN_SCATTER_DIFFERENCES in effect.reasons:
            found.append(_scatter(did))
        rest = [why(one) for one in effect.reasons if one is not Reason.WITHIN_SCATTER_DIFFERENCES]
        if rest:
            text = "; ".join(rest)
            found.append(f"{text[0].upper()}{text[1:]}.")
        return found
    better = _("Có cơ sở để nói kết quả tốt lên sau kế hoạch.")
    worse = _("Có cơ sở để nói kết quả kém đi sau kế hoạch.")
    found.insert(0, better if effect.verdict is Verdict.BETTER else worse)
    found.append(
        _(
            "Chỉ %(as_large)s trong %(n)s tỉnh (kể cả tỉnh này) lệch nhiều như thế hoặc hơn. "
            "Điều đó chưa nói được kế hoạch là nguyên nhân duy nhất."
        )
        % values
    )
    return found


def beside(gap: float) -> str:
    """The gap to the synthetic province."""
    above = _("So với tỉnh tổng hợp (hỗn hợp các tỉnh đi giống trước kế hoạch) thì cao hơn %(gap)s điểm.")
    below = _("So với tỉnh tổng hợp (hỗn hợp các tỉnh đi giống trước kế hoạch) thì thấp hơn %(gap)s điểm.")
    return (above if gap >= 0 else below) % {"gap": points(abs(gap))}


def _scatter(did: Estimate) -> str:
    """How many provinces differ as much, and what would have stood out."""
    values = {"as_large": did.as_large, "n": did.n}
    if did.detectable is None:
        return _("Nhưng %(as_large)s trong %(n)s tỉnh (kể cả tỉnh này) lệch nhiều như thế hoặc hơn.") % values
    return _(
        "Nhưng %(as_large)s trong %(n)s tỉnh (kể cả tỉnh này) lệch nhiều như thế hoặc hơn; "
        "chỉ mức lệch trên %(detectable)s điểm mới phân biệt được với ngẫu nhiên."
    ) % {**values, "detectable": points(did.detectable)}


def why(reason: Reason) -> str:
    """A reason why nothing can be told, to go on in a sentence."""
    return {
        Reason.NO_EDITION_AFTER: _("chưa có bộ số liệu nào được khảo sát sau khi kế hoạch đến nơi"),
        Reason.NOTHING_COMPARABLE: _("không có nội dung thành phần nào được đo như nhau trước và sau kế hoạch"),
        Reason.INCOMPLETE: _("tỉnh thiếu số liệu của một năm được so sánh"),
        Reason.FEW_TIMES_BEFORE: _("quá ít năm so sánh được trước kế hoạch"),
        Reason.FEW_PLACEBOS: _("quá ít tỉnh đủ số liệu để so sánh"),
        Reason.BAD_FIT: _("tỉnh tổng hợp không đủ giống tỉnh này trước kế hoạch"),
        Reason.WITHIN_SCATTER_DIFFERENCES: _("các tỉnh khác cũng thay đổi nhiều như thế"),
        Reason.WITHIN_SCATTER_SYNTHETIC: _("so với tỉnh tổng hợp của mình, các tỉnh khác cũng lệch nhiều như thế"),
        Reason.OPPOSITE: _("hai cách tính cho kết quả trái chiều nhau"),
        Reason.NO_MIXTURE: _("không lập được tỉnh tổng hợp"),
    }[reason]


def left_out_because(reason: str) -> str:
    """Why a part couldn't be followed."""
    return {
        "gone": _("không còn được đo sau đó"),
        "new": _("trước đó chưa được đo"),
        "break": _("cách đo hoặc thang điểm đã đổi"),
    }[reason]


def caveats(effect: Effect) -> list[str]:
    """What a reader must know of the method."""
    found = [
        _(
            "Các tỉnh khác cũng có kế hoạch nâng điểm của mình: tác động ở đây là phần hơn kém "
            "so với những gì các tỉnh khác cùng làm được."
        ),
        _(
            "Phép thử giả lập tính lại đúng như vậy cho từng tỉnh khác; "
            "sai số mẫu của khảo sát đã nằm trong mức lệch của các tỉnh ấy."
        ),
    ]
    if effect.incomplete:
        found.append(
            ngettext(
                "%(count)s tỉnh thiếu số liệu nên không được so sánh: %(names)s.",
                "%(count)s tỉnh thiếu số liệu nên không được so sánh: %(names)s.",
                len(effect.incomplete),
            )
            % {
                "count": len(effect.incomplete),
                "names": ", ".join(province_named(code) for code in effect.incomplete),
            }
        )
    return found
