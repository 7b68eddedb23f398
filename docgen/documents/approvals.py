"""Грифы: who approves, agrees or adopts a paper, by a signature on it or by another paper.

Norms: ГОСТ Р 7.0.97, реквизиты «гриф утверждения», «гриф согласования», «отметка о приложении»
(norms/office.md 1.3): the word in capitals without a colon, the post in the nominative, initials
before the surname, a place for the date; several грифы stand on one level.
Templates print them with ``blocks/грифы.txt`` (a sheet upright), ``blocks/грифы_альбом.txt`` and
``blocks/отметка_приложения.txt``.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.documents.blanks import NO_YEAR, date_or_blank, number_or_blank
from docgen.documents.wording import Wording, names_organisation, signature, upper_first
from docgen.records.directory import Organisation, Person
from docgen.records.terms import term
from docgen.russian import Case, Gender, agree_short

APPROVE = "УТВЕРЖДАЮ"
AGREED = "СОГЛАСОВАНО"


@dataclass(frozen=True, kw_only=True)
class ApprovalContext:
    """Гриф: a word, the lines under it, a place to sign where a person approves, the date."""

    word: str = term("слово", "Прописными: «УТВЕРЖДАЮ», «УТВЕРЖДЕНО», «ПРИНЯТО».")
    lines: tuple[str, ...] = term(
        "строки", "Под словом: должность утверждающего или «приказом Управления образования»."
    )
    signature: str | None = term(
        "подпись", "Инициалы и фамилия; пусто, если утверждает документ, а не человек."
    )
    date_line: str = term("дата_строкой", "««__» ____ 2026 г.» или «от … № …».")


@dataclass(frozen=True, kw_only=True)
class ApprovalRowContext:
    """Грифы на одном уровне: two side by side; a single one stands on the right."""

    left: ApprovalContext | None = term("левый")
    right: ApprovalContext = term("правый")


@dataclass(frozen=True, kw_only=True)
class AnnexMarkContext:
    """Отметка о приложении: «Приложение № 1 / к приказу … / от … № …»."""

    heading: str = term("заголовок", "«Приложение» или «Приложение № 1».")
    to_paper: str = term("к_документу", "«к приказу Управления образования».")
    date_line: str = term("дата_строкой", "«от 26.08.2014 № 453/1».")


def by_person(
    person: Person,
    organisation: Organisation | None,
    wording: Wording,
    *,
    word: str = APPROVE,
    post: str | None = None,
    date: datetime.date | None = None,
    year: str = NO_YEAR,
) -> ApprovalContext:
    """«УТВЕРЖДАЮ, директор МБОУ СОШ № 5, ____ М.П. Железняк, «__» ____ 2026 г.»

    ``post`` is put as typed instead of the post on «Люди»; ``year`` stands in the blank of a
    date that is not given yet.
    """
    return ApprovalContext(
        word=word,
        lines=(upper_first(post),) if post else _post_lines(person, organisation, wording),
        signature=signature(person),
        date_line=date_or_blank(date, year),
    )


def by_paper(
    word: str,
    paper: str,
    issuer: str = "",
    *,
    number: str | None = None,
    date: datetime.date | None = None,
    year: str = NO_YEAR,
) -> ApprovalContext:
    """«УТВЕРЖДЕНО приказом Управления образования от … № …».

    ``paper`` is in the instrumental («приказом», «протоколом педагогического совета»),
    ``issuer`` in the genitive.
    """
    return ApprovalContext(
        word=word,
        lines=(" ".join(part for part in (paper, issuer) if part),),
        signature=None,
        date_line=dated_and_numbered(number, date, year),
    )


def dated_and_numbered(number: str | None, date: datetime.date | None, year: str = NO_YEAR) -> str:
    """«от 26.08.2014 № 453/1», or the places for both."""
    day = f"{date:%d.%m.%Y}" if date else date_or_blank(None, year)
    return f"от\u00a0{day} №\u00a0{number_or_blank(number)}"


def approved_word(gender: Gender, participle: str = "утверждён") -> str:
    """«УТВЕРЖДЕНА»: the word over a paper of this gender that another paper approves."""
    return agree_short(participle, gender).upper()


def annex_mark(
    paper: str,
    issuer: str,
    *,
    annex_number: str | None = None,
    number: str | None = None,
    date: datetime.date | None = None,
    year: str = NO_YEAR,
) -> AnnexMarkContext:
    """«Приложение № 1 к приказу … от … № …»: ``paper`` in the dative, ``issuer`` genitive.

    The annex has a number only where there are several (office.md 1.3).
    """
    return AnnexMarkContext(
        heading=f"Приложение №\u00a0{annex_number}" if annex_number else "Приложение",
        to_paper=f"к\u00a0{paper} {issuer}",
        date_line=dated_and_numbered(number, date, year),
    )


def in_rows(approvals: Sequence[ApprovalContext]) -> tuple[ApprovalRowContext, ...]:
    """Грифы two in a row, the last odd one on the right."""
    pairs = [approvals[place : place + 2] for place in range(0, len(approvals), 2)]
    return tuple(
        ApprovalRowContext(left=pair[0] if len(pair) == 2 else None, right=pair[-1])
        for pair in pairs
    )


def _post_lines(
    person: Person, organisation: Organisation | None, wording: Wording
) -> tuple[str, ...]:
    """The post with its organisation, on a line of its own where its genitive is in doubt."""
    post = upper_first(wording.post_in_text(person, organisation))
    if organisation is None or names_organisation(person, organisation):
        return (post,)
    form = wording.dictionary.organisation(organisation.short_name, Case.GEN)
    return (post, organisation.short_name) if form.doubtful else (post,)
