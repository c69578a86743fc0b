"""A file of applicants with bad rows, and files that nobody means well with."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from playwright.sync_api import Page

from tests.browser.support import Opener, choose, settle

PEOPLE = (
    "case,workplace,born,monthly_incom\n"
    "a,weihai,1988-03,5200\n"
    "b,atlantis,1990-01,6000\n"
    "c,jining,1985-13,<img src=x onerror=alert(1)>\n"
    "d,weihai,1979-02,=cmd|' /C calc'!A0\n"
    "e,xuchang,1980-05,4000\n"
)


def upload(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("[data-testid='stFileUploaderDropzoneInput']").first.set_input_files([file])  # type: ignore[list-item]


def saved(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    return Path(download.value.path()).read_bytes()


def test_bad_rows_are_listed_and_the_good_ones_evaluated(opened: Opener) -> None:
    page = opened("/batch?lang=en&on=2026-11-22")
    upload(page, "people.csv", PEOPLE.encode())
    page.get_by_role("button", name="Evaluate").wait_for()
    settle(page)
    page.get_by_text("The name is only similar to «monthly_income»").wait_for()
    page.get_by_text("All rows were looked at (5): 2 can be evaluated, 3 would not").wait_for()
    assert page.locator("table.rejects tbody tr").count() == 3
    choose(page, "Column 1: «case»", "reference (id)")
    page.get_by_role("button", name="Evaluate").click()
    page.get_by_text("5 rows read: 2 evaluated, 3 not taken").wait_for()
    settle(page)

    results = list(csv.DictReader(io.StringIO(saved(page, "Save the results").decode("utf-8-sig"))))
    assert [row["id"] for row in results] == ["a", "e"]
    rejects = saved(page, "Save the rows that were not taken").decode("utf-8-sig")
    listed = list(csv.DictReader(io.StringIO(rejects)))
    assert {row["id"] for row in listed} == {"b", "c", "d"}
    # shown as text, and run by nobody
    assert page.get_by_text("<img src=x onerror=alert(1)>").last.is_visible()
    assert page.locator(".canbao img").count() == 0


def test_a_file_without_a_workplace_cannot_be_run(opened: Opener) -> None:
    page = opened("/batch?lang=en&on=2026-11-22")
    upload(page, "people.csv", b"home,born\nweihai,1988-03\n")
    page.get_by_text("No column is taken for the workplace").wait_for()
    assert page.get_by_role("button", name="Evaluate").count() == 0


def test_a_parquet_bomb_stops_only_itself(opened: Opener) -> None:
    one = pa.array(["a" * 1_000_000])
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 60_000, pa.int32()), one)
    sink = io.BytesIO()
    places = pa.array(["weihai"] * 60_000)
    pq.write_table(pa.table({"workplace": places, "platform": texts}), sink, compression="zstd")
    page = opened("/batch?lang=en&on=2026-11-22")
    upload(page, "bomb.parquet", sink.getvalue())
    button = page.get_by_role("button", name="Evaluate")
    refused = page.locator(".notice.bad")
    button.or_(refused).first.wait_for()
    settle(page)
    if button.count():
        button.click()
    refused.filter(has_text="bomb.parquet").wait_for()
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("heading", name="Compare ways to enrol").wait_for()


def test_what_is_no_parquet_is_said(opened: Opener) -> None:
    page = opened("/batch?lang=en&on=2026-11-22")
    upload(page, "people.parquet", b"PAR1 but not really")
    page.locator(".notice.bad").filter(has_text="file.not_parquet").wait_for()


def test_another_language_and_another_page_keep_the_file_and_what_was_chosen(
    opened: Opener,
) -> None:
    page = opened("/batch?lang=zh&on=2026-11-22")
    upload(page, "people.csv", PEOPLE.encode())
    choose(page, "结果形式", "每人每个方案一行")
    page.get_by_text("已检查全部 5 行").wait_for()
    page.get_by_text("English", exact=True).first.click()
    page.get_by_role("heading", name="Many applicants at once").wait_for()
    settle(page)
    boxes = {
        "Values": "provisional",
        "Results": "a row per person and option",
        "Column 4: «monthly_incom»": "monthly income (monthly_income)",
    }
    for name, shown in boxes.items():
        assert page.get_by_role("combobox", name=name).first.input_value() == shown
    page.get_by_text("All rows were looked at (5)").wait_for()
    page.get_by_role("button", name="Evaluate").click()
    page.get_by_text("5 rows read: 2 evaluated, 3 not taken").wait_for()

    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("heading", name="Compare ways to enrol").wait_for()
    settle(page)
    page.get_by_role("link", name="Batch").first.click()
    page.get_by_text("The file «people.csv» is still here").wait_for()
    page.get_by_text("5 rows read: 2 evaluated, 3 not taken").wait_for()
    for name, shown in boxes.items():
        assert page.get_by_role("combobox", name=name).first.input_value() == shown
    assert saved(page, "Save the results").startswith(b"row,")
    page.get_by_role("button", name="Take the file away").click()
    page.get_by_text("The file «people.csv» is still here").wait_for(state="detached")
    assert page.get_by_role("button", name="Evaluate").count() == 0


def test_the_axis_of_few_rows_has_whole_numbers(opened: Opener) -> None:
    page = opened("/batch?lang=en&on=2026-11-22")
    upload(page, "people.csv", b"workplace\nweihai\nweihai\n")
    page.get_by_role("button", name="Evaluate").click()
    page.get_by_text("2 rows read").wait_for()
    chart = page.locator(".stVegaLiteChart").first
    chart.locator("svg, canvas").first.wait_for()
    settle(page)
    labels = chart.locator("text").all_text_contents()
    numbers = [label for label in labels if label.strip().isdigit()]
    assert numbers == ["0", "1", "2"]
