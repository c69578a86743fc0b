"""Links: every scenario comes back, old links open, hostile ones end in a sentence."""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.link import (
    EXTRA,
    FIRST_DAY,
    KEYS,
    LAST_DAY,
    MAXIMUM_CHARACTERS,
    MAXIMUM_DAY,
    MAXIMUM_SCENARIOS,
    PAGES,
    LinkError,
    Shared,
    SharedScenario,
    link_of,
    open_link,
    open_query,
    query_of,
)
from app.questions import ALL
from calc.applicant import Applicant, read_applicant

DAY = dt.date(2026, 11, 22)
RIDER = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "independent",
    "occupation": "food_delivery",
    "monthly_income": "5200.00",
}
OLD_LINKS = (
    # written on the first day of version 1; these open for ever
    "?lang=zh&on=2026-11-22&s=1.i1ZKM0q1NE-2NDU2MTEH6kHyt5KOgU50rE50tBLYLFMzc0MjA2TTYoEAAA",
)

texts = st.text(st.characters(codec="utf-8"), max_size=20)
scenarios = st.builds(
    SharedScenario,
    name=texts,
    answers=st.dictionaries(st.sampled_from(KEYS), texts, max_size=12),
    option=st.one_of(st.just(""), texts),
    headline_fen=st.one_of(st.none(), st.integers(-(10**12), 10**12)),
)
links = st.lists(scenarios, min_size=1, max_size=MAXIMUM_SCENARIOS).flatmap(
    lambda many: st.builds(
        Shared,
        scenarios=st.just(tuple(many)),
        lang=st.sampled_from(("zh", "en")),
        day=st.dates(dt.date(1997, 1, 1), dt.date(2100, 12, 31)),
        page=st.sampled_from(PAGES),
        mode=st.sampled_from(("strict", "provisional")),
        entries=st.lists(texts, max_size=3).map(tuple),
        data_version=st.text("0123456789abcdef", max_size=12),
        reference=st.integers(0, len(many) - 1),
        extra=st.dictionaries(st.sampled_from(EXTRA), st.text("abc_.", min_size=1, max_size=30)),
    )
)


@given(links)
def test_what_goes_into_a_link_comes_out(shared: Shared) -> None:
    try:
        link = link_of(shared)
    except LinkError:
        return
    assert len(link) <= MAXIMUM_CHARACTERS
    assert open_link(link) == shared


def eight(income: int = 5000) -> Shared:
    return Shared(
        tuple(
            SharedScenario(
                f"情形 {index}",
                {**RIDER, "monthly_income": f"{income + 371 * index}.00"},
                "pension=flexible@weihai;medical=flexible.without_account@weihai",
                1_691_600 + 1_333 * index,
            )
            for index in range(MAXIMUM_SCENARIOS)
        ),
        day=DAY,
        data_version="0123456789ab",
        entries=("lincang.employee_medical.flexible_base_proportion=60%",),
    )


def test_eight_usual_scenarios_fit_with_room_to_spare() -> None:
    link = link_of(eight())
    assert len(link) < MAXIMUM_CHARACTERS // 3
    assert open_link(link) == eight()


def test_nine_scenarios_are_refused() -> None:
    one = SharedScenario("", RIDER)
    with pytest.raises(LinkError, match="do not fit"):
        query_of(Shared((one,) * (MAXIMUM_SCENARIOS + 1)))


def test_a_link_that_would_be_too_long_is_refused() -> None:
    noise = "".join(chr(0x4E00 + (7919 * index) % 20_000) for index in range(200))
    answers = {key: noise[index:] + noise[:index] for index, key in enumerate(KEYS)}
    with pytest.raises(LinkError, match="do not fit"):
        link_of(Shared((SharedScenario("", answers),)))


def keys_of(model: type[Applicant], prefix: str = "") -> set[str]:
    """Every key of an applicant, nested ones joined by a dot."""
    found = set()
    for name, field in model.model_fields.items():
        key = f"{prefix}{field.alias or name}"
        inner = getattr(field.annotation, "model_fields", None)
        found |= keys_of(field.annotation, f"{key}.") if inner else {key}  # type: ignore[arg-type]
    return found


def test_every_answer_of_an_applicant_is_asked_for_and_fits_into_a_link() -> None:
    wanted = keys_of(Applicant) - {"id"}
    assert set(KEYS) == wanted
    assert {question.key for question in ALL} == wanted


