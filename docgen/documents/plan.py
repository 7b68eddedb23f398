"""Which papers the rows ask for: names, folders and identities, before anything is composed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.documents.kinds import Kind, as_typed, fields_of_name, fill_name, meant
from docgen.passport import twin_identity, without_twin
from docgen.records.directory import Organisation
from docgen.records.schema import Record, columns_of
from docgen.records.spelling import name_key
from docgen.records.tables import Tables, codes_in
from docgen.russian import EMPTY, Dictionary

COMMAND_LINE = Origin("--only")
WORD = "docx"


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """One paper to make, as little of it as a plan of a hundred thousand needs.

    ``identity`` is the kind and the codes of the row: it outlives moved rows, renamed files
    and changed values. ``rows`` are those that papers of its kind may see. ``form`` is the
    kind of file: ``docx``, or one of those that its kind is also laid as.
    """

    kind: Kind
    subject: Record
    identity: str
    rows: Tables = field(repr=False, compare=False)
    form: str = WORD

    @property
    def file_name(self) -> str:
        """How its file is called, as far as the rows say: the disk has a word in it too."""
        return _file_name(self.kind, self.subject, self.rows) + f".{self.form}"

    @property
    def folder(self) -> str:
        """The folder of papers of its kind."""
        return self.kind.folder

    @property
    def sources(self) -> tuple[Record, ...]:
        """All records that the paper is made of."""
        return self.kind.makes.sources(self.subject, self.rows)

    @property
    def codes(self) -> str:
        """The codes of its rows as they stand in the identity."""
        return without_twin(self.identity).partition(":")[2]

    @property
    def title(self) -> str:
        """How a list of papers calls it."""
        return self.kind.title if self.form == WORD else f"{self.kind.title} (таблица Excel)"


def plan_papers(
    tables: Tables,
    kinds: Mapping[str, Kind],
    family: str | None = None,
    only: Iterable[str] = (),
) -> tuple[list[PlannedPaper], list[Diagnostic]]:
    """Papers in the order of families and rows, each row's in the order of kinds.

    ``family``: only its papers; ``None``: those of all the kinds.
    ``only`` narrows them by what the clerk names: ids or titles of kinds, codes of rows,
    codes or names of organisations. Names of kinds narrow kinds; rows and organisations
    narrow rows, a row being taken when any of them fits. The code of a row that names the rows
    of another sheet (a pupil his enrolments) takes them all.
    """
    chosen = [kind for kind in kinds.values() if family in (None, kind.family)]
    papers: list[PlannedPaper] = []
    diagnostics: list[Diagnostic] = []
    for own, record in dict.fromkeys((kind.family, _as_key(kind.record)) for kind in chosen):
        together = [
            (kind, tables.within(kind.sheets))
            for kind in chosen
            if kind.family == own and kind.record is record
        ]
        for row in tables.of(record):
            for kind, seen in together:
                if not all(condition.holds(row) for condition in kind.conditions):
                    continue
                for subject in kind.makes.subjects(row, seen):
                    due, notes = kind.makes.due(subject, seen)
                    diagnostics += notes
                    if due:
                        identity = identity_of(kind, subject)
                        papers.append(PlannedPaper(kind, subject, identity, seen))
                        papers += [
                            PlannedPaper(kind, subject, twin_identity(identity, form), seen, form)
                            for form in kind.also
                        ]
    papers, repeated = _unique(papers)
    papers, unknown = _narrow(papers, list(only), tables, chosen)
    return papers, diagnostics + repeated + unknown


def build_context(
    paper: PlannedPaper, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[Any | None, list[Diagnostic]]:
    """The context of a planned paper, an instance of ``paper.kind.context_class``.

    ``None`` when something that the paper can't do without is missing; the diagnostics name
    the cells. Forms of names are taken from the office's ``dictionary`` where it has them. Equal
    diagnostics may come from several papers. Texts are plain: the renderer
    closes the spaces at which no line may break.
    """
    seen = tables.within(paper.kind.sheets)
    context, diagnostics = paper.kind.makes.build(paper.subject, seen, dictionary)
    return context, diagnostics


def period_of(
    paper: PlannedPaper, run_day: datetime.date
) -> tuple[datetime.date, datetime.date | None]:
    """The date by which the acts that the paper cites are judged, and its last day in force."""
    return paper.kind.makes.period(paper.subject, run_day)


def identity_of(kind: Kind, subject: Record) -> str:
    """Kind and codes of the row, such as ``network-agreement:Д-01``.

    A row without a code of its own is known by what its sheet says, else by the rows it refers
    to and its other names.
    """
    code = getattr(subject, "code", None)
    if code:
        return f"{kind.id}:{code}"
    attributes = list(subject.SHEET.identity)
    if not attributes:
        attributes = [c.attribute for c in columns_of(type(subject)) if c.refers_to]
    attributes += [a for a in subject.SHEET.label_attributes if a not in attributes]
    values = [_as_code(getattr(subject, a)) for a in attributes]
    return ":".join([kind.id, *(value for value in values if value)])


def _as_key(record: Any) -> Any:
    return record


def _as_code(value: object) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return "+".join(as_typed(part) for part in parts)


@cache
def _columns_by_field(record: Any) -> Mapping[str, str]:
    return {column.template_field: column.attribute for column in columns_of(record)}


_NO_QUOTES = dict.fromkeys(map(ord, '«»„“”"'))


def _file_name(kind: Kind, subject: Record, rows: Tables) -> str:
    """One line without quotes. What the disk can hold is the register's to say."""
    record: Any = type(subject)
    names, columns = kind.makes.names(subject, rows), _columns_by_field(record)
    values = {
        place: names[place] if place in names else _as_code(getattr(subject, columns[place]))
        for place in fields_of_name(kind.name)
    }
    text = fill_name(kind.name, values)
    return " ".join(text.translate(_NO_QUOTES).split()).strip(" –")


