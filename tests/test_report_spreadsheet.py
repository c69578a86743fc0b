"""Workbook, CSV and JSON: exact amounts, notes, one kind of formula, no cell that is run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from calc import compare, load_parameters
from calc.comparison import Comparison
from calc.i18n import LANGS, Lang
from calc.parameters.lookup import Parameters
from calc.report.cells import LONGEST, cell_text, yuan
from calc.report.csvfile import comparison_csv
from calc.report.downloads import KINDS, MEDIA_TYPES, comparison_json, download
from calc.report.spreadsheet import comparison_xlsx
from calc.report.tables import TABLES, tables

ROOT = Path(__file__).resolve().parents[1]
FLEXIBLE = "pension=flexible@weihai;medical=flexible.without_account@weihai"
UNPRICED = "pension=flexible@lincang;medical=flexible.without_account@lincang"
PERSON: dict[str, object] = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1990-05",
    "sex": "male",
    "relation": "managed",
    "platform": "美团",
    "pension_base": "5000",
    "payment_frequency": "quarterly",
}
RUN_BY_SPREADSHEETS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "   =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
)
NOT_RUN = ("美团", "1+1", "a=b", "#N/A", "TRUE", "2026-11-22", "—", "0012", "1e5")
SHEETS = {
    "zh": [
        "方案",
        "费用明细",
        "缴费日历",
        "补贴",
        "养老金估算",
        "判断结论",
        "数值与依据",
        "测算说明",
    ],
    "en": [
        *("options", "item by item", "payment calendar", "subsidies", "estimated pension"),
        "findings",
        *("values and documents", "about this comparison"),
    ],
}


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


def asked(law: Parameters, on: str = "2026-11-22", **changes: object) -> Comparison:
    return compare({**PERSON, **changes}, law, on=dt.date.fromisoformat(on))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    headings = [cell.value for cell in sheet[1]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


def added_up(sheet: Worksheet, formula: str) -> Decimal:
    """What a spreadsheet makes of a SUM over one column."""
    found = re.fullmatch(r"=SUM\(([A-Z]+)(\d+):\1(\d+)\)", formula)
    assert found is not None, formula
    column, first, last = found.groups()
    cells = [sheet[f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
    return sum((Decimal(str(value)) for value in cells if value is not None), Decimal())


# -- the workbook ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_sheets_headings_and_layout(lang: Lang, law: Parameters) -> None:
    workbook = opened(comparison_xlsx(asked(law), lang))
    assert workbook.sheetnames == SHEETS[lang]
    for sheet in workbook.worksheets:
        assert sheet.freeze_panes == "A2"
        headings = [cell.value for cell in sheet[1]]
        assert all(headings)
        assert len(set(headings)) == len(headings)
        assert all(sheet.column_dimensions[c.column_letter].width >= 6 for c in sheet[1])
        assert sheet.max_row > 1, "no empty sheet"


@pytest.mark.parametrize("lang", LANGS)
def test_amounts_are_yuan_to_the_fen(lang: Lang, law: Parameters) -> None:
    result = asked(law, pension_base="4573.33")
    workbook = opened(comparison_xlsx(result, lang))
    options = workbook.worksheets[0]
    columns = {
        "zh": ("本人每月缴费", "本人全年缴费"),
        "en": ("you pay a month", "you pay in the year"),
    }
    month, year = columns[lang]
    for row, option in zip(rows(options), result.options, strict=True):
        for cell, fen in (
            (row[month], option.worker_month_fen),
            (row[year], option.worker_year_fen),
        ):
            assert cell.number_format == "#,##0.00"
            if fen is None:
                assert cell.value is None
            else:
                assert Decimal(str(cell.value)) == Decimal(fen) / 100
    # 4573.33 × 20 % = 914.666, half up 914.67; twelve of them 10976.04
    row = next(
        row
        for row in rows(options)
        if row[_id(lang)].value.startswith("pension=flexible@weihai;medical=none")
    )
    assert Decimal(str(row[month].value)) == Decimal("914.67")
    assert Decimal(str(row[year].value)) == Decimal("10976.04")


def _id(lang: Lang) -> str:
    return {"zh": "标识", "en": "id"}[lang]


@given(st.integers(-(10**12), 10**12))
def test_yuan_is_exact(fen: int) -> None:
    assert yuan(fen) * 100 == fen
    assert yuan(fen).as_tuple().exponent == -2
    # what stands in the file, and what a spreadsheet's binary number gives back at two decimals
    assert Decimal(f"{float(f'{yuan(fen):.16g}'):.2f}") == yuan(fen)


def test_the_only_formula_is_a_sum_and_it_is_right(law: Parameters) -> None:
    result = asked(law)
    workbook = opened(comparison_xlsx(result, "en"))
    years = {option.id: option.worker_year_fen for option in result.options}
    months = {option.id: option.worker_month_fen for option in result.options}
    found = 0
    for sheet in workbook.worksheets:
        for row in rows(sheet):
            for heading, cell in row.items():
                if cell.data_type != "f":
                    continue
                found += 1
                wanted = months if heading == "a month" else years
                assert added_up(sheet, cell.value) * 100 == wanted[row["id"].value]
    priced = [option for option in result.options if option.worker_year_fen is not None]
    assert found == 2 * len(priced) + sum(bool(option.calendar) for option in priced)


def test_what_has_no_price_has_no_total(law: Parameters) -> None:
    result = asked(law, workplace="lincang", household_registration="lincang", pension_base=None)
    workbook = opened(comparison_xlsx(result, "zh"))
    (option,) = [row for row in rows(workbook.worksheets[0]) if row["标识"].value == UNPRICED]
    assert option["本人全年缴费"].value is None
    assert option["扣除补贴后全年"].value is None
    lines = [row for row in rows(workbook.worksheets[1]) if row["标识"].value == UNPRICED]
    assert lines, "what can be priced stands"
    assert all(cell.data_type != "f" for row in lines for cell in row.values())


def test_amounts_carry_their_sources_as_notes(law: Parameters) -> None:
    for lang in LANGS:
        lines = opened(comparison_xlsx(asked(law), lang)).worksheets[1]
        noted = 0
        for row in lines.iter_rows(min_row=2):
            amount = row[5]
            if amount.data_type == "n" and amount.value is not None:
                assert amount.comment is not None
                noted += 1
                # the document in the note stands in the row, too
                documents = re.split("[；;] ?", str(row[10].value))
                assert any(each.split(" ")[0] in amount.comment.text for each in documents)
        assert noted > 20


@pytest.mark.parametrize("text", [*RUN_BY_SPREADSHEETS, *NOT_RUN])
def test_no_cell_is_run(text: str, law: Parameters) -> None:
    day = dt.date(2026, 11, 22)
    result = compare({"workplace": "xuchang", "platform": text, "id": text}, law, on=day)
    workbook = opened(comparison_xlsx(result, "en"))
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str):
                sums = cell.data_type == "f" and cell.value.startswith("=SUM(")
                assert sums or (cell.data_type == "s" and cell_text(cell.value) == cell.value)
    values = [row[1].value for row in workbook.worksheets[-1].iter_rows(min_row=2)]
    # a platform is read without the blanks around it, an id is passed through as it was written
    for written in (result.question.applicant.platform, text):
        assert cell_text(str(written)) in values


def test_text_that_a_file_cannot_hold(law: Parameters) -> None:
    result = asked(law, platform="a\x00b\x07c\ufffe\u202e", id="x" * 200)
    about = opened(comparison_xlsx(result, "zh")).worksheets[-1]
    values = [row[1].value for row in about.iter_rows(min_row=2)]
    assert "a�b�c��" in values
    assert "x" * 200 in values


# -- escaping ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", RUN_BY_SPREADSHEETS)
def test_what_spreadsheets_run_gets_an_apostrophe(text: str) -> None:
    assert cell_text(text).startswith("'")
    assert cell_text(text)[1:].strip() == text.strip()


@pytest.mark.parametrize("text", NOT_RUN)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert cell_text(text) == text


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    shown = cell_text(text)
    assert not shown.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert shown.isprintable()
    assert len(shown) <= LONGEST + 1
    assert cell_text(shown) == shown, "once is enough"


# -- CSV and JSON ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("table", TABLES)
def test_csv_is_what_excel_reads(table: str, lang: Lang, law: Parameters) -> None:
    result = asked(law, platform="=1+1", id='a"b,c\nd')
    content = comparison_csv(result, lang, table)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    (made,) = [each for each in tables(result, lang) if each.key == table]
    assert read[0] == [column.heading for column in made.columns]
    assert len(read) == 1 + sum(not row.summed for row in made.rows)
    for line, row in zip(read[1:], (row for row in made.rows if not row.summed), strict=True):
        for text, value, column in zip(line, row.values, made.columns, strict=True):
            if column.kind == "yuan":
                assert text == ("" if value is None else f"{Decimal(int(value)) / 100:.2f}")
            elif isinstance(value, str):
                assert text == cell_text(value)
    if table == "about":
        assert ["platform or firm" if lang == "en" else "平台或单位", "'=1+1"] in read


@pytest.mark.parametrize("lang", LANGS)
def test_json_is_the_document(lang: Lang, law: Parameters) -> None:
    result = asked(law)
    assert json.loads(comparison_json(result, lang)) == json.loads(json.dumps(result.to_dict(lang)))
    assert "威海".encode() in comparison_json(result, "zh")


# -- all of them -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pdf"])
def test_the_same_bytes_every_time(kind: Any, lang: Lang, law: Parameters) -> None:
    first = download(asked(law), kind, lang)
    again = download(asked(load_parameters()), kind, lang)
    assert first == again
    assert first.media_type == MEDIA_TYPES[kind]
    assert first.file_name == f"canbao-weihai-2026-11-22.{kind}"


def test_the_workbook_holds_no_time_of_day(law: Parameters) -> None:
    content = comparison_xlsx(asked(law), "zh")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-22T00:00:00Z"}


def test_the_same_workbook_in_another_process_and_zone(law: Parameters) -> None:
    program = f"""
import sys, datetime as dt
from calc import compare, load_parameters
from calc.report.spreadsheet import comparison_xlsx
result = compare({PERSON!r}, load_parameters(), on=dt.date(2026, 11, 22))
sys.stdout.buffer.write(comparison_xlsx(result, "zh"))
"""
    environment = {**os.environ, "TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "3"}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=180,
        check=True,
    )
    assert ran.stdout == comparison_xlsx(asked(law), "zh")
