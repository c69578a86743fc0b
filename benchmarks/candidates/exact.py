"""The oracle: a loop over people with Python's decimals, by the wording of the rules."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from workload import MONTHS_A_YEAR, PPM, People, Totals, World

FEN = Decimal(1)


def decimals(world: World, people: People) -> Callable[[], Totals]:
    rates = {
        name: [Decimal(value) / PPM for value in getattr(world, name)]
        for name in ("pension_ppm", "medical_ppm", "share_ppm")
    }
    bounds = [
        (Decimal(low), Decimal(high))
        for low, high in zip(world.floor_fen, world.ceiling_fen, strict=True)
    ]
    caps = [Decimal(cap) for cap in world.cap_fen]
    subsidies = dict(world.tier_subsidy_fen)
    columns = (people.key, people.income_fen, people.premium_fen, people.tier_fen)

    def to_the_fen(amount: Decimal) -> Decimal:
        return amount.quantize(FEN, ROUND_HALF_UP)

    def run() -> Totals:
        net, account = [], []
        for key, income, premium, tier in zip(*(c.tolist() for c in columns), strict=True):
            low, high = bounds[key]
            base = min(max(Decimal(income), low), high)
            pension = to_the_fen(base * rates["pension_ppm"][key])
            medical = to_the_fen(base * rates["medical_ppm"][key])
            subsidy = min(to_the_fen(Decimal(premium) * rates["share_ppm"][key]), caps[key])
            net.append(int((pension + medical) * MONTHS_A_YEAR - subsidy))
            account.append(tier + subsidies.get(tier, 0))
        return Totals(np.array(net), np.array(account))

    return run


CANDIDATES = {"decimal": decimals}
