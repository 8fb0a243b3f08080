"""Unit and placement (docs/decisions/0002)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.base.ids import new_public_id
from danbiet.pages.folding import FoldedField


class Kind(models.TextChoices):
    """What a unit is. A province, district or commune stands for its people's committee."""

    PROVINCE = "province", _("tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")
    HAMLET = "hamlet", _("ấp, khóm")
    AGENCY = "agency", _("sở, ban, ngành tỉnh")
    OFFICE = "office", _("phòng, ban")
    DESK = "desk", _("công chức chuyên môn")
    COUNCIL = "council", _("Hội đồng nhân dân")
    FRONT = "front", _("Mặt trận Tổ quốc")
    HOSPITAL = "hospital", _("bệnh viện, cơ sở y tế")
    SCHOOL = "school", _("trường học")
    ENTERPRISE = "enterprise", _("doanh nghiệp")
    STATION = "station", _("đài, trạm truyền thanh, báo chí")
    POLICE = "police", _("công an")


COMMITTEES = frozenset({Kind.PROVINCE, Kind.DISTRICT, Kind.COMMUNE})


class Level(models.TextChoices):
    """The level of government a unit belongs to."""

    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Unit(models.Model):
    """A legal person (or a desk inside one). It has an identity of its own and nothing that can change."""

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)

    def __str__(self) -> str:
        return self.public_id


class Placement(models.Model):
    """What a unit is called, what it is and where it stands from ``valid_from`` to ``valid_to`` (inclusive).

    ``path`` is the chain of ancestors' keys and the unit's own, eight decimal digits each, province first: everything
    under a unit on a day is one range on (path) - see ``units.queries.under``. Digits only, so that every collation of
    both engines orders it alike.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    level = models.CharField(max_length=8, choices=Level.choices)
    # The form of the body in law: "xã", "phường", "thị trấn", "huyện", "thành phố", "sở"...
    form = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    words = FoldedField(sources=("name", "own_name", "code", "committee"))
    code = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=64)
    # Whether the source for what stands here was read; if not, pages mark it "to verify".
    verified = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="units_placement_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="units_placement_days",
            ),
        ]
        indexes = [
            models.Index(fields=["path", "valid_from"], name="units_placement_path"),
            models.Index(fields=["province", "kind", "valid_from"], name="units_placement_kind"),
            models.Index(fields=["province", "folded"], name="units_placement_folded"),
            models.Index(fields=["code", "kind"], name="units_placement_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def own_name(self) -> str:
        """The name without the form of the body: "Khánh Hòa"."""
        form = len(self.form)
        return self.name[form:].strip() if form and self.name[:form].casefold() == self.form.casefold() else self.name

    @property
    def committee(self) -> str:
        """What the people's committee is called, where the unit stands for one; "" for any other."""
        return f"UBND Ủy ban nhân dân {self.name}" if self.kind in COMMITTEES else ""
