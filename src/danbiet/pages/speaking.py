"""Written office Vietnamese as it is read aloud: no abbreviation, sign or Roman figure is left."""

from __future__ import annotations

import re

from danbiet.base.text import squeeze

_INSTRUMENTS = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "CV": "Công văn",
    "BC": "Báo cáo",
    "TB": "Thông báo",
    "TTr": "Tờ trình",
    "HD": "Hướng dẫn",
    "QC": "Quy chế",
}
_WORDS = {
    **{short: _INSTRUMENTS[short] for short in ("KH", "QĐ", "NQ", "NĐ", "TTLT", "CTr", "BC", "TB", "TTr")},
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "QH": "Quốc hội",
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "TU": "Tỉnh ủy",
    "HU": "Huyện ủy",
    "VP": "Văn phòng",
    "SNV": "Sở Nội vụ",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BYT": "Bộ Y tế",
    "BXD": "Bộ Xây dựng",
    "BCA": "Bộ Công an",
    "BCT": "Bộ Công Thương",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BLĐTBXH": "Bộ Lao động, Thương binh và Xã hội",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "TTCP": "Thanh tra Chính phủ",
    "LĐ-TB&XH": "Lao động, Thương binh và Xã hội",
    "LĐTBXH": "Lao động, Thương binh và Xã hội",
    "NN&PTNT": "Nông nghiệp và Phát triển nông thôn",
    "NNPTNT": "Nông nghiệp và Phát triển nông thôn",
    "TN&MT": "Tài nguyên và Môi trường",
    "TNMT": "Tài nguyên và Môi trường",
    "KH&ĐT": "Kế hoạch và Đầu tư",
    "KH&CN": "Khoa học và Công nghệ",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "GDĐT": "Giáo dục và Đào tạo",
    "TT&TT": "Thông tin và Truyền thông",
    "VHTT&DL": "Văn hóa, Thể thao và Du lịch",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
    "GTVT": "Giao thông vận tải",
    "BHXH": "Bảo hiểm xã hội",
    "BHYT": "Bảo hiểm y tế",
    "TTHC": "thủ tục hành chính",
    "CCHC": "cải cách hành chính",
    "CNTT": "công nghệ thông tin",
    "CBCC": "cán bộ, công chức",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "TTND": "Thanh tra nhân dân",
    "GSĐTCĐ": "Giám sát đầu tư của cộng đồng",
    "BCĐ": "Ban Chỉ đạo",
    "BQL": "Ban Quản lý",
    "NTM": "nông thôn mới",
    "QSDĐ": "quyền sử dụng đất",
    "GCN": "giấy chứng nhận",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TNHH": "trách nhiệm hữu hạn",
    "MTV": "một thành viên",
    "HTX": "hợp tác xã",
    "ANTT": "an ninh, trật tự",
    "PCCC": "phòng cháy, chữa cháy",
    "VBQPPL": "văn bản quy phạm pháp luật",
    "TP": "thành phố",
    "TX": "thị xã",
    "VD": "ví dụ",
    "QR": "vuông",
    "PAPI": "Chỉ số Hiệu quả quản trị và hành chính công cấp tỉnh",
    "km": "ki-lô-mét",
    "ha": "héc-ta",
    "m2": "mét vuông",
    "m²": "mét vuông",
    "kg": "ki-lô-gam",
}
# fmt: off
_LETTERS = {
    "A": "a", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "G": "giê",
    "H": "hát", "I": "i", "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o",
    "P": "pê", "Q": "quy", "R": "rờ", "S": "sờ", "T": "tê", "U": "u", "V": "vê",
    "X": "ích-xì", "Y": "i-dài", "W": "vê-kép", "F": "ép", "J": "gi", "Z": "dét",
}
# fmt: on
_FIGURES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}

_NAMED = "|".join(sorted((*_INSTRUMENTS, *_INSTRUMENTS.values(), "Luật", "Pháp lệnh"), key=len, reverse=True))
_DOCUMENT = re.compile(
    rf"(?:(?<!\w)(?P<named>{_NAMED})\s+)?(?:[Ss]ố:?\s*)?(?<!\w)(?P<number>\d+)(?:/(?P<year>\d{{4}}))?"
    r"/(?P<symbol>[A-ZĐ][A-Za-zĐđ]*\d*(?:-[A-ZĐ][A-Za-zĐđ&]*)*)"
)
_DAY = re.compile(r"(?:\bngày\s+)?(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])", re.IGNORECASE)
_MONTH = re.compile(r"(?:\btháng\s+)?(?<![\d/])(\d{1,2})/(\d{4})(?![\d/])", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)(\d{4})\s*[-–]\s*(\d{4})(?!\d)")
_PARTS = re.compile(r"(?<![\d/])(\d+)/(\d+)(?![\d/])")
_ROMAN_FIGURE = re.compile(r"(?<![\w.])(?=[IVXL])(L?X{0,3}(?:IX|IV|V?I{0,3}))((?:\.\d+)*)(?!\w)")
_SHORT = re.compile(
    "|".join(rf"(?<![\w&]){re.escape(word)}(?![\w&])" for word in sorted(_WORDS, key=len, reverse=True))
)
_CAPITALS = re.compile(r"(?<!\w)(?=\w*[A-ZĐ]\w*[A-ZĐ])([A-ZĐ]+)(\d*)(?!\w)")


