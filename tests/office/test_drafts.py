"""The pages of a draft: who sees them, in how many queries, decisions, two reviewers at once, and the end of it."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.journal.models import Entry
from danbiet.people import actions as people
from danbiet.people.models import Role
from danbiet.plans import actions, review
from danbiet.plans.models import Approval, Draft, OpenQuestion, Plan, Resolution
from tests.scenes import DAY, EXAMPLES, loaded_ca_mau, propose_example

pytestmark = pytest.mark.django_db
PAGES = ("draft", "draft-decisions", "draft-reads", "draft-questions", "draft-assign")
TEXT = EXAMPLES / "ke-hoach-vi-du.txt"
DOCX = EXAMPLES / "ke-hoach-vi-du.docx"
MANY = 12


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """Cà Mau with its people and the example proposed, nothing decided; 30/9/2016 at noon."""
    from django.db import transaction

    with clock.frozen(DAY), django_db_blocker.unblock(), transaction.atomic():
        made = loaded_ca_mau()
        made.draft = propose_example(made, resolved=False)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def as_(scene):
    """A client logged in as somebody of the scene."""

    def log_in(who):
        client = Client()
        client.force_login(scene.people[who])
        return client

    return log_in


@pytest.fixture
def draft(scene):
    return scene.draft


@pytest.fixture
def keys(draft):
    """The draft's doubts by code, the first of each."""
    from danbiet.reading.plan import PlanDraft

    found = {}
    for key, one in review.doubts_by_id(PlanDraft.from_json(draft.content)).items():
        found.setdefault(one.code, key)
    return found


def page(name, *args):
    return reverse(f"office:{name}", args=args)


def text_of(response):
    return response.content.decode()


def upload(client, **change):
    form = {"file": SimpleUploadedFile(TEXT.name, TEXT.read_bytes()), **change}
    return client.post(page("draft-new"), form)


def decide(client, draft, key, form, **values):
    values = {"version": actions.version(draft), "form": form, **values}
    return client.post(page("draft-doubt", draft.public_id, key), values)


def resolve_all(scene, draft):
    actions.resolve(scene.people["home_affairs"], draft, review.load_file(EXAMPLES / "ke-hoach-vi-du.resolutions.yaml"))


# --- who ---------------------------------------------------------------------------------------
def addresses(draft, keys):
    found = [page(name, draft.public_id) for name in (*PAGES, "draft-sheet", "draft-withdraw")]
    return [*found, page("draft-doubt", draft.public_id, keys["READ-110"])]


def test_everything_asks_for_a_log_in_first(draft, keys, client):
    for address in [*addresses(draft, keys), page("draft-new"), page("draft-approve", draft.public_id)]:
        assert client.get(address)["Location"].startswith(page("login")), address
    for name in ("draft-follow",):
        assert client.post(page(name, draft.public_id))["Location"].startswith(page("login"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("home_affairs", 200), ("leader", 200), ("operator", 200), ("district", 404), ("commune", 404),
     ("commune_leader", 404)],
)  # fmt: skip
def test_a_draft_is_there_for_those_who_may_propose_or_approve(who, status, as_, draft, keys):
    client = as_(who)
    for address in [*addresses(draft, keys), page("draft-new")]:
        assert client.get(address).status_code == status, address
    assert client.get(page("draft-approve", draft.public_id)).status_code == (200 if who == "leader" else 404)
    assert client.post(page("draft-follow", draft.public_id), {"kind": "x"}).status_code == (
        302 if status == 200 else 404
    )
    assert client.get(page("draft", "nobody")).status_code == 404


@pytest.mark.parametrize("who", ["home_affairs", "leader", "operator"])
def test_a_page_needs_at_most_twelve_queries(who, as_, draft, keys, django_assert_max_num_queries):
    client = as_(who)
    for address in [*addresses(draft, keys), page("draft-new"), page("plans")]:
        with django_assert_max_num_queries(MANY):
            assert client.get(address).status_code == 200, address
    if who == "leader":
        with django_assert_max_num_queries(MANY):
            client.get(page("draft-approve", draft.public_id))


def test_the_list_of_drafts_asks_as_much_for_one_province_as_for_many(as_, scene, django_assert_max_num_queries):
    from danbiet.units import loading

    for code in ("01", "04", "79"):
        loading.load_province(code)
    people.grant(scene.people["operator"], scene.people["neighbour"], Role.AUDITOR)
    for client in (as_("operator"), as_("neighbour")):
        with django_assert_max_num_queries(MANY):
            assert client.get(page("plans")).status_code == 200


