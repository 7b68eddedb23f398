"""Templates beyond docgen's own renderer go through docxtpl, and through the same gates."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from docgen.codes import Severity
from docgen.diagnostics import Diagnostic
from docgen.norms.layout import load_layout
from docgen.passport import is_untouched, read_passport
from docgen.rendering import slow_path
from docgen.rendering.program import RenderLimits
from docgen.rendering.proof import prove
from docgen.rendering.slow_path import SlowTemplate, compile_either
from docgen.rendering.template import Template
from tests.rendering.building import (
    PASSPORT,
    Build,
    Paper,
    Part,
    Workshop,
    codes,
    paper,
    paragraphs,
    saved,
    school,
    table,
    texts_of,
)


def compiled(
    workshop: Workshop, *builds: Build, **options: Any
) -> tuple[Template | None, list[Diagnostic]]:
    given = {"draft": False, "keys": {"акты": {"P882", "FZ273"}}, **options}
    return compile_either(workshop.write(saved(*builds)), Paper, **given)


def made(workshop: Workshop, *builds: Build, context: Paper | None = None, **options: Any) -> bytes:
    template, found = compiled(workshop, *builds, **options)
    assert isinstance(template, SlowTemplate), [d.message for d in found]
    content, found = template.render(context or paper(), PASSPORT)
    assert content is not None, [d.message for d in found]
    assert prove(content, context or paper(), template) == []
    return content


SAID: list[tuple[list[str], list[str]]] = [
    (["{% set итог = 2 * 3 %}{{ итог + 1 }}"], ["7"]),
    (["{{ сумма / 2 }}"], ["617\u00a0283,75"]),
    (["{{ 'a' if оплата else 'b' }}{% set x = 1 %}"], ["a"]),
    (["{% set x = 'Рога & Копыта <и> ко' %}{{ x }} {{ текст }}"], ["Рога & Копыта <и> ко текст"]),
    (["{{ школа.наименование | replace('МБОУ', 'Школа') }}"], ["Школа «Школа № 1»"]),
    (["{{ номер[0:1] }}"], ["1"]),
    (["{% for ч in части %}{{ ч.часов * 2 }};{% endfor %}"], ["72;36;18;"]),
    (["{% for ч in части[1:] %}{{ loop.index }}.{{ ч.название }} {% endfor %}"],
     ["1.Лёгкая атлетика 2.ИЗО & лепка "]),
    (["{% macro п(ч) %}{{ ч.название }}: {{ ч.часов }}{% endmacro %}{{ п(части[0]) }}"],
     ["Робототехника: 36"]),
    (["{% with а = номер %}{{ а }}{% endwith %}"], ["17"]),
    (["{{ акты.P882 }}{% set x = 1 %}"], ["приказом № 882"]),
    (["{% if части[0].часов is divisibleby 2 %}чётно{% endif %}"], ["чётно"]),
    (["{%p if 1 + 1 == 2 %}", "да", "{%p endif %}"], ["да"]),
    (["{{ номер ~ '/' ~ текст ~ (1 + 1) }}"], ["17/текст2"]),
    (["{% set x = дата %}{{ x }}"], ["01.09.2026"]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), SAID, ids=[written[0] for written, _ in SAID])
def test_docxtpl_says_what_docgen_does_not(
    workshop: Workshop, written: list[str], said: list[str]
) -> None:
    plain, _ = workshop.compile(paragraphs(*written))
    assert plain is None, "then there is nothing to be slow about"
    context = paper(school=school(name="МБОУ «Школа № 1»"))
    template, told = compiled(workshop, paragraphs(*written))
    assert template is not None, [d.message for d in told]
    content, faults = template.render(context, PASSPORT)
    assert content is not None, [d.message for d in faults]
    assert texts_of(content) == said
    assert not [d for d in prove(content, context, template) if d.is_error]
    assert read_passport(content) == PASSPORT
    assert is_untouched(content)
    assert template.render(context, PASSPORT)[0] == content


def test_it_is_told_once_what_makes_a_template_slow(workshop: Workshop) -> None:
    build = paragraphs("{{ номер }}", "{% set x = 1 + 1 %}{{ x }}", "{% set y = 2 %}")
    _, found = compiled(workshop, build)
    (told,) = found
    assert (told.code, told.severity) == ("template-slow", Severity.NOTE)
    assert "абзац 2" in str(told.origin)
    assert "{% set x = 1 + 1 %}" in told.message
    assert "docxtpl" in told.message
    assert "медленнее" in told.message


def test_rows_headers_and_typeset_values(workshop: Workshop) -> None:
    def header(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Договор {{ номер }}{% set z = 1 %}"

    parts = tuple(Part(title=f'"Часть {n}" - № {n}', hours=n, topics=()) for n in (1, 2))
    content = made(
        workshop,
        header,
        table(
            ["{%tr for ч in части %}"], ["{{ ч.название }} {{ ч.часов * 2 }}"], ["{%tr endfor %}"]
        ),
        context=paper(parts=parts),
        typeset=True,
        profile=load_layout(),
        draft=True,
    )
    assert texts_of(content) == [
        "«Часть\u00a01»\u00a0— №\u00a01 2",
        "«Часть\u00a02»\u00a0— №\u00a02 4",
    ]


def test_the_text_of_the_template_is_typeset_around_its_tags(workshop: Workshop) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph('"Приказ" № {{ но')
        paragraph.add_run("мер }} от 1 мая").bold = True
        paragraph.add_run("{% set x = 'а - \"б\"' %} - {{ x }}")

    template, _ = compiled(workshop, build, typeset=True)
    assert isinstance(template, SlowTemplate)
    content, _ = template.render(paper(), PASSPORT)
    assert content is not None
    assert texts_of(content) == ["«Приказ» №\u00a017 от 1\u00a0мая\u00a0— а\u00a0— «б»"]


REFUSED = [
    "{{ ''.__class__.__mro__ }}",
    "{{ номер.__init__ }}",
    "{{ номер['__class__'] }}",
    "{{ школа.__dict__ }}",
    "{{ self }}",
    "{{ range(10) }}",
    "{{ номер() }}",
    "{{ ''.join(['a']) }}",
    "{{ lipsum }}",
    "{{ cycler('a') }}",
    "{{ школа.origin }}{% set x = неизвестное %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% autoescape false %}{{ текст }}{% endautoescape %}",
    "{{ текст | safe }}",
    "{{ текст | attr('x') }}",
    "{{ текст | map('upper') }}",
    "{% set x %}{{ текст }}{% endset %}",
    "{% filter upper %}{{ текст }}{% endfilter %}",
    "{% for i in range(1000000000) %}{% endfor %}",
    "{{ дата-начала }}",
    "{% set x = 1 %}{{ школа.нет }}",
    "{{ 1 + номер.нет }}{{ школа.origin }}",
    "{{ акты.НЕТ }}{% set x = 1 %}",
    "{{ номер | нет_такого }}",
    "{% macro x(*a) %}{% endmacro %}{{ x(*части) }}",
]


@pytest.mark.parametrize("written", REFUSED)
def test_what_could_reach_further_stays_refused(workshop: Workshop, written: str) -> None:
    _, plain = workshop.compile(paragraphs(written), keys={"акты": {"P882", "FZ273"}})
    template, found = compiled(workshop, paragraphs(written))
    assert template is None
    assert [(d.code, d.message) for d in found] == [(d.code, d.message) for d in plain]


# What only a paper shows: it is not made, and the reason is told.
NOT_MADE = [
    ("{{ 'a' * 1000000000 }}", "template-value-kind"),
    ("{{ 9 ** 9 ** 9 }}", "template-value-kind"),
    ("{{ 1 / 0 }}", "template-value-kind"),
    ("{% for ч in части %}{{ ч.нет + 1 }}{% endfor %}", "template-name-unknown"),
    ("{% set x = школа %}{{ x.origin }}", "template-name-unknown"),
    ("{% set x = номер %}{{ x.upper }}", "template-name-unknown"),
    ("{% set x = 1 %}{{ дата.year }}", "template-name-unknown"),
    ("{% set x = 1 %}{{ ёлка }}", "template-value-missing"),
    ("{{ ёлка + 1 }}", "template-value-missing"),
    ("{% set x = 1 %}{{ школа.дата_открытия }}", "template-value-missing"),
    ("{% set x = 1 %}{{ школа }}", "template-value-kind"),
    ("{% set x = 1 %}{{ части }}", "template-value-kind"),
    ("{% set x = 1 %}{{ оплата }}", "template-value-kind"),
    ("{% set x = 1 %}{% for ч in пусто %}{% endfor %}", "template-value-missing"),
    ("{% macro м(х) %}{{ м(х) }}{% endmacro %}{{ м(1) }}", "template-limit"),
    ("{% set x = 'аааааааааа' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}", "template-limit"),
    ("{% set x = 9999999999 %}" + "{% set x = x * x %}" * 9 + "{{ x }}", "template-limit"),
    ("{% for а in части %}" * 9 + "{% set x = 1 %}" + "{% endfor %}" * 9, "template-limit"),
]


@pytest.mark.parametrize(("written", "code"), NOT_MADE, ids=[case[0][:60] for case in NOT_MADE])
def test_what_only_a_paper_shows_is_told_of_it(workshop: Workshop, written: str, code: str) -> None:
    template, found = compiled(workshop, paragraphs(written), limits=RenderLimits(turns=5000))
    if template is None:
        assert code in codes(found) or "template-tag-forbidden" in codes(found)
        return
    content, found = template.render(paper(), PASSPORT)
    assert content is None
    assert codes(found) == [code], [d.message for d in found]


def test_a_missing_value_leads_to_its_cell(workshop: Workshop) -> None:
    template, _ = compiled(workshop, paragraphs("{% set x = 1 %}{{ школа.дата_открытия }}"))
    assert template is not None
    _, (told,) = template.render(paper(), PASSPORT)
    assert str(told.origin) == "partners.xlsx!Школы!D7 (Школа № 1)"


def test_a_value_is_never_read_as_a_tag_or_as_xml(workshop: Workshop) -> None:
    text = "{{ 7*7 }}{% set y = 2 %}<w:p/>&amp; & \"'"
    content = made(workshop, paragraphs("{% set x = 1 %}{{ текст }}!"), context=paper(text=text))
    assert texts_of(content) == [text + "!"]


def test_a_paper_of_docxtpl_is_proven_as_any_other(workshop: Workshop) -> None:
    template, _ = compiled(workshop, paragraphs("{% set x = 1 %}{{ текст }}"))
    assert isinstance(template, SlowTemplate)
    assert template.filler is not None
    context = paper(text="нужное")
    content, _ = template.render(paper(text="другое"), PASSPORT)
    assert content is not None
    assert "proof-value-lost" in codes(prove(content, context, template))


def test_the_fast_path_is_taken_wherever_it_can(workshop: Workshop) -> None:
    template, found = compiled(workshop, paragraphs("{{ номер }} {{ части | length }}"))
    assert template is not None
    assert not isinstance(template, SlowTemplate)
    assert found == []


def test_without_docxtpl_the_template_is_refused_as_before(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_path, "is_installed", lambda: False)
    template, found = compiled(workshop, paragraphs("{% set x = 1 %}"))
    assert template is None
    assert codes(found) == ["template-tag-forbidden"]


def test_other_faults_are_not_left_to_docxtpl(workshop: Workshop) -> None:
    template, found = compiled(workshop, paragraphs("{% set x = 1 %}{{ x }}", "{% if номер %}"))
    assert template is None
    assert "template-tag-unclosed" in codes(found)


def test_its_digest_differs_so_papers_are_made_anew(workshop: Workshop, tmp_path: Path) -> None:
    slow, _ = compiled(workshop, paragraphs("{% set x = 1 %}{{ номер }}"))
    assert slow is not None
    assert dataclasses.is_dataclass(slow)
    assert slow.used == {"номер"}
    assert slow.digest != compiled(workshop, paragraphs("{% set x = 2 %}{{ номер }}"))[0].digest  # type: ignore[union-attr]
