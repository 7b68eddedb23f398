"""Rules for correspondence: letters, notices to parents, disagreements."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from docgen.checks.facts import Facts, name_of, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.agreements import leading_party
from docgen.records.letters import Disagreement, Dispatch, sender_of
from docgen.records.partners import Agreement
from docgen.records.spelling import name_key
from docgen.records.vocabulary import DispatchMethod, DispatchStage, Signing


def _letters(facts: Facts) -> tuple[Dispatch, ...]:
    return facts.tables.of(Dispatch)


# --- letters --------------------------------------------------------------------------------


def letter_goes_to_a_party(facts: Facts) -> Iterator[Diagnostic]:
    """An agreement is sent to those who are parties of it.

    Norm: REP-09.
    Bad: Отправки: Д-01 | Адресат СОШ7, а стороны Д-01 — СОШ5 и ТЕХНО
    Good: Отправки: Д-01 | Адресат ТЕХНО
    """
    for letter in _letters(facts):
        agreement = facts.find_agreement(letter.agreement)
        addressee = facts.find_organisation(letter.addressee)
        if agreement is None or addressee is None or not facts.knows_parties(agreement):
            continue
        if letter.addressee not in facts.party_codes(agreement):
            yield diagnose(
                "row-of-no-party",
                letter.origin.at("addressee"),
                f"{name_of(addressee, letter.addressee)} — не сторона договора {agreement.code}",
                hint="исправьте адресата или код договора",
                value=letter.addressee,
                norm="REP-09",
            )


def letter_goes_to_somebody_else(facts: Facts) -> Iterator[Diagnostic]:
    """Nobody writes to himself; the base organisation sends where no sender is named.

    Norm: REP-09.
    Bad: Отправки: Д-01 | Адресат СОШ5, а СОШ5 — базовая организация
    Good: Отправки: Д-01 | Адресат СОШ5 | Отправитель УО
    """
    for letter in _letters(facts):
        sender = sender_of(letter, facts.tables)
        if letter.addressee and letter.addressee == sender:
            yield diagnose(
                "letter-to-its-sender",
                letter.origin.at("addressee"),
                "отправитель и адресат — одна организация",
                hint="укажите другую сторону договора или впишите отправителя",
                value=letter.addressee,
                norm="REP-09",
            )


def executor_has_a_telephone(facts: Facts) -> Iterator[Diagnostic]:
    """The mark of the executor gives a telephone (norms/office.md 1.3).

    Norm: REP-09, ГОСТ Р 7.0.97-2025.
    Bad: Отправки: П-01 | Исполнитель К-07; Люди: К-07 | Телефон пусто
    Good: Отправки: П-01 | Исполнитель К-07; Люди: К-07 | Телефон +7 (34398) 2-15-07
    """
    for letter in _letters(facts):
        executor = facts.find_person(letter.executor)
        if executor is not None and not executor.phone:
            yield diagnose(
                "letter-without-executor-phone",
                letter.origin.at("executor"),
                f"у исполнителя ({name_of(executor, letter.executor)}) нет телефона",
                hint="впишите телефон этого человека на лист «Люди»",
                value=letter.executor,
                norm="REP-09",
            )


def every_party_gets_its_letter(facts: Facts) -> Iterator[Diagnostic]:
    """Where letters are kept, each agreement goes to every party but its sender.

    Norm: REP-09, NET-22.
    Bad: Отправки: Д-02 | Адресат МУЗЕЙ, а стороны Д-02 — СОШ5, МУЗЕЙ и ИП
    Good: Отправки: Д-02 | Адресат МУЗЕЙ; Д-02 | Адресат ИП
    """
    if not _letters(facts):
        return
    for agreement in facts.agreements:
        if not facts.knows_parties(agreement):
            continue
        letters = facts.tables.referring(Dispatch, "agreement", agreement.code)
        # Without a leading party nobody knows who sends: that fault is told already.
        if leading_party(agreement, facts.tables) is None:
            continue
        reached: set[str | None] = {letter.addressee for letter in letters}
        reached |= {sender_of(letter, facts.tables) for letter in letters}
        missing = [
            party.organisation
            for party in facts.parties(agreement)
            if party.organisation not in reached
        ]
        if letters and missing:
            named = ", ".join(missing)
            yield diagnose(
                "letter-missing",
                letters[0].origin.at("agreement"),
                f"договор {agreement.code} направлен не всем сторонам: нет {named}",
                hint="добавьте строку на каждого адресата",
                value=agreement.code,
                norm="REP-09",
            )
        elif not letters and len(facts.parties(agreement)) > 1:
            yield diagnose(
                "letter-missing",
                agreement.origin.at("code"),
                f"договор {agreement.code} никому не направлен: на листе «Отправки» его нет",
                hint="добавьте по строке на каждую сторону, кроме отправителя",
                value=agreement.code,
                norm="REP-09",
            )


def nothing_is_sent_twice(facts: Facts) -> Iterator[Diagnostic]:
    """One agreement goes to one addressee once at each stage.

    Norm: REP-09.
    Bad: Отправки: Д-01 | ТЕХНО | на подпись; Д-01 | ТЕХНО | на подпись
    Good: Отправки: Д-01 | ТЕХНО | на подпись; Д-01 | ТЕХНО | подписанный экземпляр
    """
    seen: dict[tuple[str, str, str], Dispatch] = {}
    for letter in _letters(facts):
        if not (letter.agreement and letter.addressee and letter.stage):
            continue
        key = (letter.agreement, letter.addressee, str(letter.stage))
        first = seen.setdefault(key, letter)
        if first is not letter:
            yield diagnose(
                "letter-twice",
                letter.origin.at("addressee"),
                f"то же уже направлено: строка {first.origin.row}",
                hint="удалите лишнюю строку или исправьте «Что направляется»",
                value=letter.addressee,
                norm="REP-09",
                related=[first.origin.at()],
            )


def letter_has_number_and_date_or_neither(facts: Facts) -> Iterator[Diagnostic]:
    """A letter that was sent has a number and a date, a draft has neither.

    Norm: X-08, REP-09.
    Bad: Отправки: Исходящий номер «214» | Дата отправки пусто
    Good: Отправки: Исходящий номер «214» | Дата отправки 24.08.2026
    """
    for letter in _letters(facts):
        if bool(letter.number) is bool(letter.date):
            continue
        missing = "date" if letter.number else "number"
        yield diagnose(
            "number-without-date",
            letter.origin.at(missing),
            "есть номер, а даты нет" if letter.number else "есть дата, а номера нет",
            hint="у письма, которое не отправлено, оставьте пустыми оба столбца",
            norm="X-08",
        )


def outgoing_number_is_given_once(facts: Facts) -> Iterator[Diagnostic]:
    """An outgoing number is one letter's in its office and calendar year.

    Norm: X-08 (norms/office.md 4: a number goes on through the calendar year).
    Bad: Отправки: П-01 | СОШ5 | № 214 от 24.08.2026; П-02 | СОШ5 | № 214 от 25.08.2026
    Good: Отправки: П-01 | СОШ5 | № 214; П-02 | СОШ5 | № 214/1
    """
    seen: dict[tuple[str | None, int, str], Dispatch] = {}
    for letter in _letters(facts):
        if not (letter.number and letter.date):
            continue
        sender = sender_of(letter, facts.tables)
        first = seen.setdefault((sender, letter.date.year, name_key(letter.number)), letter)
        if first is not letter:
            yield diagnose(
                "letter-number-twice",
                letter.origin.at("number"),
                f"этот номер уже у письма {first.code}",
                hint="у каждого письма свой номер в календарном году",
                value=letter.number,
                norm="X-08",
                related=[first.origin.at()],
            )


def letter_dates_follow_one_another(facts: Facts) -> Iterator[Diagnostic]:
    """A letter is sent, received, answered: in this order.

    Norm: REP-09.
    Bad: Отправки: Дата отправки 24.08.2026 | Ответ до 20.08.2026
    Good: Отправки: Дата отправки 24.08.2026 | Ответ до 28.08.2026
    """
    for letter in _letters(facts):
        pairs: tuple[tuple[str, datetime.date | None, str, datetime.date | None, str], ...] = (
            ("reply_by", letter.reply_by, "ответ до", letter.date, "отправлено"),
            ("received", letter.received, "получено", letter.date, "отправлено"),
            ("returned", letter.returned, "возвращено", letter.received, "получено"),
        )
        for attribute, later, what, earlier, before in pairs:
            if later and earlier and later < earlier:
                yield diagnose(
                    "letter-dates",
                    letter.origin.at(attribute),
                    f"{what} {say(later)}, а {before} {say(earlier)}",
                    hint="исправьте одну из дат",
                    value=say(later),
                    norm="REP-09",
                )


def originals_go_on_paper(facts: Facts) -> Iterator[Diagnostic]:
    """What is signed by hand can't be sent as a file.

    Norm: NET-22, X-12.
    Bad: Договоры: Д-01 | на бумаге; Отправки: Д-01 | на подпись | электронной почтой
    Good: Договоры: Д-01 | на бумаге; Отправки: Д-01 | на подпись | нарочным
    """
    for letter in _letters(facts):
        agreement = facts.find_agreement(letter.agreement)
        by_file = letter.method in (DispatchMethod.EMAIL, DispatchMethod.EXCHANGE)
        original = letter.stage in (DispatchStage.TO_SIGN, DispatchStage.SIGNED)
        if agreement and agreement.signing is Signing.PAPER and by_file and original:
            yield diagnose(
                "letter-original-by-email",
                letter.origin.at("method"),
                f"договор {agreement.code} подписывают на бумаге, а направлен он файлом",
                hint="выберите «почтой» или «нарочным»",
                value=str(letter.method),
                norm="NET-22",
            )


def signed_copy_has_its_number(facts: Facts) -> Iterator[Diagnostic]:
    """What is sent as signed is registered.

    Norm: X-08.
    Bad: Отправки: Д-02 | подписанный экземпляр; Договоры: Д-02 | Номер пусто
    Good: Отправки: Д-01 | подписанный экземпляр; Договоры: Д-01 | № 12 от 28.08.2026
    """
    for letter in _letters(facts):
        agreement = facts.find_agreement(letter.agreement)
        if agreement is None or letter.stage is not DispatchStage.SIGNED:
            continue
        if not (agreement.number and agreement.date):
            yield diagnose(
                "letter-of-unsigned",
                letter.origin.at("stage"),
                f"у договора {agreement.code} нет номера или даты, а направляется он подписанным",
                hint="впишите номер и дату договора",
                value=agreement.code,
                norm="X-08",
            )


# --- notices to parents ---------------------------------------------------------------------


def parents_hear_of_a_programme_once(facts: Facts) -> Iterator[Diagnostic]:
    """Parents of one programme are told by one day, however many agreements it has.

    Norm: NET-21, REP-10.
    Bad: Договоры: Д-01 | РОБО | уведомление 25.08.2026; Д-02 | РОБО | уведомление 28.08.2026
    Good: Договоры: Д-01 | РОБО | уведомление 25.08.2026; Д-02 | РОБО | уведомление 25.08.2026
    """
    first_of: dict[str, Agreement] = {}
    for agreement in facts.network:
        if not (agreement.programme and agreement.inform_date):
            continue
        first = first_of.setdefault(agreement.programme, agreement)
        if first.inform_date and first.inform_date != agreement.inform_date:
            yield diagnose(
                "notice-dates-differ",
                agreement.origin.at("inform_date"),
                f"в договоре {first.code} по той же программе — {say(first.inform_date)}",
                hint="назначьте родителям одной программы один день",
                value=say(agreement.inform_date),
                norm="NET-21",
                related=[first.origin.at()],
            )


def parents_know_whom_to_ask(facts: Facts) -> Iterator[Diagnostic]:
    """The notice and the poster give a telephone of every organisation of the programme.

    Norm: REP-10.
    Bad: Организации: СОШ5 | Телефон пусто; СОШ5 — сторона договора о сетевой форме
    Good: Организации: СОШ5 | Телефон +7 (34398) 2-15-05
    """
    if not _letters(facts):
        return
    named = {code for agreement in facts.network for code in facts.party_codes(agreement)}
    for code in sorted(named):
        organisation = facts.find_organisation(code)
        if organisation is not None and not organisation.phone:
            yield diagnose(
                "contact-missing",
                organisation.origin.at("phone"),
                "нет телефона: уведомление родителей не составить",
                hint="впишите телефон, по которому отвечают родителям",
                norm="REP-10",
            )


# --- disagreements --------------------------------------------------------------------------


def objections_come_from_a_party(facts: Facts) -> Iterator[Diagnostic]:
    """Only a party of the agreement may object.

    Norm: NET-18 (norms/office.md 4).
    Bad: Разногласия: Д-02 | СОШ7, а стороны Д-02 — СОШ5, МУЗЕЙ и ИП
    Good: Разногласия: Д-02 | МУЗЕЙ
    """
    for row in facts.tables.of(Disagreement):
        agreement = facts.find_agreement(row.agreement)
        organisation = facts.find_organisation(row.organisation)
        if agreement is None or organisation is None or not facts.knows_parties(agreement):
            continue
        if row.organisation not in facts.party_codes(agreement):
            yield diagnose(
                "row-of-no-party",
                row.origin.at("organisation"),
                f"{name_of(organisation, row.organisation)} — не сторона договора {agreement.code}",
                hint="исправьте организацию или код договора",
                value=row.organisation,
                norm="NET-18",
            )


def wordings_of_a_disagreement_differ(facts: Facts) -> Iterator[Diagnostic]:
    """What a party wants is not what the draft says.

    Norm: NET-18.
    Bad: Разногласия: Д-02 | Редакция проекта «по средам» | Редакция стороны «По средам»
    Good: Разногласия: Д-02 | Редакция проекта «по средам» | Редакция стороны «по пятницам»
    """
    for row in facts.tables.of(Disagreement):
        if not (row.draft_wording and row.own_wording):
            continue
        if name_key(row.draft_wording) == name_key(row.own_wording):
            yield diagnose(
                "disagreement-without-difference",
                row.origin.at("own_wording"),
                "редакция стороны та же, что в проекте",
                hint="впишите, чего хочет сторона, или удалите строку",
                norm="NET-18",
            )


def an_objection_is_written_once(facts: Facts) -> Iterator[Diagnostic]:
    """One party objects to one point of an agreement once.

    Norm: NET-18.
    Bad: Разногласия: Д-02 | пункт 3.2 | МУЗЕЙ — в двух строках
    Good: Разногласия: Д-02 | пункт 3.2 | МУЗЕЙ; Д-02 | пункт 3.3 | МУЗЕЙ
    """
    seen: dict[tuple[str, str, str], Disagreement] = {}
    for row in facts.tables.of(Disagreement):
        if not (row.agreement and row.point and row.organisation):
            continue
        first = seen.setdefault((row.agreement, name_key(row.point), row.organisation), row)
        if first is not row:
            yield diagnose(
                "disagreement-twice",
                row.origin.at("point"),
                f"возражение этой стороны по этому пункту уже есть: строка {first.origin.row}",
                hint="соедините обе строки",
                value=row.point,
                norm="NET-18",
                related=[first.origin.at()],
            )


def a_signed_agreement_is_agreed(facts: Facts) -> Iterator[Diagnostic]:
    """An agreement gets its number when every objection is settled.

    Norm: NET-18.
    Bad: Договоры: Д-01 | № 12 от 28.08.2026; Разногласия: Д-01 | Согласованная редакция пусто
    Good: Договоры: Д-02 | Номер пусто; Разногласия: Д-02 | Согласованная редакция пусто
    """
    for row in facts.tables.of(Disagreement):
        agreement = facts.find_agreement(row.agreement)
        if agreement and agreement.number and agreement.date and not row.agreed_wording:
            yield diagnose(
                "disagreement-unsettled",
                row.origin.at("agreed_wording"),
                f"договор {agreement.code} уже с номером, а редакция пункта не согласована",
                hint="впишите согласованную редакцию",
                norm="NET-18",
            )
