"""Handing in, accepting, refusing: who may, what is stored, what the record says, two people at once."""

from __future__ import annotations

import pytest

from danbiet.base.errors import CodedError
from danbiet.files.actions import path_of
from danbiet.files.models import StoredFile
from danbiet.index import actions, findings, queries, storing
from danbiet.index.models import Edition, Intake, SourceFinding
from danbiet.journal import verification
from danbiet.journal.models import Entry
from tests.index import made_up
from tests.index.test_importing import old
from tests.index.workbooks import down, edition, saved, tidy

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def workbook():
    return saved(lambda book: down(book, edition(2015), "2015"), lambda book: down(book, edition(2016), "2016"))


@pytest.fixture
def leader(ca_mau):
    return ca_mau.people["leader"]


def refused(code, call):
    with pytest.raises(CodedError) as caught:
        call()
    assert caught.value.code == code
    return caught.value


def test_nothing_is_an_edition_before_a_person_accepts_it(leader, workbook, django_assert_max_num_queries):
    intake, found = actions.hand_in(leader, workbook, "chi so 2016.xlsx")
    assert [one.year for one in found.editions] == [2015, 2016]
    assert not Edition.objects.exists()
    assert Intake.objects.get().state == Intake.State.WAITING
    with django_assert_max_num_queries(60):
        made = actions.accept(leader, intake)
    assert [(one.year, one.revision, one.file.sha256) for one in made] == [
        (2015, 1, intake.file.sha256),
        (2016, 1, intake.file.sha256),
    ]
    table = queries.table("papi", 2016)
    assert table.values == {code: pytest.approx(cells) for code, cells in edition(2016).values.items()}
    assert table.digest == storing.digest(table)
    entry = Entry.objects.get(action="index.accept")
    assert entry.chain == "system"
    assert entry.subject == intake.public_id
    assert all(one.digest in entry.payload for one in made)
    assert verification.verify() == []


def test_findings_are_kept_with_their_edition(leader):
    data = saved(old(2016, highest=True))
    made = actions.accept(leader, actions.hand_in(leader, data, "x.xlsx")[0])
    rows = list(SourceFinding.objects.filter(edition=made[0]))
    assert [(row.code, row.sheet, row.cell) for row in rows] == [
        ("IDX-117", "2016_PAPI", "C66"),
        ("IDX-118", "2016_PAPI", "AF66"),
    ]
    told = findings.kept(rows[1].code, rows[1].sheet, rows[1].cell, rows[1].element, rows[1].facts)
    assert told.place == "2016_PAPI!AF66"
    assert "Điểm cao nhất" in told.message("vi")


def test_only_some_editions(leader, workbook):
    intake, _ = actions.hand_in(leader, workbook, "x.xlsx")
    refused("IDX-104", lambda: actions.accept(leader, intake, ["2017:2017"]))
    made = actions.accept(leader, intake, ["2016:2016"])
    assert [one.year for one in made] == [2016]
    assert refused("IDX-102", lambda: actions.accept(leader, intake)).values["state"] == "đã nhận"


def test_the_same_figures_are_stored_once_and_others_beside_them(leader, workbook):
    actions.accept(leader, actions.hand_in(leader, workbook, "x.xlsx")[0])
    again = tidy([edition(2015), edition(2016)])
    intake, found = actions.hand_in(leader, again, "lai.csv")
    assert [one.stored for one in found.editions] == [True, True]
    refused("IDX-103", lambda: actions.accept(leader, intake))
    changed = tidy([edition(2016, changed={("I.1", "96"): 0.25})])
    made = actions.accept(leader, actions.hand_in(leader, changed, "moi.csv")[0])
    assert [(one.year, one.revision) for one in made] == [(2016, 2)]
    assert queries.table("papi", 2016).revision == 2
    assert queries.table("papi", 2016, 1).value("I.1", "96") == pytest.approx(edition(2016).value("I.1", "96"))
    assert [one.current for one in queries.summaries()] == [True, False, True]


def test_a_blocked_edition_is_not_accepted(leader):
    table = edition(2012)
    data = saved(old(2012, table=table), old(2013, table=table))
    intake, _ = actions.hand_in(leader, data, "x.xlsx")
    refused("IDX-104", lambda: actions.accept(leader, intake, ["2012:2012_PAPI", "2013:2013_PAPI"]))
    assert not Edition.objects.exists()
    assert [one.year for one in actions.accept(leader, intake)] == [2012]


