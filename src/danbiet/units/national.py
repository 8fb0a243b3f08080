"""The national list of administrative units, from the package ``vietnamadminunits`` (MIT)."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.units import errors


def _connection() -> sqlite3.Connection:
    # Its database is read without importing the package, which would load a geometry library.
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise CodedError(errors.BAD_DATA, reason="vietnamadminunits")
    path = Path(spec.origin).parent / "data" / "dataset.db"
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def provinces(two_tier: bool) -> list[tuple[str, str]]:
    """Code and name of the 63 provinces until 30/6/2025, or of the 34 of today."""
    table = "admin_units" if two_tier else "admin_units_legacy"
    with closing(_connection()) as connection:
        rows = connection.execute(
            f"SELECT DISTINCT provinceCode, province FROM {table} WHERE provinceCode IS NOT NULL ORDER BY 1"  # noqa: S608
        ).fetchall()
    return [(str(code), nfc(name)) for code, name in rows]


def committees(code: str, two_tier: bool) -> list[dict[str, str]]:
    """Rows (level, code, parent, form, name) of a province, parents first. Raises CodedError UNIT-008."""
    with closing(_connection()) as connection:
        found = _two_tier(connection, code) if two_tier else _three_tier(connection, code)
    if not found:
        raise CodedError(errors.NOT_LISTED, code=code)
    return found


def _row(level: str, code: str, parent: str, form: str, name: str) -> dict[str, str]:
    return {"level": level, "code": str(code), "parent": str(parent), "form": nfc(form).lower(), "name": nfc(name)}


def _three_tier(connection: sqlite3.Connection, province: str) -> list[dict[str, str]]:
    rows = connection.execute(
        "SELECT DISTINCT districtCode, district, districtType, wardCode, ward, wardType FROM admin_units_legacy"
        " WHERE provinceCode = ? AND districtCode IS NOT NULL ORDER BY 1, 4",
        [province],
    ).fetchall()
    districts = dict.fromkeys((row[0], row[1], row[2]) for row in rows)
    found = [_row("district", code, province, form or "huyện", name) for code, name, form in districts]
    found += [_row("commune", row[3], row[0], row[5] or "xã", row[4]) for row in rows if row[3]]
    return found


def _two_tier(connection: sqlite3.Connection, province: str) -> list[dict[str, str]]:
    rows = connection.execute(
        "SELECT DISTINCT wardCode, ward, wardType FROM admin_units WHERE provinceCode = ? AND wardCode IS NOT NULL"
        " ORDER BY 1",
        [province],
    ).fetchall()
    return [_row("commune", code, province, form or "xã", name) for code, name, form in rows]
