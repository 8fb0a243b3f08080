"""The register of doubts: code, whether it holds up adoption, message and suggestion in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from danbiet.reading.blocks import Place
from danbiet.reading.plan.draft import Doubt

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of doubt."""

    blocking: bool
    vi: str
    en: str
    suggestion_vi: str
    suggestion_en: str


KINDS: dict[str, Kind] = {
    "READ-101": Kind(
        False,
        "Nội dung {element}, {column}: {stated} khác tổng các thành phần {sum} (lệch {gap}, cho phép {tolerance}).",
        "Dimension {element}, {column}: {stated} isn't the sum of its parts, {sum} (off {gap}, allowed {tolerance}).",
        "Đối chiếu với bảng công bố; nếu tổng đúng thì {candidates}.",
        "Check against the published table; if the total is right, {candidates}.",
    ),
    "READ-102": Kind(
        False,
        "Dòng {element} lặp lại điểm của dòng {other} ({columns}).",
        "Row {element} repeats the scores of row {other} ({columns}).",
        "Có thể đã chép nhầm dòng trên; đối chiếu với bảng công bố.",
        "The row above may have been copied by mistake; check against the published table.",
    ),
    "READ-103": Kind(
        False,
        "Lời văn viết «{claim}» nhưng bảng không cho kết quả đó theo cách hiểu nào: {readings}.",
        'The text says "{claim}" but the table doesn\'t bear it out under any reading: {readings}.',
        "Sửa lời văn hoặc nêu rõ cách tính.",
        "Mend the text or say how it was counted.",
    ),
    "READ-104": Kind(
        False,
        "Tổng điểm năm {year} viết {stated} nhưng cộng các nội dung được {sum}.",
        "The total of {year} is given as {stated} but the dimensions add up to {sum}.",
        "Đối chiếu với báo cáo công bố.",
        "Check against the published report.",
    ),
    "READ-105": Kind(
        True,
        "Ô «{text}» ở dòng {element}, {column} không phải số.",
        'The cell "{text}" in row {element}, {column} isn\'t a number.',
        "Ghi số đúng{hint} hoặc để trống nếu không có.",
        "Put in the number{hint}, or leave it empty if there is none.",
    ),
    "READ-106": Kind(
        False,
        "Thứ hạng {value} ở dòng {element} nằm ngoài 1-{limit}.",
        "The rank {value} in row {element} lies outside 1-{limit}.",
        "Đối chiếu với bảng công bố.",
        "Check against the published table.",
    ),
    "READ-107": Kind(
        False,
        "Điểm {value} ở dòng {element} nằm ngoài thang điểm 0-10.",
        "The score {value} in row {element} lies outside the scale 0-10.",
        "Đối chiếu với bảng công bố.",
        "Check against the published table.",
    ),
    "READ-108": Kind(
        False,
        "Bảng điểm thiếu dòng {element}.",
        "The score table has no row {element}.",
        "Đối chiếu với bảng công bố; có thể dòng này bị mất khi nhận dạng chữ.",
        "Check against the published table; the row may have been lost when the scan was read.",
    ),
    "READ-109": Kind(
        False,
        "Hai bảng điểm ghi khác nhau cho {element}, {column}: {one} và {other}.",
        "Two score tables differ on {element}, {column}: {one} and {other}.",
        "Đối chiếu với bảng công bố.",
        "Check against the published table.",
    ),
    "READ-110": Kind(
        True,
        "Nhiệm vụ {element} chưa ghi thời gian thực hiện.",
        "Task {element} has no time.",
        "Hỏi đơn vị soạn thảo; các nhiệm vụ cùng loại thường ghi «Thường xuyên».",
        'Ask the unit that drafted it; its neighbours mostly say "Thường xuyên" (continuous).',
    ),
    "READ-111": Kind(
        True,
        "Nhiệm vụ {element}: chưa biết «{text}» là đơn vị nào.",
        'Task {element}: it isn\'t known who "{text}" is.',
        "Chọn đơn vị hoặc cách gọi tương ứng{near}.",
        "Choose the unit or designation meant{near}.",
    ),
    "READ-112": Kind(
        True,
        "Nhiệm vụ {element}: «{text}» không nêu đơn vị cụ thể.",
        'Task {element}: "{text}" names no unit in particular.',
        "Cơ quan theo dõi kế hoạch nêu tên từng cơ quan, hoặc để thành câu hỏi có người trả lời và hạn.",
        "The unit in charge of the plan names them, or makes it a question with an owner and a due day.",
    ),
    "READ-113": Kind(
        False,
        "«{text}» ({codes}) là nhóm chưa có danh sách.",
        '"{text}" ({codes}) is a group nobody has listed.',
        "Gửi bảng cho cơ quan quản lý ngành điền danh sách rồi đọc lại.",
        "Send the sheet to the department in charge, have it filled in and read it back.",
    ),
    "READ-114": Kind(
        False,
        "{body} được giao việc ({codes}) nhưng không có trong Nơi nhận.",
        "{body} gets work ({codes}) but isn't among the recipients.",
        "Bổ sung Nơi nhận hoặc gửi kế hoạch riêng cho đơn vị này.",
        "Add it to the recipients, or send it the plan separately.",
    ),
    "READ-115": Kind(
        True,
        "Nhiệm vụ {element} chưa ghi đơn vị chủ trì.",
        "Task {element} has no lead unit.",
        "Hỏi đơn vị soạn thảo.",
        "Ask the unit that drafted it.",
    ),
    "READ-116": Kind(
        True,
        "Các ô của {codes} có số đoạn khác nhau ({counts}); đã ghép theo thứ tự.",
        "The cells of {codes} have different numbers of paragraphs ({counts}); they were paired by position.",
        "Kiểm tra từng nhiệm vụ với văn bản gốc.",
        "Check each task against the source.",
    ),
    "READ-117": Kind(
        True,
        "Dòng có {cells} ô, tiêu đề có {columns} cột; chưa rõ ô nào thuộc cột nào.",
        "The row has {cells} cells, the header {columns} columns; which cell belongs where isn't clear.",
        "Sửa dòng này trong văn bản nguồn hoặc xác nhận cách hiểu.",
        "Mend the row in the source, or confirm the reading.",
    ),
    "READ-118": Kind(
        False,
        "Số thứ tự «{text}» của nhiệm vụ {element} không theo thứ tự.",
        'The number "{text}" of task {element} is out of order.',
        "Kiểm tra có thiếu hoặc thừa dòng không.",
        "Check whether a row is missing or too many.",
    ),
    "READ-119": Kind(
        False,
        "Thời gian «{text}» của nhiệm vụ {element} là mốc riêng, chưa thành hạn.",
        'The time "{text}" of task {element} is a date of its own and not yet a due day.',
        "Xác nhận ngày cụ thể.",
        "Confirm the day.",
    ),
    "READ-120": Kind(
        False,
        "Số của văn bản không có ở phần đầu; lấy «{number}» từ {source}.",
        "The document's number isn't at its head; \"{number}\" was taken from {source}.",
        "Xác nhận số với văn thư.",
        "Confirm the number with the registry.",
    ),
    "READ-121": Kind(
        True,
        "Ngày «{text}» không có thật.",
        'The date "{text}" doesn\'t exist.',
        "Ghi đúng ngày ban hành.",
        "Put in the day of issue.",
    ),
    "READ-122": Kind(
        True,
        "Chưa tìm thấy {what} của văn bản.",
        "The document's {what} wasn't found.",
        "Bổ sung khi duyệt.",
        "Add it in the review.",
    ),
    "READ-123": Kind(
        False,
        "Ngày ở phần đầu ({head}) khác ngày ghi ở phụ lục ({annex}).",
        "The date at the head ({head}) differs from the one in the annex ({annex}).",
        "Xác nhận ngày với văn thư.",
        "Confirm the date with the registry.",
    ),
    "READ-124": Kind(
        False,
        "«{text}» có thể hiểu là trong vòng hoặc không sớm hơn thời hạn đó.",
        '"{text}" can mean within that time or not before it.',
        "Tạm tính là trong vòng; hỏi cơ quan theo dõi kế hoạch.",
        "Taken as within for now; ask the unit in charge of the plan.",
    ),
    "READ-125": Kind(
        False,
        "Không tìm thấy bảng điểm của chỉ số.",
        "No score table of the index was found.",
        "Nếu kế hoạch có bảng điểm, kiểm tra tiêu đề cột (nội dung, điểm số, năm) trong tệp nguồn.",
        "If the plan has one, check its column headings (content, score, year) in the source.",
    ),
    "READ-130": Kind(
        False,
        "«{wrong}» có thể là «{right}»{count}.",
        '"{wrong}" may be "{right}"{count}.',
        "Nên đọc là «{right}»; văn bản được giữ nguyên.",
        'Probably "{right}"; the text is kept as it is.',
    ),
    "READ-131": Kind(
        False,
        "Tiêu đề cột «{text}» khác các trang còn lại.",
        'The column heading "{text}" differs from the other pages\'.',
        "Nên đọc là «{right}» như đa số các trang.",
        'Probably "{right}", as on most pages.',
    ),
    "READ-132": Kind(
        False,
        "«{wrong}» có chữ không thuộc tiếng Việt.",
        '"{wrong}" holds letters that aren\'t Vietnamese.',
        "{hint}",
        "{hint}",
    ),
    "READ-133": Kind(
        False,
        "Cột «{text}» được hiểu là cột {role} theo nội dung các ô.",
        'The column "{text}" was taken for the column {role} by what its cells say.',
        "Xác nhận cách hiểu, hoặc ghi rõ tiêu đề cột.",
        "Confirm the reading, or put in a plain heading.",
    ),
    "READ-134": Kind(
        True,
        "Bảng phân công không có tiêu đề đọc được; các cột hiểu theo nội dung các ô, cột đơn vị đầu tiên là chủ trì.",
        "The assignment table has no heading that can be read; its columns were told by what their cells say, the "
        "first column of units being the lead.",
        "Xác nhận cột nào là đơn vị chủ trì, cột nào là phối hợp.",
        "Confirm which column holds the lead and which the coordinating units.",
    ),
    "READ-140": Kind(
        True,
        "Chưa biết nhiệm vụ {element} thuộc nội dung nào.",
        "It isn't known which dimension task {element} belongs to.",
        "Ghi mã nội dung (I-VI).",
        "Put in the dimension's code (I-VI).",
    ),
    "READ-141": Kind(
        False,
        "Nội dung «{text}» của nhiệm vụ {element} không khớp nội dung thành phần nào trong bảng điểm.",
        'The content "{text}" of task {element} matches no sub-dimension of the score table.',
        "Chọn nội dung thành phần tương ứng.",
        "Choose the sub-dimension meant.",
    ),
    "READ-142": Kind(
        False,
        "«{text}» được hiểu là nội dung {element} theo tên gọi vì số thứ tự không đọc được hoặc không khớp.",
        "\"{text}\" was taken for dimension {element} by its name, since its number can't be read or doesn't agree.",
        "Kiểm tra số thứ tự của dòng này với văn bản gốc.",
        "Check the number of this row against the source.",
    ),
    "READ-150": Kind(
        True,
        "Trang {pages} chỉ có ảnh chụp, không có lớp chữ nên chưa đọc.",
        "Page {pages} holds only a picture, no text layer, and wasn't read.",
        "Gửi lại bằng tệp .docx, hoặc xác nhận trang này không có nội dung của kế hoạch.",
        "Send the .docx instead, or confirm that nothing of the plan stands on that page.",
    ),
    "READ-151": Kind(
        True,
        "Bảng ở trang {page} không có đường kẻ; các cột được tách theo khoảng trắng nên có thể sai.",
        "The table on page {page} has no lines; its columns were told by the white between them and may be wrong.",
        "Đối chiếu từng dòng với bản gốc, hoặc gửi lại bằng tệp .docx.",
        "Check each row against the source, or send the .docx instead.",
    ),
}


