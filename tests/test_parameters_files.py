"""The law on file: carried over whole, labelled, loaded fast; broken files refused with reasons."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from calc import CanbaoError, load_parameters
from calc.codes import ERRORS
from calc.errors import Problem
from calc.months import parse_month
from calc.parameters.loading import parameters_directory
from calc.parameters.lookup import Parameters
from calc.parameters.model import Record
from calc.parameters.reader import first_day_meant
from calc.parameters.values import Kind, kind_of

HERE = Path(__file__).parent
BROKEN: list[dict[str, Any]] = yaml.load(
    (HERE / "cases" / "parameter_errors" / "files.yaml").read_text("utf-8"), yaml.BaseLoader
)
FACTS = HERE / "data" / "facts_2026-11.csv"


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A copy of the law on file that may be broken."""
    copy = tmp_path / "parameters"
    shutil.copytree(parameters_directory(), copy)
    return copy


def problems_in(directory: Path) -> tuple[Problem, ...]:
    with pytest.raises(CanbaoError) as caught:
        load_parameters(directory=directory)
    return caught.value.problems


# -- carried over -----------------------------------------------------------------------------


def row_of(record: Record) -> dict[str, str]:
    """A record with the names of the facts table."""
    return {
        "parameter": record.parameter,
        "place": record.place,
        "from": str(record.first),
        "to": str(record.last or ""),
        "value": record.value,
        "unit": record.unit,
        "source": record.source,
        "article": record.article,
        "evidence": record.evidence,
        "published": str(record.published or ""),
    }


def test_every_row_of_the_facts_is_on_file_exactly(parameters: Parameters) -> None:
    on_file = {(r.place, r.parameter, str(r.first)): row_of(r) for r in parameters.records}
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 538
    different = [
        (row, on_file.get((row["place"], row["parameter"], row["from"])))
        for row in rows
        if row != on_file.get((row["place"], row["parameter"], row["from"]))
    ]
    assert not different


def test_what_the_facts_call_not_for_use_is_not_for_use(parameters: Parameters) -> None:
    reserved = [(r.place, r.parameter, r.value) for r in parameters.records if r.not_for_use]
    assert reserved == [("xuchang", "resident_pension.base_pension", "125")]


def test_approximate_days_and_thin_evidence_keep_their_notes(parameters: Parameters) -> None:
    noted = {(r.place, r.parameter, str(r.first)): r.note for r in parameters.records}
    for key in [
        ("shandong", "employee_pension.base_floor", "2022-01-01"),
        ("lincang", "employee_medical.flexible_rate.without_account", "2019-01-01"),
        ("yunnan", "employee_pension.base_floor", "2023-01-01"),
        ("weihai", "resident_pension.base_pension", "2022-07-01"),
    ]:
        note = noted[key]
        assert note is not None
        assert note.zh
        assert note.en


# rules.md, section 12 (国发〔2005〕38号): ages 40 to 70
DIVISORS = [
    233, 230, 226, 223, 220, 216, 212, 208, 204, 199, 195, 190, 185, 180, 175, 170, 164, 158, 152,
    145, 139, 132, 125, 117, 109, 101, 93, 84, 75, 65, 56,
]  # fmt: skip


def test_divisor_months_are_those_of_the_law(parameters: Parameters) -> None:
    answer = parameters.ask("weihai", "employee_pension.divisor_months", dt.date(2026, 11, 22))
    assert answer.table == {str(age): n for age, n in zip(range(40, 71), DIVISORS, strict=True)}
    assert answer.record.source == "国发〔2005〕38号"


@pytest.mark.parametrize(
    ("track", "original", "step", "cap", "first"),
    [
        ("male60", 60, 4, 36, "1965-01"),
        ("female55", 55, 4, 36, "1970-01"),
        ("female50", 50, 2, 60, "1975-01"),
    ],
)
def test_delay_steps_are_those_of_the_law(
    parameters: Parameters, track: str, original: int, step: int, cap: int, first: str
) -> None:
    """rules.md, section 11 (decision of 2024-09-13)."""

    def value(name: str) -> int:
        answer = parameters.ask("lincang", f"retirement.{name}.{track}", dt.date(2025, 1, 1))
        assert answer.record.source == "国务院关于渐进式延迟法定退休年龄的办法"
        return answer.whole

    assert value("original_age") == original
    assert value("months_per_step") == step
    assert value("delay_maximum") == cap
    assert value("first_delayed_birth_month") == parse_month(first)


@pytest.mark.parametrize(
    ("year", "months"),
    [(2024, 180), (2029, 180), (2030, 186), (2031, 192), (2038, 234), (2039, 240), (2060, 240)],
)
def test_minimum_contribution_months(parameters: Parameters, year: int, months: int) -> None:
    name = "employee_pension.minimum_contribution_months"
    for day in (dt.date(year, 1, 1), dt.date(year, 12, 31)):
        assert parameters.ask("xuchang", name, day).whole == months


