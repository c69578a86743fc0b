"""Wrong inputs: each gives its listed codes and exit 1; nothing ends in a traceback."""

from __future__ import annotations

import datetime as dt
import itertools
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from calc import CanbaoError, compare, load_parameters
from calc.cli import main
from calc.codes import ERRORS
from calc.comparison import problems_beside
from calc.errors import Gathered, Problem
from calc.parameters.lookup import Parameters
from calc.reading import read_applicant_file, read_given_file

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases" / "applicant_errors" / "wrong_inputs.yaml").read_text("utf-8"),
    yaml.BaseLoader,
)
DAY = "2026-11-22"


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


def bomb() -> str:
    letters = "abcdefghij"
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for before, letter in itertools.pairwise(letters):
        lines.append(f"{letter}: &{letter} [{','.join([f'*{before}'] * 9)}]")
    return "\n".join(lines)


MADE: dict[str, Callable[[], str]] = {
    "bomb": bomb,
    "deep": lambda: "[" * 90_000,
    "huge": lambda: "workplace: weihai\n" + "# x\n" * 3_000_000,
    "keys": lambda: "".join(f"k{number}: 1\n" for number in range(5_000)),
    "digits": lambda: '{"workplace": "weihai", "id": ' + "9" * 100_000 + "}",
    "long": lambda: f"workplace: weihai\nid: {'x' * 201}",
}


def written(case: dict[str, Any], folder: Path) -> Path:
    path = folder / case.get("file", "a.yaml")
    if "hex" in case:
        path.write_bytes(bytes.fromhex(case["hex"]))
    elif "make" in case:
        path.write_text(MADE[case["make"]](), "utf-8")
    elif "text" in case:
        path.write_text(case["text"], "utf-8")
    return path


def codes_said(case: dict[str, Any]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for said in case["says"]:
        counted[said["code"]] += int(said.get("times", 1))
    return counted


def fits(problem: Problem, said: dict[str, str]) -> bool:
    return (
        problem.code == said["code"]
        and said.get("found", problem.found) == problem.found
        and said.get("nearest", problem.nearest) == problem.nearest
        and said.get("where", "") in problem.where
        and any(said.get("allowed", "") in str(option) for option in (*problem.allowed, ""))
    )


def asked(case: dict[str, Any], path: Path, parameters: Parameters) -> None:
    """As the command does it: what cannot be read hides nothing of the rest."""
    law, given, gathered = None, None, Gathered()
    options = {"on": case.get("on", DAY), "year": case.get("year")}
    with gathered:
        given = read_given_file(path)
    with gathered:
        law = load_parameters(entries=case["set"]) if "set" in case else parameters
    if given is None or law is None:
        raise CanbaoError([*gathered.problems, *problems_beside(given, law, **options)])
    compare(given, law, **options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_from_python(case: dict[str, Any], tmp_path: Path, parameters: Parameters) -> None:
    path = written(case, tmp_path)
    with pytest.raises(CanbaoError) as caught:
        asked(case, path, parameters)
    problems = caught.value.problems
    assert Counter(problem.code for problem in problems) == codes_said(case)
    for said in case["says"]:
        assert any(fits(problem, said) for problem in problems), (said, problems[:9])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_from_the_command_line(
    case: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["canbao", "compare", str(written(case, tmp_path)), "--on", case.get("on", DAY)]
    arguments += [f"--year={case['year']}"] if "year" in case else []
    arguments += [part for entry in case.get("set", ()) for part in ("--set", entry)]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    said = codes_said(case)
    assert len(lines) == said.total(), err[:2000]
    for code, times in said.items():
        assert sum(f"[{code}]" in line for line in lines) == times
    assert "Traceback" not in err


def test_the_table_is_long_and_its_codes_are_stable() -> None:
    assert len(CASES) >= 60
    assert len({case["why"] for case in CASES}) == len(CASES)
    assert {said["code"] for case in CASES for said in case["says"]} <= ERRORS.keys()


@pytest.mark.parametrize("make", ["huge", "keys", "deep", "bomb"])
def test_hostile_files_are_refused_soon(make: str, tmp_path: Path) -> None:
    path = written({"make": make}, tmp_path)
    start = time.process_time()
    with pytest.raises(CanbaoError):
        read_applicant_file(path)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"on": "2026-02-29"}, ["date.not_a_day"]),
        ({"on": 20261122}, ["date.not_a_day"]),
        ({"on": None}, ["date.not_a_day"]),
        ({"on": DAY, "known_on": "yesterday"}, ["date.not_a_day"]),
        ({"on": DAY, "year": "26"}, ["year.out_of_range"]),
        ({"on": DAY, "year": True}, ["year.out_of_range"]),
        ({"on": DAY, "year": 2026.5}, ["year.out_of_range"]),
        ({"on": DAY, "mode": "lenient"}, ["value.not_allowed"]),
        ({"on": DAY, "assumptions": {"wage_growth": 2}}, ["value.wrong_type"]),
        (
            {"on": "x", "known_on": "y", "year": "z", "mode": "w", "assumptions": {"v": "u"}},
            [
                *("assumption.unknown", "date.not_a_day", "date.not_a_day"),
                *("year.out_of_range", "value.not_allowed"),
            ],
        ),
    ],
)
def test_what_is_asked_beside_the_applicant(
    options: dict[str, Any], codes: list[str], parameters: Parameters
) -> None:
    for person, beside in (({"workplace": "weihai"}, []), ({"workplace": "x"}, ["place.unknown"])):
        with pytest.raises(CanbaoError) as caught:
            compare(person, parameters, **options)
        assert sorted(each.code for each in caught.value.problems) == sorted([*codes, *beside])


@pytest.mark.parametrize(
    ("name", "nearest"), [("威海市", "weihai"), ("临沧", "lincang"), ("海", "")]
)
def test_who_writes_a_place_in_chinese_is_told_what_to_write(
    name: str, nearest: str, parameters: Parameters
) -> None:
    with pytest.raises(CanbaoError) as caught:
        compare({"workplace": name}, parameters, on=dt.date(2026, 11, 22))
    assert [(each.code, each.nearest) for each in caught.value.problems] == [
        ("place.unknown", nearest)
    ]


def test_days_and_years_as_they_come(parameters: Parameters) -> None:
    person = {"workplace": "weihai"}
    day = dt.date(2026, 11, 22)
    expected = compare(person, parameters, on=day, known_on=day, year=2025).to_dict()
    midday = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    for on, year in ((DAY, "2025"), (f" {DAY} ", 2025), (midday, np.int64(2025))):
        assert compare(person, parameters, on=on, known_on=on, year=year).to_dict() == expected


def test_numbers_of_numpy_are_the_numbers_they_are(parameters: Parameters) -> None:
    day = dt.date(2026, 11, 22)
    person = {"workplace": "weihai", "pension_base": "5000.1", "hardship": True}
    expected = compare(person, parameters, on=day).to_dict()
    for base in (np.float64("5000.1"), np.float32("5000.1"), np.array(5000.1)):
        found = person | {"pension_base": base, "hardship": np.bool_(True)}
        assert compare(found, parameters, on=day).to_dict() == expected
