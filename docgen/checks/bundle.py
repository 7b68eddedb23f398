"""Rules for the set of papers of one partnership (content.md 3.2)."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.checks.facts import Facts
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Programme


def networked_programme_has_an_agreement(facts: Facts) -> Iterator[Diagnostic]:
    """A programme that is to be run in network form has a network agreement.

    A note, not a fault: its agreement may stand in another workbook. Silent over a programme
    that is said to go without partners.
    Norm: NET-01, content.md 3.2 п. 3, ошибка 7 (content.md 8).
    Bad: Программы: РОБО; на листе «Договоры» договора о сетевой форме с РОБО нет
    Good: Программы: РОБО; Договоры: Д-01 | договор о сетевой форме | РОБО
    """
    if not facts.agreements:
        return
    covered = {a.programme for a in facts.network}
    for programme in facts.tables.of(Programme):
        if programme.network is False:
            continue
        if programme.code and programme.code not in covered:
            yield diagnose(
                "programme-without-agreement",
                programme.origin.at("code"),
                "у программы нет договора о сетевой форме",
                hint="добавьте договор; если программа идёт без партнёров, "
                "в столбце «Сетевая форма» напишите «нет»",
                value=programme.code,
                norm="NET-01",
            )
