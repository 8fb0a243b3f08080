"""``danbiet index import`` and ``check``: what they print, their JSON, their exit codes."""

from __future__ import annotations

import json

import pytest

from danbiet.cli.main import main
from danbiet.index import queries
from danbiet.index.models import Edition, Intake
from tests.index import made_up
from tests.index.test_importing import new, old
from tests.index.workbooks import edition, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.delenv("DANBIET_LANG", raising=False)

    def call(*args):
        code = main(["index", *map(str, args)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def file(tmp_path):
    def write(*changes, name="chi-so.xlsx"):
        path = tmp_path / name
        path.write_bytes(saved(*changes))
        return path

    return write


def test_import_prints_what_it_found_and_stores_nothing(run, file):
    code, out, _ = run("import", file(old(2016, highest=True)))
    assert code == 0
    assert "2016 «2016_PAPI»: 63 tỉnh có điểm tổng: nhận được" in out
    assert "IDX-118 2016_PAPI!AF66" in out
    assert not Edition.objects.exists()
    assert not Intake.objects.exists()


def test_the_json_form(run, file):
    code, out, _ = run("import", file(old(2016, after=lambda sheet: sheet.delete_rows(65)), new(2022)), "--json")
    assert code == 0
    found = json.loads(out)
    assert list(found) == ["editions"]
    first, second = found["editions"]
    assert (first["year"], first["provinces"], first["missing"]) == (2016, 62, ["Cà Mau"])
    assert (second["year"], second["provinces"], second["missing"]) == (2022, 63, [])
    assert list(first) == ["year", "provinces", "missing", "findings"]
    assert [set(one) for one in second["findings"]] == [{"code", "sheet", "cell", "message"}]
    assert second["findings"][0]["cell"] == "B4"


def test_accepting_needs_somebody_who_may(run, file, ca_mau):
    path = file(old(2016))
    code, _, err = run("import", path, "--accept")
    assert code == 2
    assert "PEO-001" in err
    assert not Edition.objects.exists()
    code, out, _ = run("import", path, "--accept", "--as", "leader")
    assert code == 0
    assert "Đã nhận: 2016/1" in out
    assert [(one.year, one.current) for one in queries.summaries()] == [(2016, True)]


def test_the_operator_hands_in(run, file, ca_mau):
    code, out, _ = run("import", file(old(2016)), "--hand-in")
    assert code == 0
    assert Intake.objects.get().public_id in out


def test_a_file_that_cannot_be_read(run, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"")
    code, _, err = run("import", path)
    assert code == 2
    assert "READ-030 x.xlsx" in err
    assert run("import", tmp_path / "none.xlsx")[0] == 2


def test_check_says_what_is_wrong_by_its_exit_code(run, file, ca_mau):
    run("import", file(old(2016, highest=True), old(2015)), "--accept", "--as", "leader")
    assert run("check", "2015")[0] == 0
    code, out, _ = run("check", "2016/1")
    assert code == 1
    assert "IDX-118" in out
    code, out, _ = run("check", queries.find("2016").public_id, "--json")
    assert code == 1
    found = json.loads(out)
    assert (found["edition"]["year"], found["recomputed"]) == (2016, [])
    assert [one["code"] for one in found["findings"]] == ["IDX-117", "IDX-118"]
    assert run("check", "2030")[0] == 2


def test_check_recomputes(run):
    table = edition(2015)
    cells = list(table.values["total"])
    cells[62] += 0.5
    values = {**table.values, "total": tuple(cells)}
    wrong = table.__class__(**{**{name: getattr(table, name) for name in table.__slots__}, "values": values})
    made_up.stored([wrong])
    code, out, _ = run("check", "2015")
    assert code == 1
    assert "total Cà Mau: tính lại được" in out


def test_in_english(run, file, monkeypatch):
    monkeypatch.setenv("DANBIET_LANG", "en")
    _, out, _ = run("import", file(old(2016, highest=True)))
    assert "63 provinces with a total: can be accepted" in out
    assert "adds up the best scores" in out
