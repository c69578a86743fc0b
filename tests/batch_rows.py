"""People for tests of batches: made up from a seed, the same ones everywhere."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pyarrow as pa

from calc.batch.columns import columns

CITIES = ("weihai", "jining", "zaozhuang", "xuchang", "lincang")
Row = Mapping[str, str]


def people(count: int, seed: int = 1, *, bad: bool = True) -> list[dict[str, str]]:
    """So many applicants as columns of text; with ``bad``, one in twenty is wrong."""
    rnd = random.Random(seed)
    rows = []
    for number in range(count):
        row = {
            "id": f"P{number:07d}",
            "workplace": rnd.choice(CITIES),
            "household_registration": rnd.choice([*CITIES, "elsewhere"]),
            "born": f"{rnd.randint(1966, 2004)}-{rnd.randint(1, 12):02d}",
            "sex": rnd.choice(["male", "female"]),
            "relation": rnd.choice(["managed", "independent"]),
            "occupation": rnd.choice(["food_delivery", "ride_hailing", "ecommerce"]),
            "monthly_income": f"{rnd.randint(300_000, 2_500_000) / 100:.2f}",
            "drawing": "none",
            "retiree_medical_benefits": "false",
            "history.employee_pension_months": str(rnd.randint(0, 300)),
            "accident_insurance.premium": rnd.choice(["60", "119.99", "250"]),
        }
        if bad and rnd.random() < 0.05:
            name, value = rnd.choice(
                [
                    ("born", "1990-13"),
                    ("workplace", "atlantis"),
                    ("monthly_income", "5,000"),
                    ("sex", "MALE"),
                ]
            )
            row[name] = value
        rows.append(row)
    return rows


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Rows as a table of text columns."""
    names = [name for name in columns() if any(name in row for row in rows)]
    return pa.table(
        {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    )


def csv_of(rows: Sequence[Row]) -> str:
    """Rows as CSV; no value of them needs quotes."""
    names = table_of(rows).column_names
    lines = [",".join(_quoted(row.get(name, "")) for name in names) for row in rows]
    return "\n".join([",".join(names), *lines]) + "\n"


def _quoted(value: str) -> str:
    return f'"{value}"' if "," in value else value
