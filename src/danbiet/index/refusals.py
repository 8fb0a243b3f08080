"""Errors of comparing, diagnosing and trying out scenarios: codes IDX-200 to IDX-299."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danbiet.base.errors import CodedError, ErrorCode, define

if TYPE_CHECKING:
    from danbiet.index.framework import Break


class BreakError(CodedError):
    """A refused comparison with the breaks that lie between, whose reasons are told after the message."""

    def __init__(self, kind: ErrorCode, /, *, breaks: tuple[Break, ...] = (), at: str = "", **values: Any) -> None:
        self.breaks = breaks
        super().__init__(kind, at=at, **values)

    def message(self, language: str = "vi") -> str:
        """What is wrong, and why: each break's year and reason."""
        reasons = dict.fromkeys(f"{one.year}: {one.reason(language)}" for one in self.breaks)
        return " ".join([super().message(language), *reasons])


UNKNOWN_PROVINCE = define(
    "IDX-200",
    vi="Không nhận ra tỉnh, thành phố «{text}» trong danh mục {province_set} tỉnh, thành phố.",
    en="`{text}` is no province of the list of {province_set}.",
    remedy_vi="Ghi tên tỉnh hoặc mã hai chữ số (ví dụ «Cà Mau» hoặc 96).",
    remedy_en="Give a province's name or its two-digit code (for instance `Cà Mau` or 96).",
)
NO_PROVINCE = define(
    "IDX-201",
    vi="Bộ số liệu năm {year} không có {province}.",
    en="The edition of {year} doesn't have {province}.",
    remedy_vi="Có năm một số tỉnh không được công bố; xem trang nguồn số liệu của năm đó, hoặc chọn năm khác.",
    remedy_en="Some provinces aren't published in some years; see the page on that year's source, or take another.",
)
UNKNOWN_ELEMENT = define(
    "IDX-202",
    vi="Bộ số liệu năm {year} không có «{element}».",
    en="The edition of {year} has no `{element}`.",
    remedy_vi="Dùng mã total, I, I.1, I.1.1; xem mã của năm đó bằng «danbiet index show».",
    remedy_en="Use a code such as total, I, I.1, I.1.1; `danbiet index show` prints the codes of that year.",
)
NO_SCORE = define(
    "IDX-203",
    vi="{element} năm {year} của {province} không có điểm công bố, nên không so sánh được.",
    en="{element} of {province} in {year} has no published score, so it can't be compared.",
    remedy_vi="Ô trống là thiếu số liệu, không phải điểm 0; chọn nội dung hoặc năm khác.",
    remedy_en="An empty cell is missing data, not a score of 0; take another element or year.",
)
NOT_IN_BOTH = define(
    "IDX-204",
    vi="{element} chỉ có trong một trong hai năm {before} và {after}: khung đo lường đã đổi nội dung này.",
    en="{element} is only in one of the years {before} and {after}: the framework changed what it measures.",
    remedy_vi="So sánh các năm cùng một khung đo lường.",
    remedy_en="Compare years of the same framework.",
)
RESCALED = define(
    "IDX-205",
    vi="{element} không so sánh được giữa {before} và {after}: thang điểm đổi từ {old} sang {new}.",
    en="{element} can't be compared between {before} and {after}: its scale went from {old} to {new}.",
    remedy_vi="Xem từng năm riêng, hoặc yêu cầu quy về cùng thang (--normalised); kết quả quy đổi luôn được đánh dấu.",
    remedy_en="Read each year by itself, or ask for scores on one scale (--normalised), which are flagged.",
)
BROKEN = define(
    "IDX-206",
    vi="{element} không so sánh được giữa {before} và {after}: câu hỏi hoặc cách tính đã đổi.",
    en="{element} can't be compared between {before} and {after}: its questions or formula changed.",
    remedy_vi="Xem từng năm riêng, hoặc so sánh những nội dung thành phần không đổi.",
    remedy_en="Read each year by itself, or compare the sub-dimensions that stayed the same.",
)
OTHER_MAP = define(
    "IDX-207",
    vi="Không so sánh {before} với {after}: năm trước theo {old} tỉnh, năm sau theo {new} tỉnh sau sắp xếp.",
    en="{before} isn't compared with {after}: the one has {old} provinces, the other {new} after the merger.",
    remedy_vi="Tỉnh mới không phải là trung bình của các tỉnh cũ; so sánh trong cùng một danh mục tỉnh.",
    remedy_en="A new province isn't the mean of the old ones; compare within one list of provinces.",
)
UNREADABLE_SETTING = define(
    "IDX-220",
    vi="Không hiểu «{text}».",
    en="`{text}` isn't understood.",
    remedy_vi="Đặt giá trị như I.1=1.5 (điểm) hoặc I.1=p75 (bách phân vị trong các tỉnh).",
    remedy_en="Set a value as I.1=1.5 (a score) or I.1=p75 (a percentile of the provinces).",
)
UNREADABLE_TARGET = define(
    "IDX-221",
    vi="Không hiểu mục tiêu «{text}».",
    en="The target `{text}` isn't understood.",
    remedy_vi="Ghi I=high, I=upper-middle, I=lower-middle, total=rank:10 hoặc I=5.6 (điểm).",
    remedy_en="Write I=high, I=upper-middle, I=lower-middle, total=rank:10 or I=5.6 (a score).",
)
NOT_SETTABLE = define(
    "IDX-222",
    vi="Không đặt trực tiếp {element}: điểm của nó là tổng các phần.",
    en="{element} isn't set by itself: its score is the sum of its parts.",
    remedy_vi="Đặt các nội dung thành phần hoặc chỉ tiêu của nó.",
    remedy_en="Set its sub-dimensions or indicators.",
)
SET_TWICE = define(
    "IDX-223",
    vi="{element} được đặt hai lần, hoặc vừa đặt trực tiếp vừa qua chỉ tiêu.",
    en="{element} is set twice, or both by itself and through an indicator.",
    remedy_vi="Giữ lại một cách đặt.",
    remedy_en="Keep one of the two.",
)
OUT_OF_RANGE = define(
    "IDX-224",
    vi="{element} = {value} nằm ngoài thang điểm {low}–{high}.",
    en="{element} = {value} is outside its scale {low}–{high}.",
    remedy_vi="Đặt giá trị trong thang điểm.",
    remedy_en="Set a value on the scale.",
)
NO_FORMULA = define(
    "IDX-225",
    vi="Chưa biết công thức của {element} năm {year}, nên không tính được từ chỉ tiêu {indicator}.",
    en="The formula of {element} in {year} isn't known, so it doesn't follow from indicator {indicator}.",
    remedy_vi="Đặt điểm của nội dung thành phần thay cho chỉ tiêu.",
    remedy_en="Set the score of the sub-dimension instead.",
)
NOT_COUNTED = define(
    "IDX-226",
    vi="Chỉ tiêu {indicator} năm {year} được công bố nhưng không tính vào điểm của {element}.",
    en="Indicator {indicator} of {year} is published but doesn't count in the score of {element}.",
    remedy_vi="Chọn chỉ tiêu có tính vào điểm.",
    remedy_en="Take an indicator that counts.",
)
NOT_ADDING_UP = define(
    "IDX-227",
    vi="{element} năm {year} của {province} không bằng tổng các phần đã công bố, nên không tính được kịch bản.",
    en="{element} of {province} in {year} isn't the sum of its published parts, so no scenario can be reckoned.",
    remedy_vi="Xem trang nguồn số liệu của năm đó: ô nào thiếu hoặc sai.",
    remedy_en="See the page on that year's source: which cell is missing or wrong.",
)
NOT_A_YEAR = define(
    "IDX-210",
    vi="«{text}» không phải là một năm.",
    en="`{text}` isn't a year.",
    remedy_vi="Ghi năm bằng bốn chữ số, ví dụ 2016.",
    remedy_en="Give a year in four digits, such as 2016.",
)
TOO_FEW = define(
    "IDX-209",
    vi="Cần ít nhất hai tỉnh, hoặc một tỉnh và hai năm, để so sánh.",
    en="A comparison takes at least two provinces, or one province and two years.",
    remedy_vi="Thêm một tỉnh, hoặc thêm --years với hai năm.",
    remedy_en="Add a province, or --years with two years.",
)
NOTHING_SET = define(
    "IDX-228",
    vi="Kịch bản chưa đặt gì và chưa có mục tiêu nào.",
    en="The scenario sets nothing and has no target.",
    remedy_vi="Thêm --set (ví dụ I.1=p75) hoặc --reach (ví dụ I=upper-middle).",
    remedy_en="Add --set (for instance I.1=p75) or --reach (for instance I=upper-middle).",
)
