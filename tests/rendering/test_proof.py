"""The proof finds what is wrong with a paper, and is silent about a good one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.diagnostics import Diagnostic
from docgen.opc.writing import write_package
from docgen.passport import stamp
from docgen.rendering.proof import prove
from docgen.rendering.template import Template
from tests.rendering.building import (
    PASSPORT,
    Build,
    Paper,
    Workshop,
    codes,
    paper,
    paragraphs,
    parts_of,
    school,
    table,
)

BODY = "word/document.xml"
TEMPLATE: list[Build] = [
    paragraphs("Договор №\u00a0{{ номер }} с {{ школа.наименование }}", "{{ текст }}"),
    table(
        ["№", "Часть"],
        ["{%tr for ч in части %}"],
        ["{{ loop.index }}", "{{ ч.название }}"],
        ["{%tr endfor %}"],
    ),
]


def _made(workshop: Workshop, context: Paper, *builds: Build) -> tuple[bytes, Template]:
    template, found = workshop.compile(*(builds or TEMPLATE))
    assert template is not None, codes(found)
    return workshop.render(template, context), template


def _restamped(content: bytes, change: Callable[[str], str]) -> bytes:
    """A paper whose body was changed and sealed again: only the reading can tell."""
    parts = parts_of(content)
    old = parts[BODY].decode()
    parts[BODY] = change(old).encode()
    assert parts[BODY].decode() != old
    return write_package(stamp(parts, PASSPORT))


def test_a_good_paper_is_proven_without_a_word(workshop: Workshop) -> None:
    template, _ = workshop.compile(*TEMPLATE, typeset=True)
    assert template is not None
    assert prove(workshop.render(template), paper(), template) == []


# What is done to the body of a sealed paper, and what the proof must say.
BREAKAGES: list[tuple[str, Callable[[str], str], str]] = [
    ("a value is gone", lambda x: x.replace("Школа № 1", ""), "proof-value-lost"),
    ("values change places", lambda x: x.replace("Робототехника", "Лёгкая").replace(
        "Лёгкая атлетика", "Робототехника"), "proof-value-lost"),
    ("a row is gone", lambda x: x[: x.rindex("<w:tr>")] + x[x.rindex("</w:tr>") + 7 :],
     "proof-rows-lost"),
    ("a paragraph is doubled", lambda x: x.replace("<w:tbl>", "<w:p/><w:tbl>"), "proof-rows-lost"),
    ("a tag is left", lambda x: x.replace("Договор", "Договор {{ x }}"), "proof-leftover"),
    ("Python shows", lambda x: x.replace("Договор", "None nan"), "proof-leftover"),
    ("a code of Excel shows", lambda x: x.replace("Договор", "Дого_x000D_вор"), "proof-leftover"),
    ("two spaces", lambda x: x.replace("Договор", "Договор  х"), "proof-untidy"),
    ("empty quotes", lambda x: x.replace("Договор", "«»"), "proof-untidy"),
    ("quotes around a space", lambda x: x.replace("Договор", "« »"), "proof-untidy"),
    ("a space before a comma", lambda x: x.replace("Договор", "Договор , х"), "proof-untidy"),
    ("a space before a stop", lambda x: x.replace("Договор", "Договор . Х"), "proof-untidy"),
    ("two commas", lambda x: x.replace("Договор", "Договор,, х"), "proof-untidy"),
    ("empty brackets", lambda x: x.replace("Договор", "Договор ()"), "proof-untidy"),
    ("№ may part", lambda x: x.replace("Договор", "№ 5"), "proof-torn"),
    ("initials may part", lambda x: x.replace("Договор", "М.П. Иванова"), "proof-torn"),
    ("initials behind may part", lambda x: x.replace("Договор", "Иванова М.П."), "proof-torn"),
    ("day and month may part", lambda x: x.replace("Договор", "1 сентября"), "proof-torn"),
    ("text outside a paragraph", lambda x: x.replace("<w:tbl>", "текст<w:tbl>"), "proof-broken"),
    ("a run in the body", lambda x: x.replace("<w:tbl>", "<w:r/><w:tbl>"), "proof-broken"),
    ("a paragraph in a run", lambda x: x.replace("<w:t>№", "<w:p/><w:t>№", 1), "proof-broken"),
    ("a cell without a paragraph", lambda x: x.replace(
        "<w:p><w:r><w:t>№</w:t></w:r></w:p></w:tc>", "</w:tc>"), "proof-broken"),
    ("a table without rows", lambda x: x.replace(
        "<w:tbl>", "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl><w:p/><w:tbl>"), "proof-broken"),
    ("a row without cells", lambda x: x.replace("<w:tr>", "<w:tr/><w:tr>", 1), "proof-broken"),
    ("a span that is no number", lambda x: x.replace(
        "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="0"/>', 1), "proof-broken"),
    ("columns beyond the grid", lambda x: x.replace(
        "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>', 1), "proof-grid"),
    ("a relationship that leads nowhere", lambda x: x.replace(
        "<w:t>№", '<w:drawing><a:blip xmlns:a="a" xmlns:r="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships" r:embed="rId99"/></w:drawing><w:t>№', 1),
     "proof-broken"),
    ("a bookmark that does not end", lambda x: x.replace(
        "<w:tbl>", '<w:bookmarkStart w:id="1" w:name="a"/><w:tbl>'), "proof-broken"),
    ("a bookmark twice", lambda x: x.replace(
        "<w:tbl>", '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
        '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/><w:tbl>'), "proof-broken"),
    ("a field that does not end", lambda x: x.replace(
        "<w:t>№", '<w:fldChar w:fldCharType="begin"/><w:t>№', 1), "proof-broken"),
    ("properties that stand last", lambda x: x.replace(
        "<w:t>№</w:t>", "<w:t>№</w:t><w:rPr/>", 1), "proof-broken"),
    ("two ends of the document", lambda x: x.replace("</w:body>", "<w:sectPr/></w:body>"),
     "proof-broken"),
    ("XML that is not", lambda x: x.replace("</w:body>", ""), "proof-broken"),
]  # fmt: skip


@pytest.fixture(params=["first paper", "known form"])
def known(request: pytest.FixtureRequest) -> bool:
    """Whether a paper of the same form has been proven before: it must make no difference."""
    return bool(request.param == "known form")


def _prove_a_good_one(template: Template) -> None:
    context = paper(number="1", school=school(name="Лицей"))
    made, _ = template.render(context, PASSPORT)
    assert made is not None
    assert prove(made, context, template) == []
    assert len(template.proven) == 1


@pytest.mark.parametrize(
    ("change", "code"), [b[1:] for b in BREAKAGES], ids=[b[0] for b in BREAKAGES]
)
def test_a_spoilt_paper_is_found_out(
    workshop: Workshop, known: bool, change: Callable[[str], str], code: str
) -> None:
    made, template = _made(workshop, paper())
    if known:
        _prove_a_good_one(template)
    found = prove(_restamped(made, change), paper(), template)
    assert code in codes(found), found
    assert all(d.message and d.origin.file for d in found)


def test_a_paper_changed_after_it_was_sealed_is_found_out(workshop: Workshop, known: bool) -> None:
    made, template = _made(workshop, paper())
    if known:
        _prove_a_good_one(template)
    parts = parts_of(made)
    parts["word/styles.xml"] += b" "
    assert "proof-broken" in codes(prove(write_package(parts), paper(), template))


@pytest.mark.parametrize("content", [b"", b"PK\3\4"])
def test_what_is_no_paper_is_said_to_be_none(
    workshop: Workshop, known: bool, content: bytes
) -> None:
    _, template = _made(workshop, paper())
    if known:
        _prove_a_good_one(template)
    assert codes(prove(content, paper(), template)) == ["proof-broken"]


# What stands in a value is the clerk's: it is not taken for a fault of the template.
VALUES: list[tuple[str, list[str]]] = [
    ("{{ 7*7 }} {% if %}", []),
    ("None", []),
    ("два  пробела", ["proof-value-untidy"]),
    ("№ 5 от 1 сентября", ["proof-value-torn", "proof-value-torn"]),
    ("Рога & Копыта <ё>", []),
    ("строка\nещё\tс табуляцией", []),
    ("x_x000D_", ["proof-leftover"]),
]


@pytest.mark.parametrize(("value", "expected"), VALUES, ids=[v for v, _ in VALUES])
def test_what_a_value_holds_is_told_from_what_the_template_left(
    workshop: Workshop, known: bool, value: str, expected: list[str]
) -> None:
    context = paper(school=school(name=value))
    made, template = _made(workshop, context)
    if known:
        _prove_a_good_one(template)
    found = prove(made, context, template)
    assert codes(found) == expected
    for diagnostic in found:
        if diagnostic.code.startswith("proof-value"):
            assert [str(origin) for origin in diagnostic.related] == [
                "partners.xlsx!Школы!B7 (Школа № 1)"
            ]


def test_a_fault_where_a_value_meets_the_text_is_the_templates(workshop: Workshop) -> None:
    context = paper(school=school(name=" лишний"), text="")
    made, template = _made(
        workshop,
        context,
        paragraphs("с {{ школа.наименование }}", "«{{ текст }}»", "а {{ текст }},"),
    )
    assert codes(prove(made, context, template)) == ["proof-untidy"] * 3


def test_the_messages_name_the_paper_the_paragraph_and_the_value(workshop: Workshop) -> None:
    made, template = _made(workshop, paper())
    spoilt = _restamped(made, lambda x: x.replace("Школа № 1", ""))
    (lost, *_) = prove(spoilt, paper(), template, "Договор 17.docx")
    assert str(lost.origin) == "Договор 17.docx (абзац 1)"
    assert "школа.наименование" in lost.message
    assert [str(origin) for origin in lost.related] == ["partners.xlsx!Школы!B7 (Школа № 1)"]


def _draft(found: list[Diagnostic]) -> bool:
    return "proof-draft-mark" in codes(found)


def test_a_draft_without_its_mark_is_found_out(workshop: Workshop) -> None:
    template, _ = workshop.compile(*TEMPLATE, draft=True)
    assert template is not None
    made = workshop.render(template)
    assert not _draft(prove(made, paper(), template))
    parts = parts_of(made)
    for name in parts:
        if name.startswith("word/header"):
            parts[name] = parts[name].replace(b"docgen_draft", b"other")
    assert _draft(prove(write_package(stamp(parts, PASSPORT)), paper(), template))
