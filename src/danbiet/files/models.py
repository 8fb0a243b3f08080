"""Stored files, kept once by the hash of their content."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from danbiet.base import clock


class StoredFile(models.Model):
    """A file as it was received: never changed, named by the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(default=clock.now)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.name
