"""A cell says in a column of any type what it says alone, whatever its neighbours are.

In whichever order and parts they come: each row is held against ``compare``, each cell against
the rule that reads one applicant.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.batch import evaluate
from calc.batch.cells import LEFT_OUT, REFUSED, ColumnReader
from calc.batch.columns import Kind, columns
from calc.batch.decimals import scaled_decimal
from calc.batch.runs import Run, run_batch
from tests.batch_alone import ASKED, PARAMETERS, Table, compared, expected, problems
from tests.test_batch_evaluate import ROWS, WRONG_ROWS, Row, applicant_of, batch_of


@st.composite
def decimals(draw: st.DrawFn) -> pa.Array:
    """Decimals of any width and scale, some of them what may be taken."""
    width = draw(st.sampled_from([32, 64, 128, 256]))
    precision = draw(st.integers(1, {32: 9, 64: 18, 128: 38, 256: 76}[width]))
    scale = draw(st.integers(0 if width < 128 else -3, precision))
    likely = [0, 1, 3, 12, 5_000, *(value * 10 ** max(scale, 0) for value in (1, 3, 12, 5_000))]
    units = st.one_of(
        st.sampled_from([each for each in likely if each < 10**precision]),
        st.integers(1 - 10**precision, 10**precision - 1),
    )
    digits = units.map(lambda unit: (int(unit < 0), tuple(map(int, str(abs(unit)))), -scale))
    values = st.lists(st.none() | digits.map(Decimal), min_size=1, max_size=9)
    return pa.array(draw(values), getattr(pa, f"decimal{width}")(precision, scale))


def numbers(of: pa.DataType, *likely: float) -> st.SearchStrategy[pa.Array]:
    each = st.none() | st.sampled_from(likely)
    return st.lists(each, min_size=1, max_size=9).map(lambda values: pa.array(values, of))


def floats(of: pa.DataType) -> st.SearchStrategy[pa.Array]:
    odd = [0.0, -0.0, 0.1, 1.0, 5000.0, 5000.29, 1e-7, 1e-5, float("nan"), float("inf")]
    if not pa.types.is_float16(of):
        odd += [1e-9, 1e16, 371_000.0]
    return numbers(of, *np.array(odd, of.to_pandas_dtype()))


def text(of: pa.DataType) -> st.SearchStrategy[pa.Array]:
    """Text, some of which is not UTF-8."""
    said = ["", " ", "1", "0.00", "0E-10", "１２", "1e3", "weihai", "1990-01", "是", "male"]
    said += [".", "1.", ".5", "1.2.3", "0012.50", "5000.10", "1." + "0" * 30, "9" * 300, "x" * 201]
    raw = st.one_of(
        st.none(),
        st.sampled_from(said).map(str.encode),
        st.sampled_from([b"\xff", b"a\xe5\xa8", b"\xed\xa0\x80"]),
        st.text(max_size=3).map(str.encode),
    )
    return st.lists(raw, min_size=1, max_size=9).map(lambda values: _unchecked(values, of))


def _unchecked(values: list[bytes | None], of: pa.DataType) -> pa.Array:
    if pa.types.is_string_view(of):
        return pa.array([each.decode("utf-8", "replace") if each else "" for each in values], of)
    wide = pa.types.is_large_string(of)
    array = pa.array(values, pa.large_binary() if wide else pa.binary())
    return pa.Array.from_buffers(of, len(array), array.buffers())


def days(of: pa.DataType) -> st.SearchStrategy[pa.Array]:
    """Days, some of years that Python's dates do not have."""
    raw = pa.int32() if pa.types.is_date32(of) else pa.int64()
    unit = 1 if pa.types.is_date32(of) else 86_400_000
    each = st.none() | st.sampled_from([0, 7_305, 20_000, 10**7, -(10**6)])
    values = each.map(lambda day: None if day is None else day * unit)
    return st.lists(values, min_size=1, max_size=9).map(lambda found: pa.array(found, raw).view(of))


