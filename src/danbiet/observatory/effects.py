"""The evaluation page: what was computed and stored, who signed it, the statute's comparison, and apart from it the
effect with its placebos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from danbiet.observatory.charts.placebos import placebos
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Missing, Row, Table
from danbiet.observatory.frame import Asked
from danbiet.plans import evaluations
from danbiet.plans.evaluation import telling
from danbiet.plans.evaluation.result import Effect, Estimate, Result
from danbiet.plans.evaluation.telling import named, points, span
from danbiet.plans.models import Evaluation, Opinion


@dataclass(frozen=True, slots=True)
class Told:
    """A stored evaluation, read back, with the opinion that stands."""

    row: Evaluation
    result: Result
    opinion: Opinion | None


def told(row: Evaluation) -> Told:
    """An evaluation that was computed; one query."""
    return Told(row, Result.from_json(row.content), evaluations.opinion_of(row))


def found(asked: Asked) -> Told | None:
    """The last evaluation of the province's newest plan that has one; two queries."""
    rows = Evaluation.objects.filter(plan__province=asked.scene.province, index=asked.index).exclude(digest="")
    row = rows.select_related("plan").order_by("-plan__issued_on", "-computed_at", "-pk").first()
    return told(row) if row is not None else None


def context(asked: Asked) -> Mapping[str, Any]:
    """What the page says before its figures."""
    one = asked.once(found)
    if one is None:
        return {"told": None}
    newer = evaluations.stale(one.row, asked.panel)
    return {**words(one), "newer": newer}


def words(one: Told) -> dict[str, Any]:
    """The sentences, for this page and for who signs."""
    result = one.result
    main = result.main
    return {
        "told": one,
        "plan": one.row.plan,
        "sentences": telling.sentences(result),
        "first": telling.first(result),
        "caveats": telling.caveats(main) if main else [],
        "simulated": result.simulated,
        "parts": [(part.code, named(part.name)) for part in main.parts] if main else [],
        "left_out": [(one.code, named(one.name), telling.left_out_because(one.why)) for one in main.left_out]
        if main
        else [],
        "rule": main is not None and main.did is not None,
    }


# --- the statute's comparison ---------------------------------------------------------------------------------------


def statute(asked: Asked) -> Figure | None:
    """The year before beside the year of the plan."""
    one = asked.once(found)
    return statute_of(one, asked.scene.slug) if one else None


def statute_of(one: Told, slug: str = "") -> Figure:
    """The same of an evaluation."""
    result = one.result
    before, year = result.year - 1, result.year
    columns = (
        Column(_("Nội dung")),
        Column(_("Điểm %(year)s") % {"year": before}, Kind.NUMBER),
        Column(_("Điểm %(year)s") % {"year": year}, Kind.NUMBER),
        Column(_("Thay đổi"), Kind.NUMBER),
        Column(_("Khoảng tin cậy 95 %"), Kind.NUMBER),
        Column(_("Nói lên điều gì")),
    )
    none = Missing(_("không so sánh được"))
    rows = []
    for line in result.statute:
        interval: Cell = (line.low, line.high) if line.low is not None and line.high is not None else none
        name = named(line.name) if line.code == "total" else f"{line.code}. {named(line.name)}"
        verdict = (
            _("cách đo đã đổi")
            if not line.comparable
            else _("vượt sai số của mẫu")
            if line.beyond
            else _("nằm trong sai số của mẫu")
        )
        scores = tuple(value if value is not None else Missing(_("không có")) for value in (line.before, line.after))
        change: Cell = line.change if line.change is not None else none
        rows.append(Row((name, *scores, change, interval, verdict), total=line.code == "total"))
    return Figure(
        title=_("So sánh kế hoạch yêu cầu: năm trước kế hoạch với năm kế hoạch"),
        table=Table(columns, tuple(rows)),
        notes=[_("So sánh này chưa nói gì về tác động của kế hoạch: xem phần dưới.")],
        sources=_sources(result, [before, year]),
        open=True,
        simulated=result.simulated,
        stem=f"danh-gia-{slug}",
    )


