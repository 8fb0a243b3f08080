"""Logging in by name and password, in the same time whether or not the account exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from danbiet.people.models import Person

_ALONGSIDE: dict[str, Callable[[], Combinable]] = {}


def register_alongside(name: str, expression: Callable[[], Combinable]) -> None:
    """What rooms above want to know of the account of every request: read with it, in the same query."""
    _ALONGSIDE[name] = expression


class PersonBackend(BaseBackend):
    """Accounts of ``people``; permissions come from ``policies``, not from here."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Person | None:
        """The active account with this name and password."""
        if username is None or password is None:
            return None
        person = Person.objects.filter(username=username).first()
        if person is None:
            # Hash anyway, so that the answer's time doesn't tell whether the account exists.
            Person().set_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        """The active account of a session."""
        wanted = {name: expression() for name, expression in _ALONGSIDE.items()}
        return Person.objects.annotate(**wanted).filter(pk=user_id, is_active=True).first()
