"""The command line: exit codes, JSON and nothing else, every problem on stderr, both languages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from calc.cli import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Canbao = Callable[..., Ran]


@pytest.fixture
def canbao(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Canbao:
    """Runs the command in this process, as a terminal would."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["canbao", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        code = stopped.value.code
        captured = capsys.readouterr()
        return Ran(int(code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def rider(tmp_path: Path) -> Path:
    path = tmp_path / "rider.yaml"
    path.write_text("workplace: weihai\npension_base: 5000\n", encoding="utf-8")
    return path


def option_of(document: Any, option_id: str) -> Any:
    return next(option for option in document["options"] if option["id"] == option_id)


def test_compare_prints_one_json_document(canbao: Canbao, rider: Path) -> None:
    ran = canbao("compare", rider, "--on", "2026-11-22", "--json")
    assert (ran.code, ran.err) == (0, "")
    document = ran.json()
    assert document["schema"] == 1
    assert (document["as_of"], document["known_on"], document["year"]) == (
        "2026-11-22",
        "2026-11-22",
        2026,
    )
    pension = option_of(document, "pension=flexible@weihai;medical=none")
    # Weihai, base 5000: 20 % is 1000.00, of which 8 points, 400.00, go to the account
    line = pension["lines"][0]
    assert (line["item"], line["payer"], line["month_fen"]) == (
        "employee_pension",
        "worker",
        100_000,
    )
    assert line["parts"] == {"individual_account_fen": 40_000, "pooled_fund_fen": 60_000}


@pytest.mark.parametrize(
    ("arguments", "floor", "status"),
    [
        # the floor of 2026 was published on 2026-08-14 (鲁人社字〔2026〕75号)
        (["--on", "2026-03-01", "--known-on", "2026-03-01"], "4504", "carried_forward"),
        (["--on", "2026-03-01", "--known-on", "2026-08-13"], "4504", "carried_forward"),
        (["--on", "2026-03-01", "--known-on", "2026-08-14"], "4573", "in_force"),
        (["--on", "2026-11-22"], "4573", "in_force"),
        (["--on", "2026-03-01"], "4573", "in_force"),
    ],
)
def test_get_tells_two_times(canbao: Canbao, arguments: list[str], floor: str, status: str) -> None:
    ran = canbao("parameters", "get", "weihai", "employee_pension.base_floor", *arguments, "--json")
    assert ran.code == 0
    document = ran.json()
    assert (document["value"], document["status"], document["place"]) == (floor, status, "shandong")


def test_get_names_the_parameter_as_a_comparison_does(canbao: Canbao) -> None:
    name = "employee_pension.base_floor"
    document = canbao("parameters", "get", "weihai", name, "--lang", "en", "--json").json()
    assert (document["name"], document["parameter"]) == (name, name)
    assert document["label"].startswith("lowest contribution base")


@pytest.mark.parametrize(
    ("parameter", "nearest"),
    [
        ("employee_medical.flexible_rate.bogus", ""),
        ("employee_medical.flexible_rate.with_acount", "with_account"),
        ("employee_pension.base_flor", "employee_pension.base_floor"),
    ],
)
def test_get_of_a_name_that_nobody_has(canbao: Canbao, parameter: str, nearest: str) -> None:
    ran = canbao("parameters", "get", "weihai", parameter)
    assert (ran.code, "[parameter.unknown]" in ran.err, nearest in ran.err) == (1, True, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["retire", "--born", "1970-05", "--track", "female55"],
        ["parameters", "check"],
        ["parameters", "coverage", "--place", "weihai"],
        ["parameters", "get", "weihai", "employee_pension.base_floor"],
    ],
)
def test_every_json_object_says_its_schema(canbao: Canbao, arguments: list[str]) -> None:
    document = canbao(*arguments, "--json").json()
    assert next(iter(document.items())) == ("schema", 1)


def test_get_by_code_and_in_words(canbao: Canbao) -> None:
    ran = canbao("parameters", "get", "371000", "employee_pension.base_floor", "--on", "2026-11-22")
    assert ran.code == 0
    for text in ("4,573 元/月", "鲁人社字〔2026〕75号", "2026-01-01 – 2026-12-31", "现行有效"):
        assert text in ran.out
    ran = canbao(
        "parameters",
        "get",
        "weihai",
        "employee_pension.base_floor",
        "--on",
        "2026-11-22",
        "--lang",
        "en",
    )
    assert "in force" in ran.out
    assert "two secondary sources" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["get", "weihia", "employee_pension.base_floor"], "place.unknown"),
        (["get", "weihai", "employee_pension.base_flor"], "parameter.unknown"),
        (["get", "lincang", "employee_medical.flexible_base_proportion"], "parameter.missing"),
        (
            [
                "get",
                "xuchang",
                "employee_pension.base_floor",
                "--on",
                "2026-11-22",
                "--mode",
                "strict",
            ],
            "parameter.missing",
        ),
        (["list", "--place", "beijing"], "place.unknown"),
        (["overlay", "--set", "weihai"], "set.wrong_form"),
        (["overlay", "--set", "weihai.employee_pension.base_floor=-1"], "money.negative"),
        (["check", "--directory", "nowhere"], "file.unreadable"),
        # entered values that would cross a bound on file, or that nobody would ever ask for
        (
            ["overlay", "--set", "weihai.employee_pension.base_floor=40000"],
            "bounds.floor_above_ceiling",
        ),
        (
            ["overlay", "--set", "shandong.employee_pension.base_ceiling=3000"],
            "bounds.floor_above_ceiling",
        ),
        (
            ["overlay", "--set", "weihai.employee_medical.flexible_rate.without_acount=6%"],
            "parameter.unknown",
        ),
        (["overlay", "--set", "weihai.resident_medical.premium=480"], "parameter.has_variants"),
        (["get", "weihai", "resident_medical.premium"], "parameter.has_variants"),
    ],
)
def test_wrong_questions_exit_1_with_a_code(
    canbao: Canbao, arguments: list[str], code: str
) -> None:
    ran = canbao("parameters", *arguments)
    assert ran.code == 1
    assert ran.out == ""
    assert f"[{code}]" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", "x.yaml", "--on", "2026-13-01"],
        ["compare", "x.yaml", "--on", "yesterday"],
        ["compare", "x.yaml", "--mode", "lenient"],
        ["compare", "x.yaml", "--lang", "fr"],
        ["compare", "x.yaml", "--yeer", "2026"],
        ["parameters", "get", "weihai"],
        ["no-such-command"],
    ],
)
def test_a_wrong_command_line_exits_2(canbao: Canbao, arguments: list[str]) -> None:
    assert canbao(*arguments).code == 2


