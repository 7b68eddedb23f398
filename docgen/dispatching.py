"""A package leaves the office: which papers to whom, whether they may go, how, and its trace.

Each package goes through the same gates: the rows give the addressee a right to every paper, the
file is that paper and in a state in which it goes out, a stranger could read nothing else out of
it, and the packed bytes are looked at once more. A package is written down before it goes and
after; what a killed run left is put right by the next one, which says so.
"""

from __future__ import annotations

import datetime
import enum
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.delivery.inventory import Inventory
from docgen.delivery.mail import (
    Fate,
    Letter,
    Sent,
    Server,
    as_draft,
    mail_address,
    open_server,
    post,
)
from docgen.delivery.packages import (
    Enclosure,
    hashes,
    package_files,
    package_id,
    strangers,
    zipped,
)
from docgen.delivery.pdf_file import read_stamp
from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose, nearest, perhaps
from docgen.documents.agreement_names import agreement_name, kind_name
from docgen.documents.kinds import Recipients
from docgen.documents.plan import WORD, PlannedPaper
from docgen.documents.recipients import Addressee, Family, addressee_of, agreement_of, why_not
from docgen.documents.seating import party_rows
from docgen.opc.finished import paper_of
from docgen.pages import pdf_place
from docgen.passport import read_passport
from docgen.records.directory import Organisation, Person
from docgen.records.letters import Dispatch, sender_of
from docgen.records.partners import Agreement
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.vocabulary import DispatchStage
from docgen.register import Shelf, document_id, open_shelf, require_kept
from docgen.register.disk import Disk, read_plain
from docgen.register.faults import machine_faults
from docgen.register.ledger import Ledger, RegisteredPaper
from docgen.register.names import safe_name
from docgen.register.outbox import Outbox, Parcel, Sending, SentPaper
from docgen.register.parcels import (
    clear_unfinished,
    lay_file,
    lay_folder,
    lies_whole,
    prepare_place,
)
from docgen.register.rehearsing import StillDisk
from docgen.register.states import Event, State
from docgen.register.twins import change_together
from docgen.rendering.sending import check_before_sending

LETTER = "cover-letter"
_LETTER_TITLE = "Сопроводительное письмо"
COMMAND_LINE = Origin("--to")
_STEM = 70
_NBSP = "\u00a0"
_READY = frozenset({State.APPROVED, State.REGISTERED, State.SENT, State.SIGNED})
_DRAFTS = frozenset({State.DRAFT, State.IN_REVIEW, State.REMARKS})
_OF_DRAFTS = frozenset({"sending-draft", "sending-blank-number"})
"""What the gate forgives a paper that goes out as a draft."""


class Method(enum.StrEnum):
    """How a package goes."""

    FOLDER = "папка"
    ZIP = "zip"
    DRAFT = "письмо-черновик"
    MAIL = "почта"


@dataclass(frozen=True)
class Wish:
    """What a command asks to be sent.

    ``to``, ``agreements``, ``letters``: codes; what is named narrows. ``extra`` and ``without``:
    ids of kinds to add to a package and to leave out. ``place``: the folder of packages.
    ``server`` for ``Method.MAIL``; ``really``: mail goes indeed, else it is rehearsed.
    ``rehearsal``: nothing is written at all. ``went`` and ``lost``: numbers of packages (or names
    of their files) of which the clerk now knows what became of them.
    """

    method: Method
    place: Path
    who: str
    moment: datetime.datetime
    to: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    extra: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    drafts: bool = False
    again: bool = False
    pdf_only: bool = False
    rehearsal: bool = False
    really: bool = False
    server: Server | None = None
    went: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Mail that is not meant really is a rehearsal too."""
        settles = self.went or self.lost
        return self.rehearsal or (self.method is Method.MAIL and not self.really and not settles)


@dataclass
class Dispatched:
    """What came of it. ``ready``: packages that a rehearsal would have sent, with their files.

    ``prepared``: letters that the clerk has still to send. ``repeated``: packages that went
    before and were not sent again.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    sent: list[Parcel] = field(default_factory=list)
    failed: list[Parcel] = field(default_factory=list)
    ready: list[tuple[Parcel, tuple[str, ...]]] = field(default_factory=list)
    prepared: list[Parcel] = field(default_factory=list)
    repeated: list[Parcel] = field(default_factory=list)


@dataclass(frozen=True)
class _Case:
    """A package to be: an addressee, and the row of «Отправки» that it goes with."""

    addressee: Addressee
    row: Dispatch | None
    agreement: Agreement | None

    @property
    def code(self) -> str:
        who = self.addressee
        return who.person.code if isinstance(who, Family) else who.code

    @property
    def name(self) -> str:
        who = self.addressee
        if isinstance(who, Family):
            given = (who.person.first_name, who.person.patronymic)
            return f"{who.person.surname} " + "".join(f"{n[0]}." for n in given if n)
        return who.short_name

    @property
    def email(self) -> str | None:
        return None if isinstance(self.addressee, Family) else self.addressee.email

    @property
    def origin(self) -> Origin:
        return self.row.origin.at() if self.row is not None else COMMAND_LINE

    @property
    def occasion(self) -> str:
        return self.row.code if self.row is not None else ""


