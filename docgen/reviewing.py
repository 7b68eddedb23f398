"""Returned files → remarks and states: what the rooms of a review do with one another.

A returned file is told by its passport, else by its name; it is read, compared with what docgen
laid, kept by hash and never changed. The same file given twice counts once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from docgen.comparison.accepting import settle
from docgen.comparison.differences import Change, Difference, differences
from docgen.comparison.reading import readable, texts_of
from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.opc.finished import FinishedPaper, open_paper, paper_of
from docgen.passport import Passport, is_untouched, read_passport
from docgen.records.spelling import name_key
from docgen.register import RegisteredPaper, Shelf, open_shelf, require_kept
from docgen.register.copies import SERVICE_FOLDER
from docgen.register.faults import machine_faults
from docgen.register.names import KEPT_FOLDER, SIGNED_FOLDER
from docgen.register.states import FROZEN, Event, State, require_move
from docgen.register.twins import change_together
from docgen.review.cards import Edit
from docgen.review.remarks import Remark, Sort, read_remarks

_COPY_WORDS = re.compile(
    r"[\s_(–-]*(?:копия|copy|правки?|правлен\w*|замечания?|с замечаниями|согласован\w*|возврат"
    r"|ред(?:акция)?|испр\w*|\(\d{1,2}\)|[_ ]v?\d)\)?\s*$"
)
_SHOWN_NAMES = 5
_NOT_RETURNED = (SERVICE_FOLDER, KEPT_FOLDER, SIGNED_FOLDER)


@dataclass(frozen=True, slots=True)
class Review:
    """What one returned file says.

    ``file``: the name it came under. ``known_by``: «паспорт» or «имя». ``version``: of the paper
    that it was made from, 0 when unknown; ``current``: that is the newest. ``compared``: it was
    held against what docgen laid, so ``remarks`` hold the edits without a mark too.
    ``untouched``: nobody has saved it. ``new``: it has not been counted before. ``state``: of the
    paper afterwards.
    """

    file: str
    document_id: str
    kind: str
    paper: str
    known_by: str
    version: int
    current: bool
    remarks: tuple[Remark, ...]
    compared: bool
    untouched: bool
    new: bool
    state: str
    content_hash: str

    @property
    def open_remarks(self) -> int:
        return sum(remark.is_open for remark in self.remarks)


@dataclass(frozen=True)
class ReviewOrder:
    """What is to be read: files and folders, the folder of papers, who does it and when."""

    places: tuple[Path, ...]
    out: Path
    moment: datetime
    who: str


@dataclass
class ReviewRun:
    """What came back. A file that is nobody's has only a diagnostic."""

    reviews: list[Review] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class _Returned:
    """A file on its way: opened, and known whose it is."""

    path: Path
    content: bytes
    paper: FinishedPaper
    passport: Passport | None
    registered: RegisteredPaper
    known_by: str


def collect_returned(order: ReviewOrder) -> ReviewRun:
    """Read what came back and put each paper in its state.

    Raises ``Refusal`` when the folder of papers can't be used or another run holds it.
    """
    require_kept(order.out)
    run = ReviewRun()
    files = list(_files(order.places, run))
    with open_shelf(order.out, order.moment) as shelf:
        run.diagnostics += shelf.diagnostics
        known = _Known(shelf.papers())
        for path in files:
            returned = _recognise(path, known, run)
            if returned is not None:
                run.reviews.append(_take(returned, shelf, order, run))
    return run


# --- which files -----------------------------------------------------------------------------


def _files(places: Sequence[Path], run: ReviewRun) -> Iterator[Path]:
    """The Word files of the places, each once; other files of a folder are named together."""
    seen: set[Path] = set()
    others: list[str] = []
    for place in places:
        found = sorted(_below(place)) if place.is_dir() else [place]
        for path in found:
            if path.suffix.casefold() not in (".docx", ".docm") and place.is_dir():
                others.append(path.name)
            elif path.absolute() not in seen:
                seen.add(path.absolute())
                yield path
    if others:
        named = ", ".join(sorted(others)[:_SHOWN_NAMES])
        run.diagnostics.append(
            diagnose(
                "returned-skipped",
                Origin(", ".join(str(place) for place in places)),
                f"файлов, которые не Word: {len(others)} ({named}), они не прочитаны",
                hint="если среди них есть бумага, сохраните её как «Документ Word (*.docx)»",
            )
        )


def _below(folder: Path) -> Iterator[Path]:
    for path, folders, names in os.walk(folder):
        folders[:] = [f for f in sorted(folders) if f not in _NOT_RETURNED]
        for name in names:
            if not name.startswith(("~$", ".")):
                yield Path(path) / name


