"""Fonts of a paper against those of its PDF: what was put in place of what.

LibreOffice substitutes a font that is not installed and says nothing. The PDF names the fonts
that it was really set in, so no list of installed fonts is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.opc.reading import BrokenPart, Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TEXT_PART = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_SIGNATURE = re.compile(
    r"(?:_{3,}\s*/?\s*)?(?P<initials>[А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?)"
    r"(?P<surname>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\s*/?(?: \(электронная подпись\))?"
)
_RUSSIAN = re.compile("[А-Яа-яЁё]")

# Fonts drawn to the same widths: lines and pages break at the same places.
# https://wiki.debian.org/SubstitutingCalibriAndCambriaFonts, the Liberation and Croscore fonts.
_SAME_WIDTH: Mapping[str, frozenset[str]] = {
    "timesnewroman": frozenset({"liberationserif", "tinos", "thorndale", "ptastraserif"}),
    "arial": frozenset({"liberationsans", "arimo", "albany", "ptastrasans"}),
    "couriernew": frozenset({"liberationmono", "cousine", "cumberland"}),
    "calibri": frozenset({"carlito"}),
    "cambria": frozenset({"caladea"}),
}


@dataclass(frozen=True, slots=True)
class PaperText:
    """What is known of the text of a paper: letters, and the fonts that they ask for."""

    letters: int
    fonts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Substitution:
    """A font that the PDF lacks and those that it has instead; ``None`` for unknown.

    ``same_width``: the pages are as they would be with the right font.
    """

    wanted: str
    instead: tuple[str, ...]
    same_width: bool


def text_of_paper(package: Package) -> PaperText:
    """Letters and fonts of everything that is printed."""
    styles = _Styles(package)
    letters, fonts = 0, set()
    for name in package.names():
        if not _TEXT_PART.match(name):
            continue
        try:
            root = package.xml(name)
        except BrokenPart:
            continue
        for paragraph in root.iter(f"{_W}p"):
            for run, text in _runs(paragraph):
                if name.endswith("document.xml"):
                    letters += len(text.strip())
                if _RUSSIAN.search(text):
                    font = styles.font_of(run, paragraph)
                    if font:
                        fonts.add(font)
    return PaperText(letters, frozenset(fonts))


def signers_of(package: Package) -> tuple[str, ...]:
    """Who signs a paper, «Железняк М.П.», by the names that stand alone where one signs."""
    found: dict[str, None] = {}
    try:
        root = package.xml(package.main_part or "word/document.xml")
    except BrokenPart:
        return ()
    for paragraph in root.iter(f"{_W}p"):
        text = "".join(text for _, text in _runs(paragraph)).replace("\u00a0", " ").strip()
        signed = _SIGNATURE.fullmatch(text)
        if signed:
            found[f"{signed['surname']} {signed['initials'].replace(' ', '')}"] = None
    return tuple(found)


def substitutions(text: PaperText, pdf_fonts: frozenset[str]) -> list[Substitution]:
    """Fonts that the paper asks for and the PDF has not."""
    have = {name: _family(name) for name in pdf_fonts}
    wanted = {font: _family(font) for font in text.fonts}
    missing = [font for font in sorted(wanted) if wanted[font] not in have.values()]
    strange = {name: family for name, family in have.items() if family not in wanted.values()}
    found = []
    for font in missing:
        alike = _SAME_WIDTH.get(wanted[font], frozenset())
        twins = {_shown(name) for name, family in strange.items() if family in alike}
        instead = twins or {_shown(name) for name in strange}
        found.append(Substitution(font, tuple(sorted(instead)), bool(twins)))
    return found


def _runs(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """Runs of a paragraph that show something (a text box has paragraphs of its own)."""
    for run in paragraph.iter(f"{_W}r"):
        if run.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        text = "".join(node.text or "" for node in run.findall(f"{_W}t"))
        if text:
            yield run, text


class _Styles:
    """Where the font of a run comes from when the run does not name it."""

    def __init__(self, package: Package) -> None:
        self._based: dict[str, str] = {}
        self._fonts: dict[str, str] = {}
        self._theme = _theme(package)
        self._default = ""
        self._normal = ""
        root = _part(package, "word/styles.xml")
        if root is None:
            return
        self._default = self._named(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
        for style in root.findall(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            parent = style.find(f"{_W}basedOn")
            self._based[key] = parent.get(f"{_W}val", "") if parent is not None else ""
            self._fonts[key] = self._named(style.find(f"{_W}rPr"))
            is_default = style.get(f"{_W}default") in ("1", "true")
            if is_default and style.get(f"{_W}type") == "paragraph":
                self._normal = key

    def font_of(self, run: Any, paragraph: Any) -> str:
        """The font of Russian letters in a run; empty when nothing names one."""
        own = run.find(f"{_W}rPr")
        found = self._named(own)
        if not found:
            found = self._styled(_value(own, "rStyle"))
        if not found:
            style = _value(paragraph.find(f"{_W}pPr"), "pStyle") or self._normal
            found = self._styled(style)
        return found or self._default

    def _styled(self, key: str) -> str:
        seen: set[str] = set()
        while key and key not in seen:
            if self._fonts.get(key):
                return self._fonts[key]
            seen.add(key)
            key = self._based.get(key, "")
        return ""

    def _named(self, properties: Any) -> str:
        fonts = properties.find(f"{_W}rFonts") if properties is not None else None
        if fonts is None:
            return ""
        # A theme wins over a name; Russian letters take ``hAnsi``.
        theme = fonts.get(f"{_W}hAnsiTheme") or fonts.get(f"{_W}asciiTheme")
        if theme:
            return self._theme.get("major" if theme.startswith("major") else "minor", "")
        return str(fonts.get(f"{_W}hAnsi") or fonts.get(f"{_W}ascii") or "")


def _theme(package: Package) -> dict[str, str]:
    root = _part(package, "word/theme/theme1.xml")
    found = {}
    for kind in ("major", "minor"):
        latin = root.find(f".//{_A}{kind}Font/{_A}latin") if root is not None else None
        if latin is not None:
            found[kind] = str(latin.get("typeface", ""))
    return found


def _part(package: Package, name: str) -> Any:
    try:
        return package.xml(name) if package.has(name) else None
    except BrokenPart:
        return None


def _value(properties: Any, name: str) -> str:
    node = properties.find(f"{_W}{name}") if properties is not None else None
    return "" if node is None else str(node.get(f"{_W}val", ""))


_STYLE_WORDS = re.compile(r"(?:[-,](?:bold|italic|oblique|regular|medium)+|(?:ps)?mt)+$")


def _family(name: str) -> str:
    """«Times New Roman», «TimesNewRomanPS-BoldMT» and «TimesNewRoman,Bold» → «timesnewroman»."""
    plain = name.casefold().replace(" ", "")
    plain = _STYLE_WORDS.sub("", plain)
    return plain.removesuffix("ps")


def _shown(name: str) -> str:
    """«LiberationSerif-Bold» → «Liberation Serif»."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split("[-,]", name)[0])