@dataclass(frozen=True)
class _Packed:
    case: _Case
    parcel: Parcel
    files: Mapping[str, bytes]
    papers: Sequence[PlannedPaper]


def dispatch(
    tables: Tables,
    planned: Sequence[PlannedPaper],
    out: Path,
    wish: Wish,
    held: Collection[tuple[str, str, int]] = (),
    disk: Disk | None = None,
) -> Dispatched:
    """Pack and send. Raises ``Refusal`` when the disk or the server fails for all.

    A rehearsal changes nothing on the disk, not even what a killed run has left.
    ``held``: keys of the rows with errors: by them nobody can tell who may get what.
    """
    require_kept(out)
    done = Dispatched()
    if wish.changes_nothing:
        disk = StillDisk()
    with open_shelf(out, wish.moment, disk=disk) as shelf:
        outbox = Outbox(out, shelf.disk)
        _put_right(outbox, shelf, wish, done)
        _settle(outbox, shelf.ledger, wish, done)
        cases = _cases(tables, planned, wish, done) if not (wish.went or wish.lost) else []
        packer = _Packer(tables, planned, shelf, outbox, wish, done)
        packed = [
            package
            for case in cases
            if not _is_held(case, tables, held, done) and (package := packer.pack(case)) is not None
        ]
        if wish.changes_nothing:
            if wish.method is Method.MAIL and wish.server is not None and packed:
                with open_server(wish.server):
                    pass
            done.ready = [(p.parcel, tuple(p.files)) for p in packed]
        elif wish.method is Method.MAIL:
            _post_each(packed, outbox, shelf.ledger, wish, done)
        else:
            _lay_each(packed, outbox, shelf, wish, done)
        done.diagnostics += [*outbox.diagnostics, *shelf.diagnostics]
    return done


def sendings(out: Path, moment: datetime.datetime) -> list[Parcel]:
    """Everything that was ever sent from this folder, oldest first.

    Raises ``Refusal`` for a folder without papers.
    """
    require_kept(out)
    with open_shelf(out, moment) as shelf:
        return Outbox(out, shelf.disk).parcels()


# --- which packages ------------------------------------------------------------------------------


def _cases(
    tables: Tables, planned: Sequence[PlannedPaper], wish: Wish, done: Dispatched
) -> list[_Case]:
    rows = tables.of(Dispatch)
    known: dict[str, Addressee] = {}
    for code in wish.to:
        addressee = addressee_of(code, tables)
        if addressee is None:
            codes = [o.code for o in tables.of(Organisation)]
            done.diagnostics.append(
                diagnose(
                    "send-unknown",
                    COMMAND_LINE,
                    f"нет ни организации, ни представителя с кодом «{code}»",
                    hint=perhaps(nearest(code, codes, most=2)) or "код стоит в справочнике",
                    value=code,
                )
            )
        else:
            known[code] = addressee
    for what, wanted, codes_there in (
        ("--agreement", wish.agreements, {a.code for a in tables.of(Agreement)}),
        ("--letter", wish.letters, {row.code for row in rows}),
    ):
        for code in wanted:
            if code not in codes_there:
                done.diagnostics.append(
                    diagnose(
                        "send-unknown",
                        Origin(what),
                        f"нет строки с кодом «{code}»",
                        hint=perhaps(nearest(code, codes_there, most=2)) or "проверьте код в книге",
                        value=code,
                    )
                )
    if done.diagnostics and any(d.code == "send-unknown" for d in done.diagnostics):
        return []
    families: list[_Case] = [_Case(a, None, None) for a in known.values() if isinstance(a, Family)]
    organisations = {code for code, a in known.items() if isinstance(a, Organisation)}
    if families and not (organisations or wish.agreements or wish.letters):
        return families
    stage = {DispatchStage.DRAFT} if wish.drafts else set(DispatchStage) - {DispatchStage.DRAFT}
    named = [
        row
        for row in rows
        if (not organisations or row.addressee in organisations)
        and (not wish.agreements or row.agreement in wish.agreements)
        and (not wish.letters or row.code in wish.letters)
    ]
    fitting = [r for r in named if r.stage in stage and (r.returned is None or wish.letters)]
    for agreement in (tables.get(Agreement, code) for code in wish.agreements):
        parties = {party.organisation for party in party_rows(agreement, tables)}
        for code in sorted(organisations - parties):
            done.diagnostics.append(
                diagnose(
                    "send-stranger",
                    COMMAND_LINE,
                    f"«{code}» — не сторона договора {agreement.code}",
                    hint="стороны договора стоят на листе «Стороны»",
                    value=code,
                )
            )
    _tell_left_out(named, fitting, wish, done)
    found: list[_Case] = []
    for row in fitting:
        addressee = addressee_of(row.addressee, tables)
        if isinstance(addressee, Organisation):
            found.append(_Case(addressee, row, tables.find(Agreement, row.agreement)))
    return [*families, *found]


