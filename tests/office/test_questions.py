"""The pages of an open question: who reads, who answers, who gives it to another; nothing typed is lost."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.people import policies
from danbiet.plans import changes, questions
from danbiet.plans.models import Answer, Assignment, OpenQuestion
from danbiet.units.models import Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(ca_mau):
    for person in ca_mau.people.values():
        policies.forget(person)
    return ca_mau


@pytest.fixture
def as_(scene):
    def log_in(who):
        client = Client()
        client.force_login(scene.people[who])
        return client

    return log_in


@pytest.fixture
def question(scene):
    """Its row by its code or the designation it is about, as the commune's to answer."""

    def find(key="READ-101"):
        rows = OpenQuestion.objects.filter(plan=scene.plan)
        row = questions.find_question((rows.filter(designation=key) or rows.filter(code=key)).first().public_id)
        public_id = scene.units["commune"].unit.public_id
        questions.reassign(scene.people["home_affairs"], row, public_id, date(2016, 11, 1))
        return questions.find_question(row.public_id)

    return find


def page(row, name="question"):
    return reverse(f"office:{name}", args=[row.public_id])


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


FORM = 'name="text"'


@pytest.mark.parametrize(
    ("who", "answers", "reassigns"),
    [
        ("commune", True, False),
        ("commune_leader", True, False),
        ("home_affairs", True, True),
        ("leader", True, False),
        ("district", False, False),
        ("neighbour", False, False),
    ],
)
def test_all_of_the_province_read_it_and_who_may_finds_the_form(who, answers, reassigns, as_, question):
    row = question()
    text = text_of(as_(who).get(page(row)))
    assert row.said("vi") in text
    assert "Xã Khánh Hòa" in text
    assert (FORM in text) is answers
    assert (page(row, "question-owner") in text) is reassigns
    assert as_(who).get(page(row, "question-owner")).status_code == (200 if reassigns else 404)
    response = as_(who).post(page(row), {"text": "Theo bảng công bố"})
    assert response.status_code == (302 if answers else 403)
    assert Answer.objects.exists() is answers


def test_the_operator_finds_nothing(as_, question, client):
    row = question()
    assert as_("operator").get(page(row)).status_code == 404
    assert as_("operator").post(page(row), {"text": "x"}).status_code == 404
    assert as_("leader").get(reverse("office:question", args=["khong-co"])).status_code == 404
    assert client.get(page(row))["Location"].startswith(reverse("office:login"))


def test_an_answer_is_read_on_the_page_and_on_the_plans(as_, question, scene):
    row = question()
    response = as_("commune").post(page(row), {"text": "Đúng như bảng công bố"}, follow=True)
    text = text_of(response)
    assert "Đã ghi câu trả lời." in text
    assert "Đúng như bảng công bố" in text
    assert "Ghi đính chính" in text
    plan = text_of(as_("district").get(reverse("office:plan", args=[scene.plan.public_id])))
    assert "Đúng như bảng công bố" in plan
    assert page(row) in plan


def test_a_correction_leaves_the_first_answer_to_be_read(as_, question):
    row, client = question(), as_("commune")
    client.post(page(row), {"text": "Bảng thứ nhất"})
    text = text_of(client.get(page(row)))
    corrects = re.search(r'name="corrects" value="([\w-]+)"', text)[1]
    assert client.post(page(row), {"text": "Bảng thứ hai", "corrects": corrects}).status_code == 302
    text = text_of(client.get(page(row)))
    assert text.index("Bảng thứ hai") < text.index("Bảng thứ nhất")
    assert text.count("đã được đính chính") == 1


def test_who_answers_second_is_told_and_loses_nothing(as_, question, scene):
    row = question()
    questions.answer(scene.people["leader"], row, "Đã trả lời trước")
    text = text_of(as_("commune").post(page(row), {"text": "Lời tôi vừa gõ", "corrects": ""}), 422)
    assert "(PLAN-042)" in text
    assert "Lời tôi vừa gõ</textarea>" in text
    assert "Đã trả lời trước" in text
    corrects = re.search(r'name="corrects" value="([\w-]+)"', text)[1]
    assert as_("commune").post(page(row), {"text": "Lời tôi vừa gõ", "corrects": corrects}).status_code == 302


def test_an_empty_answer_names_the_field(as_, question):
    text = text_of(as_("commune").post(page(question()), {"text": " "}), 422)
    assert '<a href="#id_text">Câu trả lời: ' in text


def test_units_are_named_in_full_and_get_the_task(as_, question, scene):
    row = question("hospitals.any")
    text = text_of(as_("commune").get(page(row)))
    assert "VI.1." in text
    assert "kế hoạch dự kiến 12 đơn vị" in text
    answered = as_("commune").post(page(row), {"text": "Hai xã", "units": "xa khanh hoa\nXã Khánh Lâm\n"}, follow=True)
    assert "Xã Khánh Hòa, Xã Khánh Lâm" in text_of(answered)
    made = Assignment.objects.filter(answer__question=row).values_list("unit", flat=True)
    assert set(made) <= {scene.units["commune"].unit_id, scene.units["neighbour"].unit_id}
    assert len(made) > 0


