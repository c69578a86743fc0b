"""How long a click takes on the screens: from the click to the page standing still again.

    python benchmarks/screens.py [runs]

Starts the screens as `canbao app` does and clicks in Debian's Chromium: a change of the kind of
work on the comparison (every option is priced again), and the showing of closed options. Prints
when the rerun was over, when the page (pictures too) stood still, and the processor time of the
server: on a busy machine the latter tells most.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from app.link import Shared, SharedScenario, link_of  # noqa: E402

ANSWERS = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "independent",
    "occupation": "food_delivery",
    "monthly_income": "5200.00",
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WATCH = """
() => {
  window.canbao = {clicked: 0, still: 0, ran: 0};
  addEventListener('click', () => { window.canbao.clicked = performance.now(); }, true);
  const main = document.querySelector('.stMain'), app = document.querySelector('.stApp');
  new MutationObserver(() => { window.canbao.still = performance.now(); })
    .observe(main, {subtree: true, childList: true, characterData: true});
  new MutationObserver(() => {
    if (app.dataset.testScriptState === 'notRunning') window.canbao.ran = performance.now();
  }).observe(app, {attributes: true});
}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the screens did not start")


def processor_ms(process: subprocess.Popen[bytes]) -> float:
    """Processor time of the server so far, where the system tells (Linux)."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def clicks(page: Page, click: Callable[[int], None], runs: int) -> list[tuple[float, float]]:
    """Milliseconds from a click until the rerun is over, and until the last change of the page."""
    page.evaluate(WATCH)
    times = []
    for run in range(runs):
        page.wait_for_timeout(400)
        click(run)
        page.wait_for_timeout(1500)
        found = page.evaluate("window.canbao")
        times.append((found["ran"] - found["clicked"], found["still"] - found["clicked"]))
    return times


def report(name: str, times: list[tuple[float, float]], spent_ms: float) -> None:
    ran, still = (statistics.median(each) for each in zip(*times, strict=True))
    print(
        f"{name}: rerun over after {ran:.0f} ms, page still after {still:.0f} ms (medians); "
        f"server's processor {spent_ms / len(times):.0f} ms a click"
    )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    port = free_port()
    command = [sys.executable, "-c", "from calc.cli import main; main()", "app", "--no-browser"]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        address = f"http://localhost:{port}"
        wait_for(address)
        measure(address, runs, server)
    finally:
        server.terminate()
        server.wait(10)


def measure(address: str, runs: int, server: subprocess.Popen[bytes]) -> None:
    chromium = os.environ.get("CANBAO_CHROMIUM") or shutil.which("chromium")
    shared = Shared((SharedScenario("", ANSWERS),), "en", dt.date(2026, 11, 22))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(f"{address}/{link_of(shared)}")
        page.locator("article.card").first.wait_for()
        page.wait_for_timeout(3000)
        managed = page.get_by_text("A platform: I choose")
        alone = page.get_by_text("Nobody: I work for myself")
        every = page.get_by_text("Show all, closed ones too")
        for name, click in (
            ("another relation", lambda run: (managed if run % 2 == 0 else alone).click()),
            ("closed options shown or hidden", lambda run: every.click()),
        ):
            before = processor_ms(server)
            times = clicks(page, click, runs)
            report(name, times, processor_ms(server) - before)
        browser.close()


if __name__ == "__main__":
    main()