def _tell_left_out(
    named: Sequence[Dispatch], fitting: Sequence[Dispatch], wish: Wish, done: Dispatched
) -> None:
    for row in named:
        if row in fitting or row.returned is not None:
            continue
        hint = (
            f"чтобы отправить, поставьте в «Что направляется»: {DispatchStage.DRAFT}"
            if wish.drafts
            else "проект отправляют на согласование с параметром --drafts"
        )
        done.diagnostics.append(
            diagnose(
                "send-stage",
                row.origin.at("stage"),
                f"письмо {row.code} не отправляется: в строке «{row.stage}»",
                hint=hint,
                value=row.stage,
            )
        )
    if not fitting:
        done.diagnostics.append(
            diagnose(
                "send-nothing",
                Origin("Отправки"),
                "нет строки, по которой отправлять",
                hint="впишите на лист «Отправки» договор, адресата и что направляется",
            )
        )


def _is_held(
    case: _Case, tables: Tables, held: Collection[tuple[str, str, int]], done: Dispatched
) -> bool:
    """An error in the rows that say who is who holds the package."""
    who = case.addressee.person if isinstance(case.addressee, Family) else case.addressee
    rows: list[Record | None] = [who, case.row, case.agreement]
    rows += party_rows(case.agreement, tables) if case.agreement else ()
    wrong = next((r for r in rows if r is not None and r.origin.at().row_key in held), None)
    if wrong is not None:
        done.diagnostics.append(
            diagnose(
                "send-held",
                wrong.origin.at(),
                f"в этой строке ошибка, пакет для {case.name} не собран",
                hint="исправьте ошибки, которые называет docgen check",
            )
        )
    return wrong is not None


# --- what is in a package ------------------------------------------------------------------------


