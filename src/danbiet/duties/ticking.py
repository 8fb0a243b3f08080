"""All that time brings, in one idempotent call: ``danbiet tick``."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[], dict[str, int]]
_STEPS: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """A room's step; runs in the order of registration, must change nothing when nothing is due."""
    _STEPS[name] = step


def tick() -> dict[str, int]:
    """Run every step; what was done, by name. Safe to run at any time, twice, or after a kill."""
    done: dict[str, int] = {}
    for name, step in _STEPS.items():
        for what, count in step().items():
            done[f"{name}.{what}"] = done.get(f"{name}.{what}", 0) + count
    return done


def succession_step() -> dict[str, int]:
    """Pass on the open duties of units that have ended and were taken over whole (decision 15)."""
    from django.db.models import Exists, OuterRef

    from danbiet.base import clock
    from danbiet.duties.actions import succeed
    from danbiet.duties.models import Duty
    from danbiet.duties.states import unfulfilled
    from danbiet.units.models import Succession

    # Asked of each succession, so that a planner without statistics has no nested scan to choose.
    owing = Duty.objects.filter(unfulfilled(), unit=OuterRef("predecessor"))
    ended = Succession.objects.filter(Exists(owing), day__lte=clock.today(), share=1)
    pairs = ended.order_by("day", "id").values_list("predecessor_id", "successor_id")
    inherited = 0
    # An heir may have ended too: then what it inherited goes on, until nothing moves any more.
    while moved := succeed(list(pairs.all())):
        inherited += moved
    return {"inherited": inherited}
