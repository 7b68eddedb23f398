"""Signed papers come back: whose each file is, what its signatures say, and what is still awaited.

A scan, a PDF or a Word file is told by its passport, the stamp of its PDF, the number and date in
its text, its name, or by what the clerk says; a detached signature by the file that it binds. Each
is copied unchanged and never touched again. First the file, then its record, then the state: what
a killed run left is finished by the next one.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.delivery.matching import Candidate, by_name, by_text, nearest_names, text_of_pdf
from docgen.delivery.page_counts import PageCounts
from docgen.delivery.pdf_file import read_stamp
from docgen.delivery.signatures import (
    Answer,
    Reading,
    Signature,
    content_digest,
    read_detached,
    read_pdf,
)
from docgen.diagnostics import Diagnostic, Origin, diagnose, perhaps
from docgen.opc.reading import BrokenPart, parse_xml
from docgen.pages import pdf_place
from docgen.passport import read_passport
from docgen.records.spelling import name_key
from docgen.register import RegisteredPaper, Shelf, open_shelf, require_kept
from docgen.register.copies import SERVICE_FOLDER, sha256
from docgen.register.disk import read_plain
from docgen.register.names import KEPT_FOLDER, SIGNED_FOLDER, safe_name
from docgen.register.signed import SignedFile
from docgen.register.states import MOVES, Event, State
from docgen.register.twins import change_together
from docgen.scanned import (
    SCANS,
    CodesByPage,
    Scan,
    by_paper,
    codes_of_files,
    doubts,
    papers_with,
    unread,
)

SIGNATURES = (".sig", ".p7s", ".sgn")
_WORD, _PDF, _XML = ".docx", ".pdf", ".xml"
_ENDINGS = (*SCANS, *SIGNATURES, _WORD, _PDF, _XML)
_POWERS = "МЧД"
_SHOWN_NAMES = 5
_CONTENT, _KEY = 0, "Подпись сделана ключом этого сертификата"
_OF_ONE_FILE = re.compile(r"(?:[ _.-]*\(?\d{1,2}\)?)$")


@dataclass(frozen=True)
class SignedOrder:
    """What came back and to which folder of papers.

    ``paper``: the clerk says whose the files are: a code, a path or a name; empty to find out.
    ``not_all``: others have still to sign, the state stays.
    """

    places: tuple[Path, ...]
    out: Path
    moment: datetime.datetime
    who: str
    paper: str = ""
    not_all: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """One file that was taken.

    ``file``: its name as it came; ``paper``: path of its paper, empty for a power of attorney;
    ``known_by``: how it was told; ``path``: where the copy lies; ``new``: it was not there before.
    ``state``: of the paper afterwards. ``unread``: why signatures were not read, or empty.
    """

    file: str
    document_id: str
    paper: str
    known_by: str
    path: str
    new: bool
    state: str
    content_hash: str
    signatures: tuple[Signature, ...] = ()
    unread: str = ""


@dataclass
class SignedRun:
    """What was taken; a file that was not has an error among ``diagnostics``."""

    taken: list[Taken] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def tell(self, code: str, file: str, message: str, hint: str = "", value: str = "") -> None:
        """Note something about a file."""
        self.diagnostics.append(diagnose(code, Origin(file), message, hint=hint, value=value))


@dataclass
class _Came:
    """A file that is no detached signature, with those beside that bind it.

    ``ours``: it is what lies on the shelf; only its signatures came. ``codes``: on its pages,
    ``None`` for what is no scan. ``scan``: the sheets that it is, of a scan that bears codes.
    """

    name: str
    content: bytes
    detached: list[tuple[str, bytes, Reading]] = field(default_factory=list)
    ours: bool = False
    codes: CodesByPage | None = None
    scan: Scan | None = None

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.casefold()


def take_signed(order: SignedOrder) -> SignedRun:
    """Take what came back signed and put each paper in its state.

    Raises ``Refusal`` when the folder of papers can't be used or another run holds it.
    """
    require_kept(order.out)
    run = SignedRun()
    files = dict(_files(order.places, run))
    # Pages are drawn one by one and nobody else need wait for that.
    codes = codes_of_files((path.name, content) for path, content in files.items())
    with open_shelf(order.out, order.moment) as shelf:
        run.diagnostics += shelf.diagnostics
        with shelf.machine():
            _put_right(shelf, order, run)
            known = _Known(shelf)
        for came in _with_signatures(files, known, order, run):
            if _is_power(came):
                _take_power(came, shelf, order, run)
                continue
            came.codes = codes.get(sha256(came.content))
            for sheets in _by_paper(came, known, order, run):
                found = _whose(sheets, known, order, run)
                if found is not None:
                    _take(sheets, *found, shelf, order, run)
        _tell_changed(shelf, run)
    return run


# --- which files -----------------------------------------------------------------------------


def _files(places: Sequence[Path], run: SignedRun) -> Iterator[tuple[Path, bytes]]:
    """The files of the places with their bytes, each once."""
    seen: set[Path] = set()
    others: list[str] = []
    for place in places:
        for path in sorted(_below(place)) if place.is_dir() else [place]:
            if path.suffix.casefold() not in _ENDINGS and place.is_dir():
                others.append(path.name)
                continue
            if path.absolute() in seen:
                continue
            seen.add(path.absolute())
            content = None
            with suppress(OSError):
                content = read_plain(path)
            if content:
                yield path, content
            else:
                run.tell(
                    "signed-unknown",
                    path.name,
                    "файл пуст, закрыт для чтения или его нет",
                    "проверьте имя файла и повторите команду",
                )
    if others:
        run.tell(
            "signed-skipped",
            ", ".join(map(str, places)),
            f"файлов другого вида: {len(others)} ({', '.join(sorted(others)[:_SHOWN_NAMES])})",
            "бывают PDF, JPEG, PNG, TIFF, .docx, .sig и .p7s; архив сначала распакуйте",
        )


def _below(folder: Path) -> Iterator[Path]:
    for path, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in (SERVICE_FOLDER, KEPT_FOLDER, SIGNED_FOLDER)]
        for name in names:
            if not name.startswith(("~$", ".")):
                yield Path(path) / name


class _Known:
    """The papers of the shelf as they may be recognised."""

    def __init__(self, shelf: Shelf) -> None:
        self.root = shelf.root
        self.papers = {paper.document_id: paper for paper in shelf.papers()}
        self.candidates = [
            _candidate(paper, shelf)
            for paper in self.papers.values()
            if paper.path.casefold().endswith(_WORD)
        ]

    def awaited(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Those of several that may be signed now; all when none or every one may."""
        ready = [c for c in found if State.SIGNED in MOVES[State(self.state(c))]]
        return ready or list(found)

    def state(self, candidate: Candidate) -> str:
        return self.papers[candidate.document_id].state

    def contents(self, paper: RegisteredPaper) -> Iterator[tuple[str, bytes]]:
        """The paper's own file and its PDF, as they lie."""
        word = self.root / paper.path
        for path in (word, pdf_place(word, self.root)):
            content = None
            with suppress(OSError):
                content = read_plain(path)
            if content is not None:
                yield path.name, content


