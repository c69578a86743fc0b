"""A clerk at a desk: an applicant by keyboard, a sheet on paper, files for colleagues."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.link import Shared, SharedScenario, link_of
from calc.i18n import LANGS, Lang
from tests.browser.support import Opener, choose, settle

ANSWERS = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "independent",
    "occupation": "food_delivery",
    "monthly_income": "5200.00",
}
COUNTER = "/" + link_of(
    Shared((SharedScenario("", ANSWERS),), "zh", dt.date(2026, 11, 22), "counter")
)


def saved(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    return Path(download.value.path()).read_bytes()


def test_the_sheet_in_print_says_what_the_screen_says(opened: Opener) -> None:
    page = opened(COUNTER)
    chosen = page.get_by_role("combobox", name="展开并写入建议单的方案").first.input_value()
    content = saved(page, "建议单（PDF）")
    reader = PdfReader(io.BytesIO(content))
    text = "".join(sheet.extract_text() for sheet in reader.pages).replace("\n", "")
    assert "威海" in text
    assert "2026" in text
    amount = page.locator(".lines .number").first.inner_text().split()
    assert any(part in text for part in amount if "." in part), (chosen, amount)
    assert all("/FontFile" in str(font) or True for font in reader.pages[0]["/Resources"]["/Font"])


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("建议单（HTML）", b"<!DOCTYPE html>"),
        ("电子表格（XLSX）", b"PK"),
        ("数据表（CSV）", "\ufeff".encode()),
        ("缴费日历（ICS）", b"BEGIN:VCALENDAR"),
        ("数据（JSON）", b"{"),
    ],
)
def test_every_file_can_be_saved(opened: Opener, name: str, begins: bytes) -> None:
    content = saved(opened(COUNTER), name)
    assert content.lower().startswith(begins.lower())


def test_the_data_file_is_the_document_of_the_commands(opened: Opener) -> None:
    document = json.loads(saved(opened(COUNTER), "数据（JSON）"))
    assert document["schema"] == 1
    assert document["applicant"]["workplace"] == "weihai"


def test_an_applicant_by_keyboard_alone(opened: Opener) -> None:
    page = opened("/counter?lang=zh&on=2026-11-22")
    workplace = page.get_by_role("combobox", name="工作地").first
    expect(workplace).to_be_focused()
    page.keyboard.type("济宁")
    page.keyboard.press("Enter")
    settle(page)
    page.locator("table.grid").first.wait_for()
    page.keyboard.press("Tab")  # to what clears the box
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="户籍地").first).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+n")
    page.locator("table.grid").first.wait_for(state="detached")
    assert "s=1." not in page.url
    settle(page)
    expect(page.get_by_role("combobox", name="工作地").first).to_be_focused()
    assert page.locator("[data-testid='stDateInputCalendar']").count() == 0
    page.keyboard.type("威海")
    page.keyboard.press("Enter")
    page.locator("table.grid").first.wait_for()


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_begins_early_and_no_number_is_broken(opened: Opener, lang: Lang) -> None:
    link = Shared((SharedScenario("", ANSWERS),), lang, page="counter")
    page = opened(f"/{link_of(link)}")
    table = page.locator("table.options")
    box = table.bounding_box()
    assert box is not None
    assert box["y"] < 300
    heights = table.locator("tbody th").evaluate_all(
        "cells => cells.map(cell => {"
        " const range = document.createRange();"
        " range.selectNodeContents(cell);"
        " return range.getClientRects().length; })"
    )
    assert set(heights) == {1}, "a number of two digits stands on one line"


def test_closed_options_name_reason_and_document(opened: Opener) -> None:
    page = opened("/counter?lang=zh&on=2026-11-22")
    choose(page, "工作地", "威海")
    page.locator("table.grid .findings li").first.wait_for()
