"""Containers read back without zipfile: the same parts, or none at all."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.opc.writing import write_package
from docgen.opc.written import directory, part_of, unpacked

PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<w:document>" * 500,
    "docProps/custom.xml": "<свойства/>".encode(),
    "word/media/empty.png": b"",
}
MOST = 1 << 20


def by_zipfile(container: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(container)) as opened:
        return {entry.filename: opened.read(entry) for entry in opened.infolist()}


def test_what_docgen_packed_is_read_back() -> None:
    paper = write_package(PARTS)
    assert unpacked(paper, MOST) == by_zipfile(paper) == PARTS
    assert [part.name for part in directory(paper) or ()] == list(by_zipfile(paper))
    assert part_of(paper, "docProps/custom.xml", MOST) == PARTS["docProps/custom.xml"]
    assert part_of(paper, "docProps/core.xml", MOST) is None


def test_too_much_is_not_unpacked() -> None:
    paper = write_package(PARTS)
    assert unpacked(paper, 100) is None
    assert part_of(paper, "word/document.xml", 100) is None


def test_what_others_packed_is_left_to_zipfile() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as container:
        container.comment = b"somebody's"
        container.writestr("a.xml", b"<a/>")
    assert directory(other.getvalue()) is None
    assert unpacked(b"", MOST) is None
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as container:
        container.writestr("a.xml", b"<a/>")
        with pytest.warns(UserWarning):
            container.writestr("a.xml", b"<b/>")
    assert unpacked(twice.getvalue(), MOST) is None


@settings(max_examples=500)
@given(st.data())
def test_a_changed_byte_gives_no_other_parts_than_zipfile(data: st.DataObject) -> None:
    paper = bytearray(write_package(PARTS))
    place = data.draw(st.integers(0, len(paper) - 1))
    paper[place] ^= data.draw(st.integers(1, 255))
    found = unpacked(bytes(paper), MOST)
    if found is not None:
        assert found == by_zipfile(bytes(paper))
