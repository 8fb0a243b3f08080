"""``danbiet index evaluate``: what it prints, its JSON, what it stores, what it refuses."""

import json

import pytest

from danbiet.cli.main import main
from danbiet.index import catalogue
from danbiet.plans import evaluations
from tests.index import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.delenv("DANBIET_LANG", raising=False)

    def call(*args):
        code = main(["index", "evaluate", *args])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def editions(ca_mau):
    """Up to the plan's own year: nothing lies after it, so nothing takes long."""
    made_up.stored([made_up.table(year, frame=catalogue.of_year("papi", year)) for year in (2014, 2015, 2016)])
    return ca_mau


def test_the_json_has_the_sentence_the_verdict_and_the_arrival(run, editions):
    code, out, _ = run("Cà Mau", "--from", "2016", "--arrived", "14/9/2016", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["verdict"] == "cant-tell"
    assert found["arrived"] == "2016-09-14"
    assert found["reasons"] == ["no-edition-after"]
    assert found["sentence"].startswith("Không kết luận được")
    assert [one["code"] for one in found["statute"]][:2] == ["total", "I"]


def test_it_prints_the_statutes_comparison_and_the_sentence(run, editions):
    code, out, _ = run("96", "--from", "2016")
    assert code == 0
    assert "So sánh theo kế hoạch yêu cầu" in out
    assert "Không kết luận được" in out
    assert "mô phỏng" in out
    # The adopted plan's own arrival, where none is given.
    assert "101 xã" in " ".join(out.split())


def test_store_keeps_it_with_the_plan(run, editions):
    code, _, _ = run("Cà Mau", "--from", "2016", "--store", "--as", editions.people["leader"].username, "--json")
    assert code == 0
    row = evaluations.latest(editions.plan)
    assert row.arrived_on == editions.plan.arrives_on
    assert row.digest


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("Cà Mau", "--from", "2031"), "PLAN-120"),
        (("Atlantis", "--from", "2016"), "PLAN-121"),
        (("Cà Mau", "--from", "2016", "--arrived", "hôm qua"), "PLAN-123"),
        (("Cà Mau", "--from", "2015", "--store"), "PLAN-127"),
    ],
)
def test_what_is_refused_has_a_code_and_prints_no_json(run, editions, args, code):
    status, out, err = run(*args, "--json")
    assert status == 2
    assert out == ""
    assert code in err
