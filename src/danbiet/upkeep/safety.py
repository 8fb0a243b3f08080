"""What is unsafe about a deployment: some of it refuses to start, all of it shows in ``danbiet check``."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from danbiet.base.errors import CodedError
from danbiet.journal.guards import TABLE
from danbiet.pages import health
from danbiet.upkeep import errors

_LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
_MAY_CHANGE = """
    SELECT current_user, has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE')
        OR has_table_privilege(oid, 'TRUNCATE') OR pg_has_role(relowner, 'MEMBER')
    FROM pg_class WHERE oid = to_regclass(%s)
"""


def refuse_unsafe() -> None:
    """Raise CodedError UPK-201 without a secret key, UPK-202 for a real installation with DEBUG on."""
    if not settings.SECRET_KEY_GIVEN:
        raise CodedError(errors.NO_SECRET_KEY)
    if settings.DEBUG and not settings.DEMONSTRATION:
        raise CodedError(errors.DEBUG_ON)


def refuse_public_demonstration(address: str) -> None:
    """Raise CodedError UPK-211 if a demonstration would answer others than this machine."""
    if settings.DEMONSTRATION and not is_loopback(address):
        raise CodedError(errors.PUBLIC_DEMONSTRATION, address=address)


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches an address."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def findings() -> list[CodedError]:
    """All that is unsafe or unwell, each with its remedy; empty where an installation is fit for real use."""
    return [*_of_settings(), *_of_the_machine(), *_of_the_database(), *_of_health(), *_of_the_framework()]


def _of_settings() -> Iterator[CodedError]:
    if settings.DEMONSTRATION:
        yield CodedError(errors.IS_DEMONSTRATION)
    if not settings.SECRET_KEY_GIVEN:
        yield CodedError(errors.NO_SECRET_KEY)
    if not settings.JOURNAL_KEY_GIVEN:
        yield CodedError(errors.NO_JOURNAL_KEY)
    if settings.DEBUG:
        yield CodedError(errors.DEBUG_ON)
    if not settings.SECURE:
        yield CodedError(errors.NO_HTTPS)
    elif not settings.SECURE_PROXY_SSL_HEADER:
        yield CodedError(errors.BEHIND_NOTHING)
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or hosts <= _LOCAL_NAMES:
        yield CodedError(errors.HOSTS_OPEN, hosts=",".join(settings.ALLOWED_HOSTS))
    if not settings.SITE_ADDRESS:
        yield CodedError(errors.NO_ADDRESS)


def _of_the_machine() -> Iterator[CodedError]:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield CodedError(errors.AS_ROOT)
    home = Path(settings.HOME)
    for path, mode in ((home, "700"), (home / "danbiet.env", "600"), (home / "danbiet.sqlite3", "600")):
        # Within a folder that is closed to others nothing else needs to be.
        if path.exists() and path.stat().st_mode & 0o077 and (path == home or home.stat().st_mode & 0o077):
            yield CodedError(errors.READABLE, path=path, mode=mode)


def _of_the_database() -> Iterator[CodedError]:
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(_MAY_CHANGE, [TABLE])
            row = cursor.fetchone()
    except DatabaseError:
        # Health says so.
        return
    if row and row[1]:
        yield CodedError(errors.JOURNAL_WRITABLE, role=row[0])


def _of_health() -> Iterator[CodedError]:
    for answer in health.examine():
        if answer.error is not None:
            yield answer.error


def _of_the_framework() -> Iterator[CodedError]:
    for found in checks.run_checks():
        if found.is_serious() and not found.is_silenced():
            yield CodedError(errors.CHECK_FAILED, id=found.id, message=found.msg)
