"""What is written on the command line, read; what can't be read is refused."""

import pytest

from danbiet.base.errors import CodedError
from danbiet.stats.survey.answers import QUESTIONNAIRE, Reason
from danbiet.stats.survey.design import Design, Singletons
from danbiet.stats.survey.measures import Mean, Proportion, Ratio, Total
from danbiet.surveys import asked


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("mean:d503d", Mean("d503d", "d503d")),
        ("mean:d503d as Hài lòng", Mean("d503d", "Hài lòng")),
        ("share:d101a=1", Proportion("d101a", (1.0,), "d101a = 1")),
        ("share:d603e=5|6 as Nước máy", Proportion("d603e", (5.0, 6.0), "Nước máy")),
        ("share:khuvuc=Thành thị", Proportion("khuvuc", ("Thành thị",), "khuvuc = Thành thị")),
        ("share:x=1|khác", Proportion("x", ("1", "khác"), "x = 1|khác")),
        ("ratio:a/b", Ratio("a", "b", "")),
        ("total:x", Total("x", "total x")),
        ("people", Total(None, "people")),
    ],
)
def test_measures(text, measure):
    assert asked.measure(text) == measure


@pytest.mark.parametrize("text", ["", "mean:", "median:x", "share:=1", "ratio:a", "share:x=1|", "people:x"])
def test_what_is_no_measure(text):
    with pytest.raises(CodedError) as caught:
        asked.measure(text)
    assert caught.value.code == "SUR-001"


def test_designs():
    assert asked.design("strata=a, clusters=b,weight=c,nested") == Design("a", "b", "c", nested=True)
    papi = Design("PSW_STRATA", "PSW_PSU", "PSW_psweight", singletons=Singletons.AVERAGE)
    assert asked.design("papi,singletons=average", ["PSW_PSU"]) == papi
    known = asked.design("papi", ["PSW_PSU", "PSW_certainty", "xa"])
    assert (known.certainty, known.next_stage) == ("PSW_certainty", "xa")


@pytest.mark.parametrize("text", ["pappi", "strata=", "weights=w", "singletons=hope", "clusters=a,certainty=b"])
def test_what_is_no_design(text):
    with pytest.raises(CodedError) as caught:
        asked.design(text)
    assert caught.value.code == "SUR-002"


def test_codes_of_missing_answers():
    assert asked.codes("papi") is QUESTIONNAIRE
    assert asked.codes("none").codes == {}
    found = asked.codes("888=0,999,-1")
    assert found.values() == {888.0: 0.0, 999.0: None, -1.0: None}
    assert found.codes[999.0] is Reason.REFUSED
    for text in ("x", "888=x", "nan"):
        with pytest.raises(CodedError) as caught:
            asked.codes(text)
        assert caught.value.code == "SUR-004"


def test_anchors():
    assert asked.anchors(["VI.2.1=0.4:3"]) == {"VI.2.1": (0.4, 3.0)}
    for text in ("VI.2.1", "=1:2", "VI.2.1=3:1", "VI.2.1=a:b"):
        with pytest.raises(CodedError) as caught:
            asked.anchors([text])
        assert caught.value.code == "SUR-005"


def test_labels():
    found = asked.labels(["khuvuc=1:thành thị,2:nông thôn", "khuvuc=3: khác"])
    assert found == {"khuvuc": {"1": "thành thị", "2": "nông thôn", "3": "khác"}}
    for text in ("khuvuc", "=1:a", "khuvuc=1", "khuvuc=1:"):
        with pytest.raises(CodedError) as caught:
            asked.labels([text])
        assert caught.value.code == "SUR-014"
