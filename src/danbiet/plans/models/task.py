"""Tasks of a plan, who leads and coordinates them, and the events that set off event duties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.base.ids import new_public_id
from danbiet.duties.models import Force
from danbiet.pages.folding import FoldedField


class Task(models.Model):
    """A row of the assignment table. Dated, since a plan may be amended; days are inclusive."""

    class Timing(models.TextChoices):
        CONTINUOUS = "continuous", _("thường xuyên")
        YEARLY = "yearly", _("hằng năm")
        EVENT = "event", _("khi phát sinh")
        EXTERNAL = "external", _("theo kế hoạch khác")
        MISSING = "missing", _("chưa ghi")

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    dimension = models.CharField(max_length=8)
    sub_dimensions = models.JSONField(default=list)
    title = models.CharField(max_length=500)
    words = FoldedField(sources=("code", "title"))
    actions = models.JSONField(default=list)
    timing = models.CharField(max_length=10, choices=Timing.choices)
    timing_text = models.CharField(max_length=300, blank=True)
    events = models.JSONField(default=list)
    place = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code", "valid_from"], name="plans_task_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Assignment(models.Model):
    """A unit leads or coordinates a task from one day to another; ``text`` is the designation as written."""

    class Role(models.TextChoices):
        LEAD = "lead", _("chủ trì")
        COORDINATE = "coordinate", _("phối hợp")

    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="assignments")
    # Who answers for it: the committee or agency behind a desk or office.
    accountable = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    force = models.CharField(max_length=12, choices=Force.choices)
    designation = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # The answer to an open question from which it follows; none: it follows from the plan.
    answer = models.ForeignKey("plans.Answer", null=True, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "unit", "role", "valid_from"], name="plans_assignment_once"),
        ]
        indexes = [
            models.Index(fields=["accountable", "task"], name="plans_assignment_accountable"),
            models.Index(fields=["unit", "task"], name="plans_assignment_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.role} {self.unit_id}"


class DeclaredEvent(models.Model):
    """An event named by a task happened or will happen on a day (an election, the index was published)."""

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="declared_events")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    day = models.DateField()
    ground = models.CharField(max_length=300)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "key", "day"], name="plans_event_once")]

    def __str__(self) -> str:
        return self.title
