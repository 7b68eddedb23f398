"""The program of a part: constant XML, values, conditions and loops, run under limits.

This is what a template means. ``assembly`` makes papers from the same steps in another way and
faster; every paper is held against a walk over them (``proof``), and all faults are told by it.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docgen.diagnostics import Origin
from docgen.opc.wordprocessing import Place
from docgen.opc.writing import escaped
from docgen.records.charts import Chart
from docgen.records.terms import Missing
from docgen.rendering.charts import ChartRoom, DrawnChart, changed_words, draw
from docgen.rendering.expressions import (
    LEAF,
    UNKNOWN,
    Expression,
    ExpressionReader,
    Frame,
    LoopState,
    Refused,
    Scope,
)
from docgen.rendering.tags import KEYWORDS, MARK, Mode, Report, Tag, meant_keyword
from docgen.rendering.typesetting import for_value
from docgen.rendering.values import Fault, Printing, as_attribute, as_text, checked, printed


@dataclass(frozen=True)
class RenderLimits:
    """What one paper may take: characters of XML, seconds, turns of one loop, nested loops."""

    characters: int = 64_000_000
    seconds: float = 20.0
    turns: int = 20_000
    depth: int = 4


@dataclass
class Located:
    """A fault with the tag where it came up and the cell it leads to."""

    fault: Fault
    tag: Tag
    source: str
    origin: Origin | None


@dataclass
class Trace:
    """What one run printed into text, in reading order, and the elements it made."""

    values: list[tuple[str, Tag, str, Origin | None]] = field(default_factory=list)
    elements: dict[str, int] = field(default_factory=dict)
    with_origins: bool = False
    charts: list[tuple[Chart, Tag, str]] = field(default_factory=list)


Form = tuple[object, ...]
"""Which turns a paper takes in its template: see ``Output.form``."""


class Output:
    """What one paper gathers while it is made. ``number`` counts ids, for all its parts;
    ``charts`` are drawn in the order of the text.

    Asked for, a walk notes more. ``trace``: what each part must show. ``shown``: the text around
    and in every value, ``PARTED`` where a paragraph ends or text is left out. ``form``: the
    branches taken, the loops with their turns, the values of attributes: papers of one form have
    the same elements in the same places, so their structure is judged once.
    """

    def __init__(self, limits: RenderLimits, trace: Trace | None = None) -> None:
        self.limits = limits
        self.pieces: list[bytes] = []
        self.shown: list[str] | None = None
        self.form: list[object] | None = None
        self.left = limits.characters
        self.deadline = time.monotonic() + limits.seconds
        self.number = 0
        self.faults: list[Located] = []
        self.charts: list[DrawnChart] = []
        self.trace = trace

    def take(self) -> bytes:
        """The XML of the part that has just been made; the next part starts empty."""
        made = b"".join(self.pieces)
        self.pieces = []
        return made

    def check(self) -> None:
        """Raises ``Fault`` when the paper has grown beyond its limits."""
        if self.left < 0:
            raise Fault(
                "template-limit", "бумага слишком велика", hint="проверьте повторы в шаблоне"
            )
        if time.monotonic() > self.deadline:
            raise Fault(
                "template-limit",
                f"бумага делалась дольше {self.limits.seconds:g} с и остановлена",
                hint="проверьте повторы в шаблоне",
            )

    def fail(self, fault: Fault, tag: Tag, expression: Expression, frame: Frame) -> None:
        """Note a fault and go on, so that all faults of a paper come out in one run.

        A limit is no fault of one tag: it ends the paper.
        """
        origin = fault.origin or expression.origin(frame)
        self.faults.append(Located(fault, tag, expression.source, origin))
        if fault.code == "template-limit" or len(self.faults) >= 100:
            raise fault


class Step:
    """One step of a program."""

    def run(self, frame: Frame, output: Output) -> None:
        raise NotImplementedError


_SEAM = 10
"""As much of the template's text on either side of a value as a flaw there could take in."""