def test_the_plans_page_leads_to_drafts_and_to_a_new_one(as_, draft):
    text = text_of(as_("leader").get(page("plans")))
    assert page("draft", draft.public_id) in text
    assert page("draft-new") in text
    assert page("draft-new") not in text_of(as_("commune").get(page("plans")))


# --- proposing ---------------------------------------------------------------------------------------
def test_a_file_becomes_a_draft_and_its_page_opens(as_, scene):
    response = upload(as_("home_affairs"))
    made = Draft.objects.latest("id")
    assert response["Location"] == page("draft", made.public_id)
    assert (made.proposed_by, made.province) == (scene.people["home_affairs"], scene.province)
    assert made.source_name == TEXT.name


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.txt", b"khong phai ke hoach", "READ-008"), ("a.docx", b"PK\x03\x04nothing", "READ-"),
     ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "READ-"), ("a.exe", TEXT.read_bytes(), "FILE-")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_beside_the_form_and_nothing_is_stored(name, content, code, as_):
    before = Draft.objects.count(), Entry.objects.count()
    response = upload(as_("home_affairs"), file=SimpleUploadedFile(name, content))
    assert response.status_code == 422
    assert code in text_of(response)
    assert 'aria-invalid="true"' in text_of(response)
    assert (Draft.objects.count(), Entry.objects.count()) == before


def test_a_change_names_its_plan(as_, scene, draft):
    resolve_all(scene, draft)
    plan, _ = actions.approve(scene.people["leader"], draft)
    client = as_("home_affairs")
    response = upload(client)
    assert response.status_code == 422
    assert "PLAN-011" in text_of(response), "the same plan twice"
    response = upload(client, change="amend")
    assert "Chọn kế hoạch được sửa đổi hoặc thay thế" in text_of(response)
    response = upload(client, plan=plan.public_id)
    assert "Chọn sửa đổi hay thay thế" in text_of(response)
    assert upload(client, change="amend", plan="x").status_code == 422
    assert upload(client, change="amend", plan=plan.public_id).status_code == 302
    made = Draft.objects.latest("id")
    assert (made.amends, made.change) == (plan, "amend")
    assert "sửa đổi 15/KH-UBND" in text_of(client.get(page("plans")))


# --- the page ---------------------------------------------------------------------------------------
def test_each_doubt_stands_once_beside_its_place(as_, draft):
    text = text_of(as_("home_affairs").get(page("draft", draft.public_id)))
    shown = re.findall(r'<article class="doubt [^"]*" id="([^"]+)"', text)
    from danbiet.reading.plan import PlanDraft

    assert sorted(shown) == sorted(review.doubts_by_id(PlanDraft.from_json(draft.content)))
    beside = re.split(r'<div class="beside"', text)
    timing = next(part for part in beside if 'id="READ-110' in part)
    assert "nâng cao đạo đức nghề nghiệp" in timing or "V.5" in timing
    claim = next(part for part in beside if 'id="READ-103' in part)
    assert "04/06" in claim.split("<article")[0]
    assert "2 phải giải quyết trước khi duyệt" in text
    assert text.count('class="button"') == 1, "one thing to do next"


@pytest.mark.parametrize(("shelf", "number"), [("phai-giai-quyet", 2), ("chua-quyet-dinh", 20), ("da-quyet-dinh", 0)])
def test_a_shelf_has_its_address_and_only_its_doubts(shelf, number, as_, draft):
    text = text_of(as_("home_affairs").get(page("draft", draft.public_id), {"xem": shelf}))
    assert text.count("<article") == number


@pytest.mark.parametrize("query", [{"xem": "khong-co"}, {"da": "-1"}, {"da": "9" * 50}, {"xem": ""}])
def test_a_strange_address_shows_the_page(query, as_, draft):
    assert as_("home_affairs").get(page("draft", draft.public_id), query).status_code == 200


def test_a_draft_without_its_text_still_shows_every_doubt(as_, draft):
    from danbiet.plans.models import DraftText

    DraftText.objects.filter(draft=draft).delete()
    text = text_of(as_("home_affairs").get(page("draft", draft.public_id)))
    assert text.count("<article") == 22


