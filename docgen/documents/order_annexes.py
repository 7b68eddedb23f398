"""Приложения к приказу: which there are, their numbers, how the text refers to them (ORD-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.documents.approvals import AnnexMarkContext, annex_mark
from docgen.documents.blanks import year_near
from docgen.documents.issuer import IssuerContext
from docgen.records.directory import Organisation
from docgen.records.orders import Order, OrderAnnex
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import AnnexContent, LegalForm, OrderKind


@dataclass(frozen=True, kw_only=True)
class OrderAnnexContext:
    """One annex; its number is given once and used by every mention."""

    mark: AnnexMarkContext = term("отметка", "«Приложение № 1 / к приказу … / от … № …».")
    title: str = term("наименование", "С прописной буквы, без кавычек.")
    text: tuple[str, ...] = term("текст", "Абзацы приложения, которое набрано в книге.")
    of_organisations: bool = term("об_организациях", "Перечень организаций.")
    of_agreements: bool = term("о_договорах", "Сведения о сетевых договорах.")
    of_programmes: bool = term("о_программах", "Перечень программ.")
    own_file: bool = term("отдельный_файл", "Лежит отдельно: здесь его не печатают.")


@dataclass(frozen=True)
class OrderAnnexes:
    """The annexes of one order in their order, each with its number, and what refers to them."""

    numbered: tuple[tuple[int, AnnexContent, OrderAnnexContext], ...]

    @property
    def contexts(self) -> tuple[OrderAnnexContext, ...]:
        return tuple(context for _, _, context in self.numbered)

    def mention(self, number: int | None) -> str:
        """«приложение № 1» for the text; empty where there is no such annex."""
        for own, _, context in self.numbered:
            if own == number:
                return _lower(context.mark.heading)
        return ""

    def find(self, content: AnnexContent) -> OrderAnnexContext | None:
        """The first annex of this content."""
        return next((context for _, own, context in self.numbered if own is content), None)

    @property
    def pupils(self) -> str | None:
        return self._dative(AnnexContent.PUPILS)

    @property
    def organisations(self) -> str | None:
        return self._dative(AnnexContent.ORGANISATIONS)

    @property
    def agreements(self) -> str | None:
        return self._dative(AnnexContent.AGREEMENTS)

    @property
    def programmes(self) -> str | None:
        return self._dative(AnnexContent.PROGRAMMES)

    @property
    def separate(self) -> str | None:
        return self._dative(AnnexContent.SEPARATE)

    def _dative(self, content: AnnexContent) -> str | None:
        """«приложению № 1» of «согласно приложению № 1»."""
        found = self.find(content)
        return _lower(found.mark.heading).replace("приложение", "приложению") if found else None


_TITLES: Mapping[AnnexContent, str] = {
    AnnexContent.PUPILS: "Список обучающихся",
    AnnexContent.ORGANISATIONS: "Перечень организаций, участвующих в сетевом взаимодействии",
    AnnexContent.AGREEMENTS: "Программы, реализуемые в сетевой форме, и договоры",
    AnnexContent.PROGRAMMES: "Перечень дополнительных общеобразовательных программ",
}
_OWN_FILES = (AnnexContent.PUPILS, AnnexContent.SEPARATE)


def annexes_of(order: Order, form: IssuerContext, tables: Tables) -> OrderAnnexes:
    """The annexes of the sheet by their numbers, or the usual ones of the order's kind.

    ``form`` is the head of the order: an annex names it in its mark.
    """
    rows = sorted(
        (r for r in tables.referring(OrderAnnex, "order", order.code) if r.content is not None),
        key=lambda row: row.number or 0,
    )
    if rows:
        found = [(row.number or 0, row.content, row.title, row.text) for row in rows]
    else:
        usual = usual_annexes(order, form.organisation)
        found = [(n, content, None, ()) for n, content in enumerate(usual, start=1)]
    return OrderAnnexes(
        tuple(
            (
                number,
                content,
                OrderAnnexContext(
                    mark=annex_mark(
                        form.document_dative,
                        form.short_name_genitive,
                        annex_number=str(number) if len(found) > 1 else None,
                        number=order.number,
                        date=order.date,
                        year=year_near(order.expected),
                    ),
                    title=title or _TITLES.get(content, ""),
                    text=text,
                    of_organisations=content is AnnexContent.ORGANISATIONS,
                    of_agreements=content is AnnexContent.AGREEMENTS,
                    of_programmes=content is AnnexContent.PROGRAMMES,
                    own_file=content in _OWN_FILES,
                ),
            )
            for number, content, title, text in found
        )
    )


def has_pupils(order: Order, tables: Tables) -> bool:
    """Whether a list of pupils is among the annexes of the order."""
    rows = tables.referring(OrderAnnex, "order", order.code)
    if rows:
        return any(row.content is AnnexContent.PUPILS for row in rows)
    issuer = tables.find(Organisation, order.issuer)
    return issuer is not None and AnnexContent.PUPILS in usual_annexes(order, issuer)


def usual_annexes(order: Order, issuer: Organisation) -> tuple[AnnexContent, ...]:
    """What the usual items of an order refer to."""
    if order.standard_items is False:
        return ()
    if order.kind is OrderKind.NETWORK:
        founder = issuer.legal_form is LegalForm.AUTHORITY
        whole = (AnnexContent.ORGANISATIONS, AnnexContent.AGREEMENTS)
        return whole if founder else (AnnexContent.AGREEMENTS,)
    return _USUAL.get(order.kind, ())


_USUAL: Mapping[OrderKind, tuple[AnnexContent, ...]] = {
    OrderKind.ROADMAP: (AnnexContent.SEPARATE,),
    OrderKind.MODEL: (AnnexContent.SEPARATE,),
    OrderKind.PROGRAMMES: (AnnexContent.PROGRAMMES,),
    OrderKind.ENROL: (AnnexContent.PUPILS,),
    OrderKind.TRANSFER: (AnnexContent.PUPILS,),
    OrderKind.EXPEL: (AnnexContent.PUPILS,),
}


def _lower(mark: str) -> str:
    return mark[:1].lower() + mark[1:]
