"""Rules for minutes of meetings: who met, what was on the agenda, what was decided (REP-05)."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.checks.facts import Facts, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Settings
from docgen.records.network import Decision, Meeting
from docgen.records.spelling import name_key


def _decisions(facts: Facts, meeting: Meeting) -> tuple[Decision, ...]:
    return facts.tables.referring(Decision, "meeting", meeting.code)


def _attending(meeting: Meeting) -> set[str]:
    """Codes of all who are there, the chairman and the secretary among them."""
    return {code for code in (meeting.chair, meeting.secretary, *meeting.present) if code}


def minutes_are_numbered_once(facts: Facts) -> Iterator[Diagnostic]:
    """Minutes of one organisation bear different numbers within a calendar year.

    Norm: REP-05, X-08.
    Bad: Совещания: СОВ-01 | № 1 от 10.07.2026; СОВ-02 | № 1 от 24.08.2026
    Good: Совещания: СОВ-01 | № 1 от 10.07.2026; СОВ-02 | № 2 от 24.08.2026
    """
    settings = facts.tables.only(Settings)
    seen: dict[tuple[str | None, int, str], Meeting] = {}
    for meeting in facts.tables.of(Meeting):
        if not (meeting.number and meeting.date):
            continue
        host = meeting.organisation or (settings.authority if settings else None)
        first = seen.setdefault((host, meeting.date.year, name_key(meeting.number)), meeting)
        if first is not meeting:
            yield diagnose(
                "minutes-number-twice",
                meeting.origin.at("number"),
                f"этот номер уже у протокола {first.code}",
                hint="у каждого протокола свой номер в календарном году",
                value=meeting.number,
                norm="REP-05",
                related=[first.origin.at()],
            )


def chair_and_secretary_are_two_people(facts: Facts) -> Iterator[Diagnostic]:
    """The minutes are signed by two: the chairman does not keep them.

    Norm: REP-05 (norms/office.md 1.4).
    Bad: Совещания: Председатель Д-01 | Секретарь Д-01
    Good: Совещания: Председатель Д-01 | Секретарь Д-02
    """
    for meeting in facts.tables.of(Meeting):
        if meeting.chair and meeting.chair == meeting.secretary:
            yield diagnose(
                "chair-is-secretary",
                meeting.origin.at("secretary"),
                "председатель и секретарь — один человек",
                hint="протокол подписывают двое",
                value=meeting.secretary,
                norm="REP-05",
            )


def nobody_is_present_and_absent(facts: Facts) -> Iterator[Diagnostic]:
    """Who was there was not away.

    Norm: REP-05.
    Bad: Совещания: Присутствовали Ж-01; К-02 | Отсутствовали К-02
    Good: Совещания: Присутствовали Ж-01 | Отсутствовали К-02
    """
    for meeting in facts.tables.of(Meeting):
        both = [code for code in meeting.absent if code in _attending(meeting)]
        if both:
            yield diagnose(
                "present-and-absent",
                meeting.origin.at("absent"),
                f"и присутствовали, и отсутствовали: {', '.join(both)}",
                hint="оставьте человека в одном столбце",
                value="; ".join(both),
                norm="REP-05",
            )


def decisions_belong_to_the_agenda(facts: Facts) -> Iterator[Diagnostic]:
    """A decision names an item of the agenda by its number.

    Norm: REP-05.
    Bad: Совещания: СОВ-01 | в повестке два вопроса; Решения: СОВ-01 | Вопрос № 3
    Good: Решения: СОВ-01 | Вопрос № 2
    """
    for meeting in facts.tables.of(Meeting):
        for row in _decisions(facts, meeting):
            if not meeting.agenda or row.agenda_item is None:
                continue
            if not 1 <= row.agenda_item <= len(meeting.agenda):
                yield diagnose(
                    "agenda-item-unknown",
                    row.origin.at("agenda_item"),
                    f"в повестке {meeting.code} нет вопроса {row.agenda_item}",
                    hint=f"номер вопроса — от 1 до {len(meeting.agenda)}",
                    value=row.agenda_item,
                    norm="REP-05",
                )


def every_agenda_item_is_decided(facts: Facts) -> Iterator[Diagnostic]:
    """What stood on the agenda came to a decision, if only to take note.

    Norm: REP-05.
    Bad: Совещания: СОВ-01 | в повестке два вопроса; Решения: СОВ-01 | Вопрос № 1
    Good: Решения: СОВ-01 | Вопрос № 1; СОВ-01 | Вопрос № 2
    """
    for meeting in facts.tables.of(Meeting):
        rows = _decisions(facts, meeting)
        if any(row.agenda_item is None for row in rows):
            continue
        decided = {row.agenda_item for row in rows}
        open_items = [n for n in range(1, len(meeting.agenda) + 1) if n not in decided]
        if open_items:
            yield diagnose(
                "agenda-item-undecided",
                meeting.origin.at("agenda"),
                "нет решения по вопросам: " + ", ".join(map(str, open_items)),
                hint="добавьте строки на лист «Решения», хотя бы «Принять к сведению»",
                norm="REP-05",
            )


def votes_are_those_of_the_people_present(facts: Facts) -> Iterator[Diagnostic]:
    """There are no more votes than people.

    Norm: REP-05.
    Bad: Совещания: присутствовали трое; Решения: За 3 | Против 1
    Good: Решения: За 2 | Против 1 | Воздержались 0
    """
    for meeting in facts.tables.of(Meeting):
        people = len(_attending(meeting))
        for row in _decisions(facts, meeting):
            votes = (row.votes_for or 0) + (row.votes_against or 0) + (row.abstained or 0)
            if meeting.present and votes > people:
                yield diagnose(
                    "votes-exceed",
                    row.origin.at("votes_for"),
                    f"голосов {votes}, а присутствовало {people}",
                    hint="исправьте голоса или дополните «Присутствовали»",
                    value=votes,
                    norm="REP-05",
                )


def decisions_are_due_after_the_meeting(facts: Facts) -> Iterator[Diagnostic]:
    """What is decided is done afterwards.

    Norm: REP-05.
    Bad: Совещания: Дата 24.08.2026; Решения: Срок 20.08.2026
    Good: Совещания: Дата 24.08.2026; Решения: Срок 31.08.2026
    """
    for meeting in facts.tables.of(Meeting):
        for row in _decisions(facts, meeting):
            if meeting.date and row.due and row.due < meeting.date:
                yield diagnose(
                    "decision-due-before",
                    row.origin.at("due"),
                    f"срок {say(row.due)}, а совещание было {say(meeting.date)}",
                    hint="исправьте срок или дату совещания",
                    value=say(row.due),
                    norm="REP-05",
                )


def decisions_with_a_term_have_an_executor(facts: Facts) -> Iterator[Diagnostic]:
    """A term without anybody who answers for it is kept by nobody.

    Norm: REP-05.
    Bad: Решения: Срок 31.08.2026 | Ответственные пусто
    Good: Решения: Срок 31.08.2026 | Ответственные Ж-01
    """
    for meeting in facts.tables.of(Meeting):
        for row in _decisions(facts, meeting):
            if row.due and not row.responsible:
                yield diagnose(
                    "decision-without-executor",
                    row.origin.at("responsible"),
                    "срок есть, а ответственного нет",
                    hint="впишите, кто исполняет решение",
                    norm="REP-05",
                )
