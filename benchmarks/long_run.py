"""A long ``--best`` run over applicants who are made up while it reads them: rate and memory.

    python benchmarks/long_run.py [--people N] [--jobs N] [--output FILE] [--record]

Pipes CSV into ``canbao batch - FILE --best`` and prints, every few seconds, the rows written to the
pipe, the rate since the last line, and the memory of all processes of the command (PSS). 10^8 rows
need room for the output: about 25 bytes a row as Parquet.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv
from measuring import ROOT, Load, Section, versions, write_results
from people import batches
from whole_command import COMMAND, ON, plain_schema, pss_mib

EVERY = 5.0
DISTINCT = 1 << 18
"""So many people are made; then they come again under other numbers, which costs less."""


def lines(people: int) -> Iterator[tuple[bytes, int]]:
    """The input as CSV, a batch at a time, with the rows of each."""
    made = [_csv(batch) for batch in batches(min(DISTINCT, people))]
    yield made[0][0].partition(b"\n")[0] + b"\n", 0
    bodies = [(data.partition(b"\n")[2], rows) for data, rows in made]
    sent, turn = 0, 0
    while sent < people:
        data, rows = bodies[turn % len(bodies)]
        if sent + rows > people:
            rows = people - sent
            data = b"".join(data.splitlines(keepends=True)[:rows])
        yield data, rows
        sent, turn = sent + rows, turn + 1


def _csv(batch: pa.RecordBatch) -> tuple[bytes, int]:
    sink = pa.BufferOutputStream()
    plain = plain_schema(batch.schema)
    pyarrow.csv.write_csv(pa.Table.from_batches([batch]).cast(plain), sink)
    return bytes(sink.getvalue()), batch.num_rows


class Watch:
    """Prints how a run goes, and keeps the highest memory."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._start = time.perf_counter()
        self.sent = 0
        self.peak_mib = 0.0

    def start(self) -> None:
        print(f"{'seconds':>8} {'rows sent':>13} {'rows/s':>10} {'MiB':>6} {'peak':>6}")
        self._thread.start()

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        return time.perf_counter() - self._start

    def _run(self) -> None:
        told, sent = time.perf_counter(), 0
        while not self._ended.wait(0.2):
            memory = pss_mib(self._pid)
            self.peak_mib = max(self.peak_mib, memory)
            now = time.perf_counter()
            if now - told >= EVERY:
                rate = (self.sent - sent) / (now - told)
                print(
                    f"{now - self._start:>8.0f} {self.sent:>13,} {rate:>10,.0f} {memory:>6,.0f} "
                    f"{self.peak_mib:>6,.0f}",
                    flush=True,
                )
                told, sent = now, self.sent


def feed(stream: BinaryIO, people: int, watch: Watch) -> None:
    """Write the input; a command that has ended says why itself."""
    try:
        for data, rows in lines(people):
            stream.write(data)
            watch.sent += rows
        stream.close()
    except BrokenPipeError:
        pass


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--people", type=int, default=1_000_000)
    arguments.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments.add_argument("--output", type=Path, help="kept; else a temporary file")
    arguments.add_argument("--record", action="store_true", help="write it into RESULTS.md")
    given = arguments.parse_args()
    load = Load()
    with tempfile.TemporaryDirectory(prefix="canbao-bench-") as name:
        output = given.output or Path(name) / "best.parquet"
        options = ["-", str(output), "--best", "--jobs", str(given.jobs), "--on", ON]
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "batch", *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
        )
        assert process.stdin is not None
        watch = Watch(process.pid)
        watch.start()
        feed(process.stdin, given.people, watch)
        code = process.wait()
        seconds = watch.stop()
        size = output.stat().st_size if output.exists() else 0
    section = Section(
        "A long run",
        "`canbao batch - --best`: CSV made up while it is read, Parquet written "
        "(`long_run.py`); memory of all processes of the command.",
        ("people", "jobs", "seconds", "rows/s", "highest MiB", "MB out"),
        [
            (
                f"{given.people:,}",
                str(given.jobs),
                f"{seconds:,.0f}",
                f"{given.people / seconds:,.0f}",
                f"{watch.peak_mib:,.0f}",
                f"{size / 1e6:,.0f}",
            )
        ],
        [load.text()],
    )
    print(section.text())
    if given.record and code == 0:
        write_results([section], versions())
    sys.exit(code)


if __name__ == "__main__":
    main()
