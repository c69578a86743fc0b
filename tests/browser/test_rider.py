"""A rider on a phone: from a blank page to a link that opens somewhere else."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from app.link import Shared, SharedScenario, link_of
from calc.i18n import translate
from tests.browser.support import Opener, choose, settle, sideways

RIDER = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "managed",
    "occupation": "food_delivery",
    "monthly_income": "5200.00",
}


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


BOXES = {
    "": (["Weihai", "Jining", "food delivery"], ["威海市", "济宁市", "外卖骑手"]),
    "counter": (["Weihai", "Jining", "food delivery"], ["威海市", "济宁市", "外卖骑手"]),
    "parameters": (["Weihai", "all schemes"], ["威海市", "全部"]),
}


@pytest.mark.parametrize("name", BOXES)
def test_after_the_language_switch_every_box_is_in_the_new_language(
    opened: Opener, name: str
) -> None:
    shared = Shared(
        (SharedScenario("", RIDER),),
        day=dt.date(2026, 11, 22),
        page=name,
        extra={"section": "all", "place": "weihai"} if name == "parameters" else {},
    )
    page = opened(f"/{link_of(shared)}")
    english, chinese = BOXES[name]
    for text, wanted, others in (("English", english, chinese), ("中文", chinese, english)):
        page.get_by_text(text, exact=True).click()
        settle(page)
        box = page.get_by_role("combobox", name=re.compile("work|工作地|Place|地区")).first
        expect(box).to_have_value(wanted[0])
        page.locator("[data-stale='true']").first.wait_for(state="detached")
        values = page.get_by_role("combobox").evaluate_all("all => all.map(box => box.value)")
        assert set(wanted) <= set(values)
        assert not set(others) & set(values)
        if text == "English":
            assert not any(re.search("[\u4e00-\u9fff]", value) for value in values)


def test_streamlits_own_labels_are_in_the_language_of_the_page(opened: Opener) -> None:
    page = opened(f"/{link_of(Shared((SharedScenario('', RIDER),), page='counter'))}")
    page.get_by_role("button", name="清除").first.wait_for(state="attached")
    labels = page.locator("[aria-label]:visible").evaluate_all(
        "all => all.filter(e => !e.closest('.canbao')).map(e => e.getAttribute('aria-label'))"
    )
    known = re.compile("Alt|PDF|HTML|XLSX|CSV|ICS|JSON")
    assert [label for label in labels if re.search("[A-Za-z]{3}", known.sub("", label))] == []
    page.get_by_text("English", exact=True).click()
    page.get_by_role("button", name="Clear").first.wait_for(state="attached")
    assert page.locator("[aria-label='清除']").count() == 0


def test_a_negative_income_is_told_at_its_field(opened: Opener) -> None:
    page = opened(f"/{link_of(Shared((SharedScenario('', RIDER),)))}", "phone")
    income = page.get_by_role("spinbutton", name="每月收入（元）").first
    income.fill("-5")
    income.press("Enter")
    page.locator(".notice.bad").first.wait_for()
    settle(page)
    notices = page.locator(".notice.bad")
    assert notices.count() == 2
    below, field = notices.first.bounding_box(), income.bounding_box()
    assert below is not None
    assert field is not None
    assert 0 < below["y"] - field["y"] < 120
    assert page.locator("article.card").count() > 0
    assert sideways(page) == []


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
