"""Groups a plan names but nobody has listed yet (hospitals, primary schools)."""

from __future__ import annotations

from django.db import models

from danbiet.units.models.unit import Unit


class OpenList(models.Model):
    """The units of a designation are still to be named by ``owner``; ``expected`` is how many there should be.

    Complete once ``confirmed_at`` is set by reading the owner's spreadsheet back.
    """

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="open_lists")
    designation = models.CharField(max_length=60)
    expected = models.PositiveIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "designation"], name="units_openlist_once"),
        ]

    def __str__(self) -> str:
        return self.designation
