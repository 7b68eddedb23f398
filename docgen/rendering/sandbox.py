"""Jinja with nothing in it but the vocabulary: for templates that docxtpl fills.

The syntax tree of a template is gone through before it becomes code: what could reach a file,
another template or the inside of a value is refused. At run time values are seen through views
that have the declared terms and nothing else; only macros of the template can be called; turns,
sizes and time are counted. So a template may reckon and name parts of itself, and that is all.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache, wraps
from typing import Any

from docgen.records.schema import Record
from docgen.records.terms import Missing, terms_of
from docgen.rendering.expressions import (
    TESTS,
    UNKNOWN,
    Refused,
    Shape,
    built_in_filters,
    check_identifier,
    reach,
    shape_of,
)
from docgen.rendering.program import RenderLimits
from docgen.rendering.values import LONGEST_VALUE, Fault, Printing, printed

_FORBIDDEN = {
    "Include": "include", "Import": "import", "FromImport": "from", "Extends": "extends",
    "Block": "block", "ScopedEvalContextModifier": "autoescape", "FilterBlock": "filter",
    "EvalContextModifier": "autoescape", "AssignBlock": "set без «=»",
}  # fmt: skip
_MORE_FILTERS = (
    "abs",
    "round",
    "reverse",
    "replace",
    "title",
    "sum",
    "sort",
    "unique",
    "min",
    "max",
)
_MORE_TESTS = ("divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge", "string", "number")
_LOOP_TERMS = frozenset(("index", "index0", "revindex", "first", "last", "length"))
_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: Decimal(a) / Decimal(b),
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}
_LARGEST = 10**30


class View:
    """A value with terms, as a template sees it."""

    __slots__ = ("_seen",)

    def __init__(self, seen: object) -> None:
        self._seen = seen

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and bool(self._seen == other._seen)

    def __hash__(self) -> int:
        return id(self._seen)


def seen(value: Any) -> Any:
    """A value of a context for a template: text and numbers as they are, others as views."""
    if isinstance(value, tuple | list):
        return tuple(seen(item) for item in value)
    if value is None:
        return Missing("")
    is_object = dataclasses.is_dataclass(value) and not isinstance(value, Missing | type)
    return View(value) if is_object or isinstance(value, Mapping) else value


def _plain(value: Any) -> Any:
    return value._seen if isinstance(value, View) else value


@dataclasses.dataclass
class Budget:
    """What is left for one paper."""

    turns: int
    deadline: float

    def spend(self) -> None:
        self.turns -= 1
        if self.turns < 0 or time.monotonic() > self.deadline:
            raise Fault(
                "template-limit", "бумага слишком велика", hint="проверьте повторы в шаблоне"
            )


class Sandbox:
    """An environment for the templates of one file.

    ``printed`` gathers the texts of the values as they are printed. ``extra`` are names that
    the clerk's own columns have on every record.
    """

    def __init__(
        self,
        context_class: type[Any],
        extra: Collection[str],
        filters: Mapping[str, Callable[..., object]],
        printing: Printing,
        typography: Callable[[str], str],
        limits: RenderLimits,
    ) -> None:
        self.root = Shape("object", owner=context_class)
        self.names = frozenset(terms_of(context_class))
        self.extra = extra
        self.printed: list[str] = []
        self.printing = printing
        self._typography = typography
        self._limits = limits
        self.start()
        self.environment = _environment_class()(self, filters, printing)

    def start(self) -> None:
        """Begin a paper."""
        self.budget = Budget(self._limits.turns, time.monotonic() + self._limits.seconds)
        self.printed = []

    def text_of(self, value: Any) -> Any:
        """What is printed for a value; the output of a macro is XML already."""
        from jinja2 import Undefined

        if type(value) is _markup():
            return value
        if isinstance(value, Undefined) and value._undefined_name is None:
            return ""  # an «if» without «else»
        text = self._typography(printed(_plain(value), self.printing))
        self.printed.append(text)
        return text


@cache
def _markup() -> type[str]:
    """The class of texts that Jinja takes for XML."""
    from jinja2.filters import do_mark_safe

    return type(do_mark_safe(""))


@cache
def _environment_class() -> Any:
    """The class, made when Jinja is needed for the first time."""
    from jinja2 import nodes
    from jinja2.filters import FILTERS
    from jinja2.runtime import LoopContext, Macro, StrictUndefined, markup_join
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from jinja2.tests import TESTS as JINJA_TESTS
    from jinja2.visitor import NodeTransformer

    markup = _markup()

    class Checked(NodeTransformer):
        """Refuses what may not be there; loops and joined texts are made to be counted."""

        def __init__(self, root: Shape, extra: Collection[str], tree: Any) -> None:
            self.root, self.extra = root, extra
            self.macros = {node.name for node in tree.find_all(nodes.Macro)} | {"caller"}
            # Names that the template gives: they hide terms of the context.
            self.own = {*self.macros, "loop"} | {
                node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")
            }

        def generic_visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
            kind = type(node).__name__
            if kind in _FORBIDDEN:
                raise _refused(_FORBIDDEN[kind])
            return super().generic_visit(node, *args, **kwargs)

        def visit_Name(self, node: Any) -> Any:  # noqa: N802
            check_identifier(node.name)
            if node.name in ("self", "super"):
                raise _refused(node.name)
            return node

        def visit_Getattr(self, node: Any) -> Any:  # noqa: N802
            check_identifier(node.attr)
            self.shape(node)
            return self.generic_visit(node)

        def visit_Getitem(self, node: Any) -> Any:  # noqa: N802
            if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                check_identifier(node.arg.value)
            return self.generic_visit(node)

        def shape(self, node: Any) -> Shape:
            """What is known of a value. Raises ``Refused`` for a term that it has not."""
            if isinstance(node, nodes.Name) and node.name not in self.own:
                owner, name = self.root, node.name
            elif isinstance(node, nodes.Getattr):
                owner, name = self.shape(node.node), node.attr
            else:
                return UNKNOWN
            if owner.kind != "object" or owner.owner is None:
                return UNKNOWN
            found = terms_of(owner.owner).get(name)
            if found is None and not (issubclass(owner.owner, Record) and name in self.extra):
                raise Refused("template-name-unknown", f"неизвестное поле «{name}»")
            return shape_of(found.annotation) if found else UNKNOWN

        def visit_Call(self, node: Any) -> Any:  # noqa: N802
            known = isinstance(node.node, nodes.Name) and node.node.name in self.macros
            if not known or node.dyn_args is not None or node.dyn_kwargs is not None:
                raise _refused("вызов функции")
            return self.generic_visit(node)

        def visit_For(self, node: Any) -> Any:  # noqa: N802
            if node.recursive:
                raise _refused("recursive")
            node = self.generic_visit(node)
            node.iter = _applied("docgen_turns", node.iter)
            return node

        def visit_Concat(self, node: Any) -> Any:  # noqa: N802
            node = self.generic_visit(node)
            joined = nodes.List(node.nodes, lineno=node.lineno)
            return _applied("docgen_joined", joined)

    def _applied(name: str, node: Any) -> Any:
        return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)

    class Environment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset((*_OPERATORS, "**"))
        intercepted_unops = frozenset(("-", "+"))

        def __init__(
            self,
            sandbox: Sandbox,
            filters: Mapping[str, Callable[..., object]],
            printing: Printing,
        ) -> None:
            super().__init__(
                autoescape=True, undefined=StrictUndefined, finalize=sandbox.text_of, loader=None
            )
            self.sandbox = sandbox
            self.globals.clear()
            own = {**built_in_filters(printing), **filters}
            more = {name: FILTERS[name] for name in _MORE_FILTERS if name not in own}
            self.filters.clear()
            self.filters.update({n: _wrapped(n, apply) for n, apply in {**more, **own}.items()})
            self.filters["default"] = self.filters["d"] = _default
            self.filters["docgen_turns"] = self._turns
            self.filters["docgen_joined"] = self._joined
            tests = {name: JINJA_TESTS[name] for name in _MORE_TESTS}
            self.tests.clear()
            self.tests.update({**tests, **TESTS})

        def _generate(self, source: Any, *args: Any, **kwargs: Any) -> Any:
            from jinja2.meta import find_undeclared_variables

            checked = Checked(self.sandbox.root, self.sandbox.extra, source)
            strangers = find_undeclared_variables(source) - {*self.sandbox.names, "caller"}
            if strangers:
                raise Refused("template-name-unknown", f"неизвестное поле «{min(strangers)}»")
            return super()._generate(checked.visit(source), *args, **kwargs)

        def _turns(self, items: Any) -> Iterator[Any]:
            if isinstance(items, Missing) or not isinstance(items, tuple | list):
                raise _no_list(items)
            if len(items) > self.sandbox.budget.turns:
                raise Fault("template-limit", "в перечне слишком много строк")
            for item in items:
                self.sandbox.budget.spend()
                yield item

        def _joined(self, items: list[Any]) -> Any:
            if any(type(item) is markup for item in items):
                return markup_join(items)
            text = "".join(printed(_plain(item), self.sandbox.printing) for item in items)
            if len(text) > LONGEST_VALUE:
                raise Fault("template-limit", f"значение длиннее {LONGEST_VALUE} знаков")
            return text

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, View | Missing):
                return seen(reach(_plain(obj), attribute))
            if isinstance(obj, LoopContext) and attribute in _LOOP_TERMS:
                return getattr(obj, attribute)
            raise Fault("template-name-unknown", f"у этого значения нет поля «{attribute}»")

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(argument, str):
                check_identifier(argument)
                return self.getattr(obj, argument)
            if isinstance(obj, tuple | list | str) and isinstance(argument, int | slice):
                try:
                    return obj[argument]
                except IndexError:
                    return Missing(f"[{argument}]")
            raise Fault("template-value-kind", "в скобках может быть имя, номер или отрезок")

        def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
            if not isinstance(obj, Macro):
                raise Fault("template-tag-forbidden", "вызов функции в теге не допускается")
            self.sandbox.budget.spend()
            return context.call(obj, *args, **kwargs)

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            apply = _OPERATORS.get(operator)
            for value in (left, right):
                if isinstance(value, Missing):
                    raise Fault(
                        "template-value-missing",
                        f"нет значения «{value.name}», считать нечего",
                        hint="заполните ячейку",
                        origin=value.origin,
                    )
            if apply is None or not (_is_number(left) and _is_number(right)):
                raise Fault("template-value-kind", f"значения нельзя сложить знаком «{operator}»")
            try:
                made = apply(left, right)
            except ArithmeticError as fault:
                raise Fault("template-value-kind", "так не считается") from fault
            if abs(made) > _LARGEST:
                raise Fault("template-limit", "число слишком велико")
            return made

        def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
            return self.call_binop(context, operator, 0, arg)

    def _wrapped(name: str, apply: Callable[..., object]) -> Callable[..., object]:
        taken = 1 if hasattr(apply, "jinja_pass_arg") else 0

        @wraps(apply)
        def filtered(*args: Any, **kwargs: Any) -> Any:
            value = args[taken]
            if isinstance(value, Missing):
                return value
            plain = [*args[:taken], *(_plain(each) for each in args[taken:])]
            try:
                made = apply(*plain, **kwargs)
                if isinstance(made, Iterator):
                    made = tuple(made)
            except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as fault:
                raise Fault(
                    "template-value-kind", f"фильтр «{name}» не подходит к этому значению"
                ) from fault
            if isinstance(made, str) and len(made) > LONGEST_VALUE:
                raise Fault("template-limit", f"значение длиннее {LONGEST_VALUE} знаков")
            return made if type(made) is markup else seen(made)

        return filtered

    return Environment


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _default(value: Any, other: Any) -> Any:
    return other if isinstance(value, Missing) or value == "" else value


def _refused(words: str) -> Refused:
    return Refused("template-tag-forbidden", f"{words} в шаблоне не допускается")


def _no_list(items: object) -> Fault:
    if isinstance(items, Missing):
        return Fault(
            "template-value-missing",
            f"нет перечня «{items.name}», повторять нечего",
            hint="заполните ячейку или листы, из которых он собирается",
            origin=items.origin,
        )
    return Fault("template-value-kind", "это не перечень, повторять нечего")
