"""A result of an estimate without estimating: made-up figures of three provinces, one of which too few answered."""

from danbiet.surveys import actions
from danbiet.surveys.results import SHARE, Cell, Line, Made

KNOWS = Line(
    "d101a = 1",
    "d101a = 1",
    "d101a = 1",
    SHARE,
    (
        Cell(0.594, 0.0445, 0.4768, 0.7016, 541, 5, 4.4),
        Cell(None, None, None, None, 11, None, None),
        Cell(0.6545, 0.0614, 0.3707, 0.859, 175, 2, 2.9),
    ),
)
CONTENT = Line(
    "d503d",
    "d503d",
    "d503d",
    "plain",
    (
        Cell(3.94, 0.12, 3.62, 4.26, 149, 5, 2.06),
        Cell(None, None, None, None, 3, None, None),
        Cell(4.18, 0.24, None, None, 46, 0, 2.98),
    ),
)


def made(**changes):
    """The result, changed."""
    facts = {
        "file": "khao-sat.parquet",
        "digest": "ab" * 32,
        "people": 727,
        "simulated": True,
        "design": {"strata": "PSW_STRATA", "clusters": "PSW_PSU", "weight": "PSW_psweight", "singletons": "average"},
        "by": ("tinh",),
        "domains": ((1,), (95,), (96,)),
        "labels": ("Hà Nội", "Bạc Liêu", "Cà Mau"),
        "lines": (KNOWS, CONTENT),
        "level": 0.95,
        "engine": "duckdb:///somewhere/secret.duckdb?threads=2",
        "seconds": 1.234,
        "facts": {"missing": {}, "interval": ["logit", "t"]},
    }
    return Made(**{**facts, **changes})


def kept(actor, province, **changes):
    """The result kept for a province."""
    return actions.keep(actor, province, made(**changes), "Khảo sát thử 2016")
