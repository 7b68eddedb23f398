"""Approval: «ПРОЕКТ» goes, the paper is frozen; and which papers a command means.

The state is changed first and the file after that. Should the run die in between, the next one
finds a file that is behind its paper and finishes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.documents.kinds import meant
from docgen.passport import TWIN_FORMS, Passport, twin_identity
from docgen.records.spelling import name_key
from docgen.register import Draft, Outcome, Placement, RegisteredPaper, Shelf, document_id
from docgen.register.copies import Copy
from docgen.register.ledger import Number
from docgen.register.states import (
    FROZEN,
    WITH_NUMBER,
    Act,
    Event,
    State,
    day_shown,
    require_move,
)
from docgen.register.twins import change_together, twins_of
from docgen.rendering.official import check_before_approval, made_official
from docgen.twins import keep_up

WORD_ENDING = ".docx"


@dataclass
class Done:
    """What came of a command: the papers with their places, and all that is to be told.

    ``recorded``: papers whose new state stands in the register; when the run is ``stopped`` by
    the machine, the file of some of them is behind. ``workbooks``: those beside the papers that
    went with them.
    """

    papers: list[tuple[RegisteredPaper, Placement, Number | None]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    recorded: dict[str, tuple[RegisteredPaper, Number | None]] = field(default_factory=dict)
    workbooks: list[Placement] = field(default_factory=list)
    stopped: Refusal | None = None

    def refuse(self, code: str, paper: RegisteredPaper, message: str, hint: str) -> None:
        """Note that nothing was done to a paper."""
        self.diagnostics.append(diagnose(code, Origin(paper.path), message, hint=hint))

    @contextmanager
    def told_in_part(self) -> Iterator[None]:
        """Where the machine fails half-way, what was done until then is told all the same."""
        try:
            yield
        except Refusal as refusal:
            if not self.recorded and not self.papers:
                raise
            self.stopped = refusal
            laid = {paper.document_id for paper, *_ in self.papers}
            self.diagnostics += [
                behind_note(paper, number)
                for identifier, (paper, number) in self.recorded.items()
                if identifier not in laid
            ]


def behind_note(paper: RegisteredPaper, number: Number | None) -> Diagnostic:
    """What is said of a file that is behind the state of its paper."""
    command, what = "approve", "бумага согласована, но пометка «ПРОЕКТ» с файла не снята"
    if number is not None:
        command, what = "register", f"за бумагой записан номер {number.text}, но в файле его нет"
    return diagnose(
        "frozen-paper-behind",
        Origin(paper.path),
        f"{what}: работа прервалась",
        hint=f"доделает команда docgen {command} {codes_of(paper) or paper.path}",
    )


def finished_note(paper: RegisteredPaper, number: Number | None) -> Diagnostic:
    """What is said of a file that this run has brought to the state of its paper."""
    what = "снята пометка «ПРОЕКТ»"
    if number is not None:
        what = f"вписан номер {number.text} от {day_shown(number.dated)}"
    return diagnose(
        "frozen-paper-finished",
        Origin(paper.path),
        f"в файле {what}: прошлый запуск прервался раньше",
        hint="делать ничего не нужно",
    )


def papers_named(
    shelf: Shelf, targets: Sequence[str], done: Done, fits: Callable[[RegisteredPaper], bool]
) -> list[RegisteredPaper]:
    """The papers that files or codes name, each once; what names none is told.

    A code takes all papers of its row that ``fits`` accepts, or all of them when it accepts
    none: the caller says why each is not taken. A file takes always its own.
    """
    known = [paper for paper in shelf.papers() if paper.path.casefold().endswith(WORD_ENDING)]
    by_id = {paper.document_id: paper for paper in known}
    by_name: dict[str, list[RegisteredPaper]] = {}
    for paper in known:
        identity = paper.identity or ""
        kind, _, codes = identity.partition(":")
        for name in {identity, codes, f"{kind} {codes}"} - {"", " "}:
            by_name.setdefault(name_key(name), []).append(paper)
    found: dict[str, RegisteredPaper] = {}
    for target in targets:
        of_row = by_name.get(name_key(target), []) or _unnamed(known, target)
        chosen = [p for p in of_row if fits(p)]
        own = None if chosen else _own_file(shelf, target)
        if own is not None:
            chosen = [by_id[own.document_id]] if own.document_id in by_id else []
        chosen = chosen or of_row
        if not chosen and own is not None and (beside := _paper_beside(by_id, own)) is not None:
            done.diagnostics.append(
                diagnose(
                    "target-unknown",
                    Origin(target),
                    f"это таблица Excel при бумаге «{beside.path}»: она идёт вместе с бумагой",
                    hint="назовите саму бумагу",
                )
            )
        elif not chosen:
            done.diagnostics.append(
                diagnose(
                    "target-unknown",
                    Origin(target),
                    "такой бумаги в папке нет",
                    hint=meant(target, [codes for p in known if (codes := codes_of(p))])
                    or "назовите файл из папки бумаг или код строки; сначала бумагу составляют",
                )
            )
        found.update((paper.document_id, paper) for paper in chosen)
    return list(found.values())


def _paper_beside(papers: Mapping[str, RegisteredPaper], own: Passport) -> RegisteredPaper | None:
    """The paper beside which a workbook lies; a draft bears its id alone."""
    for paper in papers.values():
        names = (twin_identity(paper.identity or "", form) for form in TWIN_FORMS)
        if own.document_id in map(document_id, names):
            return paper
    return None


def _unnamed(known: Iterable[RegisteredPaper], codes: str) -> list[RegisteredPaper]:
    """Papers of these codes that no run has named since the register was lost: a draft bears
    its id alone, and that follows from kind and codes."""
    spelled = {codes.strip(), codes.strip().upper()}
    return [
        replace(paper, identity=identity)
        for paper in known
        if paper.identity is None
        for identity in (f"{paper.kind}:{spelling}" for spelling in spelled)
        if document_id(identity) == paper.document_id
    ]


def codes_of(paper: RegisteredPaper) -> str:
    return (paper.identity or "").partition(":")[2]


def _own_file(shelf: Shelf, target: str) -> Passport | None:
    from docgen.passport import read_passport

    for path in (Path(target), shelf.root / target):
        if path.is_file():
            try:
                return read_passport(path)
            except OSError:
                return None
    return None


def approve(
    shelf: Shelf, targets: Sequence[str], act: Act, done: Done, *, resolved: bool = False
) -> None:
    """Take «ПРОЕКТ» off these papers and freeze them.

    ``resolved``: the remarks on a paper that has some are settled.
    """
    done.diagnostics += shelf.diagnostics
    papers = papers_named(shelf, targets, done, lambda _: True)
    for paper in papers:
        _approve(shelf, paper, act, resolved, done)
    keep_workbooks(shelf, papers, done)


def keep_workbooks(shelf: Shelf, papers: Iterable[RegisteredPaper], done: Done) -> None:
    """Bring the workbooks beside papers to where the papers are by now; those that went with
    them, or could not, are told."""
    for document, named in {paper.document_id: paper for paper in papers}.items():
        with shelf.machine():
            paper = shelf.ledger.paper(document)
            if paper is None or State(paper.state) not in FROZEN:
                continue
            for kept in keep_up(shelf, replace(paper, identity=paper.identity or named.identity)):
                done.diagnostics += kept.placement.diagnostics
                if kept.renewed:
                    done.workbooks.append(kept.placement)


def _approve(shelf: Shelf, paper: RegisteredPaper, act: Act, resolved: bool, done: Done) -> None:
    copy = shelf.copy_of(paper.document_id)
    if copy is None or copy.content is None or copy.passport is None:
        hint = "верните файл на место или составьте бумагу заново"
        done.refuse("approval-refused", paper, "файла бумаги нет на месте", hint)
        return
    if State(paper.state) in FROZEN - {State.CANCELLED} and not copy.passport.state:
        if event := approved_elsewhere(shelf, paper, copy):
            done.refuse(
                "state-refused",
                paper,
                f"бумага уже согласована ({event.who}, {day_shown(event.moment)}), а в этой папке "
                "другой её файл",
                "возьмите согласованный файл у того, кто согласовал, или верните бумагу на "
                "доработку: docgen approve --undo",
            )
            return
        # A run that died between the record and the file.
        if _finish_approval(shelf, paper, copy, done):
            done.diagnostics.append(finished_note(paper, None))
        return
    try:
        require_move(paper.state, State.APPROVED, f"«{paper.path}»")
    except Refusal as refusal:
        done.refuse("state-refused", paper, refusal.message, refusal.hint)
        return
    if paper.state == State.REMARKS and not resolved:
        done.refuse(
            "approval-refused",
            paper,
            "на бумагу есть неснятые замечания",
            "учтите их, покажите бумагу снова или подтвердите, что они сняты: --resolved",
        )
        return
    if paper.beside_path and (shelf.root / paper.beside_path).is_file():
        done.refuse(
            "approval-refused",
            paper,
            f"рядом лежит новая версия: «{paper.beside_path}»",
            "оставьте один файл из двух и повторите команду",
        )
        return
    found = check_before_approval(copy.content, copy.path)
    done.diagnostics += found
    if any(fault.is_error for fault in found):
        hint = "исправьте названное в Word, сохраните файл и повторите команду"
        done.refuse("approval-refused", paper, "файл не готов к согласованию", hint)
        return
    if not _move(shelf, paper, act, State.APPROVED, copy.content_hash, done):
        return
    done.recorded[paper.document_id] = (paper, None)
    _finish_approval(shelf, replace(paper, state=State.APPROVED), copy, done)


def _move(
    shelf: Shelf, paper: RegisteredPaper, act: Act, after: State, content_hash: str, done: Done
) -> bool:
    event = Event(
        paper.document_id, act.stamp, act.who, paper.state, after, act.remark, content_hash
    )
    with shelf.machine(), shelf.ledger.together():
        shelf.ledger.hold_paper(paper.document_id)
        moved = change_together(shelf.ledger, event, paper.identity or "")
    if not moved:
        hint = "посмотрите её состояние: docgen status"
        with shelf.machine():
            last = shelf.ledger.events(paper.document_id)[-1:]
        by = "".join(f": «{event.after}» ({event.who})" for event in last)
        done.refuse("state-refused", paper, f"состояние бумаги только что изменили{by}", hint)
    return moved


def approved_elsewhere(shelf: Shelf, paper: RegisteredPaper, copy: Copy) -> Event | None:
    """The approval of a paper whose approved file is not the one in this folder.

    In an office with one register every clerk may have a draft of the same paper; what one has
    approved does not make the text of another official. ``None`` when the file is the approved
    one, or when nobody knows any more which one was.
    """
    if copy.passport is None or copy.passport.state:
        return None
    with shelf.machine():
        events = shelf.ledger.events(paper.document_id)
    approvals = [event for event in events if event.after == State.APPROVED != event.before]
    if not approvals or approvals[-1].content_hash in ("", copy.content_hash):
        return None
    return approvals[-1]


def finish_approvals(shelf: Shelf, papers: Iterable[RegisteredPaper], done: Done) -> None:
    """Take «ПРОЕКТ» off the files that were approved by a run that died before it came to them.

    Only off those that are to the byte what was approved.
    """
    for paper in papers:
        if paper.state != State.APPROVED:
            continue
        copy = shelf.copy_of(paper.document_id)
        if copy is None or copy.passport is None or copy.passport.state:
            continue
        approvals = [
            event
            for event in shelf.ledger.events(paper.document_id)
            if event.after == State.APPROVED != event.before
        ]
        if not approvals or approvals[-1].content_hash != copy.content_hash:
            continue
        if _finish_approval(shelf, paper, copy, done):
            done.diagnostics.append(finished_note(paper, None))


def _finish_approval(shelf: Shelf, paper: RegisteredPaper, copy: Copy, done: Done) -> bool:
    """Take «ПРОЕКТ» off a file; whether it lies there without now."""
    passport = copy.passport
    if passport is None or copy.content is None:
        return False
    official = replace(
        passport,
        state=str(State.APPROVED),
        identity=paper.identity or "",
        edited="" if copy.untouched else "да",
    )
    content, faults = made_official(copy.content, copy.path, official)
    done.diagnostics += faults
    return content is not None and lay_official(shelf, paper, copy, content, official, None, done)


def lay_official(
    shelf: Shelf,
    paper: RegisteredPaper,
    copy: Copy,
    content: bytes,
    passport: Passport,
    number: Number | None,
    done: Done,
) -> bool:
    """Put the official file in its place; whether it could be."""
    folder, _, name = copy.path.rpartition("/")
    draft = Draft(
        identity=paper.identity or "",
        kind=paper.kind,
        file_name=name,
        folder=folder,
        content=content,
        fingerprint="",
        passport=passport,
    )
    placement = shelf.make_official(draft, copy)
    done.diagnostics += placement.diagnostics
    if placement.outcome is Outcome.HELD:
        return False
    done.papers.append((paper, placement, number))
    return True


def return_for_work(shelf: Shelf, targets: Sequence[str], act: Act, done: Done) -> None:
    """Take an approval back: the paper is a draft again, and runs may renew it."""
    done.diagnostics += shelf.diagnostics
    for paper in papers_named(shelf, targets, done, lambda p: p.state == State.APPROVED):
        if paper.state != State.APPROVED:
            done.refuse(
                "state-refused",
                paper,
                f"бумага в состоянии «{paper.state}», на доработку возвращают согласованную",
                "зарегистрированную бумагу меняет только другая бумага"
                if paper.state in WITH_NUMBER
                else "делать ничего не нужно",
            )
            continue
        if _move(shelf, paper, act, State.DRAFT, paper.content_hash, done):
            place = Placement(Outcome.UNCHANGED, shelf.root / paper.path)
            done.papers.append((replace(paper, state=State.DRAFT), place, None))
            done.workbooks += [
                Placement(Outcome.UNCHANGED, shelf.root / twin.path)
                for twin in twins_of(shelf.ledger, paper.identity or "")
            ]
