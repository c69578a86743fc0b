"""Applicants made up from a seed, in typed columns: the input of the whole-command benchmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

CITIES = ("weihai", "jining", "zaozhuang", "xuchang", "lincang")
OCCUPATIONS = ("food_delivery", "ride_hailing", "ecommerce", "express_courier")
A_BATCH = 1 << 16


def batches(count: int, seed: int = 2026) -> Iterator[pa.RecordBatch]:
    """So many applicants, a batch at a time; the same ones for the same seed."""
    random = np.random.default_rng(seed)
    for first in range(0, count, A_BATCH):
        yield _batch(random, first, min(A_BATCH, count - first))


def _batch(random: np.random.Generator, first: int, count: int) -> pa.RecordBatch:
    def words(choices: Sequence[str]) -> pa.Array:
        numbers = pa.array(random.integers(0, len(choices), count), pa.int8())
        return pa.DictionaryArray.from_arrays(numbers, pa.array(choices))

    def yuan(low: int, high: int) -> pa.Array:
        # whole numbers of fen, read as decimals with two places
        fen = random.integers(low, high, count)
        return pa.Array.from_buffers(
            pa.decimal128(18, 2),
            count,
            [None, pa.py_buffer(np.stack([fen, np.zeros_like(fen)], axis=1).tobytes())],
        )

    months = [f"{year}-{month:02d}" for year in range(1966, 2005) for month in range(1, 13)]
    born = pa.DictionaryArray.from_arrays(
        pa.array(random.integers(0, len(months), count), pa.int16()), pa.array(months)
    )
    ids = [f"P{number:09d}" for number in range(first, first + count)]
    return pa.record_batch(
        {
            "id": pa.array(ids),
            "workplace": words(CITIES),
            "household_registration": words((*CITIES, "elsewhere")),
            "born": born,
            "sex": words(("male", "female")),
            "relation": words(("managed", "independent")),
            "occupation": words(OCCUPATIONS),
            "monthly_income": yuan(200_000, 2_600_000),
            "drawing": words(("none",)),
            "retiree_medical_benefits": pa.array(np.zeros(count, dtype=bool)),
            "history.employee_pension_months": pa.array(random.integers(0, 301, count)),
            "accident_insurance.premium": yuan(3_000, 30_000),
        }
    )