def doubt(code: str, at: Place, places: tuple[Place, ...] = (), **facts: Any) -> Doubt:
    """A doubt of a registered kind, worded in Vietnamese; ``facts`` fill the templates and stay with it."""
    kind = KINDS[code]
    return Doubt(
        code,
        at,
        kind.vi.format(**facts),
        kind.suggestion_vi.format(**facts),
        kind.blocking,
        places or (at,),
        dict(facts),
    )


def wording(found: Doubt, language: str = "vi") -> tuple[str, str]:
    """Message and suggestion in a language."""
    kind = KINDS[found.code]
    if language == "en":
        # Drafts that were stored before a fact was added to their kind don't have it.
        facts = {"hint": "", **found.facts}
        return kind.en.format(**facts), kind.suggestion_en.format(**facts)
    return found.message, found.suggestion


# Keys of the score table's columns, as messages hold them.
_COLUMN = re.compile(r"\b(score|median|rank)_(\d{4})\b")
_COLUMN_WORDS = {
    "vi": {"score": "điểm", "median": "trung vị", "rank": "hạng"},
    "en": {"score": "score", "median": "median", "rank": "rank"},
}


def columns_said(text: str, language: str = "vi") -> str:
    """A message with the score table's columns by name.

    The stored one keeps their keys: a doubt is known by the hash of its message.

    >>> columns_said("Nội dung V, score_2015: 6,83")
    'Nội dung V, điểm 2015: 6,83'
    """
    words = _COLUMN_WORDS[language]
    return _COLUMN.sub(lambda match: f"{words[match[1]]} {match[2]}", text)
