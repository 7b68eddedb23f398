"""What a reviewer has left in a Word file: comments with their answers, tracked changes.

Read as a reader of the file sees them: pieces of one change that Word has cut at every run are
one remark again, and «deleted and inserted at once» is one replacement.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.opc.finished import FinishedPaper, Part, usual_names
from docgen.opc.reading import BrokenPart
from docgen.opc.wordprocessing import (
    CHARACTERS,
    PPR,
    RPR,
    TC,
    TR,
    TXBX,
    W14_NS,
    P,
    Places,
    T,
    enclosing,
    local,
    text_of,
    w,
)

_W15_NS = "http://schemas.microsoft.com/office/word/2012/wordml"
_OFF = frozenset({"0", "false", "off"})
_PICTURE = "[рисунок]"
_PICTURES = frozenset({"drawing", "pict", "object"})
_FORMATTING = frozenset(
    map(
        w,
        (
            *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange"),
            *("tcPrChange", "trPrChange", "tblGridChange", "numberingChange", "cellMerge"),
        ),
    )
)


class Sort(enum.StrEnum):
    """What sort of remark it is, in the words of Word's own menu."""

    COMMENT = "примечание"
    INSERTION = "вставка"
    DELETION = "удаление"
    REPLACEMENT = "замена"
    MOVE = "перемещение"
    FORMATTING = "оформление"
    UNMARKED = "правка без отметки"
    """Changed with tracking switched off: found by comparison with what docgen laid."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a comment. ``when``: as the writer's clock showed it, ``None`` if unknown."""

    author: str
    when: datetime.datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a reviewer has left.

    ``place``: in a clerk's words. ``text``: what a comment says or what the words have become;
    ``quoted``: the words that a comment is about or what was there before. ``author`` is empty
    and ``when`` ``None`` where the file does not tell. ``resolved``: a comment marked as done.
    """

    sort: Sort
    place: str
    text: str
    quoted: str = ""
    author: str = ""
    when: datetime.datetime | None = None
    resolved: bool = False
    replies: tuple[Reply, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer it."""
        return not self.resolved


def read_remarks(paper: FinishedPaper) -> tuple[list[Remark], list[Diagnostic]]:
    """All that reviewers have left in a file, in reading order; the file is not changed.

    A part that can't be read costs its own remarks and is told.
    """
    remarks: list[Remark] = []
    places = {part.name: Places(part.root, part.words) for part in paper.parts}
    for part in paper.parts:
        remarks += _changes(part, places[part.name])
    try:
        comments = _comments(paper, places)
    except BrokenPart as broken:
        return remarks, [broken.diagnostic(paper.shown)]
    return [*comments, *remarks], []


# --- tracked changes -------------------------------------------------------------------------

_MARKS = {
    w("ins"): Sort.INSERTION,
    w("del"): Sort.DELETION,
    w("moveFrom"): Sort.MOVE,
    w("moveTo"): Sort.MOVE,
}
_ROW_MARKS = {
    w("ins"): Sort.INSERTION,
    w("del"): Sort.DELETION,
    w("cellIns"): Sort.INSERTION,
    w("cellDel"): Sort.DELETION,
}
_LEAVING = frozenset({w("del"), w("moveFrom")})


@dataclass(frozen=True)
class _Piece:
    """Characters of one run, or the end of a paragraph, and the mark under which they stand."""

    mark: Any
    text: str
    paragraph: Any

    @property
    def key(self) -> tuple[str, str]:
        return (self.mark.tag, _author(self.mark)) if self.mark is not None else ("", "")


def _changes(part: Part, places: Places) -> list[Remark]:
    whole, covered = _rows_and_cells(part.root, places)
    runs = list(_runs(places, covered))
    return [*whole, *_moves_joined(_replacements(runs)), *_formatting(part.root, places)]


def _rows_and_cells(root: Any, places: Places) -> tuple[list[Remark], set[Any]]:
    """Rows and cells inserted or deleted as a whole, and the paragraphs that they cover."""
    remarks = []
    covered: set[Any] = set()
    for mark in root.iter(*_ROW_MARKS):
        properties = mark.getparent()
        if properties is None or local(properties) not in ("trPr", "tcPr"):
            continue
        holder = enclosing(properties, TR if local(properties) == "trPr" else TC)
        if holder is None:
            continue
        paragraphs = list(holder.iter(P))
        covered.update(paragraphs)
        words = " | ".join(filter(None, (_all_text(p).strip() for p in paragraphs)))
        sort = _ROW_MARKS[mark.tag]
        gone = sort is Sort.DELETION
        remarks.append(
            Remark(
                sort,
                places.of(holder).words,
                "" if gone else words,
                words if gone else "",
                _author(mark),
                _when(mark),
            )
        )
    return remarks, covered


