"""All that time brings, in one idempotent call: ``danbiet tick``."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[], dict[str, int]]
_STEPS: dict[str, Step] = {}
_LAST: set[str] = set()


def register(name: str, step: Step, *, last: bool = False) -> None:
    """A room's step; runs in the order of registration, must change nothing when nothing is due.

    ``last``: it looks at what the steps of all rooms have made, and runs after them.
    """
    _STEPS[name] = step
    (_LAST.add if last else _LAST.discard)(name)


def tick() -> dict[str, int]:
    """Run every step; what was done, by name. Safe to run at any time, twice, or after a kill."""
    done: dict[str, int] = {}
    for name, step in sorted(_STEPS.items(), key=lambda item: item[0] in _LAST):
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
