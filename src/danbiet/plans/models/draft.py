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


class DraftText(models.Model):
    """The document of a draft as it was read, block by block (``reading.blocks.to_json``); never changed.

    Kept, so that the places doubts name stay where they were, whatever a later reader makes of the file. A row of its
    own, since only the review needs it.
    """

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="text")
    blocks = models.JSONField()

    def __str__(self) -> str:
        return str(self.draft_id)


class Resolution(models.Model):
    """One decision about one doubt or one task's units; a later row for the same stands in for the earlier. Never
    changed."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="resolutions")
    # Stable within the draft: code and place of the doubt; "task:V.4" for the units of a task.
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
