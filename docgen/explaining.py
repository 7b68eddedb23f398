"""Where the words of a paper come from: for each value its cell, its tag and its rule.

Nothing is read out of the file but its passport and its text: the paper is composed anew from the
rows, as the next run would compose it, and what every tag prints is noted. Where the rows or the
template have changed since the file was made, that is said.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic, Origin
from docgen.documents.declined import declined_names
from docgen.documents.holding import Holding
from docgen.documents.plan import PlannedPaper
from docgen.documents.wording import full_name
from docgen.drafting import Drafts
from docgen.opc.finished import FinishedPaper
from docgen.passport import Passport
from docgen.records.directory import Person
from docgen.records.schema import columns_of
from docgen.records.tables import Tables
from docgen.russian import CASES, Case, Declension, Dictionary, Form
from docgen.russian.dates import date_digits, date_long, date_quoted, date_verbal

_CASE_WORDS = {
    Case.GEN: "родительный",
    Case.DAT: "дательный",
    Case.ACC: "винительный",
    Case.INS: "творительный",
    Case.PRE: "предложный",
}
_SOURCE_WORDS = {
    "column": "из столбца книги",
    "dictionary": "из словаря склонений",
    "engine": "просклоняла программа",
    "rule": "просклоняла программа",
}
_SHORTEST = 3
_SHORTEST_IN_TEXT = 5


@dataclass(frozen=True, slots=True)
class SourceOfValue:
    """One value of a paper: where it stands, by which tag of the template, from which cell.

    ``rule``: what stands in the tag, filters and all. ``cell``: the one that the tag names,
    ``None`` for a value that was composed. ``like``: then the cells of the paper's rows whose words
    stand in it, as they are, as a date or declined. ``forms``: names that were declined, and how.
    """

    value: str
    place: str
    rule: str
    cell: Origin | None
    like: tuple[Origin, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a file. ``constant``: places of the file where the fragment stands in no
    value, so that it is text of the template or was typed by hand. ``rows_changed`` and
    ``template_changed``: since the file was made."""

    file: str
    identity: str
    title: str
    template: str
    sources: tuple[SourceOfValue, ...]
    constant: tuple[str, ...]
    rows_changed: bool
    template_changed: bool


def explain(
    paper: PlannedPaper,
    drafts: Drafts,
    tables: Tables,
    dictionary: Dictionary,
    finished: FinishedPaper,
    passport: Passport,
    fragment: str = "",
) -> Explanation | None:
    """The origin of every value of a paper, or of those in which ``fragment`` stands.

    ``None`` when faults hold the paper: they are among the diagnostics of ``drafts``.
    """
    prepared = drafts.prepare(paper)
    if prepared is None:
        return None
    names = declined_names(tables, dictionary)[0]
    cells = _words_of_cells(paper, names)
    wanted = _key(fragment)
    sources = []
    for trace in prepared.template.trace(prepared.context, with_origins=True).values():
        for value, tag, rule, cell in trace.values:
            if value.strip() and _fits(_key(value), wanted):
                forms = tuple(_forms_in(value, names, wanted))
                like = () if cell else tuple(_like(value, wanted, cells))
                sources.append(
                    SourceOfValue(_line(value), tag.place.words, rule, cell, like, forms)
                )
    return Explanation(
        file=finished.shown,
        identity=paper.identity,
        title=paper.title,
        template=paper.kind.template.name,
        sources=tuple(dict.fromkeys(sources)),
        constant=tuple(_constant(finished, wanted, sources)) if wanted else (),
        rows_changed=prepared.passport.row_hash != passport.row_hash,
        template_changed=prepared.passport.template_hash != passport.template_hash,
    )


def _fits(value: str, wanted: str) -> bool:
    """Whether a fragment stands in a value, or a value of some length in the fragment."""
    if not wanted:
        return True
    return wanted in value or (len(value) >= _SHORTEST and value in wanted)


def _words_of_cells(paper: PlannedPaper, names: Sequence[Declension]) -> list[tuple[str, Origin]]:
    """What the cells of the paper's rows may look like in it, the longest first."""
    declined = {_key(name.text): [_key(form.text) for form in name.forms] for name in names}
    found: dict[tuple[str, Origin], None] = {}
    for record in paper.sources:
        for column in columns_of(type(record)):
            value = getattr(record, column.attribute)
            origin = record.origin.at(column.attribute)
            for text in _as_printed(value):
                for form in (_key(text), *declined.get(_key(text), ())):
                    found[form, origin] = None
        if isinstance(record, Person):
            for form in declined.get(_key(full_name(record)), ()):
                found[form, record.origin.at("surname")] = None
    return sorted(
        ((text, origin) for text, origin in found if text),
        key=lambda pair: (-len(pair[0]), str(pair[1])),
    )


def _as_printed(value: object) -> list[str]:
    if isinstance(value, datetime.date):
        return [date_digits(value), date_verbal(value), date_quoted(value), date_long(value)]
    if isinstance(value, bool) or value is None:
        return []
    return [str(value)]


def _like(value: str, wanted: str, cells: Sequence[tuple[str, Origin]]) -> list[Origin]:
    """Cells whose words stand in a composed value: whole words, and each place once. Of a few
    letters only the whole value counts; with a fragment only cells that touch it."""
    left = _key(value)
    found: list[Origin] = []
    for text, origin in cells:
        if len(text) < _SHORTEST_IN_TEXT and text != _key(value):
            continue
        if wanted and not (text in wanted or wanted in text):
            continue
        if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", left) and origin not in found:
            found.append(origin)
    return found


def _forms_in(value: str, names: Sequence[Declension], wanted: str) -> list[str]:
    """The declined names that stand in a value: case, where the form is from, is it doubtful."""
    text = _line(value)
    found = []
    for name in names:
        cases: dict[Form, list[str]] = {}
        for case, form in zip(CASES[1:], name.forms[1:], strict=True):
            if form.text != name.text and _line(form.text) in text:
                cases.setdefault(form, []).append(_CASE_WORDS[case])
        for form, words in cases.items():
            if wanted and not (wanted in _key(form.text) or _key(form.text) in wanted):
                continue
            doubt = f", под вопросом: {form.reason or 'проверьте'}" if form.doubtful else ""
            found.append(
                f"«{_line(form.text)}» — {' или '.join(words)} от «{_line(name.text)}», "
                f"{_SOURCE_WORDS[form.source]}{doubt}"
            )
    return found


def _constant(
    finished: FinishedPaper, wanted: str, sources: Collection[SourceOfValue]
) -> list[str]:
    """Paragraphs of the file with the fragment, when no value of the paper holds it whole."""
    if any(wanted in _key(source.value) for source in sources):
        return []
    return [passage.place for passage in finished.passages() if wanted in _key(passage.text)]


def _line(text: str) -> str:
    return " ".join(text.split())


def _key(text: str) -> str:
    """What counts when words are looked for: not the case, ё, quotes and kinds of spaces."""
    folded = _line(text).casefold().replace("ё", "е")
    return folded.translate({ord(mark): None for mark in '«»„“”"'})


def faults_of(
    paper: PlannedPaper, tables: Tables, diagnostics: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """Errors that hold a paper: those of its own rows, else all that there are."""
    errors = [d for d in diagnostics if d.is_error]
    return [d for d in errors if Holding([d], tables).holds(paper)] or errors
