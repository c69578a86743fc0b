"""The kernel against its peers, in one family of processes that take turns.

    python benchmarks/kernel.py [--people N] [--rounds N]

Every candidate gets the same columns of people and the same law, and works out the same two totals
(``workload.py``). Each runs in a process of its own with one thread; the processes are asked in
turn, one run each a round, so that whatever else the machine does meets all of them. Peers whose
environment does not exist (``make bench-peers``) are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from measuring import ONE_THREAD, ROOT, Section, spread
from workload import people_of, save, world_on_file

HERE = Path(__file__).resolve().parent
PEERS = Path(os.environ.get("CANBAO_BENCH_PEERS", ROOT / "build" / "peers"))
PEOPLE = 2_000_000
ROUNDS = 9
SLOW_ROUNDS = 3
ENGINE_CHUNK = 1 << 14
KEPT_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(1 << 30), "MALLOC_MMAP_THRESHOLD_": str(1 << 25)}
"""What is freed stays with the process, for every candidate: else glibc may hand the memory of a
column back to the system and fetch it again for the next one, which costs more than the work."""


@dataclass(frozen=True)
class Candidate:
    """One way to work it out.

    Attributes:
        name: Under which its module knows it.
        label: As it is shown.
        share: For how many of the people, so that slow ones end.
        slow: Whether fewer rounds must do.
    """

    name: str
    label: str
    share: float = 1.0
    slow: bool = False


@dataclass
class Family:
    """Candidates that run in one process.

    Attributes:
        module: Their module.
        environment: The virtual environment they need; empty for this one.
        settings: Settings of the process.
    """

    module: str
    environment: str
    candidates: tuple[Candidate, ...]
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def python(self) -> Path:
        return PEERS / self.environment / "bin" / "python" if self.environment else self._own

    @property
    def _own(self) -> Path:
        return Path(sys.executable)


def core(module: str, label: str) -> Family:
    return Family(
        module,
        module,
        (
            Candidate(f"{module} best", f"{label}, at its best"),
            Candidate(f"{module} shell", f"{label}, formulas of bare NumPy"),
            Candidate(f"{module} documented", f"{label}, as documented, arrays", 0.025, True),
            Candidate(f"{module} situations", f"{label}, as documented, dict", 0.001, True),
        ),
    )


FAMILIES = (
    Family(
        "ours",
        "",
        (
            Candidate("yardstick", "memory yardstick"),
            Candidate("canbao", "Canbao"),
            Candidate("numpy", "NumPy int64, whole columns"),
        ),
    ),
    Family(
        "ours",
        "",
        (Candidate("canbao", "Canbao, in the chunks of the batch"),),
        {"CANBAO_BENCH_CHUNK": str(ENGINE_CHUNK)},
    ),
    Family(
        "frames",
        "tables",
        (
            Candidate("numba", "numba, one fused loop"),
            Candidate("polars", "polars, lazy, int64"),
            Candidate("duckdb", "DuckDB, joins, int64"),
        ),
    ),
    core("openfisca", "OpenFisca-Core"),
    core("policyengine", "PolicyEngine-Core"),
    Family("exact", "", (Candidate("decimal", "Python Decimal loop (the oracle)", 0.05, True),)),
)


class Child:
    """The process of a family."""

    def __init__(self, family: Family, folder: Path) -> None:
        self.family = family
        self._folder = folder
        self._process = subprocess.Popen(
            [
                str(family.python),
                str(HERE / "serve.py"),
                family.module,
                str(folder),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **ONE_THREAD, **KEPT_MEMORY, **family.settings},
        )

    def ask(self, *words: str) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join(words) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.family.module} ended: {words}")
        return json.loads(answer)

    def totals(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        file = self._folder / "totals.npz"
        self.ask("save", name, str(file))
        with np.load(file) as found:
            return found["net"], found["account"]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


@dataclass
class Measured:
    """A candidate's runs."""

    candidate: Candidate
    child: Child
    people: int
    rates: list[float] = field(default_factory=list)
    wrong: int = 0


def measure(people: int, rounds: int) -> Section:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory(prefix="canbao-bench-") as name:
        folder = Path(name)
        world = world_on_file()
        save(folder, world, people_of(world, people))
        children = [Child(family, folder) for family in FAMILIES if family.python.exists()]
        left_out = [family.environment for family in FAMILIES if not family.python.exists()]
        try:
            every, found = _run(children, people, rounds)
            steps = children[0].ask("steps")
        finally:
            for child in children:
                child.close()
    section = _section(every, left_out, rounds)
    section.after += [_goals(every), _where_time_goes(steps)]
    section.after.append(", ".join(f"{name} {version}" for name, version in found.items()) + ".")
    return section


