"""``danbiet estimate`` and ``danbiet generate`` from end to end, on a small made-up sample."""

import json

import pytest

pytest.importorskip("duckdb")

from danbiet.cli.main import main
from danbiet.surveys.models import Result

DESIGN = ["--design", "papi", "--missing", "papi"]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "a.parquet"
    assert main(["generate", str(path), "--province", "95", "--province", "96"]) == 0
    return str(path)


def test_json_is_all_there_is_on_standard_output(answers, capsys):
    assert main(["estimate", answers, *DESIGN, "--by", "tinh", "--measure", "share:d101a=1", "--json"]) == 0
    out, _ = capsys.readouterr()
    found = json.loads(out)
    assert found["simulated"] is True
    assert found["file"]["people"] == 384
    assert len(found["file"]["sha256"]) == 64
    assert [one["domain"] for one in found["estimates"]] == [{"tinh": 95}, {"tinh": 96}]
    assert all(0 < one["low"] < one["value"] < one["high"] < 1 for one in found["estimates"])


def test_a_table_for_people_in_their_language(answers, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    arguments = ["estimate", answers, *DESIGN, "--by", "tinh", "--measure", "mean:d503d as Hài lòng"]
    assert main(arguments) == 0
    out, _ = capsys.readouterr()
    assert "Cà Mau" in out
    assert "Hài lòng" in out
    assert "4,1" in out
    assert "Số liệu mô phỏng" in out
    monkeypatch.setenv("DANBIET_LANG", "en")
    assert main([*arguments, "--engine", "duckdb://?threads=1"]) == 0
    out, _ = capsys.readouterr()
    assert "4.1" in out
    assert "Made-up data" in out


@pytest.mark.django_db
def test_an_index_is_estimated_and_kept(answers, capsys, ca_mau, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    index = ["--index", "papi", "--year", "2022", "--by", "tinh", "--mode", "clean"]
    keep = ["--keep", "--title", "PAPI thử", "--province", "96", "--as", "home_affairs"]
    assert main(["estimate", answers, *DESIGN, *index, *keep]) == 0
    out, _ = capsys.readouterr()
    assert "VIII" in out
    row = Result.objects.get()
    assert row.public_id in out
    assert row.simulated
    assert row.facts["index"]["mode"] == "clean"
    assert row.lines.count() == 118 + 28 + 8 + 1
    assert all(cell[4] >= 15 or cell[0] is None for line in row.lines.all() for cell in line.cells)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--design", "papi"], "SUR-003"),
        (["--design", "papi", "--index", "papi"], "SUR-006"),
        (["--design", "papi", "--index", "papi", "--year", "2019"], "IDX-301"),
        (["--design", "papi", "--measure", "mean:nobody"], "STA-101"),
        (["--design", "papi", "--measure", "mean:d503d", "--level", "2"], "SUR-013"),
        (["--design", "papi", "--measure", "mean:d503d", "--engine", "abacus://"], "STA-111"),
        (["--design", "strata=PSW_STRATA,clusters=PSW_PSU", "--measure", "mean:d503d"], "STA-107"),
    ],
)
def test_what_is_wrong_is_said_with_its_code_and_exit_code_2(answers, capsys, arguments, code):
    assert main(["estimate", answers, *arguments]) == 2
    _, err = capsys.readouterr()
    assert err.startswith(code)


def test_a_file_that_is_not_there(capsys):
    assert main(["estimate", "nowhere.parquet", *DESIGN, "--measure", "mean:x"]) == 2
    assert "STA-110" in capsys.readouterr()[1]


def test_generated_files_overwrite_nothing(answers, capsys):
    assert main(["generate", answers]) == 2
    assert main(["generate", answers + "2.csv", "--province", "03"]) == 2
    _, err = capsys.readouterr()
    assert "SUR-011" in err
    assert "SUR-012" in err


def test_weights_are_brought_to_the_populations_of_a_column(answers, capsys):
    """People of a province are its population, for sure; a mean within it stays what it was."""
    asked = ["--by", "tinh", "--measure", "people", "--measure", "mean:d503d", "--json"]
    assert main(["estimate", answers, *DESIGN, *asked]) == 0
    plain = json.loads(capsys.readouterr()[0])
    assert main(["estimate", answers, *DESIGN, *asked, "--post-stratify", "tinh=PSW_province_population"]) == 0
    found = json.loads(capsys.readouterr()[0])
    assert found["design"]["weights"] == "post-stratified (tinh)"
    for before, after in zip(plain["estimates"], found["estimates"], strict=True):
        assert after["value"] == pytest.approx(before["value"], rel=1e-6)
        if after["measure"] == "people":
            assert after["se"] == pytest.approx(0, abs=1e-3)
            assert before["se"] > 1_000
    assert main(["estimate", answers, *DESIGN, *asked, "--post-stratify", "tinh=a002"]) == 2
    assert "SUR-016" in capsys.readouterr()[1]
    assert main(["estimate", answers, *DESIGN, *asked, "--post-stratify", "tinh"]) == 2
    assert "SUR-015" in capsys.readouterr()[1]
