"""Plan documents: one typed draft with places and doubts.

``read_plan(path)`` reads a file, ``read_bytes(data, name)`` what is in memory; both give a ``PlanDraft``.
"""

from danbiet.reading.plan.draft import SCHEMA, PlanDraft
from danbiet.reading.plan.read import read_bytes, read_plan

__all__ = ["SCHEMA", "PlanDraft", "read_bytes", "read_plan"]
