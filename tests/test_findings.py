"""Findings, problems and the codes behind them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import get_args

import pytest

from calc import CanbaoError
from calc.codes import CODES, ERRORS, FINDINGS
from calc.codes.calendar import CALENDAR
from calc.codes.eligibility import ELIGIBILITY
from calc.codes.findings import PRICING
from calc.codes.model import FindingCode, Outcome
from calc.codes.projection import PROJECTION
from calc.codes.protections import PROTECTIONS
from calc.codes.subsidies import SUBSIDIES
from calc.errors import Problem, nearest, problem, shortened
from calc.findings import Citation, Distance, Finding, is_open
from calc.i18n import LANGS, render, translate
from calc.messages import Label, Yuan, placeholders
from calc.wording import problem_lines, problem_text

CONDITION, NOTE = "base.within_bounds", "base.unknown"
BOUNDS = {"wish": Yuan(1), "place": Label("地", "place"), "floor": Yuan(2), "ceiling": Yuan(3)}
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


# -- findings -------------------------------------------------------------------------------------


def conditions(*outcomes: Outcome) -> list[Finding]:
    return [Finding(CONDITION, outcome) for outcome in outcomes]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_open_unless_something_fails_and_unknown_unless_all_is_known(count: int) -> None:
    """INTERFACE: open is false if a condition fails, else null if one is unknown, else true."""
    for outcomes in itertools.product(OUTCOMES, repeat=count):
        expected = True
        if "unknown" in outcomes:
            expected = None
        if "fail" in outcomes:
            expected = False
        assert is_open(conditions(*outcomes)) is expected


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_note_never_opens_or_closes(outcome: Outcome) -> None:
    note = Finding(NOTE, outcome)
    assert not note.is_condition
    assert is_open([note]) is True
    assert is_open([note, *conditions("fail")]) is False
    assert is_open([note, *conditions("unknown")]) is None


def test_a_finding_in_words() -> None:
    finding = Finding(CONDITION, "fail", BOUNDS, ("pension_base",), Distance(1, "fen"))
    assert finding.is_condition
    assert render(finding.message(), "en") == (
        "The chosen base of 0.01 yuan lies outside the bounds of place: 0.02 to 0.03 yuan a month."
    )
    assert "0.02" in render(finding.message(), "zh")
    with pytest.raises(ValueError, match="missing"):
        Finding(CONDITION, "fail", {"wish": Yuan(1)}).message()


def test_findings_are_values() -> None:
    cited = (Citation("鲁人社字〔2026〕75号"), Citation("云人社发〔2021〕40号", "10"))
    one = Finding(CONDITION, "fail", {}, sources=cited)
    assert one == Finding(CONDITION, "fail", {}, sources=cited)
    assert one.sources[0].article == ""


# -- codes ----------------------------------------------------------------------------------------

LISTS = (PRICING, ELIGIBILITY, SUBSIDIES, PROTECTIONS, CALENDAR, PROJECTION)
TEXTS = [
    (code.code, text)
    for codes in CODES.values()
    for code in codes.values()
    for name in ("text", "advice", "passes", "fails", "unknown")
    if isinstance(text := getattr(code, name, ""), str) and text
]


def test_no_finding_code_stands_twice() -> None:
    codes = [code.code for codes in LISTS for code in codes]
    assert sorted(codes) == sorted(set(codes))
    assert set(codes) == FINDINGS.keys()


def test_every_finding_can_say_something() -> None:
    for code in FINDINGS.values():
        assert isinstance(code, FindingCode)
        assert code.passes or code.fails or code.unknown, code.code
        for outcome in OUTCOMES:
            assert code.text(outcome) in (code.passes, code.fails, code.unknown)


def test_every_code_is_named_by_its_key() -> None:
    for codes in CODES.values():
        for name, code in codes.items():
            assert name == code.code


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_is_there_in_both_languages(lang: str) -> None:
    for code, text in TEXTS:
        translated = translate(text, lang)
        assert translated, code
        assert placeholders(translated) == placeholders(text), code
        if lang == "zh":
            assert translated != text, code


def test_every_error_code_is_used(root: Path) -> None:
    sources = [path for path in (root / "calc").rglob("*.py") if path.parent.name != "codes"]
    written = "".join(path.read_text("utf-8") for path in sources)
    assert [code for code in ERRORS if f'"{code}"' not in written] == []


# -- problems -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "choices", "near"),
    [
        ("weihei", ["weihai", "jining"], "weihai"),
        ("WEIHAI", ["weihai"], "weihai"),
        ("weihai", ["Weihai"], "Weihai"),
        ("linyi", ["weihai", "xuchang"], ""),
        ("", ["weihai"], ""),
        ("weihei", [], ""),
    ],
)
def test_nearest_spelling(text: str, choices: list[str], near: str) -> None:
    assert nearest(text, choices) == near


def test_what_was_found_is_shown_in_one_short_line() -> None:
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 61) == "x" * 59 + "…"
    assert shortened("a\nb\x1b[31m\x00") == "a�b�[31m�"
    assert shortened(5) == "5"
    assert shortened(None) == "None"
    assert shortened(10**5000) == "int …"


def test_choices_are_what_is_allowed_unless_said_otherwise() -> None:
    assert problem("key.unknown", "a", "x", choices=["y", "z"]).allowed == ("y", "z")
    said = problem("key.unknown", "a", "yy", ["only this"], choices=["y", "yyy"])
    assert (said.allowed, said.nearest) == (("only this",), "yyy")
    assert problem("key.missing") == Problem("key.missing")


def test_an_error_lists_every_problem_in_its_order() -> None:
    problems = [problem("key.unknown", "f:1", "x"), problem("key.missing", "f")]
    error = CanbaoError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error) == "key.unknown f:1 'x'; key.missing f ''"


def test_a_problem_in_words_names_place_fault_choice_and_code() -> None:
    said = problem("place.unknown", "a.yaml:3 workplace", "weihei", choices=["weihai", "jining"])
    english = problem_text(said, "en")
    for part in ("a.yaml:3 workplace", "weihei", "weihai, jining", "«weihai»", "[place.unknown]"):
        assert part in english
    chinese = problem_text(said, "zh")
    for part in ("a.yaml:3 workplace", "weihei", "weihai、jining", "[place.unknown]"):
        assert part in chinese
    assert problem_lines([said, said], "en") == [english, english]
    assert problem_text(Problem("key.missing"), "en").startswith("canbao: ")