def _runs(places: Places, covered: set[Any]) -> Iterator[tuple[Remark, bool, Any]]:
    """Changes of text: the remark, whether it touches the one before, its last paragraph."""
    held: list[_Piece] = []
    touching = False
    for paragraph in places.paragraphs():
        if paragraph in covered:
            continue
        for piece in _pieces(paragraph):
            if held and piece.key != held[0].key:
                yield _as_remark(held, places), touching, held[-1].paragraph
                touching = piece.mark is not None and piece.paragraph is held[-1].paragraph
                held = []
            elif not held and piece.mark is None:
                touching = False
            if piece.mark is not None:
                held.append(piece)
    if held:
        yield _as_remark(held, places), touching, held[-1].paragraph


def _pieces(paragraph: Any) -> Iterator[_Piece]:
    """The characters of a paragraph and its end, each with the innermost mark around it."""
    stack: list[tuple[Iterator[Any], Any]] = [(iter(paragraph), None)]
    while stack:
        children, mark = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            continue
        text = _characters(child)
        if text:
            yield _Piece(mark, text, paragraph)
        elif child.tag not in (PPR, RPR, P, TXBX) and isinstance(child.tag, str) and len(child):
            stack.append((iter(child), child if child.tag in _MARKS else mark))
    yield _Piece(_mark_of_the_end(paragraph), "\n", paragraph)


def _mark_of_the_end(paragraph: Any) -> Any:
    """The mark on the end of a paragraph: it was parted from the next one, or joined with it."""
    properties = paragraph.find(f"{PPR}/{RPR}")
    if properties is None:
        return None
    return next((child for child in properties if child.tag in _MARKS), None)


def _characters(element: Any) -> str:
    if element.tag == T or element.tag == w("delText"):
        return element.text or ""
    if element.tag in CHARACTERS:
        return CHARACTERS[element.tag]
    return _PICTURE if local(element) in _PICTURES else ""


def _all_text(paragraph: Any) -> str:
    return "".join(piece.text for piece in _pieces(paragraph))


def _as_remark(pieces: list[_Piece], places: Places) -> Remark:
    mark = pieces[0].mark
    text = "".join(piece.text for piece in pieces).strip("\n") or "¶"
    gone = mark.tag in _LEAVING
    return Remark(
        _MARKS[mark.tag],
        places.of(pieces[0].paragraph).words,
        "" if gone else text,
        text if gone else "",
        _author(mark),
        _when(mark),
    )


def _replacements(runs: Iterable[tuple[Remark, bool, Any]]) -> list[Remark]:
    """What one person deleted and inserted at one place is one replacement."""
    found: list[Remark] = []
    for remark, touching, _ in runs:
        last = found[-1] if found else None
        if (
            touching
            and last is not None
            and {last.sort, remark.sort} == {Sort.INSERTION, Sort.DELETION}
            and last.author == remark.author
        ):
            found[-1] = replace(
                last,
                sort=Sort.REPLACEMENT,
                text=last.text or remark.text,
                quoted=last.quoted or remark.quoted,
            )
        else:
            found.append(remark)
    return found


def _moves_joined(remarks: list[Remark]) -> list[Remark]:
    """A move is told once, where the words have gone: «откуда → куда»."""
    left = [r for r in remarks if r.sort is Sort.MOVE and r.quoted]
    told = []
    for remark in remarks:
        if remark.sort is not Sort.MOVE:
            told.append(remark)
        elif remark.text:
            came = next((r for r in left if r.quoted == remark.text), None)
            if came is not None:
                left.remove(came)
                place = f"{came.place} → {remark.place}"
                remark = replace(remark, place=place, quoted=came.quoted)
            told.append(remark)
    return told + left


def _formatting(root: Any, places: Places) -> list[Remark]:
    """Changes of looks, one remark for each person: a hundred of them would bury the words."""
    by_author: dict[str, list[Any]] = {}
    for mark in root.iter(*_FORMATTING):
        by_author.setdefault(_author(mark), []).append(mark)
    remarks = []
    for author, marks in by_author.items():
        holder = enclosing(marks[0], P)
        count = len({places.of(mark).words for mark in marks})
        remarks.append(
            Remark(
                Sort.FORMATTING,
                places.of(marks[0]).words,
                f"изменено оформление, мест: {count}",
                text_of(holder) if holder is not None else "",
                author,
                _when(marks[0]),
            )
        )
    return remarks


