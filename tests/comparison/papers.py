"""Small Word files for the tests: a list of paragraphs (text) and tables (rows of cells)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from xml.sax.saxutils import escape

from docgen.comparison.accepting import settle
from docgen.comparison.reading import OBJECT, texts_of
from docgen.opc.finished import FinishedPaper, paper_of
from docgen.opc.writing import write_package

Table = list[list[str]]
Block = str | Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def word_file(blocks: Sequence[Block]) -> bytes:
    """The bytes of a file with these blocks."""
    return word_file_of("".join(map(_block, blocks)))


def word_file_of(body: str) -> bytes:
    """The bytes of a file with this markup in its body."""
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document}
    return write_package({name: text.encode() for name, text in parts.items()})


def paragraph(text: str, looks: str = "") -> str:
    """Two runs, so that edits reach over the seam."""
    half = len(text) // 2
    runs = "".join(
        f'<w:r>{looks}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in (text[:half], text[half:])
        if piece
    )
    return f"<w:p>{runs}</w:p>"


def _block(block: Block) -> str:
    if isinstance(block, str):
        return paragraph(block)
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_cell(text)}</w:tc>" for text in row) + "</w:tr>"
        for row in block
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"


def _cell(text: str) -> str:
    return "".join(map(paragraph, text.split("\n")))


def opened(content: bytes) -> FinishedPaper:
    paper, faults = paper_of(content, "бумага.docx")
    assert paper is not None, faults
    return paper


def lines(content: bytes, *, accept: bool = True) -> list[str]:
    """What a reader sees who accepts (or rejects) everything, unit by unit, part by part."""
    paper = opened(content)
    for part in paper.parts:
        settle(part.root, accept=accept)
    return [unit.text.replace(OBJECT, "") for text in texts_of(paper) for unit in text.units]


_WORDS = [
    "договор",
    "сторона",
    "программа",
    "обучающийся",
    "организация",
    "час",
    "срок",
    "приказ",
    "ресурс",
    "участник",
    "занятие",
    "педагог",
    "порядок",
    "расчёт",
    "адрес",
]


def invented(chance: random.Random) -> list[Block]:
    """Blocks of a paper that nobody wrote."""
    found: list[Block] = []
    for _ in range(chance.randrange(1, 9)):
        if chance.random() < 0.3:
            width = chance.randrange(1, 4)
            found.append(
                [[_cell_text(chance) for _ in range(width)] for _ in range(chance.randrange(1, 6))]
            )
        else:
            found.append(sentence(chance))
    return [*found, sentence(chance)]


def sentence(chance: random.Random, mark: str = "") -> str:
    words = chance.choices(_WORDS, k=chance.randrange(1, 12))
    return " ".join([*words, _marked(chance, mark)] if mark else words)


def _marked(chance: random.Random, mark: str) -> str:
    """A word that stands nowhere else, so that it can be looked for."""
    return f"{mark}{chance.randrange(10**9)}" if mark else chance.choice(_WORDS)


def _cell_text(chance: random.Random, mark: str = "") -> str:
    return chance.choice(
        [
            "",
            str(chance.randrange(99)),
            sentence(chance, mark),
            f"{sentence(chance, mark)}\n{sentence(chance, mark)}",
        ]
    )


def mutated(blocks: Sequence[Block], chance: random.Random, mark: str = "") -> list[Block]:
    """The same paper after somebody's work; the words that he added begin with ``mark``."""
    found: list[Block] = []
    for block in blocks:
        fate = chance.random()
        if fate < 0.12:
            continue
        if fate < 0.24:
            found.append(sentence(chance, mark))
        if isinstance(block, str):
            words = block.split()
            if fate > 0.6:
                words.insert(chance.randrange(len(words) + 1), _marked(chance, mark))
            if fate > 0.8:
                del words[chance.randrange(len(words))]
            found.append(" ".join(words) or "слово")
        else:
            table = [list(row) for row in block]
            if fate > 0.4:
                row = chance.randrange(len(table))
                table[row][chance.randrange(len(table[row]))] = _cell_text(chance, mark)
            if fate > 0.6:
                fresh = [_cell_text(chance, mark) for _ in table[0]]
                table.insert(chance.randrange(len(table) + 1), fresh)
            if fate > 0.8 and len(table) > 1:
                del table[chance.randrange(len(table))]
            found.append(table)
    if chance.random() < 0.3:
        chance.shuffle(found)
    return [*found, "конец"] if not found or not isinstance(found[-1], str) else found