class Constant(Step):
    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode()
        self._elements: dict[str, int] | None = None
        self._seam: str | None = None

    def run(self, frame: Frame, output: Output) -> None:
        output.pieces.append(self.data)
        output.left -= len(self.text)
        if output.shown is not None:
            output.shown.append(self.seam())
        if output.trace is not None:
            elements = output.trace.elements
            for name, count in self.elements().items():
                elements[name] = elements.get(name, 0) + count

    def elements(self) -> dict[str, int]:
        """How many paragraphs, rows and cells the text opens."""
        if self._elements is None:
            self._elements = {}
            for name in re.findall(r"<w:(p|tr|tc|tbl)[ />]", self.text):
                self._elements[name] = self._elements.get(name, 0) + 1
        return self._elements

    def seam(self) -> str:
        """The ends of the text that it shows, which values may meet."""
        if self._seam is None:
            shown = _shown(self.text)
            cut = len(shown) > 2 * _SEAM
            self._seam = f"{shown[:_SEAM]}{PARTED}{shown[-_SEAM:]}" if cut else shown
        return self._seam


PARTED = "\ue0f3"
"""No letter, no space: what stands on its two sides is not next to each other."""
_SHOWING = re.compile(
    r"<w:t(?: [^>]*)?>([^<]*)|<w:(tab|br|cr|noBreakHyphen)/>|</?w:(?:p|tc|txbxContent)[ />]"
    r"|^([^<]*)|<[^>]*>?"
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def _shown(xml: str) -> str:
    """The text that a piece of XML shows, ``PARTED`` at the ends of paragraphs."""
    pieces = []
    for found in _SHOWING.finditer(xml):
        text, sign, first = found.groups()
        if sign is not None:
            pieces.append(_SIGNS[sign])
        elif text is not None or first is not None:
            pieces.append(_unescaped(text or first or ""))
        elif found.group().startswith(("<w:p", "</w:p", "<w:tc", "</w:tc", "<w:tx", "</w:tx")):
            pieces.append(PARTED)
    return "".join(pieces)


def _unescaped(text: str) -> str:
    for sign, written in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        text = text.replace(written, sign)
    return text


_HOW: dict[Mode, Callable[[str], str]] = {
    Mode.TEXT: as_text,
    Mode.PLAIN: escaped,
    Mode.ATTRIBUTE: as_attribute,
}
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6}|auto)")
_MOST_REMEMBERED = 256
"""Values of one tag: those that many papers share. Names and addresses come once and go; with all
of a district's a process would hold a hundred megabytes of them."""
LONGEST_REMEMBERED = 500


class Print(Step):
    """``{{ value }}``"""

    def __init__(self, expression: Expression, tag: Tag, printing: Printing) -> None:
        self.expression = expression
        self.tag = tag
        self.printing = printing
        self.escape = _HOW.get(tag.mode, as_attribute)
        self.in_text = tag.mode in (Mode.TEXT, Mode.PLAIN)
        self.in_paragraph = tag.mode is Mode.TEXT
        self._known: dict[str, tuple[str, bytes]] = {}

    def run(self, frame: Frame, output: Output) -> None:
        try:
            value = self.expression.evaluate(frame)
            known = self._known.get(value) if value.__class__ is str else None
            text, written = known or self._written(value)
            output.left -= len(written)
            if output.left < 0:
                output.check()
        except Fault as fault:
            output.fail(fault, self.tag, self.expression, frame)
            return
        output.pieces.append(written)
        if output.form is not None and not self.in_text:
            output.form.append(text)
        if output.shown is not None and self.in_paragraph:
            output.shown.append(text)
        if output.trace is not None and self.in_text:
            origin = self.expression.origin(frame) if output.trace.with_origins else None
            output.trace.values.append((text, self.tag, self.expression.source, origin))

    def _written(self, value: object) -> tuple[str, bytes]:
        text = self.text_of(value)
        written = text, self.escape(text).encode()
        if value.__class__ is str and len(text) <= LONGEST_REMEMBERED:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[str(value)] = written
        return written

    def text_of(self, value: object) -> str:
        """The text that stands on the paper. Raises ``Fault`` for a value that has none."""
        return printed(value, self.printing)


class PrintTypeset(Print):
    """A value of the text, with the quotes, dashes and no-break spaces of Russian typography."""

    def __init__(self, expression: Expression, tag: Tag, printing: Printing) -> None:
        super().__init__(expression, tag, printing)
        self.typography = for_value(tag)

    def text_of(self, value: object) -> str:
        return self.typography(super().text_of(value))


