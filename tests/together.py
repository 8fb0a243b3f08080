"""Calls let go at the same moment, each in a thread of its own, on either engine."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from danbiet.base.errors import CodedError


@contextmanager
def on_a_disk(folder: Path) -> Iterator[None]:
    """SQLite's database of the tests is in memory, where threads don't wait for each other: they get a copy on disk."""
    if connection.vendor != "sqlite":
        yield
        return
    path, named = folder / "copy.sqlite3", connections.settings["default"]
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
        # As the product's is from its first opening on; two that switch it at once don't wait for each other.
        copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    before, named["NAME"] = named["NAME"], str(path)
    yield
    named["NAME"] = before


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Each call in a thread, all let go together; their answers or coded errors."""
    gate = threading.Barrier(len(calls))
    found: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait()
            found[number] = call()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in found:
        if isinstance(one, Exception) and not isinstance(one, CodedError):
            raise one
    return found


def seen(call: Callable[[], Any]) -> Any:
    """What the threads left behind."""
    return at_once(call)[0]


def codes(found: list[Any]) -> list[str]:
    """The codes of those that were told something."""
    return sorted(one.code for one in found if isinstance(one, CodedError))
