"""Rules for «Организации»: numbers that agree with the legal form and with each other."""

from __future__ import annotations

from collections.abc import Iterator

from docgen import identifiers
from docgen.checks.facts import Facts, place, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Organisation
from docgen.records.vocabulary import Authority
from docgen.russian import gender_of_organisation


def identifiers_fit_legal_form(facts: Facts) -> Iterator[Diagnostic]:
    """An entrepreneur has ИНН of 12 and ОГРНИП of 15 digits; everybody else has 10 and 13.

    Norm: X-06, X-07 (office.md 2).
    Bad: Организации: Правовая форма «общество» | ИНН из 12 цифр
    Good: Организации: Правовая форма «индивидуальный предприниматель» | ИНН из 12 цифр
    """
    for organisation in facts.tables.of(Organisation):
        if organisation.legal_form is None:
            continue
        lone = organisation.is_entrepreneur
        for attribute, name, length in (
            ("inn", "ИНН", 12 if lone else 10),
            ("ogrn", "ОГРНИП" if lone else "ОГРН", 15 if lone else 13),
        ):
            value = getattr(organisation, attribute)
            if value and len(value) != length:
                yield diagnose(
                    "identifier-length",
                    organisation.origin.at(attribute),
                    f"правовая форма — {organisation.legal_form}, а в {name} "
                    f"{len(value)} знаков вместо {length}",
                    hint="проверьте правовую форму и номер по выписке из реестра",
                    value=identifiers.masked(value),
                    norm="X-06, X-07",
                )


def entrepreneur_has_no_kpp(facts: Facts) -> Iterator[Diagnostic]:
    """КПП is given to legal entities only.

    Norm: X-06.
    Bad: Организации: Правовая форма «индивидуальный предприниматель» | КПП 660001001
    Good: Организации: Правовая форма «индивидуальный предприниматель» | КПП пусто
    """
    for organisation in facts.tables.of(Organisation):
        if organisation.is_entrepreneur and organisation.kpp:
            yield diagnose(
                "kpp-unexpected",
                organisation.origin.at("kpp"),
                "у индивидуального предпринимателя КПП не бывает",
                hint="очистите ячейку или проверьте правовую форму",
                norm="X-06",
            )


def accounts_fit_bik(facts: Facts) -> Iterator[Diagnostic]:
    """A bank account and an ЕКС carry a check digit that depends on the БИК.

    A treasury account (03…) has no such key, even when it stands in «Расчётный счёт».
    Norm: X-07 (office.md 2).
    Bad: Организации: Расчётный счёт с переставленными цифрами | БИК 046577674
    Good: Организации: Расчётный счёт как в справке банка | БИК того же банка
    """
    checks = (
        ("settlement_account", identifiers.validate_settlement_account),
        ("correspondent_account", identifiers.validate_correspondent_account),
        ("single_treasury_account", identifiers.validate_correspondent_account),
    )
    for organisation in facts.tables.of(Organisation):
        bik = organisation.bik
        for attribute, validate in checks:
            account = getattr(organisation, attribute)
            if not bik or not account or identifiers.is_treasury_account(account):
                continue
            try:
                validate(account, bik)
            except identifiers.Invalid as invalid:
                if invalid.problem is not identifiers.Problem.CHECKSUM:
                    continue  # its shape is the workbook's to report
                yield diagnose(
                    "account-key",
                    organisation.origin.at(attribute),
                    "контрольный знак счёта не сходится с БИК",
                    hint="сверьте счёт и БИК со справкой банка: в одном из них ошибка",
                    value=identifiers.masked(account),
                    norm="X-07",
                )


def treasury_accounts_have_their_shape(facts: Facts) -> Iterator[Diagnostic]:
    """A treasury account starts with 03 and holds the rouble code 643; an ЕКС starts with 40102.

    Norm: X-06 (office.md 2, «Казначейский счёт»).
    Bad: Организации: Казначейский счёт 40701810…
    Good: Организации: Казначейский счёт 03234643… | Единый казначейский счёт 40102810…
    """
    checks = (
        (
            "treasury_account",
            identifiers.validate_treasury_account,
            "обычный счёт в банке впишите в столбец «Расчётный счёт»",
        ),
        (
            "single_treasury_account",
            identifiers.validate_single_treasury_account,
            "возможно, счета переставлены местами или это корреспондентский счёт",
        ),
    )
    for organisation in facts.tables.of(Organisation):
        for attribute, validate, hint in checks:
            account = getattr(organisation, attribute)
            if not account:
                continue
            try:
                validate(account)
            except identifiers.Invalid as invalid:
                yield diagnose(
                    "treasury-account-shape",
                    organisation.origin.at(attribute),
                    invalid.reason,
                    hint=hint,
                    value=identifiers.masked(account),
                    norm="X-06",
                )


