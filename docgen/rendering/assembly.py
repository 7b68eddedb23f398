"""A template laid out for speed: constant bytes in a row with places for values between them.

The steps of ``program`` say what a template means; here the same steps are cut into lines, whose
values are fetched at one go and looked up as finished bytes. Nothing is explained: whatever is out
of the ordinary (a value that is missing or of another class, a limit) ends with ``None``, and the
steps themselves make the paper or say why not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any

from docgen.rendering.expressions import Evaluate, Expression, Frame, LoopState, Path
from docgen.rendering.program import (
    EMPTY_PARAGRAPH,
    LONGEST_REMEMBERED,
    Condition,
    Constant,
    EndCell,
    Loop,
    Print,
    PrintColour,
    PrintNumber,
    PrintSpan,
    PrintTypeset,
    RenderLimits,
    Step,
    lacks_paragraph,
)
from docgen.rendering.values import Fault, as_text, needs_care

MOST_TURNS = 5_000
_MOST_REMEMBERED = 256
"""Values of one tag: those that many papers share. Names and addresses come once and go; with all
of a district's a process would hold a hundred megabytes of them."""
# All that a value of an unexpected class can end in.
_FAULTS = (Fault, AttributeError, LookupError, TypeError, ValueError, ArithmeticError)


class _Unusual(Exception):
    """Something that the steps must look at."""


@dataclass
class _Paper:
    """What is counted while one paper is made."""

    frame: Frame
    turns: int
    deadline: float
    number: int = 0
    pieces: list[bytes] = field(default_factory=list)


class _Pen(dict[str, bytes]):
    """Text of a value → what stands in the paper for it. One pen for each way to write."""

    def __init__(self, tag_print: Print) -> None:
        super().__init__()
        self._print = tag_print
        # Most values of most papers are new: those without a mark are written at once.
        self._as_it_stands = type(tag_print) is Print and tag_print.escape is as_text

    def __missing__(self, text: str) -> bytes:
        if len(text) > LONGEST_REMEMBERED:
            return self.other(text)
        plain = self._as_it_stands and not needs_care(text)
        written = text.encode() if plain else self.other(text)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[text] = written
        return written

    def other(self, value: object) -> bytes:
        """The same for any value; only text is remembered, for 1 and True are equal."""
        return self._print.escape(self._print.text_of(value)).encode()


class _Node:
    def run(self, paper: _Paper) -> None:
        raise NotImplementedError


class _Text(_Node):
    def __init__(self, data: bytes) -> None:
        self.data = data

    def run(self, paper: _Paper) -> None:
        paper.pieces.append(self.data)


class _Line(_Node):
    """Constant bytes, a value, constant bytes, …"""

    def __init__(self, constants: Sequence[bytes], pens: Sequence[_Pen]) -> None:
        self.pieces: list[bytes] = [b""] * (len(constants) + len(pens))
        self.pieces[::2] = constants
        self.pens = tuple(pens)

    def put(self, values: Collection[object], paper: _Paper) -> None:
        pieces = self.pieces.copy()
        pieces[1::2] = [
            pen[value] if value.__class__ is str else pen.other(value)
            for value, pen in zip(values, self.pens, strict=True)
        ]
        paper.pieces += pieces


class _Fetched(_Line):
    """A line whose values are all names of one thing: the context or a member of a loop."""

    def __init__(
        self, constants: Sequence[bytes], pens: Sequence[_Pen], paths: Sequence[Path]
    ) -> None:
        super().__init__(constants, pens)
        self.slot = paths[0].slot
        self.keyed = paths[0].keyed
        names = [".".join(path.names) for path in paths]
        fetch: Callable[[Any], Any] = itemgetter(*names) if self.keyed else attrgetter(*names)
        self.fetch = fetch if len(names) > 1 else lambda holder: (fetch(holder),)

    def run(self, paper: _Paper) -> None:
        frame = paper.frame
        self.fill(frame.context if self.slot is None else frame.slots[self.slot], paper)

    def fill(self, holder: Any, paper: _Paper) -> None:
        if self.keyed and type(holder) is not dict:
            raise _Unusual
        self.put(self.fetch(holder), paper)


class _Evaluated(_Line):
    """A line whose values come from anywhere."""

    def __init__(
        self, constants: Sequence[bytes], pens: Sequence[_Pen], evaluate: Sequence[Evaluate]
    ) -> None:
        super().__init__(constants, pens)
        self.evaluate = tuple(evaluate)

    def run(self, paper: _Paper) -> None:
        frame = paper.frame
        self.put([evaluate(frame) for evaluate in self.evaluate], paper)


class _Number(_Node):
    def run(self, paper: _Paper) -> None:
        paper.number += 1
        paper.pieces.append(str(paper.number).encode())


class _CellEnd(_Node):
    def run(self, paper: _Paper) -> None:
        if lacks_paragraph(paper.pieces):
            paper.pieces.append(EMPTY_PARAGRAPH)


class _Fork(_Node):
    def __init__(self, branches: Sequence[tuple[Evaluate | None, list[_Node]]]) -> None:
        self.branches = branches

    def run(self, paper: _Paper) -> None:
        for evaluate, nodes in self.branches:
            if evaluate is None or evaluate(paper.frame):
                for node in nodes:
                    node.run(paper)
                return


