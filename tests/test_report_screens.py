"""What screens get from the reports: reasons told once, articles to point at, problems in words."""

from __future__ import annotations

import datetime as dt

import pytest

from calc import compare, load_parameters
from calc.codes import ERRORS
from calc.comparison.headline import option_numbers
from calc.comparison.marks import reading_order
from calc.errors import Problem, problem
from calc.i18n import LANGS, Lang
from calc.parameters.lookup import Parameters
from calc.report.choices import shows
from calc.report.deciding import deciding
from calc.report.findings import enrolment_citations
from calc.report.problems import entry_name, screen_problem
from calc.wording import problem_text

ON = dt.date(2026, 11, 22)
RIDER = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "managed",
    "monthly_income": "5200",
}


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


@pytest.mark.parametrize("person", [RIDER, {"workplace": "lincang"}, {"workplace": "xuchang"}])
def test_each_reason_is_told_once_and_found_from_everywhere(
    person: dict[str, str], law: Parameters
) -> None:
    result = compare(person, law, on=ON)
    ordered = reading_order(result.options)
    numbers = option_numbers(result)
    by_number = {numbers[option.id]: option for option in ordered}
    found = deciding(ordered, numbers)
    told = [finding for option in ordered for finding in found[option.id].findings]
    assert all(told.count(finding) == 1 for finding in told)
    for option in ordered:
        wanted = [f for f in option.findings if f.is_condition and f.outcome != "pass"]
        here = list(found[option.id].findings)
        for number in found[option.id].as_for:
            here += found[by_number[number].id].findings
        assert all(finding in here for finding in wanted)
        shown_before = [numbers[each.id] for each in ordered[: ordered.index(option)]]
        assert set(found[option.id].as_for) <= set(shown_before)


@pytest.mark.parametrize(
    ("option_id", "articles"),
    [
        (
            "pension=flexible@weihai;medical=flexible.with_account@weihai",
            [("威人社字〔2022〕15号", "6")],
        ),
        (
            "pension=flexible@jining;medical=flexible.with_account@weihai",
            [("济人社发〔2021〕13号", "8"), ("威人社字〔2022〕15号", "6")],
        ),
        ("pension=resident@jining;medical=none", [("国发〔2014〕8号", "")]),
        ("pension=none;medical=resident@jining", []),
    ],
)
def test_the_article_by_which_a_person_may_enrol(
    option_id: str, articles: list[tuple[str, str]], law: Parameters
) -> None:
    option = next(o for o in compare(RIDER, law, on=ON).options if o.id == option_id)
    assert option.open is True
    found = enrolment_citations(option.findings)
    assert [(each.document, each.article) for each in found] == articles


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", sorted(ERRORS))
def test_a_problem_on_a_screen_is_the_one_of_a_file_without_its_code(
    code: str, lang: Lang, law: Parameters
) -> None:
    found = Problem(code, "--set weihai.foo=3", "3")
    said = screen_problem(found, "FIELD", law, lang)
    assert said.startswith("FIELD")
    assert code not in said
    assert "--set weihai" not in said
    assert problem_text(found, lang).endswith(f"[{code}]")


def test_places_and_choices_are_named_in_words(law: Parameters) -> None:
    base = problem("base.fits_nowhere", "x", "10.00", ["weihai: 4573.00 .. 22863.00"])
    assert "威海市：4573.00 – 22863.00" in screen_problem(base, "基数", law, "zh")
    group = problem("group.unknown", "x", "poets", choices=("women_40", "none"))
    said = screen_problem(group, "类别", law, "zh")
    assert "请从列表中选择" in said
    assert "women_40" not in said
    assert "none" not in said


@pytest.mark.parametrize("lang", LANGS)
def test_an_entry_is_named_by_place_and_value(lang: Lang, law: Parameters) -> None:
    known = entry_name("weihai.employee_pension.flexible_rate", law, lang)
    assert law.label("weihai").zh in known or law.label("weihai").en in known
    assert "employee_pension" not in known
    for unknown in ("weihai.foo", "atlantis.employee_pension.flexible_rate", "nothing", ""):
        assert unknown in entry_name(unknown, law, lang)


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [
        ("yuan", "5200.00", True),
        ("yuan", "-5.00", True),
        ("yuan", "5200.005", False),
        ("yuan", "nan", False),
        ("yuan", "999999999999", False),
        ("whole", "12", True),
        ("whole", "12.5", False),
        ("month", "1988-03", True),
        ("month", "1988-3", False),
        ("month", "1988-13", False),
        ("yes_no", "yes", False),
        ("choice", "boss", False),
        ("choice", "managed", True),
        ("text", "whatever", True),
    ],
)
def test_a_box_shows_what_it_gives_back(kind: str, answer: str, shown: bool) -> None:
    assert shows(kind, answer, ("managed",)) is shown
