"""A template as parts and trees: everything of the file that a paper may carry, and no more.

The parts are found by walking the relationships from the document: what is not reached over
an allowed relationship (thumbnails, comments, signatures, custom XML) stays behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docgen.opc.reading import BrokenPart, Package, Relationship
from docgen.opc.wordprocessing import (
    R_NS,
    RELS_NS,
    STRICT_W_NS,
    TEXT_KINDS,
    TYPES_NS,
    W_NS,
    Place,
    Places,
)
from docgen.opc.writing import escaped
from docgen.rendering.hygiene import clean_settings, clean_tree, unlink
from docgen.rendering.tags import Report

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What is named nowhere here stays behind without a word: thumbnails, custom XML, printer settings,
# and Word 2010's second copy of the styles, which would contradict those that we change.
_PLAIN_KINDS = frozenset(
    [
        "styles",
        "numbering",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "theme",
        "themeOverride",
        "image",
        "hyperlink",
        "package",
        "chartUserShapes",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "chartStyle",
        "chartColorStyle",
    ]
)
COMMENT_KINDS = frozenset(
    ["comments", "commentsExtended", "commentsIds", "commentsExtensible", "commentAuthors"]
)
FORBIDDEN_KINDS = {
    "vbaProject": "макросы",
    "wordVbaData": "макросы",
    "oleObject": "внедрённый объект (OLE)",
    "control": "элемент ActiveX",
    "activeXControlBinary": "элемент ActiveX",
    "aFChunk": "вставка другого файла (altChunk)",
    "subDocument": "вложенный документ",
    "frame": "рамка с чужой страницей",
    "attachedToolbars": "панели инструментов с макросами",
}


@dataclass
class TextPart:
    """A part with text: its tree, its place words and what it is."""

    name: str
    kind: str
    root: Any
    words: str
    content_type: str


@dataclass
class Skeleton:
    """The parts of a template as they go into papers.

    ``texts`` are trees still to be worked on, ``plain`` the bytes of all other parts;
    ``relationships`` and ``types`` are kept in step with them.
    """

    main: str
    texts: dict[str, TextPart] = field(default_factory=dict)
    plain: dict[str, bytes] = field(default_factory=dict)
    relationships: dict[str, list[Relationship]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    @property
    def document(self) -> Any:
        return self.texts[self.main].root

    def related(self, part: str, kind: str) -> str | None:
        """Name of the part that ``part`` is related to in this way, or ``None``."""
        for relationship in self.relationships.get(part, []):
            if relationship.leads_to(kind) and not relationship.external:
                return relationship.target
        return None

    def relate(self, part: str, kind: str, target: str, content_type: str) -> str:
        """Add a relationship to a new part; its id."""
        taken = {r.id for r in self.relationships.setdefault(part, [])}
        identifier = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        self.relationships[part].append(Relationship(identifier, f"{R_NS}/{kind}", target, False))
        self.types[target] = content_type
        return identifier

    def free_name(self, stem: str) -> str:
        """A part name beside the document that is not taken: ``word/header7.xml``."""
        folder = self.main.rpartition("/")[0]
        number = 1
        while f"{folder}/{stem}{number}.xml" in {*self.texts, *self.plain}:
            number += 1
        return f"{folder}/{stem}{number}.xml"

    def directory(self) -> dict[str, bytes]:
        """``[Content_Types].xml`` and the relationship parts."""
        rows = "".join(
            f'<Override PartName="/{escaped(name)}" ContentType="{escaped(kind)}"/>'
            for name, kind in sorted(self.types.items())
        )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        parts = {
            CONTENT_TYPES: (
                f'{head}<Types xmlns="{TYPES_NS}"><Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/><Default '
                f'Extension="xml" ContentType="application/xml"/>{rows}</Types>'
            ).encode(),
            ROOT_RELS: _relationships_part(
                head, [Relationship("rId1", f"{R_NS}/officeDocument", "/" + self.main, False)]
            ),
        }
        for part, found in self.relationships.items():
            if found:
                folder, _, file = part.rpartition("/")
                parts[f"{folder}/_rels/{file}.rels"] = _relationships_part(
                    head, [Relationship(r.id, r.type, "/" + r.target, False) for r in found]
                )
        return parts


def _relationships_part(head: str, found: list[Relationship]) -> bytes:
    rows = "".join(
        f'<Relationship Id="{escaped(r.id)}" Type="{escaped(r.type)}"'
        f' Target="{escaped(r.target)}"/>'
        for r in found
    )
    return f'{head}<Relationships xmlns="{RELS_NS}">{rows}</Relationships>'.encode()


def load_skeleton(package: Package, report: Report) -> Skeleton | None:
    """Take a template apart. Faults are reported; ``None`` when it can't be gone on with.

    Raises ``BrokenPart`` when a part that is needed is missing or damaged.
    """
    root = package.xml(package.main_part)
    document = Place("документ")
    if root.tag == f"{{{STRICT_W_NS}}}document":
        report(
            "template-strict",
            document,
            "файл сохранён в строгом формате Open XML, docgen его не заполняет",
            "в Word: Сохранить как → Документ Word (*.docx), не «Strict Open XML»",
        )
        return None
    if root.tag != f"{{{W_NS}}}document":
        raise BrokenPart(package.main_part, "главная часть — не документ Word")
    if root.find(f"{{{W_NS}}}body") is None:
        raise BrokenPart(package.main_part, "в документе нет текста (body)")
    if "macroenabled" in package.content_type(package.main_part).lower():
        report(
            "template-macros",
            document,
            "шаблон с макросами не допускается",
            "сохраните его как «Документ Word (*.docx)»",
        )
    for relationship in package.relationships(""):
        if relationship.leads_to("origin"):
            report(
                "template-signature",
                document,
                "файл подписан электронной подписью; у бумаг из него этой подписи не будет",
                "храните подписанный файл отдельно, шаблон — без подписи",
            )
    skeleton = Skeleton(package.main_part)
    _Loader(package, skeleton, report).load(package.main_part, "document", root)
    skeleton.types[skeleton.main] = DOCUMENT_TYPE
    return skeleton


@dataclass
class _Loader:
    package: Package
    skeleton: Skeleton
    report: Report
    seen: set[str] = field(default_factory=set)

    def load(self, name: str, kind: str, root: Any = None) -> None:
        """Take a part and all that it leads to."""
        waiting: list[tuple[str, str, Any]] = [(name, kind, root)]
        while waiting:
            name, kind, root = waiting.pop()
            if name in self.seen:
                continue
            self.seen.add(name)
            self._take(name, kind, root)
            waiting += [(r.target, r.type.rpartition("/")[2], None) for r in self._kept(name)]

    def _take(self, name: str, kind: str, root: Any) -> None:
        content_type = self.package.content_type(name) or "application/octet-stream"
        self.skeleton.types[name] = content_type
        if kind == "document" or kind in TEXT_KINDS:
            root = _with_usual_prefix(self.package.xml(name) if root is None else root)
            words = TEXT_KINDS.get(kind, "")
            self.skeleton.texts[name] = TextPart(name, kind, root, words, content_type)
        elif kind == "settings":
            self.skeleton.plain[name] = self._settings(name)
        else:
            self.skeleton.plain[name] = self.package.read(name)

    def _settings(self, name: str) -> bytes:
        root = self.package.xml(name)
        if clean_settings(root):
            self.report(
                "template-external",
                Place("документ"),
                "файл связан с источником слияния Word; связь снята",
                "поля слияния замените полями {{ … }}",
            )
        return xml_bytes(root)

    def _kept(self, name: str) -> Iterator[Relationship]:
        """Relationships of a part that papers keep; the others are reported or dropped."""
        kept: list[Relationship] = []
        outside: set[str] = set()
        for relationship in self.package.relationships(name):
            kind = relationship.type.rpartition("/")[2]
            if relationship.external:
                outside |= self._outside(relationship, kind)
            elif self._is_kept(kind, relationship):
                if not self.package.has(relationship.target):
                    raise BrokenPart(relationship.target, "не хватает части")
                kept.append(relationship)
        if outside and name in self.skeleton.texts:
            unlink(self.skeleton.texts[name].root, outside)
        self.skeleton.relationships[name] = kept
        yield from kept

    def _is_kept(self, kind: str, relationship: Relationship) -> bool:
        if kind in TEXT_KINDS or kind in _PLAIN_KINDS:
            return True
        if kind in FORBIDDEN_KINDS:
            self.report(
                "template-macros" if "макрос" in FORBIDDEN_KINDS[kind] else "template-embedded",
                Place("документ"),
                f"в шаблоне {FORBIDDEN_KINDS[kind]}; это не допускается",
                "удалите это в Word и сохраните шаблон как «Документ Word (*.docx)»",
            )
        return False

    def _outside(self, relationship: Relationship, kind: str) -> set[str]:
        if kind == "hyperlink":
            self.report(
                "template-external",
                Place("документ"),
                "гиперссылка наружу снята, текст её остался",
                "адрес сайта или почты напишите текстом",
            )
            return {relationship.id}
        if kind == "attachedTemplate":
            self.report(
                "template-external",
                Place("документ"),
                "связь с присоединённым шаблоном Word снята",
                "",
            )
        elif kind not in ("mailMergeSource", "mailMergeHeaderSource", "recipientData"):
            what = "рисунок" if kind == "image" else "объект"
            self.report(
                "template-linked",
                Place("документ"),
                f"{what} хранится не в файле, а по внешней ссылке",
                "вставьте его в файл: Вставка → Рисунок, без связи с файлом",
            )
        return set()


def _with_usual_prefix(root: Any) -> Any:
    """The same tree with ``w:`` for Word's own elements: some programs write another prefix."""
    if root.nsmap.get("w") == W_NS or W_NS not in root.nsmap.values():
        return root
    from lxml import etree

    # Prefixes that are named inside attribute values (mc:Ignorable) must stay declared.
    kept = [prefix for prefix in root.nsmap if prefix]
    etree.cleanup_namespaces(root, top_nsmap={"w": W_NS}, keep_ns_prefixes=kept)
    return root


def xml_bytes(root: Any) -> bytes:
    """A tree as the bytes of a part."""
    from lxml import etree

    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made


def clean_texts(skeleton: Skeleton, report_in: Callable[[TextPart], Report]) -> None:
    """Clean every text part (see ``hygiene``)."""
    for part in skeleton.texts.values():
        clean_tree(part.root, Places(part.root, part.words), report_in(part))
