"""Statutory month, bounds and minimum: against the law's wording, month by month."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc.months import age_text, month_of, month_text, parse_age, parse_month
from calc.retirement import (
    MAXIMUM_MONTH,
    FlexibleRetirement,
    MinimumContributionMonths,
    RetirementError,
    RetirementTrack,
    choose_retirement,
    delay_months,
    earliest_month,
    latest_month,
    minimum_contribution_months,
    reference_year,
    retirement_dates,
    statutory_age_months,
    statutory_month,
)

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "cases" / "retirement.yaml").read_text("utf-8"), yaml.BaseLoader
)
LAW = CASES["law"]
IN_FORCE = parse_month(LAW["in_force"])
TRACKS = {
    "male60": RetirementTrack("male60", 60 * 12, 4, 36, month_of(1965, 1)),
    "female55": RetirementTrack("female55", 55 * 12, 4, 36, month_of(1970, 1)),
    "female50": RetirementTrack("female50", 50 * 12, 2, 60, month_of(1975, 1)),
}
FLEXIBLE = FlexibleRetirement(36, 36, IN_FORCE)
SCHEDULE = MinimumContributionMonths(
    ((1997, 180), *((2030 + step, 186 + 6 * step) for step in range(10)))
)
FIRST, LAST = month_of(1950, 1), month_of(2010, 12)
BIRTHS = range(FIRST, LAST + 1)
Delay = Callable[[int, RetirementTrack], int]


def walked_ages(track: str) -> dict[tuple[int, int], tuple[int, int]]:
    """(birth year, month) to (age in years, months), walked along the wording of art. 1.

    The first who reaches the original age after 2024 gets one month; after every so many birth
    months one more; until the final age is reached.
    """
    row = {key: int(value) for key, value in LAW["tracks"][track].items()}
    ages = {}
    years, months, left = row["original_age"], 0, 0
    for birth_year in range(1950, 2011):
        for birth_month in range(1, 13):
            if birth_year + row["original_age"] >= 2025 and years < row["final_age"]:
                if left == 0:
                    months, left = months + 1, row["birth_months_per_month"]
                    if months == 12:
                        years, months = years + 1, 0
                left -= 1
            ages[birth_year, birth_month] = (years, months)
    return ages


def check_every_birth_month(delay: Delay) -> None:
    """Compare a way of delaying with the walked table, on all tracks and birth months."""
    for name, track in TRACKS.items():
        for (year, month), (age_years, age_months) in walked_ages(name).items():
            expected = age_years * 12 + age_months - track.original_age_months
            found = delay(month_of(year, month), track)
            assert found == expected, f"{name} born {year}-{month:02d}: {found}, not {expected}"


@pytest.mark.parametrize("name", TRACKS)
def test_the_walked_table_has_every_month_and_ends_at_the_final_age(name: str) -> None:
    ages = walked_ages(name)
    assert len(ages) == 61 * 12
    assert ages[1950, 1] == (int(LAW["tracks"][name]["original_age"]), 0)
    assert ages[2010, 12] == (int(LAW["tracks"][name]["final_age"]), 0)


def test_every_birth_month_on_every_track() -> None:
    check_every_birth_month(lambda birth, track: int(delay_months(birth, track)))


@pytest.mark.parametrize("name", TRACKS)
def test_age_and_month_of_every_birth_month(name: str) -> None:
    for (year, month), (age_years, age_months) in walked_ages(name).items():
        birth, track = month_of(year, month), TRACKS[name]
        carried, retired = divmod(month - 1 + age_months, 12)
        text = f"{year + age_years + carried:04d}-{retired + 1:02d}"
        assert age_text(int(statutory_age_months(birth, track))) == f"{age_years}y{age_months}m"
        assert month_text(int(statutory_month(birth, track))) == text


@pytest.mark.parametrize(
    ("name", "first", "length", "steps"),
    [("male60", 1965, 4, 36), ("female55", 1970, 4, 36), ("female50", 1975, 2, 60)],
)
def test_first_and_last_month_of_each_step(name: str, first: int, length: int, steps: int) -> None:
    begin = month_of(first, 1)
    assert delay_months(begin - 1, TRACKS[name]) == 0
    for step in range(1, steps + 1):
        for birth in (begin, begin + length - 1):
            assert delay_months(birth, TRACKS[name]) == step, month_text(birth)
        begin += length
    for birth in (begin, begin + length, LAST, MAXIMUM_MONTH):
        assert delay_months(birth, TRACKS[name]) == steps


@pytest.mark.parametrize("name", TRACKS)
def test_nobody_born_later_retires_earlier(name: str) -> None:
    births = np.arange(FIRST, LAST + 1)
    delays = delay_months(births, TRACKS[name])
    months = statutory_month(births, TRACKS[name])
    assert set(np.diff(delays)) == {0, 1}
    assert set(np.diff(months)) == {1, 2}


@pytest.mark.parametrize("row", CASES["published"], ids=lambda row: f"{row['track']}-{row['born']}")
def test_published_examples(row: dict[str, str]) -> None:
    dates = retirement_dates(parse_month(row["born"]), TRACKS[row["track"]], FLEXIBLE, SCHEDULE)
    assert dates.delay_months == int(row["delay"])
    assert dates.statutory_age_months == parse_age(row["age"])
    assert month_text(int(dates.statutory_month)) == row["month"]


TRAPS: dict[str, Delay] = {
    "one step late": lambda birth, track: min(
        max((birth - track.first_delayed_birth_month) // track.months_per_step, 0),
        track.delay_maximum_months,
    ),
    "women 50 never delayed": lambda birth, track: (
        0 if track.name == "female50" else int(delay_months(birth, track))
    ),
    "women 50 in steps of four": lambda birth, track: min(
        max((birth - track.first_delayed_birth_month) // 4 + 1, 0), 36
    ),
    "no cap": lambda birth, track: max(
        (birth - track.first_delayed_birth_month) // track.months_per_step + 1, 0
    ),
}


@pytest.mark.parametrize(
    ("trap", "case"),
    [
        pytest.param(trap["name"], case, id=f"{trap['name']}-{case['track']}-{case['born']}")
        for trap in CASES["traps"]
        for case in trap["cases"]
    ],
)
def test_known_wrong_programs(trap: str, case: dict[str, str]) -> None:
    """The right value, and that the trap is described rightly by its wrong one."""
    birth, track = parse_month(case["born"]), TRACKS[case["track"]]
    assert delay_months(birth, track) == int(case["right"]) != int(case["wrong"])
    assert TRAPS[trap](birth, track) == int(case["wrong"])


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_turns_the_table_test_red(trap: str) -> None:
    with pytest.raises(AssertionError, match=r"born \d{4}-\d\d: \d+, not \d+"):
        check_every_birth_month(TRAPS[trap])
    assert trap in {row["name"] for row in CASES["traps"]}


@pytest.mark.parametrize("row", CASES["bounds"], ids=lambda row: f"{row['track']}-{row['born']}")
def test_early_and_late_bounds_by_hand(row: dict[str, str]) -> None:
    dates = retirement_dates(parse_month(row["born"]), TRACKS[row["track"]], FLEXIBLE, SCHEDULE)
    assert month_text(int(dates.earliest_month)) == row["earliest"]
    assert month_text(int(dates.latest_month)) == row["latest"]


@pytest.mark.parametrize("name", TRACKS)
def test_early_and_late_ages_of_every_birth_month(name: str) -> None:
    for (year, month), (age_years, age_months) in walked_ages(name).items():
        birth, track = month_of(year, month), TRACKS[name]
        original = (int(LAW["tracks"][name]["original_age"]), 0)
        early = (age_years - int(LAW["early_years"]), age_months)
        late = (age_years + int(LAW["late_years"]), age_months)
        if (age_years, age_months) == original:
            expected = (original, original)
        else:
            expected = (max(early, original), late)
        found = tuple(
            divmod(int(bound(birth, track, FLEXIBLE)) - birth, 12)
            for bound in (earliest_month, latest_month)
        )
        assert found == expected, f"{name} {year}-{month:02d}"


def test_minimum_of_every_year_walked() -> None:
    law = {key: int(value) for key, value in LAW["minimum"].items()}
    expected, years = law["before"], range(1997, 2121)
    for year in years:
        if year >= law["first_raised_year"] and expected < law["final"]:
            expected += law["each_year"]
        assert minimum_contribution_months(year, SCHEDULE) == expected, year
    array = minimum_contribution_months(np.array(years), SCHEDULE)
    assert array.tolist() == [minimum_contribution_months(year, SCHEDULE) for year in years]
    assert [minimum_contribution_months(y, SCHEDULE) for y in (2029, 2030, 2038, 2039, 2040)] == [
        180, 186, 234, 240, 240,
    ]  # fmt: skip


@pytest.mark.parametrize("row", CASES["reference_years"], ids=lambda row: str(row["chosen"]))
def test_reference_year_of_a_chosen_month(row: dict[str, str]) -> None:
    dates = retirement_dates(parse_month(row["born"]), TRACKS[row["track"]], FLEXIBLE, SCHEDULE)
    chosen = choose_retirement(dates, parse_month(row["chosen"]), SCHEDULE)
    assert chosen.reference_year == int(row["year"]), row["why"]
    assert chosen.minimum_contribution_months == int(row["minimum"])
    assert chosen.age_months == parse_month(row["chosen"]) - parse_month(row["born"])
    assert chosen.month == parse_month(row["chosen"])


def test_reference_year_changes_at_the_turn_of_the_year_only_when_early() -> None:
    statutory = month_of(2032, 1)
    assert reference_year(month_of(2031, 12), statutory) == 2031
    assert reference_year(statutory, statutory) == 2032
    assert reference_year(month_of(2033, 1), statutory) == 2032


@pytest.mark.parametrize("name", TRACKS)
def test_choosing_outside_the_bounds_is_refused(name: str) -> None:
    for birth in (month_of(1960, 1), TRACKS[name].first_delayed_birth_month, month_of(1995, 12)):
        dates = retirement_dates(birth, TRACKS[name], FLEXIBLE, SCHEDULE)
        bounds = (dates.earliest_month, dates.latest_month)
        for month in bounds:
            assert choose_retirement(dates, month, SCHEDULE).month == month
        with pytest.raises(RetirementError) as early:
            choose_retirement(dates, bounds[0] - 1, SCHEDULE)
        assert early.value.code == "retirement.before_earliest"
        assert (early.value.found, early.value.allowed) == (bounds[0] - 1, bounds)
        with pytest.raises(RetirementError) as late:
            choose_retirement(dates, bounds[1] + 1, SCHEDULE)
        assert late.value.code == "retirement.after_latest"
        assert late.value.allowed == bounds
        assert str(bounds[0]) in str(late.value)


def test_one_bad_choice_among_many_is_named() -> None:
    births = np.array([month_of(1970, 5), month_of(1980, 1), month_of(1990, 6)])
    dates = retirement_dates(births, TRACKS["male60"], FLEXIBLE, SCHEDULE)
    good = choose_retirement(dates, dates.statutory_month - 1, SCHEDULE)
    assert good.reference_year.tolist() == [2031, 2042, 2053]
    with pytest.raises(RetirementError) as wrong:
        choose_retirement(dates, dates.latest_month + np.array([0, 1, 0]), SCHEDULE)
    assert wrong.value.code == "retirement.after_latest"
    assert wrong.value.found == dates.latest_month[1] + 1
    assert wrong.value.allowed == (dates.earliest_month[1], dates.latest_month[1])
    with pytest.raises(RetirementError, match="before_earliest"):
        choose_retirement(dates, month_of(2030, 4), SCHEDULE)


@given(st.lists(st.integers(FIRST, LAST), max_size=50), st.sampled_from(sorted(TRACKS)))
def test_one_person_and_an_array_agree(births: list[int], name: str) -> None:
    array = retirement_dates(np.array(births, dtype=np.int64), TRACKS[name], FLEXIBLE, SCHEDULE)
    for field in array.__slots__:
        one_by_one = [
            getattr(retirement_dates(birth, TRACKS[name], FLEXIBLE, SCHEDULE), field)
            for birth in births
        ]
        assert getattr(array, field).dtype == np.int64
        assert getattr(array, field).tolist() == one_by_one
        assert all(type(value) is int for value in one_by_one)


@given(st.integers(0, MAXIMUM_MONTH), st.sampled_from(sorted(TRACKS)))
def test_the_bounds_stay_in_order(birth: int, name: str) -> None:
    track = TRACKS[name]
    months = [
        birth + track.original_age_months,
        earliest_month(birth, track, FLEXIBLE),
        statutory_month(birth, track),
        latest_month(birth, track, FLEXIBLE),
    ]
    assert months == sorted(months)
    assert month_text(months[-1])[4] == "-"


def test_a_schedule_of_one_step_holds_for_arrays_too() -> None:
    flat = MinimumContributionMonths(((2000, 180),))
    assert minimum_contribution_months(2050, flat) == 180
    assert minimum_contribution_months(np.array([2000, 2050]), flat).tolist() == [180, 180]
    assert flat.first_year == 2000


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: delay_months(-1, TRACKS["male60"]), "retirement.birth_month"),
        (lambda: delay_months(MAXIMUM_MONTH + 1, TRACKS["male60"]), "retirement.birth_month"),
        (lambda: delay_months(np.array([FIRST, -1]), TRACKS["male60"]), "retirement.birth_month"),
        (lambda: delay_months(1.5, TRACKS["male60"]), "retirement.not_whole"),
        (lambda: delay_months(True, TRACKS["male60"]), "retirement.not_whole"),
        (lambda: delay_months(np.array([1.5]), TRACKS["male60"]), "retirement.not_whole"),
        (lambda: minimum_contribution_months(1996, SCHEDULE), "retirement.year_before_schedule"),
        (
            lambda: minimum_contribution_months(np.array([2030, 1990]), SCHEDULE),
            "retirement.year_before_schedule",
        ),
        (lambda: minimum_contribution_months(-1, SCHEDULE), "retirement.year"),
        (lambda: MinimumContributionMonths(()), "retirement.schedule"),
        (lambda: MinimumContributionMonths(((2030, 186), (2030, 192))), "retirement.schedule"),
        (lambda: MinimumContributionMonths(((2030, -1),)), "retirement.schedule"),
        (lambda: MinimumContributionMonths(((-1, 180),)), "retirement.schedule"),
        (lambda: RetirementTrack("x", 0, 4, 36, FIRST), "retirement.track"),
        (lambda: RetirementTrack("x", 720, 0, 36, FIRST), "retirement.track"),
        (lambda: RetirementTrack("x", 1_201, 4, 36, FIRST), "retirement.track"),
        (lambda: RetirementTrack("x", 720, 4, -1, FIRST), "retirement.track"),
        (lambda: RetirementTrack("x", 720, 4, 1_201, FIRST), "retirement.track"),
        (lambda: RetirementTrack("x", 720, 4, 36, MAXIMUM_MONTH + 1), "retirement.track"),
        (lambda: FlexibleRetirement(1_201, 36, IN_FORCE), "retirement.flexible"),
        (lambda: FlexibleRetirement(36, 1_201, IN_FORCE), "retirement.flexible"),
        (lambda: MinimumContributionMonths(((9_900, 180),)), "retirement.schedule"),
        (lambda: MinimumContributionMonths(((2030, 1_201),)), "retirement.schedule"),
        (lambda: RetirementTrack("x", 720, 4, 36, -1), "retirement.track"),
        (lambda: FlexibleRetirement(-1, 36, IN_FORCE), "retirement.flexible"),
        (lambda: FlexibleRetirement(36, -1, IN_FORCE), "retirement.flexible"),
        (lambda: FlexibleRetirement(36, 36, -1), "retirement.flexible"),
    ],
)
def test_what_cannot_be_taken(call: Callable[[], object], code: str) -> None:
    with pytest.raises(RetirementError) as error:
        call()
    assert error.value.code == code
    assert isinstance(error.value, ValueError)


def test_the_widest_tables_and_months_are_taken() -> None:
    wide = RetirementTrack("x", 1_200, 1, 1_200, MAXIMUM_MONTH)
    assert [delay_months(month, wide) for month in (0, MAXIMUM_MONTH - 1, MAXIMUM_MONTH)] == [
        0,
        0,
        1,
    ]
    never = RetirementTrack("x", 1, 1, 0, 0)
    assert delay_months(MAXIMUM_MONTH, never) == 0
    fixed = FlexibleRetirement(0, 0, 0)
    schedule = MinimumContributionMonths(((0, 0), (9_899, 1_200)))
    for flexible in (fixed, FlexibleRetirement(1_200, 1_200, 0)):
        dates = retirement_dates(MAXIMUM_MONTH, wide, flexible, schedule)
        assert dates.statutory_month == MAXIMUM_MONTH + 1_201
        assert choose_retirement(dates, dates.latest_month, schedule).age_months in (1_201, 2_401)
        assert month_text(int(dates.latest_month)) <= "9999-12" or flexible is not fixed
    assert minimum_contribution_months(9_898, schedule) == 0
    assert month_text(MAXIMUM_MONTH) == "9899-12"
    assert FlexibleRetirement(36, 36, MAXIMUM_MONTH).first_month == MAXIMUM_MONTH


def test_the_first_year_on_file_is_named() -> None:
    with pytest.raises(RetirementError) as error:
        minimum_contribution_months(np.array([2030, 1990]), SCHEDULE)
    assert (error.value.found, error.value.allowed[0]) == (1990, 1997)


def test_no_one_gives_no_one() -> None:
    nobody = np.array([], dtype=np.int64)
    dates = retirement_dates(nobody, TRACKS["male60"], FLEXIBLE, SCHEDULE)
    assert dates.minimum_contribution_months.shape == (0,)


def test_one_person_does_not_load_numpy() -> None:
    program = (
        "import sys; from calc.retirement import *; "
        "t = RetirementTrack('male60', 720, 4, 36, 23580); "
        "d = retirement_dates(23580, t, FlexibleRetirement(36, 36, 24300), "
        "MinimumContributionMonths(((2025, 180),))); "
        "choose_retirement(d, d.latest_month, MinimumContributionMonths(((2025, 180),))); "
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
