"""A process that works until it is told to stop: for the worker, for the tick, for what a room above may need."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from django.db import close_old_connections
from django.db.utils import DatabaseError

from danbiet.pages import health

log = logging.getLogger("danbiet.notices")
# Seconds between two looks at whether the process that started this one is still there.
WATCH = 1.0


def stop_event(parent: int | None = None) -> threading.Event:
    """Set when this process is asked to stop (SIGTERM, SIGINT), or when ``parent``, which started it, is gone."""
    stop = threading.Event()

    def asked(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)
    if parent is not None:
        threading.Thread(target=_watch, args=(stop, parent), daemon=True).start()
    return stop


def _watch(stop: threading.Event, parent: int) -> None:
    while os.getppid() == parent and not stop.wait(WATCH):
        pass
    stop.set()


def repeat(work: Callable[[], object], stop: threading.Event, every: float, what: str) -> None:
    """Do ``work`` again and again until told to stop; a database that is away is waited for."""
    while not stop.is_set():
        close_old_connections()
        try:
            work()
            health.beat(what)
        except DatabaseError as error:
            log.warning("%s: the database said %s; trying again", what, type(error).__name__)
        close_old_connections()
        stop.wait(every)
