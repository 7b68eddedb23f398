"""Пункты приказа as sentences: an action, those who do it, a term (ORD-03)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.documents.officials import OfficialContext
from docgen.documents.order_annexes import OrderAnnexes
from docgen.documents.wording import upper_first
from docgen.records.directory import Organisation, Person
from docgen.records.orders import Order, OrderItem
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import ItemAction
from docgen.russian import date_long

NBSP = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class OrderItemContext:
    """One item with its parts; the numbers are Word's."""

    text: str = term("текст", "С прописной буквы, со знаком в конце.")
    parts: tuple[str, ...] = term("подпункты", "Каждый — законченное предложение.")


def item_number(number: str | None) -> tuple[int, ...]:
    """«2.1» → (2, 1); empty for what is no number of an item."""
    pieces = (number or "").strip().rstrip(".").split(".")
    return tuple(int(p) for p in pieces) if all(p.isdecimal() for p in pieces) else ()


def items_of(
    order: Order,
    rows: Sequence[OrderItem],
    official: Callable[[Person], OfficialContext],
    tables: Tables,
    annexes: OrderAnnexes,
) -> tuple[OrderItemContext, ...]:
    """The items by their numbers, those of a second level under theirs."""
    ordered = sorted(rows, key=lambda row: (item_number(row.number), row.origin.row))
    sentences = _Sentences(order, official, tables, annexes)
    items: list[tuple[tuple[int, ...], str, list[str]]] = []
    for row in ordered:
        number = item_number(row.number)
        if len(number) > 1 and items and items[-1][0] == number[:1]:
            items[-1][2].append(sentences.of(row) + ".")
        else:
            items.append((number, sentences.of(row), []))
    return tuple(
        OrderItemContext(text=text + (":" if parts else "."), parts=tuple(parts))
        for _, text, parts in items
    )


@dataclass(frozen=True)
class _Sentences:
    """How rows of one order are said."""

    order: Order
    official: Callable[[Person], OfficialContext]
    tables: Tables
    annexes: OrderAnnexes

    def of(self, row: OrderItem) -> str:
        """The sentence of a row, without the mark at its end."""
        people = [
            self.official(person)
            for code in row.people
            if (person := self.tables.find(Person, code)) is not None
        ]
        if row.action is ItemAction.APPOINT and people:
            text = self._appointment(row, people)
        else:
            text = self._task(row, people)
        annex = self.annexes.mention(row.annex)
        if annex:
            text += f" ({annex})"
        if row.due is not None:
            text += f". Срок — до {date_long(row.due)}"
        elif row.due_words:
            text += f". Срок — {_plain(row.due_words)}"
        return upper_first(text)

    def _task(self, row: OrderItem, people: Sequence[OfficialContext]) -> str:
        addressed = [person.dative for person in people]
        names = [
            organisation.short_name
            for code in row.organisations
            if (organisation := self.tables.find(Organisation, code)) is not None
        ]
        if names:
            heads = "руководителю организации" if len(names) == 1 else "руководителям организаций"
            addressed.append(f"{heads} ({', '.join(names)})")
        text = _plain(row.text)
        if not addressed:
            return text
        return f"{', '.join(addressed)} {_lower_first(text)}"

    def _appointment(self, row: OrderItem, people: Sequence[OfficialContext]) -> str:
        if len(people) > 1:
            word = "ответственными"
        else:
            word = "ответственной" if people[0].is_woman else "ответственным"
        named = _joined([person.accusative for person in people])
        text = f"назначить {word} за {_lower_first(_plain(row.text))} {named}"
        start, end = self.order.start, self.order.end
        if start and end:
            text += f", на период с {date_long(start)} по {date_long(end)}"
        substitute = self.tables.find(Person, row.substitute)
        if substitute is not None:
            absent = people[0].name_genitive if len(people) == 1 else "назначенных лиц"
            text += (
                f". На время отсутствия {absent} исполнение этих обязанностей возложить на "
                f"{self.official(substitute).accusative}"
            )
        return text


def _joined(names: Sequence[str]) -> str:
    """Each name has its post after a comma, so that «и» needs a comma before it."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, и {names[-1]}"


def _plain(text: str) -> str:
    """The text of a cell as one piece of a sentence."""
    return " ".join(text.split()).rstrip(".;:, ")


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
