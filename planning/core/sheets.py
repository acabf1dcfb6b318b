"""Sheets to take away: CSV and XLSX, in which no cell is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

# What programs take for a formula at the beginning of a cell, full-width forms too.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
LONGEST_CELL = 32_767  # characters that Excel holds
Cells = Iterable[Sequence[Any]]


def as_csv(head: Sequence[str], rows: Cells) -> bytes:
    """Return CSV in UTF-8, marked so that Excel knows it; what looks like a formula is quoted."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL)
    for row in (head, *rows):
        writer.writerow([_plain(cell) for cell in row])
    return sheet.getvalue().encode("utf-8-sig")


def as_xlsx(head: Sequence[str], rows: Cells) -> bytes:
    """Return a workbook with one sheet: words as words, days as days, numbers as numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        day = book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(head) - 1, 0), 24)
        for column, label in enumerate(head):
            sheet.write_string(0, column, label, bold)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date) and not isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, day)
                elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                    sheet.write_number(line, column, cell, words)
                else:
                    text = _words(cell)[:LONGEST_CELL]
                    sheet.write_string(line, column, text, quoted if FORMULA.match(text) else words)
    return file.getvalue()


def _plain(cell: Any) -> str:
    text = _words(cell)
    is_number = isinstance(cell, int | float | Decimal)
    return f"'{text}" if FORMULA.match(text) and not is_number else text


def _words(cell: Any) -> str:
    """Return a cell as text; an instant names its zone."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M %Z}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


FORMATS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
