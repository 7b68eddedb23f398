"""Papers of templates that say more than the fast path knows: docxtpl fills them.

Chosen where every fault of a template is one of its language, docxtpl is installed and the
sandbox lets the template pass. Parts, layout, passport and seal are as everywhere; docxtpl gets the
template as it is after the layout, and what it makes of the parts with tags goes into the paper.
Such a paper is proven thoroughly each time.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic, diagnose
from docgen.norms.layout import LayoutProfile
from docgen.opc.wordprocessing import Place
from docgen.opc.writing import pack, write_package
from docgen.passport import CUSTOM_PART
from docgen.records.terms import terms_of
from docgen.rendering.expressions import ROOT_ACTS, Refused, reach
from docgen.rendering.layout import lay_out
from docgen.rendering.program import Located, Output, RenderLimits, Trace
from docgen.rendering.sandbox import Sandbox, seen
from docgen.rendering.skeleton import xml_bytes
from docgen.rendering.tags import Mode, Tag
from docgen.rendering.template import (
    RENDER_LIMITS,
    Findings,
    Opened,
    Template,
    Walk,
    compile_template,
    open_template,
    with_properties,
)
from docgen.rendering.typesetting import typeset_around_tags
from docgen.rendering.values import DEFAULT_PRINTING, Fault, Printing
from docgen.russian.typography import typography

LANGUAGE_CODES = frozenset(
    (
        "template-tag-forbidden",
        "template-filter-unknown",
        "template-tag-broken",
        "template-name-unknown",  # a name that «set» or a macro has given
    )
)
"""Faults that docxtpl may not see as such; what of them is left, the sandbox says."""
_LARGEST_PART = 4 << 20
_TAG = Tag("{{", "", "", Place("документ"), Mode.TEXT)
_ELEMENT = re.compile(rb"<w:(p|tr|tc|tbl)[ />]")
_IN_TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_WORD_OF_ACTS = re.compile(rf"\b{ROOT_ACTS}\.(\w+)")
_WORD_OF_FILTER = re.compile(r"\|\s*(\w+)")


def _unescaped(tag: re.Match[str]) -> str:
    return tag.group().replace("&amp;", "&")


def is_installed() -> bool:
    """Whether docxtpl is there to be asked."""
    return find_spec("docxtpl") is not None


@dataclass
class Filler:
    """docxtpl with one template. ``parts``: names of the parts with tags."""

    docx: bytes
    parts: tuple[str, ...]
    sandbox: Sandbox
    _patched: dict[str, str] = field(default_factory=dict)
    _compiled: dict[str, Any] = field(default_factory=dict)
    _printed: dict[str, list[str]] = field(default_factory=dict)

    def source(self) -> str:
        """What the template says, for looking names up. Raises ``Refused`` where the sandbox does
        not let it pass or it is too much for docxtpl."""
        from jinja2 import TemplateSyntaxError

        engine = self._engine()
        engine.render_init()
        found = []
        with zipfile.ZipFile(io.BytesIO(self.docx)) as container:
            for name in self.parts:
                part = container.read(name)
                if len(part) > _LARGEST_PART:
                    raise Refused("template-limit", "часть шаблона слишком велика для docxtpl")
                found.append(engine.patch_xml(part.decode()))
        try:
            for text in found:
                self._from_string(text)
        except (TemplateSyntaxError, Fault, RecursionError) as fault:
            raise Refused("template-tag-broken", str(fault)) from fault
        return "\n".join(found)

    def fill(self, context: object) -> tuple[dict[str, bytes], dict[str, list[str]]]:
        """The XML of the parts, and the texts of the values that were printed in each.

        Raises ``Fault`` for what cannot be printed.
        """
        self.sandbox.start()
        self._printed = {}
        names = {name: seen(reach(context, name)) for name in self.sandbox.names}
        engine, made = self._engine(), io.BytesIO()
        try:
            engine.render(names, self.sandbox.environment, autoescape=True)
            engine.save(made)
        except Fault:
            raise
        except RecursionError as fault:
            raise Fault("template-limit", "macro зовёт себя без конца") from fault
        except Exception as fault:  # whatever a template can drive docxtpl to
            raise Fault(
                "template-value-kind", f"docxtpl не заполнил шаблон: {type(fault).__name__}"
            ) from fault
        with zipfile.ZipFile(made) as container:
            return {name: container.read(name) for name in self.parts}, self._printed

    def _engine(self) -> Any:
        from docxtpl import DocxTemplate

        filler = self

        class Engine(DocxTemplate):  # type: ignore[misc]
            """Reads a template once, and notes which part is being filled."""

            def patch_xml(self, source: str) -> str:
                known = filler._patched
                if source not in known:
                    # It leaves this sign as XML has it, though it is part of an expression.
                    known[source] = _IN_TAG.sub(_unescaped, super().patch_xml(source))
                return known[source]

            def render_xml_part(self, source: str, part: Any, *rest: Any) -> Any:
                filler.sandbox.printed = []
                filler._printed[str(part.partname).lstrip("/")] = filler.sandbox.printed
                return super().render_xml_part(source, part, *rest)

        self.sandbox.environment.from_string = self._from_string
        return Engine(io.BytesIO(self.docx))

    def _from_string(self, source: str, *rest: Any) -> Any:
        if source not in self._compiled:
            environment = self.sandbox.environment
            self._compiled[source] = type(environment).from_string(environment, source, *rest)
        return self._compiled[source]


@dataclass(frozen=True)
class SlowTemplate(Template):
    """A template that docxtpl fills; ``programs`` only names the parts that vary."""

    filler: Filler | None = None

    def fill(self, context: object, output: Output) -> tuple[dict[str, bytes], list[Located]]:
        try:
            return self._filled(context)[0], []
        except Fault as fault:
            return {}, [Located(fault, _TAG, "", fault.origin)]

    def trace(self, context: object, *, with_origins: bool = False) -> dict[str, Trace]:
        try:
            made, printed = self._filled(context)
        except Fault:
            return {}
        found = {}
        for name, part in made.items():
            trace = found[name] = Trace(with_origins=with_origins)
            trace.values += [(text, _TAG, "значение", None) for text in printed.get(name, ())]
            for element in _ELEMENT.findall(part):
                key = element.decode()
                trace.elements[key] = trace.elements.get(key, 0) + 1
        return found

    def walk(self, context: object) -> Walk | None:
        """``None``: nothing is known of the form of such a paper."""
        return None

    def acts_printed(self, context: object) -> frozenset[str]:
        return self.acts

    @cached_property
    def acts_always(self) -> frozenset[str]:
        return self.acts

    def _filled(self, context: object) -> tuple[dict[str, bytes], dict[str, list[str]]]:
        assert self.filler is not None
        return self.filler.fill(context)


def compile_either(
    path: Path,
    context_class: type[Any],
    *,
    filters: Mapping[str, Callable[..., object]] | None = None,
    extra_names: Collection[str] = (),
    keys: Mapping[str, Collection[str]] | None = None,
    printing: Printing = DEFAULT_PRINTING,
    typeset: bool = False,
    profile: LayoutProfile | None = None,
    draft: bool = True,
    limits: RenderLimits = RENDER_LIMITS,
) -> tuple[Template | None, list[Diagnostic]]:
    """``compile_template``, and docxtpl where only the language of a template is in its way.

    Which template takes the slow path is told by one diagnostic, ``template-slow``.
    """
    template, found = compile_template(
        path,
        context_class,
        filters=filters,
        extra_names=extra_names,
        keys=keys,
        printing=printing,
        typeset=typeset,
        profile=profile,
        draft=draft,
        limits=limits,
    )
    errors = [fault for fault in found if fault.is_error]
    if not errors or any(fault.code not in LANGUAGE_CODES for fault in errors):
        return template, found
    if not is_installed():
        return None, found
    findings = Findings(path.name)
    opened = open_template(path, findings, f"docxtpl\0{draft}\0{profile!r}")
    if opened is None:
        return None, found
    code_part = lay_out(opened.skeleton, profile, draft)
    if typeset:
        for part in opened.skeleton.texts.values():
            typeset_around_tags(part.root)
    sandbox = Sandbox(
        context_class,
        extra_names,
        filters or {},
        printing,
        typography if typeset else str,
        limits,
    )
    try:
        slow = _compile(opened, path.name, context_class, sandbox, keys or {}, code_part, draft)
    except Refused:
        return None, found  # what the fast path says of it is clearer
    told = diagnose(
        "template-slow",
        errors[0].origin,
        f"такое docgen сам не заполняет ({errors[0].message}), поэтому бумаги по шаблону "
        f"{path.name} делает docxtpl, это медленнее",
        hint="чтобы было быстро, напишите это без вычислений, set и macro",
        value=errors[0].value,
    )
    return slow, [*(fault for fault in found if not fault.is_error), told]


def _compile(
    opened: Opened,
    name: str,
    context_class: type[Any],
    sandbox: Sandbox,
    keys: Mapping[str, Collection[str]],
    code_part: str,
    draft: bool,
) -> SlowTemplate:
    skeleton = opened.skeleton
    plain = with_properties(opened)
    texts = {part: xml_bytes(text.root) for part, text in skeleton.texts.items()}
    varying = tuple(part for part, xml in texts.items() if b"{{" in xml or b"{%" in xml)
    filler = Filler(write_package({**plain, **texts}), varying, sandbox)
    source = filler.source()
    acts = frozenset(_WORD_OF_ACTS.findall(source))
    if strangers := acts - frozenset(keys.get(ROOT_ACTS, acts)):
        raise Refused("template-name-unknown", f"нет ключа «{min(strangers)}»")
    shared = {**plain, **{part: xml for part, xml in texts.items() if part not in varying}}
    properties = shared.pop(CUSTOM_PART)
    shared.pop(code_part, None)
    known = frozenset(terms_of(context_class))
    used = known & frozenset(re.findall(r"\w+", source))
    return SlowTemplate(
        name=name,
        digest=opened.digest,
        context_class=context_class,
        used=used,
        unused=known - used,
        acts=acts,
        filters=frozenset(_WORD_OF_FILTER.findall(source)),
        fields=source.count("{{"),
        programs={part: [] for part in varying},
        constant={part: pack(xml, once=True) for part, xml in shared.items()},
        digests={part: hashlib.sha256(xml).digest() for part, xml in shared.items()},
        properties=properties,
        slots=0,
        limits=RENDER_LIMITS,
        widens_tables=False,
        draft=draft,
        main=skeleton.main,
        part_words={part: text.words for part, text in skeleton.texts.items()},
        relationship_targets={
            part: {r.id: r.target for r in links} for part, links in skeleton.relationships.items()
        },
        code_part=code_part,
        filler=filler,
    )