# --- deciding ---------------------------------------------------------------------------------------
DECISIONS = [
    ("READ-110", "timing", {"timing": "yearly"}, {"timing": "yearly"}),
    ("READ-112", "designation", {"designation": "co quan tu phap cap tinh"}, {"designation": ["justice.province"]}),
    ("READ-112", "designation", {"designation": "justice.province; Cơ quan tài chính các cấp"},
     {"designation": ["justice.province", "finance.all"]}),
    ("READ-112", "question", {"owner": "cơ quan tài chính cấp tỉnh", "due_on": "31/10/2016"},
     {"question": {"owner": "finance.province", "due_on": "2016-10-31"}}),
    ("READ-112", "question", {}, {"question": {"owner": "home_affairs.province"}}),
    ("READ-103", "accept", {}, {"accept": True}),
    ("READ-130", "dismiss", {"reason": " đúng như bản giấy "}, {"dismiss": "đúng như bản giấy"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "form", "values", "stored"), DECISIONS)
def test_a_decision_is_stored_and_the_next_doubt_opens(code, form, values, stored, as_, draft, keys, scene):
    response = decide(as_("home_affairs"), draft, keys[code], form, **values)
    assert response.status_code == 302, text_of(response)
    row = Resolution.objects.latest("id")
    assert (row.doubt, row.decision, row.resolved_by) == (keys[code], stored, scene.people["home_affairs"])
    if code in ("READ-110", "READ-112"):
        other = keys["READ-112" if code == "READ-110" else "READ-110"]
        assert response["Location"].endswith(f"#{other}"), "what holds it up comes first"
    text = text_of(as_("leader").get(page("draft", draft.public_id)))
    assert text.count("doubt-decided") == 1


@pytest.mark.parametrize(
    ("code", "form", "values", "said"),
    [
        ("READ-110", "timing", {"timing": "sometimes"}, "sometimes"),
        ("READ-110", "timing", {}, "bắt buộc"),
        ("READ-112", "designation", {"designation": "Sở Không Có; justice.province"}, "không có trong danh sách"),
        ("READ-112", "designation", {"designation": " ; "}, "bắt buộc"),
        ("READ-112", "question", {"owner": "justice.province; finance.all"}, "một đơn vị"),
        ("READ-112", "question", {"due_on": "31/02/2016"}, "Ghi ngày dạng"),
        ("READ-103", "dismiss", {"reason": " "}, "bắt buộc"),
        ("READ-103", "dismiss", {"reason": "x" * 301}, "300"),
        ("READ-103", "nonsense", {}, "nonsense"),
        ("READ-103", "accept", {"version": "0" * 64}, "PLAN-017"),
    ],
)
def test_a_wrong_decision_comes_back_with_what_was_typed(code, form, values, said, as_, draft, keys):
    typed = {"reason": "điều đã gõ", **values}
    response = decide(as_("home_affairs"), draft, keys[code], form, **typed)
    text = text_of(response)
    assert response.status_code == 422
    assert said in text
    if "reason" not in values:
        assert 'value="điều đã gõ"' in text
    assert not Resolution.objects.exists()


def test_a_doubt_that_is_not_there(as_, draft):
    assert as_("home_affairs").get(page("draft-doubt", draft.public_id, "READ-110-00000000")).status_code == 404
    assert decide(as_("home_affairs"), draft, "READ-110-00000000", "accept").status_code == 404


def test_two_reviewers_at_one_doubt_the_second_sees_the_first_and_keeps_his_words(as_, draft, keys):
    mine, his = as_("home_affairs"), as_("leader")
    read = actions.version(draft)
    assert decide(mine, draft, keys["READ-103"], "accept", version=read).status_code == 302
    response = decide(his, draft, keys["READ-103"], "dismiss", version=read, reason="số liệu đúng")
    text = text_of(response)
    assert response.status_code == 422
    assert "PLAN-023" in text
    assert "đồng ý với gợi ý" in text
    assert "home_affairs" in text
    assert 'value="số liệu đúng"' in text
    fresh = re.search(r'name="version" value="(\w+)"', text)[1]
    assert decide(his, draft, keys["READ-103"], "dismiss", version=fresh, reason="số liệu đúng").status_code == 302
    assert [row.decision for row in Resolution.objects.order_by("id")] == [
        {"accept": True},
        {"dismiss": "số liệu đúng"},
    ]
    history = text_of(mine.get(page("draft-decisions", draft.public_id)))
    assert history.count('<td data-label="Quyết định">') == 2
    assert "đã được thay" in history


def test_two_reviewers_at_different_doubts_do_not_meet(as_, draft, keys):
    read = actions.version(draft)
    assert decide(as_("home_affairs"), draft, keys["READ-103"], "accept", version=read).status_code == 302
    assert decide(as_("leader"), draft, keys["READ-130"], "accept", version=read).status_code == 302


def test_following_the_suggestion_of_one_of_a_kind_of_all(as_, draft, keys):
    client = as_("home_affairs")

    def follow(**values):
        return client.post(page("draft-follow", draft.public_id), {"version": actions.version(draft), **values})

    assert follow(doubt=keys["READ-112"])["Location"].endswith(f"#{keys['READ-110']}")
    assert Resolution.objects.get().decision == {"question": {"owner": "home_affairs.province"}}
    assert follow(kind="READ-114")["Location"].endswith("?da=8")
    assert follow(kind="READ-110")["Location"].endswith("?da=0"), "what holds it up is decided one by one"
    assert follow(kind="")["Location"].endswith("?da=12")
    left = text_of(client.get(page("draft", draft.public_id)))
    assert left.count("doubt-blocking") == 1
    assert left.count("doubt-open") == 0
    # The last that holds it up leads to the head of the page, where approval waits.
    assert follow(doubt=keys["READ-110"])["Location"] == page("draft", draft.public_id)


def test_following_a_suggestion_where_somebody_decided_meanwhile_shows_his_decision(as_, draft, keys):
    read = actions.version(draft)
    decide(as_("leader"), draft, keys["READ-112"], "designation", designation="justice.province")
    response = as_("home_affairs").post(
        page("draft-follow", draft.public_id), {"version": read, "doubt": keys["READ-112"]}
    )
    assert response.status_code == 422
    assert "PLAN-023" in text_of(response)
    assert "cơ quan tư pháp cấp tỉnh" in text_of(response).lower()
    assert Resolution.objects.count() == 1


def test_questions_get_an_owner_and_a_day(as_, draft, keys, scene):
    client = as_("home_affairs")
    address = page("draft-questions", draft.public_id)
    text = text_of(client.get(address))
    assert keys["READ-103"] in text
    assert keys["READ-110"] not in text, "what holds it up isn't left open"
    form = {"version": actions.version(draft), "doubt": [keys["READ-103"], keys["READ-101"]]}
    response = client.post(address, {**form, "owner": "không ai", "due_on": "31/10/2016"})
    assert response.status_code == 422
    assert "không có trong danh sách" in text_of(response)
    assert text_of(response).count(" checked") == 2
    response = client.post(address, {**form, "owner": "Cơ quan tài chính cấp tỉnh", "due_on": "31/10/2016"})
    assert response["Location"] == f"{address}?da=2"
    assert "hạn 31/10/2016" in text_of(client.get(address))
    resolve_all(scene, draft)
    plan, _ = actions.approve(scene.people["leader"], draft)
    asked = OpenQuestion.objects.get(plan=plan, code="READ-101")
    assert asked.due_on.isoformat() == "2016-10-31"
    assert asked.owner is not None


# --- the sheet and the DOCX ---------------------------------------------------------------------------------------
def test_the_sheet_goes_out_and_comes_back(as_, draft, scene):
    from openpyxl import load_workbook

    client = as_("home_affairs")
    response = client.get(page("draft-sheet", draft.public_id))
    assert "attachment" in response["Content-Disposition"]
    book = load_workbook(io.BytesIO(response.content))
    sheet = book.active
    row = next(row for row in sheet.iter_rows(min_row=6) if "Sở Nội vụ" in str(row[1].value))
    row[4].value = "P" if row[4].value != "P" else "C"
    out = io.BytesIO()
    book.save(out)
    address = page("draft-assign", draft.public_id)
    response = client.post(address, {"file": SimpleUploadedFile("phan-cong.xlsx", out.getvalue())})
    assert response.status_code == 302, text_of(response)
    assert "Đã ghi 1 ô thay đổi" in text_of(client.get(response["Location"]))
    response = client.post(address, {"file": SimpleUploadedFile("phan-cong.xlsx", out.getvalue())})
    assert response.status_code == 422
    assert "PLAN-029" in text_of(response), "an old sheet"
    assert "I.1" in text_of(client.get(page("draft-decisions", draft.public_id)))


def test_a_sheet_with_a_mistake_names_the_cell(as_, draft):
    from openpyxl import load_workbook

    client = as_("home_affairs")
    book = load_workbook(io.BytesIO(client.get(page("draft-sheet", draft.public_id)).content))
    book.active["F9"].value = "X"
    out = io.BytesIO()
    book.save(out)
    response = client.post(
        page("draft-assign", draft.public_id), {"file": SimpleUploadedFile("a.xlsx", out.getvalue())}
    )
    assert response.status_code == 422
    assert "F9: " in text_of(response)
    assert "PLAN-028" in text_of(response)
    huge = SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"0" * (2 * 1024 * 1024))
    assert "UNIT-006" in text_of(client.post(page("draft-assign", draft.public_id), {"file": huge}))


