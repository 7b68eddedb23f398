"""Дополнительное соглашение: changes to an agreement that stands (NET-18, MUL-07)."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.agreement import AgreementContext, Drafting, agreement_period
from docgen.documents.agreement_names import agreement_name, kind_name
from docgen.documents.builder import Builder
from docgen.documents.seating import (
    agreement_sources,
    date_line,
    number_line,
    participants_named,
)
from docgen.documents.wording import upper_first
from docgen.records.agreements import main_of
from docgen.records.partners import Agreement, Amendment
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import AmendmentAction
from docgen.russian import EMPTY, Dictionary


@dataclass(frozen=True, kw_only=True)
class AmendmentContext:
    """Одно изменение: what to do, and the new text where there is one."""

    number: int = term("номер", "С единицы.")
    instruction: str = term(
        "что_сделать", "«Пункт 3.2 изложить в следующей редакции» — без знака в конце."
    )
    text: str | None = term("текст", "Новая редакция без внешних кавычек; пусто при исключении.")


@dataclass(frozen=True, kw_only=True)
class SupplementaryAgreementContext(AgreementContext):
    """Terms of the supplementary agreement; parties are those of the main agreement."""

    main: Agreement = term("основной", "Строка основного договора.")
    main_number: str = term("основной_номер", "Номер или «____».")
    main_date_line: str = term("основной_дата", "Дата или «__» __________ 2026 г.")
    main_name: str = term("основной_название", "В именительном и винительном: «договор о …».")
    main_name_genitive: str = term("основной_название_род", "«договора о сетевой форме …».")
    main_name_dative: str = term("основной_название_дат", "«договору о сетевой форме …».")
    main_term: str = term("основной_термин", "Как назван основной: «Договор», «Соглашение».")
    main_term_genitive: str = term("основной_термин_род", "«Договора», «Соглашения».")
    amendments: tuple[AmendmentContext, ...] = term("изменения", "По порядку строк.")


def build(
    subject: Agreement, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[SupplementaryAgreementContext | None, list[Diagnostic]]:
    """The context of one supplementary agreement, or ``None`` and what it lacks."""
    draft = Drafting(subject, tables, dictionary)
    main = main_of(subject, tables)
    if main is None:
        draft.shortfalls.say(
            subject,
            "main_agreement",
            "основной договор не найден",
            "впишите код договора, который меняется",
            "NET-18",
        )
    rows = tables.referring(Amendment, "agreement", subject.code)
    if not rows:
        draft.shortfalls.say(
            subject,
            "code",
            "дополнительное соглашение ничего не меняет",
            "добавьте строки на лист «Изменения»",
            "NET-18",
        )
    for row in rows:
        draft.shortfalls.check_required(row)
    if draft.failed or main is None:
        return None, draft.diagnostics
    name, head = agreement_name(main, tables), kind_name(main.kind)
    context = SupplementaryAgreementContext(
        **draft.common(),
        main=main,
        main_number=number_line(main),
        main_date_line=date_line(main.date, main),
        main_name=name.nominative,
        main_name_genitive=name.genitive,
        main_name_dative=name.dative,
        main_term=upper_first(head.nominative),
        main_term_genitive=upper_first(head.genitive),
        amendments=tuple(
            AmendmentContext(
                number=number,
                instruction=instruction(row),
                text=row.text if row.action is not AmendmentAction.DELETE else None,
            )
            for number, row in enumerate(rows, start=1)
        ),
    )
    return context, draft.diagnostics


_ACCUSATIVE = {"часть": "часть", "строка": "строку", "таблица": "таблицу", "статья": "статью"}
_INSTRUMENTAL = {
    "пункт": "пунктом",
    "подпункт": "подпунктом",
    "раздел": "разделом",
    "абзац": "абзацем",
    "приложение": "приложением",
    "часть": "частью",
    "строка": "строкой",
    "таблица": "таблицей",
    "статья": "статьёй",
    "позиция": "позицией",
}


def instruction(row: Amendment) -> str:
    """What to do with the point, as a sentence without its mark.

    «Пункт 3.2 изложить в следующей редакции», «дополнить пунктом 3.5 следующего содержания».
    A point that begins with an unknown word is left in the nominative, after a colon.
    """
    point = " ".join(row.point.split())
    head, space, rest = point.partition(" ")
    head = head.lower()
    if head[:1].isdigit():
        head, space, rest = "пункт", " ", point
    accusative = f"{_ACCUSATIVE.get(head, head)}{space}{rest}"
    if row.action is AmendmentAction.REPLACE:
        return upper_first(f"{accusative} изложить в следующей редакции")
    if row.action is AmendmentAction.DELETE:
        return upper_first(f"{accusative} исключить")
    if head in _INSTRUMENTAL:
        return f"Дополнить {_INSTRUMENTAL[head]}{space}{rest} следующего содержания"
    return f"Внести дополнение ({point}) следующего содержания"


SUPPLEMENTARY_AGREEMENT = Builder(
    record=Agreement,
    context_of=lambda record, sheets: SupplementaryAgreementContext,
    build=build,
    sources=agreement_sources,
    names=lambda subject, tables: {
        "участники": participants_named(subject, tables),
        "к_договору": getattr(main_of(subject, tables), "code", None) or "",
    },
    name_fields=("участники", "к_договору"),
    period=agreement_period,
)
