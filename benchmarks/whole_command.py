"""``canbao batch`` as a whole, against pyarrow merely reading and writing the same columns.

    python benchmarks/whole_command.py [--people N] [--rounds N]

The yardstick reads the same input and writes the very table that the command wrote, with the same
compression, encodings and row groups; reading that table back beforehand is not counted. Seconds
on the clock from start to end of the process, interpreter and imports included, and the memory of
all processes of the command together (PSS: shared pages count once), sampled four times a second.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from measuring import ROOT, Section, spread
from people import batches

PEOPLE = 200_000
ROUNDS = 3
FORMS = ("best", "wide", "long")
ON = "2026-11-22"
COMMAND = "import sys; from calc.cli import main; main()"


@dataclass
class Runs:
    """What some runs of one command took."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)


def pss_mib(pid: int) -> float:
    """Memory of a process and all below it, shared pages once (Linux)."""
    total = 0
    for process in _family(pid):
        try:
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue  # it has ended
    return total / 1024


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def timed(command: Sequence[str], runs: Runs, environment: dict[str, str] | None = None) -> None:
    """Run a command once; 3 is no failure (some rows were rejected)."""
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stderr=subprocess.DEVNULL,
    )
    peak, ended = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.25):
            peak = max(peak, pss_mib(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    code = process.wait()
    runs.seconds.append(time.perf_counter() - start)
    ended.set()
    watching.join()
    after = os.times()
    runs.processor.append(
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    runs.peak_mib.append(peak)
    if code not in (0, 3):
        raise SystemExit(f"{' '.join(command[:3])} … ended with {code}")


def batch(source: Path, output: Path, form: str, jobs: int) -> list[str]:
    arguments = [str(source), str(output), f"--{form}", "--jobs", str(jobs), "--on", ON]
    return [sys.executable, "-c", COMMAND, "batch", *arguments]


def copying(source: Path, output: Path) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), "--copy", str(source), str(output)]


def copy(source: Path, output: Path) -> None:
    """Read the input, write the output's table again; print the seconds, and the processor's."""
    target = output.with_name("copied" + output.suffix)
    results = _read_back(output)
    start, spent = time.perf_counter(), time.process_time()
    if source.suffix == ".parquet":
        for _ in pq.ParquetFile(source).iter_batches(1 << 16):
            pass
    else:
        with pyarrow.csv.open_csv(source) as reader:
            for _ in reader:
                pass
    if target.suffix == ".parquet":
        _write_parquet(results, target, pq.ParquetFile(output).metadata)
    else:
        with pyarrow.csv.CSVWriter(
            target, results.schema, write_options=pyarrow.csv.WriteOptions(quoting_style="needed")
        ) as writer:
            writer.write_table(results)
    print(time.perf_counter() - start, time.process_time() - spent)
    target.unlink()


def _read_back(output: Path) -> pa.Table:
    return pq.read_table(output) if output.suffix == ".parquet" else pyarrow.csv.read_csv(output)


def _write_parquet(table: pa.Table, target: Path, written: pq.FileMetaData) -> None:
    """Write a table as a file was written, as far as its metadata tells."""
    group = written.row_group(0)
    columns = [group.column(at) for at in range(group.num_columns)]
    encoded = [
        column.path_in_schema
        for column in columns
        if any("DICTIONARY" in encoding for encoding in column.encodings)
    ]
    rows = group.num_rows
    with pq.ParquetWriter(
        target,
        table.schema,
        compression=columns[0].compression,
        use_dictionary=encoded,
        write_statistics=any(column.is_stats_set for column in columns),
    ) as writer:
        for first in range(0, table.num_rows, rows):
            writer.write_table(table.slice(first, rows), row_group_size=rows)


def measure(people: int, rounds: int) -> Section:
    """Run the benchmark."""
    section = Section(
        "Whole command",
        f"`canbao batch` over {people:,} applicants (12 columns), against pyarrow merely reading "
        f"the same input and writing the same output; {rounds} rounds.",
        (
            "form",
            "jobs",
            "seconds",
            "mere reading and writing",
            "ratio",
            "processor s",
            "ratio",
            "rows/s",
            "peak MiB",
            "MB out",
        ),
    )
    found: dict[str, Timed] = {}
    with tempfile.TemporaryDirectory(prefix="canbao-bench-") as name:
        folder = Path(name)
        for kind in ("parquet", "csv"):
            source = folder / f"people.{kind}"
            generate(source, people)
            for form in FORMS if kind == "parquet" else ("best",):
                timed_form = _form(folder, source, form, rounds)
                section.rows += timed_form.rows(f"{kind} → {form}", people)
                found[f"{kind} → {form}"] = timed_form
            source.unlink()
    section.after.append(_goals(found))
    return section


def _goals(found: dict[str, Timed]) -> str:
    """How the goals stand, said of medians."""
    lines = []
    for name, each in found.items():
        times = ratio(each.runs[1].seconds, each.mere.seconds)
        lines.append(f"{name} {times} ×")
    peak = max(max(run.peak_mib) for each in found.values() for run in each.runs.values())
    gains = [
        f"{name} {ratio(each.runs[1].seconds, each.runs[max(each.runs)].seconds)} ×"
        for name, each in found.items()
    ]
    return "\n".join(
        [
            f"- as long as reading and writing, one process: {', '.join(lines)}; the goal is 3 for "
            "all options (long, wide)",
            f"- highest memory of all processes {peak:,.0f} MiB; the goal is below 600",
            f"- a second process makes it faster: {', '.join(gains)}; the goal is near 2",
        ]
    )


@dataclass
class Timed:
    """One form of the command and its yardstick.

    Attributes:
        runs: Runs by number of processes.
        mere: Mere reading and writing.
        megabytes: The output's size.
    """

    runs: dict[int, Runs]
    mere: Runs
    megabytes: float

    def rows(self, name: str, people: int) -> list[tuple[str, ...]]:
        return [
            (
                name,
                str(count),
                spread(run.seconds),
                spread(self.mere.seconds, 2),
                ratio(run.seconds, self.mere.seconds),
                spread(run.processor),
                ratio(run.processor, self.mere.processor),
                f"{people / statistics.median(run.seconds):,.0f}",
                f"{max(run.peak_mib):,.0f}",
                f"{self.megabytes:,.0f}",
            )
            for count, run in self.runs.items()
        ]


def _form(folder: Path, source: Path, form: str, rounds: int) -> Timed:
    output = folder / f"out{source.suffix}"
    jobs = sorted({1, min(2, os.cpu_count() or 1)})
    runs, mere = {count: Runs() for count in jobs}, Runs()
    for number in range(rounds):
        for count in jobs:
            timed(batch(source, output, form, count), runs[count])
        ran = subprocess.run(
            copying(source, output), cwd=ROOT, capture_output=True, text=True, check=True
        )
        seconds, processor = map(float, ran.stdout.split())
        mere.seconds.append(seconds)
        mere.processor.append(processor)
        print(f"whole command: {source.suffix} {form}, round {number + 1}", file=sys.stderr)
    size = output.stat().st_size / 1e6
    output.unlink()
    return Timed(runs, mere, size)


def ratio(some: Sequence[float], others: Sequence[float]) -> str:
    return f"{statistics.median(some) / statistics.median(others):.1f}"


def generate(target: Path, people: int) -> None:
    """Write the applicants as Parquet or CSV."""
    made = batches(people)
    first = next(made)
    if target.suffix == ".parquet":
        with pq.ParquetWriter(target, first.schema) as writer:
            writer.write_batch(first)
            for batch_ in made:
                writer.write_batch(batch_)
        return
    plain = plain_schema(first.schema)
    with pyarrow.csv.CSVWriter(target, plain) as writer:
        for batch_ in (first, *made):
            writer.write_table(pa.Table.from_batches([batch_]).cast(plain))


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The columns without dictionaries, as CSV takes them."""
    return pa.schema(
        [
            pa.field(each.name, each.type.value_type) if pa.types.is_dictionary(each.type) else each
            for each in schema
        ]
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--people", type=int, default=PEOPLE)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    arguments.add_argument("--copy", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.copy:
        copy(*given.copy)
        return
    print(measure(given.people, given.rounds).text())


if __name__ == "__main__":
    main()
