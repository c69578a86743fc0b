"""A comparison as an Excel workbook: numbers as yuan, sources as notes, nothing that runs.

The only formula is SUM, under the lines and payments that add up to what a person pays. The same
comparison gives the same bytes: the file's own dates are the day asked about.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from calc.comparison import Comparison
from calc.i18n import Lang
from calc.report.cells import cell_text, yuan
from calc.report.table_shapes import Table, TableColumn, TableRow, Value
from calc.report.tables import tables

YUAN_FORMAT = "#,##0.00"
AUTHOR = "Canbao"
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a ZIP file can name."""
NOTE_WIDTH, NOTE_LINE_HEIGHT, NOTE_HEIGHTS = 460, 17, (60, 420)
HEADER_FONT = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="E7E6E6")
TOTAL_BORDER = Border(top=Side("thin"))
WRAPPED = Alignment(vertical="top", wrap_text=True)
TOP = Alignment(vertical="top")
WRAP_FROM = 40
"""Columns of at least so many characters break their lines."""


def comparison_xlsx(result: Comparison, lang: Lang = "zh") -> bytes:
    """The comparison as a workbook, a sheet for each table that has rows.

    Args:
        result: The comparison.
        lang: Language of sheets, headings and texts.
    """
    workbook = Workbook()
    empty = workbook.active
    for table in tables(result, lang):
        _fill(workbook.create_sheet(table.title), table)
    if empty is not None:
        workbook.remove(empty)
    midnight = dt.datetime.combine(result.question.on, dt.time())
    workbook.properties.creator = AUTHOR
    workbook.properties.created = workbook.properties.modified = midnight
    written = io.BytesIO()
    # not `workbook.save`, which writes the time of day into the file
    ExcelWriter(workbook, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED)).save()
    return _same_every_time(written)


def _fill(sheet: Worksheet, table: Table) -> None:
    for index, column in enumerate(table.columns, start=1):
        cell = _cell(sheet, 1, index)
        _write_text(cell, column.heading)
        cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, WRAPPED
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for number, row in enumerate(table.rows, start=2):
        _fill_row(sheet, number, table.columns, row)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fill_row(
    sheet: Worksheet, number: int, columns: tuple[TableColumn, ...], row: TableRow
) -> None:
    for index, (column, value) in enumerate(zip(columns, row.values, strict=True), start=1):
        cell = _cell(sheet, number, index)
        if row.summed:
            cell.font, cell.border = HEADER_FONT, TOTAL_BORDER
        if row.summed and column.key in SUMMED:
            letter = get_column_letter(index)
            cell.value = f"=SUM({letter}{number - row.summed}:{letter}{number - 1})"
            cell.number_format = YUAN_FORMAT
        else:
            _write(cell, column, value)
        cell.alignment = WRAPPED if column.width >= WRAP_FROM else TOP
        note = row.notes.get(column.key)
        if note:
            cell.comment = _note(note)


SUMMED = ("month_share", "year_share", "amount")
"""Columns that a total adds up."""


def _write(cell: Cell, column: TableColumn, value: Value) -> None:
    if isinstance(value, str):
        _write_text(cell, value)
    elif value is not None and column.kind == "yuan":
        cell.value = yuan(value)
        cell.number_format = YUAN_FORMAT
    else:
        cell.value = value


def _write_text(cell: Cell, text: str) -> None:
    """Text as text: never taken for a formula, an error or a date."""
    cell.value = cell_text(text)
    cell.data_type = "s"


def _note(text: str) -> Comment:
    lines = sum(1 + len(line) // 60 for line in text.splitlines())
    lowest, highest = NOTE_HEIGHTS
    height = min(highest, max(lowest, lines * NOTE_LINE_HEIGHT))
    return Comment(text, AUTHOR, height=height, width=NOTE_WIDTH)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # no cell is merged
    return cell


def _same_every_time(written: io.BytesIO) -> bytes:
    """The same archive with fixed days inside, its members in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, ZIP_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            member.create_system = 3
            new.writestr(member, old.read(name))
    return out.getvalue()
