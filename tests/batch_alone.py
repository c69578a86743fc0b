"""What the comparison says of one row, as a batch would tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from calc.applicant import Given
from calc.batch import BatchOptions
from calc.comparison import Comparison, compare
from calc.errors import CanbaoError, Problem
from calc.parameters.loading import load_parameters
from calc.wording import problem_text
from tests.test_batch_evaluate import said

PARAMETERS = load_parameters()
ASKED = BatchOptions(dt.date(2026, 11, 22))
Table = list[dict[str, Any]]


def compared(applicant: Given | Mapping[str, object]) -> Comparison | CanbaoError:
    try:
        return compare(applicant, PARAMETERS, on=ASKED.on)
    except CanbaoError as error:
        return error


def expected(row: int, one: Comparison | CanbaoError) -> tuple[Table, list[tuple[Any, ...]]]:
    """The results and the problems of a row, from the comparison."""
    if isinstance(one, CanbaoError):
        return [], sorted((row, *told(each)) for each in one.problems)
    person = one.question.applicant.id
    return [{"row": row, "id": person, **said(option)} for option in one.options], []


def told(problem: Problem) -> tuple[str, str, str]:
    column = problem.where.removeprefix("applicant").strip()
    named = replace(problem, where=column or "the whole row")
    return column, problem.code, problem_text(named, "en")


def problems(rejects: pa.RecordBatch) -> list[tuple[Any, ...]]:
    keys = ("row", "column", "code", "message_en")
    return sorted(tuple(each[key] for key in keys) for each in rejects.to_pylist())