def test_the_docx_comes_back_with_each_doubt_and_the_decision_so_far(as_, scene):
    made = actions.propose_file(scene.people["home_affairs"], DOCX, "96")
    actions.resolve(scene.people["home_affairs"], made, _decided(made, "READ-110", {"timing": "yearly"}))
    client = as_("leader")
    assert page("draft-comments", made.public_id) in text_of(client.get(page("draft", made.public_id)))
    response = client.get(page("draft-comments", made.public_id))
    assert "ke-hoach-vi-du-ghi-chu.docx" in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        said = archive.read("word/comments.xml").decode()
    assert said.count("<w:comment ") == len(made.content["doubts"])
    assert "Đã quyết định: thời gian: hằng năm (home_affairs)." in said
    assert "Phải giải quyết trước khi duyệt" in said


def _decided(draft, code, decision):
    from danbiet.reading.plan import PlanDraft

    found = review.doubts_by_id(PlanDraft.from_json(draft.content))
    return {next(key for key, one in found.items() if one.code == code): decision}


@pytest.mark.parametrize(
    ("who", "status"), [("home_affairs", 200), ("leader", 200), ("commune", 403), ("district", 403)]
)
def test_the_file_itself_is_for_those_who_see_the_draft(who, status, as_, draft):
    assert as_(who).get(reverse("files:download", args=[draft.source.sha256])).status_code == status


