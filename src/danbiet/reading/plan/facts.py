"""Typed facts in the prose: targets of objectives; who reports to whom, when and through whom; money, publicity."""

from __future__ import annotations

import re
from typing import Any

from danbiet.reading.blocks import Place
from danbiet.reading.plan import designations
from danbiet.reading.plan.folding import folded, says

# The index's own short names, as every plan quotes them.
DIMENSION_NAMES = {
    "I": ("tham gia cua nguoi dan o cap co so", "tham gia cua nguoi dan"),
    "II": ("cong khai, minh bach", "cong khai minh bach"),
    "III": ("trach nhiem giai trinh",),
    "IV": ("kiem soat tham nhung",),
    "V": ("thu tuc hanh chinh cong",),
    "VI": ("cung ung dich vu cong",),
    "VII": ("quan tri moi truong",),
    "VIII": ("quan tri dien tu",),
}
GROUPS = (
    ("lowest", r"(?:diem|muc|nhom) thap"),
    ("lower_middle", r"trung binh thap"),
    ("upper_middle", r"trung binh cao"),
    ("highest", r"(?:diem|muc|nhom) cao nhat|nhom dau"),
)
_PERIODS = (("quarter", r"hang quy|\bquy\b"), ("six_months", r"6 thang|sau thang"), ("year", r"hang nam|\bnam\b"))
_SENTENCE = re.compile(r"(?<=[.;])\s+")


def targets(text: str) -> list[dict[str, Any]]:
    """Targets an objective states: dimensions (empty = all), the group to reach, the year (None = every year)."""
    found = []
    for sentence in _SENTENCE.split(text):
        key = folded(sentence).key
        group = next((name for name, pattern in GROUPS if re.search(pattern, key)), None)
        if group is None:
            continue
        codes = [code for code, names in DIMENSION_NAMES.items() if any(name in key for name in names)]
        year = re.search(r"nam (20\d{2})", key)
        found.append(
            {
                "dimensions": codes,
                "group": group,
                "or_better": "tro len" in key,
                "year": int(year[1]) if year else None,
                "text": sentence.strip(),
            }
        )
    return found


def organisation(text: str, at: Place) -> dict[str, Any]:
    """What a line on organisation says in terms a machine can use; keys only where it says so."""
    key = folded(text).key
    found: dict[str, Any] = {"actors": _actors(text, at)}
    reports = _reports(text, at)
    if reports:
        found["reports"] = reports
    if re.search(r"long ghep .{0,40}cai cach hanh chinh", key):
        found["folded_into"] = "administrative_reform"
    waiting = re.search(r"sau (\d+) ngay( lam viec)?", key)
    if waiting and says(text, "cong bo"):
        found["evaluation"] = {"days": int(waiting[1]), "unit": "wd" if waiting[2] else "d", "event": "index_published"}
        found["evaluation"]["text"] = folded(text).slice(waiting.start(), waiting.end())
    if re.search(r"kinh phi", key):
        found["money"] = True
    if re.search(r"bao, dai|thong tin, tuyen truyen|pho bien ke hoach", key):
        found["publicity"] = True
        found["directed"] = _directed(text, at)
    if re.search(r"^(?:\d+\. )?de nghi", key):
        found["requested"] = True
    if re.search(r"xay dung (?:chuong trinh|ke hoach)", key):
        found["programme"] = True
    return found


def _actors(text: str, at: Place) -> list[dict[str, Any]]:
    """The units a line begins with, before its first verb."""
    key = folded(text)
    verb = re.search(
        r" (?:can cu|theo doi|chu tri|tiep tuc|to chuc|xay dung|phoi hop|bo tri|tham muu|co trach nhiem|bao cao)"
        r"(?=[ ,])",
        key.key,
    )
    head = key.slice(0, verb.start()) if verb else ""
    head = re.sub(r"^(?:Đề nghị|Giao)\s+", "", head)
    named = designations.parse(head, at) if 0 < len(head) < 300 else []
    return [{"text": entry.text, "designation": entry.designation} for entry in named if entry.designation]


def _directed(text: str, at: Place) -> list[str]:
    """Bodies told to join in ("chỉ đạo các cơ quan báo, đài của tỉnh và ...")."""
    key = folded(text)
    match = re.search(r"chi dao (?P<whom>.+?)(?= day manh| va cac (?:co quan|don vi)|[.;]|$)", key.key)
    if match is None:
        return []
    named = designations.parse(key.slice(match.start("whom"), match.end("whom")), at)
    return [entry.designation for entry in named if entry.designation]


_REPORT = re.compile(
    r"(?P<who>[^.;:]*?)\s*báo cáo(?P<what>[^.;]*?)\s+về\s+(?P<to>[^();]+?)"
    r"\s*\(\s*(?:thông\s+)?qua\s+(?P<through>[^)]+)\)",
    re.IGNORECASE,
)


def _reports(text: str, at: Place) -> list[dict[str, Any]]:
    """Sentences "A báo cáo ... về B (qua C)", with the periods named before the first of them."""
    found = []
    shared: list[str] = []
    # Brackets that say how (folded into another report) hide the pattern; brackets with "qua" are the channel.
    plain = re.sub(r"\((?!\s*(?:thông\s+)?qua)[^)]*\)", "", text)
    for match in _REPORT.finditer(plain):
        who = re.sub(r"^.*?(?:hàng|hằng)?\s*(?:quý|6 tháng)[^,]*,\s*(?:6 tháng\s*)?(?:và năm)?,?\s*", "", match["who"])
        periods = [name for name, pattern in _PERIODS if re.search(pattern, folded(match["who"]).key)]
        shared = periods or shared
        found.append(
            {
                "from": _keys(who, at),
                "to": _keys(match["to"], at),
                "through": _keys(match["through"], at),
                "periods": shared,
            }
        )
    return found


def _keys(text: str, at: Place) -> list[str]:
    source = re.sub(r"^[\s,]*(?:các\s+xã)", "UBND các xã", text.strip(), flags=re.IGNORECASE)
    return [entry.designation for entry in designations.parse(source, at) if entry.designation]
