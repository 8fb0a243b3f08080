"""``danbiet index show``, ``compare``, ``diagnose``, ``scenario``."""

import json

import pytest

from danbiet.cli.main import build_parser
from danbiet.index import standing
from tests.index import made_up

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def editions(monkeypatch):
    monkeypatch.setattr(standing, "DRAWS", 200)
    from danbiet.index import catalogue

    years = (2014, 2015, 2016)
    return made_up.stored(
        [made_up.table(year, errors=year == 2015, frame=catalogue.of_year("papi", year)) for year in years]
    )


def run(*words):
    args = build_parser().parse_args(["index", *words])
    return args.run(args)


def said(capsys, *words):
    assert run(*words) == 0
    return json.loads(capsys.readouterr().out)


def test_show_gives_what_the_command_line_promises(capsys):
    found = said(capsys, "show", "Cà Mau", "2015", "--json")
    assert list(found) == ["province", "year", "edition", "elements"]
    assert (found["province"], found["year"], found["edition"]) == ("Cà Mau", 2015, "2015/1")
    assert [one["code"] for one in found["elements"][:3]] == ["total", "I", "I.1"]
    keys = ["code", "name", "score", "median", "rank", "n", "group", "se", "rank_low", "rank_high"]
    assert all(list(one) == keys for one in found["elements"])
    full = said(capsys, "show", "96", "2015", "--json", "--full")
    assert full["elements"][0]["se_source"] == "published"
    assert full["elements"][2]["se_source"] == "model-part"


def test_compare_two_provinces_and_two_years(capsys):
    found = said(capsys, "compare", "Cà Mau", "ha noi", "--years", "2015", "--element", "total", "--json")
    pair = found["comparisons"][0]
    assert (pair["one"], pair["other"]) == ("Cà Mau", "Hà Nội")
    assert pair["elements"][0]["verdict"] in ("above", "below", "unsure")
    years = said(capsys, "compare", "96", "--years", "2014", "2015", "--json")
    assert [one["refused"]["code"] for one in years["comparisons"][0]["elements"] if "refused" in one] == []
    broken = said(capsys, "compare", "96", "--years", "2015", "2016", "--json")
    refused = [one["code"] for one in broken["comparisons"][0]["elements"] if "refused" in one]
    assert "I" in refused
    assert "II" not in refused


def test_diagnose_and_scenario(capsys):
    found = said(capsys, "diagnose", "96", "2015", "--json")
    assert found["before"] == 2014
    assert found["behind"] == {}
    tried = said(capsys, "scenario", "96", "2015", "--set", "I.1=p75", "--reach", "I=high", "--json")
    assert tried["scenario"]["elements"][0]["before"]["code"] == "total"
    assert tried["targets"][0]["target"] == "I=high"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("IDX-200", ["show", "Atlantis", "2015"]),
        ("IDX-100", ["show", "96", "1999"]),
        ("IDX-210", ["show", "96", "năm nay"]),
        ("IDX-202", ["compare", "96", "01", "--years", "2015", "--element", "XX"]),
        ("IDX-206", ["compare", "96", "--years", "2015", "2016", "--element", "I"]),
        ("IDX-209", ["compare", "96", "--years", "2015"]),
        ("IDX-209", ["compare", "96", "01", "--years", "2014", "2015"]),
        ("IDX-220", ["scenario", "96", "2015", "--set", "nothing"]),
        ("IDX-228", ["scenario", "96", "2015"]),
    ],
)
def test_what_cannot_be_answered_is_a_coded_error(code, words):
    from danbiet.base.errors import CodedError

    with pytest.raises(CodedError) as caught:
        run(*words)
    assert caught.value.code == code


def test_tables_for_people(capsys):
    assert run("show", "96", "2015") == 0
    assert run("compare", "96", "--years", "2015", "2016") == 0
    assert run("diagnose", "96", "2016") == 0
    assert run("scenario", "96", "2015", "--set", "I.1=p75", "--reach", "total=rank:5", "--reach", "V=60") == 0
    printed = capsys.readouterr().out
    for text in ("IDX-206", "Cà Mau", "không thể đạt", "mô hình"):
        assert text in printed
