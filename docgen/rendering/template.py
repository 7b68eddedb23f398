"""A template compiled once and rendered many times.

What stays the same in every paper is packed and hashed once; what varies is a program
(``program``). No tree and no library object is made for a paper.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.norms.layout import LayoutProfile
from docgen.opc.reading import BrokenPart, Limits, open_package
from docgen.opc.wordprocessing import Place, Places, local, w
from docgen.opc.writing import PackedPart, pack, write_package
from docgen.passport import (
    CORE_PART,
    CORE_RELATIONSHIP,
    CUSTOM_PART,
    CUSTOM_RELATIONSHIP,
    Passport,
    prepare_for_passport,
    sealed_properties,
)
from docgen.printed_code import PICTURE_NAME
from docgen.records.terms import terms_of
from docgen.rendering.assembly import Assembly, assemble
from docgen.rendering.chart_places import ChartParts, chart_parts, make_room, room_for
from docgen.rendering.code_picture import code_of, picture_of
from docgen.rendering.expressions import UNKNOWN, ExpressionReader, Frame, Scope, Shape
from docgen.rendering.hygiene import pair_bookmarks
from docgen.rendering.layout import lay_out
from docgen.rendering.program import (
    PARTED,
    Builder,
    Form,
    Located,
    Output,
    Print,
    RenderLimits,
    Step,
    Trace,
    place_words,
)
from docgen.rendering.skeleton import (
    CONTENT_TYPES,
    ROOT_RELS,
    Skeleton,
    TextPart,
    clean_texts,
    load_skeleton,
    xml_bytes,
)
from docgen.rendering.structure import (
    check_order,
    check_parts,
    check_text,
    skipped_columns,
    span_of,
)
from docgen.rendering.tags import MARK, OPEN_MARK, Cutting, Mode, Report, Tag
from docgen.rendering.typesetting import typeset_text
from docgen.rendering.values import DEFAULT_PRINTING, Fault, Printing

TEMPLATE_LIMITS = Limits(file_bytes=32 << 20, part_bytes=16 << 20, total_bytes=64 << 20, parts=2000)
RENDER_LIMITS = RenderLimits()
MOST_FINDINGS = 200
_CHART_FONT = "Times New Roman"
# Changes when papers of the same template and values would come out otherwise.
_EDITION = "2"


@dataclass
class Findings:
    """Diagnostics about one template file."""

    file: str
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, place: Place, message: str, hint: str) -> None:
        if len(self.found) > MOST_FINDINGS:
            return
        if len(self.found) == MOST_FINDINGS:
            code, hint = "template-limit", "поправьте эти и проверьте шаблон ещё раз"
            message = f"замечаний больше {MOST_FINDINGS}, остальные не показаны"
        self.found.append(
            diagnose(
                code,
                Origin(self.file, label=place.words),
                message,
                hint=hint,
                value=MARK.sub("…", place.text),
            )
        )

    @property
    def failed(self) -> bool:
        return any(diagnostic.is_error for diagnostic in self.found)


class Hashed:
    """SHA-256 of parts; the last of each name is known still when it comes again as read back."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[bytes, bytes]] = {}

    def digest(self, name: str, part: bytes) -> bytes:
        last = self._last.get(name)
        if last is None or last[0] != part:
            last = self._last[name] = part, hashlib.sha256(part).digest()
        return last[1]


@dataclass(frozen=True)
class Walk:
    """A paper as a walk over the steps makes it: its varying parts, the text around and in their
    values, and the form of it (see ``program.Output``)."""

    parts: Mapping[str, bytes]
    shown: str
    form: Form


