"""A warm legal look-up against OpenFisca's, in the same run, on the same dated parameters.

OpenFisca's tree is built from our own parameters: one leaf a key, a value at each first day, the same numbers. Three
ways are timed on the same keys and days, each answering with the value in force:

- ours:        ``law.value(key, on=day)``
- idiomatic:   ``parameters(instant).node.leaf``, as its formulas write it
- cached: ``parameters.get_at_instant(instant)`` with ready ``Instant`` objects, so that only its warm cache is timed

Needs openfisca-core (requirements/bench.txt; ``make bench`` prepares it).
"""

from __future__ import annotations

import statistics
import sys
import timeit
from datetime import date
from functools import reduce

from danbiet import law

KEYS = [
    "complaints.first.settlement.complex",
    "disclosure.posting.minimum",
    "poor_households.posting.minimum",
    "hamlets.head.majority",
    "budgets.commune.posting.minimum",
    "reporting.cutoff.day",
]
DAYS = [date(2016, 9, 9), date(2018, 1, 2), date(2022, 5, 10), date(2025, 7, 1)]
ROUNDS, REPEATS = 2_000, 5


def flat(key: str) -> list[str]:
    """A key as OpenFisca's path: a node can't be a leaf too, so the leaf is spelled in one word."""
    head, _, rest = key.partition(".")
    return [head, rest.replace(".", "_")]


def openfisca_tree() -> object:
    """The same parameters as an OpenFisca node."""
    from openfisca_core.parameters import ParameterNode

    data: dict[str, dict[str, object]] = {}
    for parameter in law.parameters():
        if not isinstance(parameter.values[0].value, law.Quantity):
            continue
        head, leaf = flat(parameter.key)
        values = {
            str(value.first_day): {"value": float(value.value.amount)}
            for value in parameter.values
            if isinstance(value.value, law.Quantity)
        }
        data.setdefault(head, {})[leaf] = {"values": values}
    return ParameterNode("", data=data)


def main() -> int:
    """Print the seconds of one look-up and the ratios."""
    try:
        tree = openfisca_tree()
    except ImportError:
        print("skipped: openfisca-core isn't installed; `make bench` prepares it")
        return 0
    cases = [(key, day, str(day), flat(key)) for key in KEYS for day in DAYS]

    for key, day, instant, path in cases:
        theirs = reduce(getattr, path, tree(instant))
        assert float(law.value(key, on=day).value.amount) == theirs, key

    from openfisca_core import periods

    ready = [(periods.instant(instant), path) for _, _, instant, path in cases]

    def ours() -> None:
        for key, day, _, _ in cases:
            law.value(key, on=day)

    def idiomatic() -> None:
        for _, _, instant, path in cases:
            getattr(getattr(tree(instant), path[0]), path[1])

    def cached() -> None:
        for instant, path in ready:
            getattr(getattr(tree.get_at_instant(instant), path[0]), path[1])

    seconds = {}
    for name, function in (("ours", ours), ("idiomatic", idiomatic), ("cached", cached)):
        function()
        times = timeit.repeat(function, number=ROUNDS // 10, repeat=REPEATS)
        seconds[name] = statistics.median(times) / (ROUNDS // 10) / len(cases)
        print(f"law look-up, {name}: {seconds[name] * 1e9:,.0f} ns")
    for name in ("idiomatic", "cached"):
        print(f"law look-up: {seconds[name] / seconds['ours']:.1f} times as fast as OpenFisca ({name})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