def test_a_draft_of_text_has_no_docx(as_, draft):
    client = as_("leader")
    assert page("draft-comments", draft.public_id) not in text_of(client.get(page("draft", draft.public_id)))
    response = client.get(page("draft-comments", draft.public_id))
    assert response.status_code == 422
    assert "PLAN-030" in text_of(response)


# --- the end ---------------------------------------------------------------------------------------
def approve(client, draft, version=None):
    return client.post(page("draft-approve", draft.public_id), {"version": version or actions.version(draft)})


def test_a_second_person_approves_what_he_read(as_, scene, draft):
    client = as_("leader")
    address = page("draft-approve", draft.public_id)
    text = text_of(client.get(address))
    assert "Còn nghi vấn phải giải quyết" in text
    assert '<button type="submit">Duyệt' not in text
    response = approve(client, draft)
    assert response.status_code == 422
    assert "PLAN-010" in text_of(response)
    resolve_all(scene, draft)
    text = text_of(client.get(address))
    for what in ("15/KH-UBND", "06/9/2016", "24 nhiệm vụ", "home_affairs (2)"):
        assert what in text
    assert actions.version(draft) in text
    response = approve(client, draft)
    plan = Plan.objects.get()
    assert f"{OpenQuestion.objects.count()} câu hỏi sau khi duyệt" in text, "as many as were announced"
    assert response["Location"] == page("plan", plan.public_id) + "?da-duyet=1"
    assert "Đã duyệt. Các đơn vị nhận việc" in text_of(client.get(response["Location"]))
    assert Approval.objects.get().approved_by == scene.people["leader"]
    gone = text_of(client.get(page("draft", draft.public_id)))
    assert "đã duyệt lúc" in gone
    assert page("plan", plan.public_id) in gone
    assert '<form class="decide"' not in gone
    assert "PLAN-016" in text_of(approve(client, draft))
    assert draft.public_id not in text_of(client.get(page("plans")))


