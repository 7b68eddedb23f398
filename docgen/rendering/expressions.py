"""The expressions of templates: what may be written in a tag, and what it gives.

The grammar is Jinja's (its parser reads the tag), the meaning is ours: the syntax tree is
walked once, everything outside a short list is refused, and what is left becomes plain
functions over the context. No Python of a template is ever run and no attribute is reached
but the declared terms, so there is nothing to break out of.
"""

from __future__ import annotations

import dataclasses
import operator
import types
import typing
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.diagnostics import Origin, nearest, perhaps
from docgen.records.schema import Record
from docgen.records.spelling import CYRILLIC_CAPITALS, LATIN_CAPITALS, field_key
from docgen.records.terms import Missing, lookup, terms_of
from docgen.rendering.values import Fault, Printing, printed

LONGEST_TAG = 1000
ROOT_ACTS = "акты"


class Refused(Exception):
    """A tag that a template may not hold: ``code``, what is wrong and what to write."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


# --- shapes: what is known of a value before there is one --------------------------------------


@dataclass(frozen=True)
class Shape:
    """What a template may do with a value: print it, reach its terms, loop over it.

    ``kind``: ``unknown`` (nothing is checked), ``leaf``, ``object`` (of class ``owner``),
    ``many`` (of ``item``), ``keys`` (a mapping; ``known`` its keys when they are declared).
    """

    kind: str
    owner: type[Any] | None = None
    item: Shape | None = None
    known: frozenset[str] | None = None


UNKNOWN = Shape("unknown")
LEAF = Shape("leaf")


def shape_of(annotation: Any) -> Shape:
    """The shape of values of an annotated field."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        present = [a for a in arguments if a is not type(None)]
        shapes = {shape_of(a) for a in present}
        return shapes.pop() if len(shapes) == 1 else UNKNOWN
    if annotation is Any or annotation is object:
        return UNKNOWN
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return Shape("object", owner=annotation)
    base = origin or annotation
    if isinstance(base, type) and issubclass(base, Mapping):
        return Shape("keys")
    if isinstance(base, type) and issubclass(base, str | bytes):  # a choice of the sheet is text
        return LEAF
    if base is tuple or (isinstance(base, type) and issubclass(base, Sequence)):
        members = {shape_of(a) for a in arguments if a is not Ellipsis}
        return Shape("many", item=members.pop() if len(members) == 1 else UNKNOWN)
    return LEAF


# --- what a tag becomes -------------------------------------------------------------------------


@dataclass(slots=True)
class LoopState:
    """Where a running loop stands."""

    length: int
    index0: int = 0


@dataclass(slots=True)
class Frame:
    """What expressions see while one paper is made."""

    context: object
    slots: list[Any]
    loops: list[LoopState | None]


Evaluate = Callable[[Frame], Any]


@dataclass(frozen=True)
class Path:
    """A value that is nothing but names in a row, so that many can be fetched at one go.

    ``slot``: the loop whose member it starts from, ``None`` for the context. ``names``:
    attributes of declared classes; with ``keyed`` the one key of a mapping.
    """

    slot: int | None
    names: tuple[str, ...] = ()
    keyed: bool = False


def _further(path: Path | None, owner: Shape, name: str) -> Path | None:
    """The path of a term of what stands at ``path``; ``None`` when it takes more than names."""
    if path is None or path.keyed:
        return None
    if owner.kind == "unknown":
        return dataclasses.replace(path, names=(name,), keyed=True) if not path.names else None
    found = terms_of(owner.owner).get(name) if owner.owner is not None else None
    return dataclasses.replace(path, names=(*path.names, found.attribute)) if found else None


def _term(owner: Evaluate, shape: Shape, name: str) -> Evaluate:
    """How to get a term of what ``owner`` gives."""
    found = terms_of(shape.owner).get(name) if shape.owner is not None else None
    if found is None:
        return lambda frame: reach(owner(frame), name)
    declared, attribute = shape.owner, found.attribute
    assert declared is not None

    def evaluate(frame: Frame) -> Any:
        holder = owner(frame)
        if isinstance(holder, declared):
            value = getattr(holder, attribute)
            if value is not None:
                return value
        return reach(holder, name)

    return evaluate


