"""The proof of a paper: it is read back and held against what it should say.

DESIGN.md, «What every paper obeys» 2. The paper is taken as bytes, as it will lie in the
folder, and unpacked by another library than packed it.

Every paper is held to the byte against a walk over the steps of its template, which shares
nothing with what wrote it but the template (``assembly``); its seal is reckoned again; the text
around and in its values is searched for flaws. What no value can change is judged once for each
*form*: papers that took the same branches and turns have the same elements in the same places.
The first paper of a form, one of every ``EVERY`` others and any with a doubt are proven
thoroughly: parsed, their values looked for in the text, their elements counted and their
structure judged. That also finds the words for what is wrong.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic, Origin, diagnose, shorten
from docgen.opc.reading import BrokenPart, parse_xml
from docgen.opc.wordprocessing import R_NS, SECTPR, TBL, TC, TR, P, Places, text_of, w
from docgen.opc.writing import read_back
from docgen.passport import CUSTOM_PART, printed_code_in, read_passport, seal_holds, seal_is_of
from docgen.rendering.chart_workbook import chart_workbook
from docgen.rendering.charts import C_NS, in_words, lost_figures
from docgen.rendering.code_picture import picture_of
from docgen.rendering.layout import DRAFT_BOOKMARK
from docgen.rendering.program import CHART_ID, PARTED, Form, Trace
from docgen.rendering.structure import check_text, shown_text
from docgen.rendering.tags import Tag
from docgen.rendering.template import Template

NBSP = "\u00a0"
_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"


@dataclass(frozen=True)
class Flaw:
    """Something that no text of a paper may have: ``pattern`` finds it.

    ``own`` is the code when the template brought it, ``value`` the code when it stands inside
    a value as the clerk typed it (empty: then it is her text and stays).
    """

    pattern: re.Pattern[str]
    words: str
    hint: str
    own: str
    value: str


_MEND_TEMPLATE = "поправьте шаблон"
FLAWS = (
    Flaw(
        re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}"),
        "остался неразобранный тег", _MEND_TEMPLATE, "proof-leftover", "",
    ),
    Flaw(
        re.compile(r"\b(?:None|nan|NaN|NaT|Undefined|undefined)\b"),
        "вместо значения служебное слово", _MEND_TEMPLATE, "proof-leftover", "",
    ),
    Flaw(
        re.compile(r"_x[0-9A-Fa-f]{4}_"),
        "остался код знака из таблицы", "наберите значение в ячейке заново",
        "proof-leftover", "proof-leftover",
    ),
    Flaw(
        re.compile(r" {2,}"),
        "два пробела подряд", "оставьте один", "proof-untidy", "proof-value-untidy",
    ),
    Flaw(
        re.compile(rf"«[\s{NBSP}]*»|„[\s{NBSP}]*“|“[\s{NBSP}]*”|\"\""),
        "пустые кавычки", "значение внутри кавычек пусто", "proof-untidy", "proof-value-untidy",
    ),
    Flaw(
        re.compile(rf"[ {NBSP}][,;](?!\S)|(?<=\w)[ {NBSP}]\.(?!\S)"),
        "пробел перед знаком препинания",
        "значение перед знаком пусто или кончается пробелом",
        "proof-untidy", "proof-value-untidy",
    ),
    Flaw(
        re.compile(r",\s*,|\(\s*\)"),
        "знаки препинания без слова между ними", "значение между ними пусто",
        "proof-untidy", "proof-value-untidy",
    ),
    Flaw(
        re.compile(r"№ (?=[\w_])"),
        "№ и номер могут разойтись по строкам", "нужен неразрывный пробел (Ctrl+Shift+Пробел)",
        "proof-torn", "proof-value-torn",
    ),
    Flaw(
        re.compile(r"\b[А-ЯЁ]\. ?[А-ЯЁ]\. [А-ЯЁ][а-яё]|\b[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\."),
        "инициалы и фамилия могут разойтись по строкам",
        "нужен неразрывный пробел (Ctrl+Shift+Пробел)",
        "proof-torn", "proof-value-torn",
    ),
    Flaw(
        re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b"),
        "число и месяц могут разойтись по строкам",
        "нужен неразрывный пробел (Ctrl+Shift+Пробел)",
        "proof-torn", "proof-value-torn",
    ),
)  # fmt: skip


EVERY = 256
"""One paper in so many is proven thoroughly though its form is known; its seal draws it."""
_MOST_FORMS = 4096
# Wherever one of the flaws could be in a text, and in few other places. Each pattern begins with a
# letter of its own, which is found at the speed of memory; most texts end at the first look.
_DOUBTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf" (?:[ ,;.]|(?<=[а-яё] )([А-ЯЁ]\. ?[А-ЯЁ]\.)|(?<=№ )\w|(?<=\d )(?:{_MONTHS})"
        r"|(?:(?<=[А-ЯЁ]\.[А-ЯЁ]\. )|(?<=[А-ЯЁ]\. [А-ЯЁ]\. ))[А-ЯЁ][а-яё])",
        rf"{NBSP}[,;.]",
        rf"«[\s{NBSP}]*»",
        rf"„[\s{NBSP}]*“",
        rf"“[\s{NBSP}]*”",
        r",\s*,",
        r"\(\s*\)",
    )
)
_DOUBTFUL_WORDS = ("None", "nan", "NaN", "NaT", "ndefined", "_x", '""')


def _is_doubtful(text: str) -> bool:
    """Whether one of the flaws may be in a text."""
    return (
        "{" in text
        or "}" in text
        or any(word in text for word in _DOUBTFUL_WORDS)
        or any(
            not _follows_a_common_word(found, text)
            for doubt in _DOUBTS
            for found in doubt.finditer(text)
        )
    )


def _follows_a_common_word(found: re.Match[str], text: str) -> bool:
    """Whether a doubt is about initials behind a word that is no surname: «имени А.П. Чехова»."""
    if not found.lastindex:
        return False
    start = found.start()
    while "а" <= text[start - 1 : start] <= "я" or text[start - 1 : start] == "ё":
        start -= 1
    before = text[start - 1 : start]
    return bool(before) and before != PARTED and not before.isupper()


def prove(
    paper: bytes,
    context: object,
    template: Template,
    shown_name: str = "",
    *,
    thorough: bool = False,
) -> list[Diagnostic]:
    """What is wrong with a paper; an empty list when it is proven.

    ``shown_name`` names the paper in messages (its document id by default). Errors mean that
    the paper must not be laid out; warnings go beside it. ``thorough``: its structure is judged
    even when that of a paper of the same form was.
    """
    form, drawn = _looked_at(paper, context, template)
    if form in template.proven and not (thorough or drawn):
        return []
    found = _Proof(paper, context, template, shown_name).run()
    if form is not None and not found:
        if len(template.proven) >= _MOST_FORMS:
            template.proven.clear()
        template.proven.add(form)
    return found


def _looked_at(paper: bytes, context: object, template: Template) -> tuple[Form | None, bool]:
    """The form of a paper that is to the byte what it must be, and whether it is drawn for a
    thorough proof; no form when there is a doubt."""
    parts = read_back(paper, template.constant)
    walk = template.walk(context) if parts is not None else None
    if parts is None or walk is None:
        return None, True
    properties = parts.pop(CUSTOM_PART, b"")
    digests = {name: template.hashed.digest(name, part) for name, part in parts.items()}
    if template.code_part:
        code = printed_code_in(properties)
        if not code or parts.pop(template.code_part, b"") != picture_of(code):
            return None, True
    if parts != walk.parts or _is_doubtful(walk.shown):
        return None, True
    if not seal_is_of(properties, {**template.digests, **digests}):
        return None, True
    return walk.form, zlib.crc32(properties) % EVERY == 0


class _Proof:
    def __init__(self, paper: bytes, context: object, template: Template, name: str) -> None:
        self.paper = paper
        self.context = context
        self.template = template
        self.name = name
        self.found: list[Diagnostic] = []

    def run(self) -> list[Diagnostic]:
        try:
            with zipfile.ZipFile(io.BytesIO(self.paper)) as container:
                parts = {name: container.read(name) for name in container.namelist()}
            roots = {name: parse_xml(parts[name], name) for name in self.template.programs}
        except (zipfile.BadZipFile, KeyError, BrokenPart, OSError) as fault:
            self._say("proof-broken", "", f"бумага не читается: {type(fault).__name__}")
            return self.found
        if not seal_holds(parts):
            self._say("proof-broken", "", "части бумаги не те, что записаны в её паспорте")
        traces = self.template.trace(self.context)
        for name, root in roots.items():
            trace = traces.get(name, Trace())
            self._structure(name, root, self._charts(parts, root, trace))
            text = shown_text(root)
            self._values(name, text, trace)
            self._elements(root, trace)
            # Most papers are clean: one look at the whole text spares a look at each paragraph.
            if any(flaw.pattern.search(text) for flaw in FLAWS):
                self._texts(name, root, trace)
        if self.template.draft:
            self._draft_mark(roots, parts)
        if self.template.code_part:
            self._code(parts)
        return self.found

    def _code(self, parts: Mapping[str, bytes]) -> None:
        """The picture shows the code that the passport names."""
        code = read_passport(self.paper)
        wanted = picture_of(code.printed_code) if code and code.printed_code else None
        if parts.get(self.template.code_part) != wanted:
            self._say("proof-broken", "", "QR-код на бумаге не её")

    def _say(
        self,
        code: str,
        place: str,
        message: str,
        hint: str = "",
        value: object = "",
        related: Iterable[Origin] = (),
    ) -> None:
        if not self.name:
            passport = read_passport(self.paper)
            self.name = passport.document_id if passport else self.template.name
        origin = Origin(self.name, label=place)
        self.found.append(diagnose(code, origin, message, hint=hint, value=value, related=related))

    # --- Word must open it -----------------------------------------------------------------------

    def _structure(self, name: str, root: Any, charts: Collection[str]) -> None:
        known = {*self.template.relationship_ids.get(name, ()), *charts}
        flaws = list(check_text(root, known))
        if not flaws:
            return
        places = Places(root, self.template.part_words.get(name, ""))
        for flaw in flaws[:20]:
            self._say(
                "proof-broken" if flaw.serious else "proof-grid",
                places.of(flaw.element).words,
                f"Word не примет бумагу: {flaw.words}" if flaw.serious else flaw.words,
                hint="поправьте шаблон " + self.template.name,
            )

    # --- charts ----------------------------------------------------------------------------------

    def _charts(self, parts: dict[str, bytes], root: Any, trace: Trace) -> set[str]:
        """Hold the charts against their figures; the relationship ids that lead to them."""
        if self.template.charts is None or not trace.charts:
            return set()
        targets = _targets(parts, self.template.charts.relationships_name)
        drawings = {
            chart.get(f"{{{R_NS}}}id", ""): drawing
            for drawing in root.iter(w("drawing"))
            for chart in drawing.iter(f"{{{C_NS}}}chart")
        }
        found = set()
        for number, (chart, tag, source) in enumerate(trace.charts, 1):
            identifier = f"{CHART_ID}{number}"
            part = _read(parts, targets.get(identifier, ""))
            if part is None or identifier not in drawings:
                self._lost(tag, f"диаграммы «{source}»")
                continue
            found.add(identifier)
            for words in lost_figures(chart, part):
                self._lost(tag, f"{words} диаграммы «{source}»")
            described = drawings[identifier].find(".//{*}docPr")
            if described is None or described.get("descr") != in_words(chart):
                self._lost(tag, f"описания диаграммы «{source}»")
            if parts.get(_workbook_of(targets[identifier], parts)) != chart_workbook(chart):
                self._lost(tag, f"таблицы с числами диаграммы «{source}»")
        return found

    def _lost(self, tag: Tag, what: str) -> None:
        self._say(
            "proof-value-lost",
            tag.place.words,
            f"в бумаге нет {what} ({self.template.name}, {tag.place.words})",
            hint="это ошибка docgen или шаблона: сообщите о ней",
        )

    # --- what was to be printed is there, in order -----------------------------------------------

    def _values(self, name: str, text: str, trace: Trace) -> None:
        position = 0
        for index, (value, tag, source, _) in enumerate(trace.values):
            found = text.find(value, position)
            if found >= 0:
                position = found + len(value)
                continue
            origin = self._origin_of(name, index)
            self._say(
                "proof-value-lost",
                tag.place.words,
                f"в бумаге нет значения поля «{source}» ({self.template.name}, {tag.place.words})",
                hint="это ошибка docgen или шаблона: сообщите о ней",
                value=value,
                related=[origin] if origin else [],
            )

    def _origin_of(self, name: str, index: int) -> Origin | None:
        """The cell of a printed value: looked for only when there is something to say of it."""
        values = self.template.trace(self.context, with_origins=True)[name].values
        return values[index][3] if index < len(values) else None

    def _elements(self, root: Any, trace: Trace) -> None:
        for tag, key, words in (
            (P, "p", "абзацев"),
            (TBL, "tbl", "таблиц"),
            (TR, "tr", "строк таблиц"),
            (TC, "tc", "ячеек"),
        ):
            expected = trace.elements.get(key, 0)
            made = sum(1 for _ in root.iter(tag))
            if made != expected:
                self._say(
                    "proof-rows-lost",
                    "",
                    f"{words} в бумаге {made}, а по данным должно быть {expected}",
                    hint="это ошибка docgen или шаблона: сообщите о ней",
                )

    # --- how it reads ----------------------------------------------------------------------------

    def _texts(self, name: str, root: Any, trace: Trace) -> None:
        places: Places | None = None
        for paragraph in root.iter(P):
            text = text_of(paragraph)
            if not text or text.isspace():
                continue
            for flaw, match in _flaws_in(text):
                places = places or Places(root, self.template.part_words.get(name, ""))
                self._flaw(flaw, match, text, trace, name, places.of(paragraph).words)

    def _flaw(
        self, flaw: Flaw, match: re.Match[str], text: str, trace: Trace, name: str, place: str
    ) -> None:
        around = shorten(text[max(0, match.start() - 20) : match.end() + 20], 60)
        inside = _value_around(match, text, trace)
        if inside is None:
            self._say(
                flaw.own,
                place,
                f"{flaw.words}: «{around}» (шаблон {self.template.name})",
                hint=flaw.hint,
            )
        elif flaw.value:
            origin = self._origin_of(name, inside)
            source = trace.values[inside][2]
            self._say(
                flaw.value,
                place,
                f"{flaw.words} в значении поля «{source}»: «{around}»",
                hint=flaw.hint,
                related=[origin] if origin else [],
            )

    # --- the mark of a draft ---------------------------------------------------------------------

    def _draft_mark(self, roots: dict[str, Any], parts: dict[str, bytes]) -> None:
        main = roots.get(self.template.main)
        if main is None:
            main = parse_xml(parts[self.template.main], self.template.main)
        targets = self.template.relationship_targets.get(self.template.main, {})
        for section in main.iter(SECTPR):
            for reference in section.findall(w("headerReference")):
                part = targets.get(reference.get(f"{{{R_NS}}}id", ""), "")
                if DRAFT_BOOKMARK.encode() not in parts.get(part, b""):
                    self._say("proof-draft-mark", "", "в колонтитуле нет пометки «ПРОЕКТ»")


def _read(parts: Mapping[str, bytes], name: str) -> Any | None:
    """The tree of a part; ``None`` when it is not there or no XML."""
    try:
        return parse_xml(parts[name], name)
    except (KeyError, BrokenPart):
        return None


def _targets(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Relationship id → part, of a part with relationships."""
    links = _read(parts, name)
    found = [] if links is None else links
    return {link.get("Id", ""): link.get("Target", "").lstrip("/") for link in found}


def _workbook_of(part: str, parts: Mapping[str, bytes]) -> str:
    """Name of the workbook behind a chart part; empty when nothing leads to one."""
    folder, _, file = part.rpartition("/")
    targets = list(_targets(parts, f"{folder}/_rels/{file}.rels").values())
    return targets[0] if len(targets) == 1 else ""


def _flaws_in(text: str) -> Iterator[tuple[Flaw, re.Match[str]]]:
    for flaw in FLAWS:
        match = flaw.pattern.search(text)
        while match is not None:
            yield flaw, match
            match = flaw.pattern.search(text, max(match.end(), match.start() + 1))


def _value_around(match: re.Match[str], text: str, trace: Trace) -> int | None:
    """Number of the printed value inside which a match lies, ``None`` when the template
    brought it or it arose where a value meets the template's text."""
    for index, (value, *_) in enumerate(trace.values):
        if match.group() not in value:
            continue
        start = text.find(value)
        while start >= 0:
            if start <= match.start() and match.end() <= start + len(value):
                return index
            start = text.find(value, start + 1)
    return None
