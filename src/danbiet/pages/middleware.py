"""The language of a request, and coded errors as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from danbiet.base.errors import CodedError
from danbiet.pages import errors, language

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Vietnamese unless the reader chose English; ``?lang=en`` on any page is the choice, kept in a cookie.

    A link does it, so it needs no script and stays on the page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language, or set it and lead back to the page."""
        if request.method in ("GET", "HEAD") and language.known(request.GET.get(language.PARAMETER)):
            return self._choose(request)
        code = language.chosen(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ("Cookie",))
        return response

    @staticmethod
    def _choose(request: HttpRequest) -> HttpResponse:
        query = request.GET.copy()
        code = query.pop(language.PARAMETER)[-1]
        # One leading stroke only: "//host" would lead to another site.
        path = "/" + request.path.lstrip("/\\")
        response = HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
        response.set_cookie(
            language.COOKIE,
            code,
            max_age=language.ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


class SizeMiddleware:
    """What is longer than any form with its file is refused by its length, before a byte of it is kept anywhere.

    Checking the protection code of a form reads all of the form, files too, whoever sends it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or answer with PAGE-002. A body without a length isn't read by anybody."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        if size <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        limit = settings.REQUEST_MAX_BYTES // 2**20
        return error_page(request, CodedError(errors.TOO_LARGE, size=-(-size // 2**20), limit=limit))


class CodedErrorMiddleware:
    """A coded error that no view answered becomes a page with its code, place, message and remedy."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a coded error; other exceptions go their way."""
        return error_page(request, exception) if isinstance(exception, CodedError) else None


def error_page(request: HttpRequest, error: CodedError) -> HttpResponse:
    """The page of one coded error with its status."""
    code = "en" if translation.get_language() == "en" else "vi"
    context = {"error": error, "message": error.message(code), "remedy": error.remedy(code)}
    response = render(request, "pages/error.html", context, status=errors.status_of(error.code))
    response.headers["Cache-Control"] = "no-store"
    # For the log, which must not read it off the page.
    response.error_code = error.code  # type: ignore[attr-defined]
    return response
