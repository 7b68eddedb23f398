"""Rules for дополнительное соглашение: what it changes, and between whom."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.checks.facts import Facts, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.vocabulary import AgreementKind


def main_agreement_is_a_main_one(facts: Facts) -> Iterator[Diagnostic]:
    """A supplementary agreement changes an agreement, not another supplementary one.

    Norm: NET-18, MUL-07 (ГК 450, 452).
    Bad: Договоры: ДС-02 | Основной договор ДС-01
    Good: Договоры: ДС-02 | Основной договор Д-01
    """
    for agreement in facts.supplementary:
        main = facts.find_agreement(agreement.main_agreement)
        if main is not None and main.kind is AgreementKind.SUPPLEMENTARY:
            yield diagnose(
                "main-is-supplementary",
                agreement.origin.at("main_agreement"),
                f"{main.code} — сам дополнительное соглашение",
                hint="укажите основной договор, который меняется",
                value=main.code,
                norm="NET-18, MUL-07",
            )


def there_is_something_to_change(facts: Facts) -> Iterator[Diagnostic]:
    """A supplementary agreement changes at least one point.

    Norm: NET-18, MUL-07.
    Bad: Договоры: ДС-01; на листе «Изменения» строк ДС-01 нет
    Good: Договоры: ДС-01; Изменения: ДС-01 | пункт 3.2 | изложить в новой редакции
    """
    for agreement in facts.supplementary:
        if not facts.amendments(agreement):
            yield diagnose(
                "amendment-missing",
                agreement.origin.at("code"),
                "дополнительное соглашение ничего не меняет",
                hint="добавьте строку на лист «Изменения»",
                value=agreement.code,
                norm="NET-18, MUL-07",
            )


def parties_are_those_of_the_main_agreement(facts: Facts) -> Iterator[Diagnostic]:
    """A change is agreed by all parties of the main agreement and by nobody else.

    Rows in «Стороны» may be left out: then the parties of the main agreement stand.
    Norm: MUL-07, NET-18 (ГК 450, 452).
    Bad: Стороны: Д-01 — СОШ5, ТЕХНО; ДС-01 — СОШ5, СОШ7
    Good: Стороны: Д-01 — СОШ5, ТЕХНО; ДС-01 — строк нет
    """
    for agreement in facts.supplementary:
        main = facts.find_agreement(agreement.main_agreement)
        own = facts.own_parties(agreement)
        if main is None or not own:
            continue
        if not facts.knows_parties(main) or not facts.knows_parties(agreement):
            continue
        expected = facts.party_codes(main)
        given = facts.party_codes(agreement)
        if expected and given and given != expected:
            missing = ", ".join(sorted(expected - given))
            extra = ", ".join(sorted(given - expected))
            parts = [f"нет {missing}"] if missing else []
            parts += [f"лишние {extra}"] if extra else []
            yield diagnose(
                "parties-differ",
                agreement.origin.at("main_agreement"),
                f"стороны не те, что у договора {main.code}: {'; '.join(parts)}",
                hint="удалите строки сторон: программа возьмёт их из основного договора",
                value=main.code,
                norm="MUL-07, NET-18",
            )


def change_comes_while_the_agreement_lives(facts: Facts) -> Iterator[Diagnostic]:
    """An agreement that has ended can't be changed.

    Norm: NET-18, MUL-07, MUL-08 (ГК 425, 450).
    Bad: Договоры: Д-01 по 30.06.2027; ДС-01 с 01.09.2027
    Good: Договоры: Д-01 по 30.06.2027; ДС-01 с 15.01.2027
    """
    for agreement in facts.supplementary:
        main = facts.find_agreement(agreement.main_agreement)
        if main is None or agreement.start is None:
            continue
        late = main.end is not None and agreement.start > main.end
        early = main.start is not None and agreement.start < main.start
        if late or early:
            term = f"{say(main.start) if main.start else '…'}–{say(main.end) if main.end else '…'}"
            yield diagnose(
                "change-after-end" if late else "change-before-start",
                agreement.origin.at("start"),
                f"{say(agreement.start)} — вне срока договора {main.code}: {term}",
                hint="исправьте дату начала или заключите новый договор"
                if late
                else "обычно изменение действует не раньше самого договора",
                value=say(agreement.start),
                norm="NET-18, MUL-08",
            )


def main_agreement_is_registered(facts: Facts) -> Iterator[Diagnostic]:
    """A supplementary agreement names the number and date of what it changes.

    Norm: NET-18, X-08.
    Bad: Договоры: ДС-01 | Основной договор Д-01; Д-01 | Номер пусто
    Good: Договоры: ДС-01 | Основной договор Д-01; Д-01 | № 12 от 28.08.2026
    """
    for agreement in facts.supplementary:
        main = facts.find_agreement(agreement.main_agreement)
        if main is not None and not (main.number and main.date):
            yield diagnose(
                "main-not-registered",
                agreement.origin.at("main_agreement"),
                f"у договора {main.code} нет номера или даты: в документе останется пропуск",
                hint="впишите номер и дату основного договора",
                value=main.code,
                norm="NET-18, X-08",
            )
