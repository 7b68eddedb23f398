"""The preamble: who a party is, how it is called below, who signs for it and by what right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import (
    Wording,
    gender_of_party,
    is_acting,
    participle,
    sex_of,
    upper_first,
)
from docgen.records.directory import Organisation, Person
from docgen.records.partners import Party
from docgen.records.vocabulary import Authority, ParticipleAgreement
from docgen.russian import Case, agree

_ENTREPRENEUR = "индивидуальный предприниматель"


@dataclass(frozen=True)
class Signing:
    """An organisation, its head and the one who signs for it."""

    organisation: Organisation
    head: Person
    signatory: Person

    @property
    def signs_for_himself(self) -> bool:
        """An ИП who signs himself acts in his own name: no «в лице», no Устав."""
        return self.organisation.is_entrepreneur and self.signatory is self.head


@dataclass(frozen=True, kw_only=True)
class Seat(Signing):
    """A party at the table of an agreement: who signs, and its row."""

    party: Party


def preamble(
    seat: Signing,
    role: str,
    licensed: bool,
    rule: ParticipleAgreement | None,
    wording: Wording,
    shortfalls: Shortfalls,
) -> str:
    """The party's whole phrase, from its name to the basis of authority, no mark at the end.

    ``licensed``: give the licence, as every party that teaches must (NET-03). Gaps go to
    ``shortfalls``; the phrase is then of no use.
    """
    gender = gender_of_party(seat.organisation, seat.head)
    if gender is None:
        if seat.organisation.is_entrepreneur:
            _lacks_sex(seat.head, shortfalls)
        else:
            shortfalls.say(
                seat.organisation,
                "name_gender",
                "по наименованию не понять, «именуемое», «именуемая» или «именуемый»",
                "заполните «Род наименования»",
                "X-01",
            )
        return ""
    phrase = _named(seat.organisation, licensed, wording, shortfalls)
    phrase += f", {agree('именуемый', gender, Case.NOM)} в дальнейшем «{role}»"
    if seat.signs_for_himself:
        phrase += f", {agree('действующий', gender, Case.NOM)} на основании "
        return phrase + _authority(seat.signatory, Authority.EGRIP, shortfalls)
    if sex_of(seat.signatory) is None:
        _lacks_sex(seat.signatory, shortfalls)
        return ""
    phrase += f", в лице {_in_person(seat.signatory, wording)}"
    phrase += f", {participle(seat.signatory, rule, Case.GEN)} на основании "
    authority = shortfalls.need(seat.signatory, "authority", seat.signatory.authority)
    if authority is Authority.EGRIP:
        shortfalls.say(
            seat.signatory,
            "authority",
            "запись в ЕГРИП — основание только для самого предпринимателя",
            "укажите Устав, Положение, приказ или доверенность",
            "X-05",
        )
    elif authority is not None:
        phrase += _authority(seat.signatory, authority, shortfalls)
    return phrase


def preamble_capital(phrase: str) -> str:
    """The phrase for the beginning of a sentence."""
    return upper_first(phrase)


def join_preambles(phrases: list[str]) -> str:
    """All parties in one sentence; two are told apart by «с одной стороны, … с другой»."""
    if len(phrases) == 2:
        joined = f"{phrases[0]}, с одной стороны, и {phrases[1]}, с другой стороны"
    else:
        joined = ", ".join(phrases[:-1]) + f", и {phrases[-1]}"
    return upper_first(joined)


def _named(
    organisation: Organisation, licensed: bool, wording: Wording, shortfalls: Shortfalls
) -> str:
    name = " ".join(organisation.full_name.split())
    details = []
    if organisation.is_entrepreneur:
        plain = re.sub(rf"^(ИП|{_ENTREPRENEUR})\s+", "", name, flags=re.IGNORECASE)
        name = f"{_ENTREPRENEUR} {plain}"
        ogrn = shortfalls.need(organisation, "ogrn", organisation.ogrn)
        details.append(f"ОГРНИП {ogrn}")
    if licensed:
        details.append(_licence(organisation, wording, shortfalls))
    return f"{name} ({'; '.join(details)})" if details else name


def _licence(organisation: Organisation, wording: Wording, shortfalls: Shortfalls) -> str:
    number = shortfalls.need(organisation, "licence_number", organisation.licence_number)
    date = shortfalls.need(organisation, "licence_date", organisation.licence_date)
    issuer = shortfalls.need(organisation, "licence_issuer", organisation.licence_issuer)
    if number is None or date is None or issuer is None:
        return ""
    start = f"лицензия на осуществление образовательной деятельности от {date:%d.%m.%Y} № {number}"
    form = wording.dictionary.organisation(issuer, Case.INS)
    if form.doubtful:
        # There is no column for this form, and none is needed: the nominative says the same.
        return f"{start}, лицензирующий орган – {issuer}"
    return f"{start}, выданная {form.text}"


def _in_person(person: Person, wording: Wording) -> str:
    acting = "исполняющего обязанности " if is_acting(person) else ""
    return f"{acting}{wording.post(person, Case.GEN)} {wording.name(person, Case.GEN)}"


def _lacks_sex(person: Person, shortfalls: Shortfalls) -> None:
    shortfalls.say(
        person,
        "sex",
        "не заполнен «Пол», а без отчества его не определить",
        "впишите «мужской» или «женский»: от пола зависят «действующий» и падежи",
        "X-05",
    )


def _authority(person: Person, authority: Authority, shortfalls: Shortfalls) -> str:
    """What stands after «на основании», in the genitive."""
    return _BASES[authority](person, shortfalls)


def _numbered(word: str) -> Callable[[Person, Shortfalls], str]:
    def compose(person: Person, shortfalls: Shortfalls) -> str:
        number = shortfalls.need(person, "authority_number", person.authority_number)
        date = shortfalls.need(person, "authority_date", person.authority_date)
        return f"{word} от {date:%d.%m.%Y} № {number}" if number and date else ""

    return compose


def _entry(person: Person, shortfalls: Shortfalls) -> str:
    date = shortfalls.need(person, "authority_date", person.authority_date)
    number = f" № {person.authority_number}" if person.authority_number else ""
    register = "записи в Едином государственном реестре индивидуальных предпринимателей"
    return f"{register} от {date:%d.%m.%Y}{number}" if date else ""


def _regulation(person: Person, shortfalls: Shortfalls) -> str:
    date = f" от {person.authority_date:%d.%m.%Y}" if person.authority_date else ""
    number = f" № {person.authority_number}" if person.authority_number else ""
    return f"Положения{date}{number}"


_BASES: Mapping[Authority, Callable[[Person, Shortfalls], str]] = {
    Authority.CHARTER: lambda person, shortfalls: "Устава",
    Authority.REGULATION: _regulation,
    Authority.POWER_OF_ATTORNEY: _numbered("доверенности"),
    Authority.ORDER: _numbered("приказа"),
    Authority.EGRIP: _entry,
}