@dataclass(frozen=True)
class Expression:
    """A tag's expression: how to get its value, and what is known of it."""

    evaluate: Evaluate
    shape: Shape
    source: str
    # For ``a.b``: the expression of ``a`` and the name ``b``; they lead to the cell.
    owner: Expression | None = None
    name: str = ""
    path: Path | None = None

    def origin(self, frame: Frame) -> Origin | None:
        """The cell that the value was read from, when it comes straight from a record."""
        if self.owner is None:
            return None
        try:
            owner = self.owner.evaluate(frame)
        except Fault:
            return None
        if isinstance(owner, Missing):
            return owner.origin
        if isinstance(owner, Record):
            found = terms_of(type(owner)).get(self.name)
            return owner.origin.at(found.attribute if found else self.name)
        return self.owner.origin(frame)


def reach(owner: object, name: str) -> object:
    """The value of ``owner.name`` in a template. Raises ``Fault`` when there is no such term."""
    if isinstance(owner, Missing):
        return Missing(f"{owner.name}.{name}", owner.origin)
    if owner.__class__ is dict or isinstance(owner, Mapping):
        if name in owner:
            return owner[name]
        raise Fault("template-name-unknown", f"нет значения с именем «{name}»")
    if dataclasses.is_dataclass(owner) and not isinstance(owner, type):
        try:
            return lookup(owner, name)
        except KeyError:
            pass
    raise Fault("template-name-unknown", f"у этого значения нет поля «{name}»")


def check_identifier(name: str) -> None:
    """Raise ``Refused`` for a name that only a program would use."""
    if name.startswith("_") and not name[1:2].isdigit():
        raise Refused(
            "template-tag-forbidden",
            f"имя «{name}» начинается с подчёркивания: к внутренностям программы доступа нет",
            "пишите имена полей из справочника полей для авторов шаблонов",
        )


# --- names ---------------------------------------------------------------------------------------

_TO_LATIN = str.maketrans(CYRILLIC_CAPITALS + "І", LATIN_CAPITALS + "I")


def latin(word: str) -> str:
    """A word with Cyrillic look-alikes made Latin: ``fоr`` → ``for``."""
    return word.upper().translate(_TO_LATIN).lower()


def mixed_letters(word: str) -> str:
    """The letters of the minor alphabet in a word that mixes two, or an empty string."""
    foreign = [c for c in word if c.isalpha() and c.isascii()]
    cyrillic = [c for c in word if "Ѐ" <= c <= "ӿ"]
    if not foreign or not cyrillic:
        return ""
    return "".join(foreign if len(foreign) <= len(cyrillic) else cyrillic)


def closest(name: str, known: Collection[str]) -> str:
    """A hint with the name that was probably meant; empty when none is near."""
    alike = [other for other in known if field_key(other) == field_key(name)]
    if alike:
        letters = mixed_letters(name)
        if letters:
            return f"в имени смешаны русские и латинские буквы ({letters}); нужно «{alike[0]}»"
        return f"нужно «{alike[0]}»"
    return perhaps(nearest(name, known, key=field_key, likeness=0.7))


# --- reading a tag -------------------------------------------------------------------------------


@dataclass
class Scope:
    """Names that a place of a template sees: the context's terms and the loops around it.

    ``used`` gathers the context's terms, ``acts`` the keys of «акты» and
    ``filters`` the filters that the template names.
    """

    root: Shape
    extra_names: frozenset[str] = frozenset()
    keys: Mapping[str, Collection[str]] = field(default_factory=dict)
    loops: list[tuple[str, int, Shape]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)
    filters: set[str] = field(default_factory=set)
    slots: int = 0

    def find_loop(self, name: str) -> tuple[int, Shape] | None:
        for variable, slot, shape in reversed(self.loops):
            if variable == name:
                return slot, shape
        return None

    def known_names(self) -> list[str]:
        owner = self.root.owner
        return [*(v for v, _, _ in self.loops), *(terms_of(owner) if owner else ())]


