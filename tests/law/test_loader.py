"""The strict loader: every fault is a coded error that names file, line and key."""

from datetime import date
from fractions import Fraction

import pytest

from danbiet.base.errors import CodedError
from danbiet.law import Quantity, Register
from danbiet.law.loader import load

FILE = """\
about: {vi: Đất, en: Land}
known_to: 2026-07-23
parameters:
  posting.minimum:
    kind: duration
    label: {vi: Niêm yết, en: Posting}
    values:
      - {from: 2012-10, to: 2018-02-14, value: 30 d, article: "Luật 45/2013/QH13, Điều 48", source: a, status: verified}
      - {from: 2019, value: 15 d, article: "Luật 45/2013/QH13, Điều 48", source: recalled, status: to_verify}
  switch:
    kind: choice
    label: {vi: Công tắc, en: Switch}
    options: {off: {vi: tắt, en: off}, on: {vi: bật, en: on}}
    end: 2020-12-31
    values:
      - {from: 2012, value: off, article: "NĐ 43/2014/NĐ-CP", source: a, status: verified}
  open:
    kind: text
    label: {vi: Giờ mở, en: Opens}
    values:
      - {from: 2012, value: 07:00, article: "NĐ 43/2014/NĐ-CP", source: a, status: verified}
"""


@pytest.fixture
def write(tmp_path):
    def write(text):
        (tmp_path / "land.yaml").write_text(text, "utf-8")
        return tmp_path

    return write


def test_a_good_file(write):
    register = Register(write(FILE))
    first = register.value("land.posting.minimum", on=date(2012, 10, 1))
    assert (first.first_day, first.last_day, first.precision) == (date(2012, 10, 1), date(2018, 2, 14), "month")
    assert first.article("en") == "Law 45/2013/QH13, art. 48"
    assert register.value("land.posting.minimum", on=date(2019, 1, 1)).precision == "year"
    assert [one.key for one in register.parameters()] == ["land.posting.minimum", "land.switch", "land.open"]


def test_yaml_1_2_leaves_off_and_hours_as_they_are(write):
    register = Register(write(FILE))
    assert register.value("land.switch", on=date(2016, 1, 1)).value == "off"
    assert register.value("land.open", on=date(2016, 1, 1)).value == ("07:00", "07:00")


@pytest.mark.parametrize(
    ("day", "code"), [("2012-09-30", "LAW-011"), ("2018-02-15", "LAW-013"), ("2018-12-31", "LAW-013")]
)
def test_days_without_a_value(write, day, code):
    with pytest.raises(CodedError) as caught:
        Register(write(FILE)).value("land.posting.minimum", on=date.fromisoformat(day))
    assert caught.value.code == code