CHART_ID = "rIdDocgenChart"
"""Relationship ids of the charts of a paper begin with it; their number in the text follows."""


class PrintChart(Print):
    """``{{ chart }}``, alone in its paragraph"""

    def __init__(self, expression: Expression, tag: Tag, room: ChartRoom, typeset: bool) -> None:
        super().__init__(expression, tag, {})
        self.room = room
        self.change = for_value(tag) if typeset else None

    def run(self, frame: Frame, output: Output) -> None:
        try:
            chart = self._chart(frame)
            output.number += 1
            identifier = f"{CHART_ID}{len(output.charts) + 1}"
            drawn = draw(chart, self.room, identifier, output.number)
            output.left -= len(drawn.drawing) + len(drawn.part)
            output.check()
        except Fault as fault:
            output.fail(fault, self.tag, self.expression, frame)
            return
        output.charts.append(drawn)
        written = f'</w:t>{drawn.drawing}<w:t xml:space="preserve">'
        output.pieces.append(written.encode())
        if output.trace is not None:
            output.trace.charts.append((chart, self.tag, self.expression.source))

    def _chart(self, frame: Frame) -> Chart:
        value = self.expression.evaluate(frame)
        if isinstance(value, Missing) or value is None:
            raise Fault(
                "template-chart",
                f"нет данных для диаграммы «{self.expression.source}»",
                hint="поставьте её под условие {%p if … %} … {%p endif %}",
                origin=value.origin if isinstance(value, Missing) else None,
            )
        if not isinstance(value, Chart):
            raise Fault("template-value-kind", f"«{self.expression.source}» — не диаграмма")
        value = changed_words(value, checked)
        return changed_words(value, self.change) if self.change else value


class PrintColour(Print):
    """``{% cellbg value %}``"""

    def text_of(self, value: object) -> str:
        text = super().text_of(value)
        found = _COLOUR.fullmatch(text)
        if found is None:
            raise Fault(
                "template-value-kind", "это не цвет ячейки", hint="цвет — шесть знаков: D9D9D9"
            )
        return found.group(1)


class PrintSpan(Print):
    """``{% colspan value %}`` and the width of a cell with ``{% hm %}``"""

    def __init__(self, expression: Expression, tag: Tag, printing: Printing, times: int) -> None:
        super().__init__(expression, tag, printing)
        self.times = times

    def text_of(self, value: object) -> str:
        if type(value) is not int or not 1 <= value * self.times <= 63:
            raise Fault("template-value-kind", "ячейка занимает от 1 до 63 столбцов")
        return str(value * self.times)


class PrintNumber(Step):
    """A number that no other drawing of the paper has."""

    def run(self, frame: Frame, output: Output) -> None:
        output.number += 1
        output.pieces.append(str(output.number).encode())


class EndCell(Step):
    """The end of a cell: a paragraph is put in when nothing or a table stands last."""

    def run(self, frame: Frame, output: Output) -> None:
        if lacks_paragraph(output.pieces):
            output.pieces.append(EMPTY_PARAGRAPH)
            if output.trace is not None:
                elements = output.trace.elements
                elements["p"] = elements.get("p", 0) + 1


EMPTY_PARAGRAPH = b"<w:p/>"


def lacks_paragraph(pieces: list[bytes]) -> bool:
    """Whether what was written last is no paragraph."""
    last = next((piece for piece in reversed(pieces) if piece.strip()), b"").rstrip()
    return not last.endswith((b"</w:p>", EMPTY_PARAGRAPH))


class Condition(Step):
    """``{% if %} … {% elif %} … {% else %} … {% endif %}``"""

    def __init__(self, tag: Tag) -> None:
        self.branches: list[tuple[Expression | None, Tag, list[Step]]] = []
        self.tag = tag

    def run(self, frame: Frame, output: Output) -> None:
        for number, (expression, tag, steps) in enumerate(self.branches):
            try:
                chosen = expression is None or bool(expression.evaluate(frame))
            except Fault as fault:
                assert expression is not None
                output.fail(fault, tag, expression, frame)
                return
            if chosen:
                if output.form is not None:
                    output.form.append(number)
                for step in steps:
                    step.run(frame, output)
                return
        if output.form is not None:
            output.form.append(None)