class _Packer:
    def __init__(
        self,
        tables: Tables,
        planned: Sequence[PlannedPaper],
        shelf: Shelf,
        outbox: Outbox,
        wish: Wish,
        done: Dispatched,
    ) -> None:
        self._tables = tables
        self._planned = [paper for paper in planned if paper.form == WORD]
        self._shelf = shelf
        self._outbox = outbox
        self._wish = wish
        self._done = done
        self._registered = {paper.document_id: paper for paper in shelf.papers()}

    def pack(self, case: _Case) -> _Packed | None:
        """The package, or ``None`` with what holds it told."""
        before = len(self._done.diagnostics)
        papers = self._papers(case)
        enclosures = [e for paper in papers if (e := self._enclosure(paper, case)) is not None]
        faults = self._done.diagnostics[before:]
        if any(fault.is_error for fault in faults) or not enclosures:
            return None
        address = ""
        if self._wish.method in (Method.DRAFT, Method.MAIL):
            found = mail_address(case.email)
            if found is None:
                self._say(
                    "send-address",
                    case.origin,
                    f"у получателя {case.name} нет адреса электронной почты",
                    hint="впишите «E-mail» на лист «Организации» или выберите --as folder",
                )
                return None
            address = found
        files = package_files(
            enclosures, self._inventory(case, enclosures), word=not self._wish.pdf_only
        )
        meant = {document_id(paper.identity) for paper in papers}
        for name in strangers(files, meant):
            self._say(
                "send-stranger",
                case.origin,
                f"в пакет для {case.name} попала чужая бумага, пакет не отправлен",
                hint="сообщите об этом разработчикам: так быть не должно",
                value=name,
            )
            return None
        if not self._wish.pdf_only and any(e.pdf is None for e in enclosures):
            self._say(
                "send-without-pdf",
                case.origin,
                f"пакет для {case.name}: бумаги без PDF, только Word",
                hint="PDF делает docgen pdf; запустите её до отправки",
            )
        return self._packed(case, papers, enclosures, files, address)

    def _packed(
        self,
        case: _Case,
        papers: Sequence[PlannedPaper],
        enclosures: Sequence[Enclosure],
        files: Mapping[str, bytes],
        address: str,
    ) -> _Packed | None:
        wish = self._wish
        number = package_id(case.code, case.occasion, enclosures)
        if number in self._outbox.damaged:
            return None  # its record is told already; it may have gone
        past = self._outbox.of(number)
        open_ones = [parcel for parcel in past if parcel.sending is Sending.UNDER_WAY]
        if open_ones:
            self._done.diagnostics.append(_uncertain(open_ones[-1]))
            return None
        ready = [parcel for parcel in past if parcel.sending is Sending.PREPARED]
        if ready and not wish.again:
            self._done.repeated.append(ready[-1])
            self._say(
                "send-prepared",
                case.origin,
                f"письмо подготовлено {_day(ready[-1])} и ждёт отправки: {case.name}, {_of(case)}",
                hint=_what_became(ready[-1].number, "отправили", "отправлять не будете")
                + "; подготовить ещё одно — --again",
                value=ready[-1].target,
            )
            return None
        gone = [parcel for parcel in past if parcel.sending is Sending.SENT]
        if gone and not wish.again:
            self._done.repeated.append(gone[-1])
            self._say(
                "send-repeated",
                case.origin,
                f"уже отправлено {_day(gone[-1])} ({gone[-1].method}): {case.name}, {_of(case)}",
                hint="чтобы отправить ещё раз, добавьте --again",
            )
            return None
        attempt = max((parcel.attempt for parcel in past), default=0) + 1
        base = safe_name(
            f"{wish.moment:%Y-%m-%d} {case.name} {case.agreement.code if case.agreement else ''}",
            _STEM,
        )
        base = f"{base} {number}" + (f"-{attempt}" if attempt > 1 else "")
        parcel = Parcel(
            id=number,
            attempt=attempt,
            sending=Sending.UNDER_WAY,
            moment=wish.moment.isoformat(timespec="seconds"),
            who=wish.who,
            addressee=case.code,
            addressee_name=case.name,
            agreement=case.agreement.code if case.agreement else "",
            letter=case.occasion,
            method=wish.method,
            target=address if wish.method is Method.MAIL else str(wish.place / base),
            drafts=wish.drafts,
            papers=tuple(
                SentPaper(e.document_id, p.identity, e.title, e.content_hash)
                for p, e in zip(papers, enclosures, strict=True)
            ),
            laid={},
        )
        if wish.method is Method.FOLDER:
            return _Packed(case, replace(parcel, laid=hashes(files)), files, papers)
        if wish.method is Method.ZIP:
            name = f"{base}.zip"
            content = zipped(files)
            parcel = replace(parcel, target=str(wish.place / name), laid=hashes({name: content}))
            return _Packed(case, parcel, {name: content}, papers)
        if wish.method is Method.DRAFT:
            name = f"{base}.eml"
            content = as_draft(self._letter(case, parcel, files, address))
            parcel = replace(parcel, target=str(wish.place / name), laid=hashes({name: content}))
            return _Packed(case, parcel, {name: content}, papers)
        return _Packed(case, replace(parcel, laid=hashes(files)), files, papers)

    def _papers(self, case: _Case) -> list[PlannedPaper]:
        """The papers of a package in their order: letter, agreement, its annexes, the rest."""
        wish, found = self._wish, []
        refused: dict[str, str] = {}
        for paper in self._planned:
            kind = paper.kind
            if kind.id in wish.without:
                continue
            reason = why_not(paper, case.addressee, self._tables)
            if reason is not None:
                refused.setdefault(kind.id, reason)
                if self._belongs(paper, case):
                    refused[kind.id] = reason
                continue
            optional = kind.personal and not isinstance(case.addressee, Family)
            if self._belongs(paper, case) and (not optional or kind.id in wish.extra):
                found.append(paper)
        for kind_id in sorted(wish.extra - {paper.kind.id for paper in found}):
            titles = {paper.kind.id: paper.kind for paper in self._planned}
            kind_asked = titles.get(kind_id)
            self._say(
                "send-personal" if kind_asked and kind_asked.personal else "send-stranger",
                case.origin,
                f"«{kind_asked.title if kind_asked else kind_id}» для {case.name}: "
                + refused.get(kind_id, "по этой строке такой бумаги нет"),
                hint="уберите этот вид из --with",
                value=kind_id,
            )
        if case.row is not None and LETTER not in wish.without:
            letter = [paper for paper in found if paper.kind.id == LETTER]
            if not letter:
                self._say(
                    "send-letter",
                    case.origin,
                    f"нет сопроводительного письма {case.occasion}",
                    hint="сделайте его командой docgen letters или добавьте --without cover-letter",
                )
        elif not found:
            self._say(
                "send-nothing",
                case.origin,
                f"для {case.name} нет ни одной бумаги",
                hint="проверьте код получателя и договор",
            )
        first = {LETTER: 0}
        return sorted(found, key=lambda p: (first.get(p.kind.id, 1), p.kind.order, p.identity))

    def _belongs(self, paper: PlannedPaper, case: _Case) -> bool:
        if isinstance(case.addressee, Family):
            return paper.kind.recipients is Recipients.FAMILY
        if isinstance(paper.subject, Dispatch):
            return case.row is not None and paper.subject.code == case.row.code
        agreement = agreement_of(paper, self._tables)
        wanted = case.agreement
        return agreement is not None and wanted is not None and agreement.code == wanted.code

    def _enclosure(self, paper: PlannedPaper, case: _Case) -> Enclosure | None:
        registered = self._registered.get(document_id(paper.identity))
        title, origin = paper.kind.title, paper.subject.origin.at()
        path = self._shelf.root / registered.path if registered else None
        content = _content(path)
        if registered is None or path is None or content is None:
            self._say(
                "send-missing",
                origin,
                f"бумага не сделана или её нет в папке: {title} {paper.codes}",
                hint=f"сделайте её: docgen make {paper.kind.id} --only {paper.codes}; "
                f"без неё — с параметром --without {paper.kind.id}",
                value=paper.identity,
            )
            return None
        passport = read_passport(content)
        if passport is None or passport.document_id != registered.document_id:
            self._say(
                "send-changed",
                Origin(registered.path),
                f"на месте бумаги «{title}» лежит другой файл",
                hint="верните свой файл на место или сделайте бумагу заново",
                value=paper.identity,
            )
            return None
        if not self._may_go(paper, registered, content):
            return None
        if paper.kind.personal and self._wish.method in (Method.DRAFT, Method.MAIL):
            self._say(
                "send-personal",
                origin,
                f"«{title}» — персональные данные: обычной почтой они не отправляются",
                hint="отдайте папкой или архивом на руки либо по защищённому каналу: --as folder",
                norm="Федеральный закон от 27.07.2006 № 152-ФЗ, статья 19",
            )
            return None
        pdf = _pdf_of(path, content, self._shelf.root)
        return Enclosure(
            document_id=registered.document_id,
            title=self._title(paper),
            stem=safe_name(Path(paper.file_name).stem, _STEM),
            content=content,
            number=self._number(paper, registered),
            sheets=pdf[1] if pdf else None,
            copies=self._copies(paper, case),
            pdf=pdf[0] if pdf else None,
        )

    def _may_go(self, paper: PlannedPaper, registered: RegisteredPaper, content: bytes) -> bool:
        """State, the file that was approved, and the gate of hygiene."""
        state, title = State(registered.state), paper.kind.title
        allowed = _READY | _DRAFTS if self._wish.drafts else _READY
        if state not in allowed:
            self._say(
                "send-not-ready",
                Origin(registered.path),
                f"«{title} {paper.codes}» в состоянии «{state}», отправлять рано",
                hint="согласуйте бумагу: docgen approve; проект отправляют с --drafts",
                value=state,
            )
            return False
        if state in _READY:
            # The number is put into the file after its event: what docgen wrote last is right too.
            known = {
                _frozen_hash(self._shelf.ledger, registered.document_id),
                registered.content_hash,
            } - {""}
            if known and hashlib.sha256(content).hexdigest() not in known:
                self._say(
                    "send-changed",
                    Origin(registered.path),
                    f"файл «{title} {paper.codes}» изменён после согласования",
                    hint="верните согласованный файл или согласуйте бумагу снова",
                    value=paper.identity,
                )
                return False
        # The very bytes that will be packed: the file may be saved over in between.
        finished, faults = paper_of(content, registered.path)
        if finished is not None:
            faults = [*faults, *check_before_sending(finished)]
        if state in _DRAFTS:
            faults = [fault for fault in faults if fault.code not in _OF_DRAFTS]
        self._done.diagnostics += faults
        return finished is not None and not any(fault.is_error for fault in faults)

    # --- words ---------------------------------------------------------------------------------

    def _title(self, paper: PlannedPaper) -> str:
        subject = paper.subject
        if isinstance(subject, Agreement) and paper.kind.recipients is Recipients.PARTIES:
            name = agreement_name(subject, self._tables).nominative
            if paper.kind.id.endswith("-agreement"):
                return name[:1].upper() + name[1:]
        if paper.kind.id == LETTER and isinstance(subject, Dispatch):
            return _LETTER_TITLE
        return paper.kind.title

    def _number(self, paper: PlannedPaper, registered: RegisteredPaper) -> str:
        if State(registered.state) in _DRAFTS:
            return "проект"
        taken = self._shelf.ledger.number_of(registered.document_id)
        if taken is not None and taken.dated:
            day = datetime.date.fromisoformat(taken.dated[:10])
            return f"{day:%d.%m.%Y} №{_NBSP}{taken.text}"
        subject = paper.subject
        own = paper.kind.recipients in (Recipients.PARTIES, Recipients.ADDRESSEE)
        if own and isinstance(subject, (Agreement, Dispatch)) and subject.number and subject.date:
            return f"{subject.date:%d.%m.%Y} №{_NBSP}{subject.number}"
        return "без номера"

    def _copies(self, paper: PlannedPaper, case: _Case) -> int:
        row, agreement = case.row, case.agreement
        if row is None or agreement is None or row.stage is not DispatchStage.TO_SIGN:
            return 1
        if paper.kind.recipients is not Recipients.PARTIES:
            return 1
        return row.copies or agreement.copies or len(party_rows(agreement, self._tables)) or 1

    def _sender(self, case: _Case) -> Organisation | None:
        code = sender_of(case.row, self._tables) if case.row is not None else None
        return self._tables.find(Organisation, code)

    def _inventory(self, case: _Case, enclosures: Sequence[Enclosure]) -> Inventory:
        row, sender = case.row, self._sender(case)
        executor = self._tables.find(Person, row.executor) if row is not None else None
        to_letter = ""
        letters = [e for e in enclosures if e.number.startswith(tuple("0123456789"))]
        if row is not None and letters and letters[0].title == _LETTER_TITLE:
            to_letter = f"К письму от{_NBSP}{letters[0].number}"
        name = ""
        if executor is not None:
            initials = "".join(f"{n[0]}." for n in (executor.first_name, executor.patronymic) if n)
            name = f"{initials}{_NBSP}{executor.surname}"
        return Inventory(
            sender=sender.short_name if sender else "",
            addressee=case.name,
            to_letter=to_letter,
            post=(executor.post or "") if executor else "",
            name=name,
            date_line=f"«__»{_NBSP}__________ {self._wish.moment:%Y}{_NBSP}г.",
        )

    def _letter(
        self, case: _Case, parcel: Parcel, files: Mapping[str, bytes], address: str
    ) -> Letter:
        wish, sender = self._wish, self._sender(case)
        own = wish.server.sender if wish.server else mail_address(sender.email if sender else None)
        return mail_letter(case, parcel, files, own or "", address, wish)

    def _say(
        self,
        code: str,
        origin: Origin,
        message: str,
        *,
        hint: str = "",
        value: str = "",
        norm: str = "",
    ) -> None:
        self._done.diagnostics.append(
            diagnose(code, origin, message, hint=hint, value=value, norm=norm)
        )


