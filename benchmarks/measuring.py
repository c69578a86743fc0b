"""What the benchmarks share: medians with spread, tables, the machine, the page of results."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OMP_THREAD_LIMIT",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "POLARS_MAX_THREADS",
    ),
    "1",
)
"""Libraries that would use every core are held to one."""


@dataclass
class Section:
    """What one benchmark found.

    Attributes:
        title: Its heading.
        about: What was measured and how, in a sentence or two.
        header: Names of the columns.
        rows: Cells, as text.
        after: What there is to say about it.
    """

    title: str
    about: str
    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def text(self) -> str:
        """As Markdown that can be read as it stands."""
        lines = [f"## {self.title}", "", self.about, "", *table(self.header, self.rows)]
        for paragraph in self.after:
            lines += ["", paragraph]
        return "\n".join(lines) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table whose columns are as wide as they need be; all but the first to the right."""
    all_rows = [list(header), *(list(row) for row in rows)]
    widths = [max(len(row[at]) for row in all_rows) for at in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    ruled = "| " + " | ".join(rule) + " |"
    return [line(all_rows[0]), ruled, *(line(row) for row in all_rows[1:])]


def spread(values: Sequence[float], digits: int = 1) -> str:
    """The median, with the lowest and the highest."""
    low, high = min(values), max(values)
    return f"{statistics.median(values):,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def machine() -> str:
    """Processor, cores and memory."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {gib:.0f} GiB, {platform.system()}"


def versions(names: Sequence[str] = ("numpy", "pyarrow", "pydantic")) -> dict[str, str]:
    """Versions of Python and of libraries."""
    found = {"Python": platform.python_version()}
    return found | {name: importlib.metadata.version(name) for name in names}


def write_results(sections: Sequence[Section], others: dict[str, str]) -> None:
    """Write the page of results; sections that were not measured now stay, on the same machine."""
    head = [
        "# What was measured",
        "",
        "Written by `make bench`; [how a batch is sized](../docs/batch.md) rests on it. A cell",
        "shows the median, with the lowest and the highest run in brackets. Ratios are those of",
        "medians of runs that took turns, so that a busy machine slows all of them alike.",
        "",
        f"- {machine()}",
        *(f"- {name} {version}" for name, version in others.items()),
    ]
    before = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    kept = _sections(before) if f"- {machine()}\n" in before else {}
    kept |= {section.title: section.text() for section in sections}
    parts = ["\n".join(head) + "\n", *(kept[title] for title in sorted(kept, key=_place))]
    RESULTS.write_text("\n".join(parts), "utf-8")


def _sections(page: str) -> dict[str, str]:
    """The sections of a page by title."""
    found = {}
    for part in page.split("\n## ")[1:]:
        found[part.partition("\n")[0]] = "## " + part.rstrip("\n") + "\n"
    return found


ORDER = ("Kernel", "Whole command", "One core, without files", "A long run", "One applicant")
"""How the page begins; what is not among them follows."""


def _place(title: str) -> int:
    return ORDER.index(title) if title in ORDER else len(ORDER)


class Load:
    """What else the machine did while something was measured."""

    def __init__(self) -> None:
        self._before = os.getloadavg()[0]

    def text(self) -> str:
        today = dt.datetime.now(dt.UTC).date().isoformat()
        after = os.getloadavg()[0]
        return (
            f"Measured {today}; load of the machine {self._before:.1f} before, {after:.1f} after."
        )
