"""Whose file has come back: by the words in it or by its name, and never by a guess.

One paper fits or none is taken; the nearest are told, so that a person chooses.
"""

from __future__ import annotations

import datetime
import io
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.diagnostics import nearest
from docgen.records.spelling import as_cyrillic, name_key
from docgen.russian.dates import date_digits, date_long

_ADDED = re.compile(
    r"[\s_().,–—-]*(?:\(\d{1,2}\)|скан(?:ы|ирован\w*)?|scan|подпис\w*|подп|с подписью|signed|эп|эцп"
    r"|укэп|копия|copy|(?:экз(?:емпляр)?|лист|стр(?:аница)?)\.?\s?\d{0,2}|итог\w*|финал\w*)"
    r"[\s_().-]*$"
)
_PAGES_READ = 40
_SPACES = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may have come back.

    ``stems``: names that its file has and had, without the ending. ``codes``: of its rows, as a
    file name may begin with. ``number``, ``dated``: as registered; empty and ``None`` without.
    """

    document_id: str
    stems: tuple[str, ...]
    codes: tuple[str, ...]
    number: str = ""
    dated: datetime.date | None = None


def by_name(stem: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The papers that a file with this name may be: its whole name, else the code it begins with.

    What people add to a name («скан», «подписан», «(2)») does not count.
    """
    known = list(candidates)
    for key in _shortened(_key(stem)):
        found = [c for c in known if any(_key(name) == key for name in c.stems)]
        if found:
            return found
    key = _key(stem)
    longest, found = 0, []
    for candidate in known:
        for code in map(_key, candidate.codes):
            if len(code) >= max(longest, 1) and _begins(key, code):
                found = [*(found if len(code) == longest else []), candidate]
                longest = len(code)
    return list({c.document_id: c for c in found}.values())


def by_text(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The papers whose number and date both stand in the text of a file."""
    words = _SPACES.sub(" ", text).casefold()
    return [
        c
        for c in candidates
        if c.number and c.dated and _has_number(words, c.number) and _has_date(words, c.dated)
    ]


def nearest_names(stem: str, candidates: Sequence[Candidate], most: int = 3) -> list[str]:
    """Names of papers that look like this one, the likest first."""
    names = [name for candidate in candidates for name in candidate.stems[:1]]
    return nearest(stem, names, key=_key, most=most, likeness=0.35)


def text_of_pdf(pdf: bytes) -> str:
    """The text of a PDF; empty for a scan, for a broken file, and without pypdf."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        return ""
    # A scan that is not quite a PDF is no news for the clerk.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = PdfReader(io.BytesIO(pdf)).pages
        return "\n".join(page.extract_text() for page in pages[:_PAGES_READ])
    except (PyPdfError, OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return ""


def _key(name: str) -> str:
    """«Д_01» and «Д-01» with a Latin letter are the same code."""
    return _SPACES.sub(
        " ", as_cyrillic(name_key(name).upper()).casefold().replace("_", " ")
    ).strip()


def _shortened(key: str) -> Iterable[str]:
    """The name, and the name without each word that people add at its end."""
    while key:
        yield key
        shorter = _ADDED.sub("", key)
        if shorter == key:
            return
        key = shorter


def _begins(key: str, code: str) -> bool:
    return key.startswith(code) and not key[len(code) : len(code) + 1].isalnum()


def _has_number(words: str, number: str) -> bool:
    found = re.search(rf"№ ?{re.escape(number.casefold())}(?![\w/-])", words)
    return found is not None


def _has_date(words: str, day: datetime.date) -> bool:
    quoted = re.compile(rf"«0?{day.day}» {date_long(day).split()[1]} {day.year}")
    plain = (date_digits(day), _SPACES.sub(" ", date_long(day)).removesuffix(" года"))
    return any(form in words for form in plain) or quoted.search(words) is not None
