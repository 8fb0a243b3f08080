"""What the search box finds: words in any order and spelling, best first; its columns never behind their rows."""

import random
import unicodedata
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danbiet.base import text
from danbiet.cli.main import main
from danbiet.duties import actions
from danbiet.duties.models import Duty, Evidence
from danbiet.pages import folding, search
from danbiet.plans.models import Plan, PlanReference, Task
from danbiet.units.models import Placement

pytestmark = pytest.mark.django_db
DAY = date(2016, 9, 30)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TITLES = st.text(min_size=1, max_size=120)


@pytest.fixture
def find(ca_mau):
    """Ask for a text; (title, where) of the hits by kind."""

    def ask(asked, area=search.PORTAL, who=None, only=""):
        scope = search.Scope((ca_mau.province.pk,), DAY, ca_mau.people[who] if who else None)
        result = search.search(area, search.ask(asked), scope, only)
        return {group.kind.key: [hit.title for hit in group.hits] for group in result.groups}

    return ask


# --- keys -------------------------------------------------------------------------------------------------------------
def finds(asked, *sources):
    """The condition as the database reckons it, for whole words."""
    key = text.search_key(*sources)
    question = search.ask(asked)
    return bool(question.words) and all(f" {word} " in key for word in question.words)


@given(TITLES, st.randoms(use_true_random=False), st.sampled_from(["NFC", "NFD", "NFKD"]))
def test_a_title_is_found_by_its_own_words_in_any_order_and_form(title, chance, form):
    own = text.words(title)
    chance.shuffle(own)
    asked = unicodedata.normalize(form, " ".join(own)).upper() if chance.random() < 0.5 else " ".join(own)
    if text.words(asked) and sorted(text.words(asked)) == sorted(own):
        assert finds(asked, title)


@given(TITLES)
def test_a_title_is_what_it_is(title):
    key, question = text.search_key(title), search.ask(title)
    if question.words and len(title) <= search.LONGEST:
        assert f"{question.key} ." in key
        assert question.key in text.search_key("64/KH-UBND", title)


@given(st.lists(TITLES, max_size=4))
def test_full_stops_stand_between_texts_and_nowhere_else(titles):
    key = text.search_key(*titles)
    kept = list(dict.fromkeys(" ".join(text.words(title)) for title in titles))
    assert [part.strip() for part in key.split(".") if part.strip()] == [part for part in kept if part]
    assert text.search_key(key) == text.search_key(" ".join(kept))


