"""A paper whose form is known is proven at a glance, and nothing escapes the glance."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.diagnostics import Diagnostic
from docgen.norms.layout import load_layout
from docgen.opc.writing import pack, read_back, write_package
from docgen.passport import printed_code_in, stamp
from docgen.register import document_id
from docgen.rendering import assembly, proof
from docgen.rendering.code_picture import picture_of
from docgen.rendering.proof import EVERY, prove
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
    parts_of,
    table,
)

TEMPLATE: list[Build] = [
    paragraphs("Договор №\u00a0{{ номер }} с {{ школа.наименование }}", "{{ текст }}"),
    table(
        ["№", "Часть", "Часов"],
        ["{%tr for ч in части %}"],
        ["{{ loop.index }}", "{{ ч.название }}", "{{ ч.часов }}"],
        ["{%tr endfor %}"],
    ),
    paragraphs("{%p if оплата %}", "платно: {{ сумма }}", "{%p endif %}"),
]


def _numbered(count: int) -> list[Paper]:
    return [paper(number=f"{n}/26", text=f"текст {n * 7}") for n in range(count)]


@pytest.fixture
def template(workshop: Workshop) -> Template:
    made, found = workshop.compile(*TEMPLATE, typeset=True)
    assert made is not None, codes(found)
    return made


@pytest.fixture
def thorough(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The papers that were proven thoroughly."""
    proven: list[bytes] = []
    run = proof._Proof.run

    def noted(self: Any) -> list[Diagnostic]:
        proven.append(self.paper)
        return run(self)

    monkeypatch.setattr(proof._Proof, "run", noted)
    return proven


def _made(template: Template, context: Paper) -> bytes:
    made, found = template.render(context, PASSPORT)
    assert made is not None, codes(found)
    return made


# --- which papers are proven thoroughly ----------------------------------------------------------


def test_the_first_of_a_form_is_proven_thoroughly_and_then_one_of_many(
    template: Template, thorough: list[bytes]
) -> None:
    made = [_made(template, context) for context in _numbered(3 * EVERY)]
    for content, context in zip(made, _numbered(3 * EVERY), strict=True):
        assert prove(content, context, template) == []
    assert thorough[0] == made[0]
    assert 2 <= len(thorough) <= 12, "one of 256 is drawn, by the seal of the paper"
    drawn = thorough[1:]
    thorough.clear()
    for content, context in zip(made, _numbered(3 * EVERY), strict=True):
        prove(content, context, template)
    assert thorough == drawn, "which papers are drawn does not hang on chance or order"


def test_a_thorough_proof_can_be_asked_for(template: Template, thorough: list[bytes]) -> None:
    content = _made(template, paper())
    for _ in range(3):
        assert prove(content, paper(), template, thorough=True) == []
    assert thorough == [content] * 3


def _parts(count: int) -> tuple[Part, ...]:
    return tuple(Part(title=f"Часть {n}", hours=n, topics=()) for n in range(count))


def test_other_branches_and_turns_are_another_form_but_many_rows_are_many_rows(
    template: Template, thorough: list[bytes]
) -> None:
    contexts = [paper(parts=_parts(count), paid=paid) for count in range(9) for paid in (0, 1)]
    for context in contexts:
        assert prove(_made(template, context), context, template) == []
    rows_of = {len(parts_of(content)["word/document.xml"].split(b"<w:tr>")) for content in thorough}
    assert len(thorough) == len(template.proven) == 6, "none, one and more rows; paid or not"
    assert rows_of == {2, 3, 4}


def test_a_paper_with_a_fault_leaves_its_form_unproven(workshop: Workshop) -> None:
    template, _ = workshop.compile(paragraphs("Два  пробела {{ номер }}"))
    assert template is not None
    for number in ("1", "2", "3"):
        context = paper(number=number)
        assert codes(prove(_made(template, context), context, template)) == ["proof-untidy"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("имени академика А.П. Светлова", ["proof-value-torn"]),
        ("имени академика А.П.\u00a0Светлова", []),
        ("академик Светлов А.П.", ["proof-value-torn"]),
        ("Светлов А.П.", ["proof-value-torn"]),
        ("светлов А.П.", []),
    ],
)
def test_initials_behind_a_common_word_are_no_reason_to_look_closer(
    workshop: Workshop, thorough: list[bytes], text: str, expected: list[str]
) -> None:
    template, _ = workshop.compile(paragraphs("Школа {{ текст }}"))
    assert template is not None
    prove(_made(template, paper(text="слово")), paper(text="слово"), template)
    thorough.clear()
    context = paper(text=text)
    assert codes(prove(_made(template, context), context, template)) == expected
    assert len(thorough) == len(expected)


# --- what is written wrongly is found in every paper ---------------------------------------------

Values = Collection[object]
MUTANTS: dict[str, Callable[[list[object]], list[object]]] = {
    "dropped": lambda values: ["", *values[1:]],
    "doubled": lambda values: [f"{values[0]}{values[0]}", *values[1:]],
    "the last dropped": lambda values: [*values[:-1], ""],
    "another's": lambda values: ["чужое", *values[1:]],
    "a letter lost": lambda values: [str(values[0])[:-1], *values[1:]],
    "a tag left": lambda values: ["{{ номер }}", *values[1:]],
}


