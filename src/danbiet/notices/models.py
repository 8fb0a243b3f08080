"""What people are told: messages, the letters that carry them by e-mail, and how each person wants it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from danbiet.base import clock
from danbiet.base.ids import new_public_id
from danbiet.notices.settings import settings as shipped


def usual_hour() -> object:
    """The hour of the digest for whoever chose none."""
    return shipped().hour


class Message(models.Model):
    """One thing one person is told, once: unique on (person, kind, subject, occasion).

    ``kind`` is the key of a registered kind, ``subject`` the public id of what it is about, ``occasion`` what sets it
    apart from others about the same subject (a rung of the ladder, a level). ``data`` holds what its words need beside
    the subject. Settled: nothing is to be told any more (done, or a later message says it); read: seen in the office;
    mailed: an e-mail that carried it was handed over.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    occasion = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "occasion", "person"], name="notices_message_once"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(settled_at__isnull=True), name="notices_message_current"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.occasion}"


class Letter(models.Model):
    """The e-mail of one person's day: an envelope whose words are found when it is sent.

    Open until it is handed over (``sent_at``), found empty (``empty_at``) or given up (``given_up_at``). A worker holds
    it by ``claim`` until ``claimed_until``; ``problem`` is the kind of the last failure and never names an address.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")
    day = models.DateField()
    created_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    claim = models.CharField(max_length=11, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    empty_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=60, blank=True)

    OPEN = Q(sent_at__isnull=True, empty_at__isnull=True, given_up_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="notices_letter_once_a_day"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(sent_at__isnull=True, empty_at__isnull=True, given_up_at__isnull=True),
                name="notices_letter_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, empty_at__isnull=True, given_up_at__isnull=True),
                name="notices_letter_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.day}"


class Preference(models.Model):
    """How a person wants to be told by e-mail; whoever has none gets the usual. In the office it is always shown."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="notice_preference"
    )
    email = models.BooleanField(default=True)
    hour = models.TimeField(default=usual_hour)
    language = models.CharField(max_length=2, default="vi")

    def __str__(self) -> str:
        return f"{self.email} {self.hour} {self.language}"