def mail_letter(
    case: _Case,
    parcel: Parcel,
    files: Mapping[str, bytes],
    sender: str,
    address: str,
    wish: Wish,
) -> Letter:
    """The words of the message that carries a package."""
    draft = "проекта " if wish.drafts else ""
    what = kind_name(case.agreement.kind).genitive if case.agreement else "документов"
    papers = "документы"
    if case.agreement is not None:
        papers = f"проект {what}" if wish.drafts else kind_name(case.agreement.kind).nominative
    listed = "\n".join(f"{n}. {name}" for n, name in enumerate(files, 1))
    asks = (
        "Это проект на согласование, подписывать его не нужно. Замечания просим прислать в файле."
        if wish.drafts
        else "Просим подтвердить получение."
    )
    text = f"Здравствуйте!\n\nНаправляем {papers}.\n{asks}\n\nВо вложении:\n{listed}\n"
    return Letter(
        name=parcel.number,
        sender=sender,
        to=address,
        subject=f"О направлении {draft}{what}",
        text=text,
        files=files,
        moment=wish.moment,
    )


def _of(case: _Case) -> str:
    return f"договор {case.agreement.code}" if case.agreement else "бумаги семьи"


def _content(path: Path | None) -> bytes | None:
    try:
        return read_plain(path) if path is not None else None
    except OSError:
        return None


