"""polars, DuckDB and a compiled loop (numba), each in the fastest exact form of its documents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from workload import MONTHS_A_YEAR, People, Totals, World

HALF, PPM = 500_000, 1_000_000


def _law(world: World) -> dict[str, np.ndarray]:
    return {
        "floor": np.array(world.floor_fen),
        "ceiling": np.array(world.ceiling_fen),
        "medical": np.array(world.medical_ppm),
        "share": np.array(world.share_ppm),
    }


def _steps(world: World) -> np.ndarray:
    """Subsidies by steps of 50 yuan, which every tier is a multiple of."""
    found = np.zeros(max(tier for tier, _ in world.tier_subsidy_fen) // 5_000 + 1, np.int64)
    for tier, fen in world.tier_subsidy_fen:
        found[tier // 5_000] = fen
    return found


def in_polars(world: World, people: People) -> Callable[[], Totals]:
    """A lazy frame; law joined by gathering literals, all in whole numbers."""
    import polars as pl

    law = {name: pl.Series(name, column) for name, column in _law(world).items()}
    steps = pl.Series("steps", _steps(world))
    frame = pl.DataFrame(
        {
            "key": people.key,
            "income": people.income_fen,
            "premium": people.premium_fen,
            "tier": people.tier_fen,
        }
    )
    key = pl.col("key")

    def of(name: str) -> pl.Expr:
        return pl.lit(law[name]).gather(key)

    base = pl.min_horizontal(pl.max_horizontal("income", of("floor")), of("ceiling"))
    pension = (pl.col("base") * world.pension_ppm[0] + HALF) // PPM
    medical = (pl.col("base") * of("medical") + HALF) // PPM
    subsidy = pl.min_horizontal((pl.col("premium") * of("share") + HALF) // PPM, world.cap_fen[0])
    query = (
        frame.lazy()
        .with_columns(base=base)
        .select(
            net=(pension + medical) * MONTHS_A_YEAR - subsidy,
            account=pl.col("tier") + pl.lit(steps).gather(pl.col("tier") // 5_000),
        )
    )

    def run() -> Totals:
        found = query.collect()
        return Totals(found["net"].to_numpy(), found["account"].to_numpy())

    return run


def in_duckdb(world: World, people: People) -> Callable[[], Totals]:
    """One query over a table in memory; the law in two small tables that are joined."""
    import duckdb
    import pyarrow as pa

    with_law = duckdb.connect(config={"threads": 1})
    with_law.execute("SET enable_progress_bar = false")
    given = pa.table(
        {
            "place_month": people.key,
            "income": people.income_fen,
            "premium": people.premium_fen,
            "tier": people.tier_fen,
        }
    )
    law = pa.table({"place_month": np.arange(len(world.floor_fen)), **_law(world)})
    tiers = pa.table(
        {
            "tier": [tier for tier, _ in world.tier_subsidy_fen],
            "subsidy": [fen for _, fen in world.tier_subsidy_fen],
        }
    )
    for name, table in (("given", given), ("law_given", law), ("tiers_given", tiers)):
        with_law.register(name, table)
    with_law.execute("CREATE TABLE people AS FROM given")
    with_law.execute("CREATE TABLE law AS FROM law_given")
    with_law.execute("CREATE TABLE tiers AS FROM tiers_given")
    query = f"""
        SELECT ((base * {world.pension_ppm[0]} + {HALF}) // {PPM}
                + (base * medical + {HALF}) // {PPM}) * {MONTHS_A_YEAR}
               - least((premium * share + {HALF}) // {PPM}, {world.cap_fen[0]}) AS net,
               tier + subsidy AS account
        FROM (SELECT least(greatest(income, floor), ceiling) AS base, medical, share, premium,
                     tier, subsidy
              FROM people JOIN law USING (place_month) JOIN tiers USING (tier))
    """

    def run() -> Totals:
        found = with_law.execute(query).fetchnumpy()
        return Totals(np.asarray(found["net"]), np.asarray(found["account"]))

    return run


def in_numba(world: World, people: People) -> Callable[[], Totals]:
    """One loop over people, compiled; everything fused into one pass."""
    import numba

    law, steps = _law(world), _steps(world)
    pension_ppm, cap = world.pension_ppm[0], world.cap_fen[0]

    @numba.njit
    def loop(key, income, premium, tier, floor, ceiling, medical_ppm, share_ppm, steps, out):  # type: ignore[no-untyped-def]  # compiled by its arguments
        net, account = out
        for each in range(key.size):
            at = key[each]
            base = min(max(income[each], floor[at]), ceiling[at])
            pension = (base * pension_ppm + HALF) // PPM
            medical = (base * medical_ppm[at] + HALF) // PPM
            subsidy = min((premium[each] * share_ppm[at] + HALF) // PPM, cap)
            net[each] = (pension + medical) * MONTHS_A_YEAR - subsidy
            account[each] = tier[each] + steps[tier[each] // 5_000]

    out = np.empty_like(people.key), np.empty_like(people.key)
    columns = (people.key, people.income_fen, people.premium_fen, people.tier_fen)

    def run() -> Totals:
        loop(*columns, *law.values(), steps, out)
        return Totals(*out)

    return run


CANDIDATES = {"polars": in_polars, "duckdb": in_duckdb, "numba": in_numba}