def _candidate(paper: RegisteredPaper, shelf: Shelf) -> Candidate:
    number = shelf.ledger.number_of(paper.document_id)
    identity = (paper.identity or "").partition(":")[2]
    dated = None
    if number is not None:
        with suppress(ValueError):
            dated = datetime.date.fromisoformat(number.dated)
    return Candidate(
        document_id=paper.document_id,
        stems=tuple(dict.fromkeys(PurePosixPath(p).stem for p in (paper.path, paper.wanted) if p)),
        codes=tuple(filter(None, (identity.replace(":", " "), identity))),
        number=number.text if number is not None else "",
        dated=dated,
    )


# --- detached signatures: to which file ----------------------------------------------------------


def _with_signatures(
    files: Mapping[Path, bytes], known: _Known, order: SignedOrder, run: SignedRun
) -> list[_Came]:
    """Every file with the signatures that bind it; a signature that came alone with the file of
    the shelf that it binds, or with the one that it carries along."""
    came = {
        path: _Came(path.name, content)
        for path, content in files.items()
        if path.suffix.casefold() not in SIGNATURES
    }
    added: dict[str, _Came] = {}
    for path, content in files.items():
        if path.suffix.casefold() not in SIGNATURES:
            continue
        owner = _beside(path, came)
        if owner is not None:
            owner.detached.append((path.name, content, read_detached(content, owner.content)))
            continue
        alone = read_detached(content, None)
        owner = _bound_by_hash(alone, came.values()) or _of_the_shelf(path, alone, known, order)
        if owner is None and alone.inside is not None:
            owner = _Came(path.with_suffix("").name, alone.inside)
        if owner is None:
            run.tell(
                "signed-unknown",
                path.name,
                alone.unread or "нет файла, который подписан этой подписью",
                "положите подписанный файл рядом: «Договор.pdf» и «Договор.pdf.sig»",
            )
            continue
        if owner not in came.values():
            owner = added.setdefault(sha256(owner.content), owner)
        owner.detached.append((path.name, content, read_detached(content, owner.content)))
    return [*came.values(), *added.values()]


