"""Asking for a value: cases from the law on file, and the rule against a second, naive reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc import load_parameters
from calc.messages import Label
from calc.months import parse_day
from calc.parameters.definitions import Definitions
from calc.parameters.lookup import MODES, Answer, Missing, Mode, Parameters, WrongKindError
from calc.parameters.model import EVIDENCE, Definition, Evidence, Place, Record

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases" / "lookup" / "on_file.yaml").read_text("utf-8"),
    yaml.BaseLoader,
)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


# -- cases --------------------------------------------------------------------------------------


def asked(case: dict[str, Any], parameters: Parameters) -> Answer | Missing:
    if "set" in case or "overlays" in case:
        overlays = [{"entered": entries} for entries in case.get("overlays", ())]
        parameters = load_parameters(overlays, entries=case.get("set", ()))
    known_on = parse_day(case["known_on"]) if "known_on" in case else None
    mode: Mode = "strict" if case.get("mode") == "strict" else "provisional"
    return parameters.ask(case["place"], case["parameter"], parse_day(case["on"]), known_on, mode)


def said(case: dict[str, Any], answer: Answer | Missing) -> dict[str, object]:
    """The part of an answer that a case speaks of."""
    if isinstance(answer, Missing):
        return {"missing": "unverified" if answer.unverified else "true"}
    record = answer.record
    everything = {
        "value": record.value,
        "at": record.place,
        "status": answer.status,
        "since": str(answer.since) if answer.since else None,
        "source": record.source,
        "article": record.article,
        "evidence": record.evidence,
        "record": record.parameter,
    }
    return {key: value for key, value in everything.items() if key in case or key in _ALWAYS}


_ALWAYS = ("value", "at", "status", "since")


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['place']} {case['on']} {case['why']}"
)
def test_asking_the_law_on_file(case: dict[str, Any], parameters: Parameters) -> None:
    expected: dict[str, object] = {"missing": case.get("missing")}
    if "missing" not in case:
        keys = (*_ALWAYS, "source", "article", "evidence", "record")
        expected = {key: case[key] for key in keys if key in case}
        expected = {"at": case["place"], "since": None} | expected
    assert said(case, asked(case, parameters)) == expected


def test_a_place_that_is_not_on_file_is_a_fault(parameters: Parameters) -> None:
    with pytest.raises(KeyError):
        parameters.ask("linyi", "employee_pension.base_floor", dt.date(2026, 1, 1))


def test_sets_that_grow_are_unions(parameters: Parameters) -> None:
    """DESIGN, asking for a value: sets named *_added are unions over all records in force."""
    name = "occupational_injury.platforms_added"

    def words(day: dt.date, known_on: dt.date | None = None) -> set[str]:
        answers = parameters.ask_all("lincang", name, day, known_on)
        return {word for answer in answers for word in answer.words}

    first = {"滴滴出行", "顺丰同城", "滴滴货运", "满帮省省"}
    assert words(dt.date(2025, 6, 30)) == set()
    assert words(dt.date(2025, 7, 1)) == first
    assert words(dt.date(2026, 6, 30)) == first
    later = words(dt.date(2026, 7, 1))
    assert first < later
    assert {"T3出行", "UU跑腿"} < later
    assert len(later) == 4 + 14
    assert words(dt.date(2026, 7, 1), dt.date(2026, 4, 27)) == first
    assert words(dt.date(2026, 7, 1), dt.date(2026, 4, 28)) == later
    entry = "lincang.occupational_injury.platforms_added=某平台"
    entered = load_parameters(entries=[entry])
    answers = entered.ask_all("lincang", name, dt.date(2026, 7, 1))
    assert [answer.status for answer in answers] == ["entered", "in_force", "in_force"]
    assert answers[0].words == ("某平台",)


# -- reading an answer --------------------------------------------------------------------------


def answer_of(parameters: Parameters, place: str, name: str, on: str = "2026-11-22") -> Answer:
    answer = parameters.ask(place, name, parse_day(on))
    assert isinstance(answer, Answer)
    return answer


def test_answers_by_kind(parameters: Parameters) -> None:
    amount = answer_of(parameters, "weihai", "employee_pension.base_floor")
    assert (amount.whole, amount.wholes, amount.words) == (457_300, (457_300,), ())
    assert amount.parsed == 457_300
    rate = answer_of(parameters, "xuchang", "employee_medical.flexible_rate.pooled_only")
    assert rate.whole == 42_000
    word = answer_of(parameters, "lincang", "employee_pension.base_choice")
    assert (word.word, word.words, word.wholes) == ("tiers", ("tiers",), ())
    listed = answer_of(parameters, "jining", "employee_medical.base_tiers", "2021-07-31")
    assert listed.wholes == (1_728_400, 1_152_300, 576_200, 345_700, 326_900)
    words = answer_of(parameters, "jining", "employee_pension.places")
    assert words.words == ("workplace", "household_registration")
    ratio = answer_of(parameters, "jining", "social_insurance_subsidy.share_maximum")
    assert ratio.ratio == (2, 3)
    table = answer_of(parameters, "shandong", "resident_pension.age_addition")
    assert table.table == {"65": 500, "75": 1_000}
    months = answer_of(parameters, "weihai", "retirement.first_delayed_birth_month.male60")
    assert months.whole == 1965 * 12
    none = load_parameters(entries=["weihai.employee_medical.long_term_care=none"])
    assert answer_of(none, "weihai", "employee_medical.long_term_care").is_none
    assert not amount.is_none


def test_an_answer_read_as_what_it_is_not_is_a_fault(parameters: Parameters) -> None:
    amount = answer_of(parameters, "weihai", "employee_pension.base_floor")
    words = answer_of(parameters, "jining", "employee_pension.places")
    for read in (
        lambda: words.whole,
        lambda: words.word,
        lambda: amount.word,
        lambda: amount.ratio,
        lambda: amount.table,
    ):
        with pytest.raises(WrongKindError):
            read()


def test_series_and_variants(parameters: Parameters) -> None:
    name = "employee_pension.base_floor"
    series = parameters.series("henan", name)
    assert [r.value for r in series] == ["2745", "3197", "3409", "3579", "3756", "3831"]
    assert parameters.series("xuchang", name) == ()
    plans = ("outpatient_pooling", "pooled_only", "with_account")
    assert parameters.variants("xuchang", "employee_medical.flexible_rate") == plans
    assert parameters.variants("henan", "employee_medical.flexible_rate") == ()
    entered = load_parameters(entries=["henan.employee_medical.flexible_rate.with_account=8"])
    assert entered.variants("henan", "employee_medical.flexible_rate") == ("with_account",)


# -- the rule against a second reading ------------------------------------------------------------

NAME, VARIANT, MINIMUM = "scheme.premium", "scheme.premium.tier_1", "scheme.premium_minimum"
DEFINITION = Definition(("CNY/year",), "scalar", Label("名", "name"))
DEFINITIONS = Definitions(
    {"scheme": Label("名", "name")},
    {},
    {NAME: replace(DEFINITION, stand_in=MINIMUM), f"{NAME}.*": DEFINITION, MINIMUM: DEFINITION},
)
PLACES = {
    slug: Place(slug, code, Label(slug, slug), within)
    for slug, code, within in (
        ("nation", "100000", None),
        ("province", "370000", "nation"),
        ("city", "371000", "province"),
    )
}
ORIGIN = dt.date(2020, 1, 1)
SPAN = 40
days = st.integers(0, SPAN - 1).map(lambda number: ORIGIN + number * DAY)


@dataclass(frozen=True)
class Sketch:
    """What a random record is drawn from."""

    place: str
    parameter: str
    first: dt.date
    length: int | None
    amount: int | None
    known: dt.date
    evidence: Evidence
    barred: bool


sketches = st.builds(
    Sketch,
    st.sampled_from(list(PLACES)),
    st.sampled_from([NAME, NAME, MINIMUM, VARIANT]),
    days,
    st.none() | st.integers(1, 12),
    st.integers(1, 6),
    days,
    st.sampled_from(EVIDENCE[:5]),
    st.sampled_from([False, False, False, True]),
)


def records_of(sketches: Sequence[Sketch], entered: bool) -> list[Record]:
    """Records without overlap: a period is cut where the next of its series begins."""
    taken = {(s.place, s.parameter, s.first): s for s in sketches}
    records = []
    for (place, parameter, first), sketch in taken.items():
        following = [f for p, n, f in taken if (p, n) == (place, parameter) and f > first]
        last = None if sketch.length is None else first + (sketch.length - 1) * DAY
        if last is not None and following:
            last = min(last, min(following) - DAY)
        amount = 0 if sketch.amount is None else sketch.amount
        records.append(
            Record(
                parameter=parameter,
                place=place,
                value=str(amount),
                parsed=amount * 100,
                unit="CNY/year",
                first=first,
                last=last,
                source="unknown",
                article="",
                evidence="entered" if entered else sketch.evidence,
                published=sketch.known,
                confirmed_on=None,
                not_for_use=Label("否", "no") if sketch.barred and not entered else None,
                note=None,
                known_from=sketch.known,
                entered=entered,
                where=f"{place} {parameter} {first} {'entered' if entered else ''}",
            )
        )
    return records


def naive(
    layers: Sequence[Sequence[Record]],
    place: str,
    parameter: str,
    on: dt.date,
    known_on: dt.date | None,
    mode: Mode,
) -> tuple[str, Record | None, dt.date | None]:
    """DESIGN's three rules read day by day: (status, record, since).

    ``layers`` go from what was entered last to the file.
    """
    chain = ["city", "province", "nation"][["city", "province", "nation"].index(place) :]
    if parameter == NAME:
        tiered = [
            p
            for p in chain
            if any(r.place == p and r.parameter == VARIANT for x in layers for r in x)
        ]
        if tiered:
            chain = chain[: chain.index(tiered[0]) + 1]

    def seen(layer: Sequence[Record], level: str, name: str) -> list[Record]:
        return [
            r
            for r in layer
            if (r.place, r.parameter) == (level, name)
            and r.not_for_use is None
            and (known_on is None or r.known_from <= known_on)
        ]

    def holds(record: Record, among: list[Record], day: dt.date) -> bool:
        if day < record.first or (record.last is not None and day > record.last):
            return False
        return not any(record.first < other.first <= day for other in among)

    def in_force(name: str, day: dt.date, levels: list[str]) -> Record | None:
        for level in levels:
            for layer in layers:
                among = seen(layer, level, name)
                for record in among:
                    if holds(record, among, day):
                        return record
        return None

    found = in_force(parameter, on, chain)
    if found is not None:
        if mode == "strict" and found.evidence == "unverified":
            return "unverified", None, None
        return ("entered" if found.entered else "in_force"), found, None
    if mode == "strict":
        return "missing", None, None
    carried, since = None, None
    day = on - DAY
    while carried is None and day >= ORIGIN:
        carried, since = in_force(parameter, day, chain), day + DAY
        day -= DAY
    stand_in = None
    whole = chain[-1] == "nation"
    if parameter == NAME and whole:
        stand_in = in_force(MINIMUM, on, chain)
    if carried is not None and (stand_in is None or stand_in.parsed <= carried.parsed):  # type: ignore[operator]
        return "carried_forward", carried, since
    if stand_in is not None:
        return "stand_in", stand_in, None
    return "missing", None, None


@given(
    st.lists(sketches, max_size=12),
    st.lists(st.lists(sketches, max_size=4), max_size=2),
    st.sampled_from(list(PLACES)),
    st.sampled_from([NAME, VARIANT, MINIMUM]),
    days,
    st.none() | days,
    st.sampled_from(MODES),
)
def test_the_rule_against_a_second_reading(
    filed: list[Sketch],
    overlays: list[list[Sketch]],
    place: str,
    parameter: str,
    on: dt.date,
    known_on: dt.date | None,
    mode: Mode,
) -> None:
    file = records_of(filed, entered=False)
    layers = [records_of(sketches, entered=True) for sketches in overlays]
    law = Parameters(PLACES, DEFINITIONS, {}, file, layers)
    answer = law.ask(place, parameter, on, known_on, mode)
    status, record, since = naive([*layers[::-1], file], place, parameter, on, known_on, mode)
    if isinstance(answer, Missing):
        assert status == ("unverified" if answer.unverified else "missing")
    else:
        assert (answer.status, answer.record, answer.since) == (status, record, since)
        assert answer.asked == parameter
    assert law.ask(place, parameter, on, known_on, mode) is answer  # remembered


@given(st.lists(st.lists(sketches, max_size=6), max_size=3), days, st.sampled_from(list(PLACES)))
def test_layers_seen_as_one_answer_alike(
    overlays: list[list[Sketch]], on: dt.date, place: str
) -> None:
    """What was entered, printed as one overlay, says on every day what the layers said."""
    layers = [records_of(sketches, entered=True) for sketches in overlays]
    law = Parameters(PLACES, DEFINITIONS, {}, [], layers)
    flat = Parameters(PLACES, DEFINITIONS, {}, [], [law.entered])
    for name in (NAME, VARIANT, MINIMUM):
        one, other = law.ask(place, name, on), flat.ask(place, name, on)
        if isinstance(one, Answer) and one.status == "entered":
            assert isinstance(other, Answer)
            assert replace(other.record, first=ORIGIN, last=None) == replace(
                one.record, first=ORIGIN, last=None
            )
        else:
            assert not isinstance(other, Answer) or other.status != "entered"


def test_modes_and_grades_are_those_of_the_design() -> None:
    assert get_args(Mode) == MODES == ("strict", "provisional")
    assert EVIDENCE == ("official", "corroborated", "reported", "derived", "unverified", "entered")
