"""Rules for договор о сетевой форме: who the parties are and what each of them does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docgen import identifiers
from docgen.checks.facts import Facts, has_money, name_of, place, say
from docgen.checks.premises import licence_fault, same_address
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Organisation
from docgen.records.partners import Agreement, Party, ProgrammePart, Resource
from docgen.records.schema import column_of
from docgen.records.spelling import name_key
from docgen.records.vocabulary import (
    PartyRole,
    PersonalDataTransfer,
    ProgrammeApproval,
    ResourceKind,
    Transport,
)

# --- parties ------------------------------------------------------------------------------


def one_base_organisation(facts: Facts) -> Iterator[Diagnostic]:
    """A network agreement has exactly one base organisation.

    Norm: NET-01 (ст. 15 ч. 1–2; 882/391).
    Bad: Стороны: Д-01 | СОШ5 | базовая организация и Д-01 | СОШ7 | базовая организация
    Good: Стороны: Д-01 | СОШ5 | базовая организация и Д-01 | ТЕХНО | участник
    """
    for agreement in facts.network:
        bases = facts.parties_in_role(agreement, PartyRole.BASE)
        if len(bases) == 1 or not facts.knows_parties(agreement):
            continue
        yield diagnose(
            "base-not-one",
            bases[1].origin.at("role") if bases else agreement.origin.at("code"),
            f"базовых организаций {len(bases)}, а должна быть одна"
            if bases
            else "среди сторон нет базовой организации",
            hint="на листе «Стороны» роль «базовая организация» — у одной строки договора",
            value=agreement.code,
            norm="NET-01",
            related=[agreement.origin.at()],
        )


def there_is_a_participant(facts: Facts) -> Iterator[Diagnostic]:
    """Besides the base organisation there is at least one participant.

    Norm: NET-01.
    Bad: Стороны: Д-01 | СОШ5 | базовая организация (других строк нет)
    Good: Стороны: Д-01 | СОШ5 | базовая организация и Д-01 | ТЕХНО | участник
    """
    for agreement in facts.network:
        parties = facts.parties(agreement)
        bases = [p for p in parties if p.role is PartyRole.BASE]
        # Two bases are a fault of their own: one of them is the participant.
        if len(bases) == len(parties) < 2:
            yield diagnose(
                "participant-missing",
                agreement.origin.at("code"),
                "у договора нет ни одной организации-участника",
                hint="добавьте строку на лист «Стороны»",
                value=agreement.code,
                norm="NET-01",
            )


def base_runs_the_programme(facts: Facts) -> Iterator[Diagnostic]:
    """The base organisation is the one whose programme it is.

    Norm: NET-01, NET-05.
    Bad: Стороны: Д-01 | базовая — СОШ7; Программы: РОБО | Базовая организация СОШ5
    Good: Стороны: Д-01 | базовая — СОШ5; Программы: РОБО | Базовая организация СОШ5
    """
    for agreement in facts.network:
        programme = facts.find_programme(agreement)
        bases = facts.parties_in_role(agreement, PartyRole.BASE)
        if programme is None or len(bases) != 1 or not programme.organisation:
            continue
        if bases[0].organisation and bases[0].organisation != programme.organisation:
            yield diagnose(
                "base-of-another-programme",
                bases[0].origin.at("organisation"),
                f"базовая организация договора — {bases[0].organisation}, "
                f"а программы — {programme.organisation}",
                hint=f"исправьте сторону или {place(programme.origin.at('organisation'))}",
                value=bases[0].organisation,
                norm="NET-01, NET-05",
            )


def teaching_parties_are_licensed(facts: Facts) -> Iterator[Diagnostic]:
    """The base and every teaching participant hold a live licence for additional education.

    The fault stands at the party's row: where the same organisation only lends resources it
    needs no licence, and that agreement's papers are made.
    Norm: NET-03, X-03, ошибки 2 и 3 (content.md 8).
    Bad: Стороны: Д-01 | ТЕХНО | ведёт часть; Организации: ТЕХНО | Подвид ДОДиВ «нет»
    Good: Стороны: Д-01 | МУЗЕЙ | предоставляет ресурсы; Организации: МУЗЕЙ | Подвид ДОДиВ «нет»
    """
    for agreement in facts.network:
        for party in facts.parties(agreement):
            organisation = facts.find_organisation(party.organisation)
            if organisation is None or party.role not in (PartyRole.BASE, PartyRole.TEACHING):
                continue
            fault = licence_fault(organisation)
            if fault:
                message, attribute = fault
                yield diagnose(
                    "licence-unfit",
                    party.origin.at("organisation"),
                    f"{organisation.short_name or party.organisation}: {message}",
                    hint=f"исправьте {place(organisation.origin.at(attribute))}, "
                    "или пусть сторона предоставляет только ресурсы",
                    value=party.organisation,
                    norm="NET-03, X-03",
                )


def licence_is_older_than_the_lessons(facts: Facts) -> Iterator[Diagnostic]:
    """The licence was issued before the lessons begin, and looked up not too long before.

    Norm: X-03, content.md 8.2 п. 5.
    Bad: Организации: ТЕХНО | Лицензия проверена 10.01.2024; Договоры: реализация с 01.09.2026
    Good: Организации: ТЕХНО | Лицензия проверена 20.08.2026; Договоры: реализация с 01.09.2026
    """
    told: set[str] = set()
    for agreement in facts.network:
        begun = agreement.teaching_start
        for party in facts.parties(agreement):
            organisation = facts.find_organisation(party.organisation)
            if begun is None or organisation is None or party.role is PartyRole.RESOURCE:
                continue
            issued, checked = organisation.licence_date, organisation.licence_checked_on
            if issued and issued > begun:
                yield diagnose(
                    "licence-too-young",
                    party.origin.at("organisation"),
                    f"лицензия выдана {say(issued)}, а занятия начинаются {say(begun)}",
                    hint=f"проверьте {place(organisation.origin.at('licence_date'))}",
                    value=party.organisation,
                    norm="X-03, NET-03",
                )
            if checked and (begun - checked).days > 365 and organisation.code not in told:
                told.add(organisation.code)
                yield diagnose(
                    "licence-checked-long-ago",
                    organisation.origin.at("licence_checked_on"),
                    f"лицензию проверяли {say(checked)}, больше чем за год до занятий",
                    hint="посмотрите запись в реестре лицензий и впишите новую дату",
                    value=say(checked),
                    norm="X-03",
                )


# --- what each party does -----------------------------------------------------------------


def teaching_participant_has_a_part(facts: Facts) -> Iterator[Diagnostic]:
    """A participant that teaches has at least one part of the programme to its name.

    Norm: NET-06 (ст. 15 ч. 2).
    Bad: Стороны: Д-01 | ТЕХНО | ведёт часть; на листе «Части программ» строк ТЕХНО нет
    Good: Стороны: Д-01 | ТЕХНО | ведёт часть; Части программ: Д-01 | ТЕХНО | 36 часов
    """
    for agreement in facts.network:
        if not facts.knows_owners(facts.parts(agreement)):
            continue
        teachers = {p.organisation for p in facts.parts(agreement)}
        for party in facts.parties_in_role(agreement, PartyRole.TEACHING):
            if party.organisation and party.organisation not in teachers:
                yield diagnose(
                    "part-missing",
                    party.origin.at("role"),
                    f"{_named(facts, party)} ведёт часть программы, а часть не указана",
                    hint="добавьте строку на лист «Части программ»",
                    value=party.organisation,
                    norm="NET-06",
                )


def resource_participant_teaches_nothing(facts: Facts) -> Iterator[Diagnostic]:
    """A participant that lends resources teaches no part of the programme.

    Norm: NET-02, content.md 3.1 (`participant.type` = RES).
    Bad: Стороны: Д-01 | МУЗЕЙ | предоставляет ресурсы; Части программ: Д-01 | МУЗЕЙ
    Good: Стороны: Д-01 | МУЗЕЙ | предоставляет ресурсы; Части программ: Д-01 | СОШ5
    """
    for agreement in facts.network:
        lenders = {p.organisation for p in facts.parties_in_role(agreement, PartyRole.RESOURCE)}
        for part in facts.parts(agreement):
            if part.organisation in lenders:
                name = name_of(facts.find_organisation(part.organisation), part.organisation)
                yield diagnose(
                    "resource-party-teaches",
                    part.origin.at("organisation"),
                    f"{name} предоставляет только ресурсы и часть программы вести не может",
                    hint="исправьте роль на листе «Стороны» или того, кто ведёт часть",
                    value=part.organisation,
                    norm="NET-02",
                )


def rows_name_the_parties(facts: Facts) -> Iterator[Diagnostic]:
    """Whoever teaches a part or gives a resource is a party of the agreement.

    Norm: NET-01, NET-06, NET-10.
    Bad: Ресурсы: Д-01 | СОШ7, а стороны Д-01 — СОШ5 и ТЕХНО
    Good: Ресурсы: Д-01 | ТЕХНО, стороны Д-01 — СОШ5 и ТЕХНО
    """
    for agreement in facts.network:
        if not facts.knows_parties(agreement):
            continue
        codes = facts.party_codes(agreement)
        rows: tuple[ProgrammePart | Resource, ...] = (
            *facts.parts(agreement),
            *facts.resources(agreement),
        )
        for row in rows:
            organisation = facts.find_organisation(row.organisation)
            if organisation and row.organisation not in codes:
                name = name_of(organisation, row.organisation)
                yield diagnose(
                    "row-of-no-party",
                    row.origin.at("organisation"),
                    f"{name} — не сторона договора {agreement.code}",
                    hint="добавьте сторону или исправьте организацию",
                    value=row.organisation,
                    norm="NET-01, NET-06, NET-10",
                )


def every_party_gives_resources(facts: Facts) -> Iterator[Diagnostic]:
    """The agreement says what each party brings: rooms, equipment, staff, materials.

    Norm: NET-10 (ст. 15 ч. 2).
    Bad: Стороны: Д-01 | МУЗЕЙ; на листе «Ресурсы» строк МУЗЕЙ по Д-01 нет
    Good: Стороны: Д-01 | МУЗЕЙ; Ресурсы: Д-01 | МУЗЕЙ | помещение
    """
    for agreement in facts.network:
        if not facts.knows_owners(facts.resources(agreement)):
            continue
        givers = {r.organisation for r in facts.resources(agreement)}
        for party in facts.parties(agreement):
            if party.organisation and party.organisation not in givers:
                yield diagnose(
                    "resources-missing",
                    party.origin.at("organisation"),
                    f"{_named(facts, party)}: не указано, какие ресурсы предоставляет эта сторона",
                    hint="добавьте строку на лист «Ресурсы»: помещение, оборудование, кадры",
                    value=party.organisation,
                    norm="NET-10",
                )


def parts_fit_into_the_programme(facts: Facts) -> Iterator[Diagnostic]:
    """The parts have no more hours than the whole programme.

    Norm: NET-06.
    Bad: Программы: РОБО | 72 часа; Части программ Д-01: 36 + 48
    Good: Программы: РОБО | 72 часа; Части программ Д-01: 36 + 36
    """
    for agreement in facts.network:
        whole, parts = _hours(facts, agreement)
        if whole is not None and parts > whole:
            yield diagnose(
                "hours-exceed",
                agreement.origin.at("programme"),
                f"часов в частях {parts}, а во всей программе {whole}",
                hint="исправьте часы на листе «Части программ» или объём программы",
                value=agreement.programme or "",
                norm="NET-06",
                related=[p.origin.at("hours") for p in facts.parts(agreement)],
            )


def parts_make_up_the_programme(facts: Facts) -> Iterator[Diagnostic]:
    """The parts of all parties, the base among them, add up to the programme.

    Less is only a warning: the rest may be taught under another agreement.
    Norm: NET-06.
    Bad: Программы: РОБО | 72 часа; Части программ Д-01: ТЕХНО 36
    Good: Программы: РОБО | 72 часа; Части программ Д-01: ТЕХНО 36 и СОШ5 36
    """
    for agreement in facts.network:
        whole, parts = _hours(facts, agreement)
        if whole is not None and 0 < parts < whole:
            yield diagnose(
                "hours-short",
                agreement.origin.at("programme"),
                f"часов в частях {parts}, а в программе {whole}: "
                f"не сказано, кто ведёт остальные {whole - parts}",
                hint="добавьте часть, которую ведёт базовая организация",
                value=agreement.programme or "",
                norm="NET-06",
            )


def _hours(facts: Facts, agreement: Agreement) -> tuple[int | None, int]:
    programme = facts.find_programme(agreement)
    parts = facts.parts(agreement)
    if programme is None or any(p.hours is None for p in parts):
        return None, 0
    return programme.hours, sum(p.hours for p in parts)


def part_has_hours(facts: Facts) -> Iterator[Diagnostic]:
    """A part of a programme takes more than no time.

    Norm: NET-06.
    Bad: Части программ: Д-01 | Часов 0
    Good: Части программ: Д-01 | Часов 36
    """
    for agreement in facts.network:
        for part in facts.parts(agreement):
            if part.hours == 0:
                yield diagnose(
                    "number-zero",
                    part.origin.at("hours"),
                    "в части программы ноль часов",
                    hint="впишите число часов",
                    value=0,
                    norm="NET-06",
                )


def people_named_belong_to_the_parties(facts: Facts) -> Iterator[Diagnostic]:
    """Whoever answers for safety and for personal data is on the staff of a party.

    Norm: NET-19, NET-20.
    Bad: Договоры: Д-01 | Ответственный за безопасность К-07; Люди: К-07 | Организация СОШ9
    Good: Договоры: Д-01 | Ответственный за безопасность К-07; Люди: К-07 | Организация СОШ5
    """
    for agreement in facts.network:
        if not facts.knows_parties(agreement):
            continue
        codes = facts.party_codes(agreement)
        for attribute in ("safety_person", "personal_data_contact"):
            person = facts.find_person(getattr(agreement, attribute))
            if person and codes and person.organisation and person.organisation not in codes:
                column = column_of(Agreement, attribute)
                yield diagnose(
                    "person-of-no-party",
                    agreement.origin.at(attribute),
                    f"«{column.heading}»: {name_of(person, person.code)} числится в "
                    f"{person.organisation}, а это не сторона договора",
                    hint="укажите работника одной из сторон",
                    value=person.code,
                    norm=column.norm,
                )


def organisations_named_are_parties(facts: Facts) -> Iterator[Diagnostic]:
    """Whoever sets the timetable, examines, certifies, pays or is paid is a party.

    Norm: NET-12, NET-13, NET-14, NET-15.
    Bad: Договоры: Д-01 | Аттестацию проводит СОШ9, а стороны — СОШ5 и ТЕХНО
    Good: Договоры: Д-01 | Аттестацию проводит ТЕХНО, стороны — СОШ5 и ТЕХНО
    """
    attributes = ("timetable_by", "assessment_by", "certificate_by", "payer", "payee")
    for agreement in facts.network:
        if not facts.knows_parties(agreement):
            continue
        codes = facts.party_codes(agreement)
        for attribute in attributes:
            code = getattr(agreement, attribute)
            organisation = facts.find_organisation(code)
            if organisation and codes and code not in codes:
                column = column_of(Agreement, attribute)
                yield diagnose(
                    "organisation-of-no-party",
                    agreement.origin.at(attribute),
                    f"«{column.heading}»: {organisation.short_name or code} — не сторона договора",
                    hint="выберите одну из сторон или добавьте строку на лист «Стороны»",
                    value=code,
                    norm=column.norm,
                )


def only_teachers_examine(facts: Facts) -> Iterator[Diagnostic]:
    """A participant that only lends resources neither examines nor certifies.

    Norm: NET-13, NET-14, content.md 3.1 (`participant.type` = RES).
    Bad: Стороны: МУЗЕЙ | предоставляет ресурсы; Договоры: Аттестацию проводит МУЗЕЙ
    Good: Стороны: МУЗЕЙ | предоставляет ресурсы; Договоры: Аттестацию проводит СОШ5
    """
    for agreement in facts.network:
        lenders = {p.organisation for p in facts.parties_in_role(agreement, PartyRole.RESOURCE)}
        for attribute in ("assessment_by", "certificate_by"):
            code = getattr(agreement, attribute)
            if code in lenders:
                column = column_of(Agreement, attribute)
                name = name_of(facts.find_organisation(code), code)
                yield diagnose(
                    "resource-party-examines",
                    agreement.origin.at(attribute),
                    f"«{column.heading}»: {name} предоставляет только ресурсы",
                    hint="выберите базовую организацию или участника, ведущего часть программы",
                    value=code,
                    norm=column.norm,
                )


# --- when and where -----------------------------------------------------------------------


def lessons_stay_inside_the_agreement(facts: Facts) -> Iterator[Diagnostic]:
    """Lessons begin and end while the agreement is in force.

    Norm: NET-16.
    Bad: Договоры: Окончание действия 30.04.2027 | Окончание реализации 31.05.2027
    Good: Договоры: Окончание действия 30.06.2027 | Окончание реализации 31.05.2027
    """
    for agreement in facts.network:
        begun, ended = agreement.teaching_start, agreement.teaching_end
        if begun and ended and ended < begun:
            yield diagnose(
                "dates-reversed",
                agreement.origin.at("teaching_end"),
                f"реализация кончается {say(ended)} раньше, чем начинается ({say(begun)})",
                hint="проверьте годы",
                value=say(ended),
                norm="NET-16",
            )
        if begun and agreement.start and begun < agreement.start:
            yield diagnose(
                "dates-outside-agreement",
                agreement.origin.at("teaching_start"),
                f"занятия начинаются {say(begun)}, до начала действия договора",
                hint=f"договор действует с {say(agreement.start)}: исправьте одну из дат",
                value=say(begun),
                norm="NET-16",
            )
        if ended and agreement.end and ended > agreement.end:
            yield diagnose(
                "dates-outside-agreement",
                agreement.origin.at("teaching_end"),
                f"занятия кончаются {say(ended)}, после окончания договора",
                hint=f"договор действует по {say(agreement.end)}: исправьте одну из дат",
                value=say(ended),
                norm="NET-16",
            )


def parts_stay_inside_the_lessons(facts: Facts) -> Iterator[Diagnostic]:
    """Every part is taught within the period of the lessons.

    Norm: NET-06, NET-16.
    Bad: Договоры: реализация 01.09.2026–31.05.2027; Части программ: Окончание 15.06.2027
    Good: Договоры: реализация 01.09.2026–31.05.2027; Части программ: 01.10.2026–31.01.2027
    """
    for agreement in facts.network:
        begun, ended = agreement.teaching_start, agreement.teaching_end
        for part in facts.parts(agreement):
            if part.start and part.end and part.end < part.start:
                yield diagnose(
                    "dates-reversed",
                    part.origin.at("end"),
                    f"часть кончается {say(part.end)} раньше, чем начинается",
                    hint="проверьте годы",
                    value=say(part.end),
                    norm="NET-06",
                )
                continue
            for attribute, day in (("start", part.start), ("end", part.end)):
                early = begun and day and day < begun
                late = ended and day and day > ended
                if day and begun and ended and (early or late):
                    yield diagnose(
                        "dates-outside-agreement",
                        part.origin.at(attribute),
                        f"{say(day)} — вне срока реализации: {say(begun)}–{say(ended)}",
                        hint="исправьте дату части или срок реализации на листе «Договоры»",
                        value=say(day),
                        norm="NET-06, NET-16",
                    )


def lessons_match_the_programme(facts: Facts) -> Iterator[Diagnostic]:
    """Lessons are held while the programme runs, and the agreement lasts to its end.

    Norm: NET-16 (`end ≥ prog.end`), X-14.
    Bad: Программы: Окончание 31.05.2027; Договоры: Окончание реализации 30.06.2027
    Good: Программы: 01.09.2026–31.05.2027; Договоры: реализация 01.10.2026–31.05.2027
    """
    for agreement in facts.network:
        programme = facts.find_programme(agreement)
        if programme is None or not programme.start or not programme.end:
            continue
        for attribute in ("teaching_start", "teaching_end"):
            day = getattr(agreement, attribute)
            if day and not programme.start <= day <= programme.end:
                yield diagnose(
                    "lessons-outside-programme",
                    agreement.origin.at(attribute),
                    f"{say(day)} — вне срока программы: "
                    f"{say(programme.start)}–{say(programme.end)}",
                    hint="исправьте дату здесь или на листе «Программы»",
                    value=say(day),
                    norm="NET-16, X-14",
                )


def lessons_are_held_where_a_licence_allows(facts: Facts) -> Iterator[Diagnostic]:
    """A part is taught at an address of one of the parties.

    Known addresses: «Адреса занятий» of the parties and premises listed among the resources.
    A party that has listed no address gives a warning of its own instead.
    Norm: NET-12, X-02, ошибка 1 (content.md 8).
    Bad: Части программ: Место «ул. Лесная, д. 1»; Организации: ТЕХНО | «ул. Заводская, д. 10»
    Good: Части программ: Место «г. Заречногорск, ул. Заводская, 10»; «ул. Заводская, д. 10»
    """
    for agreement in facts.network:
        known: list[str] = []
        listed: set[str] = set()
        for party in facts.parties(agreement):
            organisation = facts.find_organisation(party.organisation)
            if organisation and organisation.places:
                known += organisation.places
                listed.add(organisation.code)
        known += [
            r.address
            for r in facts.resources(agreement)
            if r.kind is ResourceKind.PREMISES and r.address
        ]
        for part in facts.parts(agreement):
            if not part.address or part.organisation not in listed:
                continue
            if not any(same_address(part.address, address) for address in known):
                yield diagnose(
                    "address-unknown",
                    part.origin.at("address"),
                    "занятия по адресу, которого нет ни у одной из сторон",
                    hint="сверьте с «Адресами занятий» на листе «Организации»: "
                    "адрес должен быть в лицензии или среди помещений на листе «Ресурсы»",
                    value=part.address,
                    norm="NET-12, X-02",
                )


# --- pupils, data, safety -----------------------------------------------------------------


def list_has_as_many_pupils_as_said(facts: Facts) -> Iterator[Diagnostic]:
    """The list of pupils is as long as the agreement says.

    Norm: NET-08.
    Bad: Договоры: Д-01 | Число обучающихся 15; Списки обучающихся: Д-01 — 14 строк
    Good: Договоры: Д-01 | Число обучающихся 15; Списки обучающихся: строк нет (список позже)
    """
    for agreement in facts.network:
        listed, said = len(facts.pupils(agreement)), agreement.pupils_count
        if listed and said is not None and listed != said:
            yield diagnose(
                "pupils-count",
                agreement.origin.at("pupils_count"),
                f"в договоре {said}, а в списке {listed}",
                hint="исправьте число или лист «Списки обучающихся»",
                value=said,
                norm="NET-08",
            )
        if said == 0:
            yield diagnose(
                "number-zero",
                agreement.origin.at("pupils_count"),
                "обучающихся — ноль",
                hint="впишите, сколько обучающихся осваивают программу в сетевой форме",
                value=0,
                norm="NET-08",
            )


def pupil_is_listed_once(facts: Facts) -> Iterator[Diagnostic]:
    """A pupil stands in the list of an agreement once.

    Norm: NET-08.
    Bad: Списки обучающихся: Д-01 — одно имя и одна дата рождения дважды
    Good: Списки обучающихся: Д-01 — однофамильцы с разными датами рождения
    """
    for agreement in facts.network:
        seen: dict[tuple[object, ...], int] = {}
        for pupil in facts.pupils(agreement):
            names = (pupil.surname, pupil.first_name, pupil.patronymic)
            key = (*(name_key(n or "") for n in names), pupil.birth_date)
            first = seen.setdefault(key, pupil.origin.row)
            if first != pupil.origin.row:
                yield diagnose(
                    "pupil-twice",
                    pupil.origin.at("surname"),
                    f"обучающийся уже есть в строке {first}",
                    hint="удалите лишнюю строку",
                    norm="NET-08",
                )


def pupil_is_of_school_age(facts: Facts) -> Iterator[Diagnostic]:
    """A pupil is between 3 and 18 when the lessons begin.

    Norm: NET-08 (ст. 75 273-ФЗ: children; adults are possible, hence a warning).
    Bad: Списки обучающихся: Дата рождения 14.03.2041
    Good: Списки обучающихся: Дата рождения 14.03.2014
    """
    for agreement in facts.network:
        begun = agreement.teaching_start
        for pupil in facts.pupils(agreement):
            if begun is None or pupil.birth_date is None:
                continue
            born = pupil.birth_date
            age = begun.year - born.year - ((begun.month, begun.day) < (born.month, born.day))
            if not 3 <= age <= 18:
                yield diagnose(
                    "pupil-age",
                    pupil.origin.at("birth_date"),
                    f"возраст на начало занятий: {age}",
                    hint="проверьте год рождения",
                    norm="NET-08",
                )


def teaching_participant_gets_a_list(facts: Facts) -> Iterator[Diagnostic]:
    """A participant that teaches must know whom: a list is passed, and a term is set.

    Norm: NET-08, NET-09, content.md 3.1 (`participant.type` = EDU).
    Bad: Стороны: ТЕХНО | ведёт часть; Договоры: Срок передачи списка «не применяется»
    Good: Стороны: МУЗЕЙ | предоставляет ресурсы; Договоры: Срок передачи списка «не применяется»
    """
    for agreement in facts.network:
        if not facts.teaches_outside(agreement):
            continue
        untold = "list_days" in agreement.not_applicable
        nothing = agreement.personal_data is PersonalDataTransfer.NONE
        if untold or nothing:
            yield diagnose(
                "list-not-passed",
                agreement.origin.at("list_days" if untold else "personal_data"),
                "участник ведёт часть программы, а список обучающихся ему не передаётся",
                hint="участник зачисляет обучающихся переводом по списку: "
                "укажите срок и основание передачи",
                norm="NET-08, NET-09",
            )


def personal_data_have_a_footing(facts: Facts) -> Iterator[Diagnostic]:
    """A list of names is passed only on a footing that the agreement names.

    Norm: NET-19 (152-ФЗ ст. 6).
    Bad: Договоры: Передача персональных данных «не передаются»; Списки обучающихся: Д-01
    Good: Договоры: Передача персональных данных «поручение обработки»; Списки: Д-01
    """
    for agreement in facts.network:
        pupils = facts.pupils(agreement)
        if pupils and agreement.personal_data is PersonalDataTransfer.NONE:
            yield diagnose(
                "data-without-footing",
                agreement.origin.at("personal_data"),
                "данные «не передаются», а поимённый список заполнен",
                hint="выберите основание передачи или удалите строки списка",
                value=agreement.personal_data,
                norm="NET-19",
                related=[p.origin.at() for p in pupils],
            )


def fallback_is_there_for_teachers(facts: Facts) -> Iterator[Diagnostic]:
    """When a participant teaches, the agreement says what becomes of pupils without it.

    Norm: NET-18.
    Bad: Стороны: ТЕХНО | ведёт часть; При утрате лицензии участником «не применяется»
    Good: Стороны: МУЗЕЙ | предоставляет ресурсы; При утрате лицензии «не применяется»
    """
    for agreement in facts.network:
        if "fallback" in agreement.not_applicable and facts.teaches_outside(agreement):
            yield diagnose(
                "fallback-missing",
                agreement.origin.at("fallback"),
                "участник ведёт часть программы: нужно сказать, "
                "что будет с обучающимися, если он лишится лицензии",
                hint="например: базовая организация реализует часть собственными силами",
                value="не применяется",
                norm="NET-18",
            )


def transport_has_somewhere_to_go(facts: Facts) -> Iterator[Diagnostic]:
    """Pupils are brought to the partner only when something takes place at the partner's.

    Norm: NET-20.
    Bad: Договоры: Доставку обеспечивает «родители»; все части и помещения — у базовой
    Good: Договоры: Доставку обеспечивает «родители»; Ресурсы: ТЕХНО | помещение
    """
    for agreement in facts.network:
        if agreement.transport in (None, Transport.NONE):
            continue
        bases = {p.organisation for p in facts.parties_in_role(agreement, PartyRole.BASE)}
        away = [p for p in facts.parts(agreement) if p.organisation not in bases]
        rooms = [
            r
            for r in facts.resources(agreement)
            if r.organisation not in bases and r.kind is ResourceKind.PREMISES
        ]
        if not away and not rooms:
            yield diagnose(
                "transport-nowhere",
                agreement.origin.at("transport"),
                "указана доставка обучающихся, а занятий и помещений у участников нет",
                hint="выберите «не требуется» или добавьте помещение участника",
                value=agreement.transport,
                norm="NET-20",
            )


def parents_are_told_in_time(facts: Facts) -> Iterator[Diagnostic]:
    """Parents hear of the network form before the lessons begin.

    Norm: NET-21 (ст. 55 ч. 2).
    Bad: Договоры: Дата уведомления родителей 15.09.2026 | Начало реализации 01.09.2026
    Good: Договоры: Дата уведомления родителей 25.08.2026 | Начало реализации 01.09.2026
    """
    for agreement in facts.network:
        told, begun = agreement.inform_date, agreement.teaching_start
        if told and begun and told > begun:
            yield diagnose(
                "parents-told-late",
                agreement.origin.at("inform_date"),
                f"родителей уведомляют {say(told)}, а занятия начинаются {say(begun)}",
                hint="уведомление должно быть до начала занятий",
                value=say(told),
                norm="NET-21",
            )


# --- approval and money -------------------------------------------------------------------


def programme_approval_is_named(facts: Facts) -> Iterator[Diagnostic]:
    """A programme approved by the base organisation alone has the number and date of the order.

    Norm: NET-07, content.md 3.2 п. 2.
    Bad: Договоры: Программу утверждает «базовой организацией»; Программы: Номер приказа пусто
    Good: Договоры: Программу утверждает «базовой организацией»; Программы: № 114-од, 26.08.2026
    """
    told: set[str] = set()
    for agreement in facts.network:
        programme = facts.find_programme(agreement)
        if programme is None or agreement.approval is not ProgrammeApproval.BASE:
            continue
        for attribute in ("approval_number", "approval_date"):
            if programme.lacks(attribute) and programme.code not in told:
                told.add(programme.code)
                yield diagnose(
                    "approval-missing",
                    programme.origin.at(attribute),
                    "программу утверждает базовая организация, а приказ не указан",
                    hint="впишите номер и дату приказа об утверждении программы",
                    norm="NET-07",
                )


def approval_is_said_one_way(facts: Facts) -> Iterator[Diagnostic]:
    """«Программы» and «Договоры» agree on who approves the programme.

    Norm: NET-07.
    Bad: Программы: Утверждает «совместно»; Договоры: Программу утверждает «базовой организацией»
    Good: Программы: Утверждает пусто; Договоры: Программу утверждает «базовой организацией»
    """
    for agreement in facts.network:
        programme = facts.find_programme(agreement)
        if programme is None or not programme.approval or not agreement.approval:
            continue
        if programme.approval is not agreement.approval:
            yield diagnose(
                "approval-contradicts",
                agreement.origin.at("approval"),
                f"в договоре «{agreement.approval}», "
                f"а на листе «Программы» — «{programme.approval}»",
                hint="исправьте одну из двух ячеек",
                value=agreement.approval,
                norm="NET-07",
            )


def joint_approval_has_a_second_teacher(facts: Facts) -> Iterator[Diagnostic]:
    """A programme is approved jointly with a participant that teaches a part of it.

    Whoever lends resources leads no lessons and has nothing to approve.
    Norm: NET-07 (882/391).
    Bad: Договоры: Программу утверждает «совместно»; Стороны: МУЗЕЙ | предоставляет ресурсы
    Good: Договоры: Программу утверждает «совместно»; Стороны: ТЕХНО | ведёт часть
    """
    for agreement in facts.network:
        if agreement.approval is not ProgrammeApproval.JOINT or not facts.knows_parties(agreement):
            continue
        if facts.parties(agreement) and not facts.parties_in_role(agreement, PartyRole.TEACHING):
            yield diagnose(
                "approval-alone",
                agreement.origin.at("approval"),
                "утверждать программу совместно не с кем: ни один участник не ведёт её часть",
                hint=f"впишите «{ProgrammeApproval.BASE}» или исправьте роли на листе «Стороны»",
                value=agreement.approval,
                norm="NET-07",
            )


def payer_is_not_the_payee(facts: Facts) -> Iterator[Diagnostic]:
    """Money goes from one party to another.

    Norm: NET-15.
    Bad: Договоры: Плательщик СОШ5 | Получатель СОШ5
    Good: Договоры: Плательщик СОШ5 | Получатель ТЕХНО
    """
    for agreement in facts.network:
        if has_money(agreement) and agreement.payer and agreement.payer == agreement.payee:
            yield diagnose(
                "payer-is-payee",
                agreement.origin.at("payee"),
                "плательщик и получатель — одна организация",
                hint="исправьте одну из двух ячеек",
                value=agreement.payee or "",
                norm="NET-15",
            )


def purchase_code_names_the_payer(facts: Facts) -> Iterator[Diagnostic]:
    """Digits 4–13 of an ИКЗ are the ИНН of the customer, who pays.

    Norm: NET-15 (44-ФЗ).
    Bad: Договоры: Плательщик СОШ5 | ИКЗ с ИНН другой организации
    Good: Договоры: Плательщик СОШ5 | ИКЗ с ИНН СОШ5
    """
    for agreement in facts.network:
        payer = facts.find_organisation(agreement.payer)
        code = agreement.purchase_code
        if payer is None or not payer.inn or not code or not identifiers.IKZ.is_valid(code):
            continue
        if identifiers.customer_of_ikz(code)[0] != payer.inn:
            yield diagnose(
                "ikz-customer",
                agreement.origin.at("purchase_code"),
                f"ИКЗ выдан не плательщику ({payer.short_name or payer.code})",
                hint="сверьте ИКЗ с планом-графиком плательщика или исправьте плательщика",
                value=identifiers.masked(code),
                norm="NET-15",
            )


def money_has_an_account(facts: Facts) -> Iterator[Diagnostic]:
    """Whoever pays or is paid has full payment details.

    The fault stands at the agreement: free agreements of the same organisation need none.
    Norm: X-06, NET-15.
    Bad: Договоры: оплата услуг | Получатель ТЕХНО; Организации: ТЕХНО | счетов нет
    Good: Договоры: безвозмездно; Организации: ТЕХНО | счетов нет
    """
    for agreement in facts.network:
        if not has_money(agreement):
            continue
        for attribute in ("payer", "payee"):
            organisation = facts.find_organisation(getattr(agreement, attribute))
            missing = _missing_details(organisation) if organisation else []
            if organisation and missing:
                yield diagnose(
                    "account-missing",
                    agreement.origin.at(attribute),
                    f"{organisation.short_name or organisation.code}: "
                    f"нет реквизитов для оплаты — {', '.join(missing)}",
                    hint=f"заполните {place(organisation.origin.at('bik'))} и соседние",
                    value=organisation.code,
                    norm="X-06, NET-15",
                )


def _missing_details(organisation: Organisation) -> list[str]:
    """Names of the payment details that a party lacks: of a treasury or of a bank account."""
    treasury = organisation.treasury_account or organisation.single_treasury_account
    wanted: tuple[tuple[str, str], ...]
    if treasury:
        wanted = (
            ("treasury_account", "казначейский счёт"),
            ("single_treasury_account", "ЕКС"),
            ("personal_account", "лицевой счёт"),
            ("oktmo", "ОКТМО"),
        )
    else:
        wanted = (
            ("settlement_account", "расчётный счёт"),
            ("correspondent_account", "корреспондентский счёт"),
        )
    both = (("bik", "БИК"), ("bank", "банк"))
    return [name for attribute, name in (*wanted, *both) if organisation.lacks(attribute)]


def _named(facts: Facts, party: Party) -> str:
    return name_of(facts.find_organisation(party.organisation), party.organisation)


def resources_are_typed_once(facts: Facts) -> Iterator[Diagnostic]:
    """A resource of a party stands in the table once.

    Norm: NET-10.
    Bad: Ресурсы: Д-01 | ТЕХНО | «набор для сборки роботов» дважды
    Good: Ресурсы: Д-01 | ТЕХНО | «набор для сборки роботов» и «3D-принтер»
    """
    for agreement in facts.network:
        seen: Counter[tuple[object, ...]] = Counter()
        for resource in facts.resources(agreement):
            if not resource.name:
                continue
            key = (resource.organisation, resource.kind, name_key(resource.name), resource.address)
            seen[key] += 1
            if seen[key] > 1:
                yield diagnose(
                    "resource-twice",
                    resource.origin.at("name"),
                    "этот ресурс у стороны уже указан",
                    hint="удалите лишнюю строку или исправьте наименование",
                    value=resource.name,
                    norm="NET-10",
                )