def _beside(signature: Path, came: Mapping[Path, _Came]) -> _Came | None:
    """The file of the same folder that a signature is named after."""
    stem = signature.with_suffix("")
    named = {name_key(path.name): one for path, one in came.items() if path.parent == stem.parent}
    for name in (stem.name, _OF_ONE_FILE.sub("", stem.name)):
        if name_key(name) in named:
            return named[name_key(name)]
    same = [
        one
        for path, one in came.items()
        if path.parent == stem.parent and name_key(path.stem) == name_key(stem.name)
    ]
    return same[0] if len(same) == 1 else None


def _bound_by_hash(alone: Reading, files: Collection[_Came]) -> _Came | None:
    return next((one for one in files if _binds(alone, one.content)), None)


def _binds(alone: Reading, content: bytes) -> bool:
    """Whether a signature has the hash of these bytes. The hash of GOST costs seconds for each
    megabyte and is not asked of every file."""
    return any(
        s.digest_value and content_digest(s.digest_id, content) == s.digest_value
        for s in alone.signatures
    )


def _of_the_shelf(path: Path, alone: Reading, known: _Known, order: SignedOrder) -> _Came | None:
    """The paper of the shelf or its PDF that a signature binds: the one it is named after, else
    any with the same hash where hashes cost nothing."""
    named = _named_paper(order.paper, known) if order.paper else []
    named = named or by_name(path.with_suffix("").stem, known.candidates)
    cheap = all(not s.digest_id.startswith("streebog") for s in alone.signatures)
    for candidate in [*named, *(known.candidates if cheap else ())]:
        for name, content in known.contents(known.papers[candidate.document_id]):
            if _binds(alone, content):
                return _Came(name, content, ours=True)
    return None


# --- what is printed on them -------------------------------------------------------------------


def _by_paper(came: _Came, known: _Known, order: SignedOrder, run: SignedRun) -> list[_Came]:
    """A file as it came, or a stack of papers in one scan as so many files."""
    if not came.codes or not any(came.codes) or came.ours:
        return [came]
    if order.paper:  # the clerk says whose it is
        every = dict.fromkeys(code for on_page in came.codes for code in on_page)
        came.scan = Scan(came.name, came.content, tuple(every))
        return [came]
    scans, left = by_paper(came.name, came.content, came.codes, whole=bool(came.detached))
    for sheets in left:
        owner = ""
        if papers := papers_with(sheets.codes, known.papers):
            owner = f" — {known.papers[papers[0]].path}"
        run.tell(
            "signed-stack",
            came.name,
            f"листы {sheets.words}{owner or ': QR-кода нет или он неизвестен'}",
            "в файле листы нескольких бумаг, эти не учтены: отсканируйте их отдельно "
            "(стопку целиком программа делит только в PDF без подписи)",
        )
    if len(scans) == 1 and not scans[0].pages:
        came.scan = scans[0]
        return [came]
    return [_Came(s.name, s.content, codes=(s.codes,), scan=s) for s in scans]


