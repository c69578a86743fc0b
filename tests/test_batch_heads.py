"""How a file of lines begins: headers that are wrong, and which encoding its lines are in."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.batch import FORMS, BatchOptions, Form
from calc.batch import heads as heads_of_files
from calc.batch.csv_rows import decide_encoding
from calc.batch.heads import WINDOW, Windows
from calc.batch.lines import LONGEST_LINE
from calc.batch.runs import Run, run_batch
from calc.errors import CanbaoError, Problem
from calc.parameters.loading import load_parameters
from calc.wording import problem_text

PARAMETERS = load_parameters()
DAY = dt.date(2026, 11, 22)
Table = list[dict[str, str]]


def ran(folder: Path, name: str, data: bytes, form: Form = "best", **more: Any) -> list[Table]:
    """The results and the rejected rows of a file."""
    (folder / name).write_bytes(data)
    output = folder / "out.csv"
    counts = run_batch(
        Run(str(folder / name), str(output), BatchOptions(DAY, form=form), **more), PARAMETERS
    )
    tables = [table_of(output), table_of(folder / "out.csv.rejects.csv")]
    rejected = {each["row"] for each in tables[1]}
    assert counts.read == counts.ok + counts.rejected
    assert counts.rejected == len(rejected)
    return tables


def table_of(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refused(folder: Path, data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(CanbaoError) as caught:
        ran(folder, "in.csv", data)
    return caught.value.problems


# -- headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("workplac", ["workplace", ""]),
        ("ID,WORKPLACE", ["id", "workplace", ""]),
        ("name,Monthly_Income", ["", "monthly_income", ""]),
    ],
)
def test_the_nearest_spelling_is_named_where_no_column_is_known(
    tmp_path: Path, header: str, near: list[str]
) -> None:
    problems = refused(tmp_path, f"{header}\nweihai\n".encode())
    assert [each.nearest for each in problems] == near
    assert [each.code for each in problems] == ["key.unknown"] * (len(near) - 1) + ["key.missing"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["姓名,workplace", "姓名,工作地"])
def test_a_header_is_shown_in_its_encoding(tmp_path: Path, encoding: str, header: str) -> None:
    (found,) = refused(tmp_path, f"{header}\n张三,weihai\n".encode(encoding))
    assert found.found in ("姓名", header)


def test_of_very_many_unknown_columns_the_first_are_listed(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(100_000)]
    problems = refused(tmp_path, ",".join(["workplace", *names]).encode() + b"\nweihai\n")
    assert [each.code for each in problems] == ["key.unknown"] * 20 + ["column.more_unknown"]
    assert problems[-1].found == "99980"
    assert "99980" in problem_text(problems[-1], "zh")
    table = pa.table({name: ["x"] for name in ["workplace", *names[:3_000]]})
    pq.write_table(table, tmp_path / "in.parquet")
    with pytest.raises(CanbaoError) as caught:
        run_batch(
            Run(str(tmp_path / "in.parquet"), str(tmp_path / "o.csv"), BatchOptions(DAY)),
            PARAMETERS,
        )
    assert len(caught.value.problems) == 21


def test_a_header_that_is_too_long_is_refused_and_not_cut(tmp_path: Path) -> None:
    long = b"workplace" + b",born" * (WINDOW // 5) + b"\nweihai\n"
    assert [each.code for each in refused(tmp_path, long)] == ["header.too_long"]
    spaced = b"workplace," + b" " * (WINDOW - 100) + b"born\nweihai,1990-01\n"
    results, rejects = ran(tmp_path, "in.csv", spaced)
    assert len(results) == 1
    assert rejects == []


# -- lines that are too long ----------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_long_line_is_refused_alike_in_every_form(tmp_path: Path, form: Form) -> None:
    for length, code in ((LONGEST_LINE // 2, "value.wrong_form"), (300_000, "csv.line_too_long")):
        text = "x" * length
        data = f"workplace,platform\nweihai,{text}\njining,\n".encode()
        results, (reject,) = ran(tmp_path, "in.csv", data, form)
        assert (reject["row"], reject["line"], reject["code"]) == ("1", "2", code)
        assert {each["row"] for each in results} == {"2"}
        data = f'{{"workplace":"weihai","platform":"{text}"}}\n{{"workplace":"jining"}}'.encode()
        results, (reject,) = ran(tmp_path, "in.ndjson", data, form)
        assert (reject["row"], reject["line"], reject["code"]) == ("1", "1", code)
        assert {each["row"] for each in results} == {"2"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("before", range(4))
def test_a_line_that_is_too_long_says_nothing_of_the_encoding(
    tmp_path: Path, encoding: str, before: int
) -> None:
    """It is shown as far as a whole character goes, wherever it is cut."""
    long = "x" * before + "威" * LONGEST_LINE
    text = f"id,workplace\n{long},weihai\n张三,weihai\n"
    results, (reject,) = ran(tmp_path, "in.csv", text.encode(encoding))
    assert [each["id"] for each in results] == ["张三"]
    assert reject["code"] == "csv.line_too_long"
    assert len(reject["value"]) > 60
    assert set(reject["value"]) <= {"x", "威"}


# -- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_is_told_by_the_first_line_that_tells_it(
    tmp_path: Path, encoding: str
) -> None:
    """However far into the file that is, and whatever a block holds."""
    plain = f"weihei,{'A' * 192}\n" * (WINDOW // 200 + 5)
    text = f"workplace,id\n{plain}weihai,张三\n"
    for rows in (None, 64):
        results, rejects = ran(tmp_path, "in.csv", text.encode(encoding), rows=rows)
        assert [each["id"] for each in results] == ["张三"]
        assert {each["code"] for each in rejects} == {"place.unknown"}


@given(
    st.lists(st.sampled_from(["a", "张", "\n", "é"]), max_size=60),
    st.sampled_from(["utf-8", "gb18030"]),
    st.integers(1, 40),
    st.data(),
)
def test_the_encoding_is_the_same_however_the_file_is_read(
    characters: list[str], encoding: str, count: int, data: st.DataObject
) -> None:
    """Read at once or in pieces, from its beginning or from any line on."""
    content = "".join(characters).encode(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads_of_files, "WINDOW", 16)
        whole = Windows(io.BytesIO(content), b"", 0, None)
        assert whole.read(1_000) + whole.read(1_000) + _rest(whole, 1_000) == content
        plain = content[: next((n for n, byte in enumerate(content) if byte > 127), len(content))]
        begins = [0, *(n + 1 for n, byte in enumerate(plain) if byte == ord("\n"))]
        at = data.draw(st.sampled_from(begins))
        resumed = Windows(io.BytesIO(content[at:]), b"", at, None)
        assert _rest(resumed, count) == content[at:]
        assert resumed.encoding == whole.encoding


def _rest(stream: Windows, count: int) -> bytes:
    return b"".join(iter(lambda: stream.read(count), b""))


def test_bytes_cut_within_a_character_tell_their_encoding() -> None:
    for end in range(1, 4):
        assert decide_encoding("威".encode()[:end], cut=True) == "utf-8"
    assert decide_encoding("威".encode()[:2]) == "gb18030"


# -- how a rejected row is told -------------------------------------------------------------------


def test_a_whole_row_that_is_wrong_is_told_as_such(tmp_path: Path) -> None:
    _, (ragged, unclosed) = ran(tmp_path, "in.csv", b'workplace,born\nweihai\n"weihai,1990-01\n')
    for each in (ragged, unclosed):
        assert each["column"] == ""
        assert each["message_en"].startswith("the whole row: ")
        assert each["message_zh"].startswith("整行：")
    line = b'{"id":"A","workplace":"weihai","workplace":"jining"}'
    _, (twice,) = ran(tmp_path, "in.ndjson", line)
    assert (twice["id"], twice["column"], twice["value"]) == ("A", "", "workplace")
    assert twice["message_en"].startswith("the whole row: ")
