"""Список обучающихся к приказу: its annex in a file of its own, for its personal data (ORD-06)."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder, distinct
from docgen.documents.issuer import IssuerContext
from docgen.documents.order_annexes import OrderAnnexContext, annexes_of, has_pupils
from docgen.documents.order_pupils import (
    ListedContext,
    OrderGroupContext,
    enrolments_of,
    group_of,
    list_of,
    listed_pupils,
)
from docgen.documents.orders import OrderDraft, form_of, order_names, order_sources, title_of
from docgen.records.orders import Order
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import AnnexContent, OrderKind
from docgen.russian import EMPTY, Dictionary


@dataclass(frozen=True, kw_only=True)
class OrderPupilListContext:
    """Terms of the list."""

    order: Order = term("приказ", "Строка листа «Приказы».")
    form: IssuerContext = term("бланк", "Кто издаёт приказ, его дата и номер.")
    title: str = term("заголовок", "Заголовок приказа.")
    annex: OrderAnnexContext = term("приложение", "Отметка и наименование.")
    group: OrderGroupContext = term("о_группе")
    pupils: tuple[ListedContext, ...] = term("обучающиеся", "По алфавиту.")
    of_enrolment: bool = term("зачисление", "У списка есть источник финансирования.")


def build(
    subject: Order, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[OrderPupilListContext | None, list[Diagnostic]]:
    """The context of one list, or ``None`` and what it lacks: a list without names is none."""
    draft = OrderDraft(subject, tables, dictionary)
    shortfalls = draft.shortfalls
    for row in (*enrolments_of(subject, tables), *listed_pupils(subject, tables)):
        shortfalls.check_required(row)
    group = group_of(subject, tables, draft.official)
    pupils = list_of(subject, tables)
    if not pupils:
        shortfalls.say(
            subject,
            "group",
            "в приказе нет ни одного обучающегося",
            "добавьте строки на лист «Зачисления» или исправьте код группы",
            "ORD-06",
        )
    if shortfalls.stop or draft.issuer is None or draft.settings is None or group is None:
        return None, draft.diagnostics
    form = form_of(draft, draft.issuer, draft.settings)
    annex = annexes_of(subject, form, tables).find(AnnexContent.PUPILS)
    if annex is None:
        return None, draft.diagnostics
    return (
        OrderPupilListContext(
            order=subject,
            form=form,
            title=title_of(subject, draft.settings, tables),
            annex=annex,
            group=group,
            pupils=pupils,
            of_enrolment=subject.kind is OrderKind.ENROL,
        ),
        draft.diagnostics,
    )


def _sources(subject: Order, tables: Tables) -> tuple[Record, ...]:
    return distinct([*order_sources(subject, tables), *listed_pupils(subject, tables)])


ORDER_PUPIL_LIST = Builder(
    record=Order,
    context_of=lambda record, sheets: OrderPupilListContext,
    build=build,
    sources=_sources,
    due=lambda subject, tables: (has_pupils(subject, tables), []),
    names=order_names,
    name_fields=("кто",),
)