def _fits_the_print(
    came: _Came, paper: RegisteredPaper, shelf: Shelf, order: SignedOrder, run: SignedRun
) -> bool:
    """Whether the sheets are the paper that counts, by their code; what is wrong is told."""
    if came.scan is None:
        if told := unread(came.codes, paper.document_id, shelf):
            run.tell("signed-code-unread", came.name, *told)
        return True
    asked = bool(order.paper)
    for doubt in doubts(came.scan.codes, paper.document_id, shelf):
        if doubt.serious and not asked:
            run.tell(
                "signed-old-version",
                came.name,
                f"{doubt.words}: {paper.path}",
                "подпишите лежащую в папке бумагу или, если годится этот лист, назовите бумагу "
                "сами: --paper КОД; файл не тронут",
            )
            return False
        run.tell(
            "signed-other-version",
            came.name,
            f"{doubt.words}: {paper.path}",
            "файл учтён, решать вам",
        )
    counted = PageCounts(shelf.root)(paper.document_id) if came.scan.pages else None
    if counted is not None and counted != came.scan.count:
        run.tell(
            "signed-pages-differ",
            came.name,
            f"страниц {came.scan.count}, а в бумаге {counted}: {paper.path}",
            "проверьте, не попал ли к ней чужой лист и все ли отсканированы; файл учтён",
        )
    return True


# --- whose they are --------------------------------------------------------------------------


def _whose(
    came: _Came, known: _Known, order: SignedOrder, run: SignedRun
) -> tuple[RegisteredPaper, str] | None:
    """The paper of a file and how it was told; ``None``, and the reason is told."""
    found, known_by, foreign = _recognised(came, known, order)
    if len(found) == 1:
        return known.papers[found[0].document_id], known_by
    stem = PurePosixPath(came.name).stem
    hint = "скажите, чья она: docgen signed ФАЙЛ --paper КОД или имя бумаги"
    if foreign:
        message = "это бумага из другой папки бумаг"
        if came.scan is not None:
            message = "QR-код бумаги, которой здесь нет: из другой папки или другой организации"
        hint = "назовите папку, в которой её сделали: --out ПАПКА"
    elif order.paper:
        message = f"--paper: «{order.paper}» — бумаг подходит: {len(found)}"
        hint = "назовите имя файла бумаги из папки бумаг целиком"
    elif found:
        names = ", ".join(c.stems[0] for c in found[:_SHOWN_NAMES])
        message = f"подходит бумаг: {len(found)} ({names}); {known_by}"
    else:
        guess = perhaps(nearest_names(stem, known.candidates))
        message = "не понять, какая это бумага" + (f"; {guess}" if guess else "")
    run.tell("signed-unknown", came.name, message, hint)
    return None


def _recognised(
    came: _Came, known: _Known, order: SignedOrder
) -> tuple[list[Candidate], str, bool]:
    """Papers that fit, how, and whether the file names a paper that this folder does not know."""
    by_id = {candidate.document_id: candidate for candidate in known.candidates}
    if order.paper:
        return _named_paper(order.paper, known), "так сказано в --paper", False
    if came.ending == _WORD:
        passport = read_passport(came.content)
        if passport is not None:
            own = by_id.get(passport.document_id)
            return ([own] if own else []), "паспорт", own is None
    if came.ending == _PDF:
        stamp = read_stamp(came.content)
        if stamp is not None and stamp.document_id:
            own = by_id.get(stamp.document_id)
            return ([own] if own else []), "отметка docgen в PDF", own is None
    if came.scan is not None:
        printed = [by_id[i] for i in papers_with(came.scan.codes, by_id)]
        return printed, "QR-код", not printed
    if came.ending == _PDF:
        found = by_text(text_of_pdf(came.content), known.candidates)
        if len(found) == 1:
            return found, "номер и дата в тексте", False
    found = by_name(PurePosixPath(came.name).stem, known.candidates)
    return (known.awaited(found) if len(found) > 1 else found), "имя файла", False


