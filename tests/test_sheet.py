"""The sheet to hand over as data: what stands on it, in both languages, and nothing it made up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc import applicant as fields
from calc import compare, load_parameters
from calc.comparison import Comparison, Option
from calc.comparison.marks import LOWEST_COST, marks_of
from calc.errors import CanbaoError
from calc.i18n import LANGS, Lang
from calc.parameters.lookup import Parameters
from calc.report.answers import NAMES, named_answers
from calc.report.document import ComparisonDocument
from calc.report.sheet import LONGEST_ANSWER, checked_link, sheet
from calc.report.sheet_costs import worth_showing
from calc.report.sheet_shapes import TIGHT, USUAL, Room, Sheet, printable

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases" / "report" / "sheets.yaml").read_text("utf-8"),
    yaml.BaseLoader,
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    '#let x = read("/etc/passwd"); $ \\ *bold* _it_ @ref <label> // `raw`',
    "{{ 7 * 7 }} {% include 'x' %} {amount} %s",
    "two\nlines\tand\x00a null\x1b[31m",
    "\u202eright to left\u2066",
    "ＡＢＣ 某某平台 🍜",
)


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


def asked(case: dict[str, Any], law: Parameters) -> tuple[Comparison, Option | None]:
    entries = case.get("entries")
    known = case.get("known_on")
    result = compare(
        case["applicant"],
        load_parameters(entries=entries) if entries else law,
        on=dt.date.fromisoformat(case["on"]),
        known_on=dt.date.fromisoformat(known) if known else None,
        mode=case.get("mode", "provisional"),
    )
    wanted = case.get("option")
    return result, next((each for each in result.options if each.id == wanted), None)


def texts(made: Sheet) -> Iterator[str]:
    """Everything on the sheet, a name and its value together."""
    yield from (made.title, made.subtitle, made.answers_heading, made.closing, *made.blanks)
    yield from (f"{pair.name} {pair.text}" for pair in (*made.facts, *made.answers))
    for section in made.sections:
        yield section.heading
        yield from (column.heading for column in section.columns)
        for row in section.rows:
            yield from (*row.cells, *row.below)
        yield from section.lines


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_what_stands_on_it(case: dict[str, Any], lang: Lang, law: Parameters) -> None:
    result, option = asked(case, law)
    assert (option is None) == ("option" not in case)
    written = "\n".join(texts(sheet(result, option, lang)))
    for wanted in case[lang]:
        assert wanted in written
    for unwanted in case.get("absent", {}).get(lang, []):
        assert unwanted not in written
    assert "--set" not in written, "there is no command line on paper"
    assert result.question.parameters.data_version in written


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_every_amount_comes_from_the_comparison(case: dict[str, Any], law: Parameters) -> None:
    result, option = asked(case, law)
    made = sheet(result, option, "en")
    numbers = {str(number): each for number, each in enumerate(result.options, start=1)}
    section = made.sections[0]
    assert section.key == "options"
    headings = [column.heading for column in section.columns]
    for row in section.rows:
        cells = dict(zip(headings, row.cells, strict=True))
        shown = numbers[cells["no."]]
        by_month = any(line.month_fen is not None for line in shown.worker_lines)
        best = shown.net_year_with_ceiling_fen
        for heading, fen in (
            ("a month", shown.worker_month_fen if by_month else None),
            ("a year", shown.worker_year_fen),
            ("subsidised", shown.subsidy_year_fen or None),
            ("at best", None if best == shown.worker_year_fen else best),
        ):
            assert amount(cells.get(heading, "")) == fen
        assert (row.mood == "chosen") == (f"No. {cells['no.']}" == unfolded(made))


def unfolded(made: Sheet) -> str:
    """The number in the heading of the option that is unfolded."""
    lines = next(section for section in made.sections if section.key == "lines")
    return lines.heading.split(",")[0]


def amount(text: str) -> int | None:
    """Fen from what is shown; signs and "at least" aside."""
    found = re.search(r"[\d,]+\.\d\d", text)
    return None if found is None else int(found.group().replace(",", "").replace(".", ""))


def test_signs_and_documents_stand_beside_each_line(law: Parameters) -> None:
    case = next(case for case in CASES if case["name"] == "a proportion that was entered is marked")
    result, option = asked(case, law)
    assert option is not None
    (lines,) = (
        section for section in sheet(result, option, "zh").sections if section.key == "lines"
    )
    assert [row.mood for row in lines.rows].index("total") == len(option.worker_lines)
    ordered = sorted(option.lines, key=lambda line: line.payer != "worker")
    rows = [row for row in lines.rows if row.mood != "total"]
    for row, line in zip(rows, ordered, strict=True):
        assert row.cells[4], "no amount without a document, or that its number is not on file"
        assert row.cells[3].endswith("*") == ("entered" in line.marks)


# -- which options -----------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
@pytest.mark.parametrize("room", [USUAL, TIGHT, Room(options=1)])
def test_the_chosen_option_is_always_shown(
    case: dict[str, Any], room: Room, law: Parameters
) -> None:
    result, _ = asked(case, law)
    for option in result.options:
        shown = worth_showing(result, option, room.options)
        assert option in shown
        assert len(shown) == min(room.options, len(result.options)) or len(shown) < room.options
        assert len({each.id for each in shown}) == len(shown)


def test_both_places_and_the_employer_are_shown(law: Parameters) -> None:
    result, _ = asked(next(c for c in CASES if "Jining" in c["name"]), law)
    shown = worth_showing(result, None, USUAL.options)
    assert {"employer", "flexible", "resident"} <= {o.pension.part.scheme for o in shown}
    assert {"weihai", "jining"} <= {o.medical.part.place for o in shown}
    assert LOWEST_COST in {mark for o in shown for mark in marks_of(result.options).get(o.id, ())}


def test_what_is_left_out_is_counted(law: Parameters) -> None:
    result, _ = asked(next(c for c in CASES if "Jining" in c["name"]), law)
    for room in (USUAL, TIGHT):
        made = sheet(result, None, "en", room=room)
        left = len(result.options) - room.options
        assert f"{left} more combinations are not shown." in made.sections[0].lines[-1]
    few = sheet(result, None, "en", room=Room(values=1, unknowns=1))
    for key in ("values", "unknown"):
        lines = next(section.lines for section in few.sections if section.key == key)
        assert len(lines) == 2
        assert re.fullmatch(r"\d+ more: see the screen or the spreadsheet\.", lines[-1])


# -- payments and claims -----------------------------------------------------------------------

PAYER: dict[str, Any] = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "managed",
    "monthly_income": "5200",
}
BOTH = "pension=flexible@weihai;medical=flexible.with_account@jining"


def section_of(made: Sheet, key: str) -> Any:
    return next(section for section in made.sections if section.key == key)


@pytest.mark.parametrize("frequency", ["monthly", "quarterly", "half_yearly", "yearly"])
@pytest.mark.parametrize("option_id", [BOTH, "pension=resident@jining;medical=resident@jining"])
@pytest.mark.parametrize("on", ["2026-02-10", "2026-11-22"])
def test_the_payments_of_the_whole_year_are_printed(
    on: str, option_id: str, frequency: str, law: Parameters
) -> None:
    case = {"applicant": {**PAYER, "payment_frequency": frequency}, "on": on, "option": option_id}
    result, option = asked(case, law)
    assert option is not None
    calendar = section_of(sheet(result, option, "en"), "calendar")
    days, total = 0, 0
    for row in calendar.rows:
        same = len(row.cells[0].split(", "))
        each = amount(row.cells[2])
        assert each is not None
        days += same
        total += same * each
    assert days == len({entry.day for entry in option.calendar})
    assert total == option.worker_year_fen
    assert "2026" in calendar.heading
    assert len(calendar.rows) <= len({entry.amount_fen for entry in option.calendar}) + 4


def test_where_only_the_next_payments_fit_the_sheet_says_where_the_rest_stands(
    law: Parameters,
) -> None:
    result, option = asked({"applicant": PAYER, "on": "2026-02-10", "option": BOTH}, law)
    calendar = section_of(sheet(result, option, "en", room=TIGHT), "calendar")
    assert "All payments of 2026 stand on the screen and in the calendar file." in calendar.lines
    assert section_of(sheet(result, option, "en"), "calendar").lines == ()


@pytest.mark.parametrize("lang", LANGS)
def test_every_subsidy_that_can_be_claimed_says_where(lang: Lang, law: Parameters) -> None:
    result, option = asked({"applicant": PAYER, "on": "2026-11-22"}, law)
    rows = section_of(sheet(result, option, lang), "subsidies").rows
    where = {"zh": "办理地点：", "en": "where: "}[lang]
    claims = [
        each for each in result.subsidies if each.claim is not None and each.open is not False
    ]
    assert len(claims) >= 3
    assert sum(any(where in line for line in row.below) for row in rows) == len(claims)


def test_a_group_is_asked_for_without_the_word_of_a_file(law: Parameters) -> None:
    result, option = asked({"applicant": PAYER, "on": "2026-11-22"}, law)
    written = "\n".join(texts(sheet(result, option, "zh")))
    assert "都不属于的也请说明" in written
    assert "none" not in written


# -- whatever people write ---------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("key", ["platform", "id"])
def test_free_text_stays_text(key: str, text: str, law: Parameters) -> None:
    case = {"applicant": {"workplace": "weihai", key: text}, "on": "2026-11-22"}
    result, _ = asked(case, law)
    made = sheet(result, None, "en")
    for written in texts(made):
        assert written.isprintable()
    answer = next(pair.text for pair in made.answers if pair.name == NAMES[key])
    given = getattr(result.question.applicant, key)
    assert answer == (printable(given) if len(given) <= LONGEST_ANSWER else answer)


def test_long_free_text_is_shortened(law: Parameters) -> None:
    result, _ = asked(
        {"applicant": {"workplace": "weihai", "id": "x" * 200}, "on": "2026-11-22"}, law
    )
    answer = sheet(result).answers[0].text
    assert answer == "x" * (LONGEST_ANSWER - 1) + "…"


@given(st.text())
def test_printable_keeps_length_and_everything_that_prints(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert len(shown) == len(text)
    assert all(a == b for a, b in zip(text, shown, strict=True) if a.isprintable())


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://canbao.example.org/",
        "//canbao.example.org",
        "https://canbao.example.org/ x",
        "https://canbao.example.org/\n",
        "https://canbao.example.org/参保",
        "https://canbao.example.org/" + "x" * 2000,
        "",
    ],
)
def test_only_web_addresses_are_linked(link: str) -> None:
    with pytest.raises(CanbaoError) as error:
        checked_link(link)
    assert [problem.code for problem in error.value.problems] == ["link.not_an_address"]


def test_the_longest_link_of_the_screens_is_taken(law: Parameters) -> None:
    result, _ = asked(CASES[0], law)
    link = "https://canbao.example.org/counter?lang=zh&s=1." + "a" * 1200
    made = sheet(result, None, "zh", link)
    assert made.link is not None
    assert made.link.address == link
    assert sheet(result).link is None


# -- names and types ---------------------------------------------------------------------------


def keys_of(schema: dict[str, Any], definitions: dict[str, Any], before: str = "") -> Iterator[str]:
    """Every key of a JSON Schema, nested ones joined by a dot."""
    for name, part in schema["properties"].items():
        reference = part.get("$ref") or (part.get("allOf") or [{}])[0].get("$ref")
        if reference:
            inner = definitions[reference.rsplit("/", 1)[-1]]
            yield from keys_of(inner, definitions, f"{before}{name}.")
        else:
            yield before + name


def test_every_key_of_an_applicant_has_a_name() -> None:
    schema = fields.Applicant.model_json_schema(by_alias=True)
    assert set(keys_of(schema, schema["$defs"])) == set(NAMES)


def test_every_word_of_an_answer_has_a_name(law: Parameters) -> None:
    words = {
        "sex": ("male", "female"),
        "relation": get_args(fields.RelationClass),
        "occupation": get_args(fields.Occupation),
        "payment_frequency": get_args(fields.Frequency),
        "payment_timing": get_args(fields.Timing),
        "medical_plan": fields.MEDICAL_PLANS,
        "drawing": get_args(fields.Drawing),
        "retirement_track": get_args(fields.RetirementTrackName),
        "household_registration": (fields.ELSEWHERE,),
    }
    for key, values in words.items():
        for value in values:
            zh, en = (named_answers({key: value}, law, lang)[0].text for lang in LANGS)
            assert zh != value
            assert "_" not in en
            assert zh != en


def test_the_document_has_the_types_it_is_read_by(law: Parameters) -> None:
    """Every key that sheets and screens read is in the document, and of the type they expect."""
    result, _ = asked(CASES[2], law)
    document: Any = result.to_dict("zh")
    check(document, ComparisonDocument, "")


def check(value: Any, wanted: Any, where: str) -> None:
    origin = get_origin(wanted)
    if hasattr(wanted, "__required_keys__"):
        assert isinstance(value, dict), where
        assert wanted.__required_keys__ <= value.keys(), where
        for key, inner in get_type_hints(wanted).items():
            if key in value:
                check(value[key], inner, f"{where}.{key}")
    elif origin is list:
        assert isinstance(value, list), where
        for each in value:
            check(each, get_args(wanted)[0], f"{where}[]")
    elif origin is Literal:
        assert value in get_args(wanted), where
    elif origin in (Union, UnionType):
        inner = [each for each in get_args(wanted) if each is not NoneType]
        if value is not None:
            assert len(inner) == 1, where
            check(value, inner[0], where)
    else:
        assert isinstance(value, origin or wanted), f"{where}: {value!r}"


# -- the same every time -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_comparison_gives_the_same_sheet(lang: Lang, law: Parameters) -> None:
    first, option = asked(CASES[2], law)
    again, same = asked(CASES[2], load_parameters())
    assert sheet(first, option, lang) == sheet(again, same, lang)