class Loop(Step):
    """``{% for a in b if c %} … {% else %} … {% endfor %}``"""

    def __init__(self, items: Expression, slot: int, tag: Tag) -> None:
        self.items = items
        self.slot = slot
        self.test: Expression | None = None
        self.tag = tag
        self.steps: list[Step] = []
        self.otherwise: list[Step] = []

    def run(self, frame: Frame, output: Output) -> None:
        try:
            members = self._members(frame, output)
        except Fault as fault:
            output.fail(fault, self.tag, self.items, frame)
            return
        state = frame.loops[self.slot] = LoopState(len(members))
        around, turns = output.form, []
        for index, member in enumerate(members):
            state.index0 = index
            frame.slots[self.slot] = member
            try:
                output.check()
            except Fault as fault:
                output.fail(fault, self.tag, self.items, frame)
            if around is not None:
                output.form = []
                turns.append(output.form)
            for step in self.steps:
                step.run(frame, output)
        if around is not None:
            output.form = around
            around.append(self._form([tuple(turn) for turn in turns]))
        if not members:
            for step in self.otherwise:
                step.run(frame, output)

    def _form(self, turns: list[Form]) -> object:
        """What the turns are to the structure of a paper: a third one of the same form in the
        middle changes nothing, except that cells side by side are counted."""
        if self.tag.prefix == "tc" or not turns:
            return tuple(turns)
        seen = Counter(turns)
        return turns[0], turns[-1], frozenset((turn, n > 1) for turn, n in seen.items())

    def _members(self, frame: Frame, output: Output) -> list[Any]:
        items = self.items.evaluate(frame)
        if isinstance(items, Missing) or items is None:
            origin = items.origin if isinstance(items, Missing) else None
            raise Fault(
                "template-value-missing",
                f"нет перечня «{self.items.source}», повторять нечего",
                hint="заполните ячейку или листы, из которых он собирается",
                origin=origin,
            )
        if not isinstance(items, tuple | list):
            raise Fault("template-value-kind", f"«{self.items.source}» — не перечень")
        if len(items) > output.limits.turns:
            raise Fault(
                "template-limit",
                f"в перечне «{self.items.source}» больше {output.limits.turns} строк",
            )
        if self.test is None:
            return list(items)
        kept = []
        for member in items:
            frame.slots[self.slot] = member
            if self.test.evaluate(frame):
                kept.append(member)
        return kept


DEEPEST = 40


# --- building -----------------------------------------------------------------------------------


