"""Keeping a result and withdrawing it: who may, what is recorded, what never gets in."""

import pytest

from danbiet.base.errors import CodedError
from danbiet.journal.models import Entry
from danbiet.surveys import actions, queries
from danbiet.surveys.models import Result
from danbiet.surveys.results import Cell, Line
from tests.surveys.made_results import kept, made

pytestmark = pytest.mark.django_db


def test_a_result_is_kept_with_what_it_was_made_by_and_recorded(ca_mau):
    row = kept(ca_mau.people["home_affairs"], ca_mau.province)
    assert [one["label"] for one in row.domains] == ["Hà Nội", "Bạc Liêu", "Cà Mau"]
    assert row.engine == "duckdb"
    assert row.design["singletons"] == "average"
    assert [Cell(*cell).value for cell in row.lines.get(name="d503d").cells] == [3.94, None, 4.18]
    entry = Entry.objects.order_by("-pk").first()
    assert entry.action == "surveys.keep"
    assert entry.subject == row.public_id


@pytest.mark.parametrize("who", ["leader", "district", "commune"])
def test_only_the_supervisor_or_the_operator_keeps(ca_mau, who):
    with pytest.raises(CodedError) as caught:
        kept(ca_mau.people[who], ca_mau.province)
    assert caught.value.code == "PEO-001"
    assert kept(ca_mau.people["operator"], ca_mau.province).kept_by == ca_mau.people["operator"]


def test_a_result_needs_a_title(ca_mau):
    with pytest.raises(CodedError) as caught:
        actions.keep(ca_mau.people["home_affairs"], ca_mau.province, made(), "  ")
    assert caught.value.code == "SUR-008"


def test_a_figure_of_fewer_than_15_answers_never_gets_in(ca_mau):
    line = Line("x", "x", "x", "plain", (Cell(1.0, 0.1, 0.8, 1.2, 14, 3, 1.0),) * 3)
    with pytest.raises(ValueError, match="15"):
        kept(ca_mau.people["home_affairs"], ca_mau.province, lines=(line,))
    assert not Result.objects.exists()


def test_a_wrong_result_is_withdrawn_once_and_stays(ca_mau):
    person = ca_mau.people["home_affairs"]
    row = kept(person, ca_mau.province)
    with pytest.raises(CodedError) as caught:
        actions.withdraw(person, row, " ")
    assert caught.value.code == "SUR-009"
    actions.withdraw(person, row, "dùng nhầm quyền số")
    with pytest.raises(CodedError) as caught:
        actions.withdraw(person, row, "lần nữa")
    assert caught.value.code == "SUR-010"
    row.refresh_from_db()
    assert row.reason == "dùng nhầm quyền số"
    assert row.lines.count() == 2
    assert Entry.objects.filter(action="surveys.withdraw").count() == 1


def test_results_are_seen_in_their_province_alone(ca_mau, django_assert_max_num_queries):
    row = kept(ca_mau.people["home_affairs"], ca_mau.province)
    with django_assert_max_num_queries(4):
        provinces = queries.provinces_of(ca_mau.people["leader"])
        assert list(queries.visible_in(provinces)) == [row]
    assert queries.provinces_of(ca_mau.people["commune"]) == []
    assert list(queries.visible_in([])) == []
