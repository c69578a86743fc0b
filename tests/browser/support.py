"""What the tests in the browser share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
"""Ignored by git: look at them."""
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 1000}}
Opener = Callable[..., Page]


def settle(page: Page) -> None:
    """Wait until the script has run and nothing is stale any more."""
    page.locator(".stMainBlockContainer h1").first.wait_for()
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    page.locator("[data-testid='stSkeleton']").first.wait_for(state="detached")
    page.locator("[data-stale='true']").first.wait_for(state="detached")


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a select box the way a person does: open it, type, press Enter."""
    box = page.get_by_role("combobox", name=label, exact=False).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=False).first.click()
    settle(page)


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window; nothing if it is not."""
    found: list[str] = page.evaluate(
        """() => {
          const main = document.querySelector('.stMain');
          const wide = Math.max(document.documentElement.scrollWidth - innerWidth,
                                main.scrollWidth - main.clientWidth);
          if (wide <= 0) return [];
          return [`${wide} px`, ...[...main.querySelectorAll('*')]
            .filter(e => e.getBoundingClientRect().right > innerWidth)
            .map(e => `${e.tagName} ${e.className} ${(e.innerText || '').slice(0, 60)}`)];
        }"""
    )
    return found
