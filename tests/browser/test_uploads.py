"""Files from hostile or hurried hands: refused with a sentence, and the page goes on."""

from __future__ import annotations

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
    "alias.yaml": (b"a: &a [1]\nb: *a\n", "yaml.alias"),
    "tag.yaml": (b"!!python/object/apply:os.system ['true']", "yaml.tag"),
    "deep.yaml": (b"[" * 5_000, "yaml.too_deep"),
    "latin.yaml": (b"\xff\xfe\x00", "file.not_utf8"),
    "large.yaml": (b"# " + b"x" * 300_000, "file.too_large"),
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


def test_too_large_or_of_another_kind_never_reaches_us(opened: Opener) -> None:
    page = own_values(opened)
    upload(page, "huge.yaml", b"a" * 2_000_000)
    upload(page, "program.exe", b"MZ", "application/x-msdownload")
    shown = page.locator("[data-testid='stFileUploader']").inner_text()
    assert "File must be 1.0MB or smaller" in shown
    assert "files are not allowed" in shown
    assert page.locator("table.grid, .notice.bad").count() == 0
