"""A plan from its first draft to its last day."""

from danbiet.plans.models.draft import Approval, Draft, DraftText, Resolution
from danbiet.plans.models.evaluation import Evaluation, Opinion
from danbiet.plans.models.plan import Change, Objective, Plan, PlanReference, PlanText
from danbiet.plans.models.question import Answer, OpenQuestion
from danbiet.plans.models.task import Assignment, DeclaredEvent, Task

__all__ = [
    "Answer",
    "Approval",
    "Assignment",
    "Change",
    "DeclaredEvent",
    "Draft",
    "DraftText",
    "Evaluation",
    "Objective",
    "OpenQuestion",
    "Opinion",
    "Plan",
    "PlanReference",
    "PlanText",
    "Resolution",
    "Task",
]
