"""All that is known of each paper, gathered for the page: register, file, what came back.

The register is held only while it is asked; the files are read afterwards. Nothing is written.
Whoever asks again and again keeps a ``Memory``: then only what has changed since is read.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.diagnostics import Diagnostic
from docgen.documents.kinds import load_kinds
from docgen.norms.acts import Acts, load_acts
from docgen.opc.finished import FinishedPaper, open_paper
from docgen.opc.wordprocessing import P, text_of
from docgen.passport import is_untouched, read_passport
from docgen.register import RegisteredPaper, Shelf, Version, open_shelf
from docgen.register.copies import SERVICE_FOLDER
from docgen.register.disk import status_of
from docgen.register.faults import machine_faults
from docgen.register.returned import Laid, ReturnedCopy
from docgen.register.states import FROZEN, MOVES, Event, State
from docgen.rendering.proofreading import Period, period_in_text, proofread
from docgen.rendering.sending import check_before_sending
from docgen.review.cards import CameBack, PaperCard, Step, text_blocks
from docgen.review.remarks import Remark, Sort, read_remarks
from docgen.reviewing import edits_between, unmarked_edits

Progress = Callable[[int, int], None]

_SIGNER = re.compile(
    r"(?<![\w.])[А-ЯЁ]\.[ \u00a0]?(?:[А-ЯЁ]\.[ \u00a0]?)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?!\w)"
)
_ELECTRONIC = "(электронная подпись)"
_MOST_SIGNERS = 12
# A draft has these by its nature; the gate of approval asks for them.
_OF_EVERY_DRAFT = frozenset({"sending-draft", "sending-blank-number"})
# They are told as remarks, one by one.
_OF_REMARKS = frozenset({"sending-tracked", "sending-comments"})


@dataclass(frozen=True)
class DossierOrder:
    """What the page is made from. ``only``: ids of papers; all of them by default."""

    out: Path
    templates: Path
    moment: datetime.datetime
    only: frozenset[str] = frozenset()
    pictures: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    """Pages of papers as PNG, by id."""


@dataclass(frozen=True)
class _Known:
    """What the register says of a paper."""

    paper: RegisteredPaper
    events: tuple[Event, ...]
    returned: tuple[tuple[ReturnedCopy, Laid | None], ...]
    former: Laid | None
    made_at: str
    seen: _Seen


@dataclass(frozen=True)
class _Seen:
    """All that the card of a paper follows from, short of the bytes of files, which have changed
    when their size, their time or their place on the disk has.

    ``folder``: where the paper lies; ``day``: the acts are judged by it.
    """

    paper: RegisteredPaper
    events: tuple[Event, ...]
    versions: tuple[Version, ...]
    files: tuple[tuple[str, int, int, int], ...]
    kind_title: str
    day: datetime.date
    pictures: tuple[bytes, ...]


class Memory:
    """Cards that were made before, and what each of them was made from."""

    def __init__(self) -> None:
        self._cards: dict[str, tuple[_Seen, PaperCard]] = {}
        self._titles: tuple[object, dict[str, str]] | None = None

    def card(self, document_id: str, seen: _Seen) -> PaperCard | None:
        """The card, ``None`` when anything that it follows from is another now."""
        known = self._cards.get(document_id)
        return known[1] if known is not None and known[0] == seen else None

    def keep(self, document_id: str, seen: _Seen, card: PaperCard) -> None:
        self._cards[document_id] = (seen, card)

    def titles(self, templates: Path) -> dict[str, str]:
        """Titles of the kinds of papers by id."""
        stamps = [_stamp(path) for path in sorted(templates.glob("*.toml"))]
        seen = (templates, stamps)
        if self._titles is None or self._titles[0] != seen:
            kinds, _ = load_kinds(templates)
            self._titles = (seen, {kind.id: kind.title for kind in kinds.values()})
        return self._titles[1]


def gather_cards(
    order: DossierOrder, progress: Progress | None = None, memory: Memory | None = None
) -> tuple[list[PaperCard], list[Diagnostic]]:
    """A card for each Word paper that lies in the folder, by place.

    ``memory``: of an earlier call, and renewed by this one. Raises ``Refusal`` when the folder of
    papers can't be used or another run holds it.
    """
    if not (order.out / SERVICE_FOLDER).is_dir():
        return [], []
    memory = memory or Memory()
    titles = memory.titles(order.templates)
    found, diagnostics = _ask_register(order, titles, memory)
    acts = load_acts()
    cards = []
    for done, each in enumerate(found, 1):
        if isinstance(each, PaperCard):
            cards.append(each)
        else:
            path = order.out / each.paper.path
            paper, faults = open_paper(path, each.paper.path)
            findings = list(faults)
            if paper is not None:
                findings += _findings(paper, each.paper, acts, order.moment.date())
            card = _card(each, paper, path, titles, findings, order)
            memory.keep(card.document_id, each.seen, card)
            cards.append(card)
        if progress:
            progress(done, len(found))
    return cards, diagnostics


def _ask_register(
    order: DossierOrder, titles: Mapping[str, str], memory: Memory
) -> tuple[list[_Known | PaperCard], list[Diagnostic]]:
    """What the register says of each paper; the card of one that is as it was."""
    with open_shelf(order.out, order.moment) as shelf, machine_faults(order.out):
        events: dict[str, list[Event]] = defaultdict(list)
        for event in shelf.ledger.events():
            events[event.document_id].append(event)
        found: list[_Known | PaperCard] = []
        for paper in shelf.papers():
            lies = paper.path.casefold().endswith(".docx") and (order.out / paper.path).is_file()
            if not lies or (order.only and paper.document_id not in order.only):
                continue
            versions = tuple(shelf.ledger.versions(paper.document_id))
            # Before anything is read: a file that is saved meanwhile is read again next time.
            places = [order.out / paper.path]
            places += [order.out / v.kept_path for v in versions if v.kept_path]
            places += [order.out / paper.beside_path] if paper.beside_path else []
            stamps = (*map(_stamp, places), *shelf.returned.stamps(paper.document_id))
            seen = _Seen(
                paper,
                tuple(events[paper.document_id]),
                versions,
                stamps,
                titles.get(paper.kind, paper.kind),
                order.moment.date(),
                order.pictures.get(paper.document_id, ()),
            )
            card = memory.card(paper.document_id, seen)
            found.append(card or _known(shelf, seen))
        return found, list(shelf.diagnostics)


def _known(shelf: Shelf, seen: _Seen) -> _Known:
    document_id, versions = seen.paper.document_id, seen.versions
    returned = tuple(
        (copy, shelf.returned.laid_for(document_id, read_passport(copy.path)))
        for copy in shelf.returned.of(document_id)
    )
    former = shelf.returned.former(document_id)
    made_at = versions[-1].made_at if versions else ""
    return _Known(seen.paper, seen.events, returned, former, made_at, seen)


def _stamp(path: Path) -> tuple[str, int, int, int]:
    """What tells that a file is not the one it was; zeros for one that is gone."""
    status = status_of(path)
    if status is None:
        return str(path), 0, 0, 0
    return str(path), status.st_size, status.st_mtime_ns, status.st_ino


# --- one paper -----------------------------------------------------------------------------------


def _card(
    known: _Known,
    paper: FinishedPaper | None,
    path: Path,
    titles: Mapping[str, str],
    findings: Sequence[Diagnostic],
    order: DossierOrder,
) -> PaperCard:
    registered = known.paper
    state = State(registered.state)
    came_back = tuple(_came_back(known, paper))
    edits = None
    if known.former is not None:
        with suppress(OSError):
            edits = edits_between(known.former.content, path.read_bytes())
    remarks = sum(came.open_remarks for came in came_back)
    pictures = order.pictures.get(registered.document_id, ())
    return PaperCard(
        document_id=registered.document_id,
        name=Path(registered.path).stem,
        place=Path(registered.path).parent.as_posix(),
        title=titles.get(registered.kind, registered.kind),
        state=state,
        version=registered.version,
        signers=signers_of(paper) if paper is not None else (),
        came_back=came_back,
        findings=tuple(findings),
        former=known.former.number if known.former and edits is not None else 0,
        edits=tuple(edits or ()),
        history=tuple(_history(known.events)),
        to_do=tuple(to_do(state, remarks, findings)),
        text=text_blocks(paper) if paper is not None and not pictures else (),
        pictures=pictures,
        decidable=is_decidable(state),
    )


def is_decidable(state: State) -> bool:
    """Whether a reader of the page may approve or return a paper in this state."""
    return State.REMARKS in MOVES[state] or State.APPROVED in MOVES[state]


def to_do(state: State, remarks: int, findings: Collection[Diagnostic]) -> Iterator[str]:
    """What is left to do with a paper."""
    errors = sum(found.is_error for found in findings)
    if errors and state not in FROZEN:
        yield f"исправить ошибки: {errors}"
    if remarks and state not in FROZEN:
        yield f"ответить на замечания: {remarks}"
    steps = {
        State.DRAFT: "прочитать и отдать на согласование",
        State.IN_REVIEW: "дождаться ответа или согласовать",
        State.REMARKS: "сделать новую версию и согласовать" if remarks else "согласовать",
        State.APPROVED: "зарегистрировать",
        State.REGISTERED: "отправить и получить подпись",
        State.SENT: "получить подписанный экземпляр",
    }
    if state in steps:
        yield steps[state]


def signers_of(paper: FinishedPaper) -> tuple[str, ...]:
    """Who signs, as the signature lines of the paper itself say: «И.О. Фамилия», no term of a
    template. Empty where nobody signs."""
    found: dict[str, None] = {}
    for part in paper.parts:
        if part.words:
            continue
        for paragraph in part.root.iter(P):
            text = text_of(paragraph).strip()
            line = text.rpartition("\t")[2].strip()
            if "__" in text or _SIGNER.fullmatch(line.removesuffix(_ELECTRONIC).strip()):
                names = (" ".join(name.split()) for name in _SIGNER.findall(text))
                found.update(dict.fromkeys(names))
    return tuple(found)[:_MOST_SIGNERS]


def _findings(
    paper: FinishedPaper, registered: RegisteredPaper, acts: Acts, today: datetime.date
) -> list[Diagnostic]:
    """What a careful reader and the gate before sending would say."""
    dated, ends = period_in_text(paper)
    found = proofread(paper, Period(dated or today, ends), acts)
    natural = _OF_REMARKS
    if State(registered.state) not in FROZEN:
        natural = natural | _OF_EVERY_DRAFT
    found += [d for d in check_before_sending(paper) if d.code not in natural]
    return found


# --- what came back ------------------------------------------------------------------------------


def _came_back(known: _Known, paper: FinishedPaper | None) -> Iterator[CameBack]:
    """Files that came back, remarks typed on the page, marks in the paper itself.

    What was said of an earlier version, or before the approval, is shown as settled.
    """
    state = State(known.paper.state)
    arrivals = {e.content_hash: e for e in known.events if e.content_hash}
    for copy, laid in known.returned:
        came = arrivals.get(copy.content_hash)
        title, when = _arrival(came)
        remarks = _remarks_of(copy, laid)
        late = laid is not None and laid.number < known.paper.version
        note = f"к версии {laid.number}, после неё сделана новая" if laid and late else ""
        yield CameBack(title, note, when, _settled(remarks, late or state in FROZEN))
    files = {copy.content_hash for copy, _ in known.returned}
    for event in known.events:
        typed = event.remark and event.after == State.REMARKS
        if typed and event.content_hash not in files:
            late = state is not State.REMARKS or event.moment < known.made_at
            said = Remark(Sort.COMMENT, "документ", event.remark, author=event.who)
            yield CameBack("возвращена", "", _shown(event.moment), _settled([said], late))
    if paper is not None:
        own, _ = read_remarks(paper)
        if own:
            yield CameBack("в самой бумаге", "", "", tuple(own))


def _arrival(event: Event | None) -> tuple[str, str]:
    if event is None:
        return "возвращённый файл", ""
    named = re.search(r"«(.*)»:", event.remark)
    title = f"файл «{named[1]}»" if named else "возвращённый файл"
    return title, _shown(event.moment)


def _remarks_of(copy: ReturnedCopy, laid: Laid | None) -> list[Remark]:
    paper, _ = open_paper(copy.path)
    if paper is None:
        return []
    remarks, _ = read_remarks(paper)
    if laid is not None:
        with suppress(OSError):
            content = copy.path.read_bytes()
            if not is_untouched(content):
                remarks += unmarked_edits(laid.content, content) or ()
    return remarks


def _settled(remarks: Sequence[Remark], settled: bool) -> tuple[Remark, ...]:
    return tuple(replace(r, resolved=True) if settled else r for r in remarks)


def _history(events: Sequence[Event]) -> Iterator[Step]:
    for event in events:
        moved = f"{event.before} → {event.after}" if event.before != event.after else ""
        words = ": ".join(filter(None, (moved, event.remark)))
        yield Step(_shown(event.moment), event.who, words)


def _shown(moment: str) -> str:
    try:
        return f"{datetime.datetime.fromisoformat(moment):%d.%m.%Y %H:%M}"
    except ValueError:
        return moment