def _named_paper(words: str, known: _Known) -> list[Candidate]:
    """The paper that the clerk names: by path, file name, identity or code."""
    key = name_key(words.replace("\\", "/"))
    exact = [
        c
        for c in known.candidates
        if key
        in (
            name_key(known.papers[c.document_id].path),
            name_key(known.papers[c.document_id].identity or ""),
            c.document_id,
        )
        or key.endswith("/" + name_key(known.papers[c.document_id].path))
    ]
    if exact:
        return exact
    stem = words.removesuffix(_WORD)
    found = [c for c in known.candidates if name_key(stem) in map(name_key, c.stems)]
    coded = [c for c in known.candidates if name_key(words) in map(name_key, c.codes)]
    return found or (known.awaited(coded) if len(coded) > 1 else coded)


# --- taking them ---------------------------------------------------------------------------------


def _take(
    came: _Came,
    paper: RegisteredPaper,
    known_by: str,
    shelf: Shelf,
    order: SignedOrder,
    run: SignedRun,
) -> None:
    own = read_pdf(came.content) if came.ending == _PDF else Reading()
    if not _may_be_taken(came, own, paper, run):
        return
    before = shelf.signed.of(paper.document_id)
    hashes = {file.content_hash: file.path for file in before}
    with shelf.machine():
        registered = shelf.ledger.paper(paper.document_id) or paper
    now = State(registered.state)
    digest = sha256(came.content)
    if now is not State.SIGNED and State.SIGNED not in MOVES[now]:
        hint = "согласуйте её (docgen approve) и повторите команду: файл не тронут"
        if now is State.CANCELLED:
            hint = "бумага отменена; если её всё же подписали, верните её в работу"
        run.tell(
            "signed-not-approved", came.name, f"бумага в состоянии «{now}», {paper.path}", hint
        )
        return
    if not _fits_the_print(came, registered, shelf, order, run):
        return
    _tell_other_version(came, registered, shelf, run)
    place = PurePosixPath(paper.path).with_suffix(came.ending)
    path = hashes.get(digest) or shelf.signed.find_place(str(place), came.content)
    if digest not in hashes and any(_is_paper(file) for file in before) and not came.ours:
        run.tell(
            "signed-again",
            came.name,
            f"у бумаги уже есть подписанный файл, этот положен рядом: {path}",
            "посмотрите оба и решите, какой верный; docgen ни одного не удаляет",
        )
    after = now if order.not_all or now is State.SIGNED else State.SIGNED
    files: list[tuple[str, str, bytes, str, Reading]] = [(came.name, path, came.content, "", own)]
    for name, content, reading in came.detached:
        beside = f"{PurePosixPath(path).relative_to(SIGNED_FOLDER)}{Path(name).suffix.casefold()}"
        where = hashes.get(sha256(content)) or shelf.signed.find_place(beside, content)
        files.append((name, where, content, digest, reading))
    fresh = []
    for name, where, content, of, reading in files:
        _tell_doubts(name, reading, run)
        new = sha256(content) not in hashes
        file = SignedFile(
            document_id=paper.document_id,
            path=where,
            content_hash=sha256(content),
            came_as=name,
            known_by=known_by,
            who=order.who,
            moment=order.moment.isoformat(timespec="seconds"),
            last=after is State.SIGNED,
            of=of,
            signatures=tuple(map(_as_values, reading.signatures)),
        )
        shelf.signed.keep(file, content)
        if new:
            fresh.append(file)
        run.taken.append(
            Taken(
                file=name,
                document_id=paper.document_id,
                paper=paper.path,
                known_by="файл, который она подписывает" if of else known_by,
                path=where,
                new=new,
                state=after,
                content_hash=file.content_hash,
                signatures=reading.signatures,
                unread=reading.unread,
            )
        )
    if fresh or after is not now:
        words = ", ".join(f"«{file.came_as}»" for file in fresh) or f"«{came.name}»"
        more = "; подписали ещё не все" if order.not_all else ""
        event = Event(
            document_id=paper.document_id,
            moment=order.moment.isoformat(timespec="seconds"),
            who=order.who,
            before=now,
            after=after,
            remark=f"вернулось подписанным: {words}{more}",
            content_hash=digest,
        )
        _record(shelf, event)


