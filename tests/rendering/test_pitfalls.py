"""Pitfalls of docxtpl (pitfalls.md D.1), row by row where no other test meets them; and the
same text as docxtpl where docxtpl is right."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate
from markupsafe import Markup

from docgen.rendering.lint import check_template_file
from docgen.rendering.proof import prove
from tests.rendering.building import (
    PARTS,
    Build,
    Part,
    Workshop,
    codes,
    packed,
    paper,
    paragraphs,
    parts_of,
    runs,
    saved,
    table,
    texts_of,
)

# Templates that docxtpl fills rightly: it and docgen must agree.
SHARED: list[Build] = [
    paragraphs("№ {{ номер }} {{номер}}", "{% if оплата %}да{% else %}нет{% endif %}"),
    paragraphs("А", "{%p if оплата %}", "Б", "{%p else %}", "В", "{%p endif %}", "Г"),
    paragraphs("{%p for ч in части %}", "{{ loop.index }}. {{ ч.название }}", "{%p endfor %}"),
    paragraphs("{% for ч in части %}{{ ч.часов }}{% if not loop.last %}, {% endif %}{% endfor %}"),
    runs("{{ но", "мер", " }}", " хвост"),
    runs("А ", "{%r if оплата %}", "Б", "{%r endif %}", " В"),
    table(
        ["№", "Часть"],
        ["{%tr for ч in части %}", ""],
        ["{{ loop.index }}", "{{ ч.название }}"],
        ["{%tr endfor %}", ""],
    ),
    table(["{%tc for ч in части %}", "{{ ч.часов }}", "{%tc endfor %}"]),
    table(["{% cellbg 'D9D9D9' %}А", "Б"]),
    table(["{%tr for ч in части %}"], ["{% vm %}{{ номер }}"], ["{%tr endfor %}"]),
    paragraphs("{_{ скобки }_} {{ текст }}"),
]


@pytest.mark.parametrize("build", SHARED)
def test_docgen_and_docxtpl_give_the_same_text(workshop: Workshop, build: Build) -> None:
    text = "Рога & Копыта <и> ко\nвторая строка"
    made = workshop.make(build, context=paper(text=text))
    theirs = DocxTemplate(workshop.folder / "шаблон.docx")
    values: dict[str, Any] = {
        "номер": "17",
        "оплата": True,
        "текст": text,
        "части": [{"название": p.title, "часов": p.hours, "темы": p.topics} for p in PARTS],
    }
    theirs.render(values, autoescape=True)
    target = io.BytesIO()
    theirs.save(target)
    assert texts_of(made) == texts_of(target.getvalue())


def test_3_a_value_that_calls_itself_markup_is_escaped_all_the_same(workshop: Workshop) -> None:
    made = workshop.make(paragraphs("{{ текст }}"), context=paper(text=Markup("<w:p/>&amp;")))
    assert texts_of(made) == ["<w:p/>&amp;"]


def test_6_a_percent_sign_or_brace_inside_a_row_tag_is_read(workshop: Workshop) -> None:
    made = workshop.make(
        table(["{%tr if номер == '%' or номер != '}' %}"], ["да"], ["{%tr endif %}"])
    )
    assert texts_of(made) == ["да"]


def test_11_two_thousand_rows_are_made_and_proven(workshop: Workshop) -> None:
    context = paper(parts=tuple(Part(title=f"Ч{n}", hours=n, topics=()) for n in range(2000)))
    template, _ = workshop.compile(
        table(
            ["{%tr for ч in части %}", ""],
            ["{{ ч.название }}", "{{ ч.часов }}"],
            ["{%tr endfor %}", ""],
        )
    )
    assert template is not None
    made = workshop.render(template, context)
    assert len(docx.Document(io.BytesIO(made)).tables[0].rows) == 2000
    assert prove(made, context, template) == []


NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="1"><w:p><w:r><w:t>сноска {{ номер }} {{ школа.наименование }}</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)


def test_13_tags_in_footnotes_are_seen_filled_and_proven(workshop: Workshop) -> None:
    parts = parts_of(saved(paragraphs("текст")))
    row = (
        '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/>'
    )
    kind = (
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.footnotes+xml"/>'
    )
    for name, end, new in (
        ("word/_rels/document.xml.rels", "</Relationships>", row),
        ("[Content_Types].xml", "</Types>", kind),
    ):
        parts[name] = parts[name].decode().replace(end, new + end).encode()
    parts["word/footnotes.xml"] = NOTES.encode()
    template, found = workshop.compile_bytes(packed(parts))
    assert template is not None, codes(found)
    made = workshop.render(template, paper())
    assert texts_of(made, "word/footnotes.xml") == ["сноска 17 МБОУ «Школа № 1»"]
    assert codes(prove(made, paper(), template)) == ["proof-value-torn"]
    parts["word/footnotes.xml"] = NOTES.replace("номер", "нет").encode()
    _, (unknown,) = workshop.compile_bytes(packed(parts))
    assert unknown.origin.label == "сноски, абзац 1"


def test_19_a_tracked_deletion_inside_a_tag_is_not_rendered(workshop: Workshop) -> None:
    content = saved(paragraphs("{{ номер }}"))
    parts = parts_of(content)
    parts["word/document.xml"] = (
        parts["word/document.xml"]
        .decode()
        .replace("<w:r><w:t>{{ номер }}</w:t></w:r>", '<w:del w:id="1" w:author="И"><w:r>'
                 "<w:delText>{{ номер }}</w:delText></w:r></w:del>")
        .encode()
    )  # fmt: skip
    assert "template-tracked-changes" in codes(check_template_file(workshop.write(packed(parts))))


def test_20_names_in_content_controls_are_compared_too(workshop: Workshop) -> None:
    parts = parts_of(saved(paragraphs("СЮДА")))
    parts["word/document.xml"] = (
        parts["word/document.xml"]
        .decode()
        .replace("<w:p><w:r><w:t>СЮДА</w:t></w:r></w:p>", "<w:sdt><w:sdtContent><w:p><w:r><w:t>"
                 "{{ нет }}</w:t></w:r></w:p></w:sdtContent></w:sdt>")
        .encode()
    )  # fmt: skip
    _, (found,) = workshop.compile_bytes(packed(parts))
    assert found.code == "template-name-unknown"
