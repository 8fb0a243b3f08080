"""What a plan leaves open, and what was answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from danbiet.base import clock
from danbiet.base.ids import new_public_id
from danbiet.reading.plan import designations
from danbiet.reading.plan.doubts import columns_said


class OpenQuestion(models.Model):
    """What the plan leaves open and doesn't hold up its adoption: a doubt or a designation, with owner and due day.

    ``answered_at``: when it was answered first; what was said, and how it was corrected, is in :class:`Answer`.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=20)
    designation = models.CharField(max_length=60, blank=True)
    message = models.TextField()
    suggestion = models.TextField(blank=True)
    expected = models.PositiveIntegerField(null=True, blank=True)
    place = models.JSONField(default=dict)
    owner = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "answered_at"], name="plans_question_open")]

    def __str__(self) -> str:
        return self.message

    def said(self, language: str) -> str:
        """What is asked; a designation and the score table's columns by their names."""
        if not self.designation or self.message != self.designation:
            return columns_said(self.message, language)
        name = designations.label(self.designation, language)
        return f"Which units are «{name}»?" if language == "en" else f"«{name}» là những đơn vị nào?"


class Answer(models.Model):
    """An answer as it was given: never changed; a correction is an answer of its own that names the one it corrects.

    ``designation`` or ``units`` (public ids): who is meant, where the question asks that. The assignments that follow
    from it name it (``Assignment.answer``).
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    question = models.ForeignKey(OpenQuestion, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    designation = models.CharField(max_length=60, blank=True)
    units = models.JSONField(default=list)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(corrects__isnull=True), name="plans_answer_first_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
