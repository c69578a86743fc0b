"""One process of the kernel benchmark: runs a module of candidates/ when it is told to.

    python serve.py MODULE FOLDER

Lines in: ``ready NAME COUNT``, ``run NAME``, ``save NAME FILE``, ``versions``,
``steps``, with tabs between. One line of JSON out for each. Times are process time of one run over
all people, in seconds.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "candidates")]
sys.path.append(str(HERE.parent))  # calc, for those who have what it needs

import numpy as np  # noqa: E402
from workload import Totals, load  # noqa: E402

LIBRARIES = ("numpy", "polars", "duckdb", "numba", "OpenFisca-Core", "policyengine-core")
A_TURN = 0.25
"""Seconds of process time that a turn lasts at least."""


def versions() -> dict[str, str]:
    found = {"Python": ".".join(map(str, sys.version_info[:3]))}
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def seconds_a_run(run: Callable[[], object]) -> float:
    """Process time of one run, over so many that the caches are its own again."""
    start = time.process_time()
    runs, spent = 0, 0.0
    while spent < A_TURN:
        run()
        runs += 1
        spent = time.process_time() - start
    return spent / runs


def fastest(step: Callable[[], object]) -> float:
    """Seconds of the fastest of many runs."""
    found = []
    for _ in range(200):
        start = time.perf_counter()
        step()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    module = importlib.import_module(sys.argv[1])
    world, people = load(Path(sys.argv[2]))
    ready: dict[str, Callable[[], Totals | Callable[[], Totals]]] = {}
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    for line in sys.stdin:
        command, *words = line.rstrip("\n").split("\t")
        answer: object = None
        if command == "versions":
            answer = versions()
        elif command == "ready":
            ready[words[0]] = module.CANDIDATES[words[0]](world, people.first(int(words[1])))
        elif command == "run":
            answer = seconds_a_run(ready[words[0]])
        elif command == "save":
            found = ready[words[0]]()
            totals = found if isinstance(found, Totals) else found()
            np.savez(words[1], net=totals.net_year_fen, account=totals.account_year_fen)
        elif command == "steps":
            answer = {
                name: fastest(step) / module.CHUNK * 1e9
                for name, step in module.steps(world, people).items()
            }
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