def test_no_key_moves_since_version_1() -> None:
    assert KEYS[:3] == ("workplace", "household_registration", "born")
    assert KEYS.index("work.county") == 56
    assert len(set(KEYS)) == len(KEYS)


@pytest.mark.parametrize("link", OLD_LINKS)
def test_old_links_open(link: str) -> None:
    shared = open_link(link)
    assert shared.day == DAY
    (scenario,) = shared.scenarios
    assert read_applicant(scenario.answers).workplace == "weihai"
    assert scenario.headline_fen is not None
    assert len(shared.data_version) == 12


def test_language_and_day_that_cannot_be_read_fall_back() -> None:
    shared = open_query({"lang": "xx", "on": "yesterday"}, "elsewhere")
    assert (shared.lang, shared.day, shared.page, shared.scenarios) == ("zh", None, "", ())


@pytest.mark.parametrize("day", ["1996-12-31", "1800-01-01", "2101-01-01", "9999-12-31", "soon"])
def test_a_day_that_cannot_be_asked_about_is_told(day: str) -> None:
    for query in ({"on": day}, {"on": day, "s": packed(GOOD)}):
        shared = open_query(query)
        assert (shared.day, shared.refused_day) == (None, day)
    assert len(open_query({"on": "9" * 500}).refused_day) <= MAXIMUM_DAY


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_the_first_and_the_last_day_open(day: dt.date) -> None:
    shared = open_query({"on": day.isoformat()})
    assert (shared.day, shared.refused_day) == (day, "")


def test_no_day_is_none_that_is_refused() -> None:
    assert open_query({}).refused_day == ""


def test_entered_values_stand_in_a_link_without_answers() -> None:
    entries = ("lincang.employee_medical.flexible_base_proportion=60%",)
    shared = Shared((SharedScenario("", {}),), day=DAY, page="parameters", entries=entries)
    assert open_link(link_of(shared)) == shared


def packed(data: object) -> str:
    from app.link import _DICTIONARIES

    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    packer = zlib.compressobj(9, wbits=-15, zdict=_DICTIONARIES["1"])
    body = packer.compress(text) + packer.flush()
    return "1." + base64.urlsafe_b64encode(body).decode().rstrip("=")


GOOD = ["v", "strict", 0, [], [["", "", None, [0, "weihai"]]]]


def changed(index: int, value: object) -> list[object]:
    return [value if position == index else part for position, part in enumerate(GOOD)]


def test_the_hand_made_link_is_good() -> None:
    assert open_query({"s": packed(GOOD)}).scenarios[0].answers == {"workplace": "weihai"}


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "1",
        "1.",
        "x.abc",
        "1.!!!!",
        "1.AAAA",
        "1." + "A" * MAXIMUM_CHARACTERS,
        packed(b"not json"),
        packed(b"\xff\xfe"),
        packed(b"[" * 100_000),
        packed(b"0" * 1_000_000),
        packed({}),
        packed([]),
        packed(changed(0, 7)),
        packed(changed(0, "x" * 1000)),
        packed(changed(1, "lenient")),
        packed(changed(2, 1)),
        packed(changed(2, -1)),
        packed(changed(2, True)),
        packed(changed(3, [1])),
        packed(changed(4, [])),
        packed(changed(4, [GOOD[4][0]] * 9)),  # type: ignore[index]
        packed(changed(4, [["", "", None, [999, "x"]]])),
        packed(changed(4, [["", "", None, [-1, "x"]]])),
        packed(changed(4, [["", "", None, [0]]])),
        packed(changed(4, [["", "", 1.5, [0, "weihai"]]])),
        packed(changed(4, [["", "", None, [0, {"a": 1}]]])),
    ],
)
def test_a_damaged_or_hostile_link_ends_in_a_sentence(value: str) -> None:
    if not value:
        assert open_query({"s": value}).scenarios == ()
        return
    with pytest.raises(LinkError, match="cannot be read"):
        open_query({"s": value})


def test_a_newer_link_says_so() -> None:
    with pytest.raises(LinkError, match="newer version"):
        open_query({"s": "2.AAAA"})


@given(st.text(max_size=300))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    for value in (text, f"1.{text}"):
        with suppress(LinkError):
            open_query({"s": value, "lang": text, "on": text})
