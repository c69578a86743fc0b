"""What a batch reads and writes is what its published schemas say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator

from calc.batch import FORMS, REJECTS, BatchOptions, Form, evaluate
from calc.batch.columns import columns
from calc.parameters.loading import load_parameters
from calc.report.schemas import schema
from tests.batch_rows import people, table_of

PARAMETERS = load_parameters()
PEOPLE = table_of([*people(60), {"workplace": "jining", "sex": "?"}]).combine_chunks()


def faults(name: str, rows: list[dict[str, Any]]) -> list[str]:
    published = schema(name)
    Draft202012Validator.check_schema(published)
    validator = Draft202012Validator(published)
    return [error.message for row in rows for error in validator.iter_errors(row)]


def properties(name: str, form: str = "") -> dict[str, dict[str, Any]]:
    found: Any = schema(name)
    return (found["$defs"][form] if form else found)["properties"]  # type: ignore[no-any-return]


def test_the_input_has_every_column() -> None:
    published = properties("batch-input")
    assert list(published) == list(columns())
    assert all(each["description"] and each["arrow"] for each in published.values())


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ({"workplace": "weihai", "born": "1990-01", "monthly_income": "5000"}, True),
        ({"workplace": "weihai", "monthly_income": 5000, "hardship": "是", "sex": ""}, True),
        ({"workplace": "weihai", "history.deemed_months": None}, True),
        ({"workplace": 371000, "id": 17, "household_registration": 370800}, True),
        ({"workplace": 3.5}, False),
        ({"workplace": "weihai", "born": "1990-13"}, False),
        ({"workplace": "weihai", "history": {"deemed_months": 12}}, False),
        ({"born": "1990-01"}, False),
    ],
)
def test_rows_of_an_input(row: dict[str, Any], fits: bool) -> None:
    assert (faults("batch-input", [row]) == []) is fits


@pytest.mark.parametrize("form", FORMS)
def test_outputs_fit_their_schema(form: Form) -> None:
    batch = PEOPLE.to_batches()[0]
    results, rejects = evaluate(batch, PARAMETERS, BatchOptions(dt.date(2026, 11, 22), form=form))
    assert faults("batch-output", results.to_pylist()) == []
    assert faults("rejects", rejects.to_pylist()) == []
    published = properties("batch-output", form)
    for each in results.schema:
        if each.name in published:
            assert published[each.name]["arrow"].split("<")[0] == str(each.type).split("<")[0]
        else:
            assert form == "wide"
            assert each.name.startswith("pension=")
    assert list(properties("rejects")) == REJECTS.names


TYPES = {
    "decimal128(12, 2)": pa.decimal128(12, 2),
    "decimal128(12, 8)": pa.decimal128(12, 8),
    "int64": pa.int64(),
    "bool": pa.bool_(),
    "string": pa.string(),
    "dictionary<values=string, indices=int32>": pa.dictionary(pa.int32(), pa.string()),
}


def test_nothing_is_taken_in_every_column_of_numbers_of_the_types_named() -> None:
    """An index of 0 as decimal128(12, 8) prints as 0E-8."""
    named = {name: TYPES[each["arrow"]] for name, each in properties("batch-input").items()}
    numbers = {
        name: pa.array([0], of)
        for name, of in named.items()
        if (pa.types.is_decimal(of) or pa.types.is_integer(of))
        and name not in ("work_injury_class", "pension_base", "medical_base")
    }
    assert len(numbers) > 20
    batch = pa.record_batch({"workplace": ["weihai"], **numbers})
    _, rejects = evaluate(batch, PARAMETERS, BatchOptions(dt.date(2026, 11, 22)))
    assert rejects.to_pylist() == []


def test_columns_of_the_types_named_say_what_their_text_says() -> None:
    text = PEOPLE.append_column("work_injury_class", pa.array(["3"] * PEOPLE.num_rows))
    text = text.append_column("hardship", pa.array(["true"] * PEOPLE.num_rows))
    text = text.append_column("work.continuous_hours", pa.array(["4.25"] * PEOPLE.num_rows))
    income = text.schema.get_field_index("monthly_income")
    amounts = text[income].to_pylist()
    plain = pa.array([None if "," in (each or "") else each for each in amounts])
    text = text.set_column(income, "monthly_income", plain)
    published = properties("batch-input")
    typed = pa.table(
        {
            each.name: text[each.name].cast(TYPES[published[each.name]["arrow"]])
            for each in text.schema
        }
    )
    for form in FORMS:
        options = BatchOptions(dt.date(2026, 11, 22), form=form)
        first, second = (
            evaluate(each.combine_chunks().to_batches()[0], PARAMETERS, options)
            for each in (text, typed)
        )
        assert first[0].to_pylist() == second[0].to_pylist()
        assert first[1].to_pylist() == second[1].to_pylist()


def test_the_example_of_the_page_takes_tables_of_any_length(root: Path) -> None:
    page = (root / "docs" / "batch.md").read_text(encoding="utf-8")
    example: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], example)
    table = table_of(people(50, bad=False))
    whole = example["priced"](table)
    assert whole.num_rows == 50
    parts = pa.concat_tables([table.slice(0, 20), table.slice(20)])
    assert example["priced"](parts).num_rows == 50
    empty = example["priced"](table.slice(0, 0))
    assert (empty.num_rows, empty.schema) == (0, whole.schema)
    assert example["priced"](table.schema.empty_table()).num_rows == 0