# -- labels and register ------------------------------------------------------------------------


def test_every_definition_is_used_and_named_in_both_languages(
    parameters: Parameters, root: Path
) -> None:
    """Used: on file somewhere, or asked for by the code although no place has set it yet."""
    used = {record.parameter for record in parameters.records}
    code = "".join(path.read_text("utf-8") for path in (root / "calc").rglob("*.py"))
    for name, definition in parameters.definitions.items():
        assert definition.label.zh, name
        assert definition.label.en, name
        section, _, rest = name.partition(".")
        assert section in parameters.definitions.sections, name
        head = name.removesuffix("*")
        assert any(other.startswith(head) for other in used) or rest in code, name


def test_every_word_on_file_is_named_in_both_languages(parameters: Parameters) -> None:
    tokens = parameters.definitions.tokens
    words = {w for _, d in parameters.definitions.items() for w in d.allowed or ()}
    exact = {name for name, _ in parameters.definitions.items()}
    for record in parameters.records:
        if record.unit in ("enum", "set"):
            parsed = record.parsed if isinstance(record.parsed, tuple) else (record.parsed,)
            words |= {word for word in parsed if isinstance(word, str)}
        if record.parameter not in exact:
            words.add(record.parameter.rpartition(".")[2])
    words.discard("none")
    assert sorted(words - tokens.keys()) == []


def test_labels(parameters: Parameters) -> None:
    definitions = parameters.definitions
    assert definitions.label("employee_pension.base_floor").zh == "职工基本养老保险个人缴费基数下限"
    plan = definitions.label("employee_medical.flexible_rate.with_account")
    assert (plan.zh, plan.en) == (
        "灵活就业人员职工基本医疗保险缴费比例（建个人账户）",
        "contribution rate of flexible workers in employee medical insurance "
        "(with individual account)",
    )
    assert definitions.label("nothing.at_all").en == "nothing.at_all"
    assert definitions.token("free").zh == "在上下限内自主确定"
    assert definitions.token("nobody knows").zh == "nobody knows"
    assert parameters.label("weihai").zh == "威海市"


def test_every_citation_is_registered_and_unknown_is_counted(parameters: Parameters) -> None:
    cited = {record.source for record in parameters.records}
    assert cited <= parameters.documents.keys()
    assert parameters.documents["unknown"].seen == "not_on_file"
    assert sum(record.source == "unknown" for record in parameters.records) > 0
    places = {d.place for d in parameters.documents.values() if d.place}
    assert places <= parameters.places.keys()


def test_places_and_their_codes(parameters: Parameters) -> None:
    assert {place.code: place.slug for place in parameters.places.values()} == {
        "100000": "national",
        "370000": "shandong",
        "370400": "zaozhuang",
        "370800": "jining",
        "371000": "weihai",
        "410000": "henan",
        "411000": "xuchang",
        "530000": "yunnan",
        "530900": "lincang",
    }
    assert sorted(parameters.cities()) == ["jining", "lincang", "weihai", "xuchang", "zaozhuang"]
    assert parameters.chain("weihai") == ("weihai", "shandong", "national")
    for name in ("371000", "weihai"):
        place = parameters.place(name)
        assert place is not None
        assert place.slug == "weihai"
    assert parameters.place("威海") is None


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2021-12-24", dt.date(2021, 12, 24)),
        ("2021-12", dt.date(2021, 12, 1)),
        ("2021", dt.date(2021, 1, 1)),
        ("", None),
        (None, None),
    ],
)
def test_a_bare_year_or_month_counts_from_its_first_day(
    date: str | None, day: dt.date | None
) -> None:
    assert first_day_meant(date) == day


def test_it_loads_fast(parameters: Parameters) -> None:
    """Well under 100 ms on a free core; three times that leaves room for a busy machine."""
    spent = []
    for _ in range(5):
        start = time.process_time()
        load_parameters()
        spent.append(time.process_time() - start)
    assert min(spent) < 0.3, spent


def test_the_data_version_follows_every_value(law: Path, parameters: Parameters) -> None:
    assert load_parameters(directory=law).data_version == parameters.data_version
    path = law / "shandong" / "weihai.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 7.5,", "value: 7.4,"), "utf-8")
    assert load_parameters(directory=law).data_version != parameters.data_version
    entered = load_parameters(entries=["weihai.employee_pension.base_floor=4000"])
    assert entered.data_version != parameters.data_version


# -- broken files -------------------------------------------------------------------------------


def changed(law: Path, case: dict[str, Any]) -> None:
    path = law / case["file"]
    if "remove" in case:
        path.unlink()
    elif "text" in case:
        path.parent.mkdir(exist_ok=True)
        path.write_text(case["text"], "utf-8")
    else:
        text = path.read_text("utf-8")
        assert text.count(case["old"]) == 1, f"{case['why']}: the text changed stands there once"
        path.write_text(text.replace(case["old"], case["new"]), "utf-8")