def _may_be_taken(came: _Came, own: Reading, paper: RegisteredPaper, run: SignedRun) -> bool:
    """Whether the file bears a signature and each that can be verified fits; the reason is told."""
    readings = [(came.name, own), *((name, reading) for name, _, reading in came.detached)]
    for name, reading in readings:
        for signature in reading.signatures:
            bad = [f for f in signature.spoiled if f in (signature.findings[_CONTENT],)]
            bad += [f for f in signature.spoiled if f.question == _KEY]
            if bad:
                run.tell(
                    "signed-broken",
                    name,
                    f"подпись ({signature.signer or 'имя неизвестно'}) не подходит: "
                    f"{'; '.join(f.words for f in bad)}",
                    "запросите файл и подпись ещё раз; ничего не учтено",
                )
                return False
    if came.detached or own.signatures or own.unread:
        return True
    if came.ending == _PDF:
        stamp = read_stamp(came.content)
        if stamp is not None and stamp.untouched:
            run.tell(
                "signed-without",
                came.name,
                f"это PDF, который сделал docgen ({paper.path}), подписи в нём нет",
                "подпишите его или отсканируйте подписанный лист",
            )
            return False
    if came.ending == _WORD and b"_xmlsignatures/" not in came.content:
        run.tell(
            "signed-without",
            came.name,
            "в файле Word нет подписи",
            "правки и примечания читает docgen review; подписанный лист отсканируйте, "
            "к файлу с электронной подписью приложите .sig",
        )
        return False
    if came.ending == _WORD:
        run.tell(
            "signed-unread",
            came.name,
            "в файле подпись, сделанная в Word: она не проверена",
            "проверьте её в Word: Файл → Сведения → Просмотр подписей",
        )
    return True


def _tell_other_version(came: _Came, paper: RegisteredPaper, shelf: Shelf, run: SignedRun) -> None:
    """Tell of a file that was not made from the paper as it was approved or lies on the shelf."""
    made_from = ""
    if came.ending == _WORD:
        made_from = sha256(came.content)
    elif came.ending == _PDF:
        stamp = read_stamp(came.content)
        made_from = stamp.source_hash if stamp is not None else ""
    with shelf.machine():
        events = shelf.ledger.events(paper.document_id)
    if made_from and made_from not in {paper.content_hash, *(e.content_hash for e in events)}:
        run.tell(
            "signed-other-version",
            came.name,
            f"подписан не тот файл, который согласован и лежит в папке бумаг: {paper.path}",
            "сравните их (docgen diff) и решите, годится ли подписанный",
        )


def _tell_doubts(name: str, reading: Reading, run: SignedRun) -> None:
    if reading.unread:
        run.tell("signed-unread", name, reading.unread, "файл учтён, подпись в нём не проверена")
    for signature in reading.signatures:
        for finding in signature.spoiled:
            run.tell(
                "signed-doubt",
                name,
                f"{finding.question}: {finding.answer}"
                + (f" ({finding.words})" if finding.words else ""),
                f"подписал(а): {signature.signer or 'имя неизвестно'}; файл учтён, решать вам",
            )


def _record(shelf: Shelf, event: Event) -> None:
    with shelf.machine(), shelf.ledger.together():
        if event.before == event.after or not change_together(shelf.ledger, event):
            shelf.ledger.add_event(event)


