"""Which answers count: codes that aren't answers, by reason, and what is done with each reason.

Questionnaires store "don't know" as 888, "refused" as 999, "not asked" as -999999 or nothing. Averaged as numbers they
ruin every estimate; dropped blindly they hide that a third of the people didn't know. So the codes are named with their
reason, and each reason is either left out (the default, R's ``na.rm``: the person stays in the design and leaves the
domain of that measure) or counts as a stated value (0: "who doesn't know of it can't have used it").

No code is assumed: 888 can be a real answer where people give amounts of money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why there is no answer."""

    DONT_KNOW = "dont_know"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Answers:
    """Codes that are no answers, and the value a reason counts as (a reason that isn't named is left out)."""

    codes: Mapping[float, Reason] = field(default_factory=dict)
    counts_as: Mapping[Reason, float] = field(default_factory=dict)

    def values(self) -> dict[float, float | None]:
        """Each code with the value it counts as; None is left out."""
        return {code: self.counts_as.get(reason) for code, reason in self.codes.items()}


ALL = Answers()
"""Every number is an answer; only empty cells (and NaN) are not."""

QUESTIONNAIRE = Answers({888: Reason.DONT_KNOW, 999: Reason.REFUSED, -999999: Reason.NOT_ASKED})
"""The codes of PAPI's questionnaires; all of them are left out."""