@dataclass(frozen=True)
class Template:
    """A compiled template.

    ``digest`` changes with the file, the layout and the edition of the renderer.
    ``used`` are the terms of the context that the template names, ``unused`` those it does
    not; ``acts`` the keys that it takes from «акты»; ``filters`` those it applies. ``fields``
    counts its tags.
    """

    name: str
    digest: str
    context_class: type[Any] | None
    used: frozenset[str]
    unused: frozenset[str]
    acts: frozenset[str]
    filters: frozenset[str]
    fields: int
    programs: Mapping[str, list[Step]]
    constant: Mapping[str, PackedPart]
    digests: Mapping[str, bytes]
    properties: bytes
    slots: int
    limits: RenderLimits
    widens_tables: bool
    draft: bool
    main: str
    part_words: Mapping[str, str]
    relationship_targets: Mapping[str, Mapping[str, str]]
    charts: ChartParts | None = None
    code_part: str = ""
    assembly: Assembly | None = None
    # Forms of papers that a thorough proof has found nothing in.
    proven: set[Form] = field(default_factory=set)
    hashed: Hashed = field(default_factory=Hashed)

    @property
    def relationship_ids(self) -> Mapping[str, Collection[str]]:
        """Ids of the relationships of each part."""
        return self.relationship_targets

    def render(self, context: object, passport: Passport) -> tuple[bytes | None, list[Diagnostic]]:
        """A paper with its passport, or ``None`` and every reason why not.

        The same context and passport give the same bytes.
        """
        output = Output(self.limits)
        made = self.assembly.make(context) if self.assembly else None
        if made is None:
            made, faults = self.fill(context, output)
            if faults:
                return None, self._refusals(faults, passport)
        parts: dict[str, bytes | PackedPart] = dict(self.constant)
        digests = dict(self.digests)
        if self.charts is not None:
            self.charts.add(output.charts, parts, digests)
        for name, part in made.items():
            if self.widens_tables:
                part = widen_tables(part)
            parts[name] = part
            digests[name] = self.hashed.digest(name, part)
        if self.code_part:
            passport = replace(passport, printed_code=code_of(passport))
            picture = picture_of(passport.printed_code)
            parts[self.code_part] = picture
            digests[self.code_part] = hashlib.sha256(picture).digest()
        parts[CUSTOM_PART] = sealed_properties(self.properties, passport, digests)
        return write_package(parts), []

    def fill(self, context: object, output: Output) -> tuple[dict[str, bytes], list[Located]]:
        """The XML of the parts that vary, and what could not be printed."""
        frame = Frame(context, [None] * self.slots, [None] * self.slots)
        made: dict[str, bytes] = {}
        try:
            for name, steps in self.programs.items():
                if output.shown:
                    output.shown.append(PARTED)
                for step in steps:
                    step.run(frame, output)
                made[name] = output.take()
        except Fault:
            pass  # a limit: it is noted among the faults, and nothing of the paper counts
        return made, output.faults

    def trace(self, context: object, *, with_origins: bool = False) -> dict[str, Trace]:
        """What each part of a paper must show: printed values in order, elements by count."""
        frame = Frame(context, [None] * self.slots, [None] * self.slots)
        found: dict[str, Trace] = {}
        output = Output(self.limits)
        try:
            for name, steps in self.programs.items():
                output.trace = found[name] = Trace(with_origins=with_origins)
                for step in steps:
                    step.run(frame, output)
                output.take()
        except Fault:
            pass
        return found

    @cached_property
    def acts_always(self) -> frozenset[str]:
        """Those of ``acts`` that stand in every paper: under no condition and in no loop."""
        return self.acts & {
            word
            for steps in self.programs.values()
            for step in steps
            if isinstance(step, Print)
            for word in re.findall(r"\w+", step.expression.source)
        }

    def walk(self, context: object) -> Walk | None:
        """What a paper must hold to the byte, made step by step; ``None`` when it cannot be made
        or is not a matter of its text alone (charts)."""
        if self.charts is not None:
            return None
        output = Output(self.limits)
        output.shown, output.form = [], []
        made, faults = self.fill(context, output)
        if faults:
            return None
        if self.widens_tables:
            made = {name: widen_tables(part) for name, part in made.items()}
        return Walk(made, "".join(output.shown), tuple(output.form))

    def acts_printed(self, context: object) -> frozenset[str]:
        """Those of ``acts`` that stand in a paper of this context: conditions leave some out."""
        printed = {
            word
            for trace in self.trace(context).values()
            for _, _, source, _ in trace.values
            for word in re.findall(r"\w+", source)
        }
        return self.acts & printed

    def _refusals(self, faults: Iterable[Located], passport: Passport) -> list[Diagnostic]:
        found: dict[tuple[object, ...], Diagnostic] = {}
        for located in faults:
            fault, tag = located.fault, located.tag
            place = Origin(self.name, label=tag.place.words)
            origin = located.origin or place
            key = (fault.code, origin, located.source)
            where = f"шаблон {self.name}, {place_words(tag.place)}"
            message = f"{fault.message} — бумага «{passport.document_id}» не сделана: {where}"
            if located.source and f"«{located.source}»" not in fault.message:
                message = (
                    f"{fault.message} (поле «{located.source}»)" + message[len(fault.message) :]
                )
            found.setdefault(
                key,
                diagnose(
                    fault.code,
                    origin,
                    message,
                    hint=fault.hint,
                    value=fault.value,
                    related=[] if located.origin is None else [place],
                ),
            )
        return list(found.values())


