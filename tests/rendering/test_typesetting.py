"""Typography of templates: a clerk types plain spaces and quotes, the paper has the right ones."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.rendering.proof import prove
from tests.rendering.building import (
    Build,
    Workshop,
    codes,
    paper,
    paragraphs,
    parts_of,
    runs,
    saved,
    school,
    table,
    texts_of,
)

# What stands in a template → what the paper shows; «~» is a no-break space.
LITERAL = [
    ("№ 5 {{ номер }}", "№~5 17"),
    ("№ {{ номер }}", "№~17"),
    ("{{ номер }} руб.", "17~руб."),
    ("{{ номер }} сентября 2026 г.", "17~сентября~2026~г."),
    ("«{{ номер }}» сентября {{ номер }} года", "«17»~сентября 17~года"),
    ("ст. {{ номер }}, ст. 15", "ст.~17, ст.~15"),
    ("г. {{ текст }}, г. Ревда", "г.~текст, г.~Ревда"),
    ("М.П. Иванова, Иванова М.П.", "М.П.~Иванова, Иванова~М.П."),
    ("М.П. {{ текст }}", "М.П.~текст"),
    ("{{ текст }} – {{ номер }}", "текст~– 17"),
    ("{{ текст }} - это", "текст~— это"),
    ("{{ текст }} {{ номер }}", "текст 17"),
    ("с {{ дата }} по 1 мая", "с~01.09.2026 по 1~мая"),
    ("ст. {% if оплата %}15{% else %}16{% endif %}", "ст.~15"),
    ("№ {% if оплата %}{{ номер }}{% endif %}", "№~17"),
    ('школа "{{ текст }}"', "школа «текст»"),
    ('МАУ "Центр "{{ текст }}""', "МАУ «Центр „текст“»"),
    ('"{{ номер }}" и "{{ текст }}"', "«17» и «текст»"),
    ('экран 5" {{ номер }}', 'экран 5" 17'),
    ("{% for ч in части %}№ {{ ч.часов }}; {% endfor %}", "№~36; №~18; №~9; "),
    ("https://example.org/№-{{ номер }} а", "https://example.org/№-17 а"),
    ("{_{ № 5 }_} {{ номер }}", "{{ №~5 }} 17"),
]


@pytest.mark.parametrize(("written", "shown"), LITERAL)
def test_the_text_of_a_template_is_typeset_around_its_tags(
    workshop: Workshop, written: str, shown: str
) -> None:
    made = workshop.make(paragraphs(written), typeset=True)
    assert [text.replace("\u00a0", "~") for text in texts_of(made)] == [shown]


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["№", " ", "{{ номер }}"], "№~17"),
        (["№ ", "{{ но", "мер }}", " руб."], "№~17~руб."),
        (["М.П.", " Ива", "нова {{ номер }}"], "М.П.~Иванова 17"),
        (['школа "', "{{ текст }}", '", "Искра"'], "школа «текст», «Искра»"),
        (["1", " ", "сен", "тября {{ номер }}"], "1~сентября~17"),
    ],
)
def test_formatting_that_cuts_a_text_into_runs_hides_nothing(
    workshop: Workshop, pieces: list[str], shown: str
) -> None:
    made = workshop.make(runs(*pieces, bold=(1,)), typeset=True)
    assert [text.replace("\u00a0", "~") for text in texts_of(made)] == [shown]
    assert parts_of(made)["word/document.xml"].count(b"<w:b/>") == 1


VALUES = [
    ("{{ текст }}", 'Центр "Исток" № 5', "Центр «Исток» №~5"),
    ("«{{ текст }}»", 'Центр "Исток"', "«Центр „Исток“»"),
    ('"{{ текст }}"', "Центр «Исток»", "«Центр „Исток“»"),
    ("«а» {{ текст }}", "«Исток»", "«а» «Исток»"),
    ("{{ текст }}", "слово - слово", "слово~— слово"),
    ("{{ текст }}", "школа@example.org", "школа@example.org"),
    ("{{ текст }}", "03234 643 65701000 6200", "03234 643 65701000 6200"),
    ("{{ текст }}", 'строка "а"\nп. 5\tв доме', "строка «а»\nп.~5\tв~доме"),
    ("{{ текст|upper }}", 'центр "исток"', "ЦЕНТР «ИСТОК»"),
]


@pytest.mark.parametrize(("written", "value", "shown"), VALUES)
def test_a_value_is_typeset_and_proven_as_it_stands(
    workshop: Workshop, written: str, value: str, shown: str
) -> None:
    context = paper(text=value)
    template, found = workshop.compile(
        paragraphs(written), typeset=True, filters={"upper": str.upper}
    )
    assert template is not None, codes(found)
    made = workshop.render(template, context)
    assert [text.replace("\u00a0", "~") for text in texts_of(made)] == [shown]
    assert prove(made, context, template) == []


def test_what_a_template_attribute_holds_is_no_prose(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ номер }}")
        document.core_properties.title = 'Договор "{{ номер }}" № 5'

    made = workshop.make(build, typeset=True)
    assert 'Договор "17" № 5'.encode() in parts_of(made)["docProps/core.xml"]


def test_a_template_with_ordinary_spaces_passes_the_proof(workshop: Workshop) -> None:
    """What a clerk types in Word, in the text, a table and a header."""
    builds: list[Build] = [
        paragraphs(
            "Договор № {{ номер }} от {{ номер }} сентября 2026 г.",
            'г. Ревда, ул. Мира, д. {{ номер }}, МБОУ "{{ текст }}"',
            "Директор М.П. Иванова",
        ),
        table(["№", "Иванова М.П."], ["№ {{ номер }}", "1 сентября"]),
        lambda document: setattr(
            document.sections[0].header.paragraphs[0], "text", "к договору № {{ номер }}"
        ),
    ]
    context = paper(text='Центр "Исток"', school=school())
    plain, _ = workshop.compile(*builds)
    assert plain is not None
    torn = codes(prove(workshop.render(plain, context), context, plain))
    assert torn.count("proof-torn") >= 6
    template, found = workshop.compile(*builds, typeset=True)
    assert template is not None and found == []
    assert prove(workshop.render(template, context), context, template) == []


def test_the_same_words_as_docxtpl(workshop: Workshop) -> None:
    """Only what typography changes is another: sign for sign, the rest stays."""
    for build in (*(paragraphs(written) for written, _ in LITERAL),):
        made = "".join(texts_of(workshop.make(build, typeset=True)))
        theirs = "".join(texts_of(_with_docxtpl(workshop)))
        assert _plain(made) == _plain(theirs)


def _with_docxtpl(workshop: Workshop) -> bytes:
    other = DocxTemplate(workshop.folder / "шаблон.docx")
    given_paper = paper()
    other.render(
        {
            "номер": given_paper.number,
            "текст": given_paper.text,
            "оплата": True,
            "дата": "01.09.2026",
            "части": [{"часов": part.hours} for part in given_paper.parts],
        },
        autoescape=True,
    )
    target = io.BytesIO()
    other.save(target)
    return target.getvalue()


def _plain(text: str) -> str:
    return text.translate(str.maketrans("\u00a0«»„“–—", ' """"--'))


_PIECES = st.lists(
    st.sampled_from(
        ["№", " ", " ", "{{ номер }}", '"', "«", "»", "г.", "в", "5", "сентября", "И.О.", "Ива",
         "нова", "-", "–", "{% if оплата %}", "{% endif %}", "_", ".", "руб.", "\t"]
    ),
    max_size=14,
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pieces=_PIECES)
def test_nothing_but_spaces_quotes_and_dashes_differs_from_a_plain_paper(
    workshop: Workshop, pieces: list[str]
) -> None:
    level = 0
    kept = ["{{ номер }}"]
    for piece in pieces:
        level += {"{% if оплата %}": 1, "{% endif %}": -1}.get(piece, 0)
        if level < 0:
            level = 0
        else:
            kept.append(piece)
    kept += ["{% endif %}"] * level
    content = saved(runs(*kept, bold=(1, 3, 4)))
    made = []
    for typeset in (False, True):
        template, found = workshop.compile_bytes(content, typeset=typeset)
        assert template is not None, codes(found)
        made.append(workshop.render(template))
    plain, set_ = (parts_of(content)["word/document.xml"].decode() for content in made)
    assert len(plain) == len(set_)
    assert _plain(plain) == _plain(set_)
