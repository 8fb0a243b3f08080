"""Accounts and dated memberships (person x unit x role)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.base.ids import new_public_id


class Role(models.TextChoices):
    """What a person is to a unit (docs/decisions/0010). Permissions per role are in ``policies.py``."""

    OPERATOR = "operator", _("Vận hành")
    ADMINISTRATOR = "administrator", _("Quản trị đơn vị")
    OFFICER = "officer", _("Cán bộ")
    APPROVER = "approver", _("Lãnh đạo duyệt")
    SUPERVISOR = "supervisor", _("Theo dõi, đôn đốc")
    INSPECTOR = "inspector", _("Kiểm tra theo quyết định")
    FRONT = "front", _("Mặt trận")
    AUDITOR = "auditor", _("Kiểm toán, xem nhật ký")


class PersonManager(BaseUserManager["Person"]):
    """Creates accounts with hashed passwords; use ``people.actions`` rather than this."""

    def create_person(self, username: str, name: str, password: str | None = None) -> Person:
        """A saved account; without a password nobody can log in to it."""
        person = self.model(username=username, name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The account a log-in name stands for."""
        return self.get(username=username)


class Person(AbstractBaseUser):
    """An account of one human being, or the installation's operator account."""

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person holds a role at a unit from one day to another, on a ground (a decision, an invitation).

    ``unit`` is null only for roles over the installation (operator, auditor). Both days are inclusive.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "role", "valid_from"], name="people_membership_once"),
            # Two empty units aren't equal to a database, so roles over the installation have a rule of their own.
            models.UniqueConstraint(
                fields=["person", "role", "valid_from"],
                condition=models.Q(unit__isnull=True),
                name="people_membership_unitless_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="people_membership_days",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="people_membership_unit")]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"