def test_a_file_that_cannot_be_read_is_not_kept(leader):
    refused("READ-030", lambda: actions.hand_in(leader, b"", "x.csv"))
    refused(
        "READ-036", lambda: actions.hand_in(leader, saved(lambda book: book.create_sheet("x").append([1])), "x.xlsx")
    )
    refused("FILE-003", lambda: actions.hand_in(leader, saved(old(2016)), "x.csv"))
    assert not Intake.objects.exists()
    assert not StoredFile.objects.filter(name__startswith="x.").exists()


def test_refusing_needs_a_reason_and_is_recorded(leader, workbook):
    intake, _ = actions.hand_in(leader, workbook, "x.xlsx")
    refused("IDX-106", lambda: actions.refuse(leader, intake, " "))
    actions.refuse(leader, intake, "không rõ nguồn")
    intake.refresh_from_db()
    assert (intake.state, intake.reason) == ("refused", "không rõ nguồn")
    assert Entry.objects.filter(action="index.refuse").count() == 1
    refused("IDX-102", lambda: actions.refuse(leader, intake, "x"))


def test_the_same_file_waits_once(leader, workbook):
    assert actions.hand_in(leader, workbook, "a.xlsx")[0] == actions.hand_in(leader, workbook, "b.xlsx")[0]
    assert Entry.objects.filter(action="index.hand-in").count() == 1


def test_who_may(ca_mau, workbook):
    commune, operator = ca_mau.people["commune"], ca_mau.people["operator"]
    refused("PEO-001", lambda: actions.hand_in(commune, workbook, "x.xlsx"))
    intake, _ = actions.hand_in(operator, workbook, "x.xlsx")
    refused("PEO-001", lambda: actions.accept(operator, intake))
    refused("PEO-001", lambda: actions.refuse(operator, intake, "x"))
    assert [one.year for one in actions.accept(ca_mau.people["home_affairs"], intake)] == [2015, 2016]
    assert actions.may_see_file(operator, intake.file.sha256)
    assert not actions.may_see_file(commune, intake.file.sha256)


def test_a_file_that_changed_on_the_disk_is_not_believed(leader, workbook):
    intake, _ = actions.hand_in(leader, workbook, "x.xlsx")
    path = path_of(intake.file.sha256)
    kept = path.read_bytes()
    path.write_bytes(kept + b"x")
    try:
        refused("IDX-107", lambda: actions.accept(leader, intake))
    finally:
        path.write_bytes(kept)


def test_who_looked_at_an_older_state_is_told(leader, workbook):
    first, _ = actions.hand_in(leader, workbook, "x.xlsx")
    second, _ = actions.hand_in(leader, tidy([edition(2016, changed={("I.1", "96"): 0.1})]), "y.csv")
    seen = queries.state()
    actions.accept(leader, first, seen=seen)
    refused("IDX-105", lambda: actions.accept(leader, second, seen=seen))
    assert Intake.objects.get(pk=second.pk).state == Intake.State.WAITING


def test_simulated_editions_never_stand_beside_published_ones(leader, workbook):
    made_up.stored()
    assert [one.year for one in queries.panel()] == list(made_up.YEARS)
    intake, found = actions.hand_in(leader, workbook, "x.xlsx")
    assert all(one.acceptable for one in found.editions), "what was simulated doesn't count as stored"
    actions.accept(leader, intake)
    assert [(one.year, one.simulated) for one in queries.panel()] == [(2015, False), (2016, False)]
    refused("IDX-100", lambda: queries.table("papi", 2014))


def test_editions_are_read_with_few_queries(django_assert_num_queries, db):
    made_up.stored()
    queries._KEPT.clear()
    with django_assert_num_queries(2):
        first = queries.panel()
    with django_assert_num_queries(1):
        assert queries.panel()[0] is first[0]
    with django_assert_num_queries(1):
        queries.state()
    with django_assert_num_queries(1):
        queries.summaries()


def test_the_state_changes_with_every_edition(leader, workbook):
    before = queries.state()
    intake, _ = actions.hand_in(leader, workbook, "x.xlsx")
    assert queries.state() == before
    actions.accept(leader, intake)
    assert queries.state() != before