# --- whose they are --------------------------------------------------------------------------


class _Known:
    """The papers of the register, by id and by name."""

    def __init__(self, papers: Sequence[RegisteredPaper]) -> None:
        self.by_id = {paper.document_id: paper for paper in papers}
        self._by_name: dict[str, list[RegisteredPaper]] = {}
        for paper in papers:
            for path in dict.fromkeys((paper.path, paper.wanted)):
                if path.casefold().endswith(".docx"):
                    self._by_name.setdefault(_stem(Path(path).stem), []).append(paper)

    def named(self, stem: str) -> list[RegisteredPaper]:
        """Papers that a file with this name may be; words such as «копия», «(2)» don't count."""
        key = _stem(stem)
        while key and key not in self._by_name:
            shorter = _COPY_WORDS.sub("", key).rstrip(" _-–(")
            if shorter == key:
                break
            key = shorter
        found = {paper.document_id: paper for paper in self._by_name.get(key, ())}
        return list(found.values())


def _stem(name: str) -> str:
    return name_key(name).strip()


def _recognise(path: Path, known: _Known, run: ReviewRun) -> _Returned | None:
    paper, faults = open_paper(path)
    run.diagnostics += faults
    if paper is None:
        return None
    try:
        content = path.read_bytes()
    except OSError:
        run.diagnostics.append(
            diagnose(
                "returned-unknown",
                paper.origin(),
                "файл исчез или закрылся во время чтения",
                hint="повторите команду",
            )
        )
        return None
    passport = read_passport(content)
    if passport is not None:
        registered = known.by_id.get(passport.document_id)
        if registered is not None:
            return _Returned(path, content, paper, passport, registered, "паспорт")
        problem = "в файле паспорт бумаги, которой нет в этой папке бумаг"
        hint = "назовите папку, в которой её сделали: --out ПАПКА"
    else:
        candidates = known.named(path.stem)
        if len(candidates) == 1:
            return _Returned(path, content, paper, None, candidates[0], "имя")
        problem = "паспорта в файле нет, и по имени бумага не находится"
        hint = "верните файлу имя бумаги, как в папке out, и повторите команду"
        if candidates:
            problem = f"паспорта в файле нет, а под такое имя подходят бумаги: {len(candidates)}"
            hint = "попросите вернуть файл, который вы отправляли, а не перенабранный текст"
    run.diagnostics.append(diagnose("returned-unknown", paper.origin(), problem, hint=hint))
    return None


# --- what they say ---------------------------------------------------------------------------


def _take(
    returned: _Returned,
    shelf: Shelf,
    order: ReviewOrder,
    run: ReviewRun,
) -> Review:
    registered = returned.registered
    document_id = registered.document_id
    laid = shelf.returned.laid_for(document_id, returned.passport)
    remarks, faults = read_remarks(returned.paper)
    run.diagnostics += faults
    untouched = is_untouched(returned.content)
    unmarked = None
    if not untouched and laid is not None:
        unmarked = unmarked_edits(laid.content, returned.content)
    compared = untouched or unmarked is not None
    remarks += unmarked or ()
    if not compared:
        run.diagnostics.append(
            diagnose(
                "returned-uncompared",
                returned.paper.origin(),
                "правки без отметки не искались: нет той версии бумаги, из которой сделан файл",
                hint="прочитайте файл целиком или сравните его сами: docgen diff",
            )
        )
    copy = shelf.returned.keep(document_id, returned.content)
    with machine_faults(shelf.root):
        # Not by the copy: a run that was killed may have kept it and recorded nothing.
        events = shelf.ledger.events(document_id)
    new = copy.content_hash not in {event.content_hash for event in events}
    at_its_place = _is_same(returned.path, shelf.root / registered.path)
    if at_its_place and not any(remark.is_open for remark in remarks):
        new = False  # the paper where it has always been: nobody has sent it back
    state = _change_state(returned, remarks, copy.content_hash, new, shelf, order, run)
    return Review(
        file=returned.path.name,
        document_id=document_id,
        kind=registered.kind,
        paper=registered.path,
        known_by=returned.known_by,
        version=laid.number if laid else 0,
        current=laid is not None and laid.number == registered.version,
        remarks=tuple(remarks),
        compared=compared,
        untouched=untouched,
        new=new,
        state=state,
        content_hash=copy.content_hash,
    )


