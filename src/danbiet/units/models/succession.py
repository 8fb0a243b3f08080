"""What follows a unit that ends."""

from __future__ import annotations

from django.db import models

from danbiet.units.models.unit import Unit


class Succession(models.Model):
    """From ``day`` on, ``successor`` follows ``predecessor``.

    ``share`` is the part of the predecessor that went there: 1 = the whole, a fraction if known, null = unknown (a
    question to the province). Ground: the resolution or decision.
    """

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessions")
    day = models.DateField()
    share = models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)
    ground = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "day"], name="units_succession_once"),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gt=0, share__lte=1),
                name="units_succession_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"
