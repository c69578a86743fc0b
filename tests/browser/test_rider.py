"""A rider on a phone: from a blank page to a link that opens somewhere else."""

from __future__ import annotations

import re

from calc.i18n import translate
from tests.browser.support import Opener, choose, settle, sideways


def test_from_blank_to_a_shared_link(opened: Opener) -> None:
    page = opened("/?on=2026-11-22", "phone")
    assert page.locator("article.card").count() == 0
    choose(page, "工作地", "威海")
    page.locator("article.card").first.wait_for()
    choose(page, "户籍地", "济宁")
    choose(page, "出生年月（年）", "1988")
    choose(page, "出生年月（月）", "03")
    page.get_by_role("radio", name="女").or_(page.get_by_role("button", name="女")).first.click()
    settle(page)
    choose(page, "做什么工作", "外卖骑手")
    page.get_by_text("自己管理", exact=False).first.click()
    settle(page)
    income = page.get_by_role("spinbutton", name="每月收入（元）").first
    income.fill("5200")
    income.press("Enter")
    settle(page)
    assert sideways(page) == []

    card = page.locator("article.card").first
    card.locator("summary").first.click()
    assert card.get_by_text("个人缴").first.is_visible()
    link = page.locator("[data-testid='stCode']").first.inner_text().replace("\n", "").strip()
    assert re.search(r"[?&]s=1\.", link)

    other = opened(link, "desktop")
    amounts = ".card .much"
    assert other.locator(amounts).first.inner_text() == page.locator(amounts).first.inner_text()
    assert other.get_by_role("combobox", name="户籍地").first.input_value() == "济宁市"


def test_the_language_switch_keeps_the_comparison(opened: Opener) -> None:
    page = opened("/?on=2026-11-22", "phone")
    choose(page, "工作地", "威海")
    page.locator("article.card").first.wait_for()
    before = page.locator(".card .much").all_inner_texts()
    page.get_by_text("English", exact=True).click()
    settle(page)
    page.get_by_text(translate("Your situation", "en")).first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    digits = [re.sub(r"[^\d.]", "", text) for text in page.locator(".card .much").all_inner_texts()]
    assert digits == [re.sub(r"[^\d.]", "", text) for text in before]
    assert "lang=en" in page.url


def test_a_missing_value_is_typed_in_where_it_is_missed(opened: Opener) -> None:
    page = opened("/?lang=en&on=2026-11-22", "phone")
    choose(page, "Where do you work?", "Lincang")
    field = page.get_by_role("textbox", name=re.compile("Lincang")).first
    field.fill("60%")
    field.press("Enter")
    settle(page)
    page.locator(".tag.entered").first.wait_for(state="attached")
    assert "60 %" in page.locator(".stMainBlockContainer").inner_text()


def test_answers_survive_a_walk_through_the_pages_and_back(opened: Opener) -> None:
    page = opened("/?lang=en&on=2026-11-22")
    choose(page, "Where do you work?", "Weihai")
    page.get_by_role("link", name="Counter").first.click()
    page.get_by_role("heading", name="At the counter").wait_for()
    settle(page)
    assert page.get_by_role("combobox", name="Where do you work?").first.input_value() == "Weihai"
    assert "s=1." in page.url
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("heading", name="Compare ways to enrol").wait_for()
    settle(page)
    assert page.get_by_role("combobox", name="Where do you work?").first.input_value() == "Weihai"
