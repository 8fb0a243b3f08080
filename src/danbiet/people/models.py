"""Accounts and dated memberships (person x unit x role)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
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
    # Counted up to end every session of the account at once.
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "danbiet.people.session"
        return salted_hmac(
            salt, f"{self.password}\0{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Membership(models.Model):
    """A person holds a role at a unit from one day to another, on a ground: a decision's number and its date.

    ``unit`` is null only for roles over the installation (operator, auditor). Both days are inclusive.

    A delegation is a membership too, of the delegate: ``delegated_from`` is the role it stands for, ``delegator`` whose
    role that is. So everything that asks who holds a role finds delegates without asking more.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    delegated_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="delegations")
    delegator = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="delegated")
    # Ended at once, before the end of its last day.
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role", "valid_from"],
                condition=models.Q(delegated_from__isnull=True),
                name="people_membership_once",
            ),
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
            models.CheckConstraint(
                condition=models.Q(delegated_from__isnull=True, delegator__isnull=True)
                | models.Q(delegator__isnull=False, unit__isnull=False, valid_to__isnull=False),
                name="people_membership_delegated",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="people_membership_unit")]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"


class OneTime(models.Model):
    """What a code given away once opens; only the code's keyed hash is kept (``codes.py``)."""

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Invitation(OneTime):
    """Somebody is to hold a role at a unit by a decision, and makes his account himself."""

    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="invitations")
    ground = models.CharField(max_length=200)
    decided_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "made_at"], name="people_invitation_unit")]

    def __str__(self) -> str:
        return f"{self.name} {self.role}"


class Reset(OneTime):
    """A person may set a new password: by a link sent to him, or by a slip (``made_by``: who handed it to him)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="resets")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person}"


class Decision(models.Model):
    """What a decision on publication says: a matter of a province is opened or closed from a day, on a ground."""

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    # The key of a registered matter (``matters.py``).
    matter = models.CharField(max_length=40)
    opens = models.BooleanField()
    ground = models.CharField(max_length=200)
    decided_on = models.DateField(null=True)
    # Why; where law orders the matter disclosed and it is closed, the article that allows it.
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.matter} {'opens' if self.opens else 'closes'}"


class Preparation(Decision):
    """A decision as somebody prepared it for the leader; it waits until a decision on the matter or a newer one."""

    from_day = models.DateField(null=True)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["province"], condition=models.Q(settled_at__isnull=True), name="people_preparation_waiting"
            ),
        ]


class Publication(Decision):
    """A row of a province's publication table; rows are only added, a later one stands in for the earlier.

    It holds from ``from_day`` on; ``decided_on`` is the day on the decision, ``recorded_at`` when it was entered.
    """

    from_day = models.DateField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    preparation = models.ForeignKey(Preparation, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["province", "matter", "from_day"], name="people_publication_matter")]
