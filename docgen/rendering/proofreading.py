"""Вычитка: what a careful reader would find in a finished Word file, whoever made it.

Acts that do not hold on the paper's date, wordings out of use, wrong cases, quotes that are not
closed, gaps in typed numbers, lines that may tear, what a template left behind.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic, diagnose, shorten
from docgen.norms.acts import Acts
from docgen.norms.outdated import find_outdated
from docgen.opc.finished import FinishedPaper, Passage
from docgen.rendering.proof import FLAWS, Flaw
from docgen.russian import Case, month_name
from docgen.russian.wrong_cases import find_wrong_cases

_MONTHS = tuple(month_name(number, Case.GEN) for number in range(1, 13))
_SHOWN = 5
"""Places of one kind of flaw that are named one by one; of the rest only the number is told."""
_DAY = (
    rf"(?:(?P<d>\d{{1,2}})\.(?P<m>\d{{2}})\.(?P<y>\d{{4}})"
    rf"|[«\"]?(?P<day>\d{{1,2}})[»\"]?\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}}))"
)
_DATE = re.compile(_DAY, re.IGNORECASE)
_UNTIL = re.compile(
    rf"(?:действует|действия|заключ[а-яё]+|срок[а-яё]*)[^.;]{{0,120}}?\b(?:по|до)\s+{_DAY}",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(r"^\s*согласие\b", re.IGNORECASE)
_HEAD = 25
"""Paragraphs of the head of a paper, where its own date and title stand."""


@dataclass(frozen=True)
class Period:
    """The date by which a paper is judged and its last day in force, where one is known."""

    on: datetime.date
    until: datetime.date | None = None


def period_in_text(paper: FinishedPaper) -> tuple[datetime.date | None, datetime.date | None]:
    """The paper's own date (the first in its head) and the last day that it names as its term.

    Either is ``None`` when the text does not say; a date inside a citation is not the paper's.
    """
    passages = list(paper.passages())
    on = next((d for p in passages[:_HEAD] if (d := _own_date(p.text))), None)
    ends = [d for p in passages for found in _UNTIL.finditer(p.text) if (d := _as_date(found))]
    return on, max(ends, default=None)


def proofread(paper: FinishedPaper, period: Period, acts: Acts) -> list[Diagnostic]:
    """Everything found in the paper, in the order of its text, worst codes as they come."""
    passages = list(paper.passages())
    found: list[Diagnostic] = []
    consent = any(_CONSENT_TITLE.match(p.text) for p in passages[:_HEAD])
    seen: set[tuple[str, str]] = set()
    for passage in passages:
        for fault in find_outdated(
            passage.text,
            period.on,
            paper.origin(passage.place),
            until=period.until,
            consent_paper=consent,
            acts=acts,
        ):
            # One act is cited in many places; the first is enough to find the others.
            key = (fault.code, fault.message)
            if key not in seen:
                seen.add(key)
                found.append(fault)
        for wrong in find_wrong_cases(passage.text):
            found.append(
                diagnose(
                    "text-wrong-case",
                    paper.origin(passage.place),
                    wrong.message,
                    hint=wrong.hint,
                    value=wrong.fragment,
                )
            )
    for rule in (_quotes, _numbering):
        found += rule(paper, passages)
    for flaw in FLAWS:
        found += _flaw(paper, passages, flaw)
    return found


def _own_date(text: str) -> datetime.date | None:
    for match in _DATE.finditer(text):
        before = text[: match.start()].rstrip().lower()
        # «от 29.12.2012 № 273-ФЗ» dates an act; «Приказ от 26.08.2014 № 453/1» stands alone.
        cited = re.search(r"\bот$", before) and len(before) > 60
        if not cited:
            return _as_date(match)
    return None


def _as_date(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    try:
        if parts["month"]:
            month = _MONTHS.index(parts["month"].lower()) + 1
            return datetime.date(int(parts["year"]), month, int(parts["day"]))
        return datetime.date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


# --- quotes -----------------------------------------------------------------------------------

_PAIRS = {"«": "»", "„": "“"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}


def _quotes(paper: FinishedPaper, passages: Iterable[Passage]) -> Iterator[Diagnostic]:
    """A quotation may run over paragraphs, so only what no later paragraph mends is told."""
    waiting: list[tuple[str, Passage]] = []
    for passage in passages:
        if passage.text.count('"') % 2:
            yield _quote(paper, passage, "непарная прямая кавычка")
        for mark in passage.text:
            if mark in _PAIRS:
                waiting.append((mark, passage))
            elif mark in _CLOSING:
                if waiting and waiting[-1][0] == _CLOSING[mark]:
                    waiting.pop()
                elif mark == "»":
                    # Nested «ёлочки» are often closed once for both.
                    yield _quote(paper, passage, "кавычка закрыта, но не открыта")
        if not passage.in_body:
            yield from (_quote(paper, p, "кавычка не закрыта") for _, p in waiting)
            waiting.clear()
    yield from (_quote(paper, p, "кавычка не закрыта") for _, p in waiting)


def _quote(paper: FinishedPaper, passage: Passage, message: str) -> Diagnostic:
    return diagnose(
        "text-quotes",
        paper.origin(passage.place),
        message,
        hint="«…» открывают и закрывают каждое название; внутри них — „…“",
        value=shorten(passage.text, 60),
    )


# --- typed numbers ----------------------------------------------------------------------------

_NUMBER = re.compile(
    r"^\s*(?:·\s*)?(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:\.(?=\s|$)|\.?\s+(?=[А-ЯЁа-яё«]))"
)


def _numbering(paper: FinishedPaper, passages: Iterable[Passage]) -> Iterator[Diagnostic]:
    """Gaps and repetitions in numbers that were typed by hand; Word's own never have any."""
    last: dict[tuple[int, ...], int] = {}
    for passage in passages:
        found = _NUMBER.match(passage.text) if passage.in_body else None
        if not found:
            continue
        *above, own = (int(part) for part in found["number"].split("."))
        if own > 300:
            continue  # a year or a quantity that begins a sentence
        level = tuple(above)
        before = last.get(level)
        if own != 1 and before is not None and own != before + 1:
            shown = ".".join(map(str, (*level, before)))
            yield diagnose(
                "text-numbering",
                paper.origin(passage.place),
                f"после пункта {shown} идёт {found['number']}",
                hint="пропущен или повторён пункт: проверьте нумерацию и ссылки на пункты",
                value=shorten(passage.text, 60),
            )
        last[level] = own
        if own == 1:
            # A list begins anew (an annex): what hung under its old numbers counts no more.
            for deeper in [key for key in last if key[: len(level)] == level and key != level]:
                del last[deeper]


# --- what must not be in any text -------------------------------------------------------------

_AS_LINT = {
    "proof-leftover": "text-leftover",
    "proof-untidy": "text-untidy",
    "proof-torn": "text-torn",
}


def _flaw(paper: FinishedPaper, passages: Iterable[Passage], flaw: Flaw) -> Iterator[Diagnostic]:
    places = [
        (passage, match) for passage in passages if (match := flaw.pattern.search(passage.text))
    ]
    for passage, match in places[:_SHOWN]:
        around = passage.text[max(0, match.start() - 20) : match.end() + 20]
        yield diagnose(
            _AS_LINT[flaw.own],
            paper.origin(passage.place),
            flaw.words,
            hint="" if flaw.own == "proof-leftover" else flaw.hint,
            value=shorten(around, 60),
        )
    if len(places) > _SHOWN:
        yield diagnose(
            _AS_LINT[flaw.own],
            paper.origin(),
            f"{flaw.words}: всего таких абзацев {len(places)}, показаны первые {_SHOWN}",
        )