_COMPARISONS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "eq": ("==", operator.eq),
    "ne": ("!=", operator.ne),
    "lt": ("<", operator.lt),
    "lteq": ("<=", operator.le),
    "gt": (">", operator.gt),
    "gteq": (">=", operator.ge),
    "in": ("in", lambda a, b: a in b),
    "notin": ("not in", lambda a, b: a not in b),
}
_LOOP_TERMS: dict[str, Callable[[LoopState], Any]] = {
    "index": lambda s: s.index0 + 1,
    "index0": lambda s: s.index0,
    "revindex": lambda s: s.length - s.index0,
    "first": lambda s: s.index0 == 0,
    "last": lambda s: s.index0 == s.length - 1,
    "length": lambda s: s.length,
}
_FAULTS_OF_VALUES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def _is_value(value: object) -> bool:
    return not isinstance(value, Missing) and value is not None


TESTS: Mapping[str, Callable[[Any], bool]] = {
    "defined": _is_value,
    "undefined": lambda v: not _is_value(v),
    "none": lambda v: not _is_value(v),
    "odd": lambda v: v % 2 == 1,
    "even": lambda v: v % 2 == 0,
}


def _joined(printing: Printing) -> Callable[..., str]:
    def join(items: Any, separator: str = "") -> str:
        if isinstance(items, str) or not isinstance(items, Sequence):
            raise Fault("template-value-kind", "соединить можно только перечень значений")
        return separator.join(printed(item, printing) for item in items)

    return join


def built_in_filters(printing: Printing) -> dict[str, Callable[..., object]]:
    """Filters that every template has; the office's own (cases, dates, sums) come beside."""
    return {
        "join": _joined(printing),
        "length": len,
        "count": len,
        "upper": lambda v: printed(v, printing).upper(),
        "lower": lambda v: printed(v, printing).lower(),
        "trim": lambda v: printed(v, printing).strip(),
        "capitalize": lambda v: printed(v, printing)[:1].upper() + printed(v, printing)[1:],
        "first": lambda v: v[0] if len(v) else Missing("first"),
        "last": lambda v: v[-1] if len(v) else Missing("last"),
    }


