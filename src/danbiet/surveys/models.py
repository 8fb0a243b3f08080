"""A result that was kept: figures, never answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from danbiet.base import clock
from danbiet.base.ids import new_public_id


class Result(models.Model):
    """An estimate from a file of answers that stays outside. It never changes; a wrong one is withdrawn and stays.

    ``digest``: SHA-256 of the file; ``design``, ``by``, ``facts``: as in ``surveys.results.Made``; ``domains``: a list
    of ``{"values": [...], "label": ...}``. ``engine``: its kind, without address.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    file = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    simulated = models.BooleanField(default=False)
    design = models.JSONField()
    by = models.JSONField(default=list)
    domains = models.JSONField()
    level = models.FloatField()
    engine = models.CharField(max_length=40)
    seconds = models.FloatField()
    facts = models.JSONField(default=dict)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=clock.now)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["province", "-kept_at"], name="surveys_result_newest")]

    def __str__(self) -> str:
        return self.title


class ResultLine(models.Model):
    """A measure of a result; ``cells``: one list a domain, in the order of ``surveys.results.Cell``."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    label_vi = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300)
    kind = models.CharField(max_length=10)
    basis = models.CharField(max_length=10, blank=True)
    cells = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["result", "position"], name="surveys_line_once")]

    def __str__(self) -> str:
        return self.name