def test_the_end_and_what_lies_past_the_known(write):
    register = Register(write(FILE))
    assert not register.value("land.switch", on=date(2020, 12, 31)).beyond_known
    with pytest.raises(CodedError, match="LAW-012"):
        register.value("land.switch", on=date(2021, 1, 1))
    assert not register.value("land.posting.minimum", on=date(2026, 7, 23)).beyond_known
    assert register.value("land.posting.minimum", on=date(2026, 7, 24)).beyond_known
    assert register.value("land.posting.minimum", on=date.max).value == Quantity.parse("15 d")


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("  open:", "  posting.minimum:", "LAW-002", "land.yaml:17, parameters.posting.minimum"),
        (
            "source: a, status: verified}\n      - {from: 2019",
            "source: a, source: b, status: verified}\n      - {from: 2019",
            "LAW-002",
            "land.yaml:8, parameters.posting.minimum.values.source",
        ),
        ("about:", "abuot:", "LAW-003", "land.yaml:1, abuot"),
        ("to: 2018-02-14", "until: 2018-02-14", "LAW-003", "land.yaml:8, parameters.posting.minimum.values.until"),
        ("<<", "", "", ""),
        (", source: recalled", "", "LAW-004", "land.yaml:9, parameters.posting.minimum.values.source"),
        (
            ', article: "Luật 45/2013/QH13, Điều 48", source: recalled',
            ", source: recalled",
            "LAW-004",
            "land.yaml:9, parameters.posting.minimum.values.article",
        ),
        ("source: recalled", "source: 5", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.source"),
        ("source: recalled", "source: null", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.source"),
        ("kind: duration", "kind: length", "LAW-005", "land.yaml:5, parameters.posting.minimum.kind"),
        ("value: 15 d", "value: 15", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.value"),
        ("value: 15 d", "value: 15 items", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.value"),
        ("value: 15 d", "value: [15, d]", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.value"),
        ("from: 2019,", "from: 2019-02-30,", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.from"),
        ("from: 2019,", "from: soon,", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.from"),
        ("status: to_verify", "status: maybe", "LAW-005", "land.yaml:9, parameters.posting.minimum.values.status"),
        (
            'article: "Luật 45/2013/QH13, Điều 48", source: recalled',
            "article: the land law, source: recalled",
            "LAW-005",
            "land.yaml:9, parameters.posting.minimum.values.article",
        ),
        ("to: 2018-02-14", "to: 2012-09", "LAW-006", "land.yaml:8, parameters.posting.minimum.values.to"),
        ("to: 2018-02-14", "to: 2019", "LAW-007", "land.yaml:9, parameters.posting.minimum.values.from"),
        ("from: 2019,", "from: 2012-10-01,", "LAW-007", "land.yaml:9, parameters.posting.minimum.values.from"),
        ("end: 2020-12-31", "end: 2011", "LAW-008", "land.yaml:16, parameters.switch.values"),
        ("status: to_verify", "status: verified", "LAW-009", "land.yaml:9, parameters.posting.minimum.values.source"),
        ("value: off", "value: dim", "LAW-020", "land.yaml:16, parameters.switch.values.value"),
        (
            "    options: {off: {vi: tắt, en: off}, on: {vi: bật, en: on}}\n",
            "",
            "LAW-004",
            "land.yaml:11, parameters.switch.options",
        ),
        (
            "    kind: text\n",
            "    kind: text\n    options: {a: {vi: a, en: a}}\n",
            "LAW-003",
            "land.yaml:19, parameters.open.options",
        ),
        (
            "{vi: Niêm yết, en: Posting}",
            "{vi: Niêm yết}",
            "LAW-004",
            "land.yaml:6, parameters.posting.minimum.label.en",
        ),
        (
            "value: 15 d",
            "value: 15 d, extension: many",
            "LAW-005",
            "land.yaml:9, parameters.posting.minimum.values.extension",
        ),
        (
            "value: 15 d",
            "value: 15 d, extension_times: 2",
            "LAW-004",
            "land.yaml:9, parameters.posting.minimum.values.extension",
        ),
        (
            "value: 15 d",
            "value: 15 d, extension: 5 d, extension_times: 0",
            "LAW-005",
            "land.yaml:9, parameters.posting.minimum.values.extension_times",
        ),
        ("  open:", "  Open Hours:", "LAW-005", "land.yaml:18, parameters.Open Hours"),
        ("  open:\n", "  open: [\n", "LAW-001", "land.yaml:"),
        ("about:", "- about:", "LAW-001", "land.yaml:"),
        (FILE, "", "LAW-005", "land.yaml:1"),
        (FILE, "just words", "LAW-005", "land.yaml:1"),
    ],
)
def test_every_fault_names_file_line_and_key(write, old, new, code, place):
    if not code:
        old, new, code = "about: {", "<<: {vi: a, en: b}\nabout: {", "LAW-003"
        place = "land.yaml:1, <<"
    assert old in FILE
    folder = write(FILE.replace(old, new, 1))
    with pytest.raises(CodedError) as caught:
        load(folder / "land.yaml")
    assert caught.value.code == code
    assert caught.value.at.startswith(place), caught.value.at
    for language in ("vi", "en"):
        assert caught.value.at in caught.value.render(language)


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "land.yaml"
    path.write_bytes(b"\xff\xfe\x00about")
    with pytest.raises(CodedError, match=r"LAW-001 land\.yaml"):
        load(path)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("> 700_000..1_000_000 vnd", "trên 700.000–1.000.000 đồng", "more than 700,000–1,000,000 VND"),
        ("2.5 | 5 y", "2,5 hoặc 5 năm", "2.5 or 5 years"),
        ("> 50 percent", "trên 50%", "more than 50%"),
        (">= 2/3 share", "ít nhất 2/3 tổng số", "at least 2/3 of the total"),
        ("<= 1 m", "không quá 1 tháng", "at most 1 month"),
    ],
)
def test_quantities_in_words(text, vi, en):
    found = Quantity.parse(text)
    assert (found.said("vi"), found.said("en")) == (vi, en)


@pytest.mark.parametrize("text", ["", "30", "d", "30 moons", "-3 d", "3..d", "1e5 d", "٣ d", "3 d 4 d", "> > 3 d"])
def test_what_is_no_quantity(text):
    assert Quantity.parse(text) is None


def test_amounts_stay_exact():
    assert Quantity.parse(">= 2/3 share").amount == Fraction(2, 3)
    assert str(Quantity.parse("2.5 y").amount) == "2.5"