def treasury_account_names_the_oktmo(facts: Facts) -> Iterator[Diagnostic]:
    """Digits 9–16 of a treasury account repeat the municipality's ОКТМО.

    Norm: X-06, X-07 (office.md 2; seen on real accounts, hence only a warning).
    Bad: Организации: Казначейский счёт 03234643657490006200 | ОКТМО 65701000
    Good: Организации: Казначейский счёт 03234643657010006200 | ОКТМО 65701000
    """
    for organisation in facts.tables.of(Organisation):
        account, oktmo = organisation.treasury_account, organisation.oktmo
        if not account or not oktmo or not identifiers.is_treasury_account(account):
            continue
        if account[8:16] != identifiers.OKTMO.compact(oktmo)[:8]:
            yield diagnose(
                "treasury-account-oktmo",
                organisation.origin.at("treasury_account"),
                "в казначейском счёте стоит не тот ОКТМО, что в столбце «ОКТМО»",
                hint="сверьте счёт и ОКТМО с карточкой организации",
                norm="X-06, X-07",
            )


def accounts_have_their_bank(facts: Facts) -> Iterator[Diagnostic]:
    """An account is of use only together with БИК and the bank's name.

    Norm: X-06.
    Bad: Организации: Расчётный счёт есть | БИК пусто
    Good: Организации: Расчётный счёт есть | БИК 046577674 | Банк есть
    """
    accounts = (
        "settlement_account",
        "correspondent_account",
        "treasury_account",
        "single_treasury_account",
    )
    for organisation in facts.tables.of(Organisation):
        if not any(getattr(organisation, a) for a in accounts):
            continue
        for attribute, name in (("bik", "БИК"), ("bank", "наименования банка")):
            if organisation.lacks(attribute):
                yield diagnose(
                    "account-without-bank",
                    organisation.origin.at(attribute),
                    f"счёт указан, а {name} нет",
                    hint="заполните по справке банка или казначейства",
                    norm="X-06",
                )


def licence_number_is_from_the_register(facts: Facts) -> Iterator[Diagnostic]:
    """The licence is named by its entry in the register, not by the old paper form.

    Norm: X-04, ошибка 4 (content.md 8).
    Bad: Организации: Лицензия № «13388»
    Good: Организации: Лицензия № «Л035-01277-66/00190001»
    """
    for organisation in facts.tables.of(Organisation):
        number = organisation.licence_number
        if number and not identifiers.LICENCE.is_valid(number):
            yield diagnose(
                "licence-old-number",
                organisation.origin.at("licence_number"),
                "номер лицензии — не из реестра лицензий",
                hint="найдите запись в реестре: Л035-NNNNN-NN/NNNNNNNN",
                value=number,
                norm="X-04",
            )


def licence_dates_are_in_order(facts: Facts) -> Iterator[Diagnostic]:
    """A licence is issued before it is looked up, and neither day lies ahead.

    Norm: X-03.
    Bad: Организации: Дата лицензии 12.03.2031
    Good: Организации: Дата лицензии 12.03.2021 | Лицензия проверена 20.08.2026
    """
    for organisation in facts.tables.of(Organisation):
        issued, checked = organisation.licence_date, organisation.licence_checked_on
        for attribute, day in (("licence_date", issued), ("licence_checked_on", checked)):
            if day and day > facts.on:
                yield diagnose(
                    "date-ahead",
                    organisation.origin.at(attribute),
                    f"дата ещё не наступила: {say(day)}",
                    hint="проверьте год",
                    value=say(day),
                    norm="X-03",
                )
        if issued and checked and checked < issued:
            yield diagnose(
                "licence-checked-too-early",
                organisation.origin.at("licence_checked_on"),
                f"лицензию проверили раньше, чем она выдана ({say(issued)})",
                hint="проверьте обе даты",
                value=say(checked),
                norm="X-03",
            )


def teaching_organisation_has_places(facts: Facts) -> Iterator[Diagnostic]:
    """An organisation that teaches says where: papers check addresses against this list.

    Norm: X-02, ошибка 1 (content.md 8).
    Bad: Организации: Ведёт образовательную деятельность «да» | Адреса занятий пусто
    Good: Организации: Ведёт образовательную деятельность «да» | Адреса занятий «ул. Школьная, д. 5»
    """
    for organisation in facts.tables.of(Organisation):
        if organisation.teaches and organisation.lacks("places"):
            yield diagnose(
                "places-missing",
                organisation.origin.at("places"),
                "не указано, по каким адресам ведутся занятия",
                hint="впишите адреса из лицензии через «;»",
                norm="X-02",
            )


