"""Bad templates: each is told what is wrong, where, and in which words it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from docgen.rendering.lint import check_template_file
from tests.rendering.building import (
    Build,
    Workshop,
    codes,
    packed,
    paragraphs,
    parts_of,
    runs,
    saved,
    table,
)

# One paragraph, the code, and what the message or hint must say.
TAGS = [
    # not closed, not opened
    ("{{ номер", "template-tag-unclosed", "не закрыт"),
    ("{{ номер }", "template-tag-unclosed", "не закрыт"),
    ("{{ номер {{ дата }}", "template-tag-unclosed", "не закрыт"),
    ("номер }}", "template-tag-unclosed", "без начала"),
    ("{ номер }}", "template-tag-unclosed", "без начала"),
    ("{% if оплата %}да", "template-tag-unclosed", "нет конца"),
    ("да{% endif %}", "template-tag-unclosed", "endif без начала"),
    ("{% else %}", "template-tag-unclosed", "else без начала"),
    ("{% for ч in части %}{% endif %}", "template-tag-unclosed", "нужен endfor"),
    ("{% if а %}{% else %}{% else %}{% endif %}", "template-tag-broken", "после else"),
    ("{{ }}", "template-tag-broken", "пустой"),
    ("{ { номер } }", "template-brace", "вне тега"),
    ("{{ номер }}}", "template-brace", "вне тега"),
    # letters and marks from elsewhere
    ("{{ номер учреждения }}", "template-tag-broken", "пробел"),
    ("{{ дата-начала }}", "template-tag-forbidden", "подчёркивание"),
    ("{{ дата–начала }}", "template-tag-broken", "тире"),
    ("{{ №договора }}", "template-tag-broken", "№"),
    ("{% if номер == «17» %}да{% endif %}", "template-tag-broken", "ёлочки"),
    ("{% if номер == “17” %}да{% endif %}", "template-tag-quotes", "прямые"),
    ("{{ нoмер }}", "template-tag-letters", "латинские"),  # a Latin o
    ("{% If оплата %}да{% endif %}", "template-tag-letters", "прописной"),
    ("{% fоr ч in части %}{% endfor %}", "template-tag-letters", "русские буквы"),  # a Cyrillic о
    ("{%- if оплата %}да{% endif %}", "template-tag-broken", "знак «-»"),
    ("{% если оплата %}", "template-tag-broken", "неизвестное слово"),
    # programs
    ("{{ ''.__class__.__mro__ }}", "template-tag-forbidden", "подчёркивания"),
    ("{{ номер.__init__ }}", "template-tag-forbidden", "подчёркивания"),
    ("{{ номер['__class__'] }}", "template-tag-forbidden", "подчёркивания"),
    ("{{ self }}", "template-tag-forbidden", "не допускается"),
    ("{{ range(10) }}", "template-tag-forbidden", "вызов"),
    ("{{ номер() }}", "template-tag-forbidden", "вызов"),
    ("{{ ''.join(['a']) }}", "template-tag-forbidden", "вызов"),
    ("{{ lipsum }}", "template-tag-forbidden", "не допускается"),
    ("{{ номер | attr('x') }}", "template-filter-unknown", "attr"),
    ("{{ номер | format(1) }}", "template-filter-unknown", "format"),
    ("{{ 'a' * 1000000000 }}", "template-tag-forbidden", "вычисления"),
    ("{{ 9 ** 9 ** 9 }}", "template-tag-forbidden", "вычисления"),
    ("{{ 10 // 3 }}", "template-tag-forbidden", "вычисления"),
    ("{{ номер[1:2] }}", "template-tag-forbidden", "квадратных"),
    ("{% for i in range(1000000000) %}{% endfor %}", "template-tag-forbidden", "вызов"),
    ("{% set x = 1 %}", "template-tag-forbidden", "set"),
    ("{% macro x() %}{% endmacro %}", "template-tag-forbidden", "macro"),
    ("{% include 'x' %}", "template-tag-forbidden", "include"),
    ("{% import 'os' as os %}", "template-tag-forbidden", "import"),
    ("{% for a, b in части %}{% endfor %}", "template-tag-forbidden", "одно имя"),
    ("{% for a in части recursive %}{% endfor %}", "template-tag-forbidden", "recursive"),
    ("{{ " + "(" * 400 + "1" + ")" * 400 + " }}", "template-tag-broken", "сложн"),
    ("{{ а" + ".б" * 450 + " }}", "template-tag-broken", "сложн"),
    ("{{ а" + ".б" * 900 + " }}", "template-tag-broken", "длиннее"),
    ("{{ номер is divisibleby(2) }}", "template-tag-forbidden", "проверка"),
    ("{{ {'a': 1} }}", "template-tag-forbidden", ""),
    ("{% for а in б %}" * 5 + "{% endfor %}" * 5, "template-limit", "глубже"),
    ("{% if а %}" * 60 + "{% endif %}" * 60, "template-limit", "глубже"),
    # tags that stand for more than themselves
    ("текст {%p if оплата %}", "template-tag-misplaced", "целиком"),
    ("{%p if оплата %}{{ номер }}", "template-tag-misplaced", "целиком"),
    ("{%tr for ч in части %}", "template-tag-misplaced", "строк"),
    ("{{p номер }}", "template-tag-misplaced", "вместо"),
    ("знак \ue0f0", "template-tag-broken", "служебный"),
    ("{% cellbg номер %}", "template-tag-misplaced", "ячейке"),
]


@pytest.mark.parametrize(("written", "code", "words"), TAGS, ids=[t[0][:40] for t in TAGS])
def test_a_bad_tag_is_named_with_its_place_and_its_text(
    workshop: Workshop, written: str, code: str, words: str
) -> None:
    path = workshop.write(saved(paragraphs("{{ первый }}", written)))
    found = [d for d in check_template_file(path) if d.code == code]
    assert found, codes(check_template_file(path))
    first = found[0]
    assert first.origin.label in ("абзац 2", "документ")
    assert first.origin.file == "шаблон.docx"
    assert words in first.message + first.hint
    assert not re.search("[A-Za-z]{8,}", re.sub("«[^»]*»|{[^}]*}", "", first.message)), "English"


BLOCKS: list[tuple[Build, str, str]] = [
    (
        table(["{%tr for ч in части %}", ""], ["{{ ч }}", "{% endfor %}"]),
        "template-tag-misplaced",
        "таблица 1, строка 2, ячейка 2",
    ),
    (
        table(["{% if а %}1", "2{% endif %}"]),
        "template-tag-misplaced",
        "таблица 1, строка 1, ячейка 2",
    ),
    (
        table(["{%tr for ч in части %}", "лишнее"], ["{{ ч }}", ""], ["{%tr endfor %}", ""]),
        "template-tag-misplaced",
        "таблица 1, строка 1, ячейка 1",
    ),
    (paragraphs("{%p if а %}", "Б", "{% endif %}"), "template-tag-misplaced", "абзац 3"),
    (paragraphs("А {% if а %}Б", "В{% endif %}"), "template-tag-crossing", "абзац 2"),
    (runs("{{ но", "мер }}", bold=[1]), "template-tag-mixed-format", "абзац 1"),
    (paragraphs("просто текст"), "template-no-tags", "документ"),
]


@pytest.mark.parametrize(("build", "code", "place"), BLOCKS)
def test_tags_that_do_not_fit_each_other_are_named(
    workshop: Workshop, build: Build, code: str, place: str
) -> None:
    found = check_template_file(workshop.write(saved(build)))
    assert (code, place) in [(d.code, d.origin.label) for d in found]


def _body(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        body = parts["word/document.xml"].decode()
        assert old in body
        parts["word/document.xml"] = body.replace(old, new, 1).encode()

    return change


def _relationship(kind: str, target: str, external: bool) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        name = "word/_rels/document.xml.rels"
        mode = ' TargetMode="External"' if external else ""
        row = (
            '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/{kind}" Target="{target}"{mode}/>'
        )
        parts[name] = (
            parts[name].decode().replace("</Relationships>", row + "</Relationships>").encode()
        )
        if not external:
            parts["word/" + target] = b"x"

    return change


def _root_relationship(parts: dict[str, bytes]) -> None:
    row = (
        '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
    )
    parts["_rels/.rels"] = (
        parts["_rels/.rels"].decode().replace("</Relationships>", row + "</Relationships>").encode()
    )
    parts["_xmlsignatures/origin.sigs"] = b""


def _field(code: str) -> Callable[[dict[str, bytes]], None]:
    return _body(
        "<w:t>СЮДА</w:t>",
        '<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        + code[:4]
        + "</w:instrText></w:r><w:r><w:instrText>"
        + code[4:]
        + '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/>',
    )


def _without_styles(parts: dict[str, bytes]) -> None:
    del parts["word/styles.xml"]


# What is planted into a sound template, and the code that tells of it.
PLANTED: list[tuple[str, Callable[[dict[str, bytes]], None], str]] = [
    ("an insertion", _body(
        "<w:r><w:t>СЮДА</w:t></w:r>",
        '<w:ins w:id="1" w:author="И"><w:r><w:t>СЮДА</w:t></w:r></w:ins>'),
     "template-tracked-changes"),
    ("a deletion inside a tag", _body(
        "<w:t>СЮДА</w:t></w:r>",
        '<w:t>{{ но</w:t></w:r><w:del w:id="1" w:author="И"><w:r><w:delText>ж</w:delText></w:r>'
        "</w:del><w:r><w:t>мер }}</w:t></w:r>"),
     "template-tracked-changes"),
    ("a change of format", _body(
        "<w:t>СЮДА</w:t>", '<w:rPr><w:rPrChange w:id="1" w:author="И"/></w:rPr><w:t>СЮДА</w:t>'),
     "template-tracked-changes"),
    ("a comment", _body(
        "<w:t>СЮДА</w:t></w:r>", '<w:t>СЮДА</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r>'),
     "template-comments"),
    ("an altChunk", _body("<w:sectPr", '<w:altChunk r:id="rId1"/><w:sectPr'), "template-embedded"),
    ("an OLE object", _body("<w:t>СЮДА</w:t>", "<w:object/><w:t>СЮДА</w:t>"), "template-embedded"),
    ("macros", _relationship("vbaProject", "vbaProject.bin", False), "template-macros"),
    ("an OLE part", _relationship("oleObject", "embeddings/o.bin", False), "template-embedded"),
    ("a linked picture", _relationship("image", "http://x.example/p.png", True), "template-linked"),
    ("an attached template", _relationship("attachedTemplate", "file:///C:/n.dotm", True),
     "template-external"),
    ("a hyperlink", _relationship("hyperlink", "http://x.example/", True), "template-external"),
    ("a linked frame", _relationship("frame", "http://x.example/", True), "template-linked"),
    ("a signature", _root_relationship, "template-signature"),
    ("DDE", _field("DDEAUTO c:\\\\windows\\\\cmd.exe"), "template-field"),
    ("INCLUDETEXT", _field(' INCLUDETEXT "c:\\\\x"'), "template-field"),
    ("a simple INCLUDEPICTURE", _body(
        "<w:r><w:t>СЮДА</w:t></w:r>", '<w:fldSimple w:instr=" INCLUDEPICTURE x "/>'),
     "template-field"),
    ("the date of today", _field("DATE \\\\@ d"), "template-field-unstable"),
    ("a tag in a field", _field("REF {{ номер }}"), "template-tag-misplaced"),
    ("a row without cells", _body("<w:sectPr", "<w:tbl><w:tblPr/><w:tblGrid/><w:tr/></w:tbl><w:p/>"
                                  "<w:sectPr"), "template-structure"),
    ("properties out of order", _body(
        "<w:p><w:r><w:t>СЮДА", '<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr><w:r><w:t>СЮДА'
    ), "template-structure"),
    ("a part that is lost", _without_styles, "file-damaged"),
    ("an entity", lambda parts: parts.__setitem__(
        "word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["word/document.xml"]
        .split(b"?>", 1)[1]), "file-dangerous"),
    ("no body", lambda parts: parts.__setitem__(
        "word/document.xml", b'<w:document xmlns:w="http://schemas.openxmlformats.org/'
        b'wordprocessingml/2006/main"/>'), "file-damaged"),
    ("the strict format", lambda parts: parts.__setitem__(
        "word/document.xml", b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/'
        b'main"><w:body/></w:document>'), "template-strict"),
]  # fmt: skip


@pytest.mark.parametrize(("plant", "code"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_what_must_not_reach_a_paper_is_named(
    workshop: Workshop, plant: Callable[[dict[str, bytes]], None], code: str
) -> None:
    parts = parts_of(saved(paragraphs("{{ номер }}", "СЮДА")))
    plant(parts)
    found = check_template_file(workshop.write(packed(parts)))
    assert code in codes(found)
    assert all(d.message and d.origin.file == "шаблон.docx" for d in found)


def test_what_is_cleaned_away_is_not_in_the_paper(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("{{ номер }}")
        document.core_properties.author = "Мария Иванова"
        document.core_properties.last_modified_by = "Мария Иванова"
        document.add_comment(paragraph.runs, text="срочно!", author="Мария Иванова")

    parts = parts_of(saved(build))
    body = parts["word/document.xml"].decode()
    body = body.replace("<w:sectPr", '<w:p><w:hyperlink r:id="rId77"><w:r><w:t>сайт</w:t></w:r>'
                        "</w:hyperlink></w:p><w:sectPr", 1)  # fmt: skip
    parts["word/document.xml"] = body.encode()
    _relationship("hyperlink", "http://x.example/", True)(parts)
    _root_relationship(parts)
    template, found = workshop.compile_bytes(packed(parts))
    assert template is not None, codes(found)
    made = parts_of(workshop.render(template))
    everything = b"".join(made.values()).decode(errors="replace")
    for forbidden in ("Иванова", "срочно", "x.example", "External", "python-docx", "comment"):
        assert forbidden not in everything
    assert not [n for n in made if "thumbnail" in n or "signature" in n or "customXml" in n]
    assert "сайт" in made["word/document.xml"].decode()


def test_a_sound_template_is_passed_without_a_word(workshop: Workshop) -> None:
    path = workshop.write(saved(paragraphs("{{ номер }}", "{%p if а %}", "Б", "{%p endif %}")))
    assert check_template_file(path) == []


def test_tags_beyond_counting_are_refused_in_good_time(workshop: Workshop) -> None:
    found = check_template_file(workshop.write(saved(paragraphs("{{ а }}" * 30_000))))
    assert codes(found)[:1] == ["template-limit"]


def test_all_faults_of_a_template_come_out_in_one_run(workshop: Workshop) -> None:
    path = workshop.write(
        saved(paragraphs("{{ а", "{{ б() }}", "{% if %}в{% endif %}", "{{ г.__x }}", "д }}"))
    )
    assert sorted(codes(check_template_file(path))) == [
        "template-tag-broken",
        "template-tag-forbidden",
        "template-tag-forbidden",
        "template-tag-unclosed",
        "template-tag-unclosed",
    ]


def test_content_types_keep_their_letters_and_the_second_copy_of_the_styles_stays_behind(
    workshop: Workshop,
) -> None:
    parts = parts_of(workshop.make(paragraphs("{{ номер }}")))
    types = parts["[Content_Types].xml"].decode()
    assert "wordprocessingml.fontTable+xml" in types and "fonttable+xml" not in types
    assert "word/stylesWithEffects.xml" in parts_of(saved(paragraphs("{{ номер }}")))
    assert not [name for name in parts if "WithEffects" in name] and "WithEffects" not in types