def compile_template(
    path: Path,
    context_class: type[Any] | None,
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
    """Compile a template for contexts of a class; ``None`` when an error is among the findings.

    ``context_class``: its terms are the names that the template may use; ``None`` checks no
    names. ``filters``: the office's own, by name. ``extra_names``: template fields of columns
    that the clerk added, allowed on every record. ``keys``: declared keys of the terms that are
    mappings, such as «акты». ``printing``: how dates and sums are printed without a filter;
    ``typeset`` lays Russian typography over the template's own text and over every value in it.
    ``profile``: layout to lay over the template; ``draft`` marks every header «ПРОЕКТ».
    """
    findings = Findings(path.name)
    opened = open_template(path, findings, f"{draft}\0{profile!r}")
    if opened is None:
        return None, findings.found
    scope = Scope(
        Shape("object", owner=context_class) if context_class else UNKNOWN,
        frozenset(extra_names),
        keys or {},
    )
    reader = ExpressionReader(filters or {}, printing)
    compiler = _Compiler(findings, opened, scope, reader, printing, limits, typeset)
    template = compiler.compile(profile, draft, context_class)
    return (None if findings.failed else template), findings.found


@dataclass
class Opened:
    """A template taken apart: ``kept`` are its own property parts."""

    skeleton: Skeleton
    kept: dict[str, bytes]
    digest: str


def open_template(path: Path, findings: Findings, settings: str) -> Opened | None:
    """Take a template apart and clean it; ``None`` when it cannot be gone on with.

    ``settings`` count in its digest beside the file.
    """
    package, refused = open_package(path, "docx", path.name, TEMPLATE_LIMITS)
    findings.found += refused
    if package is None:
        return None
    try:
        skeleton = load_skeleton(package, findings.report)
        if skeleton is None:
            return None
        core = next(
            (r.target for r in package.relationships("") if r.leads_to("core-properties")), ""
        )
        custom = next(
            (r.target for r in package.relationships("") if r.leads_to("custom-properties")), ""
        )
        kept = {
            part: package.read(name)
            for part, name in ((CORE_PART, core), (CUSTOM_PART, custom))
            if name and package.has(name)
        }
    except BrokenPart as broken:
        findings.found.append(broken.diagnostic(path.name))
        return None
    digest = hashlib.sha256(
        "\0".join(
            [_EDITION, settings]
            + [
                f"{n}:{hashlib.sha256(package.read(n)).hexdigest()}"
                for n in sorted(package.names())
            ]
        ).encode()
    ).hexdigest()
    clean_texts(skeleton, lambda part: findings.report)
    return Opened(skeleton, kept, digest)


@dataclass
class _Compiler:
    findings: Findings
    opened: Opened
    scope: Scope
    reader: ExpressionReader
    printing: Printing
    limits: RenderLimits
    typeset: bool

    def compile(
        self, profile: LayoutProfile | None, draft: bool, context_class: type[Any] | None
    ) -> Template | None:
        skeleton = self.opened.skeleton
        if any(d.code == "template-tracked-changes" for d in self.findings.found):
            return None
        # Places are counted in the author's file, before the layout adds anything.
        places = {name: Places(part.root, part.words) for name, part in skeleton.texts.items()}
        code_part = lay_out(skeleton, profile, draft)
        self._check_structure(places)
        parts = with_properties(self.opened)
        core = _text_part(CORE_PART, parts[CORE_PART])
        texts = {**skeleton.texts, CORE_PART: core}
        programs: dict[str, list[Step]] = {}
        font = profile.font if profile is not None else _CHART_FONT
        tags_found: list[Tag] = []
        for name, part in texts.items():
            tags = self._cut(part, places.get(name) or Places(part.root, part.words))
            own = [tag for tag in tags if tag.mode not in (Mode.NUMBER, Mode.CELL_END)]
            tags_found += own
            if tags:
                xml = xml_bytes(part.root).decode()
                builder = Builder(
                    self.reader,
                    self.scope,
                    self.printing,
                    self.limits,
                    self.findings.report,
                    self.typeset,
                )
                if name == skeleton.main:
                    builder.room_of = partial(room_for, tags=tags, font=font)
                programs[name] = builder.build(xml, tags)
                drawing = [tag for tag in own if tag.draws]
                if drawing and not self.findings.failed:
                    # What the tags are is known now: their paragraphs change, so all is read anew.
                    for tag in drawing:
                        make_room(tag.paragraph)
                    builder.report = _unheard
                    programs[name] = builder.build(xml_bytes(part.root).decode(), tags)
            else:
                parts[name] = xml_bytes(part.root)
        if not tags_found and not self.findings.failed:
            self.findings.report(
                "template-no-tags",
                Place("документ"),
                "в шаблоне нет ни одного поля {{ … }}: все бумаги выйдут одинаковыми",
                "поставьте поля docgen там, где текст меняется",
            )
        if self.findings.failed:
            return None
        properties = parts.pop(CUSTOM_PART)
        charts = None
        if any(tag.draws for tag in tags_found):
            charts = chart_parts(skeleton.main, parts, CONTENT_TYPES)
        varying = {*programs, code_part}
        constant = {name: part for name, part in parts.items() if name not in varying}
        known = frozenset(terms_of(context_class)) if context_class else frozenset()
        return Template(
            name=self.findings.file,
            digest=self.opened.digest,
            context_class=context_class,
            used=frozenset(self.scope.used),
            unused=known - self.scope.used,
            acts=frozenset(self.scope.acts),
            filters=frozenset(self.scope.filters),
            fields=len(tags_found),
            programs=programs,
            constant={name: pack(part, once=True) for name, part in constant.items()},
            digests={name: hashlib.sha256(part).digest() for name, part in constant.items()},
            properties=properties,
            slots=self.scope.slots,
            limits=self.limits,
            widens_tables=any(tag.prefix == "tc" or tag.mode is Mode.SPAN for tag in tags_found),
            draft=draft,
            main=skeleton.main,
            part_words={name: part.words for name, part in texts.items()},
            relationship_targets={
                name: {r.id: r.target for r in found}
                for name, found in skeleton.relationships.items()
            },
            charts=charts,
            code_part=code_part,
            assembly=assemble(programs, self.scope.slots, self.limits),
        )

    def _check_structure(self, places: Mapping[str, Places]) -> None:
        """What Word would refuse in the template itself, before any value is in it."""
        skeleton = self.opened.skeleton
        relationships = {
            name: [(r.id, r.target, r.external) for r in found]
            for name, found in skeleton.relationships.items()
        }
        names = [*skeleton.texts, *skeleton.plain]
        for words in check_parts(names, skeleton.types, relationships):
            self._bad_structure(Place("документ"), words)
        for name, part in skeleton.texts.items():
            ids = [identifier for identifier, _, _ in relationships.get(name, [])]
            where = places.get(name) or Places(part.root, part.words)
            for flaw in [*check_order(part.root), *check_text(part.root, ids)]:
                if flaw.serious:
                    self._bad_structure(where.of(flaw.element), flaw.words)

    def _bad_structure(self, place: Place, words: str) -> None:
        self.findings.report(
            "template-structure",
            place,
            f"Word не примет бумаги из этого шаблона: {words}",
            "откройте шаблон в Word и сохраните заново",
        )

    def _cut(self, part: TextPart, places: Places) -> list[Tag]:
        report: Report = self.findings.report
        if OPEN_MARK in xml_bytes(part.root).decode():
            report(
                "template-tag-broken",
                Place(part.words or "документ"),
                f"в тексте служебный знак U+{ord(OPEN_MARK):04X}, которым docgen метит теги",
                "удалите его: в Word он виден как пустой квадрат",
            )
            return []
        cutting = Cutting(part.root, places, report)
        cutting.cut()
        pair_bookmarks(part.root)
        if self.typeset:
            typeset_text(part.root, cutting.tags)
        number_drawings(part.root, cutting)
        return cutting.tags


def _unheard(code: str, place: Place, message: str, hint: str) -> None:
    """What a second reading of the same tags finds was told after the first."""


def number_drawings(root: Any, cutting: Cutting) -> None:
    """Give drawings their ids while a paper is made: a loop must not repeat them."""
    for drawing in root.iter():
        if drawing.get("name") == PICTURE_NAME:
            continue  # one in a paper, with an id of its own
        if isinstance(drawing.tag, str) and local(drawing) == "docPr" and "id" in drawing.attrib:
            tag = Tag("{{", "", "", Place(""), Mode.NUMBER, ("@", "id"), drawing)
            cutting.tags.append(tag)
            drawing.set("id", cutting.mark(len(cutting.tags) - 1))


def _text_part(name: str, part: bytes) -> TextPart:
    from docgen.opc.reading import parse_xml

    return TextPart(name, "core", parse_xml(part, name), "свойства документа", "")


def with_properties(opened: Opened) -> dict[str, bytes]:
    """The parts of a template that are no text, with room for a passport."""
    kept, parts = opened.kept, {**opened.skeleton.plain, **opened.skeleton.directory()}
    kinds = {CORE_PART: CORE_RELATIONSHIP, CUSTOM_PART: CUSTOM_RELATIONSHIP}
    rows = "".join(
        f'<Relationship Id="rIdDocgen{n}" Type="{kinds[part]}" Target="{part}"/>'
        for n, part in enumerate(kept)
    )
    rels = parts[ROOT_RELS].decode().replace("</Relationships>", rows + "</Relationships>")
    return prepare_for_passport({**parts, **kept, ROOT_RELS: rels.encode()})


def widen_tables(part: bytes) -> bytes:
    """Give a table as many grid columns as its widest row, after cells were repeated.

    The width of the table stays: the columns share it anew.
    """
    from docgen.opc.reading import parse_xml

    root = parse_xml(part)
    changed = False
    for table in root.iter(w("tbl")):
        grid = table.find(w("tblGrid"))
        if grid is None:
            continue
        widest = max((_columns(row) for row in table.iterchildren(w("tr"))), default=0)
        columns = grid.findall(w("gridCol"))
        if widest == 0 or widest == len(columns):
            continue
        changed = True
        total = sum(int(column.get(w("w"), "0") or 0) for column in columns)
        for column in columns:
            grid.remove(column)
        for _ in range(widest):
            made = grid.makeelement(w("gridCol"))
            made.set(w("w"), str(total // widest))
            grid.append(made)
        for cell in table.iterfind(f"{w('tr')}/{w('tc')}"):
            width = cell.find(f"{w('tcPr')}/{w('tcW')}")
            if width is not None and width.get(w("type"), "dxa") == "dxa" and total:
                width.set(w("w"), str(total // widest * (span_of(cell) or 1)))
    return xml_bytes(root) if changed else part


def _columns(row: Any) -> int:
    return skipped_columns(row) + sum(span_of(cell) or 1 for cell in row.iterchildren(w("tc")))