def _pdf_of(path: Path, content: bytes, out: Path) -> tuple[bytes, int] | None:
    """The PDF of a paper and its pages, ``None`` when there is none made of these very bytes."""
    pdf = _content(pdf_place(path, out))
    stamp = read_stamp(pdf) if pdf is not None else None
    if pdf is None or stamp is None or not stamp.untouched:
        return None
    same = stamp.source_hash == hashlib.sha256(content).hexdigest()
    return (pdf, stamp.pages) if same else None


def _frozen_hash(ledger: Ledger, paper_id: str) -> str:
    """SHA-256 of the file as it was approved or registered; empty when no event holds one."""
    found = [
        event.content_hash
        for event in ledger.events(paper_id)
        if event.after in (State.APPROVED, State.REGISTERED)
        and event.before != event.after
        and event.content_hash
    ]
    return found[-1] if found else ""


# --- on its way ----------------------------------------------------------------------------------


def _lay_each(
    packed: Sequence[_Packed], outbox: Outbox, shelf: Shelf, wish: Wish, done: Dispatched
) -> None:
    if packed:
        prepare_place(wish.place, shelf.disk)
    for package in packed:
        parcel = package.parcel
        outbox.begin(parcel)
        try:
            if wish.method is Method.FOLDER:
                lay_folder(
                    wish.place, Path(parcel.target).name, parcel.number, package.files, shelf.disk
                )
            else:
                (content,) = package.files.values()
                lay_file(wish.place, Path(parcel.target).name, parcel.number, content, shelf.disk)
        except Refusal as refusal:
            outbox.end(parcel, Sending.FAILED, refusal.message)
            _stop(refusal, package, packed, done)
            return
        ended = outbox.end(parcel, _laid(parcel))
        if ended.sending is Sending.PREPARED:
            done.prepared.append(ended)
        else:
            done.sent.append(ended)
            _enter(shelf.ledger, parcel, wish.who)