def test_every_problem_of_a_file_at_once_with_lines(canbao: Canbao, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "workplce: weihai\nborn: 1990-13\nsex: femal\npension_base: 1,000\n", encoding="utf-8"
    )
    ran = canbao("compare", path)
    assert ran.code == 1
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert [line.rpartition("[")[2].rstrip("]") for line in lines] == [
        "key.missing",
        "key.unknown",
        "month.not_a_month",
        "value.not_allowed",
        "money.thousands_separator",
    ]
    assert lines[2].startswith("wrong.yaml:2 born：")
    assert "“workplace”" in lines[1]
    english = canbao("compare", path, "--lang", "en")
    assert "did you mean «female»?" in english.err


def test_list_has_every_record_and_list_by_place(canbao: Canbao) -> None:
    everything = canbao("parameters", "list", "--json").json()
    weihai = canbao("parameters", "list", "--place", "weihai", "--json").json()
    assert {record["place"] for record in weihai} == {"weihai"}
    assert [record for record in everything if record["place"] == "weihai"] == weihai
    assert set(weihai[0]) >= {
        "parameter", "place", "value", "unit", "from", "to", "source", "article", "evidence",
        "published", "note",
    }  # fmt: skip


def test_check_and_coverage(canbao: Canbao) -> None:
    report = canbao("parameters", "check", "--on", "2026-11-22", "--json").json()
    assert report["ok"] is True
    assert set(report["places"]) == {"jining", "weihai", "zaozhuang", "xuchang", "lincang"}
    assert "参数文件检查通过" in canbao("parameters", "check").out
    states = canbao(
        "parameters", "coverage", "--place", "lincang", "--on", "2026-11-22", "--json"
    ).json()["coverage"]
    by_name = {state["parameter"]: state for state in states}
    assert by_name["employee_medical.flexible_base_proportion"]["status"] == "missing"
    assert by_name["employee_pension.base_floor"]["status"] == "in_force"
    assert by_name["resident_pension.places"]["status"] == "unverified"
    assert by_name["employee_medical.employer_rate"]["status"] == "not_confirmed"
    assert by_name["employee_pension.benefit_calculation_base"]["status"] == "carried_forward"
    assert by_name["employee_pension.benefit_calculation_base"]["since"] == "2026-01-01"