class ExpressionReader:
    """Reads the expressions of one template."""

    def __init__(self, filters: Mapping[str, Callable[..., object]], printing: Printing) -> None:
        from jinja2 import Environment, nodes

        self._nodes = nodes
        self._environment = Environment(autoescape=False)
        self._filters = {**built_in_filters(printing), **filters}
        self._printing = printing

    # Each of these takes what stands between the marks of a tag.

    def value(self, source: str, scope: Scope) -> Expression:
        """``{{ source }}``"""
        body = self._parse("{{ " + source + " }}", source)
        return self._expression(body.nodes[0], scope)

    def condition(self, source: str, scope: Scope) -> Expression:
        """``{% if source %}``"""
        node = self._parse("{% if " + source + " %}{% endif %}", source)
        return self._expression(node.test, scope)

    def loop(self, source: str, scope: Scope) -> tuple[str, Expression, Callable[[], Any]]:
        """``{% for source %}``: the variable, what is looped over, and the reader of its ``if``.

        The last is called once the variable is in scope; it gives an expression or ``None``.
        """
        nodes = self._nodes
        node = self._parse("{% for " + source + " %}{% endfor %}", source)
        if not isinstance(node.target, nodes.Name):
            raise Refused(
                "template-tag-forbidden",
                "в повторе может быть только одно имя",
                "напишите {% for строка in строки %}",
            )
        if node.recursive:
            raise Refused("template-tag-forbidden", "повтор «recursive» не допускается")
        variable = node.target.name
        check_identifier(variable)
        items = self._expression(node.iter, scope)
        if items.shape.kind in ("leaf", "object", "keys"):
            raise Refused(
                "template-tag-broken",
                f"«{_shown(items.source)}» — одно значение, повторять по нему нечего",
                "повторять можно только перечни: стороны, части, строки",
            )
        test = node.test
        return (
            variable,
            items,
            lambda: self._expression(test, scope) if test is not None else None,
        )

    def _parse(self, text: str, source: str) -> Any:
        from jinja2 import TemplateSyntaxError

        if len(source) > LONGEST_TAG:
            raise Refused("template-tag-broken", f"тег длиннее {LONGEST_TAG} знаков")
        try:
            tree = self._environment.parse(text)
        except TemplateSyntaxError as fault:
            raise Refused("template-tag-broken", *_why_broken(source)) from fault
        except (RecursionError, MemoryError, ValueError, OverflowError) as fault:
            raise Refused(
                "template-tag-broken", "выражение в теге слишком сложно и не читается"
            ) from fault
        if len(tree.body) != 1:
            raise Refused("template-tag-broken", *_why_broken(source))
        node = tree.body[0]
        if isinstance(node, self._nodes.Output) and len(node.nodes) != 1:
            raise Refused("template-tag-broken", *_why_broken(source))
        return node

    def _expression(self, node: Any, scope: Scope) -> Expression:
        read = _READERS.get(type(node).__name__)
        if read is None:
            raise Refused("template-tag-forbidden", *_why_forbidden(type(node).__name__))
        try:
            return read(self, node, scope)
        except RecursionError as fault:
            raise Refused("template-tag-broken", "выражение в теге слишком сложно") from fault

    # --- one method for each kind of node that is allowed ---------------------------------------

    def _name(self, node: Any, scope: Scope) -> Expression:
        name = node.name
        loop = scope.find_loop(name)
        if loop is not None:
            slot, shape = loop
            return Expression(lambda f: f.slots[slot], shape, name, path=Path(slot))
        check_identifier(name)
        if name == "loop":
            raise Refused(
                "template-tag-broken",
                "loop сам по себе не печатается",
                "напишите loop.index, loop.first или loop.last внутри повтора",
            )
        if name in ("range", "lipsum", "dict", "cycler", "joiner", "namespace", "self"):
            raise Refused(
                "template-tag-forbidden", f"«{name}» в шаблоне не допускается", _NO_PROGRAMS
            )
        name, shape = self._known(scope.root, name, scope, "", root=True)
        scope.used.add(name)
        if shape.kind == "keys" and name in scope.keys:
            shape = dataclasses.replace(shape, known=frozenset(scope.keys[name]))
        root = Expression(lambda f: f.context, scope.root, "")
        evaluate = _term(root.evaluate, scope.root, name)
        path = _further(Path(None), scope.root, name)
        return Expression(evaluate, shape, name, owner=root, name=name, path=path)

    def _attribute(self, node: Any, scope: Scope) -> Expression:
        return self._reach(node.node, node.attr, scope)

    def _item(self, node: Any, scope: Scope) -> Expression:
        key = node.arg
        if isinstance(key, self._nodes.Const) and isinstance(key.value, str):
            return self._reach(node.node, key.value, scope)
        if isinstance(key, self._nodes.Const) and type(key.value) is int:
            return self._element(node.node, key.value, scope)
        raise Refused(
            "template-tag-forbidden", "в квадратных скобках может быть только имя или номер"
        )

    def _element(self, owner_node: Any, number: int, scope: Scope) -> Expression:
        owner = self._expression(owner_node, scope)
        if owner.shape.kind not in ("many", "unknown"):
            raise Refused("template-tag-broken", f"«{_shown(owner.source)}» — не перечень")

        def evaluate(frame: Frame) -> object:
            items = owner.evaluate(frame)
            if isinstance(items, tuple | list) and number < len(items):
                return items[number]
            return Missing(f"{owner.source}[{number}]", getattr(items, "origin", None))

        return Expression(
            evaluate, owner.shape.item or UNKNOWN, f"{owner.source}[{number}]", owner=owner
        )

    def _reach(self, owner_node: Any, name: str, scope: Scope) -> Expression:
        check_identifier(name)
        if (
            isinstance(owner_node, self._nodes.Name)
            and owner_node.name == "loop"
            and not scope.find_loop("loop")
        ):
            return self._loop_term(name, scope)
        owner = self._expression(owner_node, scope)
        name, shape = self._known(owner.shape, name, scope, owner.source)
        if owner.shape.kind == "keys" and owner.source == ROOT_ACTS:
            scope.acts.add(name)
        return Expression(
            _term(owner.evaluate, owner.shape, name),
            shape,
            f"{owner.source}.{name}",
            owner=owner,
            name=name,
            path=_further(owner.path, owner.shape, name),
        )

    def _loop_term(self, name: str, scope: Scope) -> Expression:
        if not scope.loops:
            raise Refused("template-tag-broken", "loop бывает только внутри {% for … %}")
        if name not in _LOOP_TERMS:
            raise Refused(
                "template-name-unknown",
                f"у повтора нет «{name}»",
                "есть " + ", ".join(f"loop.{known}" for known in _LOOP_TERMS),
            )
        slot, read = scope.loops[-1][1], _LOOP_TERMS[name]

        def evaluate(frame: Frame) -> object:
            state = frame.loops[slot]
            assert state is not None  # the scope says that the loop runs
            return read(state)

        return Expression(evaluate, LEAF, f"loop.{name}")

    def _known(
        self, shape: Shape, name: str, scope: Scope, source: str, root: bool = False
    ) -> tuple[str, Shape]:
        """The declared spelling of a name and its shape. Raises ``Refused`` for an unknown one."""
        name = unicodedata.normalize("NFC", name)
        if shape.kind == "unknown":
            for token in name.split("_"):
                if letters := mixed_letters(token):
                    raise Refused(
                        "template-tag-letters",
                        f"в имени «{name}» смешаны русские и латинские буквы ({letters})",
                        "наберите имя заново на одной раскладке",
                    )
            return name, UNKNOWN
        if shape.kind == "keys":
            if shape.known is not None and name not in shape.known:
                raise Refused(
                    "template-name-unknown",
                    f"в «{_shown(source)}» нет ключа «{name}»",
                    closest(name, shape.known),
                )
            return name, LEAF
        if shape.kind == "object" and shape.owner is not None:
            terms = terms_of(shape.owner)
            if name not in terms:
                # ё is kept in names and е is accepted for it.
                same = [t for t in terms if t.replace("ё", "е") == name.replace("ё", "е")]
                name = same[0] if len(same) == 1 else name
            if name in terms:
                return name, shape_of(terms[name].annotation)
            if issubclass(shape.owner, Record) and name in scope.extra_names:
                return name, LEAF
            where = "" if root else f" у «{_shown(source)}»"
            known = scope.known_names() if root else list(terms)
            hint = closest(name, known)
            few = "" if hint or len(known) > 20 else "есть: " + ", ".join(known)
            raise Refused(
                "template-name-unknown",
                f"неизвестное поле «{name}»{where} ({_class_of(shape.owner)})",
                hint or few or "имена полей — в справочнике полей для авторов шаблонов",
            )
        what = "перечень" if shape.kind == "many" else "значение без полей"
        raise Refused(
            "template-name-unknown",
            f"у «{_shown(source)}» нет поля «{name}»: это {what}",
            "поля перечня берут в повторе: {% for строка in "
            f"{_shown(source)} %}}{{{{ строка.{name} }}}}"
            if shape.kind == "many"
            else "",
        )

    def _constant(self, node: Any, scope: Scope) -> Expression:
        value = unicodedata.normalize("NFC", node.value) if type(node.value) is str else node.value
        return Expression(lambda f: value, LEAF, repr(value))

    def _sequence(self, node: Any, scope: Scope) -> Expression:
        items = [self._expression(item, scope).evaluate for item in node.items]
        return Expression(lambda f: tuple(item(f) for item in items), Shape("many", item=LEAF), "")

    def _compare(self, node: Any, scope: Scope) -> Expression:
        first = self._expression(node.expr, scope)
        rest = [
            (_COMPARISONS[operand.op], self._expression(operand.expr, scope).evaluate)
            for operand in node.ops
        ]

        def evaluate(frame: Frame) -> bool:
            left = first.evaluate(frame)
            for (sign, compare), right_of in rest:
                right = right_of(frame)
                if sign not in ("==", "!=", "in", "not in") and not (
                    _is_value(left) and _is_value(right)
                ):
                    raise _nothing_to_compare(left if not _is_value(left) else right)
                if sign in ("in", "not in") and not _is_value(right):
                    raise _nothing_to_compare(right)
                try:
                    if not compare(left, right):
                        return False
                except _FAULTS_OF_VALUES as fault:
                    raise Fault(
                        "template-value-kind", f"значения нельзя сравнить знаком «{sign}»"
                    ) from fault
                left = right
            return True

        return Expression(evaluate, LEAF, first.source)

    def _and(self, node: Any, scope: Scope) -> Expression:
        left, right = self._expression(node.left, scope), self._expression(node.right, scope)
        return Expression(lambda f: left.evaluate(f) and right.evaluate(f), LEAF, left.source)

    def _or(self, node: Any, scope: Scope) -> Expression:
        left, right = self._expression(node.left, scope), self._expression(node.right, scope)
        shape = left.shape if left.shape == right.shape else UNKNOWN
        return Expression(lambda f: left.evaluate(f) or right.evaluate(f), shape, left.source)

    def _not(self, node: Any, scope: Scope) -> Expression:
        inner = self._expression(node.node, scope)
        return Expression(lambda f: not inner.evaluate(f), LEAF, inner.source)

    def _choice(self, node: Any, scope: Scope) -> Expression:
        test = self._expression(node.test, scope)
        yes = self._expression(node.expr1, scope)
        no = (
            self._expression(node.expr2, scope)
            if node.expr2 is not None
            else Expression(lambda f: "", LEAF, "")
        )
        return Expression(
            lambda f: yes.evaluate(f) if test.evaluate(f) else no.evaluate(f),
            yes.shape if yes.shape == no.shape else UNKNOWN,
            yes.source,
        )

    def _concatenation(self, node: Any, scope: Scope) -> Expression:
        parts = [self._expression(part, scope).evaluate for part in node.nodes]
        printing = self._printing
        return Expression(lambda f: "".join(printed(part(f), printing) for part in parts), LEAF, "")

    def _filter(self, node: Any, scope: Scope) -> Expression:
        if node.dyn_args is not None or node.dyn_kwargs is not None or node.node is None:
            raise Refused("template-tag-forbidden", "звёздочки в теге не допускаются", _NO_PROGRAMS)
        inner = self._expression(node.node, scope)
        arguments = [self._expression(argument, scope).evaluate for argument in node.args]
        named = {pair.key: self._expression(pair.value, scope).evaluate for pair in node.kwargs}
        name = unicodedata.normalize("NFC", node.name)
        if name in ("default", "d"):
            return self._default(inner, arguments)
        apply = self._filters.get(name)
        if apply is None:
            raise Refused(
                "template-filter-unknown",
                f"неизвестный фильтр «{name}»",
                closest(name, [*self._filters, "default"])
                or "есть: " + ", ".join(sorted([*self._filters, "default"])),
            )
        scope.filters.add(name)

        def evaluate(frame: Frame) -> object:
            value = inner.evaluate(frame)
            if not _is_value(value):
                return value if value is not None else Missing(inner.source)
            try:
                return apply(
                    value,
                    *(argument(frame) for argument in arguments),
                    **{key: argument(frame) for key, argument in named.items()},
                )
            except _FAULTS_OF_VALUES as fault:
                raise Fault(
                    "template-value-kind", f"фильтр «{name}» не подходит к этому значению"
                ) from fault

        return Expression(evaluate, UNKNOWN, inner.source, owner=inner.owner, name=inner.name)

    def _default(self, inner: Expression, arguments: list[Evaluate]) -> Expression:
        if len(arguments) != 1:
            raise Refused(
                "template-tag-broken",
                "у default должно быть одно значение",
                "напишите, например, {{ поле | default('____') }}",
            )
        (other,) = arguments

        def evaluate(frame: Frame) -> object:
            value = inner.evaluate(frame)
            return value if _is_value(value) and value != "" else other(frame)

        return Expression(evaluate, UNKNOWN, inner.source, owner=inner.owner, name=inner.name)

    def _test(self, node: Any, scope: Scope) -> Expression:
        test = TESTS.get(node.name)
        if test is None or node.args or node.kwargs:
            raise Refused(
                "template-tag-forbidden",
                f"проверка «is {node.name}» не допускается",
                "есть: " + ", ".join(f"is {known}" for known in TESTS),
            )
        inner = self._expression(node.node, scope)

        def evaluate(frame: Frame) -> bool:
            try:
                return test(inner.evaluate(frame))
            except _FAULTS_OF_VALUES as fault:
                raise Fault(
                    "template-value-kind", f"проверка «is {node.name}» не подходит к значению"
                ) from fault

        return Expression(evaluate, LEAF, inner.source)