class _Repeat(_Node):
    def __init__(self, loop: Loop, nodes: list[_Node], otherwise: list[_Node]) -> None:
        self.items = loop.items.evaluate
        self.test = loop.test.evaluate if loop.test is not None else None
        self.slot = loop.slot
        self.nodes = nodes
        self.otherwise = otherwise
        # The commonest loop: a row of a table with the names of its member.
        only = nodes[0] if len(nodes) == 1 else None
        self.line = only if isinstance(only, _Fetched) and only.slot == loop.slot else None

    def run(self, paper: _Paper) -> None:
        frame = paper.frame
        items = self.items(frame)
        if items.__class__ is not tuple and items.__class__ is not list:
            raise _Unusual
        paper.turns -= len(items)
        if paper.turns < 0 or time.monotonic() > paper.deadline:
            raise _Unusual
        if self.test is not None:
            items = [item for item in items if self._is_kept(item, frame)]
        if not items:
            for node in self.otherwise:
                node.run(paper)
        elif self.line is not None:
            for item in items:
                self.line.fill(item, paper)
        else:
            state = frame.loops[self.slot] = LoopState(len(items))
            for index, item in enumerate(items):
                state.index0 = index
                frame.slots[self.slot] = item
                for node in self.nodes:
                    node.run(paper)

    def _is_kept(self, item: object, frame: Frame) -> bool:
        assert self.test is not None
        frame.slots[self.slot] = item
        return bool(self.test(frame))


class Assembly:
    """The parts of a template that vary, laid out."""

    def __init__(self, parts: Mapping[str, list[_Node]], slots: int, limits: RenderLimits) -> None:
        self._parts = parts
        self._slots = slots
        self._limits = limits
        # However the loops are nested, no more than the limit is gathered before it is looked at.
        longest = max((_size(nodes) for nodes in parts.values()), default=0)
        turns = min(MOST_TURNS, limits.turns, limits.characters // (longest + 1))
        self._turns = turns

    def make(self, context: object) -> dict[str, bytes] | None:
        """The XML of the parts, or ``None`` when the steps must be asked."""
        frame = Frame(context, [None] * self._slots, [None] * self._slots)
        paper = _Paper(frame, self._turns, time.monotonic() + self._limits.seconds)
        made: dict[str, bytes] = {}
        left = self._limits.characters
        try:
            for name, nodes in self._parts.items():
                for node in nodes:
                    node.run(paper)
                left -= sum(map(len, paper.pieces))
                if left < 0:
                    return None
                made[name] = b"".join(paper.pieces)
                paper.pieces = []
        except (_Unusual, *_FAULTS):
            return None
        return made


def assemble(
    programs: Mapping[str, list[Step]], slots: int, limits: RenderLimits
) -> Assembly | None:
    """The steps of a template laid out; ``None`` when it has a step that only the steps know."""
    layout = _Layout()
    try:
        parts = {name: layout.nodes(steps) for name, steps in programs.items()}
    except _Unusual:
        return None
    return Assembly(parts, slots, limits)


class _Layout:
    """Cuts steps into nodes; the pens are shared by all tags that write alike."""

    def __init__(self) -> None:
        self._pens: dict[object, _Pen] = {}

    def nodes(self, steps: Sequence[Step]) -> list[_Node]:
        nodes: list[_Node] = []
        constants: list[bytes] = [b""]
        prints: list[Print] = []

        def end_line() -> None:
            if prints:
                nodes.append(self._line(constants, prints))
            elif constants[0]:
                nodes.append(_Text(constants[0]))
            constants[:] = [b""]
            prints.clear()

        for step in steps:
            if type(step) is Constant:
                constants[-1] += step.data
            elif type(step) in (Print, PrintTypeset, PrintColour, PrintSpan):
                assert isinstance(step, Print)
                prints.append(step)
                constants.append(b"")
            else:
                end_line()
                nodes.append(self._node(step))
        end_line()
        return nodes

    def _node(self, step: Step) -> _Node:
        if isinstance(step, PrintNumber):
            return _Number()
        if isinstance(step, EndCell):
            return _CellEnd()
        if isinstance(step, Condition):
            return _Fork(
                [
                    (expression.evaluate if expression else None, self.nodes(inner))
                    for expression, _, inner in step.branches
                ]
            )
        if isinstance(step, Loop):
            return _Repeat(step, self.nodes(step.steps), self.nodes(step.otherwise))
        raise _Unusual

    def _line(self, constants: Sequence[bytes], prints: Sequence[Print]) -> _Line:
        pens = [self._pen(each) for each in prints]
        expressions = [each.expression for each in prints]
        paths = [path for each in expressions if (path := _path_of(each)) is not None]
        if len(paths) == len(prints) and len({(path.slot, path.keyed) for path in paths}) == 1:
            return _Fetched(constants, pens, paths)
        return _Evaluated(constants, pens, [each.evaluate for each in expressions])

    def _pen(self, tag_print: Print) -> _Pen:
        way: object = (type(tag_print), tag_print.escape, tag_print.tag.quoted)
        if isinstance(tag_print, PrintSpan):
            way = tag_print
        return self._pens.setdefault(way, _Pen(tag_print))


def _path_of(expression: Expression) -> Path | None:
    path = expression.path
    return path if path is not None and path.names else None


def _size(nodes: Sequence[_Node]) -> int:
    """Bytes of the constants of some nodes, those inside loops and forks counted once."""
    total = 0
    for node in nodes:
        if isinstance(node, _Text):
            total += len(node.data)
        elif isinstance(node, _Line):
            total += sum(map(len, node.pieces))
        elif isinstance(node, _Fork):
            total += sum(_size(inner) for _, inner in node.branches)
        elif isinstance(node, _Repeat):
            total += _size(node.nodes) + _size(node.otherwise)
    return total