def test_what_was_entered_prints_as_an_overlay_and_comes_back(
    canbao: Canbao, tmp_path: Path
) -> None:
    entry = "lincang.employee_medical.flexible_base_proportion=60%"
    printed = canbao("parameters", "overlay", "--set", entry)
    assert printed.code == 0
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(printed.out, encoding="utf-8")
    person = tmp_path / "person.json"
    person.write_text('{"workplace": "lincang"}', encoding="utf-8")
    day = ["--on", "2026-11-22", "--json"]
    by_set = canbao("compare", person, "--set", entry, *day).json()
    by_file = canbao("compare", person, "--overlay", overlay, *day).json()
    assert by_set == by_file
    medical = option_of(by_set, "pension=none;medical=flexible.without_account@lincang")
    line = medical["lines"][0]
    # 7339 × 60 % = 4403.4, to whole yuan 4403; by article 10 of 云人社发〔2021〕40号
    assert "7339.00 × 60 % → 4403.00" in line["formula"]
    assert "entered" in line["statuses"]
    cited = {(p["source"], p["article"]) for p in line["parameters"]}
    assert ("云人社发〔2021〕40号", "10") in cited


def test_an_unpriced_option_says_what_to_enter(canbao: Canbao, tmp_path: Path) -> None:
    person = tmp_path / "person.yaml"
    person.write_text("workplace: lincang\n", encoding="utf-8")
    ran = canbao("compare", person, "--on", "2026-11-22", "--lang", "en")
    text = " ".join(ran.out.split())
    assert "Cannot be priced: Lincang" in text
    assert "12393" in text
    assert "--set lincang.employee_medical.flexible_base_proportion=" in text.replace("- ", "-")


def test_explain_unfolds_by_number_and_by_id(canbao: Canbao, rider: Path) -> None:
    by_id = canbao(
        "compare", rider, "--on", "2026-11-22", "--explain", "pension=flexible@weihai;medical=none"
    )
    assert by_id.code == 0
    for text in ("5000.00 × 20 % = 1000.00", "国发〔2005〕38号", "个人账户 400.00"):
        assert text in " ".join(by_id.out.split())
    document = canbao("compare", rider, "--on", "2026-11-22", "--json").json()
    ids = [option["id"] for option in document["options"]]
    number = ids.index("pension=flexible@weihai;medical=none") + 1
    assert canbao("compare", rider, "--on", "2026-11-22", "--explain", number).out == by_id.out
    wrong = canbao("compare", rider, "--explain", "pension=flexible@weihai;medical=non")
    assert (wrong.code, "[option.unknown]" in wrong.err) == (1, True)


