"""The register of what may be public: a room registers each matter it holds, with what is true of it by default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from danbiet import law
from danbiet.base.errors import CodedError
from danbiet.people import errors

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from danbiet.law import Value


class Default(StrEnum):
    """What is true of a matter where no decision speaks of it."""

    # Law orders it disclosed: public.
    LAW = "law"
    # Public once the province decides so.
    INTERNAL = "internal"
    # Goes with the matters it stands beside and is not decided apart.
    BESIDE = "beside"
    # No decision opens it.
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Matter:
    """A thing a public page may say. ``needs``: matters without which it isn't said; of BESIDE, any of them is enough.

    ``law``: the key of the legal parameter whose article orders it. ``about``: what exactly is seen, and what isn't.
    """

    key: str
    label: str | _StrPromise
    default: Default
    order: int
    about: str | _StrPromise = ""
    law: str = ""
    needs: tuple[str, ...] = ()

    @property
    def decidable(self) -> bool:
        """Whether a decision of the province can open or close it."""
        return self.default in (Default.LAW, Default.INTERNAL)

    def ordered(self, day: date) -> Value | None:
        """What orders it disclosed on a day; None where law doesn't."""
        return law.value(self.law, on=day) if self.law else None


_MATTERS: dict[str, Matter] = {}


def register(*matters: Matter) -> None:
    """Make matters known. ValueError if a key is taken by another."""
    for one in matters:
        if _MATTERS.setdefault(one.key, one) != one:
            raise ValueError(f"the matter {one.key} is registered twice")


def matters() -> list[Matter]:
    """All matters in the order of the table."""
    return sorted(_MATTERS.values(), key=lambda one: one.order)


def decidable() -> list[Matter]:
    """Those a province can decide on."""
    return [one for one in matters() if one.decidable]


def matter(key: str) -> Matter:
    """A registered matter. Raises CodedError PUB-001."""
    if key not in _MATTERS:
        raise CodedError(errors.UNKNOWN_MATTER, matter=key)
    return _MATTERS[key]


def register_own() -> None:
    """What never goes out whichever room will hold it."""
    register(
        Matter("security", _("Việc quốc phòng, an ninh, bí mật nhà nước"), Default.NEVER, 90),
        Matter("accounts", _("Tài khoản, người làm việc, nhật ký"), Default.NEVER, 92),
        Matter("check-drafts", _("Dự thảo kết quả kiểm tra"), Default.NEVER, 93),
    )
