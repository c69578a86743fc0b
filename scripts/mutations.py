"""Breaks the rules on purpose, one line at a time, and records whether the tests notice.

    python scripts/mutations.py                       every list in tests/mutations/
    python scripts/mutations.py tests/mutations/subsidies.yaml --only 3 7

Works on a copy of the tree, never on the tree itself. A list names the tests that have to notice
and the breaks: a file, the text to replace (it must stand there exactly once), the new text, and
why that would be wrong. With ``--write`` the outcome goes beside the list, as ``.result.md``.
Exit code 1 if a break survives that is not marked ``survives`` with its reason.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
LISTS = ROOT / "tests" / "mutations"
COPIED = ("calc", "parameters", "tests", "scripts", "app", "pyproject.toml", "streamlit_app.py")
SKIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", ".hypothesis")
WHERE = "import calc, pathlib; print(pathlib.Path(calc.__file__).resolve().parents[1])"
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:::(.*?))?(?: - .*)?$", re.MULTILINE)
HEAD = (
    "# {title}: deliberate breaks\n\n"
    "{caught} of {all} breaks caught. Made by `python scripts/mutations.py --write`; the list is\n"
    "`{list}`, the tests: {tests}.\n\n"
    "| no. | file | break | outcome | noticed by |\n| --: | --- | --- | --- | --- |\n"
)


@dataclass(frozen=True)
class Break:
    """One deliberate break."""

    number: int
    file: str
    old: str
    new: str
    why: str
    survives: str = ""


@dataclass(frozen=True)
class Outcome:
    """Whether a break was noticed, and by which test first."""

    broken: Break
    caught: bool
    by: str


def read(path: Path) -> tuple[list[str], list[Break]]:
    """The tests and the breaks of a list; every text must stand in its file exactly once."""
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    breaks = [Break(number, **entry) for number, entry in enumerate(data["breaks"], 1)]
    wrong = []
    for each in breaks:
        count = (ROOT / each.file).read_text("utf-8").count(each.old)
        if count != 1 or each.old == each.new:
            wrong.append(f"{path.name} no. {each.number}: stands {count} times in {each.file}")
    if wrong:
        sys.exit("\n".join(wrong))
    return data["tests"], breaks


def environment(copy: Path) -> Mapping[str, str]:
    """No bytecode: a file that is changed and changed back within a second must be read again."""
    return {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}


def run_tests(copy: Path, tests: Sequence[str]) -> tuple[bool, str]:
    """Whether the tests pass in the copy, and the first one that fails."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "--no-header", *tests],
        cwd=copy,
        env=environment(copy),
        capture_output=True,
        text=True,
        check=False,
    )
    found = FAILED.search(done.stdout)
    by = (found.group(2) or found.group(1)) if found else done.stdout[-500:]
    return done.returncode == 0, by


def try_break(copy: Path, broken: Break, tests: Sequence[str]) -> Outcome:
    """Break the copy, run the tests, mend it."""
    path = copy / broken.file
    text = path.read_text("utf-8")
    path.write_text(text.replace(broken.old, broken.new), "utf-8")
    try:
        passed, by = run_tests(copy, tests)
    finally:
        path.write_text(text, "utf-8")
    return Outcome(broken, not passed, "" if passed else by)


def make_copy(folder: Path) -> Path:
    """The tree without what git and caches hold."""
    copy = folder / "tree"
    copy.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=SKIPPED)
        elif source.exists():
            shutil.copy(source, copy / name)
    where = subprocess.run(
        [sys.executable, "-c", WHERE],
        cwd=copy,
        env=environment(copy),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    if Path(where) != copy.resolve():
        sys.exit(f"the copy is not what is imported, but {where}")
    return copy


def report(path: Path, tests: Sequence[str], outcomes: Sequence[Outcome]) -> str:
    """The outcome as a table."""
    lines = [
        HEAD.format(
            title=path.stem.capitalize(),
            caught=sum(outcome.caught for outcome in outcomes),
            all=len(outcomes),
            list=path.relative_to(ROOT).as_posix(),
            tests=", ".join(f"`{test}`" for test in tests),
        )
    ]
    for outcome in outcomes:
        broken = outcome.broken
        state = "caught" if outcome.caught else f"survives: {broken.survives or 'unexplained'}"
        by = outcome.by.replace("|", "\\|")
        lines.append(f"| {broken.number} | `{broken.file}` | {broken.why} | {state} | {by} |\n")
    return "".join(lines)


def main() -> int:
    """Try every break of the lists."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("lists", nargs="*", type=Path, help="lists of breaks")
    parser.add_argument("--only", nargs="*", type=int, default=(), help="numbers of breaks")
    parser.add_argument("--write", action="store_true", help="write the outcome beside the list")
    arguments = parser.parse_args()
    surviving = 0
    for path in [p.resolve() for p in arguments.lists] or sorted(LISTS.glob("*.yaml")):
        tests, breaks = read(path)
        outcomes = []
        with tempfile.TemporaryDirectory() as folder:
            copy = make_copy(Path(folder))
            passed, by = run_tests(copy, tests)
            if not passed:
                sys.exit(f"the tests fail without any break: {by}")
            for broken in breaks:
                if arguments.only and broken.number not in arguments.only:
                    continue
                outcomes.append(try_break(copy, broken, tests))
                state = "caught" if outcomes[-1].caught else "SURVIVES"
                print(f"{path.stem} {broken.number:3} {state}: {broken.why}", flush=True)
        surviving += sum(not (o.caught or o.broken.survives) for o in outcomes)
        if arguments.write and not arguments.only:
            path.with_suffix(".result.md").write_text(report(path, tests, outcomes), "utf-8")
    return 1 if surviving else 0


if __name__ == "__main__":
    sys.exit(main())