# --- the effect -----------------------------------------------------------------------------------------------------


def gap(asked: Asked) -> Figure | None:
    """The gap to the synthetic province over the years, with every placebo."""
    one = asked.once(found)
    return gap_of(one, asked.scene.slug) if one else None


def gap_of(one: Told, slug: str = "") -> Figure | None:
    """The same of an evaluation; None where no synthetic province could be made."""
    result, main = one.result, one.result.main
    if main is None or main.synthetic is None or main.did is None:
        return None
    synthetic, years = main.synthetic, main.before + main.after
    label = named(result.province_name)
    own = _line(label, synthetic.series, main)
    others = [
        row
        for placebo in synthetic.placebos
        for row in _line(telling.province_named(placebo.province, result.province_set), placebo.series, main)
    ]
    left_out = [
        {"middle": year, "label": f"{year}\n{_('không tính')}", "gap": 0}
        for year in range(years[0], years[-1])
        if year not in years
    ]
    unit = _("điểm, so với tỉnh tổng hợp")
    columns = (
        Column(_("Năm")),
        Column(_("%(province)s, điểm") % {"province": label}, Kind.NUMBER),
        Column(_("Tỉnh tổng hợp, điểm"), Kind.NUMBER),
        Column(_("Chênh lệch"), Kind.NUMBER),
        Column(_("90 % tỉnh khác"), Kind.NUMBER),
    )
    rows = tuple(
        Row(
            (
                str(year),
                main.actual[place],
                synthetic.counterfactual[place],
                synthetic.series[place],
                _middle(synthetic, place),
            )
        )
        for place, year in enumerate(years)
    )
    return Figure(
        title=_("%(province)s so với tỉnh tổng hợp của mình") % {"province": label},
        said=_("Chênh lệch sau kế hoạch là %(gap)s điểm; mỗi đường xám là một tỉnh khác được tính y như vậy.")
        % {"gap": points(synthetic.effect, sign=True)},
        table=Table(columns, rows),
        chart=lambda size: placebos(
            size, own, others, years=range(years[0], years[-1] + 1), left_out=left_out, unit=unit, label=label
        ),
        notes=_notes(result, main, synthetic),
        sources=_sources(result, list(years)),
        simulated=result.simulated,
        stem=f"danh-gia-{slug}",
    )


def _line(name: str, series: Sequence[float], effect: Effect) -> list[dict[str, Any]]:
    """A province's gaps, the years before and after apart: nothing is drawn from the one to the other."""
    years = effect.before + effect.after
    return [
        {"name": name, "year": year, "gap": value, "part": "after" if year in effect.after else "before"}
        for year, value in zip(years, series, strict=False)
    ]


def _middle(synthetic: Estimate, place: int) -> Cell:
    """Where nine in ten of the other provinces' gaps of a year lie."""
    values = sorted(one.series[place] for one in synthetic.placebos if one.series)
    if not values:
        return None
    cut = round(0.05 * (len(values) - 1))
    return values[cut], values[-1 - cut]


def _notes(result: Result, main: Effect, synthetic: Estimate) -> list[str]:
    weights = ", ".join(
        f"{telling.province_named(code, result.province_set)} {round(100 * value)} %"
        for code, value in synthetic.weights[:6]
    )
    return [
        _(
            "Tỉnh tổng hợp là hỗn hợp các tỉnh có điểm đi giống nhất trước kế hoạch: %(weights)s, "
            "và phần nhỏ của các tỉnh khác."
        )
        % {"weights": weights},
        _(
            "Trước kế hoạch, hai bên lệch nhau trung bình %(fit)s điểm, bằng %(share)s %% độ phân tán giữa các tỉnh; "
            "%(place)s trong %(n)s tỉnh khớp tốt như thế hoặc hơn."
        )
        % {
            "fit": points(synthetic.fit or 0.0),
            "share": round(100 * (synthetic.fit_share or 0.0)),
            "place": synthetic.fit_place,
            "n": synthetic.n,
        },
        _(
            "Xét riêng mức lệch sau kế hoạch, trong các tỉnh khớp trước đó không kém hơn hai lần, "
            "%(share)s %% lệch nhiều như thế hoặc hơn."
        )
        % {"share": round(100 * synthetic.p_gap)},
    ]