@st.composite
def encoded(draw: st.DrawFn, words: st.SearchStrategy[pa.Array]) -> pa.Array:
    found = draw(words)
    at = draw(st.lists(st.none() | st.integers(0, len(found) - 1), min_size=1, max_size=9))
    return pa.DictionaryArray.from_arrays(pa.array(at, pa.int32()), found)


PLAIN = st.one_of(
    decimals(),
    *(floats(of) for of in (pa.float16(), pa.float32(), pa.float64())),
    *(text(of) for of in (pa.string(), pa.large_string(), pa.string_view())),
    *(days(of) for of in (pa.date32(), pa.date64())),
    *(numbers(of, 0, 1, 12, 100) for of in (pa.int8(), pa.uint16(), pa.int32())),
    numbers(pa.uint64(), 0, 5_000, 371_000, 2**64 - 1),
    numbers(pa.int64(), 0, -1, 5_000, -(2**63)),
    numbers(pa.bool_(), True, False),
    st.integers(1, 9).map(pa.nulls),
)


def value_of(cell: pa.Scalar) -> object:
    """A cell as a script would hand it to the comparison."""
    of = cell.type
    if not cell.is_valid:
        return None
    if pa.types.is_dictionary(of):
        return value_of(cell.dictionary[cell.index.as_py()])
    if pa.types.is_string(of) or pa.types.is_large_string(of):
        return cell.as_buffer().to_pybytes().decode("utf-8", "surrogateescape")
    if pa.types.is_float16(of) or pa.types.is_float32(of):
        return float(str(of.to_pandas_dtype()(cell.as_py())))  # as it prints
    if pa.types.is_date(of):
        day = cell.value // (1 if pa.types.is_date32(of) else 86_400_000)
        return str(np.datetime64(day, "D"))
    return cell.as_py()


@given(st.sampled_from(sorted(columns())), PLAIN | encoded(PLAIN), st.data())
def test_a_cell_says_in_any_column_what_it_says_alone(
    name: str, found: pa.Array, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(found))))
    cells = found.take(pa.array(order)) if not _is_odd(found.type) else found
    length = data.draw(st.integers(1, len(cells)))
    arrays = {name: cells}
    if name != "workplace":
        arrays["workplace"] = pa.array(["weihai"] * len(cells))
    batch = pa.record_batch(arrays)
    rows = [{"workplace": "weihai"} | _given(name, value_of(cell)) for cell in cells]
    want = [expected(row, compared(each)) for row, each in enumerate(rows, start=1)]
    for size in (len(cells), length):
        results: Table = []
        rejected = []
        for first in range(0, len(cells), size):
            asked = replace(ASKED, first_row=first + 1)
            good, wrong = evaluate(batch[first : first + size], PARAMETERS, asked)
            results += good.to_pylist()
            rejected += problems(wrong)
        assert rejected == [each for _, wrong in want for each in wrong]
        assert results == [each for good, _ in want for each in good]


def _is_odd(of: pa.DataType) -> bool:
    """Whether Arrow cannot put values of a type into another order."""
    return pa.types.is_string_view(of)


def _given(name: str, value: object) -> dict[str, Any]:
    group, _, key = name.rpartition(".")
    return {group: {key: value}} if group else {key: value}


@given(st.sampled_from(sorted(columns())), PLAIN | encoded(PLAIN), st.data())
def test_a_long_column_is_read_cell_by_cell(
    name: str, found: pa.Array, data: st.DataObject
) -> None:
    """Where a column is read at once, a cell that does not fit changes nothing of the others."""
    column = columns()[name]
    cells = pa.concat_arrays([found] * 30) if not _is_odd(found.type) else found
    at = data.draw(st.randoms(use_true_random=False)).sample(range(len(cells)), len(cells))
    cells = cells.take(pa.array(at)) if not _is_odd(found.type) else cells
    reader = ColumnReader(column)
    half = len(cells) // 2
    for part in (cells, cells[:half], cells[half:]):
        read = reader.read(part)
        refused = {int(row): each.problems for each in read.bad for row in each.rows}
        for row, cell in enumerate(part):
            value = value_of(cell)
            if value is None or (isinstance(value, str) and not value.strip()):
                assert read.numbers[row] == LEFT_OUT
                continue
            meaning, wrong = column.value_of(value)
            assert refused.get(row, ()) == wrong
            if wrong:
                assert read.numbers[row] == REFUSED
            elif column.kind is Kind.TEXT:
                assert read.text is not None
                assert read.text[row].as_py() == meaning
            elif column.kind is Kind.WORD:
                assert reader.words[read.numbers[row]] == meaning
            else:
                assert read.numbers[row] == column.number_of(meaning)


