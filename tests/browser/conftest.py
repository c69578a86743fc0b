"""A running server of the screens and a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.support import SIZES, Opener, settle

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker for all of them: one server, one browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium of the system; installed where that is allowed, else a sentence and a failure."""
    found = named_chromium()
    if found is None:
        command = [str(ROOT / "scripts" / "system_packages.sh"), "chromium", "cjk-font"]
        installed = subprocess.run(command, capture_output=True, text=True, check=False)
        found = named_chromium()
        if found is None:
            pytest.fail(
                f"{installed.stderr.strip()}; or name one in CANBAO_CHROMIUM", pytrace=False
            )
    return found


def named_chromium() -> str | None:
    named = (os.environ.get("CANBAO_CHROMIUM", ""), *CHROMIUM_NAMES)
    return next((path for path in map(shutil.which, filter(None, named)) if path), None)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the screens, served as `canbao app` serves them."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = "import sys; from calc.cli import main; main()"
    environment = {k: v for k, v in os.environ.items() if k != "CANBAO_PUBLIC_URL"}
    environment["PYTHONPATH"] = str(ROOT)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", command, "app", "--no-browser", "--port", str(port)],
            cwd=tmp_path_factory.mktemp("elsewhere"),
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    try:
        wait_until_healthy(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(10)
    assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)  # the server is another process: nothing to wait on but its port
    pytest.fail(f"the screens did not start: {log.read_text('utf-8')}", pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Opener]:
    """Opens a page in a context of its own and waits until it stands still.

    Every request it makes has to stay on this machine.
    """
    contexts: list[BrowserContext] = []
    abroad: list[str] = []

    def watch(url: str) -> None:
        if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
            abroad.append(url)

    def open_page(path: str = "/", size: str = "desktop") -> Page:
        context = browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]
            has_touch=size == "phone",
            accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: watch(request.url))
        page.on("websocket", lambda found: watch(found.url))
        page.goto(path if path.startswith("http") else f"{server}{path}")
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert abroad == []
