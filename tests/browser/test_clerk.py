"""A clerk at a desk: an applicant by keyboard, a sheet on paper, files for colleagues."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from app.link import Shared, SharedScenario, link_of
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
    page.get_by_role("combobox", name="工作地").first.focus()
    page.keyboard.type("济宁")
    page.keyboard.press("Enter")
    settle(page)
    page.locator("table.grid").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+n")
    page.locator("table.grid").first.wait_for(state="detached")
    assert "s=1." not in page.url


def test_closed_options_name_reason_and_document(opened: Opener) -> None:
    page = opened("/counter?lang=zh&on=2026-11-22")
    choose(page, "工作地", "威海")
    page.locator("table.grid .findings li").first.wait_for()
