"""A line of JSON, however odd, says in any batch what the comparison says of it alone."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc.applicant import Given
from calc.batch.columns import columns
from calc.batch.engine import engine_of
from calc.batch.json_rows import JsonReader
from calc.batch.lines import Place, Splitter
from calc.errors import problem
from calc.reading import read_given_text
from tests.batch_alone import ASKED, PARAMETERS, Table, compared, expected, problems
from tests.test_batch_evaluate import VALUES, WRONG

GROUPS = sorted({name.partition(".")[0] for name in columns() if "." in name})
NUMBERS = ("0", "1", "12", "371000", "5e3", "0E-10", "0.00", "-0.0", "1.20E+1", "1e-7", "1e400")
ODD = (
    *("null", '""', '"  "', '"\\u3000"', "true", "false", "[]", "{}", "[1]", '{"a":1}', "NaN"),
    *('"\\ud800"', '"\\udcffx"', "1e99999999999999999999", "1" * 30, "9" * 5_000, "[[[[1]]]]"),
    *NUMBERS,
)
KNOWN = sorted(columns())
KEYS = st.one_of(
    st.sampled_from(KNOWN),
    st.sampled_from(GROUPS),
    st.sampled_from(
        ["foo", "workplce", "history.x", "a.b", "\ud800", "", "history.\ud800", "born.x"]
    ),
    st.sampled_from(GROUPS).map(lambda group: f"{group}.x.y"),
)


def raw(name: str) -> st.SearchStrategy[str]:
    """What stands for a value of a column, as JSON: likely, wrong or odd."""
    text = VALUES.get(name, st.just("1")) | WRONG.get(name, st.just("x"))
    return text.map(json.dumps) | st.sampled_from(ODD)


@st.composite
def groups(draw: st.DrawFn, name: str) -> str:
    inner = [each.partition(".")[2] for each in KNOWN if each.startswith(f"{name}.")]
    keys = draw(st.lists(st.sampled_from([*inner, "x", "deemed_months", "\ud801"]), max_size=3))
    pairs = [(key, draw(raw(f"{name}.{key}"))) for key in keys]
    return written(pairs)


def written(pairs: Sequence[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{json.dumps(key)}:{value}" for key, value in pairs) + "}"


@st.composite
def objects(draw: st.DrawFn) -> str:
    pairs = [("workplace", draw(raw("workplace")))] if draw(st.integers(0, 9)) else []
    for key in draw(st.lists(KEYS, max_size=5)):
        in_group = key in GROUPS and draw(st.booleans())
        pairs.append((key, draw(groups(key) if in_group else raw(key))))
    return written(draw(st.permutations(pairs)))


def nested(line: str) -> Given:
    """What a line gives, keys with a dot put into their groups, as for one applicant."""
    found = read_given_text(line.encode(), "", is_json=True)
    data: dict[str, Any] = {}
    twice = [replace(each, where="") for each in found.problems]
    for key, value in found.data.items():
        group, dot, inner = key.partition(".")
        if group not in GROUPS:
            data[key] = value
        elif not dot and not isinstance(value, dict):
            if any(other.startswith(f"{key}.") for other in found.data):
                assume(False)  # nothing can be put into a group that is none
            data[key] = value
        else:
            into = data.setdefault(group, {})
            for name, each in ({inner: value} if dot else value).items():
                if name in into:
                    twice.append(problem("json.duplicate_key", "", f"{group}.{name}"))
                into[name] = each
    return Given(data, lambda path: ".".join(map(str, path)), tuple(twice))


def evaluated(lines: Sequence[str], size: int) -> tuple[Table, list[tuple[Any, ...]]]:
    """Lines as a run reads them, in blocks of a size."""
    stream = io.BytesIO("\n".join(lines).encode())
    engine, _ = engine_of(ASKED.frame(PARAMETERS))
    results: Table = []
    rejected: list[tuple[Any, ...]] = []
    for block in Splitter(stream, size, Place()):
        rows = JsonReader().read(block)
        assert rows.count == block.after.row - block.at.row
        assert rows.refused == []
        found, rejects = engine.evaluate(
            rows.batch, "long", rows.numbers, rows.lines, rows.others, rows.beside
        )
        results += [each for batch in found for each in batch.to_pylist()]
        rejected += problems(rejects)
    return results, rejected


def check_lines(lines: Sequence[str], size: int = 1 << 20) -> None:
    want = [expected(row, compared(nested(line))) for row, line in enumerate(lines, start=1)]
    results, rejected = evaluated(lines, size)
    assert rejected == [each for _, wrong in want for each in wrong]
    assert results == [each for good, _ in want for each in good]


@given(st.lists(objects(), min_size=1, max_size=8), st.sampled_from([1, 1 << 20]))
def test_a_line_says_what_the_comparison_says(lines: list[str], size: int) -> None:
    check_lines(lines, size)


@pytest.mark.parametrize(
    "line",
    [
        '{"workplace":"weihai","foo":{}}',
        '{"workplace":"weihai","born":{}}',
        '{"workplace":"weihai","foo":"  "}',
        '{"workplace":"weihai","history":" "}',
        '{"workplace":"weihai","history":{"x":null}}',
        '{"workplace":"weihai","history":{"x":""}}',
        '{"workplace":"weihai","history.x":" "}',
        '{"workplace":"weihai","history.x":1}',
        '{"workplace":"weihai","history.deemed_months":{"a":1}}',
        '{"workplace":"weihai","history.deemed_months":1,"history":{"deemed_months":2}}',
        '{"workplace":"weihai","history":{"deemed_months":2},"history.deemed_months":null}',
        '{"workplace":"weihai","workplace":"jining","born":"1990-13"}',
        '{"workplace":"weihai","id":"\\ud800"}',
        '{"workplace":"weihai","\\ud800":1}',
        '{"workplce":"weihai","born":"1990-13","household_registration":"mars"}',
        '{"workplace":"atlantis","foo":1,"born":"1990-13"}',
        '{"workplace":"weihai","foo":1,"history.deemed_months":"x"}',
        '{"workplace":"weihai","foo":1,"pension_base":"1","id":"A"}',
        '{"workplace":"weihai","history":3,"pension_base":"1"}',
        '{"workplace":371000,"id":' + "7" * 5_000 + "}",
        '{"workplace":"weihai","monthly_income":1e99999999999999999999}',
        '{"workplace":"weihai","history":{"average_contribution_index":0E-10}}',
        "{}",
    ],
)
def test_an_odd_line_says_what_the_comparison_says(line: str) -> None:
    check_lines(['{"workplace":"jining"}', line, '{"workplace":"jining"}'])


def test_a_rejected_line_bears_its_id() -> None:
    lines = ['{"id":"A","workplace":"weihai","foo":1}', '{"id":"\\ud800"}', '{"id":[1],"a":1}']
    engine, _ = engine_of(ASKED.frame(PARAMETERS))
    (block,) = Splitter(io.BytesIO("\n".join(lines).encode()), 1 << 20, Place())
    rows = JsonReader().read(block)
    _, rejects = engine.evaluate(
        rows.batch, "best", rows.numbers, rows.lines, rows.others, rows.beside
    )
    assert {each["row"]: each["id"] for each in rejects.to_pylist()} == {1: "A", 2: "?", 3: "[1]"}
