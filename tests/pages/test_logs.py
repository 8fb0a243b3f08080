"""The log: what a line says, and that nothing in it tells who or what a request was about."""

import io
import json
import logging

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from danbiet.base import ids
from danbiet.base.errors import CodedError
from danbiet.pages import errors, logs
from danbiet.people import actions as people
from tests.scenes import PASSWORD

SECRETS = {
    "username": "nguyen.van.thu",
    "name": "Nguyễn Văn Thử",
    "email": "thu@camau.example",
    "token": "bi-mat-token-7731",
    "ip": "198.51.100.77",
    "typed": "toi to cao ong A",
    "agent": "Mozilla/5.0 (XYZ-phone)",
    "host": "la-host.example",
}


def fails(request):
    """An error as a database makes it: the message quotes what was typed."""
    raise IntegrityError(f"Key (username)=({SECRETS['username']}) {request.GET} {request.POST} already exists")


def refuses(request):
    raise CodedError(errors.STALE_FORM, at=SECRETS["name"])


def speaks(request, token):
    logging.getLogger("some.library").warning("sent to %s", SECRETS["email"])
    logging.getLogger("some.library").warning(f"sent to {SECRETS['email']}")
    logging.getLogger("danbiet.room").warning("the worker stands still")
    return HttpResponse(token)


urlpatterns = [
    path("hong/", fails, name="fails"),
    path("tu-choi/", refuses, name="refuses"),
    path("noi/<str:token>/", speaks, name="speaks"),
    path("", include("danbiet.config.urls")),
]
handler500 = "danbiet.pages.failures.server_error"


@pytest.fixture(params=["json", "text"])
def log(request):
    """What is written to the log, in both forms."""
    logs.configure({"form": request.param})
    handler = logging.getLogger().handlers[-1]
    assert isinstance(handler, logging.StreamHandler)
    before, written = handler.stream, io.StringIO()
    handler.setStream(written)
    yield written
    handler.setStream(before)
    logs.configure({"form": "text"})


@pytest.fixture
def here():
    with override_settings(ROOT_URLCONF="tests.pages.test_logs"):
        yield Client(raise_request_exception=False, REMOTE_ADDR=SECRETS["ip"], headers={"user-agent": SECRETS["agent"]})


def lines(log):
    """The log as JSON objects."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_a_line_names_route_status_time_and_number(log, here, db):
    answer = here.get("/phap-luat/?q=secret")
    (line,) = lines(log)
    assert (line["method"], line["route"], line["status"]) == ("GET", "portal:law", 200)
    assert line["ms"] > 0
    assert line["level"] == "INFO"
    assert answer[logs.HEADER] == line["request"]
    assert ids.is_public_id(line["request"])
    assert set(line) == {"at", "level", "logger", "request", "method", "route", "status", "ms"}
    here.get("/khong-co/nguyen.van.thu/")
    assert (lines(log)[1]["route"], lines(log)[1]["status"]) == ("", 404)


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_a_coded_error_leaves_its_code(log, here):
    here.get("/tu-choi/")
    assert (lines(log)[0]["code"], lines(log)[0]["status"]) == ("PAGE-001", 403)


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_an_unexpected_error_is_found_by_the_number_on_its_page(log, here):
    answer = here.get("/hong/")
    assert answer.status_code == 500
    failure, line = lines(log)
    assert failure["request"] == line["request"] == answer[logs.HEADER]
    assert line["request"] in answer.content.decode()
    assert failure["error"] == "IntegrityError"
    assert any("test_logs.py" in place and place.endswith(" fails") for place in failure["places"])
    assert (line["level"], line["status"]) == ("ERROR", 500)


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_own_words_are_kept_whole_and_others_without_their_values(log, here):
    here.get(f"/noi/{SECRETS['token']}/")
    said = [(line["logger"], line.get("message")) for line in lines(log)][:3]
    assert said[0][0] == "some.library"
    assert said[0][1].startswith("sent to %s (test_logs:")
    assert said[1][1].startswith("test_logs:")
    assert said[2] == ("danbiet.room", "the worker stands still")


def test_nothing_personal_is_ever_written(log, here, db):
    people.create_person(
        people.operator(),
        username=SECRETS["username"],
        name=SECRETS["name"],
        email=SECRETS["email"],
        password=PASSWORD,
        check=False,
    )
    here.get("/dang-nhap/")
    here.post("/van-phong/dang-nhap/", {"username": SECRETS["username"], "password": PASSWORD + "x"})
    here.post("/van-phong/dang-nhap/", {"username": SECRETS["username"], "password": PASSWORD})
    here.get("/van-phong/", {"q": SECRETS["typed"]})
    here.get(f"/noi/{SECRETS['token']}/", {"token": SECRETS["token"]}, headers={"referer": "/?" + SECRETS["token"]})
    here.post(f"/hong/?token={SECRETS['token']}", {"text": SECRETS["typed"], "name": SECRETS["name"]})
    here.get("/tu-choi/", {"email": SECRETS["email"]})
    here.get("/", headers={"host": SECRETS["host"]})
    here.generic(SECRETS["token"], "/")
    Client(enforce_csrf_checks=True).post("/van-phong/dang-nhap/", {"username": SECRETS["username"]})
    written = log.getvalue()
    assert written.count("\n") >= 9
    secrets = [*SECRETS.values(), PASSWORD, "127.0.0.1", *here.cookies.keys()]
    secrets += [cookie.value for cookie in here.cookies.values() if cookie.value]
    assert [value for value in secrets if value in written] == []


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_built_files_are_not_worth_a_line(log, here, settings):
    here.get(settings.STATIC_URL + "none.css")
    assert [line["status"] for line in lines(log)] == [404]


def test_the_page_of_an_error_draws_without_a_database_or_a_number():
    from django.test import RequestFactory

    from danbiet.pages.failures import server_error

    page = server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "Mã tham chiếu" not in page.content.decode()