def figure_in_words(number: int) -> str:
    """A whole number under a hundred in words.

    >>> figure_in_words(1), figure_in_words(15), figure_in_words(21), figure_in_words(40), figure_in_words(64)
    ('một', 'mười lăm', 'hai mươi mốt', 'bốn mươi', 'sáu mươi bốn')
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return _FIGURES[ones]
    head = "mười" if tens == 1 else f"{_FIGURES[tens]} mươi"
    if not ones:
        return head
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, _FIGURES[ones])
    return f"{head} {last}"


def ordinal(number: int) -> str:
    """Which of several, from the first.

    >>> ordinal(1), ordinal(4), ordinal(14)
    ('nhất', 'tư', 'mười bốn')
    """
    return {1: "nhất", 4: "tư"}.get(number) or (figure_in_words(number) if number < 100 else str(number))


def spoken(text: str) -> str:
    """``text`` as it is read aloud.

    >>> spoken("Kế hoạch 15/KH-UBND ngày 06/9/2016: 21/24 nhiệm vụ, đạt 87,5%")
    'Kế hoạch số 15 của Ủy ban nhân dân ngày 6 tháng 9 năm 2016: 21 trên 24 nhiệm vụ, đạt 87,5 phần trăm'
    >>> spoken("NĐ 09/2019/NĐ-CP; mục II.3 (quý IV)")
    'Nghị định số 9 năm 2019 của Chính phủ; mục hai chấm 3, quý bốn'
    """
    text = _DOCUMENT.sub(_document, squeeze(text))
    text = _DAY.sub(lambda m: f"ngày {int(m[1])} tháng {int(m[2])} năm {m[3]}", text)
    text = _MONTH.sub(lambda m: f"tháng {int(m[1])} năm {m[2]}", text)
    text = _YEARS.sub(r"\1 đến \2", text)
    text = _PARTS.sub(lambda m: f"{int(m[1])} trên {int(m[2])}", text)
    text = re.sub(r"\s*%", " phần trăm", text)
    text = re.sub(r"(\d)\s*(?:đ|₫)(?!\w)", r"\1 đồng", text)
    text = re.sub(r"\bCông ty CP\b", "Công ty cổ phần", text)
    text = re.sub(r"\bTP\.\s*", "thành phố ", text)
    text = re.sub(r"\bTT\.?\s+(?=[A-ZĐ]\w*[a-zà-ỹ])", "thị trấn ", text)
    text = re.sub(r"\b[Cc]hỉ số PAPI\b", "PAPI", text)
    text = _SHORT.sub(lambda m: _WORDS[m[0]], text)
    text = _ROMAN_FIGURE.sub(_roman, text)
    text = _CAPITALS.sub(_spelled, text)
    return _signs(text)


def _document(match: re.Match[str]) -> str:
    first, *rest = match["symbol"].split("-")
    kind, named = _INSTRUMENTS.get(first), match["named"] or ""
    issuers = rest if kind else [first, *rest]
    said = " và ".join(_issuer(one) for one in issuers)
    name = kind or _INSTRUMENTS.get(named, named)
    year = f" năm {match['year']}" if match["year"] else ""
    of = f" của {said}" if said else ""
    return f"{name} số {int(match['number'])}{year}{of}".strip()


def _issuer(text: str) -> str:
    word = re.fullmatch(r"(\D+)(\d*)", text)
    if word is None:
        return text
    said = _WORDS.get(word[1], word[1])
    return f"{said} khóa {word[2]}" if word[2] else said


def _roman(match: re.Match[str]) -> str:
    if not match[1]:
        return match[0]
    values = [_ROMAN[letter] for letter in match[1]]
    number = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return figure_in_words(number) + match[2].replace(".", " chấm ")


def _spelled(match: re.Match[str]) -> str:
    letters = " ".join(_LETTERS.get(letter, letter.lower()) for letter in match[1])
    return f"{letters} {match[2]}".strip()


def _signs(text: str) -> str:
    """Brackets, strokes and dashes as pauses."""
    text = re.sub(r"\s*[()\[\]]\s*", ", ", text)
    text = re.sub(r"(?<=\w)\s*/\s*(?=\w)", ", ", text)
    text = re.sub(r"\s+[-–—]\s+", ", ", text)
    text = re.sub(r"[“”«»\"‘’]|\./\.", "", text).replace("&", "và").replace("/", ", ")
    text = re.sub(r"(?:\s*,)+\s*(?=[.;:!?,]|$)", "", text)
    text = re.sub(r",(?:\s*,)+", ",", text)
    return squeeze(re.sub(r"\s+([,.;:])", r"\1", text)).removeprefix(", ")


def syllables(text: str) -> int:
    """About how many syllables a text has when read: its words, and for figures what their words come to.

    >>> syllables("Có 21 nhiệm vụ năm 2016")
    12
    """
    count = 0.0
    for word in re.findall(r"[^\W_]+", text):
        count += {1: 1, 2: 2, 3: 4, 4: 6}.get(len(word), 1.5 * len(word)) if word.isdigit() else 1
    return round(count)