@pytest.mark.parametrize("mutate", MUTANTS.values(), ids=MUTANTS)
def test_a_value_written_wrongly_is_found_in_every_paper(
    template: Template, monkeypatch: pytest.MonkeyPatch, mutate: Callable[[Any], Any]
) -> None:
    good = _made(template, paper())
    assert prove(good, paper(), template) == []
    put = assembly._Line.put
    monkeypatch.setattr(
        assembly._Line, "put", lambda self, values, made: put(self, mutate(list(values)), made)
    )
    for context in _numbered(20):
        found = prove(_made(template, context), context, template)
        assert any(diagnostic.is_error for diagnostic in found), codes(found)


def test_rows_and_branches_gone_astray_are_found_in_every_paper(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prove(_made(template, paper()), paper(), template) == []
    run = assembly._Repeat.run

    def without_the_last(self: Any, made: Any) -> None:
        items = self.items
        self.items = lambda frame: items(frame)[:-1]
        run(self, made)
        self.items = items

    monkeypatch.setattr(assembly._Repeat, "run", without_the_last)
    for context in _numbered(20):
        assert "proof-rows-lost" in codes(prove(_made(template, context), context, template))
    monkeypatch.undo()
    monkeypatch.setattr(assembly._Fork, "run", lambda self, made: None)
    for context in _numbered(20):
        assert "proof-value-lost" in codes(prove(_made(template, context), context, template))


def test_a_pen_that_remembers_wrongly_is_found_out(template: Template) -> None:
    assert prove(_made(template, paper()), paper(), template) == []
    assert template.assembly is not None
    lines = [n for n in template.assembly._parts["word/document.xml"] if hasattr(n, "pens")]
    for pen in {id(p): p for line in lines for p in line.pens}.values():
        pen["текст"] = "тест".encode()
    found = prove(_made(template, paper()), paper(), template)
    assert "proof-value-lost" in codes(found)


def test_a_seal_of_something_else_is_found_in_every_paper(template: Template) -> None:
    for context in _numbered(20):
        content = _made(template, context)
        assert prove(content, context, template) == []
        parts = parts_of(content)
        properties = stamp({**parts, "word/styles.xml": b"<other/>"}, PASSPORT)
        parts["docProps/custom.xml"] = properties["docProps/custom.xml"]
        assert codes(prove(write_package(parts), context, template)) == ["proof-broken"]


def test_the_printed_code_of_every_paper_is_looked_at(
    workshop: Workshop, thorough: list[bytes]
) -> None:
    profile = replace(load_layout(), qr_code=True)
    template, found = workshop.compile(*TEMPLATE, typeset=True, profile=profile)
    assert template is not None, codes(found)
    passport = replace(PASSPORT, document_id=document_id("network-agreement:Д-1"))
    for context in _numbered(9):
        content, _ = template.render(context, passport)
        assert content is not None
        assert prove(content, context, template) == []
        code = printed_code_in(parts_of(content)["docProps/custom.xml"])
        assert code
    assert len(thorough) <= 2
    parts = parts_of(content or b"")
    parts[template.code_part] = picture_of("другой")
    spoilt = write_package(stamp(parts, replace(passport, printed_code=code)))
    assert codes(prove(spoilt, context, template)) == ["proof-broken"]


# --- the glance sees all that the thorough look sees ---------------------------------------------

_WORDS = [
    "И.",
    "П.О.",
    "Иванов",
    "мая",
    "сентября",
    " 12",
    "None",
    "nan",
    "_x000D_",
    "№ 5",
    "слово",
]
_PLACES = ["слово", " и ", "ООО «Луч»", "г.", "ул. Мира", "  "]
_PIECES = st.sampled_from([*'аЯ1№«»„“"(),;.{}% _\u00a0\n', *_WORDS, *_PLACES])
_TEXT = st.lists(_PIECES, max_size=5).map("".join)


@settings(max_examples=120, deadline=None)
@given(st.lists(_TEXT, min_size=3, max_size=3), _TEXT, _TEXT, st.booleans())
def test_a_known_form_hides_no_flaw(
    around: list[str], number: str, text: str, typeset: bool
) -> None:
    literal = [piece.translate(str.maketrans("", "", "{}%")) for piece in around]
    first, between, last = literal
    with TemporaryDirectory() as folder:
        built = paragraphs(f"{first}{{{{ номер }}}}{between}{{{{ текст }}}}{last}", "{{ номер }}")
        template, _ = Workshop(Path(folder)).compile(built, typeset=typeset)
    if template is None:
        return
    plain = paper(number="слово", text="слово")
    prove(_made(template, plain), plain, template)
    context = paper(number=number, text=text)
    content = _made(template, context)
    glance = prove(content, context, template)
    assert codes(glance) == codes(prove(content, context, template, thorough=True))


# --- reading back --------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=3), st.integers(0, 10_000))
def test_what_is_read_back_is_what_any_reader_reads(part: bytes, noise: bytes, place: int) -> None:
    known = {"a.xml": pack(b"<a/>" * 9, once=True), "c.xml": pack(b"c")}
    content = write_package({**known, "b.xml": part})
    assert read_back(content, known) == {"b.xml": part}
    place %= len(content)
    spoilt = content[:place] + noise + content[place + len(noise) :]
    back = read_back(spoilt, known)
    if back is not None:  # spare bits at the end of a packed part say nothing
        assert parts_of(spoilt) == {"a.xml": b"<a/>" * 9, "c.xml": b"c", **back}


@pytest.mark.parametrize("spoil", [b"", b"PK", b"PK\3\4", b"x" * 400])
def test_what_is_no_container_of_ours_is_not_read_back(spoil: bytes) -> None:
    content = write_package({"a": b"1", "b": b"2"})
    for spoilt in (spoil, content + spoil[:1] + b"y", content[:-1], spoil + content):
        assert read_back(spoilt, {}) is None or spoilt == content