def _laid(parcel: Parcel) -> Sending:
    """What a package that lies whole counts as: a folder or an archive is handed over, a letter
    is sent by the clerk's own mail program, and only she knows when."""
    return Sending.PREPARED if parcel.method == Method.DRAFT else Sending.SENT


def _post_each(
    packed: Sequence[_Packed], outbox: Outbox, ledger: Ledger, wish: Wish, done: Dispatched
) -> None:
    """One connection for each letter: what breaks with one does not touch the others."""
    if wish.server is None:
        raise ValueError("mail needs a server")
    for package in packed:
        parcel = package.parcel
        letter = mail_letter(
            package.case, parcel, package.files, wish.server.sender, parcel.target, wish
        )
        try:
            with open_server(wish.server) as connection:
                outbox.begin(parcel)
                sent = post(connection, letter)
        except Refusal as refusal:
            _stop(refusal, package, packed, done)
            return
        _after_posting(parcel, sent, outbox, ledger, wish, done)


def _stop(refusal: Refusal, package: _Packed, packed: Sequence[_Packed], done: Dispatched) -> None:
    """The disk or the server has failed for all that is left. Raises the refusal when nothing has
    gone yet; else what has not gone is named."""
    if not done.sent:
        raise refusal
    for left in packed[packed.index(package) :]:
        done.failed.append(replace(left.parcel, sending=Sending.FAILED, note=refusal.message))
        done.diagnostics.append(
            diagnose(
                "send-failed",
                left.case.origin,
                f"пакет для {left.case.name} не отправлен: {refusal.message}",
                hint=refusal.hint,
            )
        )


def _after_posting(
    parcel: Parcel, sent: Sent, outbox: Outbox, ledger: Ledger, wish: Wish, done: Dispatched
) -> None:
    if sent.fate is Fate.TAKEN:
        done.sent.append(outbox.end(parcel, Sending.SENT, sent.words))
        _enter(ledger, parcel, wish.who)
    elif sent.fate is Fate.NOT_TAKEN:
        done.failed.append(outbox.end(parcel, Sending.FAILED, sent.words))
        done.diagnostics.append(
            diagnose(
                "send-failed",
                Origin(parcel.letter or parcel.addressee),
                f"письмо для {parcel.addressee_name} не отправлено: {sent.words}",
                hint="исправьте причину и повторите ту же команду: ушедшее второй раз не уйдёт",
            )
        )
    else:
        done.failed.append(parcel)
        done.diagnostics.append(_uncertain(parcel, sent.words))


def _uncertain(parcel: Parcel, words: str = "отправка прервалась") -> Diagnostic:
    return diagnose(
        "send-uncertain",
        Origin(parcel.letter or parcel.addressee),
        f"неизвестно, ушло ли письмо для {parcel.addressee_name} ({_day(parcel)}): {words}",
        hint="спросите адресата; " + _what_became(parcel.number, "получил", "нет"),
        value=parcel.number,
    )


def _what_became(number: str, went: str, lost: str) -> str:
    return f"{went} — docgen send --went {number}, {lost} — docgen send --lost {number}"


# --- the trace -----------------------------------------------------------------------------------


def _enter(ledger: Ledger, parcel: Parcel, who: str) -> None:
    """Events of a package that has gone, all of them or none; those that are there stay."""
    remark = f"пакет {parcel.number}: {parcel.addressee_name}, {parcel.method}"
    mark = f"пакет {parcel.number}:"
    with machine_faults(Path("out")), ledger.together():
        for paper in parcel.papers:
            ledger.hold_paper(paper.document_id)
            now = ledger.paper(paper.document_id)
            if now is None or any(
                e.remark.startswith(mark) for e in ledger.events(now.document_id)
            ):
                continue
            before = State(now.state)
            after = _state_after(before, paper, parcel)
            event = Event(
                document_id=paper.document_id,
                moment=parcel.moment,
                who=who,
                before=before,
                after=after,
                remark=remark,
                content_hash=paper.content_hash,
            )
            if before is after or not change_together(ledger, event):
                ledger.add_event(replace(event, after=before))


