"""Exact money: what is read, how it is rounded, where it stops."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc import load_parameters, money
from calc.money import (
    MAXIMUM_FEN,
    MAXIMUM_PPM,
    PPM,
    TO_THE_FEN,
    TO_THE_YUAN,
    Direction,
    MoneyError,
    RoundingRule,
    apply_rate,
    apply_ratio,
    check_within,
    choose,
    clamp,
    format_yuan,
    half_width,
    parse_decimal,
    parse_percent,
    parse_ratio,
    parse_yuan,
    percent_text,
    round_fraction,
    yuan_text,
)
from calc.parameters.lookup import Parameters

CASES = Path(__file__).parent / "cases" / "money"
READING: dict[str, Any] = yaml.load((CASES / "reading.yaml").read_text("utf-8"), yaml.BaseLoader)
AMOUNTS: dict[str, Any] = yaml.load((CASES / "amounts.yaml").read_text("utf-8"), yaml.BaseLoader)
DIRECTIONS = {
    Direction.HALF_UP: ROUND_HALF_UP,
    Direction.DOWN: ROUND_FLOOR,
    Direction.UP: ROUND_CEILING,
}
amounts = st.one_of(
    st.integers(0, 3_000_000),
    st.integers(0, MAXIMUM_FEN),
    st.integers(MAXIMUM_FEN - 9, MAXIMUM_FEN),
)
rates = st.one_of(st.integers(0, 400_000), st.integers(0, MAXIMUM_PPM))
rules = st.builds(
    RoundingRule,
    st.just("a rule"),
    st.sampled_from([1, 10, 100]),
    st.sampled_from(list(Direction)),
    st.just("a citation"),
)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(MoneyError) as caught:
        call()
    return caught.value.code


def rounded(exact: Fraction, rule: RoundingRule) -> int:
    """The multiple of the rule's unit that the rule's name asks for, found by searching."""
    below = exact // rule.unit_fen * rule.unit_fen
    if exact == below:
        return below
    above = below + rule.unit_fen
    nearer = above if above - exact <= exact - below else below
    return {Direction.DOWN: below, Direction.UP: above, Direction.HALF_UP: nearer}[rule.direction]


# -- reading --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", READING["yuan"], ids=lambda case: case["text"])
def test_amounts_taken(case: dict[str, str]) -> None:
    assert parse_yuan(case["text"]) == int(case["fen"])


@pytest.mark.parametrize("case", READING["yuan_refused"], ids=lambda case: case["text"])
def test_amounts_refused(case: dict[str, str]) -> None:
    with pytest.raises(MoneyError) as caught:
        parse_yuan(case["text"])
    assert (caught.value.code, caught.value.found) == (case["code"], case["text"])


@pytest.mark.parametrize("case", READING["percent"], ids=lambda case: case["text"])
def test_rates_taken(case: dict[str, str]) -> None:
    assert parse_percent(case["text"]) == int(case["ppm"])


@pytest.mark.parametrize("case", READING["percent_refused"], ids=lambda case: case["text"])
def test_rates_refused(case: dict[str, str]) -> None:
    assert code_of(lambda: parse_percent(case["text"])) == case["code"]


@pytest.mark.parametrize("case", READING["ratio"], ids=lambda case: case["text"])
def test_ratios_taken(case: dict[str, Any]) -> None:
    assert parse_ratio(case["text"]) == tuple(int(part) for part in case["parts"])


@pytest.mark.parametrize("case", READING["ratio_refused"], ids=lambda case: case["text"] or "empty")
def test_ratios_refused(case: dict[str, str]) -> None:
    assert code_of(lambda: parse_ratio(case["text"])) == "money.not_a_ratio"


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (5, 500),
        (0, 0),
        (0.1, 10),
        (0.29, 29),
        (4573.0, 457_300),
        (1234567.89, 123_456_789),
        (Decimal("914.60"), 91_460),
        (Decimal("1E+3"), 100_000),
        (Decimal("5E-2"), 5),
        (Decimal("0E+999999999"), 0),
        (Decimal("5." + "0" * 300), 500),
    ],
)
def test_numbers_from_python_are_taken_as_they_are_written(value: Any, fen: int) -> None:
    assert parse_yuan(value) == fen


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "money.not_a_number"),
        (None, "money.not_a_number"),
        (b"5", "money.not_a_number"),
        ([5], "money.not_a_number"),
        (0.1 + 0.2, "money.too_many_decimals"),
        (1e-5, "money.too_many_decimals"),
        (1e22, "money.too_large"),
        (-0.01, "money.negative"),
        (-1, "money.negative"),
        (float("nan"), "money.not_finite"),
        (float("inf"), "money.not_finite"),
        (Decimal("sNaN"), "money.not_finite"),
        (Decimal("-Infinity"), "money.negative"),
        # none of these may be written out: their digits would fill the memory
        (Decimal("1E+999999999"), "money.too_large"),
        (Decimal("-1E+999999999"), "money.negative"),
        (Decimal("1E-999999999"), "money.too_many_decimals"),
        (Decimal("0E-999999999"), "money.too_many_decimals"),
        (10**5000, "money.too_large"),
        (-(10**5000), "money.negative"),
    ],
    ids=lambda value: str(value)[:20] if not isinstance(value, int) else type(value).__name__,
)
def test_numbers_from_python_refused(value: Any, code: str) -> None:
    assert code_of(lambda: parse_yuan(value)) == code


@given(st.integers(0, MAXIMUM_FEN))
def test_text_of_an_amount_reads_back(fen: int) -> None:
    assert parse_yuan(yuan_text(fen)) == fen
    assert parse_yuan(Decimal(fen) / 100) == fen


@given(st.integers(0, MAXIMUM_PPM))
def test_text_of_a_rate_reads_back(ppm: int) -> None:
    assert parse_percent(percent_text(ppm)) == ppm


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused_with_a_code(text: str) -> None:
    try:
        fen = parse_yuan(text)
    except MoneyError as error:
        assert error.code.startswith("money.")  # noqa: PT017
    else:
        assert Fraction(Decimal(half_width(text).strip())) * 100 == fen


@given(st.integers(0, 9_999), st.integers(0, 6), st.text("0123456789", max_size=8))
def test_decimals_are_counted_without_trailing_zeros(whole: int, limit: int, digits: str) -> None:
    text = f"{whole}.{digits}" if digits else str(whole)
    if len(digits.rstrip("0")) <= limit:
        assert parse_decimal(text, limit) == Decimal(text)
    else:
        assert code_of(lambda: parse_decimal(text, limit)) == "money.too_many_decimals"


@pytest.mark.parametrize("case", READING["yuan_text"], ids=lambda case: case["fen"])
def test_plain_text(case: dict[str, str]) -> None:
    assert yuan_text(int(case["fen"])) == case["text"]


@pytest.mark.parametrize("case", READING["percent_text"], ids=lambda case: case["ppm"])
def test_text_of_rates(case: dict[str, str]) -> None:
    assert percent_text(int(case["ppm"])) == case["text"]


@pytest.mark.parametrize("case", READING["format"], ids=lambda case: case["locale"] + case["fen"])
def test_text_for_people(case: dict[str, str]) -> None:
    assert format_yuan(int(case["fen"]), case["locale"]) == case["text"]


# -- rounding -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", AMOUNTS["rates"], ids=lambda case: case["source"])
def test_worked_rates(case: dict[str, str]) -> None:
    fen = Decimal(case["result"]) * 100
    assert apply_rate(parse_yuan(case["yuan"]), parse_percent(case["percent"])) == fen


@pytest.mark.parametrize("case", AMOUNTS["ratios"], ids=lambda case: case["source"])
def test_worked_ratios(case: dict[str, str]) -> None:
    fen = Decimal(case["result"]) * 100
    assert apply_ratio(parse_yuan(case["yuan"]), *parse_ratio(case["ratio"])) == fen


@pytest.mark.parametrize("case", AMOUNTS["rules"], ids=str)
def test_worked_rules(case: dict[str, str]) -> None:
    rule = RoundingRule("a rule", int(case["unit"]), Direction(case["direction"]), "a citation")
    exact = Fraction(case["fen"].replace("_", ""))
    assert round_fraction(exact, rule) == int(case["result"])


@given(amounts, rates, rules)
def test_rates_against_decimal(fen: int, ppm: int, rule: RoundingRule) -> None:
    exact = Decimal(fen) * Decimal(ppm) / Decimal(PPM) / rule.unit_fen
    expected = exact.quantize(Decimal(1), DIRECTIONS[rule.direction]) * rule.unit_fen
    assert apply_rate(fen, ppm, rule) == expected


@given(amounts, st.integers(0, MAXIMUM_PPM), st.integers(1, MAXIMUM_PPM), rules)
def test_ratios_against_fractions(fen: int, top: int, bottom: int, rule: RoundingRule) -> None:
    assert apply_ratio(fen, top, bottom, rule) == rounded(Fraction(fen * top, bottom), rule)


@given(st.fractions(0, 10**9), rules)
def test_fractions_are_rounded_as_named(exact: Fraction, rule: RoundingRule) -> None:
    assert round_fraction(exact, rule) == rounded(exact, rule)


@given(st.lists(st.tuples(amounts, rates), min_size=1, max_size=20), rules)
def test_arrays_are_the_scalars_one_by_one(
    pairs: list[tuple[int, int]], rule: RoundingRule
) -> None:
    fen = np.array([pair[0] for pair in pairs], dtype=np.int64)
    ppm = np.array([pair[1] for pair in pairs], dtype=np.int64)
    expected = [apply_rate(*pair, rule) for pair in pairs]
    both = apply_rate(fen, ppm, rule)
    assert isinstance(both, np.ndarray)
    assert both.dtype == np.int64
    assert both.tolist() == expected
    one = apply_rate(fen, pairs[0][1], rule)
    assert isinstance(one, np.ndarray)
    assert one.tolist() == [apply_rate(amount, pairs[0][1], rule) for amount, _ in pairs]


def test_rates_broadcast() -> None:
    bases = np.array([[457_300], [500_000]], dtype=np.int64)
    points = np.array([200_000, 80_000], dtype=np.int64)
    both = apply_rate(bases, points)
    assert isinstance(both, np.ndarray)
    assert both.tolist() == [[91_460, 36_584], [100_000, 40_000]]


# -- every fen ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


def contribution_rates(parameters: Parameters) -> list[int]:
    """Every distinct rate that a contribution is computed with."""
    contribution = {name for name, d in parameters.definitions.items() if d.contribution}
    return sorted(
        {
            record.parsed
            for record in parameters.records
            if record.unit == "percent"
            and isinstance(record.parsed, int)
            and {record.parameter, record.parameter.rpartition(".")[0] + ".*"} & contribution
        }
    )


def widest_bounds(parameters: Parameters) -> tuple[int, int]:
    """The lowest floor and the highest ceiling of any place and year, in fen."""
    found = {
        side: [r.parsed for r in parameters.records if r.parameter.endswith(f".base_{side}")]
        for side in ("floor", "ceiling")
    }
    return (
        min(fen for fen in found["floor"] if isinstance(fen, int)),
        max(fen for fen in found["ceiling"] if isinstance(fen, int)),
    )


def test_every_fen_from_floor_to_ceiling(
    parameters: Parameters, by_size: Callable[[int, int], int]
) -> None:
    """Half up is the only whole n with n − ½ ≤ x < n + ½; held against the definition itself."""
    floor, ceiling = widest_bounds(parameters)
    step = by_size(97, 1)  # 97 is prime, so that every ending of a base comes up
    bases = np.arange(floor, ceiling + 1, step, dtype=np.int64)
    bases = np.concatenate([bases, np.arange(ceiling - 1_000, ceiling + 1, dtype=np.int64)])
    rates_on_file = contribution_rates(parameters)
    assert {200_000, 80_000, 70_000, 42_000, 1_500} <= set(rates_on_file)
    for ppm in rates_on_file:
        paid = apply_rate(bases, ppm)
        assert isinstance(paid, np.ndarray)
        over = bases * ppm - paid * PPM  # what the rounding cut or added, exactly
        assert int(over.min()) >= -PPM // 2, ppm
        assert int(over.max()) < PPM // 2, ppm
        for index in range(0, len(bases), len(bases) // 200):
            exact = Decimal(int(bases[index])) * ppm / PPM
            assert int(paid[index]) == exact.quantize(Decimal(1), ROUND_HALF_UP), ppm


# -- bounds ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fen", [-1, MAXIMUM_FEN + 1])
def test_amounts_out_of_bounds(fen: int) -> None:
    array = np.array([0, fen], dtype=np.int64)
    for amount in (fen, array, array[::-1]):
        assert code_of(lambda amount=amount: apply_rate(amount, 1)) == "money.out_of_bounds"
        assert code_of(lambda amount=amount: apply_ratio(amount, 1, 2)) == "money.out_of_bounds"


@pytest.mark.parametrize("ppm", [-1, MAXIMUM_PPM + 1])
def test_rates_out_of_bounds(ppm: int) -> None:
    array = np.array([ppm], dtype=np.int64)
    assert code_of(lambda: apply_rate(1, ppm)) == "money.rate_out_of_bounds"
    assert code_of(lambda: apply_rate(1, array)) == "money.rate_out_of_bounds"
    assert code_of(lambda: apply_ratio(1, ppm, 1)) == "money.rate_out_of_bounds"


@pytest.mark.parametrize("denominator", [0, -1, MAXIMUM_PPM + 1])
def test_denominators_out_of_bounds(denominator: int) -> None:
    assert code_of(lambda: apply_ratio(1, 1, denominator)) == "money.rate_out_of_bounds"


@pytest.mark.parametrize("rule", [TO_THE_FEN, TO_THE_YUAN], ids=lambda rule: str(rule.name))
def test_nothing_within_the_bounds_overflows(rule: RoundingRule) -> None:
    top = np.array([MAXIMUM_FEN, MAXIMUM_FEN - 1], dtype=np.int64)
    with np.errstate(all="raise"):
        paid = apply_rate(top, MAXIMUM_PPM, rule)
    assert isinstance(paid, np.ndarray)
    assert paid.tolist() == [apply_rate(int(fen), MAXIMUM_PPM, rule) for fen in top]
    highest = MAXIMUM_FEN * MAXIMUM_PPM + PPM * 100
    assert highest <= np.iinfo(np.int64).max


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        True,
        "1",
        None,
        np.array([1.0]),
        np.array([True]),
        np.array([1], dtype=np.int32),
        np.array([1], dtype=np.uint64),
        np.array([1], dtype=object),
    ],
    ids=lambda value: f"{type(value).__name__} {getattr(value, 'dtype', '')}",
)
def test_only_whole_numbers_of_64_bits(value: Any) -> None:
    assert code_of(lambda: check_within(value, MAXIMUM_FEN, "money.out_of_bounds")) == (
        "money.not_whole"
    )


def test_empty_arrays_stay_empty() -> None:
    empty = np.array([], dtype=np.int64)
    paid = apply_rate(empty, 200_000)
    assert isinstance(paid, np.ndarray)
    assert paid.size == 0


@pytest.mark.parametrize("unit", [0, 2, -1, 1000])
def test_a_rule_rounds_to_fen_jiao_or_yuan(unit: int) -> None:
    assert code_of(lambda: RoundingRule("r", unit, Direction.UP, "c")) == "money.rounding_unit"


def test_a_rule_has_a_name_and_a_citation() -> None:
    wrong = "money.rounding_citation"
    assert code_of(lambda: RoundingRule("", 1, Direction.UP, "c")) == wrong
    assert code_of(lambda: RoundingRule("r", 1, Direction.UP, "")) == wrong
    for rule in (TO_THE_FEN, TO_THE_YUAN):
        assert rule.name.isidentifier()
        assert rule.citation


# -- comparing and choosing -------------------------------------------------------------------


@given(amounts, amounts, amounts)
def test_clamp_is_the_middle_one(value: int, one: int, two: int) -> None:
    low, high = sorted((one, two))
    assert clamp(value, low, high) == sorted((low, value, high))[1]
    array = clamp(np.array([value], dtype=np.int64), low, high)
    assert isinstance(array, np.ndarray)
    assert array.tolist() == [clamp(value, low, high)]


def test_where_bounds_cross_the_upper_one_wins() -> None:
    assert clamp(5, 10, 3) == 3


@given(st.booleans(), amounts, amounts)
def test_choose(condition: bool, one: int, two: int) -> None:
    assert choose(condition, one, two) == (one if condition else two)
    array = choose(np.array([condition]), one, two)
    assert isinstance(array, np.ndarray)
    assert array.tolist() == [one if condition else two]


def test_importing_money_does_not_import_numpy() -> None:
    code = (
        "import sys, calc.money as m; m.apply_rate(457300, 70000); m.clamp(1, 2, 3); "
        "m.choose(True, 1, 2); sys.exit('numpy' in sys.modules)"
    )
    root = Path(money.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
