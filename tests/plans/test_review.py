"""Review as an overlay: which decisions are taken, what they do to the draft as it reads, and what they never touch."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.plans import review
from danbiet.reading.plan import PlanDraft
from danbiet.reading.plan.read import read_plan
from tests.scenes import EXAMPLES

TEXT = EXAMPLES / "ke-hoach-vi-du.txt"
FILE = EXAMPLES / "ke-hoach-vi-du.resolutions.yaml"
DRAFT = read_plan(TEXT)
KNOWN = review.doubts_by_id(DRAFT)
TIMING = next(key for key in KNOWN if key.startswith("READ-110"))
WHO = next(key for key in KNOWN if key.startswith("READ-112"))
CLAIM = next(key for key in KNOWN if key.startswith("READ-103"))


def task(draft, code):
    return next(one for one in draft.tasks if one.code == code)


# --- ids and versions ------------------------------------------------------------------------------------------------
def test_a_doubt_keeps_its_id_over_readings():
    assert list(KNOWN) == list(review.doubts_by_id(read_plan(TEXT)))
    assert len(KNOWN) == len(DRAFT.doubts), "no two doubts share an id"
    assert list(KNOWN) == list(review.doubts_by_id(PlanDraft.from_json(json.loads(json.dumps(DRAFT.to_json())))))


def test_the_version_changes_with_the_draft_and_with_every_decision():
    empty = review.version("a", {})
    one = review.version("a", {TIMING: {"timing": "yearly"}})
    assert len({empty, one, review.version("b", {}), review.version("a", {TIMING: {"timing": "event"}})}) == 4
    both = {TIMING: {"timing": "yearly"}, WHO: {"accept": True}}
    assert review.version("a", both) == review.version("a", dict(reversed(both.items())))


def test_the_content_hash_is_that_of_the_content_whatever_the_order():
    content = DRAFT.to_json()
    assert review.content_hash(content) == review.content_hash(dict(reversed(content.items())))


# --- decisions -------------------------------------------------------------------------------------------------------
GOOD = [
    (TIMING, {"timing": "yearly"}, {"timing": "yearly"}),
    (WHO, {"designation": "justice.province"}, {"designation": ["justice.province"]}),
    (WHO, {"designation": ["justice.province", "finance.all"]}, None),
    (WHO, {"question": True}, {"question": {"owner": "home_affairs.province"}}),
    (WHO, {"question": {"owner": "finance.province", "due_on": date(2016, 11, 1)}},
     {"question": {"owner": "finance.province", "due_on": "2016-11-01"}}),
    (CLAIM, {"accept": True, "reason": "đã xem"}, None),
    (CLAIM, {"dismiss": " đúng như bản giấy "}, {"dismiss": "đúng như bản giấy"}),
    (CLAIM, {"value": 15}, {"value": "15"}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "decision", "stored"), GOOD)
def test_a_good_decision_is_stored_in_one_form(key, decision, stored):
    checked = review.check(DRAFT, {key: decision})
    assert checked == {key: stored if stored is not None else decision}
    assert review.check(DRAFT, checked) == checked
    json.dumps(checked)


BAD = [
    None, "yearly", 5, [], {}, {"reason": "x"}, {"timing": "sometimes"}, {"timing": ["yearly"]},
    {"timing": "yearly", "accept": True}, {"accept": True, "note": "x"}, {"accept": False},
    {"accept": date(2016, 1, 1)},
    {5: 6, "accept": True}, {"designation": []}, {"designation": 5}, {"designation": "nobody.province"},
    {"designation": "justice"}, {"designation": ["justice.province", "x"]}, {"designation": {"a": 1}},
    {"question": "who"}, {"question": {"owner": "nobody"}}, {"question": {"who": "x"}},
    {"question": {"due_on": "soon"}}, {"question": {"due_on": "2016-02-30"}},
    {"dismiss": ""}, {"dismiss": None}, {"value": ""}, {"value": "x" * 61},
]  # fmt: skip


@pytest.mark.parametrize("decision", BAD, ids=repr)
def test_a_bad_decision_is_refused_at_its_doubt(decision):
    with pytest.raises(CodedError) as refused:
        review.check(DRAFT, {WHO: decision})
    assert refused.value.code == "PLAN-015"
    assert WHO in refused.value.render("vi")


def test_an_unknown_doubt_is_refused():
    with pytest.raises(CodedError) as refused:
        review.check(DRAFT, {"READ-110-00000000": {"accept": True}})
    assert refused.value.code == "PLAN-014"


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3),
    max_leaves=6,
)
forms = st.dictionaries(st.sampled_from([*review.FORMS, "reason", "other"]), plain, max_size=2)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([TIMING, WHO, CLAIM]), plain | forms)
def test_whatever_is_decided_is_stored_or_refused_with_a_code(key, decision):
    try:
        checked = review.check(DRAFT, {key: decision})
    except CodedError as error:
        assert error.code == "PLAN-015"  # noqa: PT017
        return
    json.dumps(checked)
    review.apply(DRAFT, checked)


# --- the file --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [b"", b"resolutions", b"- 1", b"other: {}", b"resolutions: []\n", b"resolutions: 5\n",
     b"resolutions: {a: {}}\nx: 1\n",
     b"resolutions: {a: [", b"\xff\xfe\x00", b"resolutions: {a: {}, a: {}}\n", b"x" * (2 * 1024 * 1024 + 1)],
    ids=["empty", "word", "list", "other", "inner list", "number", "more", "broken", "noise", "twice", "huge"],
)  # fmt: skip
def test_a_bad_file_is_refused_by_its_name(content, tmp_path):
    path = tmp_path / "quyet-dinh.yaml"
    path.write_bytes(content)
    with pytest.raises(CodedError) as refused:
        review.load_file(path)
    assert refused.value.code == "PLAN-013"
    assert "quyet-dinh.yaml" in refused.value.render("vi")


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CodedError) as refused:
        review.load_file(tmp_path / "no.yaml")
    assert refused.value.code == "PLAN-013"


def test_the_template_names_every_doubt_and_decides_nothing(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(review.template(DRAFT), "utf-8")
    assert review.load_file(path) == {}
    text = path.read_text("utf-8")
    assert all(f"  {key}:" in text for key in KNOWN)
    assert text.count("PHẢI GIẢI QUYẾT") == sum(found.blocking for found in DRAFT.doubts) == 2


def test_json_will_do_as_well(tmp_path):
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"resolutions": {TIMING: {"timing": "yearly"}}}), "utf-8-sig")
    assert review.load_file(path) == {TIMING: {"timing": "yearly"}}


def test_the_examples_file_settles_what_blocks():
    decisions = review.check(DRAFT, review.load_file(FILE))
    assert {found.code for found in review.open_blocking(DRAFT, {})} == {"READ-110", "READ-112"}
    assert review.open_blocking(DRAFT, decisions) == []
    assert [found.code for found in review.open_blocking(DRAFT, {TIMING: decisions[TIMING]})] == ["READ-112"]


# --- applying --------------------------------------------------------------------------------------------------------
def test_a_timing_is_read_as_decided_and_the_draft_stays_as_it_was():
    before = DRAFT.to_json()
    reviewed = review.apply(DRAFT, {TIMING: {"timing": "yearly"}})
    assert task(reviewed.draft, "V.5").timing.kind == "yearly"
    assert task(DRAFT, "V.5").timing.kind == "missing"
    assert DRAFT.to_json() == before


def test_a_designation_takes_the_place_of_the_unclear_words_only():
    reviewed = review.apply(DRAFT, {WHO: {"designation": ["justice.province", "finance.province"]}})
    before = [entry.designation for entry in task(DRAFT, "III.1").coordinate]
    after = [entry.designation for entry in task(reviewed.draft, "III.1").coordinate]
    assert set(after) - set(before) == {"justice.province", "finance.province"}
    assert "front.all" in before
    assert "front.all" in after
    for one in DRAFT.tasks:
        if one.code != "III.1":
            assert task(reviewed.draft, one.code) == one


def test_what_is_not_decided_becomes_a_question_and_what_is_decided_does_not():
    everything = {review.doubt_id(question.doubt) for question in review.apply(DRAFT, {}).questions}
    assert everything == set(KNOWN)
    decided = {CLAIM: {"accept": True}, TIMING: {"timing": "yearly"}}
    left = {review.doubt_id(question.doubt) for question in review.apply(DRAFT, decided).questions}
    assert everything - left == {CLAIM, TIMING}
    asked = {WHO: {"question": {"owner": "finance.province", "due_on": "2016-11-01"}}}
    question = next(one for one in review.apply(DRAFT, asked).questions if one.doubt == KNOWN[WHO])
    assert (question.owner, question.due_on) == ("finance.province", date(2016, 11, 1))


def without(*words):
    """The example's text without its number or its date, read."""
    from danbiet.reading.plan import read_bytes

    text = TEXT.read_text("utf-8")
    for word in words:
        text = text.replace(word, "")
    return read_bytes(text.encode(), "a.txt")


