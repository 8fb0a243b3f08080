"""Language, errors as pages, navigation, pages kept by state."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.pages import caching, errors, language, navigation
from danbiet.pages.middleware import CodedErrorMiddleware, LanguageMiddleware, error_page

MIDDLEWARE = LanguageMiddleware(lambda request: HttpResponse(translation.get_language()))


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def test_vietnamese_is_the_language_whatever_the_browser_asks_for():
    request = RequestFactory().get("/", headers={"accept-language": "en-GB,en"})
    response = MIDDLEWARE(request)
    assert response.content == b"vi"
    assert response["Content-Language"] == "vi"
    assert "Cookie" in response["Vary"]


def test_english_is_a_choice_kept_in_a_cookie():
    answer = MIDDLEWARE(RequestFactory().get("/viec/?q=a&lang=en"))
    assert (answer.status_code, answer["Location"]) == (302, "/viec/?q=a")
    cookie = answer.cookies[language.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    request = RequestFactory().get("/viec/")
    request.COOKIES[language.COOKIE] = cookie.value
    assert MIDDLEWARE(request).content == b"en"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/"])
def test_the_choice_leads_nowhere_else(path):
    request = RequestFactory().get("/")
    request.path = path
    request.GET = request.GET.copy()
    request.GET["lang"] = "en"
    assert MIDDLEWARE(request)["Location"] == "/evil.example/"


@pytest.mark.parametrize("value", ["fr", "", "en'--"])
def test_an_unknown_language_is_no_choice(value):
    assert MIDDLEWARE(RequestFactory().get("/", {"lang": value})).content == b"vi"
    request = RequestFactory().get("/")
    request.COOKIES[language.COOKIE] = value
    assert MIDDLEWARE(request).content == b"vi"


@pytest.mark.django_db
@pytest.mark.parametrize(("length", "status"), [("23068672", 403), ("23068673", 413), ("9" * 30, 413)])
def test_what_is_too_long_is_refused_before_it_is_read(length, status, client):
    client.handler.enforce_csrf_checks = True
    response = client.generic("POST", "/van-phong/dang-nhap/", b"", CONTENT_LENGTH=length)
    assert response.status_code == status
    assert ("PAGE-002" in response.content.decode()) == (status == 413)


def test_a_coded_error_becomes_a_page_in_the_readers_language():
    found = CodedErrorMiddleware(HttpResponse).process_exception(
        RequestFactory().get("/"), CodedError(errors.STALE_FORM, at="biểu mẫu")
    )
    assert found is not None
    assert found.status_code == 403
    text = found.content.decode()
    assert "PAGE-001" in text
    assert errors.STALE_FORM.remedy_vi in text
    assert "biểu mẫu" in text
    with translation.override("en"):
        english = error_page(RequestFactory().get("/"), CodedError(errors.STALE_FORM)).content.decode()
    assert errors.STALE_FORM.en in english
    assert CodedErrorMiddleware(HttpResponse).process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_code_has_one_status():
    assert errors.status_of("PEO-001") == 403
    assert errors.status_of("DUTY-002") == 422
    with pytest.raises(ValueError, match="403"):
        errors.register_status("PEO-001", 404)


def test_entries_without_an_address_are_left_out():
    entry = navigation.Entry("here", "a", lambda context: context.get("where"), 1)
    navigation._ENTRIES.append(entry)
    try:
        assert navigation.entries("here", {}) == []
        assert navigation.entries("here", {"where": "/a/"}) == [("a", "/a/")]
    finally:
        navigation._ENTRIES.remove(entry)


class Drawn:
    """Counts how often a page is drawn."""

    def __init__(self, status=200):
        self.times, self.status = 0, status

    def __call__(self):
        self.times += 1
        return HttpResponse(f"drawn {self.times}", status=self.status)


def test_a_page_is_drawn_once_a_state():
    drawn = Drawn()
    first = caching.page_of_state(RequestFactory().get("/a/"), "state-1", drawn)
    again = caching.page_of_state(RequestFactory().get("/a/"), "state-1", drawn)
    assert first.content == again.content
    assert drawn.times == 1
    known = RequestFactory().get("/a/", headers={"if-none-match": first["ETag"]})
    assert caching.page_of_state(known, "state-1", drawn).status_code == 304
    changed = caching.page_of_state(known, "state-2", drawn)
    assert changed.status_code == 200
    assert drawn.times == 2
    assert first["Cache-Control"] == "no-cache"


def test_language_day_host_and_address_make_other_pages():
    request = RequestFactory().get("/a/")
    tags = {caching.etag_of(request, "s"), caching.etag_of(RequestFactory().get("/b/"), "s")}
    tags.add(caching.etag_of(RequestFactory().get("/a/", headers={"host": "localhost"}), "s"))
    with translation.override("en"):
        tags.add(caching.etag_of(request, "s"))
    with clock.frozen(clock.start_of_day(clock.today().replace(year=2016, month=1, day=1))):
        tags.add(caching.etag_of(request, "s"))
    assert len(tags) == 5


@pytest.mark.parametrize(("state", "status"), [("", 200), ("s", 404)])
def test_nothing_is_kept_without_a_state_or_of_a_page_that_failed(state, status):
    drawn = Drawn(status)
    for _ in range(2):
        caching.page_of_state(RequestFactory().get("/never/"), state, drawn)
    assert drawn.times == 2
