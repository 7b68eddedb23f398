"""What the texts of all agreements have in common: names, dates, copies, cited acts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic, diagnose
from docgen.documents.acts import citations
from docgen.documents.parties import PairContext, PartyContext, PersonContext, in_pairs
from docgen.documents.seating import date_line, number_line, seat_parties
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.signatories import join_preambles
from docgen.documents.wording import (
    Wording,
    full_name,
    signature,
    signature_post,
)
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.partners import Agreement
from docgen.records.schema import column_of
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import Signing
from docgen.russian import Case, Dictionary, Gender, count, counted_noun, number_words


@dataclass(frozen=True, kw_only=True)
class AnnexContext:
    """Приложение: its number is given once and used by every mention."""

    number: int = term("номер")
    title: str = term("наименование", "«Части программы», без кавычек.")
    own_file: bool = term("отдельный_файл", "Печатается отдельно: в нём персональные данные.")


@dataclass(frozen=True, kw_only=True)
class AgreementContext:
    """Terms of every agreement; each kind adds its own."""

    agreement: Agreement = term("договор", "Строка листа «Договоры» со всеми её столбцами.")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term(
        "акты",
        "Ссылки на акты по ключу: «в соответствии с {{ акты.FZ273 }}» (творительный); "
        "другие падежи — с окончанием: акты.FZ273_им, _род, _дат, _пр.",
    )
    number: str = term("номер", "Номер договора или «____», пока он не присвоен.")
    date_line: str = term("дата_строкой", "Дата договора или «__» __________ 2026 г.")
    place: str = term("место", "Место заключения: «г. Заречногорск».")
    electronic: bool = term("электронно", "Подписывается электронной подписью: без экземпляров.")
    parties: tuple[PartyContext, ...] = term("стороны", "Все стороны по порядку преамбулы.")
    two_parties: bool = term("две_стороны", "Сторон ровно две.")
    pairs: tuple[PairContext, ...] = term("пары_сторон", "Стороны по две, для двух столбцов.")
    others_genitive: str = term("другой_стороны", "«другой Стороны» / «других Сторон».")
    others_dative: str = term("другой_стороне", "«другой Стороне» / «другим Сторонам».")
    others_accusative: str = term("другую_сторону", "«другую Сторону» / «другие Стороны».")
    others_instrumental: str = term("другой_стороной", "«другой Стороной» / «другими Сторонами».")
    preamble: str = term(
        "преамбула_сторон",
        "Все стороны одной фразой с прописной буквы, без знака в конце; "
        "у двух — «…, с одной стороны, и …, с другой стороны».",
    )
    copies: int = term("экземпляров")
    in_copies: str = term("в_экземплярах", "«в двух экземплярах».")


class Drafting:
    """One agreement being composed: its rows, its parties, and what went wrong so far."""

    def __init__(self, agreement: Agreement, tables: Tables, dictionary: Dictionary) -> None:
        self.agreement = agreement
        self.tables = tables
        self.wording = Wording(dictionary)
        self.shortfalls = Shortfalls()
        self.shortfalls.check_required(agreement)
        settings = self.shortfalls.settings_of(agreement, tables)
        if settings is not None:
            self.shortfalls.check_required(settings)
            self.settings = settings
        self.parties: tuple[PartyContext, ...] = ()
        if not self.shortfalls.stop:
            self.parties = seat_parties(agreement, tables, self.wording, self.shortfalls)
            if len(self.parties) < 2 and not self.shortfalls.stop:
                self.shortfalls.say(
                    agreement,
                    "code",
                    "у договора меньше двух сторон",
                    "добавьте строки на лист «Стороны»",
                    "NET-01, MUL-01",
                )

    @property
    def failed(self) -> bool:
        return self.shortfalls.stop

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [*self.shortfalls.diagnostics, *self.wording.diagnostics]

    def common(self) -> dict[str, Any]:
        """Values of the fields of ``AgreementContext``."""
        agreement = self.agreement
        copies = agreement.copies or len(self.parties)
        return {
            "agreement": agreement,
            "settings": self.settings,
            "acts": citations(self.tables),
            "number": number_line(agreement),
            "date_line": date_line(agreement.date, agreement),
            "place": agreement.city or self.settings.city,
            "electronic": agreement.signing is Signing.ELECTRONIC,
            "parties": self.parties,
            "two_parties": len(self.parties) == 2,
            "pairs": in_pairs(self.parties),
            **_others(len(self.parties)),
            "preamble": join_preambles([party.preamble for party in self.parties]),
            "copies": copies,
            "in_copies": in_copies(copies),
        }

    def first(self, parties: Sequence[PartyContext], role: str) -> PartyContext | None:
        """The only party of a role; none or several is a reason to stop."""
        if len(parties) == 1:
            return parties[0]
        how_many = "не указана" if not parties else "указана не один раз"
        self.shortfalls.say(
            self.agreement,
            "code",
            f"на листе «Стороны» {how_many} роль «{role}»",
            "у каждого договора такая сторона одна",
            "NET-01, MUL-02",
        )
        return None

    def party(self, attribute: str) -> PartyContext | None:
        """The party that a column of the agreement names; ``None`` for an empty cell."""
        code = getattr(self.agreement, attribute)
        if code is None:
            return None
        for party in self.parties:
            if party.organisation.code == code:
                return party
        heading = column_of(Agreement, attribute).heading
        self.shortfalls.diagnostics.append(
            diagnose(
                "reference-outside-agreement",
                self.agreement.origin.at(attribute),
                f"«{heading}»: организации «{code}» нет среди сторон договора",
                hint="укажите одну из сторон или добавьте сторону",
                value=code,
                norm=column_of(Agreement, attribute).norm,
            )
        )
        return None

    def person(self, attribute: str) -> PersonContext | None:
        """The person that a column of the agreement names; ``None`` for an empty cell."""
        if getattr(self.agreement, attribute) is None:
            return None
        found = self.shortfalls.follow(self.agreement, attribute, self.tables)
        return (
            person_context(found, self.tables, self.wording) if isinstance(found, Person) else None
        )


def agreement_period(
    agreement: Agreement, run_day: datetime.date
) -> tuple[datetime.date, datetime.date | None]:
    """When the law of an agreement is judged and its last day in force."""
    return agreement.judged_on(run_day), agreement.end


def person_context(person: Person, tables: Tables, wording: Wording) -> PersonContext:
    """A person as papers name him; an acting head keeps «И. о.» everywhere."""
    organisation = tables.find(Organisation, person.organisation)
    post = signature_post(person, wording)
    return PersonContext(
        full_name=full_name(person),
        signature=signature(person),
        post=post,
        post_in_text=wording.post_in_text(person, organisation),
        organisation=organisation.short_name if organisation else None,
        contact=", ".join(part for part in (person.phone, person.email) if part) or None,
    )


def _others(parties: int) -> Mapping[str, str]:
    """Each party's counterparts: one other party, or several."""
    cases = ("genitive", "dative", "accusative", "instrumental")
    one = ("другой Стороны", "другой Стороне", "другую Сторону", "другой Стороной")
    many = ("других Сторон", "другим Сторонам", "другие Стороны", "другими Сторонами")
    forms = one if parties == 2 else many
    return {f"others_{case}": form for case, form in zip(cases, forms, strict=True)}


def duration(days: int | None, kind: str, case: Case) -> str | None:
    """«5 рабочих дней»: a term in ``рабочий`` or ``календарный`` days, in a case.

    The accusative is for «не позднее чем за», the genitive for «в течение».
    """
    return None if days is None else count(days, f"{kind} день", case)


def in_copies(copies: int) -> str:
    """«в двух экземплярах»."""
    noun = counted_noun(copies, "экземпляр", Case.PRE)
    return f"в {number_words(copies, Gender.M, Case.PRE)} {noun}"