def test_a_missing_number_or_day_is_supplied_by_a_value():
    draft = without(
        "Số: 15/KH-UBND (VD)", "Cà Mau, ngày 06 tháng 9 năm 2016", "số: 15/KH-UBND ngày 06 tháng 9 năm 2016"
    )
    missing = {found.facts.get("what") or found.code: key for key, found in review.doubts_by_id(draft).items()}
    keys = {what: key for what, key in missing.items() if what in ("số", "ngày", "READ-120", "READ-121")}
    if draft.document.number is None:
        key = keys.get("số") or keys["READ-120"]
        assert review.apply(draft, {key: {"value": "15/KH-UBND"}}).draft.document.number == "15/KH-UBND"
    if draft.document.date is None:
        key = keys.get("ngày") or keys["READ-121"]
        assert review.apply(draft, {key: {"value": "2016-09-06"}}).draft.document.date == date(2016, 9, 6)
        with pytest.raises(CodedError) as refused:
            review.check(draft, {key: {"value": "ngày 6 tháng 9"}})
        assert refused.value.code == "PLAN-015"
    assert keys


def test_nobody_has_a_ready_answer_for_a_page_that_was_not_read():
    from danbiet.plans import suggestions
    from danbiet.reading.blocks import Place
    from danbiet.reading.plan.doubts import doubt

    assert suggestions.suggested(doubt("READ-150", Place(page=3), pages="3")) is None
    assert suggestions.suggested(doubt("READ-151", Place(page=3), page=3)) is None
    assert suggestions.kind("READ-150") != "READ-150"
