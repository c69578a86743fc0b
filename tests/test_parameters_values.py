"""What a value on file may look like: the exact value behind the text, by unit and shape."""

from __future__ import annotations

import datetime as dt

import pytest

from calc.parameters.values import (
    UNITS,
    Kind,
    RawValue,
    ValueProblem,
    flattened,
    kind_of,
    parse_value,
)


@pytest.mark.parametrize(
    ("raw", "unit", "parsed"),
    [
        ("4573", "CNY/month", 457_300),
        ("0.25", "CNY/order", 25),
        ("4.2", "percent", 42_000),
        ("300", "percent of average_wage", 3_000_000),
        ("180", "months", 180),
        ("10.0", "years", 10),
        ("2/3", "ratio", (2, 3)),
        ("free", "enum", "free"),
        ("what stands here", "text", "what stands here"),
        ("none", "enum", "none"),
        ("none", "CNY/year", "none"),
        ("2026-07-01", "date", dt.date(2026, 7, 1)),
        ("2026-07-01..2026-07-01", "dates", (dt.date(2026, 7, 1), dt.date(2026, 7, 1))),
        ("02-29", "MM-DD", "02-29"),
        ("01", "MM", 1),
        ("12", "MM", 12),
        ("1965-01", "YYYY-MM", 1965 * 12),
        (["1", "2.5"], "CNY/year", (100, 250)),
        (["a b", "c"], "set", ("a b", "c")),
        ("a", "set", ("a",)),
        ([], "set", ()),
        ({"500": "60", "800": "80.5"}, "CNY/year", {"500": 6_000, "800": 8_050}),
        ({"环翠": "1"}, "county:class", {"环翠": 1}),
        ({"40": "233"}, "months", {"40": 233}),
    ],
)
def test_values_taken(raw: RawValue, unit: str, parsed: object) -> None:
    assert parse_value(raw, unit) == parsed


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        ("5", "furlongs", "unit.unknown"),
        ("-5", "CNY/month", "money.negative"),
        ("5.5", "months", "money.too_many_decimals"),
        ("1e3", "months", "money.not_a_number"),
        (["1", "x"], "CNY/year", "money.not_a_number"),
        ({"500": ""}, "CNY/year", "money.not_a_number"),
        (["a", " "], "set", "value.does_not_fit_unit"),
        ("", "enum", "value.does_not_fit_unit"),
        ("2", "ratio", "money.not_a_ratio"),
        ("2026-7-1", "date", "value.does_not_fit_unit"),
        ("2026-07-02..2026-07-01", "dates", "value.does_not_fit_unit"),
        ("2026-07-01", "dates", "value.does_not_fit_unit"),
        ("02-30", "MM-DD", "value.does_not_fit_unit"),
        ("2-28", "MM-DD", "value.does_not_fit_unit"),
        ("00", "MM", "value.does_not_fit_unit"),
        ("13", "MM", "value.does_not_fit_unit"),
        ("1", "MM", "value.does_not_fit_unit"),
        ("x1", "MM", "value.does_not_fit_unit"),
        ("1965-00", "YYYY-MM", "value.does_not_fit_unit"),
        ({"环翠": "first"}, "county:class", "money.not_a_number"),
    ],
)
def test_values_refused(raw: RawValue, unit: str, code: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        parse_value(raw, unit)
    assert caught.value.code == code
    assert caught.value.allowed


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("1.50", "1.50"),
        (["a", "b c"], "a b c"),
        ({"500": "60", "800": "80"}, "500:60 800:80"),
        ([], ""),
    ],
)
def test_flattened_as_in_the_facts(raw: RawValue, text: str) -> None:
    assert flattened(raw) == text


def test_units_offered_in_messages_are_known() -> None:
    assert all(kind_of(unit) is not None for unit in UNITS)
    assert kind_of("CNY/anything") is Kind.AMOUNT
