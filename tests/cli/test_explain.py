"""``docgen explain FILE``: for every value of a paper its cell, its tag and its declension."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.desk import Desk, new_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("explained"))
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01")
    assert said.code == 0, said.text
    return desk


def agreement(desk: Desk) -> Path:
    return next(desk.out.glob("Договоры о сетевой форме/Д-01*.docx"))


def explained(desk: Desk, *arguments: str, code: int = 0) -> dict[str, Any]:
    said = desk.docgen("explain", *arguments, "--json")
    assert said.code == code, said.text
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def test_every_value_has_its_tag_and_most_their_cells(desk: Desk) -> None:
    paper = explained(desk, str(agreement(desk)))["paper"]
    assert (paper["identity"], paper["template"]) == (
        "network-agreement:Д-01",
        "network-agreement.docx",
    )
    assert not paper["rows_changed"]
    assert not paper["template_changed"]
    values = paper["values"]
    assert all(value["rule"] and value["place"] for value in values)
    number = next(value for value in values if value["rule"] == "номер")
    assert number["like"] == ["partners.xlsx!Договоры!D2 (Д-01)"]
    with_cells = [v for v in values if v["cell"] or v["like"] or v["rule"].startswith("акты.")]
    assert len(with_cells) > len(values) / 2


def test_a_declined_name_leads_to_its_row_and_says_who_declined_it(desk: Desk) -> None:
    paper = explained(desk, str(agreement(desk)), "железняк марины петровны")["paper"]
    (value,) = [v for v in paper["values"] if v["rule"] == "преамбула_сторон"]
    assert value["like"] == ["directory.xlsx!Люди!B5 (Железняк М. П.)"]
    assert value["forms"] == [
        "«Железняк Марины Петровны» — родительный от «Железняк Марина Петровна», "
        "просклоняла программа"
    ]


def test_words_of_the_template_and_words_that_are_not_there(desk: Desk) -> None:
    paper = explained(desk, str(agreement(desk)), "Предмет договора")["paper"]
    assert paper["values"] == []
    assert paper["constant"]
    said = desk.docgen("explain", str(agreement(desk)), "бегемот")
    assert (said.code, "Слов «бегемот» в этой бумаге нет." in said.out) == (1, True)


def test_a_form_that_the_office_confirmed_is_said_to_be_the_dictionarys(
    tmp_path: Path,
) -> None:
    desk = new_desk(tmp_path)
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    (desk.folder / "inputs" / "словарь.tsv").write_text(
        "вид\tименительный\tпол\tродительный\tдательный\tвинительный\tтворительный\tпредложный\n"
        "имя\tЖелезняк Марина Петровна\tж\tЖелезняк Марины Петровны\t\t\t\t\n",
        "utf-8",
    )
    paper = explained(desk, str(agreement(desk)), "Железняк Марины Петровны")["paper"]
    forms = [form for value in paper["values"] for form in value["forms"]]
    assert any("из словаря склонений" in form for form in forms)


def test_a_changed_template_is_told(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    template = desk.folder / "templates_docx" / "network-agreement.docx"
    with zipfile.ZipFile(template) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    body = parts["word/document.xml"].decode()
    assert 'w:left="1134"' in body
    parts["word/document.xml"] = body.replace('w:left="1134"', 'w:left="1135"').encode()
    with zipfile.ZipFile(template, "w") as container:
        for name, content in parts.items():
            container.writestr(name, content)
    paper = explained(desk, str(agreement(desk)))["paper"]
    assert (paper["template_changed"], paper["rows_changed"]) == (True, False)


def test_what_cannot_be_explained_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    template = desk.folder / "templates_docx" / "network-agreement.docx"
    said = desk.docgen("explain", str(template))
    assert (said.code, "это не бумага docgen" in said.err) == (1, True)
    assert desk.docgen("explain", "нет-такого.docx").code == 2
    (tmp_path / "empty").mkdir()
    said = desk.docgen("explain", str(agreement(desk)), "--inputs", str(tmp_path / "empty"))
    assert (said.code, "нет книг docgen" in said.err) == (2, True)
    assert desk.docgen("explain", "identifier-checksum").code == 0
