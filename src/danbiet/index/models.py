"""Editions as published: immutable once a person accepted them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.base.ids import new_public_id


class Intake(models.Model):
    """A file somebody handed in. It is read anew at each look; nothing of it is an edition until accepted."""

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ xem xét")
        ACCEPTED = "accepted", _("đã nhận")
        REFUSED = "refused", _("không nhận")

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "handed_in_at"], name="index_intake_state")]

    def __str__(self) -> str:
        return self.public_id


class Edition(models.Model):
    """One year of an index as one source published it. Other figures for the same year are another revision beside it.

    ``provinces``: official codes in the order of every row's cells; ``observations``: interviews of each, likewise.
    ``level_stated`` / ``level_found``: the level the source gives its intervals, and the one its standard errors show.
    ``digest``: SHA-256 over the figures; the same figures are the same edition.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    index = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField()
    framework = models.CharField(max_length=40)
    province_set = models.CharField(max_length=2)
    provinces = models.JSONField()
    observations = models.JSONField(default=list)
    level_stated = models.FloatField(null=True)
    level_found = models.FloatField(null=True)
    simulated = models.BooleanField(default=False)
    source = models.CharField(max_length=300)
    sheet = models.CharField(max_length=100, blank=True)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index", "year", "revision"], name="index_edition_revision"),
            models.UniqueConstraint(fields=["index", "year", "digest"], name="index_edition_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.year} ({self.revision})"


class ElementScores(models.Model):
    """The scores of one element in one edition, one cell a province; null is missing.

    ``errors``, ``lows``, ``highs``: standard errors and interval ends where the source prints them (else empty lists).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rows")
    code = models.CharField(max_length=12)
    level = models.CharField(max_length=13)
    values = models.JSONField()
    errors = models.JSONField(default=list)
    lows = models.JSONField(default=list)
    highs = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="index_scores_once")]
        indexes = [models.Index(fields=["edition", "level"], name="index_scores_level")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.code}"


class SourceFinding(models.Model):
    """Something wrong or worth knowing in the source of an edition, with its place."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=12)
    sheet = models.CharField(max_length=100)
    cell = models.CharField(max_length=20, blank=True)
    element = models.CharField(max_length=12, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="index_finding_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.sheet}!{self.cell}"
