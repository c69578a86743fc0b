"""One applicant from a cold start: import, load, compare, as a user's terminal does it.

Process time (user and system) of whole processes, median and spread; nothing is asserted.
"""

from __future__ import annotations

import platform
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 15
STEPS = {
    "python -c pass": ["-c", "pass"],
    "import calc": ["-c", "import calc"],
    "import, load": ["-c", "import calc; calc.load_parameters()"],
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


def load_milliseconds() -> list[float]:
    """Time of loading the whole law on file, in one warm process."""
    code = (
        "import time, calc\n"
        "for _ in range(15):\n"
        "    start = time.process_time(); calc.load_parameters()\n"
        "    print((time.process_time() - start) * 1000)"
    )
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [float(line) for line in ran.stdout.split()]


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}, {RUNS} runs each")
    print(f"{'process':<26}{'median ms':>10}{'lowest':>8}{'highest':>9}")
    for name, arguments in STEPS.items():
        process_seconds(arguments)  # the first run compiles
        times = sorted(process_seconds(arguments) * 1000 for _ in range(RUNS))
        print(f"{name:<26}{statistics.median(times):>10.0f}{times[0]:>8.0f}{times[-1]:>9.0f}")
    loads = sorted(load_milliseconds())
    name = "load_parameters (warm)"
    print(f"{name:<26}{statistics.median(loads):>10.0f}{loads[0]:>8.0f}{loads[-1]:>9.0f}")


if __name__ == "__main__":
    main()
