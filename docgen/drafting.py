"""One planned paper → one proven draft: context, citations, template, proof.

What the stations of a single paper do with one another; the order of the whole run is
``pipeline``'s.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docgen import __version__
from docgen.diagnostics import Diagnostic, Refusal, diagnose
from docgen.documents.acts import act_key, citations
from docgen.documents.holding import Holding
from docgen.documents.kinds import Kind, load_kinds
from docgen.documents.plan import WORD, PlannedPaper, build_context, period_of
from docgen.norms.acts import Acts, load_acts
from docgen.norms.layout import LayoutProfile, load_layout
from docgen.opc.finished import open_paper
from docgen.passport import Passport
from docgen.records.directory import Settings
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import Digests, digest
from docgen.register import Draft, document_id
from docgen.rendering.code_picture import library_missing
from docgen.rendering.lint import check_template_file
from docgen.rendering.proof import prove
from docgen.rendering.sending import somebodys_in_template
from docgen.rendering.slow_path import compile_either
from docgen.rendering.template import Template
from docgen.russian import DECLINING, EMPTY, FILTERS, Dictionary, filters_with
from docgen.twins import draft_workbook


def _keys(tables: Tables | None = None) -> Mapping[str, Collection[str]]:
    """Names of acts that a template may cite: an unknown one is found when it is read."""
    return {"акты": citations(tables).keys()}


_Period = tuple[str, datetime.date, datetime.date | None]
"""Kind, the date by which acts are judged, the last day in force."""
_MOST_PERIODS = 1024


@dataclass(frozen=True)
class Prepared:
    """A paper that only waits to be rendered. ``fingerprint`` covers all its input."""

    paper: PlannedPaper
    template: Template
    context: object
    passport: Passport
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a planned paper.

    ``draft`` is ``None`` when the paper could not be made, when the one that lies is of the same
    input (``as_known``), and in a rehearsal. ``sound``: it could be made. ``faults`` are its own.
    ``fingerprint`` covers all its input, empty when that has faults.
    """

    fingerprint: str = ""
    draft: Draft | None = None
    sound: bool = False
    as_known: bool = False
    faults: tuple[Diagnostic, ...] = ()

    def without_content(self) -> Made:
        """The same for those who only want to know whether it can be made."""
        return replace(self, draft=None)


