"""Whether a change stands out from the noise, by the published errors of two editions or the labelled model of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danbiet.index import uncertainty
from danbiet.plans.score_check.claims import Sure
from danbiet.plans.score_check.figures import Figures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from danbiet.index.tables import EditionTable

LEVEL = 0.95
_DRAWS = 4_000
PUBLISHED = ("sai số công bố", "published errors")
MODELLED = ("sai số theo mô hình", "modelled errors")


@dataclass
class PublishedOrModelled:
    """The errors of editions, those of the panel standing in where an edition publishes none."""

    panel: Sequence[EditionTable] = ()
    level: float = LEVEL
    _kept: dict[tuple[int, str], uncertainty.Errors] = field(default_factory=dict)

    def errors(self, figures: Figures, code: str) -> uncertainty.Errors:
        """The errors of an element over all provinces."""
        key = (figures.table.year, code)
        if key not in self._kept:
            self._kept[key] = uncertainty.errors(figures.table, code, self.panel)
        return self._kept[key]

    def own(self, figures: Figures, code: str) -> tuple[float | None, bool]:
        """The province's standard error, and whether it is modelled."""
        found, place = self.errors(figures, code), figures.table.position(figures.province)
        source = found.sources[place]
        return found.cells[place], source is None or source.modelled

    def score(self, before: Figures, code_before: str, after: Figures, code: str) -> Sure | None:
        """The change of the score with its interval; None without scores or errors."""
        from danbiet.stats.change import change

        old, new = before.score(code_before), after.score(code)
        (se_old, one), (se_new, other) = self.own(before, code_before), self.own(after, code)
        if old is None or new is None or se_old is None or se_new is None:
            return None
        made = change(old, new, se_old, se_new, level=self.level)
        source = MODELLED if one or other else PUBLISHED
        return Sure(made.difference, made.low, made.high, self.level, made.beyond_noise, source)

    def rank(self, before: Figures, code_before: str, after: Figures, code: str) -> Sure | None:
        """The change of the rank, a rise positive, with its interval by simulation of both editions."""
        import numpy as np

        old, new = before.rank(code_before), after.rank(code)
        places = self._places(before, code_before, 1), self._places(after, code, 2)
        if old is None or new is None or places[0] is None or places[1] is None:
            return None
        tail = (1 - self.level) / 2 * 100
        low, high = (float(one) for one in np.percentile(places[0] - places[1], [tail, 100 - tail], method="nearest"))
        modelled = self.own(before, code_before)[1] or self.own(after, code)[1]
        source = MODELLED if modelled else PUBLISHED
        return Sure(float(old - new), low, high, self.level, low > 0 or high < 0, source)

    def _places(self, figures: Figures, code: str, seed: int) -> NDArray[np.int64] | None:
        """Simulated ranks of the province."""
        import numpy as np

        from danbiet.stats.simulation import draws

        found = self.errors(figures, code)
        pairs = zip(figures.table.values[code], found.cells, strict=True)
        known = [value if error is not None else None for value, error in pairs]
        place = figures.table.position(figures.province)
        if known[place] is None:
            return None
        drawn = draws(known, found.cells, count=_DRAWS, seed=seed + figures.table.year)
        made: NDArray[np.int64] = 1 + np.sum(drawn > drawn[:, [place]], axis=1)
        return made
