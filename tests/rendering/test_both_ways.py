"""Random templates of the fast path's language, filled by docgen and by docxtpl: the same papers.

docgen fills each twice, laid out for speed and step by step; docxtpl does it its own way. Parts are
compared in a canonical form: what Word shows and how it looks, without what only the writers differ
in (empty runs, runs of one look next to each other, marks of editing).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docgen.rendering.program import Output
from docgen.rendering.proof import prove
from tests.rendering.building import PASSPORT, Paper, Part, W, Workshop, codes, paper, parts_of

# --- templates -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph; a tag in it may be cut into several runs of one look."""

    text: str
    bold: bool = False
    cut: int = 0


Line = tuple[Run, ...]

_LITERAL = st.text("абвЯ .,&<>\"'№«»-—1", max_size=8)
_ROOT = [
    "номер",
    "текст",
    "номер|upper",
    "части|length",
    "текст|default('нет')",
    "части[0].название",
]
_ROOT += ["'да' if оплата else 'нет'", "номер ~ '/' ~ текст", "части[1].темы|join(', ')"]
_MEMBER = ["ч.название", "ч.часов", "loop.index", "ч.название|lower", "ч.темы|length", "номер"]
_TESTS = ["оплата", "not оплата", "номер == '17'", "части|length > 1", "текст and оплата"]
_MEMBER_TESTS = ["loop.first", "ч.часов > 10", "оплата", "not loop.last", "ч.темы"]


@st.composite
def _pieces(draw: Any, names: list[str], tests: list[str], loops: bool = True) -> str:
    kind = draw(st.sampled_from(["text", "text", "value", "value", "if", "for"]))
    if kind == "text":
        return str(draw(_LITERAL))
    value = draw(st.sampled_from(names))
    if kind == "value":
        return f"{{{{ {value} }}}}"
    inner = f"{draw(_LITERAL)}{{{{ {value} }}}}"
    if kind == "if":
        other = draw(st.sampled_from(["", "{% else %}иначе"]))
        return f"{{% if {draw(st.sampled_from(tests))} %}}{inner}{other}{{% endif %}}"
    if not loops:
        return inner
    member = draw(st.sampled_from(_MEMBER))
    return f"{{% for ч in части %}}{draw(_LITERAL)}{{{{ {member} }}}}{{% endfor %}}"


def _lines(names: list[str], tests: list[str], loops: bool = True) -> st.SearchStrategy[Line]:
    run = st.builds(Run, _pieces(names, tests, loops), st.booleans(), st.integers(0, 12))
    return st.lists(run, min_size=1, max_size=3).map(tuple)


_ROOT_LINES = _lines(_ROOT, _TESTS)
_MEMBER_LINES = _lines(_MEMBER, _MEMBER_TESTS, loops=False)


def _alone(text: str) -> Line:
    return (Run(text),)


@st.composite
def _blocks(draw: Any) -> list[Any]:
    """Paragraphs, conditions and loops over paragraphs, tables with rows that are repeated."""
    kind = draw(st.sampled_from(["line", "line", "if", "for", "table"]))
    if kind == "line":
        return [draw(_ROOT_LINES)]
    if kind == "if":
        test = draw(st.sampled_from(_TESTS))
        return [_alone(f"{{%p if {test} %}}"), draw(_ROOT_LINES), _alone("{%p endif %}")]
    if kind == "for":
        body = draw(st.lists(_MEMBER_LINES, min_size=1, max_size=2))
        return [_alone("{%p for ч in части %}"), *body, _alone("{%p endfor %}")]
    rows = draw(st.lists(st.tuples(_MEMBER_LINES, _MEMBER_LINES), min_size=1, max_size=2))
    if draw(st.booleans()):
        test = draw(st.sampled_from(_MEMBER_TESTS))
        rows = [(_alone(f"{{%tr if {test} %}}"), ()), *rows, (_alone("{%tr endif %}"), ())]
    head = (draw(_ROOT_LINES), _alone("Часов"))
    return [[head, (_alone("{%tr for ч in части %}"), ()), *rows, (_alone("{%tr endfor %}"), ())]]


_TEMPLATES = st.tuples(
    st.lists(_blocks(), min_size=1, max_size=4).map(lambda found: [b for bs in found for b in bs]),
    _ROOT_LINES,
    _ROOT_LINES,
)


