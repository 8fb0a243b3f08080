"""Errors of importing an index (IDX-100 to IDX-109) and what is found in its source (IDX-110 to IDX-199).

A finding is told like an error, with its place and remedy, but it is kept with the edition: what is wrong in a
published file stays wrong for everybody who reads it. Which findings keep an edition from being accepted is said in
:data:`BLOCKING`: those with which its figures can't be trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from danbiet.base.errors import CodedError, ErrorCode, define, registered
from danbiet.reading.scores import errors as reading

UNKNOWN_EDITION = define(
    "IDX-100",
    vi="Chưa có bộ số liệu chỉ số {index} năm {year}.",
    en="There is no edition of the index {index} for {year}.",
    remedy_vi="Xem các bộ đã nhận ở trang chỉ số, hoặc nhập tệp bằng «danbiet index import».",
    remedy_en="See the accepted editions on the index page, or import a file with `danbiet index import`.",
)
UNKNOWN_INTAKE = define(
    "IDX-101",
    vi="Không có tệp chờ xem xét mang mã {public_id}.",
    en="There is no waiting file {public_id}.",
    remedy_vi="Mở lại danh sách tệp ở trang chỉ số.",
    remedy_en="Open the list of files on the index page again.",
)
DECIDED = define(
    "IDX-102",
    vi="Tệp này đã được xem xét: {state}, {day}.",
    en="This file was decided already: {state}, {day}.",
    remedy_vi="Xem kết quả ở trang của tệp; nộp lại tệp nếu cần.",
    remedy_en="See what was decided on the file's page; hand the file in again if needed.",
)
NOTHING_TO_ACCEPT = define(
    "IDX-103",
    vi="Không có bộ số liệu nào của tệp nhận được: {years}.",
    en="No edition of the file can be accepted: {years}.",
    remedy_vi="Đọc các phát hiện chặn từng bộ; sửa tệp nguồn hoặc dùng tệp khác.",
    remedy_en="Read what blocks each of them; mend the source or use another file.",
)
CHOICE = define(
    "IDX-104",
    vi="Không nhận được bộ số liệu {years}: tệp không có, đang bị chặn hoặc đã có sẵn.",
    en="The editions {years} can't be accepted: the file lacks them, they are blocked, or they are here already.",
    remedy_vi="Chỉ chọn trong các bộ trang này cho phép.",
    remedy_en="Choose only among those the page offers.",
)
STORED_SINCE = define(
    "IDX-105",
    vi="Trong lúc bạn xem, bộ số liệu năm {years} đã được người khác nhận.",
    en="While you were looking, somebody else accepted the edition of {years}.",
    remedy_vi="Mở lại trang của tệp để so với bộ vừa nhận; chưa có gì được ghi.",
    remedy_en="Open the file's page again to compare with it; nothing was stored.",
)
REASON_NEEDED = define(
    "IDX-106",
    vi="Phải nêu lý do không nhận.",
    en="Refusing needs a reason.",
    remedy_vi="Ghi ngắn gọn vì sao tệp không được nhận.",
    remedy_en="Say briefly why the file isn't accepted.",
)

DAMAGED = define(
    "IDX-107",
    vi="Tệp «{name}» trên đĩa không còn đúng như khi nộp.",
    en="The file `{name}` on the disk isn't what was handed in any more.",
    remedy_vi="Báo người vận hành; nộp lại tệp gốc.",
    remedy_en="Tell the operator; hand in the original again.",
)

NO_FRAMEWORK = define(
    "IDX-110",
    vi="Chưa có khung chỉ số cho năm {year}.",
    en="There is no framework of the index for {year}.",
    remedy_vi="Thêm tệp khung của năm này vào index/frameworks rồi đọc lại.",
    remedy_en="Add a framework that holds this year to index/frameworks and read it again.",
)
REPEATED = define(
    "IDX-111",
    vi="Trang này lặp lại số liệu năm {other} ({count} trên {compared} ô trùng khít), không phải số liệu năm {year}.",
    en="This sheet repeats the figures of {other} ({count} of {compared} cells agree exactly); it isn't of {year}.",
    remedy_vi="Tìm tệp khác cho năm này; bộ số liệu này không nhận được.",
    remedy_en="Find another file for this year; this edition can't be accepted.",
)
UNKNOWN_PROVINCE = define(
    "IDX-112",
    vi="Không rõ «{name}» là tỉnh nào.",
    en="It isn't known which province `{name}` is.",
    remedy_vi="Sửa tên trong tệp, hoặc thêm cách viết này vào danh mục tỉnh.",
    remedy_en="Correct the name in the file, or add the spelling to the list of provinces.",
)
PROVINCE_TWICE = define(
    "IDX-113",
    vi="Tỉnh {name} đứng hai lần với số liệu khác nhau ({first} và ô này).",
    en="The province {name} stands twice with different figures ({first} and here).",
    remedy_vi="Xóa dòng sai trong tệp nguồn.",
    remedy_en="Delete the wrong one in the source.",
)
PROVINCE_REPEATED = define(
    "IDX-114",
    vi="Tỉnh {name} đứng hai lần với cùng số liệu; chỉ đọc lần đầu.",
    en="The province {name} stands twice with the same figures; only the first is read.",
    remedy_vi="Không cần làm gì.",
    remedy_en="Nothing is needed.",
)
NUMBER_DIFFERS = define(
    "IDX-115",
    vi="Tên «{name}» và mã tỉnh {number} ({other}) không cùng một tỉnh; ô có thể bị lệch.",
    en="The name `{name}` and the number {number} ({other}) are of two provinces; cells may be shifted.",
    remedy_vi="Kiểm tra cột mã và cột tên trong tệp nguồn.",
    remedy_en="Check the columns of numbers and names in the source.",
)
PROVINCE_MISSING = define(
    "IDX-116",
    vi="Thiếu tỉnh {name}: không có điểm tổng ({elements}).",
    en="The province {name} is missing: it has no total ({elements}).",
    remedy_vi="Không cần làm gì nếu nguồn công bố đúng là không có tỉnh này; tỉnh không được xếp hạng.",
    remedy_en="Nothing is needed if the published source lacks it; the province has no rank.",
)
SUMMARY_ROW = define(
    "IDX-117",
    vi="«{name}» là dòng tổng hợp, không phải một tỉnh; không nhập.",
    en="`{name}` is a summary, no province; it isn't imported.",
    remedy_vi="Không cần làm gì.",
    remedy_en="Nothing is needed.",
)
HIGHEST_SUM = define(
    "IDX-118",
    vi="Điểm tổng {value} của dòng «{name}» là tổng các điểm cao nhất, không tỉnh nào đạt: cao nhất là {best} ({who}).",
    en="The total {value} of `{name}` adds up the best scores; no province has it: the best total is {best} ({who}).",
    remedy_vi="Không dùng số này làm điểm của tỉnh cao nhất.",
    remedy_en="Don't use it as the best province's score.",
)
ZERO = define(
    "IDX-119",
    vi="{name}: {count} số 0 nghĩa là thiếu ({elements}); đọc thành không có số liệu.",
    en="{name}: {count} zeros mean missing ({elements}); they are read as no data.",
    remedy_vi="Không cần làm gì: thang điểm không có số 0.",
    remedy_en="Nothing is needed: the scale has no zero.",
)
ZERO_ERROR = define(
    "IDX-120",
    vi="Sai số chuẩn bằng 0 trong khi có điểm: {names}; đọc thành không có sai số.",
    en="The standard error is 0 where there is a score: {names}; it is read as not published.",
    remedy_vi="Không cần làm gì; khoảng tin cậy của các tỉnh này được ước lượng bằng mô hình và ghi rõ.",
    remedy_en="Nothing is needed; intervals of these provinces follow from the model and say so.",
)
TOTAL_NOT_SUM = define(
    "IDX-121",
    vi="Điểm tổng của {name} là {value}, tổng các nội dung là {sum}.",
    en="The total of {name} is {value}, its dimensions add up to {sum}.",
    remedy_vi="Đối chiếu với nguồn công bố.",
    remedy_en="Compare with what was published.",
)
PART_NOT_SUM = define(
    "IDX-122",
    vi="{element} của {name} là {value}, tổng các nội dung thành phần là {sum}.",
    en="{element} of {name} is {value}, its sub-dimensions add up to {sum}.",
    remedy_vi="Đối chiếu với nguồn công bố.",
    remedy_en="Compare with what was published.",
)
ROUNDED = define(
    "IDX-123",
    vi="{element} của {name} lệch {difference} so với tổng các phần: có phần đã bị làm tròn.",
    en="{element} of {name} is off the sum of its parts by {difference}: some part was rounded.",
    remedy_vi="Không cần làm gì; chênh lệch nhỏ hơn 0,001.",
    remedy_en="Nothing is needed; the difference is below 0.001.",
)
PARTIAL_TOTAL = define(
    "IDX-124",
    vi="{name} có điểm tổng {value} trong khi thiếu {elements}; điểm tổng này không so được với tỉnh khác.",
    en="{name} has a total of {value} but lacks {elements}; it can't be compared with others.",
    remedy_vi="Đối chiếu với nguồn công bố.",
    remedy_en="Compare with what was published.",
)
OUT_OF_RANGE = define(
    "IDX-125",
    vi="{element}: {count} giá trị ngoài thang {low}–{high} (ví dụ {name}: {value}).",
    en="{element}: {count} values outside the scale {low}–{high} (such as {name}: {value}).",
    remedy_vi="Đối chiếu với nguồn công bố; thang có thể đã đổi.",
    remedy_en="Compare with what was published; the scale may have changed.",
)
INTERVAL_LEVEL = define(
    "IDX-126",
    vi="Khoảng ghi {stated}% thật ra là {found}%: nửa độ rộng bằng {ratio} lần sai số chuẩn ở {count} tỉnh.",
    en="Intervals labelled {stated}% are {found}%: the half width is {ratio} standard errors for {count} provinces.",
    remedy_vi="Dùng sai số chuẩn và tự tính khoảng; đừng lấy khoảng đã in.",
    remedy_en="Use the standard error and make the interval from it; don't take the printed one.",
)
INTERVAL_UNEVEN = define(
    "IDX-127",
    vi="Khoảng tin cậy ở {count} tỉnh không khớp sai số chuẩn như các tỉnh khác (ví dụ {name}).",
    en="The intervals of {count} provinces don't follow from the standard error as the others do (such as {name}).",
    remedy_vi="Đối chiếu với nguồn công bố.",
    remedy_en="Compare with what was published.",
)
FOREIGN_LABEL = define(
    "IDX-128",
    vi="Nhãn «{label}» thuộc khung {other}; năm này {element} là «{name}». Số liệu được đọc theo số thứ tự.",
    en="The label `{label}` is of the framework {other}; this year {element} is `{name}`. Figures are read by number.",
    remedy_vi="Không dùng nhãn này khi trích dẫn.",
    remedy_en="Don't use this label when you cite the figures.",
)
UNLIKE_LABEL = define(
    "IDX-129",
    vi="Nhãn «{label}» không giống tên của {element} («{name}»); số liệu được đọc theo số thứ tự.",
    en="The label `{label}` isn't like the name of {element} (`{name}`); figures are read by number.",
    remedy_vi="Đối chiếu với nguồn công bố.",
    remedy_en="Compare with what was published.",
)
UNKNOWN_LABEL = define(
    "IDX-130",
    vi="Không rõ «{label}» là phần nào của khung {framework}; không nhập.",
    en="It isn't known what `{label}` is in the framework {framework}; it isn't imported.",
    remedy_vi="Sửa nhãn, hoặc thêm tên gọi này vào khung (aka) rồi đọc lại.",
    remedy_en="Correct the label, or add the name to the framework (aka) and read it again.",
)
FOREIGN_ELEMENT = define(
    "IDX-131",
    vi="«{label}» chỉ có trong khung {other}, không có trong khung năm này; không nhập.",
    en="`{label}` is only in the framework {other}, not in this year's; it isn't imported.",
    remedy_vi="Xem lại trang này có đúng là của năm ghi trên đó không.",
    remedy_en="Check whether the sheet is of the year it says.",
)
ELEMENT_TWICE = define(
    "IDX-132",
    vi="{element} đứng hai lần trong bảng ({first} và ô này).",
    en="{element} stands twice in the table ({first} and here).",
    remedy_vi="Xóa dòng hoặc cột thừa trong tệp nguồn.",
    remedy_en="Delete the one too many in the source.",
)
DIMENSION_ABSENT = define(
    "IDX-133",
    vi="Bảng thiếu nội dung {elements}.",
    en="The table lacks the dimensions {elements}.",
    remedy_vi="Kiểm tra nhãn các cột, dòng; bộ số liệu thiếu nội dung thì không nhận được.",
    remedy_en="Check the labels; an edition without them can't be accepted.",
)
PART_ABSENT = define(
    "IDX-134",
    vi="Bảng không có nội dung thành phần {elements}.",
    en="The table lacks the sub-dimensions {elements}.",
    remedy_vi="Không cần làm gì nếu nguồn công bố không có; các phần này để trống.",
    remedy_en="Nothing is needed if the published source lacks them; they stay empty.",
)
NO_TOTAL = define(
    "IDX-135",
    vi="Bảng không có điểm tổng; điểm tổng được cộng từ các nội dung.",
    en="The table has no total; it is the sum of the dimensions.",
    remedy_vi="Không cần làm gì: điểm tổng không trọng số luôn là tổng các nội dung.",
    remedy_en="Nothing is needed: the unweighted total is always that sum.",
)
WEIGHTED = define(
    "IDX-136",
    vi="Bảng có chỉ số có trọng số; chỉ nhập chỉ số không trọng số.",
    en="The table has a weighted index; only the unweighted one is imported.",
    remedy_vi="Không cần làm gì: báo cáo công bố dùng chỉ số không trọng số.",
    remedy_en="Nothing is needed: published reports use the unweighted index.",
)
BLANKS = define(
    "IDX-137",
    vi="{count} ô chỉ báo để trống ở các tỉnh có số liệu, ô đầu tiên ở đây ({element}).",
    en="{count} indicator cells are blank for provinces with data, the first one here ({element}).",
    remedy_vi="Không cần làm gì: ít hơn 15 người trả lời thì không công bố.",
    remedy_en="Nothing is needed: what fewer than 15 people answered isn't published.",
)
MORE = define(
    "IDX-138",
    vi="{element}: thêm {count} tỉnh lệch tổng như vậy; các cột hoặc dòng có thể bị lệch.",
    en="{element}: {count} more provinces are off their sums like this; columns or rows may be shifted.",
    remedy_vi="Kiểm tra các hàng, cột bị chèn hoặc xóa trong tệp nguồn.",
    remedy_en="Check the source for inserted or deleted rows and columns.",
)
ASSUMED = define(
    "IDX-139",
    vi="Chưa có khung riêng cho năm {year}; số liệu được đọc theo khung {framework}.",
    en="There is no framework of {year} itself yet; the figures are read by {framework}.",
    remedy_vi="Kiểm tra cách đo của năm này; thêm khung mới nếu đã đổi.",
    remedy_en="Check how this year was measured; add a framework if it changed.",
)
STORED = define(
    "IDX-140",
    vi="Bộ số liệu này đã có (bản {revision}); không nhận lại.",
    en="These figures are here already (revision {revision}); they aren't stored twice.",
    remedy_vi="Không cần làm gì.",
    remedy_en="Nothing is needed.",
)
EXTENDS = define(
    "IDX-141",
    vi="Số liệu trùng với bộ đã có (bản {revision}) và thêm {count} phần; nhận thì thành bản mới.",
    en="The figures agree with revision {revision} and add {count} elements; accepted, they are a new revision.",
    remedy_vi="Nhận nếu cần các phần thêm; bản cũ vẫn còn.",
    remedy_en="Accept them if the additions are wanted; the older one stays.",
)
OTHER_VALUES = define(
    "IDX-142",
    vi="Khác bộ đã có (bản {revision}) ở {count} ô, ví dụ {element} của {name}: {value}, đã có {stored}.",
    en="Differs from revision {revision} in {count} cells, such as {element} of {name}: {value}, stored {stored}.",
    remedy_vi="Nhận thì thành bản mới bên cạnh bản cũ, không ghi đè.",
    remedy_en="Accepted, it is a new revision beside the old one, never over it.",
)

BLOCKING = frozenset(
    kind.code
    for kind in (
        NO_FRAMEWORK,
        REPEATED,
        UNKNOWN_PROVINCE,
        PROVINCE_TWICE,
        NUMBER_DIFFERS,
        ELEMENT_TWICE,
        DIMENSION_ABSENT,
        reading.UNCACHED,
        reading.MERGED,
        reading.NO_NAME,
        reading.NO_LABEL,
        reading.TWICE,
    )
)
# What is worth knowing and isn't wrong in the figures.
NOTICES = frozenset(
    kind.code
    for kind in (
        SUMMARY_ROW,
        PROVINCE_REPEATED,
        NO_TOTAL,
        WEIGHTED,
        BLANKS,
        ASSUMED,
        STORED,
        EXTENDS,
        reading.MACRO,
        reading.DERIVED,
        reading.NOT_SCORES,
        reading.HIDDEN_SHEET,
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or worth knowing, at a cell of a sheet ("": the whole sheet, the whole file)."""

    kind: ErrorCode
    sheet: str = ""
    cell: str = ""
    element: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code, e.g. "IDX-111"."""
        return self.kind.code

    @property
    def blocking(self) -> bool:
        """Whether the edition can't be accepted with it."""
        return self.code in BLOCKING

    @property
    def notice(self) -> bool:
        """Whether it is only worth knowing: nothing is wrong in the figures."""
        return self.code in NOTICES

    @property
    def place(self) -> str:
        """The sheet and cell as Excel writes them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def message(self, language: str = "vi") -> str:
        """What was found, in "vi" or "en"."""
        return CodedError(self.kind, **self.facts).message(language)

    def remedy(self, language: str = "vi") -> str:
        """What to do about it."""
        return CodedError(self.kind, **self.facts).remedy(language)


def kept(code: str, sheet: str, cell: str, element: str, facts: Mapping[str, Any]) -> Finding:
    """A finding that was stored with an edition. KeyError for a code nobody defines any more."""
    return Finding(registered()[code], sheet, cell, element, facts)
