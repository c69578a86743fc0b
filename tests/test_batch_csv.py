"""Lines of CSV: what is taken, what is refused and why, wherever a block ends; and fuzzing."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc.batch import BatchOptions
from calc.batch.csv_rows import CsvReader, Encoding, decide_encoding
from calc.batch.lines import LONGEST_JOINED, LONGEST_LINE, Place, Splitter
from calc.batch.runs import Run, run_batch
from calc.parameters.loading import load_parameters

ROOT = Path(__file__).parent
CASES = yaml.safe_load((ROOT / "cases/batch/csv.yaml").read_text(encoding="utf-8"))
SIZES = (1 << 20, 1)
Read = tuple[list[list[Any]], list[list[Any]], int]


def read(data: bytes, names: list[str], size: int, encoding: Encoding = "utf-8") -> Read:
    """Rows and refused rows of some bytes, cut into blocks of a size; and how many there are."""
    rows, refused, count = [], [], 0
    reader = CsvReader(names, encoding)
    for block in Splitter(io.BytesIO(data), size, Place(), fields=len(names)):
        found = reader.read(block)
        assert found.count == block.after.row - block.at.row
        assert found.lines is not None
        rows += [
            [int(number), int(line), *values.values()]
            for number, line, values in zip(
                found.numbers, found.lines, found.batch.to_pylist(), strict=True
            )
        ]
        refused += [[each.row, each.line, each.problem.code] for each in found.refused]
        count = block.after.row - 1
    return rows, refused, count


@pytest.mark.parametrize("size", [1 << 20, 1 << 10])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_case(case: dict[str, Any], size: int) -> None:
    rows, refused, count = read(case["data"].encode(), case["names"], size)
    assert rows == case["rows"]
    assert refused == case.get("refused", [])
    assert count == len(rows) + len(refused)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_where_blocks_end_changes_nothing(case: dict[str, Any]) -> None:
    """Behind so many plain lines that the smallest block ends anywhere in it."""
    filler = ",".join("x" for _ in case["names"]) + "\n"
    most = LONGEST_JOINED // len(filler) + 1
    for before in range(most - 12, most):
        data = (filler * before + case["data"]).encode()
        assert read(data, case["names"], 1) == read(data, case["names"], 1 << 20)


@pytest.mark.parametrize("size", [1, 5_000, LONGEST_LINE, LONGEST_LINE + 1, 1 << 20])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [b"3,4", b""])
def test_a_line_is_too_long_whatever_the_size_of_a_block(
    size: int, end: bytes, last: bytes
) -> None:
    longest = b"x" * (LONGEST_LINE - 1 - len(end)) + b",2"
    longer = b"x" * (3 * LONGEST_LINE) + b',"'
    lines = [b"1,2", longest, longest + b"2", longer, last]
    rows, refused, count = read(end.join(lines), ["a", "b"], size)
    assert [row[0] for row in rows] == [1, 2, *([5] if last else [])]
    assert refused == [[3, 3, "csv.line_too_long"], [4, 4, "csv.line_too_long"]]
    assert count == len(rows) + 2


def test_a_long_quoted_field_does_not_swallow_the_rows_behind_it() -> None:
    data = b'1,"2\n' + b"3,4\n" * 400 + b'5,6"\n7,8\n'
    rows, refused, _ = read(data, ["a", "b"], 1 << 20)
    assert refused == [[1, 1, "csv.quote_not_closed"]]
    assert len(rows) == 402


# -- encodings ------------------------------------------------------------------------------------


def test_encodings_are_told_apart_line_by_line() -> None:
    text = "威海,济宁\n许昌,临沧\n"
    assert decide_encoding(b"weihai\n") is None
    assert decide_encoding(text.encode()) == "utf-8"
    assert decide_encoding(text.encode("gb18030")) == "gb18030"
    assert decide_encoding(text.encode() * 9 + b"\xff\n") == "utf-8"


def test_gb18030_with_bytes_that_look_like_quotes_and_digits() -> None:
    # the second and fourth bytes of these characters lie in the range of ASCII letters and digits
    text = '丂,\U00020000\n亐,"a,b"\n'
    rows, refused, _ = read(text.encode("gb18030"), ["a", "b"], 1 << 20, "gb18030")
    assert rows == [[1, 1, "丂", "\U00020000"], [2, 2, "亐", "a,b"]]
    assert refused == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_line_in_another_encoding_is_refused_alone(encoding: Encoding) -> None:
    data = "威海,1\n".encode(encoding) + b"\xff\xff,2\n" + "济宁,3\n".encode(encoding)
    rows, refused, _ = read(data, ["a", "b"], 1 << 20, encoding)
    assert rows == [[1, 1, "威海", "1"], [3, 3, "济宁", "3"]]
    assert refused == [[2, 2, "csv.wrong_encoding"]]


# -- fuzzing --------------------------------------------------------------------------------------


@given(
    st.lists(
        st.text('",ab\r威', max_size=6).map(str.encode)
        | st.sampled_from([b"x" * LONGEST_JOINED, b"y" * LONGEST_LINE, b'"' + b"z" * 600, b"1,2"]),
        max_size=20,
    ),
    st.integers(0, 12),
)
def test_no_line_depends_on_where_blocks_end(lines: list[bytes], before: int) -> None:
    data = b"1,2\n" * (LONGEST_JOINED // 4 - before) + b"\n".join(lines)
    assert read(data, ["a", "b"], 1) == read(data, ["a", "b"], 1 << 20)


@given(st.binary(max_size=400), st.integers(1, 4), st.sampled_from(SIZES))
def test_no_bytes_break_the_reader(data: bytes, columns: int, size: int) -> None:
    """Nothing is lost: every line that is not empty is part of one row, taken or refused."""
    names = [f"c{number}" for number in range(columns)]
    rows, refused, count = read(data, names, size)
    numbers = sorted({row[0] for row in rows} | {row[0] for row in refused})
    assert numbers == list(range(1, count + 1))


@given(st.data())
def test_what_a_csv_writer_wrote_is_read(data: st.DataObject) -> None:
    import csv

    cell = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), max_size=9)
    table = data.draw(st.lists(st.lists(cell, min_size=3, max_size=3), max_size=12))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    rows, refused, _ = read(out.getvalue().encode(), ["a", "b", "c"], 1 << 20)
    assert refused == []
    assert [row[2:] for row in rows] == [[value or None for value in row] for row in table]


HEADER = "id,workplace,household_registration,born,sex,monthly_income,hardship,medical_plan"
GOOD = (
    "17,weihai,xuchang,1990-01,female,5033.5,true,",
    "18,lincang,elsewhere,1975-11,male,,否,without_account",
    "19,371000,,,,22863.01,,",
)


def mutated(line: str, rnd: random.Random) -> bytes:
    """A line with some bytes changed, put in or taken out."""
    data = bytearray(line.encode())
    for _ in range(rnd.randrange(3)):
        at = rnd.randrange(len(data) + 1)
        byte = (
            rnd.choice(b'",\r\0\xff\xe5 0129-.;x\t') if rnd.random() < 0.7 else rnd.randrange(256)
        )
        if byte == ord("\n"):
            continue
        if rnd.random() < 0.5 and at < len(data):
            data[at] = byte
        elif rnd.random() < 0.5:
            data.insert(at, byte)
        elif at < len(data):
            del data[at]
    return bytes(data) or b"x"


def test_mutated_lines_are_taken_or_refused(
    tmp_path: Path, by_size: Callable[[int, int], int]
) -> None:
    """No crash, and rows read are rows evaluated and rows rejected."""
    rnd = random.Random(20261122)
    count = by_size(20_000, 1_000_000)
    source = tmp_path / "mutated.csv"
    with source.open("wb") as file:
        file.write(HEADER.encode() + b"\n")
        for _ in range(count):
            file.write(mutated(rnd.choice(GOOD), rnd) + b"\n")
    output = tmp_path / "best.csv"
    options = BatchOptions(dt.date(2026, 11, 22), form="best")
    counts = run_batch(Run(str(source), str(output), options), load_parameters())
    assert counts.read == counts.ok + counts.rejected
    # two lines become one record where a quote opened in one is closed in the next
    assert 0.95 * count < counts.read <= count
    assert counts.written == counts.ok > count / 4
    assert counts.rejected > count / 10