@dataclass
class Builder:
    """Builds the program of a part from its XML with marks."""

    reader: ExpressionReader
    scope: Scope
    printing: Printing
    limits: RenderLimits
    report: Report
    typeset: bool = False
    room_of: Callable[[Tag], ChartRoom | None] = lambda tag: None

    def build(self, xml: str, tags: list[Tag]) -> list[Step]:
        """The steps of a part; what is wrong with its tags is reported, all of it."""
        self._open: list[tuple[Condition | Loop, Tag, bool]] = []
        self._steps: list[list[Step]] = [[]]
        pieces = MARK.split(xml)
        for index, piece in enumerate(pieces):
            if index % 2 == 0:
                if piece:
                    self._steps[-1].append(Constant(piece))
                continue
            tag = tags[int(piece)]
            try:
                self._take(tag)
            except Refused as refused:
                self._refuse(refused, tag)
        for _, tag, _ in self._open:
            word = tag.source.split()[0]
            self.report(
                "template-tag-unclosed",
                tag.place,
                f"нет конца у «{tag.written}»",
                f"ниже нужен {{%{tag.prefix} end{word} %}}",
            )
        return self._steps[0]

    def _refuse(self, refused: Refused, tag: Tag) -> None:
        self.report(refused.code, tag.place, f"{refused.message}: «{tag.written}»", refused.hint)

    def _take(self, tag: Tag) -> None:
        steps = self._steps[-1]
        if tag.mode is Mode.NUMBER:
            steps.append(PrintNumber())
        elif tag.mode is Mode.CELL_END:
            steps.append(EndCell())
        elif tag.sign == "{{":
            if not tag.source:
                raise Refused("template-tag-broken", "пустой тег", "впишите имя поля")
            steps.append(self._print(tag))
        else:
            self._statement(tag)

    def _print(self, tag: Tag) -> Step:
        if tag.mode is Mode.SPAN:
            source, _, times = tag.source.partition(":")
            expression = self.reader.value(source, self.scope)
            return PrintSpan(expression, tag, self.printing, int(times or 1))
        expression = self.reader.value(tag.source, self.scope)
        if tag.mode is Mode.COLOUR:
            return PrintColour(expression, tag, self.printing)
        if expression.shape.owner is Chart:
            return self._chart(expression, tag)
        self._check_printable(expression)
        if tag.mode is Mode.TEXT and self.typeset:
            return PrintTypeset(expression, tag, self.printing)
        return Print(expression, tag, self.printing)

    def _chart(self, expression: Expression, tag: Tag) -> Step:
        room = self.room_of(tag)
        if room is None:
            raise Refused(
                "template-tag-misplaced",
                "диаграмма стоит в тексте бумаги одна в своём абзаце",
                "поставьте её в отдельный абзац, не в колонтитул и не в надпись",
            )
        tag.draws = True
        return PrintChart(expression, tag, room, self.typeset)

    def _check_printable(self, expression: Expression) -> None:
        kind = expression.shape.kind
        if kind == "many":
            raise Refused(
                "template-value-kind",
                "перечень не печатается целиком",
                "нужен повтор {% for строка in … %} или фильтр join(', ')",
            )
        if kind in ("object", "keys"):
            raise Refused(
                "template-value-kind",
                "составное значение не печатается целиком",
                "назовите его поле через точку",
            )

    def _statement(self, tag: Tag) -> None:
        word, _, rest = tag.source.partition(" ")
        if word not in KEYWORDS:
            raise _unknown_word(word)
        if word in ("else", "endif", "endfor") and rest.strip():
            raise Refused("template-tag-broken", f"после {word} ничего не пишут")
        if word in ("if", "for") and len(self._open) >= DEEPEST:
            raise Refused("template-limit", f"условия и повторы вложены глубже {DEEPEST} уровней")
        if word == "if":
            self._open_if(tag, rest)
        elif word == "for":
            self._open_for(tag, rest)
        elif word in ("elif", "else"):
            self._branch(word, tag, rest)
        else:
            self._close(word, tag)

    def _open_if(self, tag: Tag, rest: str) -> None:
        condition = Condition(tag)
        steps: list[Step] = []
        self._steps[-1].append(condition)
        self._open.append((condition, tag, False))
        self._steps.append(steps)
        condition.branches.append((self._condition(rest, tag), tag, steps))

    def _condition(self, rest: str, tag: Tag) -> Expression:
        # A block whose condition is wrong is still a block: its end must find it.
        try:
            if not rest.strip():
                raise Refused("template-tag-broken", "нет условия", "напишите {% if поле %}")
            return self.reader.condition(rest, self.scope)
        except Refused as refused:
            self._refuse(refused, tag)
            return Expression(lambda f: False, LEAF, rest)

    def _open_for(self, tag: Tag, rest: str) -> None:
        depth = sum(isinstance(block, Loop) for block, _, _ in self._open)
        slot = self.scope.slots
        self.scope.slots += 1
        variable, items = "", Expression(lambda f: (), UNKNOWN, rest)
        read_test: Callable[[], Expression | None] = lambda: None  # noqa: E731
        try:
            if depth >= self.limits.depth:
                raise Refused(
                    "template-limit", f"повторы вложены глубже {self.limits.depth} уровней"
                )
            variable, items, read_test = self.reader.loop(rest, self.scope)
        except Refused as refused:
            self._refuse(refused, tag)
            variable = rest.split()[0] if rest.split() else ""
        loop = Loop(items, slot, tag)
        self._steps[-1].append(loop)
        self._open.append((loop, tag, False))
        self._steps.append(loop.steps)
        self.scope.loops.append((variable, slot, items.shape.item or UNKNOWN))
        try:
            loop.test = read_test()
        except Refused as refused:
            self._refuse(refused, tag)

    def _branch(self, word: str, tag: Tag, rest: str) -> None:
        if not self._open:
            raise Refused("template-tag-unclosed", f"{word} без начала", "выше нужен {% if … %}")
        block, opener, had_else = self._open[-1]
        if had_else:
            raise Refused("template-tag-broken", f"{word} после else", "else бывает последним")
        self._aligned(opener, tag)
        self._steps.pop()
        steps: list[Step] = []
        if isinstance(block, Loop):
            if word == "elif":
                raise Refused("template-tag-broken", "elif внутри повтора", "")
            steps = block.otherwise
            self.scope.loops.pop()
        elif word == "else":
            block.branches.append((None, tag, steps))
        else:
            block.branches.append((self._condition(rest, tag), tag, steps))
        self._open[-1] = (block, opener, word == "else")
        self._steps.append(steps)

    def _close(self, word: str, tag: Tag) -> None:
        if not self._open:
            raise Refused(
                "template-tag-unclosed", f"{word} без начала", f"выше нужен {{% {word[3:]} … %}}"
            )
        block, opener, had_else = self._open[-1]
        if (word == "endfor") != isinstance(block, Loop):
            expected = "endfor" if isinstance(block, Loop) else "endif"
            raise Refused(
                "template-tag-unclosed",
                f"здесь закрывается «{opener.written}» ({opener.place.words}), нужен {expected}",
            )
        self._open.pop()
        self._steps.pop()
        if isinstance(block, Loop) and not had_else:
            self.scope.loops.pop()
        self._aligned(opener, tag)

    def _aligned(self, opener: Tag, tag: Tag) -> None:
        """The tags of one block must stand alike, or the paper would not be Word's."""
        if opener.path == tag.path and opener.container is tag.container:
            if opener.paragraph is not tag.paragraph and opener.path[:1] == ("p",):
                self.report(
                    "template-tag-crossing",
                    tag.place,
                    f"«{opener.written}» и «{tag.written}» стоят в разных абзацах без буквы p: "
                    "текст абзацев сольётся",
                    f"напишите {{%p {opener.source} %}} и {{%p {tag.source} %}}, каждый в своём "
                    "абзаце",
                )
            return
        if opener.prefix != tag.prefix:
            raise Refused(
                "template-tag-misplaced",
                f"у начала «{opener.written}» ({opener.place.words}) и конца разные буквы",
                f"буквы после скобок должны совпадать: {{%{opener.prefix} … %}}",
            )
        raise Refused(
            "template-tag-misplaced",
            f"начало «{opener.written}» ({opener.place.words}) и конец стоят в разных частях "
            "документа",
            "начало и конец должны быть в одной ячейке или оба вне таблицы; для строк таблицы "
            "есть {%tr … %}",
        )


