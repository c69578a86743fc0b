"""Every page at both widths in both languages: pictures to look at, axe, no sideways scrolling."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from app.link import Shared, SharedScenario, link_of
from calc.i18n import LANGS, Lang, translate
from tests.browser.support import SCREENSHOTS, SIZES, Opener, settle, sideways

RIDER = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "managed",
    "occupation": "food_delivery",
    "monthly_income": "5200.00",
}
MOVED = {**RIDER, "workplace": "lincang"}
PAGES = ("", "counter", "batch", "parameters")
KNOWN = yaml.safe_load(Path(__file__).with_name("streamlit_faults.yaml").read_text("utf-8"))
TALLEST = 9_000
OVERFLOWING = """() => [...document.querySelectorAll('.canbao, .card, .card .row, table.words th')]
  .filter(each => !each.closest('thead')
    || getComputedStyle(each.closest('thead')).clipPath == 'none')
  .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
  .map(each => `${each.className}: ${each.innerText.slice(0, 80)}`)"""
"""Cards, their lines and heads of tables that hold more than they are wide."""
CUT_LEGENDS = """() => [...document.querySelectorAll('.stVegaLiteChart svg')].flatMap(picture =>
  [...picture.querySelectorAll('.role-legend-label text')]
    .filter(each => each.getBoundingClientRect().right > picture.getBoundingClientRect().right
      || each.textContent.endsWith('…'))
    .map(each => each.textContent))"""
"""Entries of legends that are shortened or run out of their picture."""


LINCANG = "pension=flexible@lincang;medical=flexible.without_account@lincang"
ENTERED = ("lincang.employee_medical.flexible_base_proportion=60%",)


def widest() -> Shared:
    """Situations whose amounts take the most room: at least, entered, against each other."""
    told = {"workplace": "lincang", "household_registration": "lincang", "born": "1990-01"}
    two = (SharedScenario("", RIDER), SharedScenario("", {**told, "sex": "male"}, LINCANG))
    return Shared(two, "en", dt.date(2026, 11, 22), "", entries=ENTERED)


def link(page: str, lang: Lang) -> str:
    scenarios = (
        SharedScenario("", RIDER),
        SharedScenario("去临沧" if lang == "zh" else "Lincang", MOVED),
    )
    return "/" + link_of(Shared(scenarios, lang, dt.date(2026, 11, 22), page))


def picture(page: Page, name: str, size: str) -> None:
    """The whole page, however long: the window grows to it."""
    height = page.evaluate("document.querySelector('.stMain').scrollHeight")
    page.set_viewport_size({"width": SIZES[size]["width"], "height": min(height, TALLEST)})
    settle(page)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_looks_and_access(opened: Opener, name: str, lang: Lang, size: str) -> None:
    page = opened(link(name, lang), size)
    assert sideways(page) == []
    assert page.locator("h1").count() == 1
    assert serious_faults(page) == []
    picture(page, f"{name or 'compare'}-{lang}-{SIZES[size]['width']}", size)
    assert sideways(page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_cut_off_in_what_opens(opened: Opener, lang: Lang, size: str) -> None:
    page = opened(link("", lang), size)
    page.evaluate("document.querySelectorAll('.card details').forEach(each => each.open = true)")
    page.get_by_text(translate("All options as a table", lang)).first.click()
    page.locator("table.ways").nth(1).wait_for()
    settle(page)
    assert sideways(page) == []
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(CUT_LEGENDS) == []


@pytest.mark.parametrize("size", SIZES)
def test_amounts_that_say_most_have_room(opened: Opener, size: str) -> None:
    page = opened("/" + link_of(widest()), size)
    assert "at least" in page.locator("table.ways").first.inner_text()
    assert sideways(page) == []
    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("size", SIZES)
def test_a_blank_page(opened: Opener, size: str) -> None:
    page = opened("/", size)
    assert serious_faults(page) == []
    picture(page, f"blank-zh-{SIZES[size]['width']}", size)


def serious_faults(page: Page) -> list[str]:
    """Serious and critical faults that axe finds, without those of Streamlit's own elements."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]} at {node['target']}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
        if not known(page, fault["id"], node["target"][0])
    ]


def known(page: Page, rule: str, target: str) -> bool:
    """Whether a listed selector of Streamlit matches the element, which is not within ours."""
    return any(
        fault["rule"] == rule
        and page.locator(target).first.evaluate(
            "(element, selector) => element.matches(selector) && !element.closest('.canbao')",
            fault["selector"],
        )
        for fault in KNOWN["faults"]
    )
