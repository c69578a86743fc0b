"""``canbao batch``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from calc.cli.common import (
    Entries,
    KnownOn,
    LangOption,
    Language,
    ModeChoice,
    ModeOption,
    On,
    Overlays,
    load,
    today,
)

if TYPE_CHECKING:
    from calc.batch.runs import Progress
    from calc.batch.work import Counts
    from calc.i18n import Lang

SOME_REJECTED = 3
MOST_JOBS = 8
"""Processes without ``--jobs``: one for each core, up to so many; each takes its own memory."""


class Engine(StrEnum):
    """What a batch runs on."""

    local = "local"
    spark = "spark"


def batch_command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="CSV、NDJSON、Parquet 文件，Parquet 文件夹或通配符，- 为标准输入（CSV）· "
            "a file, a folder or pattern of Parquet, - for CSV from standard input",
        ),
    ],
    output: Annotated[
        str,
        typer.Argument(
            metavar="OUTPUT",
            help="以 .csv 或 .parquet 结尾的文件，- 为标准输出（CSV）；Spark 为文件夹 · "
            "a file, - for standard output (CSV); a folder on Spark",
        ),
    ],
    rejects: Annotated[
        str | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="退回的行及原因，默认 OUTPUT.rejects.csv（输出为 - 时写到标准错误）· "
            "rejected rows with reasons",
        ),
    ] = None,
    long: Annotated[
        bool, typer.Option("--long", help="每人每种方案一行（默认）· a row per person and option")
    ] = False,
    wide: Annotated[bool, typer.Option("--wide", help="每人一行 · a row per person")] = False,
    best: Annotated[
        bool,
        typer.Option(
            "--best", help="每人全年净支出最低的可选方案 · the open option of the lowest net year"
        ),
    ] = False,
    on: On = None,
    known_on: KnownOn = None,
    year: Annotated[
        int | None, typer.Option("--year", help="合计哪一年 · the year added up")
    ] = None,
    mode: ModeChoice = ModeOption.provisional,
    entries: Entries = None,
    overlays: Overlays = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="接着未完成的运行 · go on with an unfinished run")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="进程数，默认按核数 · processes")
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="本机或 Spark · this machine, or Spark")
    ] = Engine.local,
    lang: Language = LangOption.zh,
) -> None:
    """批量测算：表进表出，退回的行逐条列明 · Many applicants; rejected rows are listed."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # read when Arrow is imported
    from calc.batch import BatchOptions
    from calc.batch.runs import Run, day_of_unfinished, run_batch

    chosen = [name for name, flag in (("long", long), ("wide", wide), ("best", best)) if flag]
    if len(chosen) > 1:
        raise typer.BadParameter("--long | --wide | --best")
    day = on or (day_of_unfinished(output) if resume else None) or today()
    options = BatchOptions(day, known_on, year, mode.value, chosen[0] if chosen else "long")  # type: ignore[arg-type]  # one of the three
    run = Run(source, output, options, rejects, resume, jobs or _cores())
    parameters = load(entries, overlays)
    if engine is Engine.spark:
        from calc.batch.spark import rejects_folder, run_on_spark

        counts, listed = run_on_spark(run, parameters), rejects_folder(run)
    else:
        with _progress() as report:
            counts, listed = run_batch(run, parameters, report), run.rejects_name
    sys.stderr.write(_summary(counts, listed, lang.value) + "\n")
    if counts.rejected:
        sys.exit(SOME_REJECTED)


def _cores() -> int:
    """Cores that this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(usable or 1, MOST_JOBS)


def _summary(counts: Counts, rejects: str, lang: Lang) -> str:
    from calc.i18n import render
    from calc.messages import N_, Message

    rows: dict[str, object] = {
        "read": counts.read,
        "ok": counts.ok,
        "rejected": counts.rejected,
        "written": counts.written,
    }
    if not counts.rejected:
        template = N_(
            "{read} rows read: {ok} evaluated, {rejected} rejected; {written} rows written."
        )
        return render(Message(template, rows), lang)
    template = N_(
        "{read} rows read: {ok} evaluated, {rejected} rejected ({problems} problems, listed in "
        "{file}); {written} rows written."
    )
    return render(Message(template, {**rows, "problems": counts.problems, "file": rejects}), lang)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar with rows a second and the time left, on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.fields[rows]:,}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[speed]:,.0f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None, rows=0, speed=0.0)

        def report(progress: Progress) -> None:
            read = progress.counts.read
            elapsed = bar.tasks[0].elapsed or 0
            bar.update(
                task,
                completed=progress.done,
                total=progress.size,
                rows=read,
                speed=read / elapsed if elapsed else 0.0,
            )

        yield report