# --- comments --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Thread:
    """What ``commentsExtended`` says of a comment: whose answer it is, whether it is done."""

    parent: str
    done: bool


def _comments(paper: FinishedPaper, places: dict[str, Places]) -> list[Remark]:
    """Comments in the order of the file, answers with what they answer."""
    roots = list(_related(paper, "comments"))
    if not roots:
        return []
    threads = _threads(paper)
    spoken_of = _spoken_of(paper, places)
    found: dict[str, Remark] = {}
    parents: dict[str, str] = {}
    ids: dict[str, str] = {}
    for number, comment in enumerate(c for root in roots for c in root.iter(w("comment"))):
        key = comment.get(w("id"), f"без номера {number}")
        paragraphs = list(comment.iter(P))
        para_ids = [p.get(f"{{{W14_NS}}}paraId", "") for p in paragraphs]
        ids.update({para_id: key for para_id in para_ids if para_id})
        thread = next((threads[i] for i in reversed(para_ids) if i in threads), None)
        place, quoted = spoken_of.get(key, ("документ", ""))
        found[key] = Remark(
            Sort.COMMENT,
            place,
            "\n".join(text_of(p) for p in paragraphs).strip(),
            quoted,
            _author(comment),
            _when(comment),
            thread is not None and thread.done,
        )
        if thread is not None and thread.parent:
            parents[key] = thread.parent
    return _with_replies(found, {key: ids.get(parent, "") for key, parent in parents.items()})


def _with_replies(found: dict[str, Remark], parents: dict[str, str]) -> list[Remark]:
    told: dict[str, Remark] = {}
    for key, remark in found.items():
        first, seen = key, {key}
        while (parent := parents.get(first, "")) in found and parent not in seen:
            seen.add(parent)
            first = parent
        if first == key:
            told[key] = replace(remark, replies=told[key].replies) if key in told else remark
        else:
            start = told.get(first, found[first])
            reply = Reply(remark.author, remark.when, remark.text)
            told[first] = replace(start, replies=(*start.replies, reply))
    return list(told.values())


def _related(paper: FinishedPaper, kind: str) -> Iterator[Any]:
    package = paper.package
    for relationship in package.relationships(package.main_part):
        ours = relationship.type.rpartition("/")[2] == kind and not relationship.external
        if ours and package.has(relationship.target):
            yield usual_names(package.xml(relationship.target))


def _threads(paper: FinishedPaper) -> dict[str, _Thread]:
    threads = {}
    for root in _related(paper, "commentsExtended"):
        for entry in root.iter(f"{{{_W15_NS}}}commentEx"):
            threads[entry.get(f"{{{_W15_NS}}}paraId", "")] = _Thread(
                entry.get(f"{{{_W15_NS}}}paraIdParent", ""),
                entry.get(f"{{{_W15_NS}}}done", "0").lower() not in _OFF,
            )
    return threads


def _spoken_of(paper: FinishedPaper, places: dict[str, Places]) -> dict[str, tuple[str, str]]:
    """Id of a comment → where it stands and the words that it is about."""
    found: dict[str, tuple[str, str]] = {}
    for part in paper.parts:
        begun: dict[str, tuple[str, list[str]]] = {}
        place_of = places[part.name].of
        for element in part.root.iter():
            name = local(element)
            if name == "commentRangeStart":
                begun[element.get(w("id"), "")] = (place_of(element).words, [])
            elif name == "commentRangeEnd":
                place, words = begun.pop(element.get(w("id"), ""), ("", []))
                if place:
                    found[element.get(w("id"), "")] = (place, "".join(words).strip())
            elif name == "commentReference":
                where = place_of(element)
                found.setdefault(element.get(w("id"), ""), (where.words, where.text))
            elif begun:
                text = "\n" if name == "p" else _characters(element)
                if text:
                    for _, words in begun.values():
                        words.append(text)
    return found


# --- who and when ----------------------------------------------------------------------------


def _author(mark: Any) -> str:
    return " ".join((mark.get(w("author")) or "").split())


def _when(mark: Any) -> datetime.datetime | None:
    """The time written in a mark. Word writes the clock on the wall and calls it UTC."""
    try:
        written = datetime.datetime.fromisoformat(mark.get(w("date")) or "")
    except ValueError:
        return None
    return written.replace(tzinfo=None)