def test_standard_input(canbao: Canbao, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        class buffer:
            @staticmethod
            def read() -> bytes:
                return b'{"workplace": "weihai", "pension_base": 5000.0}'

    monkeypatch.setattr(sys, "stdin", Stdin)
    document = canbao("compare", "-", "--on", "2026-11-22", "--json").json()
    assert document["applicant"]["pension_base"] == "5000.00"


def test_codes_are_listed_in_both_languages(canbao: Canbao) -> None:
    codes = canbao("codes", "--json").json()
    by_code = {(code["kind"], code["code"]): code for code in codes}
    assert len(by_code) == len(codes)
    assert by_code["item", "employee_pension"]["zh"]["text"] == "职工基本养老保险"
    assert all(code["zh"].keys() == code["en"].keys() for code in codes)
    assert all(code["zh"] for code in codes)
    table = canbao("codes").out
    assert "place.unknown" in table


@pytest.mark.parametrize("name", ["applicant", "parameters", "comparison"])
def test_schemas_are_printed(canbao: Canbao, name: str) -> None:
    document = canbao("schema", name).json()
    assert document["$schema"].startswith("https://json-schema.org/")


EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.yaml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_of_every_example_fits_its_schema(
    canbao: Canbao, example: Path, lang: str
) -> None:
    document = canbao("compare", example, "--on", "2026-11-22", "--lang", lang, "--json").json()
    validator = Draft202012Validator(canbao("schema", "comparison").json())
    assert [error.message for error in validator.iter_errors(document)] == []


def test_an_unknown_schema_exits_1(canbao: Canbao) -> None:
    ran = canbao("schema", "aplicant")
    assert (ran.code, "“applicant”" in ran.err) == (1, True)


def test_version_tells_the_data_version(canbao: Canbao) -> None:
    ran = canbao("--version")
    assert ran.code == 0
    assert ran.out.startswith("canbao ")
    assert canbao("parameters", "check", "--json").json()["data_version"] in ran.out


def test_as_a_process_a_closed_pipe_is_quiet(rider: Path) -> None:
    command = f"{sys.executable} -c 'from calc.cli import main; main()' codes | head -n 1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # rows of the official table and published examples (shared cases)
        (
            ["--born", "1965-01", "--track", "male60"],
            {"delay_months": 1, "statutory_age": "60y1m", "statutory_month": "2025-02"},
        ),
        (
            ["--born", "1976-02", "--track", "male60"],
            {"delay_months": 34, "statutory_age": "62y10m", "statutory_month": "2038-12"},
        ),
        (
            ["--born", "1975-03", "--track", "female50"],
            {"delay_months": 2, "statutory_age": "50y2m", "statutory_month": "2025-05"},
        ),
        # before 2025-01 there is no choice
        (
            ["--born", "1964-12", "--track", "male60"],
            {"earliest_month": "2024-12", "latest_month": "2024-12", "statutory_month": "2024-12"},
        ),
        # 1969-05 is the 53rd birth month from 1965-01: 14 months of delay, 2030-07. Early: the
        # minimum of the chosen year (180 in 2029); the statutory year 2030 has 186
        (
            ["--born", "1969-05", "--track", "male60", "--shift", "-8"],
            {"chosen_month": "2029-11", "chosen_age": "60y6m", "minimum_contribution_months": 180},
        ),
        # late: the minimum of the statutory year
        (
            ["--born", "1969-05", "--track", "male60", "--shift", "12"],
            {"chosen_month": "2031-07", "minimum_contribution_months": 186},
        ),
    ],
)
def test_retire(canbao: Canbao, arguments: list[str], expected: dict[str, object]) -> None:
    document = canbao("retire", *arguments, "--json").json()
    assert {key: document[key] for key in expected} == expected


def test_retire_a_range_is_an_array(canbao: Canbao) -> None:
    span = canbao("retire", "--born", "1964-12..1965-05", "--track", "male60", "--json").json()
    assert [row["delay_months"] for row in span] == [0, 1, 1, 1, 1, 2]
    assert "1965-05" in canbao("retire", "--born", "1964-12..1965-05", "--track", "male60").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--born", "1965-13", "--track", "male60"], "month.not_a_month"),
        (["--born", "1966-01..1965-01", "--track", "male60"], "value.wrong_form"),
        (["--born", "1965-01", "--track", "male65"], "value.not_allowed"),
        (["--born", "1965-01", "--track", "male60", "--shift", "-2"], "value.out_of_range"),
        (["--born", "1965-01", "--track", "male60", "--shift", "37"], "value.out_of_range"),
    ],
)
def test_retire_refuses(canbao: Canbao, arguments: list[str], code: str) -> None:
    ran = canbao("retire", *arguments)
    assert (ran.code, f"[{code}]" in ran.err) == (1, True)