class Drafts:
    """The templates of a run and the papers made with them.

    Faults are added to ``diagnostics``, the run's own list; its errors hold papers.
    ``own_columns``: names of the clerk's own columns by sheets, where not all rows are here.
    ``thorough``: the structure of every paper is judged, not of one of many alike.
    """

    def __init__(
        self,
        tables: Tables,
        today: datetime.date,
        diagnostics: list[Diagnostic],
        dictionary: Dictionary = EMPTY,
        acts: Acts | None = None,
        own_columns: Mapping[tuple[type[Record], ...], frozenset[str]] | None = None,
        thorough: bool = False,
    ) -> None:
        self.thorough = thorough
        self._tables = tables
        self.dictionary = dictionary
        self._filters = filters_with(dictionary)
        self.today = today
        self._diagnostics = diagnostics
        self._holding = Holding(diagnostics, tables)
        self.acts = acts or load_acts()
        self._templates: dict[str, Template] = {}
        self._extra: dict[Any, frozenset[str]] = dict(own_columns or {})
        settings = tables.only(Settings)
        self._profile = _layout(settings)
        self._settings_hash = digest(settings)
        self._digests = Digests()
        self._told_acts: dict[_Period, frozenset[str]] = {}

    def of(self, tables: Tables) -> Drafts:
        """The same with other values in the same rows; templates compiled here or there are
        known to both."""
        others = copy(self)
        others._tables = tables
        return others

    def compile(self, kinds: Iterable[Kind]) -> None:
        """Compile each kind's template once; a broken one holds the papers of its kind."""
        for kind in {kind.id: kind for kind in kinds}.values():
            if kind.id in self._templates:
                continue
            template, faults = compile_either(
                kind.template,
                kind.context_class,
                filters=self._filters,
                typeset=True,
                extra_names=self.own_columns(kind),
                keys=_keys(self._tables),
                profile=self._profile if kind.qr else replace(self._profile, qr_code=False),
            )
            if not self._faulty(faults) and template is not None:
                self._templates[kind.id] = template

    def digest_of(self, kind: Kind) -> str:
        """The digest of a kind's compiled template; empty when it has none."""
        template = self._templates.get(kind.id)
        return template.digest if template else ""

    def own_columns(self, kind: Kind) -> frozenset[str]:
        """Names of the clerk's own columns on the sheets that papers of the kind may see."""
        sheets: Any = kind.sheets  # mypy takes a class for its instances when it asks for a hash
        if sheets not in self._extra:
            self._extra[sheets] = own_columns(self._tables.within(kind.sheets))
        return self._extra[sheets]

    def make(self, paper: PlannedPaper, known: str = "", tables: Tables | None = None) -> Made:
        """A paper from its row to its proof, with its faults, which are not added to the run's.

        ``known``: the fingerprint of the paper that lies; one of the same input is not rendered.
        ``tables``: the rows that it is made of, by default those of the run.
        """
        with self.aside() as faults:
            prepared = self.prepare(paper, tables)
            fingerprint = prepared.fingerprint if prepared else ""
            as_known = prepared is not None and fingerprint == known
            draft = self.render(prepared) if prepared and not as_known else None
        return Made(fingerprint, draft, as_known or draft is not None, as_known, tuple(faults))

    @contextmanager
    def aside(self) -> Iterator[list[Diagnostic]]:
        """Faults noted inside are not added to the run's: they are in the list afterwards."""
        found: list[Diagnostic] = []
        before = len(self._diagnostics)
        try:
            yield found
        finally:
            found += self._diagnostics[before:]
            del self._diagnostics[before:]

    def holds(self, paper: PlannedPaper) -> bool:
        """Whether a fault of the template or of a row keeps the paper from being made."""
        return paper.kind.id not in self._templates or self._holding.holds(paper)

    def prepare(self, paper: PlannedPaper, tables: Tables | None = None) -> Prepared | None:
        """The context of a paper and what it hangs on; ``None`` when a fault holds it."""
        if self.holds(paper):
            return None
        template = self._templates[paper.kind.id]
        context, faults = build_context(paper, tables or self._tables, self.dictionary)
        if self._faulty(faults) or context is None:
            return None
        if self._faulty(self._outdated(paper, template, context)):
            return None
        passport = Passport(
            document_id=document_id(paper.identity),
            kind=paper.kind.id,
            row_hash=self._digests.of(context),
            template_hash=template.digest,
            settings_hash=self._settings_hash,
            program_version=__version__,
        )
        # Forms that the context holds count by themselves; those of the filters are made later.
        words = self.dictionary.lines() if template.filters & DECLINING else []
        fingerprint = digest((repr(passport), paper.folder, paper.file_name, *words))
        return Prepared(paper, template, context, passport, fingerprint)

    def _outdated(
        self, paper: PlannedPaper, template: Template, context: object
    ) -> list[Diagnostic]:
        """Acts that the paper cites and that are not in force on its date."""
        on, until = period_of(paper, self.today)
        origin = paper.subject.origin.at()

        def judged(names: Iterable[str]) -> list[Diagnostic]:
            return self.acts.check_citations(map(act_key, names), on, until, origin)

        # Papers of one kind have few periods between them. Which of the template's acts stand in
        # this very paper costs a walk over it: it is asked only when one that would be told of
        # stands under a condition.
        period = (paper.kind.id, on, until)
        if period not in self._told_acts:
            if len(self._told_acts) >= _MOST_PERIODS:
                self._told_acts.clear()
            self._told_acts[period] = frozenset(n for n in template.acts if judged([n]))
        told = self._told_acts[period]
        if not told <= template.acts_always:
            told = template.acts_printed(context)
        return judged(told)

    def render(self, prepared: Prepared) -> Draft | None:
        """The proven draft; ``None`` when it could not be rendered or did not stand the proof."""
        paper, template = prepared.paper, prepared.template
        content, faults = template.render(prepared.context, prepared.passport)
        if self._faulty(faults) or content is None:
            return None
        if self._faulty(prove(content, prepared.context, template, thorough=self.thorough)):
            return None
        if paper.form != WORD:
            content, faults = _as_workbook(content, prepared)
            if self._faulty(faults) or content is None:
                return None
        return Draft(
            identity=paper.identity,
            kind=paper.kind.id,
            file_name=paper.file_name,
            folder=paper.folder,
            content=content,
            fingerprint=prepared.fingerprint,
            passport=prepared.passport,
            personal=paper.kind.personal,
        )

    def _faulty(self, faults: Iterable[Diagnostic]) -> bool:
        """Note the faults; whether one of them is an error."""
        found = list(faults)
        self._diagnostics += found
        return any(fault.is_error for fault in found)


def _as_workbook(paper: bytes, prepared: Prepared) -> tuple[bytes | None, list[Diagnostic]]:
    """The tables of a proven paper as a workbook with a passport of its own."""
    # Few kinds have a workbook.
    from docgen.rendering.reading_back import tables_of

    kind = prepared.paper.kind
    tables = tables_of(paper)
    if not tables:
        return None, [
            diagnose(
                "kind-without-table",
                kind.origin,
                f"в бумаге «{kind.title}» нет таблицы с заголовками, а из неё просят книгу Excel",
                hint="добавьте таблицу в шаблон и отметьте строку заголовков или уберите ключ also",
            )
        ]
    return draft_workbook(kind.title, tables, prepared.passport), []


def _layout(settings: Settings | None) -> LayoutProfile:
    """The profile that the office has chosen, with its word on QR codes where the norm has them.

    Raises ``Refusal`` when codes are to be printed and nothing can draw them.
    """
    profile = load_layout(settings.layout if settings else None)
    if settings is not None and settings.qr_code is not None:
        profile = replace(profile, qr_code=settings.qr_code and profile.qr_code_allowed)
    if profile.qr_code and (missing := library_missing()):
        words, hint = missing
        raise Refusal(
            words,
            hint=f"{hint} или поставьте «нет» в строке «QR-код на бумагах» листа «Настройки»",
        )
    return profile


def own_columns(tables: Tables) -> frozenset[str]:
    """Template names of the columns that the clerk has added to her sheets."""
    return frozenset(name for sheet in tables for row in tables.of(sheet) for name in row.extra)


def check_template(path: Path, own: Collection[str] = ()) -> list[Diagnostic]:
    """Faults of one template file; its names are compared when its kind stands beside it.

    ``own`` are template names of columns that the clerk has added to her sheets.
    """
    kinds, _ = load_kinds(path.parent)
    kind = next((k for k in kinds.values() if k.template.name == path.name), None)
    found = check_template_file(
        path,
        context_class=kind.context_class if kind else None,
        filters=FILTERS,
        keys=_keys(),
        extra_names=own,
    )
    paper, _ = open_paper(path)
    return [*found, *somebodys_in_template(paper)] if paper else found
