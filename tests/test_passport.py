"""The passport travels with the paper; the seal breaks on the slightest change."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.opc.writing import write_package
from docgen.passport import Passport, is_untouched, read_passport, stamp
from docgen.register.copies import body_hash

PASSPORT = Passport("network-agreement:Д-1", "network-agreement", "aa", "bb", "cc", "0.1.0")


def _parts(paper: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(paper)) as container:
        return {name: container.read(name) for name in container.namelist()}


def _template(title: str = "") -> dict[str, bytes]:
    document = docx.Document()
    document.add_paragraph("Договор")
    document.core_properties.title = title
    document.core_properties.author = "Мария Иванова"
    target = io.BytesIO()
    document.save(target)
    return _parts(target.getvalue())


def _paper(passport: Passport = PASSPORT, title: str = "") -> bytes:
    return write_package(stamp(_template(title), passport))


def test_the_passport_reads_back_from_bytes_and_from_a_file(tmp_path: Path) -> None:
    paper = _paper()
    target = tmp_path / "договор.docx"
    target.write_bytes(paper)
    assert read_passport(paper) == PASSPORT
    assert read_passport(target) == PASSPORT


def test_markup_and_russian_letters_survive_in_the_passport() -> None:
    odd = Passport('Д & "1" <ё>', "k", "1", "2", "3", "4")
    assert read_passport(_paper(odd)) == odd


def test_the_same_paper_has_the_same_bytes_and_an_unbroken_seal() -> None:
    assert _paper() == _paper()
    assert is_untouched(_paper())


def test_a_stamped_paper_opens_and_names_no_author() -> None:
    document = docx.Document(io.BytesIO(_paper(title="Договор о сетевой форме")))
    assert document.core_properties.author == "docgen"
    assert document.core_properties.title == "Договор о сетевой форме"
    assert b"\xd0\x9c\xd0\xb0\xd1\x80\xd0\xb8\xd1\x8f" not in b"".join(_parts(_paper()).values())


@pytest.mark.parametrize(
    "part", ["word/document.xml", "docProps/core.xml", "docProps/custom.xml", "word/styles.xml"]
)
def test_the_seal_breaks_when_a_part_changes(part: str) -> None:
    parts = _parts(_paper())
    parts[part] = parts[part].replace(b">", b"> ", 2)
    assert not is_untouched(write_package(parts))


def test_the_seal_breaks_when_a_part_is_added_or_removed() -> None:
    parts = _parts(_paper())
    assert not is_untouched(write_package({**parts, "word/extra.xml": b""}))
    parts.pop("word/styles.xml")
    assert not is_untouched(write_package(parts))


def test_another_passport_under_the_same_seal_is_noticed() -> None:
    parts = _parts(_paper())
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b">aa<", b">ab<")
    assert not is_untouched(write_package(parts))


def test_the_seal_outlives_repacking_but_not_saving() -> None:
    paper = _paper()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as container:
        for name, part in _parts(paper).items():
            container.writestr(name, part)
    assert is_untouched(target.getvalue())
    saved = io.BytesIO()
    document = docx.Document(io.BytesIO(paper))
    document.add_paragraph("от руки")
    document.save(saved)
    assert not is_untouched(saved.getvalue())
    assert read_passport(saved.getvalue()) == PASSPORT


def test_a_paper_stamped_again_carries_the_new_passport_only() -> None:
    again = Passport("x", "y", "1", "2", "3", "4")
    stamped = stamp(stamp(_template(), PASSPORT), again)
    assert read_passport(write_package(stamped)) == again
    assert stamped["docProps/custom.xml"].count(b"docgen_seal") == 1


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"{\\rtf1}", write_package({"a": b""})])
def test_what_is_no_paper_has_no_passport(content: bytes) -> None:
    assert read_passport(content) is None
    assert not is_untouched(content)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=40))
def test_a_paper_that_the_disk_has_damaged_is_no_fault_of_ours(at: int, dirt: bytes) -> None:
    paper = bytearray(_paper())
    at %= len(paper)
    paper[at : at + len(dirt)] = dirt[: len(paper) - at]
    damaged = bytes(paper)
    read_passport(damaged)
    body_hash(damaged)
    assert not is_untouched(damaged) or damaged == _paper() or _parts(damaged) == _parts(_paper())


def test_a_damaged_stream_has_no_passport() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("docProps/custom.xml", b"<Properties>" + b"docgen" * 100)
    paper = bytearray(target.getvalue())
    start = paper.index(b"custom.xml") + len("custom.xml")
    paper[start : start + 20] = b"\xff" * 20
    assert read_passport(bytes(paper)) is None
    assert not is_untouched(bytes(paper))


def test_a_part_that_is_not_xml_has_no_passport() -> None:
    assert read_passport(write_package({"docProps/custom.xml": b"<a"})) is None


def test_a_container_without_relationships_cannot_be_stamped() -> None:
    with pytest.raises(ValueError):
        stamp({"[Content_Types].xml": b"<Types/>"}, PASSPORT)
