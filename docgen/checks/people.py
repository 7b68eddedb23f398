"""Rules for «Люди»: one spelling of a name, a sex to inflect by, authority to sign."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from docgen.checks.facts import Facts, name_of, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Person
from docgen.records.spelling import name_key
from docgen.records.vocabulary import Authority, Sex
from docgen.russian import Gender, gender_of_name

_INITIAL = re.compile(r"\w\.?(?:\s*\w\.)?")
_SEXES: Mapping[Gender | None, Sex] = {Gender.M: Sex.MALE, Gender.F: Sex.FEMALE}
_TWIN_RATIO = 0.8


def _is_initial(name: str | None) -> bool:
    return bool(name) and bool(_INITIAL.fullmatch(name or ""))


def _sex_by_patronymic(person: Person) -> Sex | None:
    return _SEXES.get(gender_of_name("", "", person.patronymic or ""))


def sex_of_a_signatory_is_known(facts: Facts) -> Iterator[Diagnostic]:
    """The preamble inflects a name: the sex comes from the patronymic or from the column.

    Never from the surname (office.md 3.2).
    Norm: X-05, NET-04.
    Bad: Люди: Фамилия «Ким» | Имя «Саша» | Отчество пусто | Пол пусто
    Good: Люди: Фамилия «Ким» | Имя «Саша» | Отчество пусто | Пол «женский»
    """
    for person in facts.signatories:
        if person.sex is not None:
            continue
        told = _sex_by_patronymic(person)
        names = (person.surname or "", person.first_name or "", person.patronymic or "")
        if told and gender_of_name(*names):
            continue
        reason = "имя и отчество разного рода" if told else "непонятно, мужчина или женщина"
        yield diagnose(
            "sex-unknown",
            person.origin.at("sex"),
            f"{name_of(person, person.code)}: {reason}",
            hint="исправьте имя или заполните «Пол»"
            if told
            else "заполните «Пол»: по отчеству он не определяется",
            norm="X-05, NET-04",
        )


def sex_agrees_with_the_patronymic(facts: Facts) -> Iterator[Diagnostic]:
    """The column «Пол» does not contradict the patronymic.

    Norm: X-13.
    Bad: Люди: Отчество «Петровна» | Пол «мужской»
    Good: Люди: Отчество «Петровна» | Пол «женский»
    """
    for person in facts.tables.of(Person):
        by_name = _sex_by_patronymic(person)
        if person.sex and by_name and person.sex is not by_name:
            yield diagnose(
                "sex-contradicts",
                person.origin.at("sex"),
                f"по отчеству пол — {by_name}, а в столбце «Пол» — {person.sex}",
                hint="исправьте пол или отчество",
                value=person.sex,
                norm="X-13",
            )


def signatory_is_named_in_full(facts: Facts) -> Iterator[Diagnostic]:
    """A contract's preamble names the signatory in full, not by initials.

    Norm: X-05, NET-04 (office.md 2: full name in contracts).
    Bad: Люди: Фамилия «Черткова» | Имя «Т.» | Отчество «И.»
    Good: Люди: Фамилия «Черткова» | Имя «Татьяна» | Отчество «Ивановна»
    """
    for person in facts.signatories:
        for attribute in ("first_name", "patronymic"):
            if _is_initial(getattr(person, attribute)):
                yield diagnose(
                    "signatory-by-initials",
                    person.origin.at(attribute),
                    f"{name_of(person, person.code)} подписывает договор, а имя указано инициалом",
                    hint="впишите имя и отчество полностью",
                    norm="X-05, NET-04",
                )
                break


def signatory_has_authority(facts: Facts) -> Iterator[Diagnostic]:
    """Whoever signs acts on some paper: a charter, an order, a power of attorney, ЕГРИП.

    Norm: X-05, NET-04 (1441 п. 13 «д»; ГК 53, 185).
    Bad: Люди: Ж-01 (подписант Д-01) | Основание полномочий пусто
    Good: Люди: Ж-01 (подписант Д-01) | Основание полномочий «Устав»
    """
    for person in facts.signatories:
        if person.authority is None:
            yield diagnose(
                "authority-missing",
                person.origin.at("authority"),
                f"{name_of(person, person.code)} подписывает договор, "
                "а на основании чего — не указано",
                hint="выберите «Устав», «Положение», «доверенность», «приказ» или «запись в ЕГРИП»",
                norm="X-05, NET-04",
            )


def deputy_signs_by_a_paper_of_his_own(facts: Facts) -> Iterator[Diagnostic]:
    """One who signs instead of the head needs a power of attorney or an order.

    Norm: X-05, NET-04 (ГК 185).
    Bad: Стороны: Подписант З-02, не руководитель; Люди: З-02 | Основание «Устав»
    Good: Стороны: Подписант З-02, не руководитель; Люди: З-02 | «доверенность» № 12 от 01.09.2026
    """
    allowed = (Authority.POWER_OF_ATTORNEY, Authority.ORDER, None)
    told: set[str] = set()
    for signing in facts.signings:
        person, head = signing.person, signing.organisation.head
        if head is None or person.code in (head, *told) or person.acting:
            continue
        if person.authority not in allowed:
            told.add(person.code)
            yield diagnose(
                "deputy-authority",
                person.origin.at("authority"),
                f"{name_of(person, person.code)} — не руководитель, а действует как руководитель",
                hint="укажите доверенность или приказ либо поставьте «да» в столбце "
                "«Исполняет обязанности»",
                value=person.authority or "",
                norm="X-05, NET-04",
            )


def acting_head_names_the_order(facts: Facts) -> Iterator[Diagnostic]:
    """An acting head acts on an order; the charter alone does not say who stands in.

    Norm: X-05, NET-04.
    Bad: Люди: Исполняет обязанности «да» | Основание «Устав»
    Good: Люди: Исполняет обязанности «да» | Основание «приказ» | № 45-к | 01.09.2026
    """
    allowed = (Authority.ORDER, Authority.POWER_OF_ATTORNEY, None)
    for person in facts.signatories:
        if person.acting and person.authority not in allowed:
            yield diagnose(
                "acting-without-order",
                person.origin.at("authority"),
                f"{name_of(person, person.code)} исполняет обязанности, "
                f"а действует на основании: {person.authority}",
                hint="обычно это приказ о возложении обязанностей: укажите его номер и дату",
                value=person.authority or "",
                norm="X-05, NET-04",
            )


def acting_is_said_once(facts: Facts) -> Iterator[Diagnostic]:
    """«И. о.» stands in its own column: in the post as well it would be printed twice.

    Norm: X-05, X-13.
    Bad: Люди: Должность «и. о. директора» | Исполняет обязанности «да»
    Good: Люди: Должность «директор» | Исполняет обязанности «да»
    """
    for person in facts.tables.of(Person):
        if person.acting_words:
            yield diagnose(
                "acting-said-in-post",
                person.origin.at("post"),
                "«и. о.» вписано в должность",
                hint="оставьте в должности «директор», а в столбце "
                "«Исполняет обязанности» поставьте «да»",
                value=person.post,
                norm="X-05, X-13",
            )


def authority_is_older_than_the_agreement(facts: Facts) -> Iterator[Diagnostic]:
    """The power of attorney or the order was there when the agreement was signed.

    Norm: X-05, NET-04 (ГК 183).
    Bad: Договоры: Дата 01.09.2026; Люди: доверенность от 15.10.2026
    Good: Договоры: Дата 01.09.2026; Люди: доверенность от 12.01.2026
    """
    for signing in facts.signings:
        agreement, person = signing.agreement, signing.person
        if agreement.date and person.authority_date and person.authority_date > agreement.date:
            yield diagnose(
                "authority-too-young",
                signing.party.origin.at("signatory"),
                f"документ о полномочиях от {say(person.authority_date)}, "
                f"а договор от {say(agreement.date)}",
                hint="проверьте обе даты: подписывать раньше, чем выданы полномочия, нельзя",
                norm="X-05, NET-04",
            )


def signatory_belongs_to_the_party(facts: Facts) -> Iterator[Diagnostic]:
    """A signatory named in «Стороны» is on the staff of that party.

    Norm: X-05, NET-04.
    Bad: Стороны: СОШ5 | Подписант Т-01; Люди: Т-01 | Организация ТЕХНО
    Good: Стороны: СОШ5 | Подписант З-02; Люди: З-02 | Организация СОШ5
    """
    for signing in facts.signings:
        person, party = signing.person, signing.party
        if party.signatory and person.organisation not in (None, party.organisation):
            yield diagnose(
                "person-elsewhere",
                party.origin.at("signatory"),
                f"подписант числится в другой организации: {person.organisation}",
                hint="проверьте код подписанта и столбец «Организация» на листе «Люди»",
                value=party.signatory,
                norm="X-05, NET-04",
            )


def one_person_one_row(facts: Facts) -> Iterator[Diagnostic]:
    """A person has one row: otherwise his post and name drift apart.

    Norm: X-13.
    Bad: Люди: Ж-01 «Железняк Марина Петровна» и Ж-07 «Железняк Марина Петровна»
    Good: Люди: Ж-01 «Железняк Марина Петровна» и Ж-07 «Железняк Марина Львовна»
    """
    seen: dict[tuple[str, ...], Person] = {}
    for person in facts.tables.of(Person):
        if not person.surname or not person.first_name or _is_initial(person.first_name):
            continue
        name = (person.surname, person.first_name, person.patronymic or "")
        first = seen.setdefault(tuple(name_key(part) for part in name), person)
        if first is not person:
            yield diagnose(
                "person-twice",
                person.origin.at("surname"),
                f"{name_of(person, person.code)}: тот же человек в строке {first.origin.row}",
                hint="оставьте одну строку; полных тёзок различайте примечанием в коде",
                norm="X-13",
                related=[first.origin.at("surname")],
            )


def names_are_spelt_one_way(facts: Facts) -> Iterator[Diagnostic]:
    """Two nearly equal surnames with the same given names are a slip (Черткова / Чертова).

    Norm: X-13, ошибка 15 (content.md 8).
    Bad: Люди: «Черткова Татьяна Ивановна» и «Чертова Татьяна Ивановна»
    Good: Люди: «Черткова Татьяна Ивановна» и «Чертов Игорь Ильич»
    """
    by_initials: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in facts.tables.of(Person):
        if person.surname and person.first_name:
            initials = (person.first_name[0].casefold(), (person.patronymic or "?")[0].casefold())
            by_initials[initials].append(person)
    for people in by_initials.values():
        for index, person in enumerate(people):
            for earlier in people[:index]:
                if _twins(earlier, person):
                    yield diagnose(
                        "name-near-twin",
                        person.origin.at("surname"),
                        f"похоже на «{earlier.surname}» в строке {earlier.origin.row}",
                        hint="если это один человек, оставьте одну строку; "
                        "если разные — всё в порядке",
                        value=person.surname,
                        norm="X-13",
                        related=[earlier.origin.at("surname")],
                    )


def surnames_alike(one: str, other: str) -> bool:
    """Whether two surnames differ by so little that one may be a slip for the other."""
    mine, theirs = name_key(one), name_key(other)
    if mine == theirs or min(len(mine), len(theirs)) < 4:
        return False
    return difflib.SequenceMatcher(None, mine, theirs).ratio() >= _TWIN_RATIO


def _twins(one: Person, other: Person) -> bool:
    if not surnames_alike(one.surname, other.surname):
        return False
    for attribute in ("first_name", "patronymic"):
        left, right = getattr(one, attribute) or "", getattr(other, attribute) or ""
        full = not _is_initial(left) and not _is_initial(right)
        if full and name_key(left) != name_key(right):
            return False
    return True
