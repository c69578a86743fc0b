"""``calc.batch.evaluate`` on one core: what a task of Spark, Dask or Ray does, without files.

Each form runs in a process of its own over batches of 65,536 typed rows, as the Spark engine hands
them over: rows a second of process time after the first batch, the seconds of the first (the law is
laid out in tables), and the highest memory of the process.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import ONE_THREAD, ROOT, Section, spread

FORMS = ("best", "wide", "long")
BATCHES = 6
ROUNDS = 3


def one(form: str) -> None:
    """Evaluate in this process; print what it took."""
    sys.path.append(str(ROOT))
    from people import A_BATCH, batches

    from calc import load_parameters
    from calc.batch import BatchOptions, evaluate

    law = load_parameters()
    options = BatchOptions(dt.date(2026, 11, 22), form=form)  # type: ignore[arg-type]  # one of the three
    seconds = []
    for batch in batches(BATCHES * A_BATCH):
        start = time.process_time()
        evaluate(batch, law, options)
        seconds.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([A_BATCH / statistics.median(seconds[1:]), seconds[0], peak]))


def measure() -> Section:
    """Run the benchmark."""
    section = Section(
        "One core, without files",
        f"`calc.batch.evaluate` over batches of 65,536 rows; process time; {ROUNDS} rounds of "
        f"{BATCHES} batches. The first batch of a process also lays out the law.",
        ("form", "rows/s and core", "first batch, s", "highest MiB"),
    )
    found: dict[str, list[list[float]]] = {form: [] for form in FORMS}
    for _ in range(ROUNDS):
        for form, runs in found.items():
            ran = subprocess.run(
                [sys.executable, str(Path(__file__).resolve()), form],
                env={**os.environ, **ONE_THREAD},
                capture_output=True,
                text=True,
                check=True,
            )
            runs.append(json.loads(ran.stdout))
    for form, runs in found.items():
        rates, first, peaks = ([run[at] for run in runs] for at in range(3))
        section.rows.append((form, spread(rates, 0), spread(first), f"{max(peaks):,.0f}"))
    return section


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        print(measure().text())
