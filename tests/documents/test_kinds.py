"""Kinds of paper declared beside their templates."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from docgen.codes import CATALOGUE
from docgen.documents.builder import Builder
from docgen.documents.builders import BUILDERS
from docgen.documents.kinds import load_kinds
from docgen.records.partners import Agreement
from docgen.records.vocabulary import NameGender
from docgen.records.workbooks import sheets_of_family

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates_docx"

GOOD = """
id = "letter"
title = "Письмо"
gender = "средний"
family = "letters"
sheet = "Договоры"
when = { "вид_документа" = ["договор о сетевой форме"], "аттестация" = true }
name = "{код} Письмо"
folder = "Письма/Исходящие"
norms = ["X-08"]
numbered = ["номер", "дата"]
"""


def _folder(tmp_path: Path, text: str, template: str = "letter.docx") -> Path:
    (tmp_path / "letter.toml").write_text(text, encoding="utf-8")
    (tmp_path / template).write_bytes(b"")
    return tmp_path


def test_a_kind_is_read_with_everything_that_it_says(tmp_path: Path) -> None:
    kinds, diagnostics = load_kinds(_folder(tmp_path, GOOD))
    assert diagnostics == []
    kind = kinds["letter"]
    assert (kind.title, kind.gender, kind.family) == ("Письмо", NameGender.NEUTER, "letters")
    assert kind.record is Agreement
    assert kind.template == tmp_path / "letter.docx"
    assert kind.builder == "row"
    assert [(c.attribute, c.values) for c in kind.conditions] == [
        ("kind", ("договор о сетевой форме",)),
        ("assessment", ("да",)),
    ]
    assert not kind.personal
    assert kind.numbered == ("number", "date")


def test_a_folder_that_is_not_there_has_no_kinds(tmp_path: Path) -> None:
    assert load_kinds(tmp_path / "нет") == ({}, [])


_RENUMBERED = GOOD.replace("numbered", "# numbered")
BROKEN = [
    (GOOD.replace('title = "Письмо"', 'title = "Письмо'), "kind-broken", "строка 3"),
    (GOOD.replace('title = "Письмо"', "title = 5"), "kind-broken", "текст в кавычках"),
    (GOOD.replace('title = "Письмо"', 'title = " "'), "kind-broken", "пусто"),
    (GOOD.replace('family = "letters"', ""), "kind-broken", "нет ключа «family»"),
    (GOOD + 'titel = "Письмо"', "kind-unknown-key", "«titel»"),
    (GOOD.replace('id = "letter"', 'id = "leter"'), "kind-unknown-name", "«leter»"),
    (GOOD.replace("средний", "общий"), "kind-unknown-name", "нет рода «общий»"),
    (GOOD.replace('"Договоры"', '"Договора"'), "kind-unknown-name", "нет листа"),
    (GOOD.replace("вид_документа", "вид_докумета"), "kind-unknown-name", "нет столбца"),
    (GOOD.replace("о сетевой форме", "о сети"), "kind-unknown-name", "нет значения"),
    (GOOD.replace("true", '"может быть"'), "kind-unknown-name", "нет значения"),
    (_RENUMBERED + 'numbered = ["номер"]', "kind-broken", "два столбца"),
    (_RENUMBERED + 'numbered = ["дата", "номер"]', "kind-unknown-name", "нет столбца «дата»"),
    (GOOD.replace("{код}", "{кот}"), "kind-unknown-name", "«кот»"),
    (GOOD.replace("{код}", "{код"), "kind-broken", "скобка"),
    (GOOD + 'builder = "network"', "kind-unknown-name", "нет составителя"),
    (
        GOOD.replace('"Договоры"', '"Стороны"').replace("when =", "#") + 'builder = "pupil-list"',
        "kind-unknown-name",
        "не работает с листом",
    ),
    (GOOD + 'recipients = "всем"', "kind-unknown-name", "нет получателя «всем»"),
    (
        GOOD + 'personal = true\nrecipients = "сторонам"',
        "kind-broken",
        "нельзя отправлять «сторонам»",
    ),
    (GOOD + 'template = "нет.docx"', "kind-template-missing", "«нет.docx»"),
    (GOOD + 'template = "../чужой.docx"', "kind-broken", "без папок"),
    (GOOD.replace("Письма/Исходящие", "../Письма"), "kind-broken", "ведёт наружу"),
    (GOOD.replace("Письма/Исходящие", "/"), "kind-broken", "ведёт наружу"),
]


@pytest.mark.parametrize(("text", "code", "said"), BROKEN)
def test_whatever_is_wrong_in_a_declaration_is_said_in_russian(
    tmp_path: Path, text: str, code: str, said: str
) -> None:
    kinds, diagnostics = load_kinds(_folder(tmp_path, text))
    assert kinds == {}
    assert code in [d.code for d in diagnostics]
    assert any(said in d.message for d in diagnostics), [d.message for d in diagnostics]
    assert all(d.origin.file == "letter.toml" for d in diagnostics)


def test_a_slip_of_one_letter_gets_the_right_word_as_a_hint(tmp_path: Path) -> None:
    _, (told,) = load_kinds(_folder(tmp_path, GOOD.replace('"Договоры"', '"Догворы"')))
    assert told.hint == "возможно, это «Договоры»"


def test_a_broken_kind_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe\x00")
    kinds, diagnostics = load_kinds(_folder(tmp_path, GOOD))
    assert list(kinds) == ["letter"]
    assert {d.origin.file for d in diagnostics} == {"b.toml", "c.toml"}
    assert all(d.code in CATALOGUE for d in diagnostics)


def test_a_file_saved_with_a_mark_of_order_is_read(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    (folder / "letter.toml").write_text(GOOD, encoding="utf-8-sig")
    kinds, diagnostics = load_kinds(folder)
    assert (list(kinds), diagnostics) == (["letter"], [])


def test_a_run_of_some_families_passes_by_the_kinds_of_others(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    (folder / "other.toml").write_text(
        GOOD.replace('"letter"', '"other"').replace('"letters"', '"ещё"'), encoding="utf-8"
    )
    (folder / "broken.toml").write_text('family = "чужое"\nid = 5 5', encoding="utf-8")
    (folder / "other.docx").write_bytes(b"")
    kinds, diagnostics = load_kinds(folder, families=["ещё", "letters"])
    assert diagnostics == []
    assert list(kinds) == ["other", "letter"], "one family after the other"
    kinds, (told,) = load_kinds(folder)
    assert list(kinds) == ["letter", "other"]
    assert told.origin.file == "broken.toml"


def test_a_kind_sees_the_sheets_of_its_own_family_in_a_run_of_several() -> None:
    alone, _ = load_kinds(TEMPLATES, sheets_of_family("agreements"), ["agreements"])
    among, _ = load_kinds(TEMPLATES)
    assert {kind.id: among[kind.id] for kind in alone.values()} == alone


def test_personal_data_share_no_folder_with_other_papers(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    (folder / "list.toml").write_text(
        GOOD.replace('"letter"', '"list"').replace("Письма/Исходящие", "письма / исходящие")
        + "personal = true\n",
        encoding="utf-8",
    )
    (folder / "list.docx").write_bytes(b"")
    kinds, (told,) = load_kinds(folder)
    assert told.code == "kind-folder-shared"
    assert told.origin.file == "list.toml"
    assert list(kinds) == ["letter"]


@pytest.mark.parametrize("name", BUILDERS)
def test_every_builder_is_where_the_list_says(name: str) -> None:
    assert isinstance(BUILDERS[name], Builder)


def test_a_command_loads_the_builders_of_its_own_family_only() -> None:
    script = (
        "import sys\nfrom pathlib import Path\nimport docgen.pipeline\n"
        "from docgen.documents.kinds import load_kinds\n"
        f"load_kinds(Path({str(TEMPLATES)!r}), families=['agreements'])\n"
        "print(*[name for name in sys.modules if name.startswith('docgen.documents.')])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.rpartition(".")[2] for name in run.stdout.split()}
    assert "network_agreement" in loaded
    assert loaded.isdisjoint({"roadmap", "measures", "orders", "enrolment", "monitoring_report"})
