"""The benchmarks, one after the other; writes RESULTS.md.

    python benchmarks/run.py [kernel] [whole] [core] [one] [--people N] [--batch-people N] …

Named ones only, else all; sections of RESULTS.md that were not measured stay as they are. The
screens (``screens.py``, needs Chromium), projections and long runs are measured by hand.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import evaluating
import kernel
import one_applicant
import whole_command
from measuring import RESULTS, ROOT, Load, Section, versions, write_results


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--people", type=int, default=kernel.PEOPLE)
    arguments.add_argument("--rounds", type=int, default=kernel.ROUNDS)
    arguments.add_argument("--batch-people", type=int, default=whole_command.PEOPLE)
    arguments.add_argument("--batch-rounds", type=int, default=whole_command.ROUNDS)
    arguments.add_argument("names", nargs="*", metavar="NAME")
    given = arguments.parse_args()
    benchmarks: dict[str, Callable[[], Section]] = {
        "kernel": lambda: kernel.measure(given.people, given.rounds),
        "whole": lambda: whole_command.measure(given.batch_people, given.batch_rounds),
        "core": evaluating.measure,
        "one": one_applicant.measure,
    }
    unknown = set(given.names) - set(benchmarks)
    if unknown:
        arguments.error(f"{', '.join(sorted(unknown))}: none of {', '.join(benchmarks)}")
    for name in given.names or benchmarks:
        load = Load()
        section = benchmarks[name]()
        section.after.append(load.text())
        print(section.text(), flush=True)
        write_results([section], versions())
    print(f"written: {RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
