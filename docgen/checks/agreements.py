"""Rules for agreements of every kind: terms, copies, parties, child rows."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.checks.facts import Facts, has_money, name_of, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.partners import Agreement, Amendment, ListedPupil, ProgrammePart, Resource
from docgen.records.schema import Record, column_of
from docgen.records.vocabulary import AgreementKind, Funding, PartyRole, Signing

_CHILDREN: tuple[tuple[type[Record], tuple[AgreementKind, ...]], ...] = (
    (ProgrammePart, (AgreementKind.NETWORK,)),
    (Resource, (AgreementKind.NETWORK,)),
    (ListedPupil, (AgreementKind.NETWORK,)),
    (Amendment, (AgreementKind.SUPPLEMENTARY,)),
)
_TERMS = ("list_days", "results_days", "personal_data_days", "claim_days", "notice_days")
_MONEY = ("amount", "purchase_code", "purchase_basis", "payer", "payee", "payment_terms")


def agreement_dates_are_in_order(facts: Facts) -> Iterator[Diagnostic]:
    """An agreement begins before it ends.

    Norm: NET-16, MUL-08 (ГК 425).
    Bad: Договоры: Начало действия 01.09.2026 | Окончание действия 30.06.2026
    Good: Договоры: Начало действия 01.09.2026 | Окончание действия 30.06.2027
    """
    for agreement in facts.agreements:
        start, end = agreement.start, agreement.end
        if start and end and end <= start:
            yield diagnose(
                "dates-reversed",
                agreement.origin.at("end"),
                f"окончание {say(end)} не позже начала {say(start)}",
                hint="проверьте годы",
                value=say(end),
                norm="NET-16, MUL-08",
            )


def agreement_is_signed_before_it_begins(facts: Facts) -> Iterator[Diagnostic]:
    """An agreement dated after its own beginning works backwards: rarely meant.

    Norm: NET-16 (ГК 425 п. 2 allows it when the text says so).
    Bad: Договоры: Дата 15.10.2026 | Начало действия 01.09.2026
    Good: Договоры: Дата 28.08.2026 | Начало действия 01.09.2026
    """
    for agreement in facts.agreements:
        if agreement.date and agreement.start and agreement.date > agreement.start:
            yield diagnose(
                "signed-after-start",
                agreement.origin.at("date"),
                f"дата договора {say(agreement.date)} позже начала действия {say(agreement.start)}",
                hint="проверьте обе даты",
                value=say(agreement.date),
                norm="NET-16",
            )


def number_and_date_come_together(facts: Facts) -> Iterator[Diagnostic]:
    """A registered agreement has both a number and a date, a draft has neither.

    Norm: X-08.
    Bad: Договоры: Номер «12» | Дата пусто
    Good: Договоры: Номер пусто | Дата пусто
    """
    for agreement in facts.agreements:
        if bool(agreement.number) is bool(agreement.date):
            continue
        missing = "date" if agreement.number else "number"
        yield diagnose(
            "number-without-date",
            agreement.origin.at(missing),
            "есть номер, а даты нет" if agreement.number else "есть дата, а номера нет",
            hint="у проекта оставьте пустыми оба столбца, у подписанного договора заполните оба",
            norm="X-08",
        )


def terms_are_longer_than_nothing(facts: Facts) -> Iterator[Diagnostic]:
    """A term of zero days is a slip: nobody can keep it.

    Norm: NET-08, NET-13, NET-17, NET-18, NET-19, MUL-06.
    Bad: Договоры: Срок ответа на претензию, дней 0
    Good: Договоры: Срок ответа на претензию, дней 10
    """
    for agreement in facts.agreements:
        for attribute in (*_TERMS, "join_days"):
            if getattr(agreement, attribute) == 0:
                column = column_of(Agreement, attribute)
                yield diagnose(
                    "number-zero",
                    agreement.origin.at(attribute),
                    f"«{column.heading}»: ноль дней",
                    hint="впишите число дней; если срока нет — «не применяется»",
                    value=0,
                    norm=column.norm,
                )


def copies_are_enough(facts: Facts) -> Iterator[Diagnostic]:
    """Every party gets a copy of its own.

    Norm: NET-22, MUL-09 (ГК 160, 434).
    Bad: Договоры: Экземпляров 2 при трёх сторонах
    Good: Договоры: Экземпляров 4 при трёх сторонах (один — учредителю)
    """
    for agreement in facts.agreements:
        count = len(facts.parties(agreement))
        copies = agreement.copies
        if copies is None or agreement.signing is not Signing.PAPER or copies >= count:
            continue
        yield diagnose(
            "copies-too-few",
            agreement.origin.at("copies"),
            f"экземпляров {copies}, а сторон {count}",
            hint="оставьте ячейку пустой: программа возьмёт число сторон",
            value=copies,
            norm="NET-22, MUL-09",
        )


def electronic_agreement_has_no_copies(facts: Facts) -> Iterator[Diagnostic]:
    """An agreement signed electronically does not speak of copies.

    Norm: X-12, content.md 3.1 (`sign.mode`).
    Bad: Договоры: Способ подписания «электронной подписью» | Экземпляров 2
    Good: Договоры: Способ подписания «электронной подписью» | Экземпляров пусто
    """
    for agreement in facts.agreements:
        if agreement.signing is Signing.ELECTRONIC and agreement.copies:
            yield diagnose(
                "copies-electronic",
                agreement.origin.at("copies"),
                "у договора с электронной подписью нет экземпляров",
                hint="очистите ячейку: в договоре этих слов не будет",
                value=agreement.copies,
                norm="X-12, NET-22",
            )


def party_stands_once(facts: Facts) -> Iterator[Diagnostic]:
    """An organisation is a party of an agreement once.

    Norm: NET-01, MUL-01.
    Bad: Стороны: Д-01 | ТЕХНО и ещё раз Д-01 | ТЕХНО
    Good: Стороны: Д-01 | ТЕХНО и Д-02 | ТЕХНО
    """
    for agreement in facts.agreements:
        seen: set[str] = set()
        for party in facts.own_parties(agreement):
            if party.organisation and party.organisation in seen:
                name = name_of(facts.find_organisation(party.organisation), party.organisation)
                yield diagnose(
                    "party-twice",
                    party.origin.at("organisation"),
                    f"{name} — сторона этого договора во второй раз",
                    hint="удалите лишнюю строку",
                    value=party.organisation,
                    norm="NET-01, MUL-01",
                )
            seen.add(party.organisation)


def nobody_signs_for_both_sides(facts: Facts) -> Iterator[Diagnostic]:
    """Two parties of one agreement are not signed for by the same person.

    Norm: NET-04 (ГК 182 п. 3).
    Bad: Стороны: Д-01 | СОШ5 | Подписант Ж-01 и Д-01 | ТЕХНО | Подписант Ж-01
    Good: Стороны: Д-01 | СОШ5 | Подписант Ж-01 и Д-01 | ТЕХНО | Подписант Т-01
    """
    for agreement in facts.agreements:
        seen: set[str] = set()
        for party in facts.own_parties(agreement):
            person = facts.signatory(party)
            if person is None:
                continue
            if person.code in seen:
                yield diagnose(
                    "signatory-twice",
                    party.origin.at("signatory"),
                    f"{name_of(person, person.code)} подписывает договор за две стороны",
                    hint="укажите другого подписанта: с самим собой договор не заключают",
                    value=person.code,
                    norm="NET-04",
                )
            seen.add(person.code)


def agreement_is_dated_by_the_last_signature(facts: Facts) -> Iterator[Diagnostic]:
    """When every party has signed, the agreement's date is that of the last signature.

    Norm: MUL-10 (ГК 433).
    Bad: Договоры: Дата 28.08.2026; Стороны: Дата подписания 27.08.2026 и 03.09.2026
    Good: Договоры: Дата 03.09.2026; Стороны: Дата подписания 27.08.2026 и 03.09.2026
    """
    for agreement in facts.agreements:
        signed = [p.signed_on for p in facts.own_parties(agreement)]
        days = [day for day in signed if day]
        if not agreement.date or not days or len(days) < len(signed):
            continue
        if max(days) != agreement.date:
            yield diagnose(
                "date-not-last-signature",
                agreement.origin.at("date"),
                f"последняя подпись поставлена {say(max(days))}",
                hint="датой договора считается дата последней подписи",
                value=say(agreement.date),
                norm="MUL-10",
            )


def child_rows_suit_the_kind(facts: Facts) -> Iterator[Diagnostic]:
    """Parts, resources and pupils belong to network agreements, amendments to supplementary ones.

    Rows of another kind would be left out of the paper in silence.
    Norm: MUL-03, NET-06, NET-18.
    Bad: Части программ: С-01, где С-01 — соглашение о сотрудничестве
    Good: Части программ: Д-01, где Д-01 — договор о сетевой форме
    """
    for record_class, kinds in _CHILDREN:
        for row in facts.tables.of(record_class):
            agreement = facts.find_agreement(getattr(row, "agreement", None))
            if agreement is None or agreement.kind is None or agreement.kind in kinds:
                continue
            yield diagnose(
                "child-row-unused",
                row.origin.at("agreement"),
                f"{agreement.code} — {agreement.kind}: лист "
                f"«{record_class.SHEET.title}» к нему не относится, строка в него не войдёт",
                hint="исправьте код договора или удалите строку",
                value=agreement.code,
                norm="MUL-03" if agreement.kind is AgreementKind.COOPERATION else "NET-18",
            )


def free_agreement_names_no_money(facts: Facts) -> Iterator[Diagnostic]:
    """An agreement free of charge has no sum, no purchase, no payer.

    Norm: NET-15, MUL-04, content.md 3.1 (`fin.mode`).
    Bad: Договоры: Финансирование «безвозмездно» | Сумма, руб. 48000
    Good: Договоры: Финансирование «безвозмездно» | Сумма, руб. пусто
    """
    for agreement in facts.agreements:
        if agreement.funding is not Funding.FREE:
            continue
        for attribute in _MONEY:
            if getattr(agreement, attribute) is not None:
                heading = column_of(Agreement, attribute).heading
                yield diagnose(
                    "money-in-free-agreement",
                    agreement.origin.at(attribute),
                    f"договор безвозмездный, а «{heading}» заполнено",
                    hint="очистите ячейку или выберите другое финансирование",
                    norm="NET-15, MUL-04",
                )


def sum_is_more_than_nothing(facts: Facts) -> Iterator[Diagnostic]:
    """A paid agreement has a sum above zero.

    Norm: NET-15, content.md 3.1 («пустая сумма» запрещена).
    Bad: Договоры: Финансирование «оплата услуг» | Сумма, руб. 0
    Good: Договоры: Финансирование «оплата услуг» | Сумма, руб. 48000
    """
    for agreement in facts.agreements:
        if has_money(agreement) and agreement.amount is not None and agreement.amount <= 0:
            yield diagnose(
                "number-zero",
                agreement.origin.at("amount"),
                "договор с деньгами, а сумма — ноль",
                hint="впишите сумму или выберите «безвозмездно»",
                value=agreement.amount,
                norm="NET-15",
            )


def agreement_is_typed_once(facts: Facts) -> Iterator[Diagnostic]:
    """Two agreements on one programme with the same parties and overlapping terms are one.

    Norm: NET-01, X-13.
    Bad: Договоры: Д-01 и Д-02 — РОБО, стороны СОШ5 и ТЕХНО, один срок
    Good: Договоры: Д-01 — РОБО, Д-02 — ДИЗАЙН, стороны СОШ5 и ТЕХНО
    """
    seen: dict[tuple[object, ...], Agreement] = {}
    for agreement in (*facts.network, *facts.cooperation):
        codes = frozenset(facts.party_codes(agreement))
        if not codes or not agreement.start or not agreement.end:
            continue
        first = seen.setdefault((agreement.kind, agreement.programme, codes), agreement)
        if first is agreement or not first.start or not first.end:
            continue
        if agreement.start <= first.end and first.start <= agreement.end:
            yield diagnose(
                "agreement-twice",
                agreement.origin.at("code"),
                f"та же программа, те же стороны и тот же срок, что у {first.code}",
                hint="оставьте одну строку или исправьте программу, стороны или срок",
                value=agreement.code,
                norm="NET-01",
                related=[first.origin.at("code")],
            )


def roles_suit_the_kind(facts: Facts) -> Iterator[Diagnostic]:
    """A network agreement has a base and participants of two sorts, never a coordinator.

    Norm: NET-02, MUL-02.
    Bad: Стороны: Д-01 (договор о сетевой форме) | Роль «координатор»
    Good: Стороны: Д-01 (договор о сетевой форме) | Роль «базовая организация»
    """
    allowed = (PartyRole.BASE, PartyRole.TEACHING, PartyRole.RESOURCE, None)
    for agreement in facts.network:
        for party in facts.parties(agreement):
            if party.role not in allowed:
                yield diagnose(
                    "role-unsuitable",
                    party.origin.at("role"),
                    f"роль «{party.role}» бывает только в соглашении о сотрудничестве",
                    hint="выберите: базовая организация; участник, ведущий часть программы; "
                    "участник, предоставляющий ресурсы",
                    value=party.role,
                    norm="NET-02",
                )
