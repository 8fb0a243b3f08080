"""Dated facts about a unit: identifiers, sectors, roles, contacts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.units.models.unit import Unit


class Dated(models.Model):
    """Something true from one day to another, both inclusive."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_days",
            )
        ]


class Identifier(Dated):
    """A code another system knows the unit by (statistics office, electronic document exchange, budget)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=60)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["scheme", "value"], name="units_identifier_value")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class UnitSector(Dated):
    """The unit works in a sector ("home_affairs", "finance"): keys of ``data/sectors.yaml``."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sectors")
    sector = models.CharField(max_length=40)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["sector", "unit"], name="units_sector_unit")]

    def __str__(self) -> str:
        return self.sector


class UnitRole(Dated):
    """The unit holds a role, e.g. focal point for administrative reform; the ground is the decision that says so."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="unit_roles")
    role = models.CharField(max_length=60)
    ground = models.CharField(max_length=200, blank=True)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["role", "unit"], name="units_role_unit")]

    def __str__(self) -> str:
        return self.role


class Contact(Dated):
    """A way to reach the unit."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("điện thoại")
        EMAIL = "email", _("thư điện tử")
        ADDRESS = "address", _("trụ sở")
        WEBSITE = "website", _("trang thông tin")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    value = models.CharField(max_length=200)
    public = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["unit", "channel"], name="units_contact_unit")]

    def __str__(self) -> str:
        return self.value
