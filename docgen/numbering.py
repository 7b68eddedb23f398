"""Numbers of papers: how a journal writes them, which is free, where they meet the clerk's cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docgen.diagnostics import Diagnostic, Refusal, diagnose
from docgen.documents.kinds import Kind
from docgen.documents.plan import PlannedPaper, identity_of
from docgen.records.directory import Organisation, Programme
from docgen.records.journals import JournalRules
from docgen.records.letters import Dispatch, sender_of
from docgen.records.schema import Record
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.register import Shelf
from docgen.register.ledger import Number, Standing
from docgen.register.states import Act, day_shown

_FIELD = re.compile(r"\{(n+|год|гг|дело)\}")
Place = tuple[str, int, int]
"""Where a number stands: code of the journal, its year (0: never begins anew), ordinal."""


@dataclass(frozen=True, slots=True)
class Request:
    """What registration asks for. ``on``: the date of the number; ``journal``: its code, empty
    for the one that takes the kind; ``number``: a certain one (inserted or reserved), empty for
    the next; ``typed``: it stands in the row already; ``written``: the clerk has put number and
    date into the file herself."""

    on: datetime.date
    journal: str = ""
    number: str = ""
    typed: bool = False
    written: bool = False


def with_numbers(
    tables: Tables, kinds: Mapping[str, Kind], numbers: Iterable[Number]
) -> tuple[Tables, list[Diagnostic]]:
    """The records with the numbers and dates under which their papers are registered.

    The one place where the register's word meets the clerk's cell: an empty cell is filled, one
    that says something else is told, and the register is right.
    """
    changed: dict[type[Record], dict[str, Record]] = {}
    diagnostics = []
    for number in numbers:
        kind = kinds.get(number.identity.partition(":")[0])
        if kind is None or not kind.numbered or number.standing != Standing.TAKEN:
            continue
        row = _row_of(tables, kind, number.identity)
        if row is None:
            continue
        attributes = kind.numbered
        wanted = (number.text, datetime.date.fromisoformat(number.dated))
        for attribute, value in zip(attributes, wanted, strict=True):
            typed = getattr(row, attribute)
            if typed not in (None, "", value):
                diagnostics.append(
                    diagnose(
                        "registered-number-differs",
                        row.origin.at(attribute),
                        f"в ячейке не то, что в журнале «{number.journal}»: там № {number.text} "
                        f"от {wanted[1]:%d.%m.%Y}",
                        hint="в бумагах стоит записанное в журнале; исправьте ячейку",
                        value=typed,
                    )
                )
        rows = changed.setdefault(kind.record, {})
        code = str(getattr(row, "code", ""))
        values: Any = dict(zip(attributes, wanted, strict=True))
        rows[code] = replace(rows.get(code, row), **values)
    if not changed:
        return tables, diagnostics
    records = {
        sheet: [
            changed[sheet].get(str(getattr(row, "code", "")), row) if sheet in changed else row
            for row in tables.of(sheet)
        ]
        for sheet in tables
    }
    return Tables(records, tables.citations, tables.pages_of), diagnostics


def _row_of(tables: Tables, kind: Kind, identity: str) -> Record | None:
    code = identity.partition(":")[2]
    row = tables.find(kind.record, code)
    return row if row is not None and identity_of(kind, row) == identity else None


def number_text(rules: JournalRules, ordinal: int, insertion: int, year: int) -> str:
    """The number as it stands on paper: «01-05/34», «453/1-ОД»."""

    def part(found: re.Match[str]) -> str:
        if found[1] == "год":
            return f"{year}"
        if found[1] == "гг":
            return f"{year % 100:02}"
        if found[1] == "дело":
            return rules.file_index or ""
        inserted = f"/{insertion}" if insertion else ""
        return f"{ordinal:0{len(found[1])}}{inserted}"

    return _FIELD.sub(part, rules.pattern)


def place_of(rules: JournalRules, text: str, year: int) -> tuple[int, int] | None:
    """Ordinal and insertion of a number written by this pattern; ``None`` when it is not.

    Spaces and the sort of dash do not count: «133/6 – ОД» is «133/6-ОД».
    """
    pattern = ""
    last = 0
    for found in _FIELD.finditer(rules.pattern):
        pattern += re.escape(_plain(rules.pattern[last : found.start()]))
        if found[1].startswith("n"):
            pattern += r"(\d{1,7})(?:/(\d{1,4}))?"
        else:
            pattern += re.escape(_plain(_FIELD.sub(_one(rules, year), found[0])))
        last = found.end()
    pattern += re.escape(_plain(rules.pattern[last:]))
    found_number = re.fullmatch(pattern, _plain(text), re.IGNORECASE)
    if found_number is None or found_number.re.groups < 2:
        return None
    return int(found_number[1]), int(found_number[2] or 0)


def place_by_hand(text: str) -> tuple[int, int] | None:
    """Ordinal and insertion of a number written by no pattern: «142/1» is inserted after «142»,
    of any other the first figures count; ``None`` without figures."""
    bare = re.fullmatch(r"(\d{1,7})(?:/(\d{1,4}))?", _plain(text))
    if bare:
        return int(bare[1]), int(bare[2] or 0)
    found = re.search(r"\d{1,7}", text)
    return (int(found[0]), 0) if found else None


def _one(rules: JournalRules, year: int) -> Callable[[re.Match[str]], str]:
    values = {"год": f"{year}", "гг": f"{year % 100:02}", "дело": rules.file_index or ""}
    return lambda found: values.get(found[1], "")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(str.maketrans("–—−‑", "----")).removeprefix("№")


def rules_by_code(tables: Tables) -> dict[str, JournalRules]:
    """The journals of the directory that numbers can be taken in. Raises ``Refusal`` for a
    pattern without a number."""
    rules = {row.code: row for row in tables.of(JournalRules)}
    for row in rules.values():
        if len(re.findall(r"\{n+\}", row.pattern)) != 1:
            raise Refusal(
                f"журнал «{row.code}»: в образце номера «{row.pattern}» нет места для номера",
                hint="впишите {n} один раз, например «{n}-ОД»; лист «Журналы»",
                exit_code=1,
            )
    return rules


def issuer_of(subject: Record, tables: Tables) -> str | None:
    """Code of the organisation in whose journal the paper of a row is registered; ``None`` where
    the row does not say."""
    if isinstance(subject, Dispatch):
        return sender_of(subject, tables)
    issuer = getattr(subject, "issuer", None)
    return str(issuer) if issuer else None


def journal_for(
    plan: PlannedPaper, tables: Tables, rules: Mapping[str, JournalRules], wanted: str
) -> JournalRules:
    """The journal that takes a paper. Raises ``Refusal`` when none or several do."""
    if wanted:
        found = next((r for code, r in rules.items() if name_key(code) == name_key(wanted)), None)
        if found is None:
            raise Refusal(
                f"нет журнала «{wanted}»",
                hint="журналы — на листе «Журналы» справочника: " + ", ".join(rules),
                exit_code=2,
            )
        return found
    kind, issuer = plan.kind, issuer_of(plan.subject, tables)
    names = {name_key(name) for name in (kind.id, kind.title, kind.family)}
    fitting = [r for r in rules.values() if not names.isdisjoint(map(name_key, r.kinds))]
    own = [r for r in fitting if r.issuer and r.issuer == issuer]
    chosen = own or [r for r in fitting if not r.issuer]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise Refusal(
            f"нет журнала для бумаг вида «{kind.title}»",
            hint="добавьте строку на лист «Журналы» справочника",
            exit_code=1,
        )
    raise Refusal(
        f"для бумаг вида «{kind.title}» подходит несколько журналов",
        hint="назовите один: --journal " + " или ".join(r.code for r in chosen),
        exit_code=2,
    )


def free_number(
    shelf: Shelf,
    rules: JournalRules,
    request: Request,
    act: Act,
    spoken_for: Collection[Place] = (),
) -> tuple[Number, Number | None]:
    """The line to add, and the reserved line that it takes the place of, if any.

    ``spoken_for``: places that the counter passes over, for a row bears their number already.
    To be called inside ``together`` with the journal held. Raises ``Refusal`` when the number
    that was asked for is taken or skips others, and when the clock or the date goes back.
    """
    year = 0 if rules.continuous else request.on.year
    lines = shelf.ledger.numbers(rules.code, year)
    _require_clock(lines, act)
    by_place = {(line.ordinal, line.insertion): line for line in lines}
    following = max((line.ordinal for line in lines), default=(rules.start or 1) - 1) + 1
    while (rules.code, year, following) in spoken_for:
        following += 1
    ordinal, insertion = following, 0
    if request.number:
        place = place_of(rules, request.number, request.on.year)
        if place is None and request.typed:
            # Numbered by hand before the journal was: the paper keeps what it bears.
            place = place_by_hand(request.number)
        if place is None:
            example = number_text(rules, following, 0, request.on.year)
            raise Refusal(
                f"номер «{request.number}» не по образцу журнала «{rules.code}»",
                hint=f"номера здесь пишут так: {example}",
                exit_code=2,
            )
        ordinal, insertion = place
    there = by_place.get((ordinal, insertion))
    if there is not None and there.standing != Standing.RESERVED:
        raise Refusal(
            f"номер «{there.text}» в журнале «{rules.code}» уже {there.standing}",
            hint="возьмите следующий номер (без --number) или вставной, например "
            + number_text(rules, ordinal, insertion + 1, request.on.year),
            exit_code=1,
        )
    if ordinal > following and not request.typed:
        raise Refusal(
            f"в журнале «{rules.code}» следующий номер — {following}, номера не пропускают",
            hint="чтобы оставить номера на потом, отложите их: docgen journal --reserve",
            exit_code=1,
        )
    last = max((line.dated for line in lines if line.standing == Standing.TAKEN), default="")
    if there is None and not insertion and not request.typed and request.on.isoformat() < last:
        raise Refusal(
            f"в журнале «{rules.code}» последняя запись от {day_shown(last)}, а эта бумага "
            f"датируется {request.on:%d.%m.%Y}: номера шли бы не по датам",
            hint="проверьте --date и часы компьютера; задним числом берут вставной номер, "
            "например --number " + number_text(rules, max(following - 1, 1), 1, request.on.year),
            exit_code=1,
        )
    text = number_text(rules, ordinal, insertion, request.on.year)
    if request.typed:
        text = request.number
    if there is not None:
        # A line of the journal keeps its text, however the cell spells it.
        text = there.text
    line = Number(
        journal=rules.code,
        year=year,
        ordinal=ordinal,
        insertion=insertion,
        text=text,
        standing=Standing.TAKEN,
        document_id="",
        identity="",
        dated=request.on.isoformat(),
        details="{}",
        reason="",
        who=act.who,
        moment=act.stamp,
    )
    return line, there


def _require_clock(lines: Iterable[Number], act: Act) -> None:
    """Raises ``Refusal`` when the computer's clock is a day or more behind the journal."""
    for line in lines:
        written = datetime.datetime.fromisoformat(line.moment) if line.moment else None
        if written is None:
            continue
        if written.tzinfo is None:
            written = written.replace(tzinfo=act.moment.tzinfo)
        now = act.moment if act.moment.tzinfo else act.moment.astimezone()
        if written - now > datetime.timedelta(days=1):
            raise Refusal(
                f"часы компьютера показывают {act.moment:%d.%m.%Y}, а последняя запись журнала "
                f"сделана {written:%d.%m.%Y}: часы отстали",
                hint="поставьте на компьютере верные дату и время и повторите команду",
            )


