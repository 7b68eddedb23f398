"""The tables of a paper as a workbook beside it, for counting, sorting and sending on.

A sheet for each table: frozen heading, filter, landscape page. A cell that is wholly a number or
a date becomes one; everything else is text, whatever it begins with.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal

from docgen.records.paper_tables import PaperTable

_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа"),
    *("сентября", "октября", "ноября", "декабря"),
)
_NUMBER = re.compile(r"[-−]?(0|[1-9]\d{0,7}|[1-9]\d{0,2}(?: \d{3}){1,4})(,\d{1,4})?")
"""Up to eight digits in a row: a longer one is an identifier, and so is one that begins with 0."""
_DATE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
_LONG_DATE = re.compile(rf"[«\"]?(\d{{1,2}})[»\"]? ({'|'.join(_MONTHS)}) (\d{{4}}) (?:года|г\.)")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 31


def register_bytes(title: str, tables: Sequence[PaperTable], mark: str = "ПРОЕКТ") -> bytes:
    """The workbook of a paper called ``title``; ``mark`` stands at the head of printed pages.

    The same tables give the same bytes.
    Raises ``ValueError`` for a text that an Excel cell cannot hold.
    """
    # openpyxl is heavy, and most papers have no workbook.
    from docgen.workbook.register_writing import build_register

    return build_register(title, tables, mark)


def typed(text: str) -> str | int | Decimal | datetime.date:
    """The number or the date that a text wholly is, else the text."""
    if _NUMBER.fullmatch(text):
        plain = text.replace(" ", "").replace("−", "-").replace(",", ".")
        return Decimal(plain) if "." in plain else int(plain)
    try:
        if found := _DATE.fullmatch(text):
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
        if found := _LONG_DATE.fullmatch(text):
            return datetime.date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:  # there is no such day
        pass
    return text


def sheet_titles(title: str, tables: Sequence[PaperTable]) -> list[str]:
    """A title for the sheet of each table: the paper's for a single one, else its own number
    and caption, cut between words to what Excel allows."""
    if len(tables) == 1:
        return [_cut(title)]
    return [_cut(f"{number}. {table.caption}") for number, table in enumerate(tables, 1)]


def _cut(text: str) -> str:
    text = " ".join(_FORBIDDEN.sub(" ", text).split()).rstrip(".:; ")
    if len(text) <= _LONGEST_TITLE:
        return text
    cut = text[: _LONGEST_TITLE + 1].rpartition(" ")[0] or text[:_LONGEST_TITLE]
    return cut.rstrip(".,:;–— ")
