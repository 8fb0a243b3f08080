"""What runs beside the pages: prepares digests when their hour has come and hands them over."""

from __future__ import annotations

import threading
from collections.abc import Callable

from danbiet.notices import delivery, digest, process
from danbiet.pages import health

# Seconds between two looks when there is nothing to do, or nothing can be done.
POLL = 20.0


def round_of_work(stopping: Callable[[], bool] = lambda: False) -> delivery.Delivered:
    """Prepare what is due and deliver until nothing is left or the server can't be reached; what was done."""
    digest.prepare()
    total = delivery.Delivered()
    while not stopping():
        done = delivery.deliver(stopping)
        # A long morning isn't a standstill.
        health.beat("worker")
        for name in ("sent", "empty", "failed", "given_up"):
            setattr(total, name, getattr(total, name) + getattr(done, name))
        total.unreachable = done.unreachable
        if done.unreachable or not done.any():
            break
    return total


def run(stop: threading.Event, every: float = POLL) -> None:
    """Work until told to stop."""
    process.repeat(lambda: round_of_work(stop.is_set), stop, every, "worker")
