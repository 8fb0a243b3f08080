"""The page of an error nobody foresaw: it carries the number under which the log has it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseServerError
from django.template import loader

from danbiet.pages import logs


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """``handler500``: no query, no context processor, since whatever failed may fail again."""
    return HttpResponseServerError(loader.get_template("500.html").render({"reference": logs.reference()}))