def unmarked_edits(laid: bytes, returned: bytes) -> list[Remark] | None:
    """What was changed in a returned file with tracking switched off: where its text before all
    tracked changes differs from what docgen laid. ``None`` when one of them can't be read.

    Looks alone are not told: programs change them at every save.
    """
    old, _ = paper_of(laid, "laid")
    new, _ = paper_of(returned, "returned")
    if old is None or new is None:
        return None
    for part in new.parts:
        settle(part.root, accept=False)
    return [
        Remark(Sort.UNMARKED, place, now, was)
        for each in differences(texts_of(old), texts_of(new))
        for place, was, now in _phrases(each)
    ]


def edits_between(former: bytes, newer: bytes) -> list[Edit] | None:
    """What differs in a newer version of a paper, ``None`` when one of them can't be read."""
    old, _ = paper_of(former, "former")
    new, _ = paper_of(newer, "newer")
    if old is None or new is None:
        return None
    return [
        Edit(place, was, now)
        for each in differences(texts_of(old), texts_of(new))
        for place, was, now in _phrases(each)
    ]


def _phrases(found: Difference) -> Iterator[tuple[str, str, str]]:
    """(place, what was there, what is there now), phrase by phrase."""
    if found.change is Change.LOOKS:
        return
    if found.change is Change.MOVED:
        yield f"{found.place} → {found.to}", "", f"перенесено: {_one_line(found.new)}"
    elif found.spans:
        for was, now in found.phrases:
            yield found.place, _one_line(was), _one_line(now)
    else:
        yield found.place, _one_line(found.old), _one_line(found.new)


def _one_line(text: str) -> str:
    return " ".join(readable(text).split())


def _change_state(
    returned: _Returned,
    remarks: Sequence[Remark],
    content_hash: str,
    new: bool,
    shelf: Shelf,
    order: ReviewOrder,
    run: ReviewRun,
) -> str:
    """Record that the file came, and put the paper in its state; the state afterwards."""
    document_id = returned.registered.document_id
    still_open = sum(remark.is_open for remark in remarks)
    with machine_faults(shelf.root), shelf.ledger.together():
        # Another clerk of the office may be deciding on the same paper.
        shelf.ledger.hold_paper(document_id)
        registered = shelf.ledger.paper(document_id) or returned.registered
        now = after = State(registered.state)
        if not new:
            return now
        if now not in FROZEN:
            if still_open:
                after = State.REMARKS
            elif now is State.DRAFT:
                after = State.IN_REVIEW
        event = Event(
            document_id=document_id,
            moment=order.moment.isoformat(timespec="seconds"),
            who=order.who,
            before=now,
            after=after,
            remark=f"вернулся файл «{returned.path.name}»: {tally_remarks(remarks)}",
            content_hash=content_hash,
        )
        if after is now:
            shelf.ledger.add_event(event)
        else:
            change_together(shelf.ledger, event)
    if now in FROZEN and still_open:
        run.diagnostics.append(
            diagnose(
                "returned-late",
                returned.paper.origin(),
                f"в файле замечания ({still_open}), а бумага уже в состоянии «{now}»",
                hint="состояние не изменено; согласованную бумагу возвращает "
                "docgen approve --undo, к зарегистрированной готовят дополнительное соглашение",
            )
        )
    return after


def return_with_remark(
    out: Path, document_id: str, remark: str, who: str, moment: datetime
) -> State:
    """Record a remark of a person and put the paper into «замечания»; the state afterwards.

    Raises ``Refusal`` when the paper may not go there any more, is not there, or the folder
    can't be used.
    """
    require_kept(out)
    with open_shelf(out, moment) as shelf, machine_faults(out), shelf.ledger.together():
        shelf.ledger.hold_paper(document_id)
        paper = shelf.ledger.paper(document_id)
        if paper is None:
            raise Refusal(
                "такой бумаги в папке больше нет",
                hint="обновите страницу",
                exit_code=1,
            )
        if paper.state != State.REMARKS:
            require_move(paper.state, State.REMARKS, f"«{Path(paper.path).stem}»")
        event = Event(
            document_id,
            moment.isoformat(timespec="seconds"),
            who,
            paper.state,
            State.REMARKS,
            remark,
        )
        if paper.state == State.REMARKS:
            shelf.ledger.add_event(event)
        else:
            change_together(shelf.ledger, event)
        return State.REMARKS


def tally_remarks(remarks: Sequence[Remark]) -> str:
    """«примечание: 2, вставка: 1»; «без замечаний» for none."""
    counts = {sort: sum(r.sort is sort for r in remarks) for sort in Sort}
    return ", ".join(f"{sort}: {n}" for sort, n in counts.items() if n) or "без замечаний"


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