@pytest.mark.parametrize("name", ["id", "workplace", "sex", "born", "monthly_income", "platform"])
def test_text_in_a_file_that_is_not_utf_8_costs_its_own_row(tmp_path: Path, name: str) -> None:
    good = {"workplace": b"weihai", "sex": b"male", "born": b"1990-01", "monthly_income": b"5000"}
    broken = good.get(name, b"") + b"\xff"
    columns_ = {key: [value] * 3 for key, value in ({"id": b"A", "platform": b"B"} | good).items()}
    columns_[name][1] = broken
    arrays = [_unchecked([*values], pa.string()) for values in columns_.values()]
    pq.write_table(pa.table(arrays, names=list(columns_)), tmp_path / "in.parquet")
    counts = run_batch(
        Run(str(tmp_path / "in.parquet"), str(tmp_path / "out.csv"), replace(ASKED, form="best")),
        PARAMETERS,
    )
    assert (counts.read, counts.rejected) == (3, 1)
    (tmp_path / "out.csv.rejects.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "found",
    [
        pa.array([Decimal("5000.5")], pa.decimal32(8, 2)),
        pa.array([Decimal("5000.5")], pa.decimal64(12, 2)),
        pa.array([Decimal("5000.5")], pa.decimal256(40, 20)),
        pa.array(["5000.5"], pa.string_view()),
        pa.array([5000.5], pa.float16()),
    ],
    ids=lambda found: str(found.type),
)
def test_a_file_of_any_type_is_read(tmp_path: Path, found: pa.Array) -> None:
    table = pa.table({"workplace": ["weihai"], "monthly_income": found})
    pq.write_table(table, tmp_path / "in.parquet")
    run = Run(str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"), ASKED)
    counts = run_batch(run, PARAMETERS)
    assert (counts.read, counts.rejected) == (1, 0)


@given(st.lists(ROWS | WRONG_ROWS, min_size=2, max_size=12), st.data())
def test_a_row_says_in_any_part_and_order_what_it_says_alone(
    rows: list[Row], data: st.DataObject
) -> None:
    alone = [expected(0, compared(applicant_of(row))) for row in rows]
    order = data.draw(st.permutations(range(len(rows))))
    size = data.draw(st.integers(1, len(rows)))
    for first in range(0, len(rows), size):
        part = order[first : first + size]
        good, wrong = evaluate(batch_of([rows[at] for at in part]), PARAMETERS, ASKED)
        results, rejected = good.to_pylist(), problems(wrong)
        for number, at in enumerate(part, start=1):
            found = [{**each, "row": 0} for each in results if each["row"] == number]
            assert found == alone[at][0]
            assert [(0, *each[1:]) for each in rejected if each[0] == number] == alone[at][1]


def test_what_was_read_before_changes_nothing() -> None:
    """Equal decimals of another scale are another text."""
    column = columns()["history.average_contribution_index"]
    scales = (1, 9, 10, 3, 10)
    reader = ColumnReader(column)
    for scale in scales:
        for value in (0, -1):
            cells = pa.array([Decimal(value)], pa.decimal256(40, scale))
            before, alone = reader.read(cells), ColumnReader(column).read(cells)
            assert before.numbers.tolist() == alone.numbers.tolist()
            assert [each.problems for each in before.bad] == [each.problems for each in alone.bad]


def test_a_decimal_that_does_not_fit_leaves_the_others_to_be_read_at_once() -> None:
    values = [Decimal("5000.5")] * 1_000
    values[300] = Decimal("0.123456789")
    numbers_, taken = scaled_decimal(pa.array(values, pa.decimal128(38, 18)), 2, 10_000)
    assert taken.sum() > 900
    assert not taken[300]
    assert set(numbers_[taken].tolist()) == {500_050}