def _put_right(shelf: Shelf, order: SignedOrder, run: SignedRun) -> None:
    """What a killed run or a lost register left: papers with a record of the last signature that
    do not count as signed."""
    told: set[str] = set()
    for file in shelf.signed.all():
        paper = shelf.ledger.paper(file.document_id) if file.document_id else None
        if paper is None or not file.last or paper.document_id in told:
            continue
        now = State(paper.state)
        if now is not State.SIGNED and State.SIGNED in MOVES[now]:
            told.add(paper.document_id)
            _record(
                shelf,
                Event(
                    document_id=paper.document_id,
                    moment=order.moment.isoformat(timespec="seconds"),
                    who=order.who,
                    before=now,
                    after=State.SIGNED,
                    remark=f"по записи от {_day(file.moment)}: «{file.came_as}», {file.who}",
                    content_hash=file.content_hash,
                ),
            )
            run.tell("signed-restored", paper.path, f"бумага подписана {_day(file.moment)}")


def _tell_changed(shelf: Shelf, run: SignedRun) -> None:
    """Tell of kept files that are not what they were."""
    for file in shelf.signed.all():
        if not shelf.signed.is_whole(file):
            run.tell(
                "signed-changed",
                file.path,
                "подписанный файл изменён или исчез после того, как его учли",
                f"верните его из резервной копии; его учли {_day(file.moment)}",
            )


# --- powers of attorney ---------------------------------------------------------------------------


def _is_power(came: _Came) -> bool:
    """A machine-readable power of attorney: an XML of the form of ФНС, known by its root."""
    if came.ending != _XML:
        return False
    try:
        root = parse_xml(came.content)
    except BrokenPart:
        return False
    return "довер" in str(root.tag).rpartition("}")[2].casefold()


def _take_power(came: _Came, shelf: Shelf, order: SignedOrder, run: SignedRun) -> None:
    known = {file.content_hash: file.path for file in shelf.signed.all()}
    files: list[tuple[str, bytes, Reading]] = [(came.name, came.content, Reading()), *came.detached]
    for name, content, reading in files:
        wanted = f"{_POWERS}/{safe_name(name) or 'доверенность'}"
        where = known.get(sha256(content)) or shelf.signed.find_place(wanted, content)
        file = SignedFile(
            document_id="",
            path=where,
            content_hash=sha256(content),
            came_as=name,
            known_by="содержание",
            who=order.who,
            moment=order.moment.isoformat(timespec="seconds"),
            last=False,
            of=sha256(came.content) if content is not came.content else "",
            signatures=tuple(map(_as_values, reading.signatures)),
        )
        shelf.signed.keep(file, content)
        run.taken.append(
            Taken(
                file=name,
                document_id="",
                paper="",
                known_by="содержание",
                path=where,
                new=file.content_hash not in known,
                state="",
                content_hash=file.content_hash,
                signatures=reading.signatures,
                unread=reading.unread,
            )
        )


def _is_paper(file: SignedFile) -> bool:
    return not file.of


def _as_values(signature: Signature) -> dict[str, Any]:
    """A signature as its record holds it: what was read then, in words."""
    return {
        "signer": signature.signer,
        "organisation": signature.organisation,
        "post": signature.post,
        "certificate": signature.certificate,
        "issuer": signature.issuer,
        "valid_from": signature.valid_from.isoformat() if signature.valid_from else "",
        "valid_to": signature.valid_to.isoformat() if signature.valid_to else "",
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else "",
        "digest": signature.digest,
        "findings": {f.question: str(f.answer) for f in signature.findings},
    }


def answers(signature: Signature, answer: Answer) -> list[str]:
    """The questions about a signature that have this answer, each with the reason."""
    return [
        f.question + (f" ({f.words})" if f.words else "")
        for f in signature.findings
        if f.answer is answer
    ]


def _day(moment: str) -> str:
    with suppress(ValueError):
        return f"{datetime.datetime.fromisoformat(moment):%d.%m.%Y}"
    return moment
