"""The draft as it was read, what people decided about its doubts, and the approval (docs/decisions/0007)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from danbiet.base import clock
from danbiet.base.ids import new_public_id


class Draft(models.Model):
    """A plan document as ``reading`` understood it; immutable, known by the hash of its content.

    ``amends`` names the plan a draft changes, ``change`` how ("amend", "replace"); empty for a plan of its own.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT)
    source_name = models.CharField(max_length=255)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    amends = models.ForeignKey("plans.Plan", null=True, on_delete=models.PROTECT, related_name="amending_drafts")
    change = models.CharField(max_length=8, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.source_name


class Resolution(models.Model):
    """One decision about one doubt; a later row for the same doubt stands in for the earlier. Never changed."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="resolutions")
    # Stable within the draft: code and place of the doubt.
    doubt = models.CharField(max_length=120)
    decision = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["draft", "doubt"], name="plans_resolution_doubt")]

    def __str__(self) -> str:
        return self.doubt


class Approval(models.Model):
    """A second person approved exactly this: ``version`` = sha256 of draft and overlay."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="approval")
    version = models.CharField(max_length=64)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.version
