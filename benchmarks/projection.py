"""Estimates: the band of one person, and many persons × sets × choices with NumPy.

The band of one person is what a screen waits for: three choices under three sets of assumptions
and the changes, for both pension schemes, from a comparison that stands. The arrays run the pure
functions alone. Process time, median and spread; nothing is asserted.
"""

from __future__ import annotations

import datetime as dt
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from calc import compare, load_parameters
from calc.benefits import BenefitFormula, divisor_months_tenths, employee_pension
from calc.comparison.projecting import project
from calc.projection import accumulate, break_even_month, deflated, grown, index_months
from calc.reading import read_applicant_file
from calc.statutory import divisor_table

ROOT = Path(__file__).resolve().parents[1]
ON = dt.date(2026, 11, 22)
RUNS = 25
PERSONS = 100_000
CHUNK = 20_000
SETS = ((15_321, 15_000), (41_047, 39_700), (65_757, 66_900))
"""Growth of wages and interest a year, as drawn for Shandong on that day."""
AGES = (60 * 12, 63 * 12, 66 * 12)


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Process time of each run, sorted, after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return sorted(times)


def row(name: str, times: list[float]) -> None:
    print(f"{name:<44}{statistics.median(times):>10.1f}{times[0]:>9.1f}{times[-1]:>9.1f}")


def one_person() -> None:
    law = load_parameters()
    person = read_applicant_file(ROOT / "examples" / "weihai_rider.yaml")
    result = compare(person, law, on=ON)
    parts = {o.pension.part.id: o.pension for o in result.options}
    for name, part in parts.items():
        if part.part.scheme != "none":
            row(f"band, {name}", milliseconds(lambda p=part: project(result.question, p, {})))  # type: ignore[misc]  # a default binds the loop's part
    row("comparison without estimates", milliseconds(lambda: compare(person, law, on=ON)))
    row(
        "comparison with every estimate (document)",
        milliseconds(lambda: compare(person, law, on=ON).to_dict()),
    )


def many_persons(divisors: dict[int, int]) -> None:
    random = np.random.default_rng(2026)
    now = 2026 * 12 + 10
    born = now - random.integers(18 * 12, 59 * 12, (PERSONS, 1))
    base = random.integers(457_300, 2_286_300, (PERSONS, 1))
    ages = np.array(AGES, dtype=np.int64)[None, :]

    def chunk(start: int) -> None:
        these = slice(start, start + CHUNK)
        retirement = born[these] + ages
        bases = np.broadcast_to(base[these], retirement.shape)
        for wages, interest in SETS:
            paid = accumulate(
                first_month=now,
                until_month=retirement,
                month_fen=bases // 5,
                account_month_fen=bases * 8 // 100,
                opening_fen=bases * 0,
                growth_ppm=wages,
                interest_ppm=interest,
            )
            months = retirement - now
            weighed = index_months(
                first_month=now,
                until_month=retirement,
                index=bases * 10**8 // 762_100,
                base_growth_ppm=wages,
                wage_growth_ppm=wages,
            )
            years = retirement // 12 - 2025
            pension = employee_pension(
                formula=BenefitFormula.PROVINCE,
                province_base_fen=grown(np.full_like(bases, 783_100), wages, years),
                city_base_fen=None,
                average_index=weighed // np.maximum(months, 1),
                contribution_months=months,
                account_fen=paid.account_fen,
                divisor_tenths=divisor_months_tenths(retirement - born[these], divisors),
                years_decimals=2,
            )
            deflated(pension.total_fen, wages, years)
            break_even_month(paid.paid_fen, pension.total_fen, retirement, -1)

    def all_chunks() -> None:
        for start in range(0, PERSONS, CHUNK):
            chunk(start)

    times = milliseconds(all_chunks, runs=5)
    row(f"{PERSONS:,} persons × {len(SETS)} sets × {len(AGES)} choices", times)
    cells = PERSONS * len(SETS) * len(AGES)
    print(f"{cells / statistics.median(times) / 1000:.2f} million estimates a second")


def main() -> None:
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}")
    print(f"{'milliseconds of process time':<44}{'median':>10}{'lowest':>9}{'highest':>9}")
    one_person()
    many_persons(divisor_table(load_parameters()))


if __name__ == "__main__":
    main()