def test_benefits(canbao: Canbao) -> None:
    # published: W 12049, Z 1, 240 months, account 139000, age 60 → 2409.80 + 1000.00
    employee = canbao(
        "benefit", "employee", "--calculation-base", "12049", "--index", "1",
        "--contribution-months", "240", "--account", "139000", "--age", "60y0m", "--json",
    ).json()  # fmt: skip
    assert employee == {
        "schema": 1,
        "divisor_months": 139,
        "basic_fen": 240_980,
        "account_fen": 100_000,
        "total_fen": 340_980,
    }
    # published: account 138096.30 over divisor 118.3 is 1167.34
    by_divisor = canbao(
        "benefit", "employee", "--calculation-base", "12049", "--index", "1",
        "--contribution-months", "240", "--account", "138096.30", "--divisor", "118.3", "--json",
    ).json()  # fmt: skip
    assert (by_divisor["divisor_months"], by_divisor["account_fen"]) == (118.3, 116_734)
    # Xinyang: (6738 + 6260 × 0.68834) / 2 × 39.5 % = 2181.78
    henan = canbao(
        "benefit", "employee", "--calculation-base", "6738", "--city-calculation-base", "6260",
        "--index", "0.68834", "--contribution-months", "474", "--account", "0", "--age", "60y",
        "--json",
    ).json()  # fmt: skip
    assert henan["basic_fen"] == 218_178
    # published: base 123, account 50000 → 482.71
    resident = canbao(
        "benefit", "resident", "--base-pension", "123", "--account", "50000", "--json"
    ).json()
    assert resident == {
        "schema": 1,
        "base_fen": 12_300,
        "account_fen": 35_971,
        "total_fen": 48_271,
    }
    shown = canbao("benefit", "resident", "--base-pension", "123", "--account", "50000")
    assert "482.71" in shown.out


def test_every_wrong_number_of_a_benefit_at_once(canbao: Canbao) -> None:
    ran = canbao(
        "benefit", "employee", "--calculation-base", "7,417", "--index", "x",
        "--contribution-months", "1.5", "--account", "-3", "--age", "90y0m",
    )  # fmt: skip
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 5
    both = canbao(
        "benefit", "employee", "--calculation-base", "1", "--index", "1",
        "--contribution-months", "1", "--account", "1", "--age", "60y", "--divisor", "139",
    )  # fmt: skip
    assert both.code == 2


def test_a_year_without_paid_months_says_so_and_is_never_marked(
    canbao: Canbao, tmp_path: Path
) -> None:
    person = tmp_path / "later.yaml"
    person.write_text("workplace: weihai\nenrolled_from: 2027-05\n", encoding="utf-8")
    shown = canbao("compare", person, "--on", "2026-11-22", "--lang", "en")
    assert "--year 2027" in " ".join(shown.out.split())
    assert "■" not in shown.out
    next_year = canbao("compare", person, "--on", "2026-11-22", "--year", "2027", "--json").json()
    # 8 months from May at 914.60, the floor of 2026 carried forward
    assert (
        option_of(next_year, "pension=flexible@weihai;medical=none")["worker_year_fen"] == 731_680
    )


def test_an_open_subsidy_is_expected_in_its_month(canbao: Canbao, tmp_path: Path) -> None:
    person = tmp_path / "jining.yaml"
    person.write_text(
        "workplace: jining\nborn: 1990-05\nsex: male\nrelation: managed\n"
        "occupation: ride_hailing\naccident_insurance:\n  premium: 120\n  months: 12\n"
        "  starts_on: 2024-03-01\n  platform_registered_in: jining\n"
        "  employment_registered: true\n  claimed_this_year: false\n"
        "  other_injury_subsidy: false\n  is_manager: false\n",
        encoding="utf-8",
    )
    document = canbao("compare", person, "--on", "2024-06-01", "--json").json()
    # half of 120 yuan, claimed in October (Jining's rules)
    assert document["options"][1]["receipts"] == [
        {"month": "2024-10", "item": "accident_insurance_subsidy@jining", "amount_fen": 6_000}
    ]
    assert document["options"][1]["subsidy_year_fen"] == 0


def test_half_a_character_is_refused(canbao: Canbao, tmp_path: Path) -> None:
    person = tmp_path / "half.json"
    person.write_text('{"workplace": "weihai", "platform": "\\ud800"}', encoding="utf-8")
    ran = canbao("compare", person, "--json")
    assert (ran.code, "[value.wrong_form]" in ran.err) == (1, True)
