"""A plan's score table and its sentences held against the published editions: what holds and what doesn't."""

from danbiet.plans.score_check.checking import Check, check
from danbiet.plans.score_check.finding import Finding, Weight, What

__all__ = ["Check", "Finding", "Weight", "What", "check"]