def _run(children: list[Child], people: int, rounds: int) -> tuple[list[Measured], dict[str, str]]:
    found: dict[str, str] = {}
    every = []
    for child in children:
        versions = child.ask("versions")
        assert isinstance(versions, dict)
        found = versions | found
        for candidate in child.family.candidates:
            count = max(int(people * candidate.share), 1_000)
            child.ask("ready", candidate.name, str(count))
            child.ask("run", candidate.name)  # the first run compiles, or fills caches
            every.append(Measured(candidate, child, count))
    for number in range(rounds):
        for each in every:
            if each.candidate.slow and number >= SLOW_ROUNDS:
                continue
            seconds = each.child.ask("run", each.candidate.name)
            assert isinstance(seconds, float)
            each.rates.append(each.people / seconds / 1e6)
        print(f"kernel: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    _check(every)
    return every, found


def _check(every: list[Measured]) -> None:
    """Count the people who are wrong by a fen or more.

    The oracle works out as many as it is asked to; those beyond are held against the candidate
    that it found right for all of its own.
    """
    oracle = next(each for each in every if each.candidate.name == "decimal")
    exact = oracle.child.totals("decimal")
    ours = next(each for each in every if each.candidate.name == "canbao")
    all_of_ours = ours.child.totals("canbao")
    for each in every:
        if each.candidate.name == "yardstick":
            continue
        found = each.child.totals(each.candidate.name)
        count = min(each.people, oracle.people)
        each.wrong = _different(found, exact, count)
        if not _different(all_of_ours, exact, oracle.people) and each.people > count:
            each.wrong = _different(found, all_of_ours, each.people)


def _different(
    some: tuple[np.ndarray, np.ndarray], others: tuple[np.ndarray, np.ndarray], count: int
) -> int:
    unlike = np.zeros(count, dtype=bool)
    for column, other in zip(some, others, strict=True):
        unlike |= column[:count] != other[:count]
    return int(np.count_nonzero(unlike))


def _section(every: list[Measured], left_out: list[str], rounds: int) -> Section:
    medians = {each.candidate.label: statistics.median(each.rates) for each in every}
    ours = medians["Canbao"]
    rows = [
        (
            each.candidate.label,
            f"{each.people:,}",
            spread(each.rates, 1 if statistics.median(each.rates) > 1 else 3),
            f"{ours / medians[each.candidate.label]:,.2f}",
            "–" if each.candidate.name == "yardstick" else f"{each.wrong:,}",
            "–"
            if each.candidate.name == "yardstick"
            else f"{100 * each.wrong / each.people:.1f} %",
        )
        for each in every
    ]
    section = Section(
        "Kernel",
        "Base held within bounds, two contributions, accident subsidy, resident tier, two totals "
        "for each person (`workload.py`); process time of one core, one thread each; "
        f"{rounds} rounds, {SLOW_ROUNDS} for the slow. Wrong: people of whom a total is off by a "
        "fen or more.",
        ("candidate", "people", "million people/s", "Canbao is × faster", "wrong", "of them"),
        rows,
    )
    yardstick = medians["memory yardstick"] / ours
    section.after.append(
        f"The yardstick only reads the four columns and writes two: Canbao takes {yardstick:.1f} × "
        "as long."
    )
    if left_out:
        section.after.append(
            "Not measured, since their environments were not there (`make bench-peers`): "
            + ", ".join(left_out)
            + "."
        )
    return section


def _goals(every: list[Measured]) -> str:
    """How the goals stand, said of medians; a busy machine lowers them."""
    rates = {each.candidate.name: statistics.median(each.rates) for each in reversed(every)}
    ours = rates["canbao"]
    goals = [("million people a second and core", ours, 80.0)]
    goals += [
        (f"× as fast as {label}", ours / rates[name], goal)
        for name, label, goal in (
            ("openfisca best", "OpenFisca-Core at its best", 6.0),
            ("openfisca documented", "OpenFisca-Core as documented", 180.0),
        )
        if name in rates
    ]
    lines = [
        f"- {found:,.1f} {label}; the goal is {goal:,.0f}: {_said(found >= goal)}"
        for label, found, goal in goals
    ]
    times = rates["yardstick"] / ours
    lines.append(f"- {times:.1f} × as long as the yardstick; the goal is 5: {_said(times <= 5)}")
    if "numba" in rates:
        fused = rates["yardstick"] / rates["numba"]
        lines[-1] += f"; one compiled, fused loop (numba) takes {fused:.1f} × as long"
    wrong = sum(each.wrong for each in every if each.candidate.name == "canbao")
    lines.append(f"- {wrong} people wrong; the goal is 0: {_said(not wrong)}")
    return "\n".join(lines)


def _said(met: bool) -> str:
    return "met" if met else "not met"


def _where_time_goes(steps: object) -> str:
    assert isinstance(steps, dict)
    every = "; ".join(f"{name} {nanoseconds:.2f}" for name, nanoseconds in steps.items())
    total = sum(steps.values())
    return (
        "Where the time goes, in nanoseconds a person, each step by itself on one chunk, the "
        f"fastest of 200 runs: {every}; together {total:.1f}, or {1000 / total:,.0f} million "
        "people/s. Each is a pass of NumPy over a column, or a few: a gather costs twice a sum, a "
        "division one and a half, and no pass is left that does not serve a value or a check. "
        "What a compiled loop saves (see numba) is writing and reading the columns in between."
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--people", type=int, default=PEOPLE)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    given = arguments.parse_args()
    print(measure(given.people, given.rounds).text())


if __name__ == "__main__":
    main()
