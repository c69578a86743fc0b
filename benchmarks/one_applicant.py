"""One applicant from a cold start: import, load, compare, as a user's terminal does it.

Process time (user and system) of whole processes, median and spread; nothing is asserted.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from measuring import ROOT, Section, spread

RUNS = 15
STEPS = {
    "python -c pass": ["-c", "pass"],
    "canbao --version": [
        "-c",
        "import sys; sys.argv = ['canbao', '--version']; from calc.cli import main; main()",
    ],
    "import": ["-c", "from calc import *"],
    "import, load": ["-c", "from calc import *; load_parameters()"],
    "canbao compare --json": [
        "-c",
        "import sys; sys.argv = ['canbao', 'compare', sys.argv[1], '--on', '2026-11-22', '--json'];"
        "from calc.cli import main; main()",
        str(ROOT / "examples" / "weihai_rider.yaml"),
    ],
    "canbao compare (table)": [
        "-c",
        "import sys; sys.argv = ['canbao', 'compare', sys.argv[1], '--on', '2026-11-22'];"
        "from calc.cli import main; main()",
        str(ROOT / "examples" / "weihai_rider.yaml"),
    ],
}


def process_seconds(arguments: list[str]) -> float:
    """User and system time of one child process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


LOADS = {
    "law read from its files": "read_law(parameters_directory())",
    "law as compiled": "compiled_law(parameters_directory())",
}


def load_milliseconds(load: str) -> list[float]:
    """Time of loading the whole law on file, in one warm process."""
    code = (
        "import time\n"
        "from calc.parameters.loading import compiled_law, parameters_directory\n"
        "from calc.parameters.reader import read_law\n"
        "for _ in range(15):\n"
        f"    start = time.process_time(); {load}\n"
        "    print((time.process_time() - start) * 1000)"
    )
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [float(line) for line in ran.stdout.split()]


def measure() -> Section:
    """Run the benchmark."""
    section = Section(
        "One applicant",
        "From a cold start: process time of whole processes, user and system; "
        f"{RUNS} runs of each, taking turns. The law is loaded in a warm process.",
        ("process", "milliseconds"),
    )
    times: dict[str, list[float]] = {name: [] for name in STEPS}
    for arguments in STEPS.values():
        process_seconds(arguments)  # the first run compiles
    for _ in range(RUNS):
        for name, arguments in STEPS.items():
            times[name].append(process_seconds(arguments) * 1000)
    section.rows += [(name, spread(found, 0)) for name, found in times.items()]
    section.rows += [(name, spread(load_milliseconds(load), 0)) for name, load in LOADS.items()]
    return section


def main() -> None:
    print(measure().text())


if __name__ == "__main__":
    main()