def test_a_name_of_several_units_and_one_of_none_are_not_guessed(as_, question, scene):
    row = question("hospitals.any")
    twice = list(Placement.objects.filter(province=scene.province, folded="xa tan hung", valid_to=date(2025, 6, 30)))
    typed = "Xã Tân Hưng\nKhánh\n" if len(twice) > 1 else "Khánh\n"
    text = text_of(as_("commune").post(page(row), {"text": "Lời đã gõ", "units": typed}), 422)
    assert "Không thấy đơn vị «Khánh»" in text
    assert "Lời đã gõ</textarea>" in text
    for place in twice if len(twice) > 1 else []:
        assert place.unit.public_id in text
    both = {"text": "x", "units": "Xã Khánh Hòa", "designation": "committee.commune"}
    assert "Chỉ dùng một cách" in text_of(as_("commune").post(page(row), both), 422)
    unknown = {"text": "x", "designation": "hospitals.any"}
    assert "(PLAN-045)" in text_of(as_("commune").post(page(row), unknown), 422)
    assert not Answer.objects.exists()


def test_a_closed_plans_question_is_only_read(as_, question, scene):
    row = question()
    changes.close(scene.people["leader"], scene.plan, "QĐ 5")
    assert FORM not in text_of(as_("commune").get(page(row)))
    assert "(PLAN-018)" in text_of(as_("commune").post(page(row), {"text": "x"}), 422)
    assert as_("home_affairs").get(page(row, "question-owner")).status_code == 404


def test_the_supervisor_gives_it_to_another_unit(as_, question, scene):
    row, client = question(), as_("home_affairs")
    assert 'value="Xã Khánh Hòa"' in text_of(client.get(page(row, "question-owner")))
    for sent, said in (
        ({"owner": "Xã Khánh Lâm", "due_on": "29/9/2016"}, '<a href="#id_due_on">Hạn trả lời: '),
        ({"owner": "", "due_on": "01/12/2016"}, '<a href="#id_owner">Đơn vị trả lời: '),
        ({"owner": "Xã Không Có", "due_on": "01/12/2016"}, '<a href="#id_owner">Đơn vị trả lời: '),
    ):
        assert said in text_of(client.post(page(row, "question-owner"), sent), 422)
    sent = {"owner": "Xã Khánh Lâm", "due_on": "01/12/2016"}
    assert client.post(page(row, "question-owner"), sent)["Location"] == page(row)
    row.refresh_from_db()
    assert (row.owner_id, row.due_on) == (scene.units["neighbour"].unit_id, date(2016, 12, 1))
    assert FORM in text_of(as_("neighbour").get(page(row)))
    assert FORM not in text_of(as_("commune").get(page(row)))


def test_my_work_and_the_leaders_page_lead_to_what_is_to_be_answered(as_, question):
    row = question("hospitals.any")
    for who in ("commune", "commune_leader"):
        text = text_of(as_(who).get(reverse("office:my-work")))
        assert "Câu hỏi cần trả lời (1)" in text
        assert page(row) in text
        assert "là những đơn vị nào?" in text
    assert page(row) not in text_of(as_("neighbour").get(reverse("office:my-work")))
    assert page(row) in text_of(as_("commune_leader").get(reverse("office:leader")))
    with clock.frozen(date(2016, 11, 2)):
        assert "đã qua hạn" in text_of(as_("commune").get(reverse("office:my-work")))
        as_("commune").post(page(row), {"text": "Chưa có danh sách"})
        assert page(row) not in text_of(as_("commune").get(reverse("office:my-work")))


@pytest.mark.parametrize("who", ["commune", "home_affairs", "leader", "district"])
def test_the_pages_need_at_most_twelve_queries(who, as_, question, scene, django_assert_max_num_queries):
    row, client = question("hospitals.any"), as_(who)
    chosen = [scene.units[name].unit.public_id for name in ("commune", "neighbour")]
    made, _ = questions.answer(scene.people["leader"], row, "Hai xã", chosen=chosen)
    questions.answer(scene.people["leader"], row, "Một xã", chosen=chosen[:1], corrects=made.public_id)
    for address in (page(row), reverse("office:plan", args=[scene.plan.public_id]), reverse("office:my-work")):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200, address


def test_english_is_whole(as_, question, scene):
    from tests.portal.test_pages import Vietnamese

    row, client = question("hospitals.any"), as_("home_affairs")
    client.cookies["ngon_ngu"] = "en"
    for address in (page(row), page(row, "question-owner")):
        parser = Vietnamese()
        parser.feed(text_of(client.get(address)))
        assert [one for one in parser.found if one != "Dân Biết"] == [], address
    assert "Which units are" in text_of(client.get(page(row)))