@pytest.mark.parametrize("asked", ["", "   ", "%", "_", "\\", "'", "́", ".", " . ", "\x00", "-/-"])
def test_without_a_word_nothing_is_asked(asked, find, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find(asked) == {}


def test_a_question_is_bounded():
    asked = search.ask("a b c d e f g h i j k l m n o " * 100)
    assert len(asked.text) <= search.LONGEST
    assert len(asked.words) == search.MOST_WORDS


# --- what is found ----------------------------------------------------------------------------------------------------
@QUICK
@given(data=st.data())
def test_any_registered_title_is_found_by_its_own_words(data, ca_mau, find):
    kind, titles = data.draw(
        st.sampled_from(
            [
                (
                    "don-vi",
                    list(Placement.objects.filter(province=ca_mau.province).values_list("name", flat=True)[:400]),
                ),
                ("ke-hoach", list(Task.objects.values_list("title", flat=True))),
                ("ke-hoach", list(Plan.objects.values_list("title", flat=True))),
                ("van-ban-dan", list(PlanReference.objects.values_list("text", flat=True))),
            ]
        )
    )
    title = data.draw(st.sampled_from(titles))
    own = text.words(title)
    data.draw(st.randoms(use_true_random=False)).shuffle(own)
    assert any(title in hit for hit in find(" ".join(own), only=kind)[kind])


@pytest.mark.parametrize(
    "asked", ["Xã Khánh Hòa", "xã khánh hoà", "xa khanh hoa", "HOA KHANH XA", unicodedata.normalize("NFD", "Khánh Hoà")]
)
def test_spelling_case_and_order_do_not_matter(asked, find):
    assert find(asked)["don-vi"][0] == "Xã Khánh Hòa"


@pytest.mark.parametrize("asked", ["UBND xã Khánh Hòa", "uy ban nhan dan xa khanh hoa", "32047"])
def test_a_commune_is_found_as_its_committee_and_by_its_code(asked, find):
    assert find(asked)["don-vi"] == ["Xã Khánh Hòa"]


@pytest.mark.parametrize(
    "asked", ["58/KH-UBND", "58 kh", "kh 58", "ke hoach so 58", "Kế hoạch số 58/KH-UBND ngày 17/8/2016"]
)
def test_a_document_is_found_by_its_number(asked, find):
    assert find(asked)["van-ban-dan"] == ["Kế hoạch số 58/KH-UBND ngày 17/8/2016"]


def test_the_last_word_may_be_a_beginning_and_whole_words_stand_first(find):
    assert find("xa khanh ho", only="don-vi")["don-vi"][0] == "Xã Khánh Hòa"
    assert "Xã Khánh Hòa" not in find("kha hoa").get("don-vi", [])
    names = find("an", only="don-vi")["don-vi"]
    whole = [" an " in text.search_key(name) for name in names]
    assert whole == sorted(whole, reverse=True)


def test_a_number_is_not_found_inside_another(find):
    assert "van-ban-dan" not in find("80/QD-UBND")
    assert find("680/qd")["van-ban-dan"]


def test_what_is_exactly_that_stands_first_then_what_begins_with_it(find):
    units = find("phuong 1", only="don-vi")["don-vi"]
    assert units[0] == "Phường 1"
    found = find("thanh tra", only="don-vi")["don-vi"]
    begins = [name.startswith("Thanh tra") for name in found]
    assert begins == sorted(begins, reverse=True)
    assert find("tinh ca mau")["don-vi"][0] == "Tỉnh Cà Mau"


def test_a_plan_stands_before_its_tasks_and_by_its_number_first(ca_mau, find):
    assert find(ca_mau.plan.number)["ke-hoach"][0].startswith(ca_mau.plan.number)
    assert find("V.4")["ke-hoach"][0].startswith("V.4. ")


def test_few_of_several_kinds_many_of_one(find):
    several = find("ke hoach", who="leader", area=search.OFFICE)
    assert len(several) > 1
    assert max(len(hits) for hits in several.values()) == search.FEW
    assert len(find("ke hoach", who="leader", area=search.OFFICE, only="viec")["viec"]) == search.MANY


def test_what_is_not_shown_is_said_to_be_there(ca_mau):
    scope = search.Scope((ca_mau.province.pk,), DAY)

    def group_of(asked):
        return search.search(search.PORTAL, search.ask(asked), scope, "don-vi").groups[0]

    def held(word):
        rows = Placement.objects.filter(province=ca_mau.province, valid_from__lte=DAY)
        return sum(f" {word}" in row.words for row in rows)

    group = group_of("xa")
    assert held("xa") > search.MANY
    assert (len(group.hits), group.total, group.beyond, group.more) == (search.MANY, search.MANY, True, True)
    group = group_of("hang vinh")
    assert 0 < held("hang vinh") < search.MANY
    shown = (len(group.hits), group.total, group.beyond, group.more)
    assert shown == (held("hang vinh"), held("hang vinh"), False, False)


def test_just_as_many_as_are_shown_are_no_more(monkeypatch):
    monkeypatch.setattr(search, "_KINDS", {})
    rows = [search.Hit(str(number), "/") for number in range(60)]
    search.register(search.PORTAL, "x", "x", lambda asked, scope, limit: rows[:limit], order=1)
    for there, beyond in ((search.MANY, False), (search.MANY + 1, True)):
        rows[there:] = []
        rows += [search.Hit("", "/")] * (there - len(rows))
        result = search.search(search.PORTAL, search.ask("a"), search.Scope((), DAY))
        assert (result.total, result.beyond, result.groups[0].more) == (search.MANY, beyond, beyond)


def test_units_of_another_province_or_day_are_not_found(ca_mau, find):
    scope = search.Scope((ca_mau.province.pk,), date(2026, 1, 5))
    assert search.search(search.PORTAL, search.ask("khanh hoa"), scope).groups == []
    scope = search.Scope((10**9,), DAY)
    assert search.search(search.PORTAL, search.ask("khanh hoa"), scope).groups == []


def test_duties_are_found_by_what_they_ask_and_who_owes_them(find):
    found = find("khanh hoa bao cao nam 2016", search.OFFICE, "leader")["viec"]
    assert found
    assert all(title.startswith("Báo cáo năm 2016") for title in found)


def test_evidence_is_found_until_it_is_taken_back(ca_mau, find):
    person = ca_mau.people["commune"]
    duty = Duty.objects.get(unit=ca_mau.units["commune"].unit_id, rule="plan-programme")
    evidence = actions.attest(person, duty, actions.Document("12/CTr-UBND", date(2016, 9, 29), "Chương trình của xã"))
    for asked in ("12/ctr", "chuong trinh xa", "12/CTr-UBND"):
        assert find(asked, search.OFFICE, "commune")["van-ban"] == ["12/CTr-UBND: Chương trình của xã"]
    actions.withdraw(person, evidence.public_id, "nhầm tệp")
    assert "van-ban" not in find("12/ctr", search.OFFICE, "commune")


def test_tasks_of_a_plan_that_ended_are_not_found(ca_mau, find):
    task = Task.objects.first()
    assert find(task.title)["ke-hoach"]
    Plan.objects.filter(pk=ca_mau.plan.pk).update(closed_at=ca_mau.plan.adopted_at)
    assert all("." not in title.split(" ")[0] for title in find(task.title).get("ke-hoach", []))
    assert find(ca_mau.plan.number)["ke-hoach"], "the plan itself is still public"


# --- the columns ------------------------------------------------------------------------------------------------------
def test_every_row_written_one_by_one_or_in_bulk_has_its_key(ca_mau):
    assert {model for model, _ in folding.columns()} >= {Placement, Plan, Task, PlanReference, Duty, Evidence}
    for model, field in folding.columns():
        rows = list(model.objects.all()[:3000])
        assert [row.words for row in rows] == [field.value_of(row) for row in rows], model


def test_a_rebuild_mends_what_differs_and_only_that(ca_mau, capsys):
    chosen = list(Placement.objects.order_by("pk").values_list("pk", flat=True)[:2500])
    spoilt = random.Random(3).sample(chosen, 70)
    Placement.objects.filter(pk__in=spoilt).update(words="khac")
    assert main(["search", "rebuild"]) == 0
    said = capsys.readouterr().out
    assert "units.Placement.words" in said
    assert ", 70 " in said
    assert not Placement.objects.filter(words="khac").exists()
    assert all(folding.rebuild(model, field)[1] == 0 for model, field in folding.columns())


def test_the_register_takes_a_kind_once(monkeypatch):
    monkeypatch.setattr(search, "_KINDS", {})
    for label in ("a", "b"):
        search.register(search.PORTAL, "x", label, lambda *_: [], order=1)
    search.register(search.OFFICE, "y", "c", lambda *_: [], order=0)
    assert [kind.label for kind in search.kinds(search.PORTAL)] == ["b"]


def test_the_database_reads_one_province(ca_mau):
    """The condition on the province comes from an index; the words are looked for in what it leaves."""
    from tests.units.test_queries import plan_of

    rows = Placement.objects.filter(search.holds(search.ask("khanh hoa")), province__in=[ca_mau.province.pk])
    plan = plan_of(rows)
    assert "units_placement" in plan
    assert "SCAN" not in plan.replace("SCAN units_placement USING INDEX", "") or connection.vendor == "postgresql"
    assert "Seq Scan" not in plan
