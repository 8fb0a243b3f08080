"""``danbiet units``: what it prints and how it ends."""

import pytest
from django.utils import translation

from danbiet.cli import main
from danbiet.units.models import UnitRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(loaded, capsys):
    """Runs ``danbiet units ...``; (exit code, output, errors)."""

    def call(*arguments):
        with translation.override("vi"):
            code = main.main(["units", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_loading_again_says_that_nothing_is_new(run):
    assert run("load", "96") == (0, "Không có gì mới.\n", "")


def test_loading_prints_counts(run):
    code, out, _ = run("load", "01", "--today")
    assert code == 0
    assert "tỉnh: 1" in out.splitlines()


def test_find_shows_id_code_name_and_what_is_above(run, loaded):
    code, out, _ = run("find", "xa khanh hoa", "--province", "96")
    first = out.splitlines()[0]
    assert code == 0
    assert "32047" in first
    assert first.endswith("Xã Khánh Hòa (Huyện U Minh)")
    code, out, _ = run("find", first.split()[0], "--province", "96")
    assert (code, out.strip()) == (0, first)


def test_find_on_a_day(run):
    code, out, _ = run("find", "32047", "--province", "96", "--on", "2026-01-05")
    assert (code, out.strip().endswith("Xã U Minh (Tỉnh Cà Mau)")) == (0, True)


def test_a_designation_prints_its_units_or_its_question(run):
    code, out, _ = run("designation", "committee.district", "--province", "96", "--on", "2016-09-09")
    assert (code, len(out.splitlines())) == (0, 9)
    code, out, _ = run("designation", "hospitals.any", "--province", "96")
    assert (code, out) == (0, "? open_list 12 · Sở Y tế\n")
    code, out, _ = run("designation", "committee.district", "--province", "96", "--on", "2026-01-05")
    assert (code, out) == (0, "? no_district_level · Sở Nội vụ\n")


def test_lists_that_wait(run):
    hospitals = "hospitals.any  0/12  đang chờ  Sở Y tế  bệnh viện công lập tuyến tỉnh và tuyến huyện"
    schools = "primary_schools.district  0/250  đang chờ  Sở Giáo dục và Đào tạo  trường tiểu học công lập"
    code, out, _ = run("open-list", "--province", "96")
    first, second = out.splitlines()
    assert (code, first) == (0, hospitals)
    assert second.startswith(schools)
    code, out, _ = run("open-list")
    assert (code, len(out.splitlines())) == (0, 4), "Bạc Liêu's too"


def test_a_list_goes_out_and_comes_back(run, tmp_path):
    import openpyxl

    path = tmp_path / "benh-vien.xlsx"
    assert run("open-list", "export", "hospitals.any", path, "--province", "96")[:2] == (0, f"{path}: 0 đơn vị\n")
    book = openpyxl.load_workbook(path)
    for column, value in enumerate(("Bệnh viện Mắt", "cấp tỉnh", "Thành phố Cà Mau"), 1):
        book.active.cell(4, column).value = value
    book.save(path)
    code, out, _ = run("open-list", "read", "hospitals.any", path, "--province", "96")
    assert (code, out) == (0, "1 đơn vị (dự kiến 12): 1 mới, 0 thay đổi, 0 ra khỏi danh sách\n")
    assert UnitRole.objects.filter(role="listed:hospitals.any").count() == 1
    code, out, _ = run("open-list", "read", "hospitals.any", path, "--province", "96")
    assert (code, out) == (0, "1 đơn vị (dự kiến 12): 0 mới, 0 thay đổi, 0 ra khỏi danh sách\n")
    assert "hospitals.any  1/12  đã xác nhận" in run("open-list", "--province", "96")[1]
    book.active["A4"].value = "=1+1"
    book.save(path)
    code, _, err = run("open-list", "read", "hospitals.any", path, "--province", "96")
    assert (code, err[:12]) == (2, "UNIT-010 A4:")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("load", "00"), "UNIT-008"),
        (("load", "96", "--as", "nobody"), "PEO-003"),
        (("find", "khong co xa nay", "--province", "96"), "UNIT-004"),
        (("find", "xa", "--province", "00"), "UNIT-001"),
        (("find", "xa", "--province", "96", "--on", "9/9/2016"), "UNIT-014 --on"),
        (("designation", "committee.village", "--province", "96"), "UNIT-002"),
        (("open-list", "--province", "00"), "UNIT-001"),
        (("open-list", "export", "committee.commune", "x.xlsx", "--province", "96"), "UNIT-005"),
        (("open-list", "export", "hospitals.any", "no/such/folder/x.xlsx", "--province", "96"), "UNIT-006"),
        (("open-list", "read", "hospitals.any", "no-such-file.xlsx", "--province", "96"), "READ-010"),
        (("open-list", "read", "hospitals.any", "README.md", "--province", "96"), "UNIT-006 README.md"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, code, run):
    ended, _, err = run(*arguments)
    assert (ended, err[: len(code)]) == (2, code)