def line_of(path: Path, part: str) -> int:
    text = path.read_text("utf-8")
    return text[: text.index(part)].count("\n") + 1


def expected_where(law: Path, case: dict[str, Any], said: dict[str, str]) -> str:
    file = said.get("file", case["file"])
    part = said.get("at", case.get("new", ""))
    if "at" in said or ("new" in case and part and "file" not in said):
        return f"parameters/{file}:{line_of(law / file, part)}"
    return f"parameters/{file}"


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["why"])
def test_a_broken_file_is_refused_with_its_reasons(law: Path, case: dict[str, Any]) -> None:
    changed(law, case)
    problems = problems_in(law)
    assert sorted(p.code for p in problems) == sorted(said["code"] for said in case["says"])
    for said in case["says"]:
        assert any(fits(problem, said, expected_where(law, case, said)) for problem in problems), (
            said,
            problems,
        )


def fits(problem: Problem, said: dict[str, str], where: str) -> bool:
    rest = problem.where.removeprefix(where)
    return (
        problem.code == said["code"]
        and problem.where.startswith(where)
        and (not rest or not rest[0].isdigit())
        and said.get("where", "") in problem.where
        and said.get("found", problem.found) == problem.found
        and said.get("nearest", problem.nearest) == problem.nearest
        and any(said.get("allowed", "") in str(option) for option in (*problem.allowed, ""))
    )


def test_all_codes_of_the_table_are_stable_codes() -> None:
    assert {said["code"] for case in BROKEN for said in case["says"]} <= ERRORS.keys()


def test_problems_of_several_files_come_together(law: Path) -> None:
    picked = [
        case
        for case in BROKEN
        if case["why"]
        in {
            "a key of the file twice",
            "a unit misspelt",
            "a floor above its ceiling",
            "a document nobody registered",
            "a value twice in one block",
        }
    ]
    files: dict[str, int] = {}
    for case in picked:
        if case["file"] not in files:
            changed(law, case)
        files[case["file"]] = 1
    found = {
        (p.code, p.where.partition(":")[0].removeprefix("parameters/")) for p in problems_in(law)
    }
    assert found == {
        ("yaml.duplicate_key", "shandong/weihai.yaml"),
        ("yaml.duplicate_key", "henan/xuchang.yaml"),
        ("unit.not_allowed", "yunnan.yaml"),
        ("bounds.floor_above_ceiling", "shandong.yaml"),
    }


def test_several_problems_of_one_value_come_together(law: Path) -> None:
    path = law / "yunnan.yaml"
    old = "    - from: 2024-01-01\n      source: 云人社发〔2024〕2号\n      evidence: official"
    new = "    - from: 2024-01-15\n      source: 云人社发〔2024〕22号"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(
        text.replace(old, new).replace(
            "employer_rate: {value: 0.7,", "employer_rate: {value: 170,"
        ),
        "utf-8",
    )
    of_each_value = ["source.unknown", "evidence.missing", "period.mid_month"]
    codes = [problem.code for problem in problems_in(law)]
    assert sorted(codes) == sorted(["rate.above_100", *of_each_value, *of_each_value])


def test_other_encodings_are_named(law: Path) -> None:
    path = law / "shandong" / "weihai.yaml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    (problem,) = problems_in(law)
    assert (problem.code, problem.where) == ("file.not_utf8", "parameters/shandong/weihai.yaml")


def test_a_huge_file_is_refused_unread(law: Path) -> None:
    path = law / "shandong" / "weihai.yaml"
    path.write_bytes(path.read_bytes() + b"#" * 2_000_000)
    (problem,) = problems_in(law)
    assert problem.code == "file.too_large"


def test_blanks_in_quotes_and_full_width_digits_are_the_same_number(law: Path) -> None:
    path = law / "yunnan.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{value: 0.7, unit", '{value: " ０．７ ", unit'), "utf-8")
    answer = load_parameters(directory=law).ask(
        "lincang", "unemployment.employer_rate", dt.date(2026, 1, 1)
    )
    assert answer.whole == 7_000


def test_units_of_the_definitions_are_known(parameters: Parameters) -> None:
    for name, definition in parameters.definitions.items():
        assert all(kind_of(unit) for unit in definition.units), name
    assert kind_of("CNY/order") is Kind.AMOUNT
    assert kind_of("furlongs") is None


def test_no_folder_at_all(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path / "nowhere")
    assert problem.code == "file.unreadable"


def test_the_law_is_looked_for_in_package_and_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import calc.parameters.loading as loading

    monkeypatch.setattr(loading, "__file__", str(tmp_path / "calc" / "parameters" / "loading.py"))
    with pytest.raises(CanbaoError) as caught:
        loading.parameters_directory()
    assert [p.code for p in caught.value.problems] == ["parameters.not_found"]
    packaged = tmp_path / "calc" / "_data" / "parameters"
    packaged.mkdir(parents=True)
    (packaged / "definitions.yaml").write_text("", "utf-8")
    assert loading.parameters_directory() == packaged