def _unique(papers: list[PlannedPaper]) -> tuple[list[PlannedPaper], list[Diagnostic]]:
    """Papers with identities of their own; a repeated one is an error at its row."""
    seen: dict[str, PlannedPaper] = {}
    diagnostics = []
    for paper in papers:
        first = seen.setdefault(name_key(paper.identity), paper)
        if first is not paper:
            diagnostics.append(
                diagnose(
                    "identity-duplicate",
                    paper.subject.origin.at(),
                    f"из этой строки и строки {first.subject.origin.row} вышла бы одна и та же "
                    f"бумага: {paper.kind.title}",
                    hint="дайте строкам разные коды или удалите лишнюю",
                    value=paper.identity.partition(":")[2],
                    related=[first.subject.origin.at()],
                )
            )
    return list(seen.values()), diagnostics


def _narrow(
    papers: list[PlannedPaper], only: list[str], tables: Tables, kinds: list[Kind]
) -> tuple[list[PlannedPaper], list[Diagnostic]]:
    if not only:
        return papers, []
    kind_names = {name_key(name): kind.id for kind in kinds for name in (kind.id, kind.title)}
    row_codes: dict[str, str] = {}
    for paper in papers:
        for code in _codes_of(paper):
            row_codes[name_key(code)] = code
        row_codes[name_key(paper.codes)] = paper.codes
    organisations = {
        name_key(name): organisation.code
        for organisation in tables.of(Organisation)
        for name in (organisation.code, organisation.short_name, organisation.full_name)
        if name
    }
    wanted_kinds: set[str] = set()
    wanted_rows: set[str] = set()
    wanted_organisations: set[str] = set()
    diagnostics = []
    for text in (part.strip() for entry in only for part in entry.split(";")):
        key = name_key(text)
        if not key:
            continue
        if key in kind_names:
            wanted_kinds.add(kind_names[key])
        elif key in row_codes:
            wanted_rows.add(row_codes[key])
        elif key in organisations:
            wanted_organisations.add(organisations[key])
        else:
            known = [*row_codes.values(), *organisations.values(), *kind_names.values()]
            diagnostics.append(
                diagnose(
                    "only-unknown",
                    COMMAND_LINE,
                    f"нет ни бумаги, ни организации, ни вида бумаг «{text}»",
                    hint=meant(text, known) or "назовите код строки, код организации или вид бумаг",
                    value=text,
                )
            )
    if diagnostics:
        return [], diagnostics
    return [
        paper
        for paper in papers
        if (not wanted_kinds or paper.kind.id in wanted_kinds)
        and (
            not (wanted_rows or wanted_organisations)
            or not wanted_rows.isdisjoint(_codes_of(paper))
            or paper.codes in wanted_rows
            or any(
                isinstance(source, Organisation) and source.code in wanted_organisations
                for source in paper.sources
            )
        )
    ], []


def _codes_of(paper: PlannedPaper) -> tuple[str, ...]:
    """The code of the paper's row, and of the rows by which that row is called."""
    subject = paper.subject
    called_by = [
        code
        for column in columns_of(type(subject))
        if column.refers_to and column.attribute in subject.SHEET.label_attributes
        for code in codes_in(getattr(subject, column.attribute))
    ]
    return (paper.identity.partition(":")[2], *called_by)
