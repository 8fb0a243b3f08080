"""How people were drawn: strata, clusters, weights, what was taken with certainty, and the rule for lone clusters.

The variance is the linearised ("Taylor") one between the clusters of a stratum, as R ``survey`` has it::

    V = sum over strata h of  f_h * n_h / (n_h - 1) * sum over clusters j of (u_hj - mean of u in h)^2

``u_hj`` is the cluster's sum of the weighted linearised variable, ``n_h`` the number of clusters of the **whole**
sample in the stratum (a cluster without anybody of the domain counts with u = 0), ``f_h = 1 - n_h / N_h`` where the
number of clusters in the population is given and 1 otherwise.

**Units taken with certainty** (a provincial capital is always in the sample) have no variance between them at the first
stage. Name the column that marks them and the column of the next stage: each becomes a stratum of its own and its
next-stage units its clusters, which is what Stata and R users do by hand.

**A stratum with one cluster** says nothing about its variance. There is no right answer, so the rule is chosen:

- ``REFUSE`` (default): an error that names the strata. Nothing is assumed in silence.
- ``CERTAINTY``: the stratum adds nothing, as if it had been taken with certainty. Too small an error, if it was not.
- ``AVERAGE``: it adds the average of what the other strata of the same domain add.
- ``CENTRE``: its cluster is set against the centre of the domain rather than of the stratum: mostly too large an error.

They are R's ``options(survey.lonely.psu=)`` ``fail``, ``certainty``, ``average`` and ``adjust``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Singletons(StrEnum):
    """What a stratum with a single cluster adds to the variance."""

    REFUSE = "refuse"
    CERTAINTY = "certainty"
    AVERAGE = "average"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Factors that bring weights to known populations (made by :mod:`.weights`), and what they do to the errors.

    ``margins``: the columns of each margin whose populations are met (post-stratification has one). ``cells``: the
    factor of each combination of all columns, values as text. ``counted``: true lets the errors know that the
    populations are met exactly (the linearised variable is replaced by its residual on the margins, as R's
    ``postStratify`` and ``calibrate`` do); false takes the new weights as fixed: mostly too large an error.
    """

    margins: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[tuple[str, ...], float], ...]
    counted: bool = True

    def columns(self) -> tuple[str, ...]:
        """The columns of all margins, each once, in the order of the cells' values."""
        return tuple(dict.fromkeys(name for margin in self.margins for name in margin))


@dataclass(frozen=True, slots=True)
class Design:
    """The design of a sample, as names of columns.

    - ``strata``: None is one stratum.
    - ``clusters``: the units of the first stage (None: everybody was drawn one by one).
    - ``weight``: None is 1 for everybody. A weight may be 0, never negative or missing.
    - ``fpc``: the number of first-stage units (of people, without clusters) there are **in the population** of the
      stratum; a number of units, never a fraction.
    - ``certainty``: true where the first-stage unit was taken with certainty; ``next_stage``: the units below it.
    - ``nested``: true says that the same cluster number in two strata means two clusters; false makes it an error.
    - ``singletons``: the rule for strata of one cluster.
    - ``adjustment``: factors on the weights. Without one, weights are taken as fixed, whatever made them.
    """

    strata: str | None = None
    clusters: str | None = None
    weight: str | None = None
    fpc: str | None = None
    certainty: str | None = None
    next_stage: str | None = None
    nested: bool = False
    singletons: Singletons = Singletons.REFUSE
    adjustment: Adjustment | None = None

    def __post_init__(self) -> None:
        """ValueError for a certainty column without the stage below it, or the other way round."""
        if (self.certainty is None) != (self.next_stage is None):
            raise ValueError("certainty and next_stage are given together")
        if self.certainty is not None and self.clusters is None:
            raise ValueError("units taken with certainty need the column of the clusters")

    def columns(self) -> tuple[str, ...]:
        """The columns the design names, each once."""
        names = (self.strata, self.clusters, self.weight, self.fpc, self.certainty, self.next_stage)
        more = self.adjustment.columns() if self.adjustment else ()
        return tuple(dict.fromkeys(name for name in (*names, *more) if name is not None))

    def weights(self) -> str:
        """How the weights enter the errors: "fixed", "post-stratified" or "raked"."""
        if self.adjustment is None or not self.adjustment.counted:
            return "fixed"
        return "raked" if len(self.adjustment.margins) > 1 else "post-stratified"
