"""File names: whatever stands in the cells, the name is one that Windows and the eye can bear."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.register import names

RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)")

WISHES = [
    # folder, file name, the path that comes of it
    ("Договоры", "Договор № 12", "Договоры/Договор № 12.docx"),
    ("Договоры", "Договор № 12.docx", "Договоры/Договор № 12.docx"),
    ("", "Договор № 12/3", "Договор № 12-3.docx"),
    ("", 'МАУ ДО "Радуга"', "МАУ ДО 'Радуга'.docx"),
    ("", "МАУ ДО «Радуга»", "МАУ ДО «Радуга».docx"),
    ("", "кто? где: здесь*", "кто_ где- здесь_.docx"),
    ("../../etc", "../../etc/passwd", "etc/etc-passwd.docx"),
    ("/etc/cron.d", "C:\\Windows\\system", "etc/cron.d/C--Windows-system.docx"),
    (".docgen", ".hidden", "docgen/hidden.docx"),
    ("прежние версии/Договоры", "а", "прежние версии_/Договоры/а.docx"),
    ("ПРЕЖНИЕ ВЕРСИИ", "а", "ПРЕЖНИЕ ВЕРСИИ_/а.docx"),
    ("CON", "nul", "_CON/_nul.docx"),
    ("", "com1.приказ", "_com1.приказ.docx"),
    ("", "LPT² ", "_LPT².docx"),
    ("", "console", "console.docx"),
    ("папка. . ", "имя . .", "папка/имя.docx"),
    ("", "", "без названия.docx"),
    ("...", "\u202e\u200b\ufeff", "без названия.docx"),
    ("", "две\r\nстроки\tи\u00a0пробелы", "две строки и пробелы.docx"),
    ("", "гоп\u202excod.exe", "гопxcod.exe.docx"),
    ("", "и\u0306", "й.docx"),
    ("", "а\u00adб\u200dв\x00г", "абвг.docx"),
    ("", "~$Договор", "$Договор.docx"),
    ("", "-rf", "rf.docx"),
    ("", "👨\u200d👩\u200d👧 семья", "👨👩👧 семья.docx"),
]

ID = "0f1e2d3c-4b5a-5968-8776-655443322110"
texts = st.text(max_size=400) | st.text(
    'абвйёЁ ./\\:*?"<>|CONnul\u0306\u0301\u202e~-()№1', max_size=60
)


@pytest.mark.parametrize(("folder", "name", "path"), WISHES)
def test_a_wish_becomes_a_safe_path(folder: str, name: str, path: str) -> None:
    assert names.paper_path(folder, name) == path


def test_a_name_of_300_letters_is_cut_between_characters() -> None:
    path = names.paper_path("П" * 300 + "/" + "Ф" * 300, "Щ" * 300)
    assert [len(part) for part in path.split("/")] == [34, 34, 85]
    assert names.paper_path("", "а\u0301" * 300).count("а") == 40


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Йод.docx", "И\u0306од.docx"),
        ("ШКОЛА.docx", "школа.docx"),
        ("STRASSE.docx", "straße.docx"),
        ("а. ", "а"),
    ],
)
def test_twins_have_one_key(first: str, second: str) -> None:
    assert names.collision_key(first) == names.collision_key(second)


@given(folder=texts, name=texts)
@example(folder="con/aux ./..", name="\u0301\u0301")
@example(folder="a" * 69 + "\u0301b", name="b" * 79 + "é\u0301")
def test_any_text_makes_a_name_that_windows_and_the_eye_can_bear(folder: str, name: str) -> None:
    path = names.paper_path(folder, name)
    assert names.is_plain_path(path)
    assert path.endswith(".docx")
    longest = names.kept(names.beside(path, 12), 120, ID, 8)
    for each in (path, names.with_identity(path, ID), names.beside(path), longest):
        assert len(each) <= 220
        for part in each.split("/"):
            assert part == unicodedata.normalize("NFC", part)
            assert len(part) <= 130
            assert len(part.encode()) <= 255
            assert not re.search(r'[<>:"|?*\\/\x00-\x1f\x7f-\x9f]', part)
            assert not any(unicodedata.category(c) in ("Cf", "Cs", "Zl", "Zp") for c in part)
            assert not RESERVED.match(part)
            assert part == part.strip(" .")
            assert not part.startswith("~$")
    assert path.split("/")[0].casefold() not in (names.KEPT_FOLDER, ".docgen")


@given(texts)
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    clean = names.safe_name(text)
    assert names.safe_name(clean) == clean


@given(texts)
def test_unicode_twins_make_one_name(text: str) -> None:
    forms = {names.safe_name(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@pytest.mark.parametrize(
    ("root_chars", "windows", "room"),
    [(1000, False, 80), (40, True, 80), (95, True, 34), (150, True, 0), (300, True, 0)],
)
def test_deep_folders_leave_shorter_names_on_windows(
    root_chars: int, windows: bool, room: int
) -> None:
    assert names.stem_room(root_chars, windows=windows) == room


@pytest.mark.parametrize(
    "path",
    ["/etc/x", "../x", "a/../x", "", "a//b", "C:\\x", "c:x", "a\\..\\x", "\\\\host\\x", "a\0"],
)
def test_a_path_out_of_the_folder_is_not_plain(path: str) -> None:
    assert not names.is_plain_path(path)


def test_names_beside_and_kept_are_told_apart() -> None:
    assert names.beside("п/а.docx") == "п/а (новая версия).docx"
    assert names.beside("п/а.docx", 3) == "п/а (новая версия 3).docx"
    assert names.is_beside("п/а (новая версия 3).docx")
    assert not names.is_beside("п/а.docx")
    assert names.without_beside("п/а (новая версия).docx") == "п/а.docx"
    assert names.kept("п/а.docx", 7) == "прежние версии/п/а (версия 7).docx"
    assert names.kept_version("прежние версии/п/а (версия 7).docx") == 7
    assert names.kept_version("прежние версии/п/а (версия 7) 0123abcd.docx") == 7
    assert names.kept_version("прежние версии/п/а.docx") == 0


USUAL = st.text("абвЯёЙ№«»()_,.; /-azAZ09", max_size=60)


@given(USUAL)
def test_usual_names_are_judged_without_their_letters_one_by_one(text: str) -> None:
    """The short ways through ``names`` end where the long ones do."""
    assert names._USUAL.fullmatch(text)
    assert names._shown(text) == text
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    assert names.collision_key(text) == "/".join(p.rstrip(" .") for p in folded.split("/"))


@given(st.text("аB.:/\\\0 ", max_size=12))
def test_a_path_is_plain_by_its_parts(path: str) -> None:
    parts = path.replace("\\", "/").split("/")
    plain = not ("\0" in path or PureWindowsPath(path).anchor or {"", ".", ".."} & set(parts))
    assert names.is_plain_path(path) == plain
