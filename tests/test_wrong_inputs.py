"""Wrong inputs: each gives its listed codes and exit 1; nothing ends in a traceback."""

from __future__ import annotations

import itertools
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from calc import CanbaoError, compare, load_parameters
from calc.cli import main
from calc.codes import ERRORS
from calc.errors import Problem
from calc.months import parse_day
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
    if "set" in case:
        parameters = load_parameters(entries=case["set"])
    year = int(case["year"]) if "year" in case else None
    compare(read_given_file(path), parameters, on=parse_day(case.get("on", DAY)), year=year)


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
