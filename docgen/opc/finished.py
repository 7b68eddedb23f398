"""A finished Word file, ours or anybody's, as texts with places: read, never changed.

Unlike a template it is not cleaned: what a reader of the file would find in it is what matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic, Origin
from docgen.opc.reading import BrokenPart, Package, open_package, unpack
from docgen.opc.wordprocessing import STRICT_W_NS, TEXT_KINDS, W_NS, Places, text_of


@dataclass(frozen=True)
class Passage:
    """One paragraph: where it stands, what it shows, whether it lies in the body of the text."""

    place: str
    text: str
    in_body: bool
    element: Any


@dataclass(frozen=True)
class Part:
    """A part with text: ``words`` opens its places, empty for the body."""

    name: str
    words: str
    root: Any


@dataclass(frozen=True)
class FinishedPaper:
    """An opened file. ``shown`` is how messages name it."""

    shown: str
    package: Package
    parts: tuple[Part, ...]

    def origin(self, place: str = "") -> Origin:
        """Where a message of this file points."""
        return Origin(self.shown, label=place)

    def passages(self) -> Iterator[Passage]:
        """Paragraphs that show something, part by part."""
        for part in self.parts:
            places = Places(part.root, part.words)
            for paragraph in places.paragraphs():
                text = text_of(paragraph)
                if text.strip():
                    place = places.of(paragraph).words
                    body = not part.words and place.startswith("абзац")
                    yield Passage(place, text, body, paragraph)


def open_paper(
    path: Path, shown: str | None = None
) -> tuple[FinishedPaper | None, list[Diagnostic]]:
    """Open a Word file through the gate; ``None`` and the reasons for one that can't be read."""
    name = shown or path.name
    return _as_paper(name, *open_package(path, "docx", name))


def paper_of(data: bytes, shown: str) -> tuple[FinishedPaper | None, list[Diagnostic]]:
    """``open_paper`` for a file whose bytes are in memory already."""
    return _as_paper(shown, *unpack(data, "docx", shown))


def _as_paper(
    name: str, package: Package | None, faults: list[Diagnostic]
) -> tuple[FinishedPaper | None, list[Diagnostic]]:
    if package is None:
        return None, faults
    try:
        return FinishedPaper(name, package, tuple(_parts(package))), faults
    except BrokenPart as broken:
        return None, [*faults, broken.diagnostic(name)]


def _parts(package: Package) -> Iterator[Part]:
    yield Part(package.main_part, "", usual_names(package.xml(package.main_part)))
    for relationship in package.relationships(package.main_part):
        kind = relationship.type.rpartition("/")[2]
        if kind in TEXT_KINDS and not relationship.external and package.has(relationship.target):
            yield Part(
                relationship.target, TEXT_KINDS[kind], usual_names(package.xml(relationship.target))
            )


def usual_names(root: Any) -> Any:
    """The tree with transitional names, by which the rooms know its elements."""
    if STRICT_W_NS not in root.nsmap.values():
        return root
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(f"{{{STRICT_W_NS}}}"):
            element.tag = f"{{{W_NS}}}{element.tag.rpartition('}')[2]}"
            for name in list(element.attrib):
                if name.startswith(f"{{{STRICT_W_NS}}}"):
                    element.set(f"{{{W_NS}}}{name.rpartition('}')[2]}", element.attrib.pop(name))
    return root