def _unknown_word(word: str) -> Refused:
    meant = meant_keyword(word)
    if meant:
        why = (
            "слово набрано с прописной буквы"
            if word.lower() == meant
            else "в слове русские буквы вместо латинских"
        )
        return Refused("template-tag-letters", why, f"нужно {meant}, латинскими строчными")
    known = "set macro include import from extends block raw call filter with autoescape do"
    if word in known.split():
        return Refused(
            "template-tag-forbidden",
            f"{word} в шаблоне не допускается",
            "есть if, elif, else, endif, for, endfor",
        )
    return Refused(
        "template-tag-broken",
        f"неизвестное слово «{word[:30]}» после {{%",
        "есть if, elif, else, endif, for, endfor; значение печатает {{ … }}",
    )


def walk(steps: list[Step]) -> Iterator[Step]:
    """All steps of a program, those inside conditions and loops too."""
    for step in steps:
        yield step
        if isinstance(step, Condition):
            for _, _, inner in step.branches:
                yield from walk(inner)
        elif isinstance(step, Loop):
            yield from walk(step.steps)
            yield from walk(step.otherwise)


def place_words(place: Place) -> str:
    """«абзац 12: «текст…»» for a message about a template."""
    text = MARK.sub("…", place.text).strip()
    if not text:
        return place.words
    return f"{place.words}: «{text if len(text) <= 50 else text[:49] + '…'}»"