def gender_of_a_party_is_known(facts: Facts) -> Iterator[Diagnostic]:
    """A party is «именуемое», «именуемая» or «именуемый»: by its name or by the column.

    Norm: X-01, NET-01.
    Bad: Организации: Полное наименование «Кванториум» | Род наименования пусто
    Good: Организации: Полное наименование «Кванториум» | Род наименования «мужской»
    """
    told: set[str] = set()
    for agreement in facts.agreements:
        for code in sorted(facts.party_codes(agreement) - told):
            organisation = facts.find_organisation(code)
            if organisation is None or not organisation.full_name:
                continue
            if organisation.name_gender or organisation.is_entrepreneur:
                continue
            if gender_of_organisation(organisation.full_name) is None:
                told.add(code)
                yield diagnose(
                    "name-gender-unknown",
                    organisation.origin.at("name_gender"),
                    "по наименованию не понять, «именуемое», «именуемая» или «именуемый»",
                    hint="заполните «Род наименования»",
                    norm="X-01, NET-01",
                )


def organisation_stands_once(facts: Facts) -> Iterator[Diagnostic]:
    """An organisation has one row, so that its name has one spelling.

    Two rows with one ИНН are branches only when their КПП differ.
    Norm: X-13.
    Bad: Организации: СОШ5 | ИНН 6600000010 и Ш5 | ИНН 6600000010
    Good: Организации: СОШ5 | ИНН 6600000010 и СОШ7 | ИНН 6600000027
    """
    seen: dict[tuple[str, str | None], Organisation] = {}
    for organisation in facts.tables.of(Organisation):
        if not organisation.inn:
            continue
        first = seen.setdefault((organisation.inn, organisation.kpp), organisation)
        if first is not organisation:
            yield diagnose(
                "organisation-twice",
                organisation.origin.at("inn"),
                f"тот же ИНН у строки {first.origin.row}",
                hint="оставьте одну строку и её код; у филиала укажите его КПП",
                norm="X-13",
                related=[first.origin.at("inn")],
            )


def head_belongs_to_the_organisation(facts: Facts) -> Iterator[Diagnostic]:
    """The head of an organisation is on its staff.

    Norm: X-05, X-13.
    Bad: Организации: СОШ5 | Руководитель Ж-01; Люди: Ж-01 | Организация ТЕХНО
    Good: Организации: СОШ5 | Руководитель Ж-01; Люди: Ж-01 | Организация СОШ5
    """
    for organisation in facts.tables.of(Organisation):
        head = facts.find_person(organisation.head)
        if head and head.organisation and head.organisation != organisation.code:
            yield diagnose(
                "person-elsewhere",
                organisation.origin.at("head"),
                f"руководитель числится в другой организации: {head.organisation}",
                hint=f"проверьте код руководителя или {place(head.origin.at('organisation'))}",
                value=organisation.head or "",
                norm="X-05, X-13",
            )


def authority_fits_legal_form(facts: Facts) -> Iterator[Diagnostic]:
    """An entrepreneur acts by the entry in ЕГРИП, never by a charter; others never by ЕГРИП.

    Norm: X-05, NET-04 (ГК 23, 52, 53).
    Bad: Организации: Правовая форма «индивидуальный предприниматель»; Люди: Основание «Устав»
    Good: Организации: Правовая форма «индивидуальный предприниматель»; Люди: «запись в ЕГРИП»
    """
    told: set[str] = set()
    pairs = [(s.organisation, s.person) for s in facts.signings]
    pairs += [
        (organisation, head)
        for organisation in facts.tables.of(Organisation)
        if (head := facts.find_person(organisation.head))
    ]
    for organisation, person in pairs:
        by_register = person.authority is Authority.EGRIP
        own = person.organisation in (None, organisation.code)
        if organisation.is_entrepreneur:
            wrong = person.authority in (Authority.CHARTER, Authority.REGULATION)
            message = "у индивидуального предпринимателя нет Устава и Положения"
            hint = "выберите «запись в ЕГРИП» (или «доверенность» у представителя)"
        else:
            wrong = by_register and own and organisation.legal_form is not None
            message = "по записи в ЕГРИП действует только индивидуальный предприниматель"
            hint = "выберите «Устав», «Положение» или «доверенность»"
        if wrong and person.code not in told:
            told.add(person.code)
            yield diagnose(
                "authority-form",
                person.origin.at("authority"),
                message,
                hint=hint,
                value=person.authority or "",
                norm="X-05, NET-04",
            )
