"""The append-only, hash-chained record of every action.

One chain per province and one for the system. Entries hold opaque ids and no foreign keys, so history survives
whatever happens to the rows it speaks of; personal values stand as keyed hashes, their clear text in an erasable table.
"""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The last entry of a chain; locked last in a transaction, so that writers wait as short as possible."""

    chain = models.CharField(max_length=40, unique=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}"


class Entry(models.Model):
    """One action: who did what to which subject, when, with which facts."""

    chain = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    payload = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="journal_entry_chain_seq")]
        indexes = [models.Index(fields=["subject", "id"], name="journal_entry_subject")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.action}"


class PersonalValue(models.Model):
    """The clear text behind a keyed hash in an entry; may be erased, the chain stays valid."""

    digest = models.CharField(max_length=64, unique=True)
    value = models.TextField()

    def __str__(self) -> str:
        return self.digest
