"""Units through time: who they are, where they stand on a day, what follows them."""

from danbiet.units.models.attributes import Contact, Identifier, UnitRole, UnitSector
from danbiet.units.models.lists import OpenList
from danbiet.units.models.succession import Succession
from danbiet.units.models.unit import COMMITTEES, Kind, Level, Placement, Unit

__all__ = [
    "COMMITTEES",
    "Contact",
    "Identifier",
    "Kind",
    "Level",
    "OpenList",
    "Placement",
    "Succession",
    "Unit",
    "UnitRole",
    "UnitSector",
]
