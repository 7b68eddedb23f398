"""Names are compared both ways before any paper is made."""

from __future__ import annotations

import pytest

from tests.rendering.building import Workshop, codes, paper, paragraphs, table

# What is written, what the message or hint must say.
UNKNOWN = [
    ("{{ номре }}", "«номер»"),
    ("{{ Номер }}", "«номер»"),
    ("{{ нoмер }}", "русские и латинские"),  # a Latin o
    ("{{ школа.наименованее }}", "«наименование»"),
    ("{{ школа.сайт }}", "«сайт»"),
    ("{{ номер.длина }}", "без полей"),
    ("{{ части.название }}", "{% for строка in части %}"),
    ("{% for ч in части %}{{ ч.назване }}{% endfor %}", "«название»"),
    ("{% for ч in части %}{% endfor %}{{ ч.название }}", "«ч»"),
    ("{% for ч in части %}{% for т in ч.темы %}{{ т.имя }}{% endfor %}{% endfor %}", "«имя»"),
    ("{% if неизвестно %}{% endif %}", "«неизвестно»"),
    ("{% for ч in части if ч.чсов %}{% endfor %}", "«часов»"),
    ("{{ акты.P881 }}", "«P882»"),
    ("{% for ч in части %}{{ loop.idx }}{% endfor %}", "loop.index"),
    ("{{ номер | апер }}", "фильтр"),
]


@pytest.mark.parametrize(("written", "words"), UNKNOWN, ids=[u[0] for u in UNKNOWN])
def test_an_unknown_name_is_told_before_any_paper_is_made(
    workshop: Workshop, written: str, words: str
) -> None:
    template, found = workshop.compile(paragraphs("текст", written), keys={"акты": ["P882"]})
    assert template is None
    (only,) = found
    assert only.code in ("template-name-unknown", "template-filter-unknown")
    assert only.origin.label == "абзац 2"
    assert words in only.message + only.hint


def test_the_message_names_template_place_placeholder_and_context_class(
    workshop: Workshop,
) -> None:
    _, (found,) = workshop.compile(table(["{{ школа.нет }}"]))
    assert found.origin.file == "шаблон.docx"
    assert found.origin.label == "таблица 1, строка 1, ячейка 1"
    assert "«нет»" in found.message and "School" in found.message
    assert "{{ школа.нет }}" in found.message


# What can't be printed or looped over is known without a value.
SHAPES = [
    ("{{ части }}", "template-value-kind"),
    ("{{ школа }}", "template-value-kind"),
    ("{{ акты }}", "template-value-kind"),
    ("{% for с in школа %}{% endfor %}", "template-tag-broken"),
    ("{% for с in номер %}{% endfor %}", "template-tag-broken"),
    ("{% for с in акты %}{% endfor %}", "template-tag-broken"),
    ("{{ номер[0] }}", "template-tag-broken"),
    ("{{ loop.index }}", "template-tag-broken"),
]


@pytest.mark.parametrize(("written", "code"), SHAPES, ids=[s[0] for s in SHAPES])
def test_a_value_used_as_what_it_is_not_is_told_before(
    workshop: Workshop, written: str, code: str
) -> None:
    template, found = workshop.compile(paragraphs(written))
    assert template is None
    assert codes(found) == [code]


def test_a_loop_variable_hides_the_term_of_its_name(workshop: Workshop) -> None:
    template, found = workshop.compile(
        paragraphs("{% for номер in части %}{{ номер.название }}{% endfor %}")
    )
    assert template is not None and found == []
    assert "номер" in template.unused


def test_terms_that_no_template_names_are_listed(workshop: Workshop) -> None:
    template, _ = workshop.compile(paragraphs("{{ номер }}{% if ёлка %}{% endif %}"))
    assert template is not None
    assert template.used == {"номер", "ёлка"}
    assert {"школа", "части", "акты"} < template.unused


def test_an_act_that_a_condition_leaves_out_is_not_cited_by_the_paper(workshop: Workshop) -> None:
    template, found = workshop.compile(
        paragraphs("{{ акты.P882 }}", "{% if оплата %}{{ акты.P629_род }}{% endif %}"),
        keys={"акты": ["P882", "P629_род"]},
    )
    assert template is not None and found == []
    assert template.acts == {"P882", "P629_род"}
    acts = {"P882": "приказом № 882", "P629_род": "приказа № 629"}
    assert template.acts_printed(paper(paid=False, acts=acts)) == {"P882"}
    assert template.acts_printed(paper(paid=True, acts=acts)) == {"P882", "P629_род"}
