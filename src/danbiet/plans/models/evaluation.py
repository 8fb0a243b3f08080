"""Whether a plan worked, as it was computed from certain editions, and what the approver said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.base.ids import new_public_id


class Evaluation(models.Model):
    """An evaluation that was asked for, and what came of it once computed; then never changed.

    ``arrived_on``: the day the effect is dated by. ``content``: ``evaluation.result.Result`` as JSON, with the editions
    it rests on and their digests; ``digest``: SHA-256 over it, which an opinion names. ``failure``: the coded message
    if it couldn't be computed.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="evaluations")
    index = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    arrived_on = models.DateField(null=True)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "computed_at"], name="plans_evaluation_computed")]

    def __str__(self) -> str:
        return self.public_id


class Opinion(models.Model):
    """What the approver says of an evaluation: he signs it, or dissents and says why. A later one stands in for the
    earlier; without any the evaluation is unsigned and says so."""

    class Kind(models.TextChoices):
        SIGNS = "signs", _("nhất trí")
        DISSENTS = "dissents", _("có ý kiến khác")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="opinions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    digest = models.CharField(max_length=64)
    remark = models.CharField(max_length=1000, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.evaluation_id}"
