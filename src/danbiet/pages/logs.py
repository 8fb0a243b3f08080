"""The log: one line a request and one block an unexpected error, nothing of whom or what it was about.

A line names the route ("office:duty"), never the path, whose ids lead to a unit or a file; never a query, an address, a
browser or an account. Of errors it keeps the type and the places in the code, not the message, in which databases and
libraries quote what was typed. Of other libraries' own lines it keeps the template without its values.

``DANBIET_LOG=json`` writes one JSON object a line, otherwise a line for people.
"""

from __future__ import annotations

import json
import logging
import logging.config
import sys
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from danbiet.base import clock
from danbiet.base.ids import new_public_id

HEADER = "X-Request-ID"
access = logging.getLogger("danbiet.access")
failures = logging.getLogger("danbiet.failure")
_reference: ContextVar[str] = ContextVar("danbiet_reference", default="")
OURS = "danbiet"


class AccessLogMiddleware:
    """Gives each request a number that its log lines, its answer and the page of an unexpected error carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write the line; built files aren't worth one."""
        token, start = _reference.set(new_public_id()), time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = _reference.get()
            built = request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400
            if not built:
                _write_line(request, response, time.perf_counter() - start)
            return response
        finally:
            _reference.reset(token)


def reference() -> str:
    """The number of the request being answered; empty outside one."""
    return _reference.get()


def _write_line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    facts: dict[str, Any] = {
        "method": request.method if request.method in _METHODS else "OTHER",
        "route": request.resolver_match.view_name if request.resolver_match else "",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    code = getattr(response, "error_code", "")
    if code:
        facts["code"] = code
    level = logging.ERROR if response.status_code >= 500 else logging.INFO
    access.log(level, "request", extra={"facts": facts})


# A method is the sender's text too.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


def log_failure(sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Receiver of got_request_exception: an error that nothing answered."""
    failures.error("unexpected error", exc_info=sys.exc_info())


def listen() -> None:
    """Called once, when the room loads."""
    got_request_exception.connect(log_failure, dispatch_uid="danbiet-log-failure")


class Formatter(logging.Formatter):
    """What both forms have in common: the facts of a record that may be kept."""

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        """Moment, level, who says it, the request's number, what is said; of an error its type and places."""
        found: dict[str, Any] = {
            # The machine's moment: a log is about the machine, also where a demonstration's clock stands still.
            "at": datetime.fromtimestamp(record.created, tz=clock.ZONE).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if reference():
            found["request"] = reference()
        own: dict[str, Any] | None = getattr(record, "facts", None)
        found.update(own if own is not None else {"message": _message(record)})
        if record.exc_info and record.exc_info[0] is not None:
            found["error"] = record.exc_info[0].__qualname__
            found["places"] = places(record.exc_info[2])
        return found


class JsonFormatter(Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        return json.dumps(self.facts(record), ensure_ascii=False, default=str)


class TextFormatter(Formatter):
    """A line for people, an error's places below it."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line or, for an error, a block."""
        found = self.facts(record)
        head = f"{found.pop('at')[:19].replace('T', ' ')} {found.pop('level')} {found.pop('logger')}"
        where = found.pop("places", [])
        line = " ".join([head, *(f"{name}={value}" for name, value in found.items())])
        return "\n".join([line, *(f"    {place}" for place in where)])


def _message(record: logging.LogRecord) -> str:
    """Our own words whole; of others the template, and where there is none, the place that spoke."""
    if record.name == OURS or record.name.startswith(f"{OURS}."):
        return record.getMessage()
    place = f"{record.module}:{record.lineno}"
    return f"{record.msg} ({place})" if record.args and isinstance(record.msg, str) else place


def places(trace: TracebackType | None) -> list[str]:
    """Where an error went through, outermost first: file, line and function, of packages from their own root on."""
    found = traceback.extract_tb(trace)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in found]


def _short(path: str) -> str:
    for mark in ("site-packages/", "/src/"):
        if mark in path:
            return path.rpartition(mark)[2]
    return path.rpartition("/")[2]


def configure(wanted: dict[str, str]) -> None:
    """Set logging up; Django calls it with its LOGGING, here {"form": "json"} or {"form": "text"}."""
    formatter = JsonFormatter if wanted["form"] == "json" else TextFormatter
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"danbiet": {"()": formatter}},
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "danbiet"}},
            "root": {"handlers": ["console"], "level": "WARNING"},
            "loggers": {
                OURS: {"level": "INFO"},
                "django": {"handlers": [], "level": "WARNING"},
                # What it says stands in our line without the path; its errors go through log_failure.
                "django.request": {"handlers": [], "propagate": False, "level": "CRITICAL"},
                # Whoever calls the machine by another name gets his 400, and that line is enough.
                "django.security.DisallowedHost": {"handlers": [], "propagate": False, "level": "CRITICAL"},
            },
        }
    )
