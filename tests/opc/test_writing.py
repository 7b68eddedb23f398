"""Containers come out the same each time and open everywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.opc import writing
from docgen.opc.writing import ZLIB, Compressor, PackedPart, compressor, pack, write_package

NAMES = st.lists(
    st.text("abcdefgйё-.", min_size=1, max_size=8).filter(lambda s: s not in (".", "..")),
    min_size=1,
    max_size=3,
).map("/".join)


@given(st.dictionaries(NAMES, st.binary(max_size=2000), max_size=6))
def test_what_goes_in_comes_out_and_the_bytes_do_not_depend_on_the_order(
    parts: dict[str, bytes],
) -> None:
    written = write_package(parts)
    assert written == write_package(dict(reversed(parts.items())))
    with zipfile.ZipFile(io.BytesIO(written)) as container:
        assert container.testzip() is None
        assert {name: container.read(name) for name in container.namelist()} == parts


def test_content_types_stand_first_and_dates_are_fixed() -> None:
    parts = {"_rels/.rels": b"r", "a.xml": b"a", "[Content_Types].xml": b"t"}
    with zipfile.ZipFile(io.BytesIO(write_package(parts))) as container:
        entries = container.infolist()
    assert [entry.filename for entry in entries] == ["[Content_Types].xml", "_rels/.rels", "a.xml"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_a_part_packed_beforehand_gives_the_same_container() -> None:
    part = "договор ".encode() * 500
    packed: Mapping[str, bytes | PackedPart] = {"word/document.xml": pack(part), "b": b"2"}
    assert write_package(packed) == write_package({"word/document.xml": part, "b": b"2"})


@pytest.mark.parametrize("packer", [ZLIB, compressor()], ids=["zlib", "fastest"])
@given(part=st.binary(max_size=5000) | st.text(max_size=2000).map(str.encode))
def test_either_compressor_writes_what_any_reader_reads(packer: Compressor, part: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "compressor", lambda: packer)
        written = write_package({"a": part, "b": part * 9})
    with zipfile.ZipFile(io.BytesIO(written)) as container:
        assert container.testzip() is None
        assert (container.read("a"), container.read("b")) == (part, part * 9)


def test_the_tests_have_the_fast_compressor() -> None:
    assert compressor().name == "isal"


@pytest.mark.parametrize("name", ["../a", "/a", "a//b", "a\\b", "", "a/./b", "a/..", "a\0b"])
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        write_package({name: b""})
