"""Values come out to the letter, or are refused with the cell; nothing is ever evaluated."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.desk import Desk, new_desk
from tests.spoiled.bench import Books, ask, spoil

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

PRINTED: tuple[tuple[str, str], ...] = (
    ("ООО «Рога & Копыта» <филиал>", "ООО «Рога & Копыта» <филиал>"),
    ("{{ 7*7 }}", "{{ 7*7 }}"),
    ("{% for x in range(9) %}да{% endfor %}", "{% for x in range(9) %}да{% endfor %}"),
    ("{{ ''.__class__.__mro__ }}", "{{ ''.__class__.__mro__ }}"),
    ("{# не видно #}", "{# не видно #}"),
    ("{%tr for %}", "{%tr for %}"),
    ("</w:t></w:r></w:p>", "</w:t></w:r></w:p>"),
    ("&lt;b&gt; &amp; &#65;", "&lt;b&gt; &amp; &#65;"),
    ("]]> <![CDATA[", "]]> <![CDATA["),
    ("@СУММ(А1)", "@СУММ(А1)"),
    ("+7 и -5", "+7 и -5"),
    ("%COMSPEC% ${HOME} $(id) `id`", "%COMSPEC% ${HOME} $(id) `id`"),
    ("C:\\temp\\n", "C:\\temp\\n"),
    ("прибор ½ × 2 ≤ 5 °C — № 7", "прибор ½ × 2 ≤ 5 °C — № 7"),
    ("эмодзи 🙂 и 𝒳", "эмодзи 🙂 и 𝒳"),
    ("строка 1\nстрока 2", "строка 1 строка 2"),
    ("  два   пробела ", "два пробела"),
    ("конец_x000D_\nстрока", "конец строка"),
    ("е\u0308лка и и\u0306од", "ёлка и йод"),
    ("сло\u00adво\u200b", "слово"),
    ("\u202eнабор\u202c", "набор"),
    ("набор\u00a0из 5", "набор из 5"),
    ("ы" * 32_767, "ы" * 32_767),
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Text of the agreements of a run where each value names a resource of its own."""
    desk = new_desk(tmp_path_factory.mktemp("values"))

    def change(books: Books) -> None:
        for row, (value, _) in enumerate(PRINTED, start=2):
            cell = books.sheet("Ресурсы").cell(row, 4)
            cell.value = value
            cell.data_type = "s"  # whatever it begins with

    spoil(desk, [change])
    answer = ask(desk, "agreements", "inputs/partners.xlsx", "--only", "network-agreement")
    assert answer.code == 0, answer.errors
    assert len(answer.document["papers"]) == 18
    return {p["identity"]: text_of(desk.folder / p["path"]) for p in answer.document["papers"]}


def text_of(path: Path) -> str:
    """Paragraphs of a paper, unbreakable spaces and line breaks as spaces."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = []
    for paragraph in root.iter(f"{W}p"):
        pieces = [
            node.text or "" if node.tag == f"{W}t" else " "
            for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab")
        ]
        paragraphs.append("".join(pieces).replace("\u00a0", " "))
    return "\n".join(paragraphs)


@pytest.mark.parametrize(
    ("row", "expected"),
    [(row, expected) for row, (_, expected) in enumerate(PRINTED, start=2)],
    ids=[repr(value)[:30] for value, _ in PRINTED],
)
def test_a_value_is_printed_to_the_letter(printed: dict[str, str], row: int, expected: str) -> None:
    code = Books().sheet("Ресурсы").cell(row, 1).value
    text = printed[f"network-agreement:{code}"]
    assert unicodedata.is_normalized("NFC", text)
    assert expected in text


def test_a_name_with_signs_of_markup_stands_in_every_paper_of_the_party(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    desk = new_desk(tmp_path_factory.mktemp("names"))
    name = "Общество с ограниченной ответственностью «Рога & Копыта» <филиал>"

    def change(books: Books) -> None:
        books.cell("Организации", "Полное наименование", "СТАРТ").value = name
        books.cell("Организации", "Сокращённое наименование", "СТАРТ").value = "ООО «Р & К» <ф>"

    spoil(desk, [change])
    answer = ask(desk, "agreements", "inputs/partners.xlsx", "--only", "СТАРТ")
    assert answer.code == 0, answer.errors
    papers = [p for p in answer.document["papers"] if p["kind"].endswith("agreement")]
    assert len(papers) == 2
    for paper in papers:
        assert "«Рога & Копыта» <филиал>" in text_of(desk.folder / paper["path"])
    assert all("<" not in p["path"] and "&" in p["path"] for p in papers)


def test_a_text_longer_than_a_cell_is_refused_with_the_cell(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Excel cannot make such a cell; other programs can."""
    desk: Desk = new_desk(tmp_path_factory.mktemp("long"))

    def change(books: Books) -> None:
        books.sheet("Ресурсы")["D2"].value = "LONG-ONE"

    spoil(desk, [change])
    swap(desk.partners, "LONG-ONE", "ы" * 32_768)
    answer = ask(desk, "agreements", "inputs/partners.xlsx", "--only", "Д-01", "--only", "Д-10")
    assert "text-too-long" in answer.told_at("Ресурсы", "D2")
    assert (answer.made(), answer.refused()) == ({"Д-10"}, {"Д-01"})


def swap(path: Path, old: str, new: str) -> None:
    """Replace a text in all parts of a package."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old.encode(), new.encode()))