def effects(asked: Asked) -> Figure | None:
    """Both methods on the whole; the difference in differences by dimension, for later years, without each part."""
    one = asked.once(found)
    return effects_of(one, asked.scene.slug) if one else None


def effects_of(one: Told, slug: str = "") -> Figure | None:
    """The same of an evaluation."""
    result, main = one.result, one.result.main
    if main is None or main.did is None:
        return None
    columns = (
        Column(_("Tính trên")),
        Column(_("Cách tính")),
        Column(_("Năm")),
        Column(_("Chênh lệch, điểm"), Kind.NUMBER),
        Column(_("Không loại trừ được"), Kind.NUMBER),
        Column(_("Tỉnh lệch như thế hoặc hơn")),
    )
    rows = []
    for effect in (*result.effects, *result.later):
        rows += [_row(effect, made, main) for made in (effect.did, effect.synthetic) if made is not None]
    return Figure(
        title=_("Tác động tính theo các cách"),
        table=Table(columns, tuple(rows)),
        notes=[_("Chỉ kết luận trên toàn bộ: tìm ở từng nội dung thì thế nào cũng có nơi lệch nhiều do ngẫu nhiên.")],
        sources=_sources(result, [edition.year for edition in result.editions]),
        open=True,
        simulated=result.simulated,
        stem=f"danh-gia-{slug}",
    )


def without(asked: Asked) -> Figure | None:
    """The difference in differences without each part in turn."""
    one = asked.once(found)
    return without_of(one, asked.scene.slug) if one else None


def without_of(one: Told, slug: str = "") -> Figure | None:
    """The same of an evaluation."""
    main = one.result.main
    if main is None or not main.without:
        return None
    columns = (
        Column(_("Tính trên")),
        Column(_("Chênh lệch, điểm"), Kind.NUMBER),
        Column(_("Tỉnh lệch như thế hoặc hơn")),
    )
    rows = tuple(
        Row((_("Mọi nội dung, trừ %(code)s") % {"code": row.code}, row.effect, f"{row.as_large}/{row.n}"))
        for row in main.without
    )
    return Figure(
        title=_("Có phải một nội dung làm nên cả kết quả"),
        table=Table(columns, rows),
        notes=[_("So với mức chung, mỗi lần bỏ một nội dung thành phần.")],
        sources=_sources(one.result, list(main.before + main.after)),
        simulated=one.result.simulated,
        stem=f"danh-gia-{slug}",
    )


def _row(effect: Effect, made: Estimate, main: Effect) -> Row:
    name = named(effect.name) if effect.code == "total" else f"{effect.code}. {named(effect.name)}"
    if effect.code == "total" and effect is not main:
        name = _("%(name)s (còn %(count)s)") % {"name": name, "count": len(effect.parts)}
    method = _("so với mức chung") if made.method == "did" else _("so với tỉnh tổng hợp")
    years = f"{span(effect.before)} → {span(effect.after)}"
    between: Cell = (made.low, made.high) if made.low is not None and made.high is not None else None
    place = f"{made.as_large}/{made.n}"
    return Row((name, method, years, made.effect, between, place), ours=effect is main)


def _sources(result: Result, years: Sequence[int]) -> tuple[str, ...]:
    """The editions as they were when it was computed: an evaluation rests on those, whatever came since."""
    files: dict[str, list[str]] = {}
    for one in result.editions:
        if one.year in years:
            said = _("số liệu mô phỏng") if one.simulated else one.source
            values = {"year": one.year, "revision": one.revision, "digest": one.digest[:8]}
            files.setdefault(said, []).append(_("%(year)s (bản %(revision)s, dấu %(digest)s)") % values)
    return tuple(
        _("Nguồn: %(index)s %(years)s: %(source)s")
        % {"index": result.index.upper(), "years": ", ".join(found), "source": source}
        for source, found in files.items()
    )
