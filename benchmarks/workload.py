"""The reference workload: what every candidate of the kernel benchmark has to work out.

For each person a month's base held within the bounds of the place and month, the pension and the
medical contribution on it, each to the fen; the accident subsidy, a share of the premium to the
fen and no more than the cap; the resident pension's tier with its government subsidy. Two totals
are wanted: the net year (twelve months of both contributions less the subsidy) and what goes to
the resident account in a year.

The values are those on file for three cities of Shandong, by place and month, in a table that is
laid out before the clock starts. Every candidate gets the same columns.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

PLACES = ("weihai", "jining", "zaozhuang")
FIRST_YEAR, YEARS = 2025, 2
MONTHS = 12 * YEARS
NOW = 22
"""November 2026, counted from January 2025."""
MONTHS_A_YEAR = 12
PPM = 1_000_000


@dataclass(frozen=True)
class World:
    """The law of the workload: amounts in fen, rates in ppm, by place and month.

    The number of a place and month is ``place * MONTHS + month``.
    """

    floor_fen: tuple[int, ...]
    ceiling_fen: tuple[int, ...]
    pension_ppm: tuple[int, ...]
    medical_ppm: tuple[int, ...]
    share_ppm: tuple[int, ...]
    cap_fen: tuple[int, ...]
    tier_subsidy_fen: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class People:
    """The people, a column each; money in fen."""

    place: Whole
    key: Whole
    income_fen: Whole
    premium_fen: Whole
    tier_fen: Whole

    def __len__(self) -> int:
        return len(self.key)

    def first(self, count: int) -> People:
        """The first so many of them, in memory of their own."""
        return People(
            *(
                column[:count].copy()
                for column in (
                    self.place,
                    self.key,
                    self.income_fen,
                    self.premium_fen,
                    self.tier_fen,
                )
            )
        )


@dataclass(frozen=True)
class Totals:
    """What is wanted, in fen."""

    net_year_fen: Whole
    account_year_fen: Whole


def world_on_file() -> World:
    """The law on file (needs ``calc``; the other candidates read what it wrote)."""
    from calc import load_parameters
    from calc.parameters.lookup import Answer

    law = load_parameters()

    def whole(parameter: str, place: str, month: int) -> int:
        day = dt.date(FIRST_YEAR + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
        answer = law.ask(place, parameter, day)
        if not isinstance(answer, Answer):
            raise SystemExit(f"{parameter} is not on file: {place}, {day}")
        return answer.whole

    def column(parameter: str) -> tuple[int, ...]:
        return tuple(whole(parameter, place, month) for place in PLACES for month in range(MONTHS))

    subsidy = law.ask("jining", "resident_pension.subsidy", dt.date(2026, 11, 1))
    if not isinstance(subsidy, Answer):
        raise SystemExit("resident_pension.subsidy is not on file")
    return World(
        column("employee_pension.base_floor"),
        column("employee_pension.base_ceiling"),
        column("employee_pension.flexible_rate"),
        column("employee_medical.flexible_rate.with_account"),
        column("accident_insurance_subsidy.share_of_premium"),
        column("accident_insurance_subsidy.cap"),
        tuple((int(tier) * 100, fen) for tier, fen in subsidy.table.items()),
    )


def people_of(world: World, count: int, seed: int = 2026) -> People:
    """So many people, made up from a seed."""
    random = np.random.default_rng(seed)
    place = random.integers(0, len(PLACES), count)
    tiers = np.array([tier for tier, _ in world.tier_subsidy_fen])
    return People(
        place,
        place * MONTHS + NOW,
        random.integers(200_000, 2_600_000, count),
        random.integers(3_000, 30_000, count),
        random.choice(tiers, count),
    )


def save(folder: Path, world: World, people: People) -> None:
    """Write the workload for processes that have no ``calc``."""
    (folder / "world.json").write_text(json.dumps(asdict(world)), "utf-8")
    for name, column in vars(people).items():
        np.save(folder / f"{name}.npy", column)


def load(folder: Path) -> tuple[World, People]:
    """Read what ``save`` wrote."""
    found = json.loads((folder / "world.json").read_text("utf-8"))
    pairs = tuple((tier, fen) for tier, fen in found.pop("tier_subsidy_fen"))
    world = World(**{name: tuple(column) for name, column in found.items()}, tier_subsidy_fen=pairs)
    names = ("place", "key", "income_fen", "premium_fen", "tier_fen")
    return world, People(*(np.load(folder / f"{name}.npy") for name in names))


def fen_of(yuan: NDArray[np.floating]) -> Whole:
    """Yuan in floating point as the nearest whole fen."""
    return np.rint(yuan.astype(np.float64) * 100).astype(np.int64)
