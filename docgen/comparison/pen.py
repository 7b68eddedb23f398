"""The hand that writes into a text: tracked, so that a reader may refuse it, or for good."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from docgen.comparison.adopting import Adoption
from docgen.comparison.reading import Leaf, is_object, leaves, own_runs
from docgen.comparison.words import Span
from docgen.opc.wordprocessing import (
    PPR,
    RPR,
    SECTPR,
    TBL,
    TC,
    TR,
    XML_SPACE,
    P,
    R,
    T,
    child_in_order,
    local,
    w,
)

AUTHOR = "docgen"
MOMENT = "2026-01-01T00:00:00Z"
"""Fixed, so that the same files give the same bytes."""
_ROW_ORDER = ("tblPrEx", "trPr", "sdt", "tc")
_ALONE = {w("fldChar"), w("instrText")}
_GOING_ON = {w("hyperlink"), w("fldSimple")}


class Pen:
    """Writes into one part. ``tracked``: as tracked changes, else for good."""

    def __init__(self, root: Any, adoption: Adoption, *, tracked: bool) -> None:
        self._tracked = tracked
        self._adopt = adoption
        numbers = [e.get(w("id"), "") for e in root.iter() if isinstance(e.tag, str)]
        self._number = max((int(n) for n in numbers if n.isascii() and n.isdigit()), default=0)

    # --- inside a paragraph ------------------------------------------------------------------

    def rewrite(self, paragraph: Any, other: Any, spans: Sequence[Span]) -> None:
        """Give a paragraph the words of another one at these spans; its looks stay its own."""
        _part(paragraph, {at for span in spans for at in (span.start, span.end)})
        theirs = leaves(other)
        runs = _placed_runs(paragraph)
        for span in reversed(spans):
            gone = [run for run, start, end in runs if span.start <= start < end <= span.end]
            model = next((run for run in gone if run.find(T) is not None), None)
            last: Any | None = None
            if gone:
                last = self._strike(gone)
            else:
                before = [run for run, start, end in runs if start < end <= span.start]
                last = before[-1] if before else None
                model = last
            pieces = _pieces(theirs, span.new_start, span.new_end)
            if pieces:
                self._insert(paragraph, last, model if model is not None else _first(runs), pieces)
            for run in gone:
                if not self._tracked:
                    _remove_run(run)

    def _insert(
        self, paragraph: Any, after: Any | None, model: Any | None, pieces: list[Any]
    ) -> None:
        run = paragraph.makeelement(R)
        looks = model.find(RPR) if model is not None else _looks_of_mark(paragraph)
        if looks is not None:
            run.append(_plain_looks(looks))
        run.extend(pieces)
        put = self._wrapped("ins", [run]) if self._tracked else run
        if after is None:
            properties = paragraph.find(PPR)
            paragraph.insert(0 if properties is None else 1, put)
            return
        place = after
        # What stands behind a link or a field is no part of it.
        while place.getparent().tag in _GOING_ON and place.getnext() is None:
            place = place.getparent()
        while (following := place.getnext()) is not None and _ends_field(following):
            place = following
        place.addnext(put)

    def _strike(self, runs: Sequence[Any]) -> Any:
        """Mark runs as deleted; what stands last of them afterwards. For good they are removed
        by the caller, when what comes instead has its place."""
        if not self._tracked:
            return runs[-1]
        wrapper: Any | None = None
        for run in runs:
            previous = run.getprevious()
            if wrapper is not None and previous is wrapper:
                wrapper.append(run)
            else:
                wrapper = self._mark("del", run)
                run.addprevious(wrapper)
                wrapper.append(run)
            for child in run:
                if child.tag == T:
                    child.tag = w("delText")
                    child.set(XML_SPACE, "preserve")
                elif child.tag == w("instrText"):
                    child.tag = w("delInstrText")
        return wrapper

    # --- whole paragraphs --------------------------------------------------------------------

    def remove_paragraph(self, paragraph: Any) -> None:
        """Take a paragraph away. One that ends a section or a cell stays, blank."""
        alone = _ends_its_holder(paragraph) or paragraph.find(f"{PPR}/{SECTPR}") is not None
        if not self._tracked:
            if alone:
                for child in [c for c in paragraph if c.tag != PPR]:
                    paragraph.remove(child)
            else:
                paragraph.getparent().remove(paragraph)
            return
        if runs := own_runs(paragraph):
            self._strike(runs)
        if paragraph.find(f"{PPR}/{SECTPR}") is None:
            self._mark_end("del", paragraph)

    def copy_of_paragraph(self, other: Any) -> Any:
        """A paragraph of the other file as an insertion into this one."""
        made = self._adopt.paragraph(other)
        if self._tracked:
            self._track_paragraph(made)
        return made

    def blank(self, like: Any) -> Any:
        """A blank paragraph, to hold two tables apart."""
        made = like.makeelement(P)
        if self._tracked:
            self._mark_end("ins", made)
        return made

    def _track_paragraph(self, paragraph: Any) -> None:
        for run in own_runs(paragraph):
            wrapper = self._mark("ins", run)
            run.addprevious(wrapper)
            wrapper.append(run)
        self._mark_end("ins", paragraph)

    def _mark_end(self, name: str, paragraph: Any) -> None:
        properties = paragraph.find(PPR)
        if properties is None:
            properties = paragraph.makeelement(PPR)
            paragraph.insert(0, properties)
        looks = child_in_order(properties, "rPr", ("rPr", "sectPr", "pPrChange"))
        looks.insert(0, self._mark(name, looks))

    def move_end_marks(self, holder: Any) -> None:
        """The last paragraph of a body or a cell keeps its end: a mark there goes back to the
        paragraph before, which is how Word itself tracks it."""
        if not self._tracked:
            return
        last = next((c for c in reversed(holder) if c.tag != SECTPR), None)
        for name in ("ins", "del"):
            run: list[Any] = []
            paragraph = last
            while paragraph is not None and paragraph.tag == P:
                mark = paragraph.find(f"{PPR}/{RPR}/{w(name)}")
                if mark is None:
                    break
                run.append(mark)
                paragraph = paragraph.getprevious()
            if not run:
                continue
            for mark in run[:1]:
                mark.getparent().remove(mark)
            if paragraph is not None and paragraph.tag == P:
                self._mark_end(name, paragraph)

    # --- rows and tables ---------------------------------------------------------------------

    def remove_row(self, row: Any) -> None:
        """Take a row away, and its table with the last one."""
        if not self._tracked:
            table = row.getparent()
            table.remove(row)
            while table.tag != TBL:
                table = table.getparent()
            if next(table.iter(TR), None) is None:
                _remove_table(table)
            return
        for paragraph in row.iter(P):
            if runs := own_runs(paragraph):
                self._strike(runs)
        self._mark_row("del", row)

    def copy_of_row(self, other: Any) -> Any:
        """A row of the other file as an insertion into this one."""
        made = self._adopt.row(other)
        if self._tracked:
            for paragraph in made.iter(P):
                for run in own_runs(paragraph):
                    wrapper = self._mark("ins", run)
                    run.addprevious(wrapper)
                    wrapper.append(run)
            self._mark_row("ins", made)
        return made

    def empty_table(self, other: Any) -> Any:
        """A table of the other file without its rows."""
        return self._adopt.table(other)

    def _mark_row(self, name: str, row: Any) -> None:
        child_in_order(row, "trPr", _ROW_ORDER).append(self._mark(name, row))

    # --- marks -------------------------------------------------------------------------------

    def _mark(self, name: str, near: Any) -> Any:
        self._number += 1
        mark = near.makeelement(w(name))
        mark.set(w("id"), str(self._number))
        mark.set(w("author"), AUTHOR)
        mark.set(w("date"), MOMENT)
        return mark

    def _wrapped(self, name: str, runs: Sequence[Any]) -> Any:
        wrapper = self._mark(name, runs[0])
        wrapper.extend(runs)
        return wrapper


def _part(paragraph: Any, cuts: Iterable[int]) -> None:
    """Divide the runs of a paragraph so that none reaches over a cut, and no text shares a run
    with the half of a field."""
    wanted = sorted(cuts)
    known = {leaf.element: leaf for leaf in leaves(paragraph)}
    for run in own_runs(paragraph):
        inside = [known[child] for child in run if child in known]
        mixed = any(child.tag in _ALONE for child in run) and inside
        if not mixed and not any(
            inside[0].start < cut < inside[-1].end for cut in wanted if inside
        ):
            continue
        groups: list[list[Any]] = [[]]
        for child in [c for c in run if c.tag != RPR]:
            leaf = known.get(child)
            if child.tag in _ALONE:
                groups += [[child], []]
            elif leaf is None:
                groups[-1].append(child)
            elif leaf.element.tag == T:
                for number, piece in enumerate(_cut_text(leaf, wanted)):
                    if number or leaf.start in wanted:
                        groups.append([])
                    groups[-1].append(piece)
            else:
                if leaf.start in wanted:
                    groups.append([])
                groups[-1].append(child)
        looks = run.find(RPR)
        for group in groups:
            if group:
                made = run.makeelement(R, dict(run.attrib))
                if looks is not None:
                    made.append(deepcopy(looks))
                made.extend(group)
                run.addprevious(made)
        run.getparent().remove(run)


def _cut_text(leaf: Leaf, cuts: Sequence[int]) -> list[Any]:
    edges = [leaf.start, *(cut for cut in cuts if leaf.start < cut < leaf.end), leaf.end]
    pieces = []
    for start, end in itertools.pairwise(edges):
        piece = leaf.element.makeelement(T)
        piece.text = leaf.text[start - leaf.start : end - leaf.start]
        piece.set(XML_SPACE, "preserve")
        pieces.append(piece)
    return pieces


def _placed_runs(paragraph: Any) -> list[tuple[Any, int, int]]:
    """Runs with the place of their characters; an object outside a run stands for itself."""
    found: dict[Any, list[int]] = {}
    for leaf in leaves(paragraph):
        owner = leaf.element
        while owner.tag != R and owner.getparent() is not paragraph:
            owner = owner.getparent()
        if owner.tag == R:
            found.setdefault(owner, []).extend((leaf.start, leaf.end))
    return [(run, min(ends), max(ends)) for run, ends in found.items()]


def _pieces(theirs: Sequence[Leaf], start: int, end: int) -> list[Any]:
    """Copies of what the other paragraph shows between two places; what hangs on other parts of
    its file stays there."""
    found = []
    for leaf in theirs:
        if leaf.end <= start or leaf.start >= end:
            continue
        if leaf.element.tag == T:
            piece = leaf.element.makeelement(T)
            piece.text = leaf.text[max(0, start - leaf.start) : end - leaf.start]
            piece.set(XML_SPACE, "preserve")
            found.append(piece)
        elif not is_object(leaf.element) or _is_sign(leaf.element):
            found.append(deepcopy(leaf.element))
    return found


def _is_sign(element: Any) -> bool:
    """Whether an object is a sign of a font of signs, which any file can hold."""
    return local(element) == "sym"


def _first(runs: Sequence[tuple[Any, int, int]]) -> Any | None:
    return runs[0][0] if runs else None


def _looks_of_mark(paragraph: Any) -> Any | None:
    return paragraph.find(f"{PPR}/{RPR}")


def _plain_looks(looks: Any) -> Any:
    """The looks of a run without marks of tracked changes."""
    made = deepcopy(looks)
    made.tag = RPR
    for child in list(made):
        if local(child) in ("ins", "del", "moveFrom", "moveTo"):
            made.remove(child)
    return made


def _ends_field(element: Any) -> bool:
    if element.tag != R:
        return False
    marks = [child for child in element if child.tag != RPR]
    return bool(marks) and all(
        child.tag == w("fldChar") and child.get(w("fldCharType")) == "end" for child in marks
    )


def _remove_run(run: Any) -> None:
    holder = run.getparent()
    holder.remove(run)
    if holder.tag in _GOING_ON and not len(holder):
        holder.getparent().remove(holder)


def _ends_its_holder(paragraph: Any) -> bool:
    """Whether a cell or a body would be left without a paragraph at its end."""
    holder = paragraph.getparent()
    if holder.tag != TC:
        return holder.tag == w("body") and [c.tag for c in holder].count(P) == 1
    following = paragraph.getnext()
    previous = paragraph.getprevious()
    return following is None and (previous is None or previous.tag != P)


def _remove_table(table: Any) -> None:
    holder = table.getparent()
    if holder is not None:
        holder.remove(table)
