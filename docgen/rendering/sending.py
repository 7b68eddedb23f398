"""The gate before a file leaves the office: what a stranger could read out of it.

Tracked changes, comments, hidden text, names of authors, ties to other files, marks of a draft.
Nothing is removed here: the clerk decides what the file is to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docgen.diagnostics import Diagnostic, diagnose, shorten
from docgen.opc.finished import FinishedPaper, Part
from docgen.opc.reading import BrokenPart
from docgen.opc.wordprocessing import RPR, Places, local, text_of, w
from docgen.rendering.hygiene import TRACKED
from docgen.rendering.layout import DRAFT_BOOKMARK
from docgen.rendering.skeleton import COMMENT_KINDS, FORBIDDEN_KINDS

_INSPECTOR = "Файл → Сведения → Поиск проблем → Инспектор документов"
_AUTHORS = {
    "creator": "автор",
    "lastModifiedBy": "кто изменил последним",
    "manager": "руководитель",
    "company": "организация",
}
_NEUTRAL = frozenset({"", "docgen", "python-docx", "un-named", "unknown"})
_OFF = frozenset({"0", "false", "off"})
_BLANK_NUMBER = re.compile(r"№[ \u00a0]?_{2,}")


def check_before_sending(paper: FinishedPaper) -> list[Diagnostic]:
    """Everything that keeps a file from being sent, an empty list when it is clean."""
    found: list[Diagnostic] = []
    for part in paper.parts:
        places = Places(part.root, part.words)
        found += _tracked(paper, part, places)
        found += _hidden(paper, part, places)
    found += _comments(paper)
    found += _ties(paper)
    found += _authors(paper)
    found += _draft(paper)
    return found


_TAG = re.compile(r"\{[{%#].*?[}%#]\}")
_SOMEBODYS: Mapping[str, re.Pattern[str]] = {
    "имя человека": re.compile(
        r"\b[А-ЯЁ][а-яё-]+[ \u00a0][А-ЯЁ][а-яё]+[ \u00a0][А-ЯЁ][а-яё]+"
        r"(?:ович|евич|ьич|овн|евн|ичн)(?:а|у|ем|ом|е|ы|ой|ою)?\b"
    ),
    "СНИЛС": re.compile(r"\b\d{3}-\d{3}-\d{3}[ \u00a0-]\d{2}\b"),
    "паспорт": re.compile(r"\b\d{2}[ \u00a0]?\d{2}[ \u00a0]№?[ \u00a0]?\d{6}\b"),
    "ИНН": re.compile(r"\bИНН[ \u00a0:]*\d{10}(?:\d{2})?\b"),
    "счёт": re.compile(r"\b\d{20}\b"),
    "телефон": re.compile(r"(?:\+7|\b8)[ \u00a0-]?\(?\d{3,5}\)?[ \u00a0-]?\d{1,3}-\d{2}-\d{2}\b"),
    "адрес почты": re.compile(r"\b[\w.-]+@[\w-]+\.[a-zа-я]{2,}\b", re.IGNORECASE),
}


def somebodys_in_template(paper: FinishedPaper) -> Iterator[Diagnostic]:
    """Data of one person or office that last year's paper left in a template of many.

    Nothing is told of a file without tags: such data belong in a paper.
    """
    passages = list(paper.passages())
    if not any(_TAG.search(passage.text) for passage in passages):
        return
    for passage in passages:
        constant = _TAG.sub(" ", passage.text)
        for what, pattern in _SOMEBODYS.items():
            if pattern.search(constant):
                yield diagnose(
                    "template-somebodys",
                    paper.origin(passage.place),
                    f"в постоянном тексте шаблона {what}: это попадёт в каждую бумагу",
                    hint="замените полем {{ … }} или удалите",
                )


def _tracked(paper: FinishedPaper, part: Part, places: Places) -> Iterator[Diagnostic]:
    changes = [e for e in part.root.iter() if e.tag in TRACKED]
    if changes:
        authors = {e.get(w("author")) for e in changes} - {None}
        yield diagnose(
            "sending-tracked",
            paper.origin(places.of(changes[0]).words),
            f"непринятые исправления: {len(changes)}" + _by(authors),
            hint="Рецензирование → Принять все исправления или отклоните их",
        )


def _by(authors: set[Any]) -> str:
    return f", чужих имён при них: {len(authors)}" if authors else ""


def _hidden(paper: FinishedPaper, part: Part, places: Places) -> Iterator[Diagnostic]:
    for mark in part.root.iter(w("vanish"), w("webHidden")):
        shown = mark.get(w("val"), "1").lower() in _OFF
        run = mark.getparent().getparent() if mark.getparent().tag == RPR else None
        if shown or run is None or run.tag != w("r"):
            continue
        if text := "".join(e.text or "" for e in run.iter(w("t"))).strip():
            yield diagnose(
                "sending-hidden",
                paper.origin(places.of(mark).words),
                "в файле скрытый текст",
                hint="покажите его (Ctrl+Shift+8) и удалите или сделайте видимым",
                value=shorten(text),
            )
            return


def _comments(paper: FinishedPaper) -> Iterator[Diagnostic]:
    for relationship in paper.package.relationships(paper.package.main_part):
        kind = relationship.type.rpartition("/")[2]
        if kind not in COMMENT_KINDS or not paper.package.has(relationship.target):
            continue
        count = len(list(paper.package.xml(relationship.target)))
        if count:
            yield diagnose(
                "sending-comments",
                paper.origin(),
                f"в файле примечания: {count}",
                hint="Рецензирование → Удалить → Удалить все примечания",
            )
            return


def _ties(paper: FinishedPaper) -> Iterator[Diagnostic]:
    """Relationships of every part: what leads to other files, and what runs."""
    package = paper.package
    owners = ["", *(name for name in package.names() if not name.endswith(".rels"))]
    for owner in owners:
        try:
            relationships = package.relationships(owner)
        except BrokenPart:
            continue
        for relationship in relationships:
            kind = relationship.type.rpartition("/")[2]
            if relationship.external and kind != "hyperlink":
                what = {"attachedTemplate": "присоединённый шаблон", "image": "рисунок"}
                yield diagnose(
                    "sending-external",
                    paper.origin(),
                    f"файл связан с другим файлом: {what.get(kind, 'внешний объект')}",
                    hint="вставьте содержимое в файл и разорвите связь",
                    value=shorten(relationship.target),
                )
            elif relationship.external and not relationship.target.lower().startswith(
                ("http://", "https://", "mailto:", "tel:")
            ):
                yield diagnose(
                    "sending-external",
                    paper.origin(),
                    "ссылка ведёт в папку вашего компьютера",
                    hint="удалите ссылку: правая кнопка → Удалить гиперссылку",
                    value=shorten(relationship.target),
                )
            elif kind in FORBIDDEN_KINDS:
                yield diagnose(
                    "sending-embedded",
                    paper.origin(),
                    f"в файле {FORBIDDEN_KINDS[kind]}",
                    hint="удалите это и сохраните файл как «Документ Word (*.docx)»",
                )


def _authors(paper: FinishedPaper) -> Iterator[Diagnostic]:
    package = paper.package
    for relationship in package.relationships(""):
        if not relationship.type.rpartition("/")[2].endswith("-properties"):
            continue
        if relationship.external or not package.has(relationship.target):
            continue
        for element in package.xml(relationship.target).iter():
            words = _AUTHORS.get(local(element)) if isinstance(element.tag, str) else None
            if words and (element.text or "").strip().lower() not in _NEUTRAL:
                yield diagnose(
                    "sending-author",
                    paper.origin(),
                    f"в свойствах файла имя: {words}",
                    hint=_INSPECTOR,
                )


def _is_marked(part: Part) -> bool:
    names = (mark.get(w("name"), "") for mark in part.root.iter(w("bookmarkStart")))
    return any(name.startswith(DRAFT_BOOKMARK) for name in names)


def _draft(paper: FinishedPaper) -> Iterator[Diagnostic]:
    marked = next((part for part in paper.parts if _is_marked(part)), None)
    if marked is not None:
        yield diagnose(
            "sending-draft",
            paper.origin(marked.words),
            "на бумаге стоит пометка «ПРОЕКТ»",
            hint="пометку снимает согласование бумаги, не правка в Word",
        )
    for part in paper.parts:
        places = Places(part.root, part.words)
        for paragraph in places.paragraphs():
            if _BLANK_NUMBER.search(text_of(paragraph)):
                yield diagnose(
                    "sending-blank-number",
                    paper.origin(places.of(paragraph).words),
                    "номер не вписан",
                    hint="зарегистрируйте бумагу и впишите номер и дату",
                    value=shorten(text_of(paragraph), 60),
                )
                return