def _write(paragraph: Any, line: Line) -> None:
    for run in line:
        for text in (run.text[: run.cut], run.text[run.cut :]):
            if text:
                paragraph.add_run(text).bold = run.bold or None


def _document(blocks: list[Any], header: Line, footer: Line) -> bytes:
    document: Any = docx.Document()
    _write(document.sections[0].header.paragraphs[0], header)
    _write(document.sections[0].footer.paragraphs[0], footer)
    for block in blocks:
        if isinstance(block, tuple):
            _write(document.add_paragraph(), block)
            continue
        table = document.add_table(rows=len(block), cols=2)
        for row, lines in zip(table.rows, block, strict=True):
            for cell, line in zip(row.cells, lines, strict=True):
                _write(cell.paragraphs[0], line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


# --- values --------------------------------------------------------------------------------------

_VALUE = st.text("абвЯ ,&<>\"'№{}%\n\t5", min_size=1, max_size=10)
_PARTS = st.builds(
    Part,
    title=_VALUE,
    hours=st.integers(0, 99),
    topics=st.lists(_VALUE, max_size=2).map(tuple),
)
_CONTEXTS = st.builds(
    lambda number, text, paid, parts: paper(number=number, text=text, paid=paid, parts=parts),
    st.sampled_from(["17", "ё/5 & к"]),
    _VALUE,
    st.booleans(),
    st.lists(_PARTS, min_size=2, max_size=4).map(tuple),
)


def _as_mapping(context: Paper) -> dict[str, Any]:
    return {
        "номер": context.number,
        "текст": context.text,
        "оплата": context.paid,
        "части": [
            {"название": p.title, "часов": p.hours, "темы": list(p.topics)} for p in context.parts
        ],
    }


# --- the canonical form --------------------------------------------------------------------------

_TEXTS = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n"}


def _canonical(part: bytes) -> object:
    return _shape(etree.fromstring(part))


def _shape(element: Any) -> object:
    if element.tag == f"{{{W}}}p":
        return ("p", _properties(element.find(f"{{{W}}}pPr")), *_runs(element))
    inner = [_shape(child) for child in element if isinstance(child.tag, str)]
    attributes = sorted((k, v) for k, v in element.attrib.items() if "rsid" not in k)
    return (element.tag, tuple(attributes), *inner)


def _runs(paragraph: Any) -> list[tuple[object, str]]:
    found: list[tuple[object, str]] = []
    for run in paragraph.iter(f"{{{W}}}r"):
        look = _properties(run.find(f"{{{W}}}rPr"))
        text = "".join(_TEXTS.get(e.tag, e.text or "") for e in run if not e.tag.endswith("}rPr"))
        if found and found[-1][0] == look:
            found[-1] = (look, found[-1][1] + text)
        elif text:
            found.append((look, text))
    return found


def _properties(element: Any) -> bytes:
    if element is None or not len(element):
        return b""
    return bytes(etree.tostring(element, method="c14n", exclusive=True, with_tail=False))


def _parts_with_text(content: bytes) -> Mapping[str, object]:
    kinds = ("word/document.xml", "word/header", "word/footer")
    return {
        name: _canonical(part) for name, part in parts_of(content).items() if name.startswith(kinds)
    }


# --- the property --------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(_TEMPLATES, _CONTEXTS)
def test_docgen_and_docxtpl_make_the_same_paper(
    template: tuple[list[Any], Line, Line], context: Paper
) -> None:
    with TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        compiled, found = workshop.compile_bytes(_document(*template))
        assert compiled is not None, [(d.message, d.hint) for d in found]
        theirs = DocxTemplate(workshop.folder / "шаблон.docx")
        theirs.render(_as_mapping(context), autoescape=True)
        target = io.BytesIO()
        theirs.save(target)
    made, told = compiled.render(context, PASSPORT)
    assert made is not None, codes(told)
    assert _parts_with_text(made) == _parts_with_text(target.getvalue())
    assert compiled.assembly is not None
    by_steps, faults = compiled.fill(context, Output(compiled.limits))
    assert faults == []
    assert compiled.assembly.make(context) == by_steps
    serious = {"proof-broken", "proof-value-lost", "proof-rows-lost"}
    assert not serious & set(codes(prove(made, context, compiled)))