def typed_in_row(plan: PlannedPaper) -> tuple[str | None, datetime.date | None]:
    """Number and date that the row itself gives the paper."""
    if not plan.kind.numbered:
        return None, None
    number, dated = (getattr(plan.subject, attribute) for attribute in plan.kind.numbered)
    return number, dated


def typed_places(
    planned: Mapping[str, PlannedPaper],
    tables: Tables,
    named: Collection[str],
    rules: Mapping[str, JournalRules],
    request: Request,
) -> dict[Place, PlannedPaper]:
    """The places of the numbers that stand in rows, with the papers that claim them: also those
    that are not registered now. ``named``: ids of the papers that the request is for."""
    found: dict[Place, PlannedPaper] = {}
    for identifier, plan in planned.items():
        number, dated = typed_in_row(plan)
        if not number:
            continue
        try:
            wanted = request.journal if identifier in named else ""
            journal = journal_for(plan, tables, rules, wanted)
        except Refusal:
            continue  # told where the paper's own turn comes
        year = (dated or request.on).year
        place = place_of(journal, number, year) or place_by_hand(number)
        if place is not None:
            found.setdefault((journal.code, 0 if journal.continuous else year, place[0]), plan)
    return found


def passed_over(line: Number, claims: Mapping[Place, PlannedPaper]) -> list[Diagnostic]:
    """What is said of the numbers right before a line that were left for their rows."""
    told = []
    ordinal = line.ordinal - 1
    while not line.insertion and (plan := claims.get((line.journal, line.year, ordinal))):
        number, _ = typed_in_row(plan)
        attribute = plan.kind.numbered[0] if plan.kind.numbered else "code"
        told.append(
            diagnose(
                "number-passed-over",
                plan.subject.origin.at(attribute),
                f"номер {number} вписан в строку и оставлен за ней, бумаге «{line.identity}» дан "
                f"следующий: {line.text}",
                hint="зарегистрируйте бумагу этой строки или очистите ячейку",
            )
        )
        ordinal -= 1
    return told


def entry_of(plan: PlannedPaper, tables: Tables, rules: JournalRules) -> dict[str, str]:
    """The other columns of the journal, from the rows of the paper."""
    issuer = issuer_of(plan.subject, tables)
    organisations = dict.fromkeys(
        f"{source.short_name} (ИНН {source.inn})" if source.inn else source.short_name
        for source in plan.sources
        if isinstance(source, Organisation) and source.code != issuer
    )
    programmes = dict.fromkeys(
        f"«{source.title}»" for source in plan.sources if isinstance(source, Programme)
    )
    amount = next(
        (v for name in ("amount", "cost") if (v := getattr(plan.subject, name, None))), None
    )
    ends = [getattr(plan.subject, name, None) for name in ("start", "end")]
    term = [
        f"{word} {day:%d.%m.%Y}"
        for word, day in zip(("с", "по"), ends, strict=True)
        if isinstance(day, datetime.date)
    ]
    return {
        "counterpart": "; ".join(organisations),
        "subject": " ".join([plan.kind.title, *programmes]),
        "amount": f"{amount}" if amount is not None else "",
        "term": " ".join(term),
        "storage": rules.storage or "",
    }
