"""A portion of a run's papers, made anywhere: here, in another process, on another machine.

``make_portion(recipe, portion)`` is a pure function: what all papers have in common and the rows
of some of them → their drafts or their faults. Both arguments and the result can be pickled;
nothing of the folder of papers or the register is touched. Laying stays with the one who holds the
shelf (``making``).
"""

from __future__ import annotations

import datetime
import hashlib
import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.documents.kinds import Kind, load_kinds
from docgen.documents.plan import PlannedPaper
from docgen.drafting import Drafts, Made
from docgen.norms.acts import Acts
from docgen.records.excerpt import Elsewhere, Excerpt, long_sheets
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.russian import Dictionary


@dataclass(frozen=True, slots=True)
class Recipe:
    """What all papers of a run have in common.

    ``templates``: the folder with templates and kinds, as the maker finds it. ``kinds`` are those
    that may be made, with the digests of their templates: another one is not this recipe.
    ``records`` hold the short sheets whole and name the long ones without rows. ``own_columns``:
    names of the clerk's own columns by sheets. ``key`` is the same for the same recipe.
    """

    templates: Path
    sheets: tuple[type[Record], ...]
    kinds: Mapping[str, str]
    families: tuple[str, ...]
    records: Mapping[type[Record], tuple[Record, ...]]
    long: frozenset[type[Record]]
    own_columns: Mapping[tuple[type[Record], ...], frozenset[str]]
    today: datetime.date
    dictionary: Dictionary
    acts: Acts
    citations: Mapping[str, str] | None
    thorough: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One paper to make: a ``PlannedPaper`` without its rows.

    ``subject``: the row, or its place among the rows of a short sheet. ``known``: the fingerprint
    of the paper that lies; one of the same input need not be rendered.
    """

    kind: str
    subject: Record | tuple[type[Record], int]
    identity: str
    form: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """Papers to make and the rows of long sheets that they are made of.

    ``rehearsal``: drafts are made and proven, their contents do not come back.
    """

    wishes: tuple[Wish, ...]
    rows: tuple[Record, ...] = ()
    rehearsal: bool = False

    def __len__(self) -> int:
        return len(self.wishes)

    def halved(self) -> tuple[Portion, Portion]:
        """The same in two portions."""
        middle = len(self.wishes) // 2
        return (
            Portion(self.wishes[:middle], self.rows, self.rehearsal),
            Portion(self.wishes[middle:], self.rows, self.rehearsal),
        )


def make_portion(recipe: Recipe, portion: Portion) -> list[Made | None]:
    """The papers of a portion, in the order of its wishes.

    ``None``: more rows are needed than the portion has, or the templates here are not those of
    the recipe; whoever has all rows makes that paper. The recipe is prepared once in a process.
    """
    return _maker(recipe).make(portion)


class Sender:
    """Turns planned papers into portions. ``drafts`` must have their templates compiled."""

    def __init__(self, tables: Tables, drafts: Drafts) -> None:
        self._tables = tables
        self._drafts = drafts
        self._long = long_sheets(tables)
        self._places = {
            id(row): (kind, place)
            for kind in tables
            if kind not in self._long
            for place, row in enumerate(tables.of(kind))
        }

    def recipe(
        self,
        kinds: Iterable[Kind],
        *,
        templates: Path,
        sheets: tuple[type[Record], ...],
        families: Sequence[str],
    ) -> Recipe:
        """What the papers of these kinds have in common."""
        tables, drafts = self._tables, self._drafts
        chosen = [kind for kind in kinds if drafts.digest_of(kind)]
        parts: dict[str, Any] = {
            "templates": templates.absolute(),
            "sheets": sheets,
            "kinds": {kind.id: drafts.digest_of(kind) for kind in chosen},
            "families": tuple(families),
            "records": {kind: () if kind in self._long else tables.of(kind) for kind in tables},
            "long": self._long,
            "own_columns": {kind.sheets: drafts.own_columns(kind) for kind in chosen},
            "today": drafts.today,
            "dictionary": drafts.dictionary,
            "acts": drafts.acts,
            "thorough": drafts.thorough,
            "citations": None if tables.citations is None else dict(tables.citations),
        }
        return Recipe(**parts, key=hashlib.sha256(pickle.dumps(parts)).hexdigest())

    def portion(
        self, papers: Sequence[PlannedPaper], known: Sequence[str], *, rehearsal: bool
    ) -> Portion:
        """Papers with the fingerprints of those that lie (empty for none)."""
        rows: dict[int, Record] = {}
        wishes = []
        for paper, fingerprint in zip(papers, known, strict=True):
            for row in paper.sources:
                # Of rows with one code a reference leads to the first.
                if type(row) in self._long and self._is_found(row):
                    rows[id(row)] = row
            wishes.append(
                Wish(
                    paper.kind.id,
                    self._places.get(id(paper.subject), paper.subject),
                    paper.identity,
                    paper.form,
                    fingerprint,
                )
            )
        return Portion(tuple(wishes), tuple(rows.values()), rehearsal)

    def _is_found(self, row: Record) -> bool:
        code = getattr(row, "code", None)
        return code is not None and self._tables.find(type(row), code) is row


class _Maker:
    """A recipe made ready: kinds are loaded once, templates compiled when first needed."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._whole = Tables(recipe.records, recipe.citations)
        self._kinds, _ = load_kinds(recipe.templates, recipe.sheets, recipe.families)
        self._drafts = Drafts(
            self._whole,
            recipe.today,
            [],
            recipe.dictionary,
            recipe.acts,
            own_columns=recipe.own_columns,
            thorough=recipe.thorough,
        )
        self._ready: dict[str, Kind | None] = {}

    def make(self, portion: Portion) -> list[Made | None]:
        tables = Excerpt(self._whole, self._recipe.long, portion.rows)
        return [self._make(wish, tables, portion.rehearsal) for wish in portion.wishes]

    def _make(self, wish: Wish, tables: Tables, rehearsal: bool) -> Made | None:
        kind = self._kind(wish.kind)
        if kind is None:
            return None
        subject = wish.subject
        if isinstance(subject, tuple):
            record, place = subject
            subject = self._whole.of(record)[place]
        rows = tables.within(kind.sheets)
        paper = PlannedPaper(kind, subject, wish.identity, rows, wish.form)
        try:
            made = self._drafts.make(paper, wish.known, tables)
        except Elsewhere:
            return None
        return made.without_content() if rehearsal else made

    def _kind(self, name: str) -> Kind | None:
        """A kind with its template compiled; ``None`` when it is not the one of the recipe."""
        if name not in self._ready:
            kind = self._kinds.get(name)
            if kind is not None:
                with self._drafts.aside():
                    self._drafts.compile([kind])
            same = kind and self._drafts.digest_of(kind) == self._recipe.kinds.get(name)
            self._ready[name] = kind if same else None
        return self._ready[name]


_last: list[_Maker] = []


def _maker(recipe: Recipe) -> _Maker:
    if not _last or _last[0]._recipe.key != recipe.key:
        _last[:] = [_Maker(recipe)]
    return _last[0]