_READERS: dict[str, Callable[[ExpressionReader, Any, Scope], Expression]] = {
    "Name": ExpressionReader._name,
    "Getattr": ExpressionReader._attribute,
    "Getitem": ExpressionReader._item,
    "Const": ExpressionReader._constant,
    "Tuple": ExpressionReader._sequence,
    "List": ExpressionReader._sequence,
    "Compare": ExpressionReader._compare,
    "And": ExpressionReader._and,
    "Or": ExpressionReader._or,
    "Not": ExpressionReader._not,
    "CondExpr": ExpressionReader._choice,
    "Concat": ExpressionReader._concatenation,
    "Filter": ExpressionReader._filter,
    "Test": ExpressionReader._test,
}

_NO_PROGRAMS = "в шаблоне печатают готовые значения, программ в нём быть не может"


def _nothing_to_compare(missing: object) -> Fault:
    name = missing.name if isinstance(missing, Missing) else ""
    origin = missing.origin if isinstance(missing, Missing) else None
    return Fault(
        "template-value-missing",
        f"нет значения «{name}», сравнивать нечего",
        hint="заполните ячейку",
        origin=origin,
    )


def _shown(source: str) -> str:
    return source if len(source) <= 60 else source[:59] + "…"


def _why_broken(source: str) -> tuple[str, str]:
    """What is wrong with a tag that the grammar does not read, and what to do."""
    if any(quote in source for quote in "«»„"):
        return (
            "в теге кавычки-ёлочки, а нужны прямые",
            'наберите прямые кавычки (") или выберите «отменить» сразу после замены',
        )
    if any(dash in source for dash in "–—−"):
        return "в теге длинное тире", "имя пишется через подчёркивание: дата_начала"
    if "№" in source:
        return "в теге знак №", "имя поля пишется буквами: номер"
    words = source.split()
    if len(words) > 1 and all(word.replace("_", "").isalpha() for word in words[:2]):
        return (
            "в имени поля пробел",
            f"имя пишется через подчёркивание: {'_'.join(words)}"
            if len(words) <= 4
            else "имя пишется через подчёркивание",
        )
    return "тег не читается", "сверьте его с образцом: {{ поле }}, {% if поле %}, {% for а in б %}"


def _why_forbidden(kind: str) -> tuple[str, str]:
    if kind == "Sub":
        return (
            "знак «-» в теге — вычитание, оно не допускается",
            "если это имя поля, напишите его через подчёркивание: дата_начала",
        )
    if kind in ("Add", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"):
        return "вычисления в теге не допускаются", "считает docgen, шаблон печатает готовое"
    if kind == "Call":
        return "вызов функции в теге не допускается", _NO_PROGRAMS
    if kind == "Slice":
        return "вырезка из значения в теге не допускается", _NO_PROGRAMS
    return "такое в теге не допускается", _NO_PROGRAMS


def _class_of(owner: type[Any]) -> str:
    """The class whose names were looked through; a view of a record goes by the record."""
    if issubclass(owner, Record):
        owner = next(c for c in owner.__mro__ if "SHEET" in vars(c))
    return owner.__name__
