"""All benchmarks, one after the other; writes RESULTS.md.

    python benchmarks/run.py [--people N] [--batch-people N] [--rounds N]

The screens are measured by hand (``screens.py`` needs Chromium), and so is a long run
(``long_run.py``).
"""

from __future__ import annotations

import argparse
import os

import kernel
import one_applicant
import whole_command
from measuring import RESULTS, ROOT, Section, versions, write_results

LIBRARIES = ("numpy", "pyarrow", "pydantic")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--people", type=int, default=kernel.PEOPLE)
    arguments.add_argument("--batch-people", type=int, default=whole_command.PEOPLE)
    arguments.add_argument("--rounds", type=int, default=kernel.ROUNDS)
    arguments.add_argument("--batch-rounds", type=int, default=whole_command.ROUNDS)
    given = arguments.parse_args()
    before = os.getloadavg()[0]
    sections: list[Section] = []
    section, found = kernel.measure(given.people, given.rounds)
    sections.append(shown(section))
    sections.append(shown(whole_command.measure(given.batch_people, given.batch_rounds)))
    sections.append(shown(one_applicant.measure()))
    load = f"{before:.1f} before, {os.getloadavg()[0]:.1f} after"
    write_results(sections, versions(LIBRARIES) | found, load)
    print(f"written: {RESULTS.relative_to(ROOT)}")


def shown(section: Section) -> Section:
    print(section.text(), flush=True)
    return section


if __name__ == "__main__":
    main()