def test_a_decision_after_reading_voids_the_approval_and_is_shown(as_, scene, draft, keys):
    resolve_all(scene, draft)
    client = as_("leader")
    read = re.search(r'name="version" value="(\w+)"', text_of(client.get(page("draft-approve", draft.public_id))))[1]
    assert decide(as_("home_affairs"), draft, keys["READ-110"], "timing", timing="event").status_code == 302
    response = approve(client, draft, read)
    text = text_of(response)
    assert response.status_code == 422
    assert "PLAN-017" in text
    assert "thời gian: khi phát sinh" in text
    assert not Plan.objects.exists()
    fresh = re.search(r'name="version" value="(\w+)"', text)[1]
    assert fresh == actions.version(draft) != read
    assert approve(client, draft, fresh).status_code == 302


def test_nobody_approves_his_own_nor_through_a_delegate(as_, scene):
    own = actions.propose_file(
        scene.people["leader"], TEXT, "96", review.load_file(TEXT.with_suffix(".resolutions.yaml"))
    )
    client = as_("leader")
    text = text_of(client.get(page("draft-approve", own.public_id)))
    assert "PEO-002" in text
    assert '<button type="submit">Duyệt' not in text
    assert "Chờ người thứ hai" in text_of(client.get(page("draft", own.public_id)))
    assert "PEO-002" in text_of(approve(client, own))
    from danbiet.people import delegations
    from danbiet.people.models import Membership

    deputy = people.create_person(scene.people["operator"], username="deputy", name="Phó", check=False)
    seat = Membership.objects.get(person=scene.people["leader"], role=Role.APPROVER)
    people.grant(scene.people["operator"], deputy, Role.OFFICER, unit_id=scene.province.pk)
    delegations.delegate(scene.people["leader"], seat, deputy, DAY, DAY, "nghỉ phép")
    scene.people["deputy"] = deputy
    assert "PEO-002" in text_of(as_("deputy").get(page("draft-approve", own.public_id)))
    assert "PEO-002" in text_of(approve(as_("deputy"), own))
    assert not Plan.objects.exists()


def test_a_draft_is_taken_back_with_a_reason(as_, draft, keys):
    client = as_("home_affairs")
    address = page("draft-withdraw", draft.public_id)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "trình nhầm"})["Location"] == page("draft", draft.public_id)
    text = text_of(client.get(page("draft", draft.public_id)))
    assert "đã được rút" in text
    assert '<form class="decide"' not in text
    assert "PLAN-016" in text_of(decide(client, draft, keys["READ-110"], "timing", timing="yearly"))
    assert client.post(address, {"reason": "lần nữa"}).status_code == 422
    assert client.get(page("draft-approve", draft.public_id)).status_code == 404
    assert as_("leader").get(page("draft-approve", draft.public_id)).status_code == 200


def test_english_is_whole(as_, scene, draft, keys):
    from tests.portal.test_pages import Vietnamese

    client = as_("leader")
    client.cookies["ngon_ngu"] = "en"
    for code, form, values in (("READ-103", "accept", {}), ("READ-112", "question", {"due_on": "31/10/2016"})):
        decide(client, draft, keys[code], form, **values)
    names = (*PAGES, "draft-approve", "draft-withdraw")
    for address in [*(page(name, draft.public_id) for name in names), addresses(draft, keys)[-1], page("draft-new")]:
        parser = Vietnamese()
        parser.feed(text_of(client.get(address)))
        assert [one for one in parser.found if one != "Dân Biết"] == [], address


def test_no_shared_cache_keeps_a_page(as_, draft, keys):
    for address in addresses(draft, keys):
        assert "no-store" in as_("leader").get(address)["Cache-Control"]


@pytest.mark.shared
def test_the_real_plan_through_the_pages(as_, shared_folder):
    """53 doubts, three of which hold it up: from the upload to the approval in six steps."""
    path = next(Path(shared_folder / "plan").glob("*.txt"))
    client, leader = as_("home_affairs"), as_("leader")
    steps = 1
    address = upload(client, file=SimpleUploadedFile(path.name, path.read_bytes()))["Location"]
    made = Draft.objects.latest("id")
    text = text_of(client.get(address))
    assert len(text) < 600_000
    while blocking := re.findall(r'class="doubt doubt-blocking" id="([^"]+)"', text):
        form = {"version": actions.version(made), "doubt": blocking[0]}
        client.post(page("draft-follow", made.public_id), form)
        steps += 1
        text = text_of(client.get(address))
    assert "Chờ người thứ hai" in text
    assert page("draft-approve", made.public_id) in text_of(leader.get(address))
    response = approve(leader, made)
    assert response.status_code == 302, text_of(response)
    assert steps + 2 == 6
