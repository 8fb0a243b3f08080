"""When digests go out, from ``data/digest.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from importlib import resources

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Settings:
    """Hours on the wall clock of Vietnam; ``backoff``: the wait after each failed attempt."""

    hour: time
    hours: tuple[time, ...]
    quiet_from: time
    quiet_to: time
    backoff: tuple[timedelta, ...]
    lease: timedelta
    batch: int
    ground: dict[str, str]

    def quiet(self, moment: time) -> bool:
        """Whether no e-mail leaves at this time of day; the night runs over midnight."""
        return moment >= self.quiet_from or moment < self.quiet_to


@cache
def settings() -> Settings:
    """The shipped settings."""
    source = (resources.files("danbiet.notices") / "data" / "digest.yaml").read_text("utf-8")
    data = YAML(typ="safe", pure=True).load(source)
    return Settings(
        hour=time.fromisoformat(data["hour"]),
        hours=tuple(time.fromisoformat(one) for one in data["hours"]),
        quiet_from=time.fromisoformat(data["quiet"]["from"]),
        quiet_to=time.fromisoformat(data["quiet"]["to"]),
        backoff=tuple(timedelta(minutes=one) for one in data["backoff"]),
        lease=timedelta(minutes=data["lease"]),
        batch=data["batch"],
        ground=dict(data["ground"]),
    )
