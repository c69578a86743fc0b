"""Columns under other names, in other numbers: what each row is taken for, and nothing shifted."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.batch.columns import columns
from calc.batch.engine import BatchOptions
from calc.batch.naming import Suggestion, folded, suggestions
from calc.batch.runs import Run, run_batch
from calc.batch.sources import open_source
from calc.errors import CanbaoError
from calc.i18n import LANGS, Lang
from calc.parameters.loading import load_parameters
from calc.report.column_guide import column_guide

KEYS = tuple(columns())
Row = tuple[int, dict[str, Any]]
Wrong = tuple[int, str, str, tuple[object, ...]]


def read(path: Path, keys: Sequence[str], rows: int = 1 << 10) -> tuple[list[Row], list[Wrong]]:
    """The rows of a file with their numbers, and those that cannot be read."""
    taken, refused = [], []
    with closing(open_source(str(path), rows, keys)) as source:
        for piece in source.pieces():
            found = piece.rows()
            taken += list(zip(found.numbers.tolist(), found.batch.to_pylist(), strict=True))
            refused += [
                (each.row, each.problem.code, each.problem.found, each.problem.allowed)
                for each in found.refused
            ]
    return taken, refused


@st.composite
def mappings(draw: st.DrawFn) -> tuple[str, ...]:
    """Keys of some columns, one of them the workplace, and some columns that are left out."""
    others = draw(st.lists(st.sampled_from(KEYS), max_size=5, unique=True))
    keys = ["workplace", *(key for key in others if key != "workplace")]
    left_out = draw(st.lists(st.just(""), max_size=4))
    return tuple(draw(st.permutations([*keys, *left_out])))


NAMES = st.sampled_from(["workplace", "born", "home", "姓名", "a,b", "", " "])
CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), max_size=6)
CELLS |= st.sampled_from(["", "weihai", "jining", "1988-03", "a,b", 'say "x"', "two\nlines"])


@given(mappings(), st.data())
def test_a_row_is_taken_by_its_own_header_or_refused(
    tmp_path_factory: pytest.TempPathFactory, keys: tuple[str, ...], data: st.DataObject
) -> None:
    names = data.draw(st.lists(NAMES, min_size=len(keys), max_size=len(keys)))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=1, max_size=len(keys) + 2), max_size=8))
    width = len(keys)
    # lines are joined only to a row of the right width: a wrong one over lines is two wrong ones
    rows = [row if len(row) == width else [cell.replace("\n", " ") for cell in row] for row in rows]
    names[0] = names[0].strip() or "name"  # an empty line is no header
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([names, *rows])
    path = tmp_path_factory.mktemp("mapped") / "people.csv"
    path.write_text(out.getvalue(), "utf-8", newline="")
    taken, refused = read(path, keys)
    assert taken == [
        (number, {key: cell or None for key, cell in zip(keys, row, strict=True) if key})
        for number, row in enumerate(rows, 1)
        if len(row) == width
    ]
    assert refused == [
        (number, "csv.wrong_number_of_fields", str(len(row)), (str(width),))
        for number, row in enumerate(rows, 1)
        if len(row) != width
    ]


def test_a_short_row_is_rejected_and_not_shifted(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("home,workplace,born\nxuchang,weihai,1988-03\njining,\nweihai,1988-03,,\n")
    output = tmp_path / "best.csv"
    options = BatchOptions(dt.date(2026, 11, 22), form="best")
    run = Run(str(path), str(output), options, keys=("", "workplace", "born"))
    counts = run_batch(run, load_parameters())
    assert (counts.read, counts.ok, counts.rejected) == (3, 1, 2)
    text = run.rejects_path.read_text("utf-8")
    rejects = list(csv.DictReader(io.StringIO(text)))
    assert [(each["row"], each["line"], each["code"]) for each in rejects] == [
        ("2", "3", "csv.wrong_number_of_fields"),
        ("3", "4", "csv.wrong_number_of_fields"),
    ]
    assert "found «2»; allowed: 3" in rejects[0]["message_en"]
    assert "found «4»; allowed: 3" in rejects[1]["message_en"]


def test_columns_may_have_one_name_or_none_as_long_as_no_key_is_taken_twice(
    tmp_path: Path,
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("a,a,,workplace\n1,2,3,weihai\n")
    assert read(path, ("", "id", "", "workplace"))[0] == [(1, {"id": "2", "workplace": "weihai"})]
    with pytest.raises(CanbaoError, match=r"column\.twice"):
        read(path, ("id", "id", "", "workplace"))
    with pytest.raises(CanbaoError, match=r"key\.missing"):
        read(path, ("id", "", "", ""))


def test_parquet_is_taken_by_name_with_its_groups_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    table = pa.table(
        {
            "note": [b"\xff", None],
            "town": ["weihai", "jining"],
            "history": [{"deemed_months": 3, "x": 1}, {"deemed_months": None, "x": 2}],
        }
    )
    pq.write_table(table, path)
    taken, refused = read(path, ("", "workplace", "history.deemed_months", ""), 1)
    assert refused == []
    assert taken == [
        (1, {"workplace": "weihai", "history.deemed_months": 3}),
        (2, {"workplace": "jining", "history.deemed_months": None}),
    ]
    with pytest.raises(CanbaoError, match=r"column\.wrong_type"):
        read(path, ("id", "workplace", "", ""))


def test_a_parquet_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    columns_ = [pa.array(["weihai"]), pa.array(["jining"]), pa.array(["x"])]
    pq.write_table(pa.Table.from_arrays(columns_, names=["town", "town", "id"]), path)
    with pytest.raises(CanbaoError, match=r"column\.twice"):
        read(path, ("workplace", "", "id"))


def test_an_unfinished_run_does_not_go_on_with_other_columns(tmp_path: Path) -> None:
    from calc.batch.runs import _asked

    path = tmp_path / "people.csv"
    path.write_text("a,b\nweihai,jining\n")
    options = BatchOptions(dt.date(2026, 11, 22), form="best")
    asked = []
    for keys in (("workplace", ""), ("", "workplace")):
        run = Run(str(path), str(tmp_path / "o.csv"), options, keys=keys)
        with closing(open_source(run.source, 9, keys)) as source:
            asked.append(_asked(run, load_parameters(), source))
    assert asked[0] != asked[1]


# -- what a column is probably meant for -----------------------------------------------------------

WORDS = {
    "workplace": ("就业地", "place of work"),
    "sex": ("性别", "sex"),
    "monthly_income": ("月收入", "monthly income", "每月收入（元）"),
}


@pytest.mark.parametrize(
    ("name", "key", "likeness"),
    [
        ("workplace", "workplace", "named"),
        (" Work Place ", "workplace", "named"),
        ("性别", "sex", "named"),
        ("月收入（元）", "monthly_income", "named"),
        ("每月收入", "monthly_income", "named"),
        ("就业地址", "workplace", "similar"),
        ("monthly_incom", "monthly_income", "similar"),
        ("history_deemed_months", "history.deemed_months", "named"),
        ("hourly_income", "monthly_income", "weak"),
        ("note", "", "none"),
        ("", "", "none"),
    ],
)
def test_a_column_is_known_by_what_people_call_it(name: str, key: str, likeness: str) -> None:
    (found,) = suggestions([name], WORDS)
    assert (found.key, found.likeness) == (key, likeness)
    assert found.taken == ("" if likeness == "weak" else key)


def test_no_two_columns_are_taken_for_the_same() -> None:
    found = suggestions(["monthly_incom", "monthly_income", "monthly_income"], WORDS)
    assert found == (Suggestion(), Suggestion("monthly_income", "named"), Suggestion())


def test_every_key_is_suggested_for_itself() -> None:
    assert [each.key for each in suggestions(KEYS, {})] == list(KEYS)
    assert len({folded(key) for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize("lang", LANGS)
def test_people_are_told_of_every_column_what_to_write(lang: Lang) -> None:
    listed = list(column_guide(load_parameters(), lang))
    assert [each.key for each in listed] == list(KEYS)
    assert all(each.name and each.how for each in listed)
    (sex,) = (each for each in listed if each.key == "sex")
    assert all(word in sex.how for word in columns()["sex"].choices)
