"""Canbao's kernel: the functions that the comparison and the batch call, on columns."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from workload import MONTHS_A_YEAR, People, Totals, World

from calc.schemes.contribution_base import held_within
from calc.schemes.flexible_worker import flexible_contribution
from calc.schemes.resident_pension import contribution_year
from calc.subsidies.accident_insurance import accident_subsidy_amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calc.money import Fen

    Whole = NDArray[np.int64]

CHUNK = int(os.environ.get("CANBAO_BENCH_CHUNK", "65536"))
"""People who are worked out together, so that their columns stay in the processor's cache."""


def table_of(values: tuple[int, ...]) -> Callable[[Whole], Fen]:
    """A value by place and month, gathered with one number for each person.

    What is the same in every place and month on file is one number for all.
    """
    if len(set(values)) == 1:
        return lambda key: values[0]
    column = np.array(values, np.int64)
    return column.take


def ours(world: World, people: People) -> Callable[[], Callable[[], Totals]]:
    floor, ceiling = table_of(world.floor_fen), table_of(world.ceiling_fen)
    pension_rate, medical_rate = table_of(world.pension_ppm), table_of(world.medical_ppm)
    share, cap = table_of(world.share_ppm), table_of(world.cap_fen)
    subsidies = dict(world.tier_subsidy_fen)

    def some(these: slice) -> tuple[Whole, Whole]:
        key = people.key[these]
        base = held_within(people.income_fen[these], floor(key), ceiling(key)).base_fen
        pension = flexible_contribution(base, pension_rate(key), 0).total_fen
        medical = flexible_contribution(base, medical_rate(key), 0).total_fen
        subsidy = accident_subsidy_amount(people.premium_fen[these], share(key), cap(key))
        net = pension + medical
        net *= MONTHS_A_YEAR
        net -= subsidy
        account = contribution_year(people.tier_fen[these], subsidies).individual_account_fen
        return net, account

    def run() -> Callable[[], Totals]:
        # a batch gives its results in pieces; only who compares them puts them together
        found = [some(slice(start, start + CHUNK)) for start in range(0, len(people), CHUNK)]
        return lambda: Totals(*(np.concatenate(columns) for columns in zip(*found, strict=True)))

    return run


def yardstick(world: World, people: People) -> Callable[[], Totals]:
    """Every column read once and every total written once: two sums of two columns."""
    totals = Totals(np.empty_like(people.key), np.empty_like(people.key))

    def run() -> Totals:
        for start in range(0, len(people), CHUNK):
            these = slice(start, start + CHUNK)
            np.add(people.key[these], people.income_fen[these], out=totals.net_year_fen[these])
            np.add(
                people.premium_fen[these],
                people.tier_fen[these],
                out=totals.account_year_fen[these],
            )
        return totals

    return run


def plain_numpy(world: World, people: People) -> Callable[[], Totals]:
    """What anybody would write with NumPy: whole columns, exact whole numbers."""
    floor, ceiling = np.array(world.floor_fen), np.array(world.ceiling_fen)
    medical_ppm, share_ppm = np.array(world.medical_ppm), np.array(world.share_ppm)
    pension_ppm, cap_fen = world.pension_ppm[0], world.cap_fen[0]
    tiers = np.array([tier for tier, _ in world.tier_subsidy_fen])
    amounts = np.array([fen for _, fen in world.tier_subsidy_fen])

    def run() -> Totals:
        key = people.key
        base = np.clip(people.income_fen, floor[key], ceiling[key])
        pension = (base * pension_ppm + 500_000) // 1_000_000
        medical = (base * medical_ppm[key] + 500_000) // 1_000_000
        share = (people.premium_fen * share_ppm[key] + 500_000) // 1_000_000
        net = (pension + medical) * MONTHS_A_YEAR - np.minimum(share, cap_fen)
        subsidy = amounts[np.searchsorted(tiers, people.tier_fen)]
        return Totals(net, people.tier_fen + subsidy)

    return run


def steps(world: World, people: People) -> dict[str, Callable[[], object]]:
    """The steps of the kernel on one chunk, each by itself."""
    some = people.first(CHUNK)
    key, income = some.key, some.income_fen
    floor, ceiling = table_of(world.floor_fen), table_of(world.ceiling_fen)
    medical_rate, share = table_of(world.medical_ppm), table_of(world.share_ppm)
    pension_rate, cap = table_of(world.pension_ppm), table_of(world.cap_fen)
    low, high = floor(key), ceiling(key)
    base = held_within(income, low, high).base_fen
    rate, shares, subsidies = medical_rate(key), share(key), dict(world.tier_subsidy_fen)
    pension = flexible_contribution(base, pension_rate(key), 0).total_fen
    net = np.empty_like(key)

    def totals() -> None:
        np.add(pension, pension, out=net)
        np.multiply(net, MONTHS_A_YEAR, out=net)
        np.subtract(net, income, out=net)
        net[:] = pension

    return {
        "gathering floor, ceiling, rate and share": lambda: [
            gather(key) for gather in (floor, ceiling, medical_rate, share)
        ],
        "base held within bounds": lambda: held_within(income, low, high),
        "pension contribution": lambda: flexible_contribution(base, pension_rate(key), 0),
        "medical contribution": lambda: flexible_contribution(base, rate, 0),
        "accident subsidy": lambda: accident_subsidy_amount(some.premium_fen, shares, cap(key)),
        "resident tier": lambda: contribution_year(some.tier_fen, subsidies).individual_account_fen,
        "totals": totals,
    }


CANDIDATES = {"yardstick": yardstick, "canbao": ours, "numpy": plain_numpy}