def _state_after(before: State, paper: SentPaper, parcel: Parcel) -> State:
    if before in (State.APPROVED, State.REGISTERED):
        return State.SENT
    of_agreement = not paper.identity.startswith(f"{LETTER}:")
    if parcel.drafts and of_agreement and before in (State.DRAFT, State.REMARKS):
        return State.IN_REVIEW
    return before


def _put_right(outbox: Outbox, shelf: Shelf, wish: Wish, done: Dispatched) -> None:
    """What a killed run left: a package that lies whole has gone, another has not; an unanswered
    letter stays open until somebody knows."""
    for parcel in outbox.parcels():
        if parcel.sending is Sending.UNDER_WAY and parcel.method != Method.MAIL:
            # The folder of packages may have moved since, with everything in it.
            target = Path(parcel.target)
            places = (target, wish.place / target.name)
            whole = any(lies_whole(found, parcel.laid) for found in places)
            if whole:
                outbox.end(parcel, _laid(parcel), "дозаписано следующим запуском")
                words = "пакет лежит целым, запись об отправке закончена"
            else:
                outbox.end(parcel, Sending.FAILED, "прошлый запуск был прерван")
                words = "пакет не был готов, он не считается отправленным"
            for folder in {target.parent, wish.place}:
                with machine_faults(folder):
                    clear_unfinished(folder, parcel.number, shelf.disk)
            done.diagnostics.append(
                diagnose(
                    "send-repaired",
                    Origin(parcel.letter or parcel.addressee),
                    f"прошлая отправка для {parcel.addressee_name} прервалась: {words}",
                    hint="это репетиция, записано будет при отправке" if shelf.disk.still else "",
                    value=parcel.number,
                )
            )
    if shelf.disk.still:
        return
    known = {event.remark.partition(":")[0] for event in shelf.ledger.events()}
    for parcel in outbox.parcels():
        if parcel.sending is Sending.SENT and f"пакет {parcel.number}" not in known:
            _enter(shelf.ledger, parcel, parcel.who)


def _settle(outbox: Outbox, ledger: Ledger, wish: Wish, done: Dispatched) -> None:
    """The clerk knows what became of a letter."""
    for word, sending in (
        *((word, Sending.SENT) for word in wish.went),
        *((word, Sending.FAILED) for word in wish.lost),
    ):
        parcel = _called(word, outbox.parcels())
        if parcel is None:
            raise Refusal(
                f"нет отправки с номером «{word}»",
                hint="номер стоит в имени файла письма, его называет и команда, которая "
                "подготовила письмо или сообщила о прерванной отправке",
                exit_code=2,
            )
        if parcel.sending is sending:
            done.repeated.append(parcel)
            continue
        if parcel.sending not in (Sending.UNDER_WAY, Sending.PREPARED):
            raise Refusal(
                f"пакет {parcel.number} уже «{parcel.sending}»",
                hint="отправить то же ещё раз можно с параметром --again",
                exit_code=2,
            )
        if parcel.sending is Sending.PREPARED:
            # The letter went when the clerk sent it, and she says so now.
            parcel = replace(parcel, moment=wish.moment.isoformat(timespec="seconds"))
        settled = outbox.end(parcel, sending, f"со слов: {wish.who}")
        if sending is Sending.SENT:
            _enter(ledger, settled, wish.who)
            done.sent.append(settled)
        else:
            done.failed.append(settled)


def _called(word: str, parcels: Sequence[Parcel]) -> Parcel | None:
    """The package that a number or the name of its file means."""
    name = word.strip().replace("\\", "/").rpartition("/")[2]
    number = name.removesuffix(".eml").rpartition(" ")[2]
    # A file of the first attempt is named without it.
    found = (p for p in parcels if number in (p.number, p.id if p.attempt == 1 else p.number))
    return next(found, None)


def _day(parcel: Parcel) -> str:
    return f"{datetime.datetime.fromisoformat(parcel.moment):%d.%m.%Y}"


def registry_rows(parcels: Iterable[Parcel]) -> Iterator[tuple[str, ...]]:
    """Lines of the реестр отправки as it really was, one for each paper sent."""
    for parcel in parcels:
        for paper in parcel.papers:
            yield (
                _day(parcel),
                parcel.number,
                parcel.addressee_name,
                parcel.agreement,
                paper.title,
                parcel.method,
                parcel.target,
                str(parcel.sending),
                parcel.who,
                paper.content_hash,
                parcel.note,
            )


REGISTRY_HEADINGS = (
    *("Дата", "Пакет", "Кому", "Договор", "Документ", "Способ", "Куда", "Состояние"),
    *("Кто отправил", "SHA-256 файла", "Примечание"),
)
