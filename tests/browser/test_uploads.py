"""Files from hostile or hurried hands: refused with a sentence, and the page goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.support import Opener, settle

OVERLAY = """entered:
  - place: lincang
    parameter: employee_medical.flexible_base_proportion
    value: 60
    unit: percent
"""


def own_values(opened: Opener) -> Page:
    page = opened("/parameters?lang=en&on=2026-11-22")
    page.get_by_text("Your own values", exact=True).click()
    settle(page)
    return page


def upload(page: Page, name: str, content: bytes, media_type: str = "application/yaml") -> None:
    file = {"name": name, "mimeType": media_type, "buffer": content}
    page.locator("[data-testid='stFileUploaderDropzoneInput']").first.set_input_files([file])  # type: ignore[list-item]
    page.locator("[data-testid='stFileUploader']").get_by_text(name).first.wait_for()
    settle(page)


def test_a_good_file_is_used_and_marked(opened: Opener) -> None:
    page = own_values(opened)
    upload(page, "counter.yaml", OVERLAY.encode())
    page.locator("table.grid").get_by_text("60 %").first.wait_for()
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("heading", name="Compare ways to enrol").wait_for()


BAD = {
    "alias.yaml": (b"a: &a [1]\nb: *a\n", "anchors and aliases are not taken"),
    "tag.yaml": (b"!!python/object/apply:os.system ['true']", "tags are not taken"),
    "deep.yaml": (b"[" * 5_000, "nested too deep"),
    "latin.yaml": (b"\xff\xfe\x00", "is not UTF-8 text"),
    "large.yaml": (b"# " + b"x" * 300_000, "is too large"),
    "other.yaml": (b"nothing: 1\n", "nothing"),
    "formula.yaml": (OVERLAY.replace("60", "'=1+1'").encode(), "=1+1"),
    "script.yaml": (OVERLAY.replace("60", "<script>alert(1)</script>").encode(), "<script>"),
}


def test_a_bad_file_is_refused_with_every_reason(opened: Opener) -> None:
    page = own_values(opened)
    for name, (content, said) in BAD.items():
        upload(page, name, content)
        notice = page.locator(".notice.bad").filter(has_text=name)
        notice.wait_for()
        assert said in notice.inner_text(), name
    assert page.locator(".canbao script").count() == 0
    page.get_by_text("Values", exact=True).first.click()
    settle(page)
    page.locator("table.grid").first.wait_for()


REFUSED = {
    "en": ("Not taken: the file is larger than 1.0MB.", "Not taken: files of this kind"),
    "zh": ("未接收：文件超过上限 1.0MB。", "未接收：这里不收这种文件"),
}


@pytest.mark.parametrize("page_name", ["batch", "parameters"])
@pytest.mark.parametrize("lang", REFUSED)
def test_too_large_or_of_another_kind_never_reaches_us(
    opened: Opener, lang: str, page_name: str
) -> None:
    page = opened(f"/{page_name}?lang={lang}&on=2026-11-22&view=own")
    too_large, of_another_kind = REFUSED[lang]
    upload(page, "program.exe", b"MZ", "application/x-msdownload")
    refused = page.locator("[data-testid='stFileChip'] [role='alert']")
    refused.get_by_text(of_another_kind).wait_for()
    shown = refused.first.bounding_box()
    assert shown is not None
    assert shown["width"] > 100, "in sight, not for screen readers alone"
    if page_name == "parameters":
        upload(page, "huge.yaml", b"a" * 2_000_000)
        refused.get_by_text(too_large).wait_for()
    assert "Error" not in page.locator("[data-testid='stFileUploader']").inner_text()
    assert page.locator("table.grid:visible, .notice.bad").count() == 0
