"""Made-up answers of a small province-and-district design, the same on every machine; ``python made_up.py OUT.csv``
writes them for R.

Python's ``random.Random.random`` gives the same numbers in every version; nothing else random is used.
"""

import csv
import random
import sys
from pathlib import Path

PROVINCES, PEOPLE = 6, 5
COLUMNS = (
    "province", "stratum", "district", "commune", "village", "sure", "weight", "units", "sex", "age", "lone",
    "rating", "used", "paid", "visits", "coded",
)  # fmt: skip


def people() -> list[dict[str, object]]:
    """Six provinces of two strata; three to five districts in each, the first taken with certainty; two communes of two
    villages in a district; some answers missing; ``lone``: strata of which two have a single district."""
    draw = random.Random(20_161_018).random
    rows: list[dict[str, object]] = []
    district = commune = village = 0
    for province in range(PROVINCES):
        for side in range(2):
            count = 2 + (province + side) % 3
            for number in range(count):
                district += 1
                level = draw() * 2
                for _ in range(2):
                    commune += 1
                    for _ in range(2):
                        village += 1
                        near = level + draw()
                        for _ in range(PEOPLE):
                            lone = (
                                f"t{province % 3}"
                                if (province, side, number) not in {(0, 0, 0), (3, 1, 0)}
                                else (f"alone{province}")
                            )
                            rows.append(
                                {
                                    "province": f"{province + 1:02d}",
                                    "stratum": f"{province + 1:02d}-{side}",
                                    "district": f"D{district:03d}",
                                    "commune": f"C{commune:03d}",
                                    "village": f"V{village:03d}",
                                    "sure": int(number == 0),
                                    "weight": round(50 + 400 * draw() ** 2, 4),
                                    "units": 8 + province + side,
                                    "sex": "f" if draw() < 0.52 else "m",
                                    "age": ("18-34", "35-54", "55+")[int(draw() * 3)],
                                    "lone": lone,
                                    **answered(draw, near),
                                }
                            )
    return rows


def answered(draw, near: float) -> dict[str, object]:
    """One person's answers: a rating of 1 to 5, a yes or no, an amount, a count, and a scale with codes."""
    rating = min(5, max(1, int(1 + near + 2 * draw())))
    used = int(draw() < 0.25 + 0.1 * near)
    paid = round(draw() * 120 * (1 + near), 3)
    code = draw()
    return {
        "rating": None if draw() < 0.08 else rating,
        "used": None if draw() < 0.12 else used,
        "paid": paid,
        "visits": 1 + int(4 * draw()),
        "coded": 888 if code < 0.1 else 999 if code < 0.14 else -999999 if code < 0.2 else rating,
    }


def columns() -> dict[str, list[object]]:
    """The same by column."""
    rows = people()
    return {name: [row[name] for row in rows] for name in COLUMNS}


def write(path: Path) -> None:
    """As CSV, nothing for no answer."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(people())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
