"""From draft to registered paper at a clerk's desk: approve, register, what is frozen, verify."""

from __future__ import annotations

import datetime
import errno
import json
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from docgen.numbering import number_text, place_of
from docgen.passport import Passport, is_untouched, read_passport
from docgen.records.journals import JournalRules
from docgen.records.schema import RowOrigin
from tests.desk import Desk, new_desk
from tests.register.faulty import FaultyDisk, refuse
from tests.register.papers import edited

SEPTEMBER = ("--date", "01.09.2026")
BLANKS = ("Д-03", "Д-04", "Д-05")
"""Agreements of the sample without a number of their own."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("дело") / "район")
    assert desk.docgen("agreements", "inputs/partners.xlsx").code == 0
    return desk


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(made.folder, tmp_path / "район")))


def agreement(desk: Desk, code: str) -> Path:
    [path] = (desk.out / "Договоры о сетевой форме").glob(f"{code} *.docx")
    return path


def passport(path: Path) -> Passport:
    found = read_passport(path)
    assert found is not None
    return found


def words(path: Path) -> str:
    with zipfile.ZipFile(path) as container:
        parts = [n for n in container.namelist() if re.fullmatch(r"word/[a-z]+\d*\.xml", n)]
        return " ".join(re.sub(r"<[^>]+>", "", container.read(n).decode()) for n in parts)


def registered(desk: Desk, *codes: str) -> dict[str, str]:
    """Approve and register agreements; the number that each file bears."""
    assert desk.docgen("approve", *codes).code == 0
    said = desk.docgen("register", *codes, *SEPTEMBER)
    assert said.code == 0, said.text
    return {code: passport(agreement(desk, code)).number for code in codes}


def change_cell(book: Path, sheet: str, code: str, heading: str, value: str) -> None:
    opened = openpyxl.load_workbook(book)
    rows = opened[sheet]
    place = [cell.value for cell in rows[1]].index(heading) + 1
    for row in range(2, rows.max_row + 1):
        if rows.cell(row, 1).value == code:
            rows.cell(row, place).value = value
    opened.save(book)


def test_approval_takes_the_mark_away_and_nothing_else(desk: Desk) -> None:
    path = agreement(desk, "Д-03")
    before = words(path)
    said = desk.docgen("approve", str(path), "--who", "Мухина Л. И.")
    assert said.code == 0, said.text
    assert "ПРОЕКТ" in before
    assert words(path).replace(" ", "") == before.replace("ПРОЕКТ", "").replace(" ", "")
    assert passport(path).state == "согласован"
    assert is_untouched(path.read_bytes())
    [kept] = (desk.out / "прежние версии").rglob("Д-03 *.docx")
    assert "ПРОЕКТ" in words(kept)
    again = desk.docgen("approve", str(path))
    assert again.code == 1
    assert "уже в состоянии" in again.err


def saved_with(path: Path, paragraph: bytes) -> bytes:
    """Save a paper as Word would, with a paragraph more at its end; the former bytes."""
    content = path.read_bytes()
    with zipfile.ZipFile(path) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    body, mark, rest = parts["word/document.xml"].rpartition(b"<w:sectPr")
    parts["word/document.xml"] = body + paragraph + mark + rest
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in parts.items():
            container.writestr(name, part)
    return content


def rewrite(path: Path, pattern: str, words: str) -> None:
    """Write other words into a paper by hand, wherever the pattern is."""
    with zipfile.ZipFile(path) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    body, count = re.subn(pattern, words, parts["word/document.xml"].decode())
    assert count
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in (parts | {"word/document.xml": body.encode()}).items():
            container.writestr(name, part)


def test_hand_edits_are_approved_as_they_are_and_stay(desk: Desk) -> None:
    path = agreement(desk, "Д-03")
    saved_with(path, "<w:p><w:r><w:t>правка</w:t></w:r></w:p>".encode())
    with zipfile.ZipFile(path) as container:
        body = container.read("word/document.xml")
    said = desk.docgen("approve", str(path))
    assert said.code == 0, said.text
    with zipfile.ZipFile(path) as container:
        assert container.read("word/document.xml") == body
    assert passport(path).edited == "да"
    assert "ПРОЕКТ" not in words(path)
    assert desk.docgen("approve", str(path), "--undo").code == 0
    assert desk.docgen("agreements", "inputs/partners.xlsx").code == 0
    assert "правка" in words(path)


def test_number_and_date_go_into_a_file_that_was_edited_by_hand(desk: Desk) -> None:
    path = agreement(desk, "Д-03")
    saved_with(path, "<w:p><w:r><w:t>правка</w:t></w:r></w:p>".encode())
    assert desk.docgen("approve", str(path)).code == 0
    by_hand = path.read_bytes()
    said = desk.docgen("register", "Д-03", *SEPTEMBER)
    assert said.code == 0, said.text
    text = words(path)
    assert "правка" in text and "ПРОЕКТ" not in text
    assert "№\u00a01/2026-С" in text and "«01»\u00a0сентября" in text and "____" not in text
    assert (passport(path).number, passport(path).edited) == ("1/2026-С", "да")
    assert is_untouched(path.read_bytes())
    assert by_hand in [old.read_bytes() for old in (desk.out / "прежние версии").rglob("*.docx")]
    assert registered(desk, "Д-04") == {"Д-04": "2/2026-С"}


def test_where_a_number_does_not_fit_into_hand_edits_none_is_taken(desk: Desk) -> None:
    path = agreement(desk, "Д-03")
    rewrite(path, r"ДОГОВОР №[\s\u00a0]____", "КОНТРАКТ без номера")
    assert desk.docgen("approve", str(path)).code == 0
    before = path.read_bytes()
    said = desk.docgen("register", "Д-03", *SEPTEMBER)
    assert said.code == 1
    assert "merge-conflict" in said.err and "по данным «ДОГОВОР № …»" in said.err
    assert "--written" in said.err
    assert path.read_bytes() == before
    assert registered(desk, "Д-04") == {"Д-04": "1/2026-С"}


def test_papers_done_before_the_disk_failed_are_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.docgen("approve", *BLANKS).code == 0
    quiet = Desk(Path(shutil.copytree(desk.folder, desk.folder.with_name("тихо"))))
    disk = FaultyDisk()
    with monkeypatch.context() as patched:
        patched.setattr("docgen.register.shelf.Disk", lambda: disk)
        assert quiet.docgen("register", *BLANKS, *SEPTEMBER).code == 0
    # The second paper is written, the third is not.
    files = [at for at, step in enumerate(disk.steps) if step == "link"]
    full = FaultyDisk(files[-1], refuse(errno.ENOSPC), lasting=True)
    with monkeypatch.context() as patched:
        patched.setattr("docgen.register.shelf.Disk", lambda: full)
        said = desk.docgen("register", *BLANKS, *SEPTEMBER)
    assert said.code == 3
    assert "не осталось места" in said.err
    told = [path.parent for path in map(Path, re.findall(r"(out/.*docx)", said.out))]
    assert told, said.text
    assert "Зарегистрировано бумаг: 2" in said.out
    assert "записан номер 3/2026-С, но в файле его нет" in said.err
    again = desk.docgen("agreements", "inputs/partners.xlsx")
    assert again.code == 0
    assert "вписан номер 3/2026-С от 01.09.2026: прошлый запуск прервался" in again.err
    assert [passport(agreement(desk, code)).number for code in BLANKS] == [
        f"{n}/2026-С" for n in (1, 2, 3)
    ]


def test_a_letter_approved_before_the_pages_were_counted_takes_its_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.docgen("make", "cover-letter", "--only", "П-04").code == 0
    assert desk.docgen("approve", "П-04").code == 0
    [path] = (p for p in desk.out.glob("*/П-04 *.docx"))
    monkeypatch.setattr("docgen.pipeline.PageCounts", lambda _: lambda _: 7)
    said = desk.docgen("register", "cover-letter П-04", *SEPTEMBER)
    assert said.code == 0, said.text
    assert passport(path).number == "01-14/1"
    assert "01-14/1" in words(path) and "на 7 л" not in words(path)


def test_a_number_typed_for_another_paper_is_passed_over_and_told(desk: Desk) -> None:
    change_cell(desk.partners, "Договоры", "Д-04", "Номер", "1/2026-С")
    assert desk.docgen("approve", "Д-03").code == 0
    said = desk.docgen("register", "Д-03", *SEPTEMBER)
    assert said.code == 0, said.text
    assert passport(agreement(desk, "Д-03")).number == "2/2026-С"
    assert "number-passed-over" in said.err and "1/2026-С вписан в строку" in said.err
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-04").code == 0
    assert registered(desk, "Д-04") == {"Д-04": "1/2026-С"}


def test_a_number_that_the_clerk_wrote_herself_is_recorded(desk: Desk) -> None:
    path = agreement(desk, "Д-03")
    saved_with(path, "<w:p><w:r><w:t>правка</w:t></w:r></w:p>".encode())
    assert desk.docgen("approve", str(path)).code == 0
    asked = ("register", str(path), "--number", "1/2026-С", "--written", *SEPTEMBER)
    for other in ("1", "11/2026-С"):
        short = desk.docgen("register", str(path), "--number", other, "--written", *SEPTEMBER)
        assert short.code == 1 and "ещё нет этого номера" in short.err
    early = desk.docgen(*asked)
    assert early.code == 1 and "ещё нет этого номера" in early.err
    rewrite(path, r"№[\s\u00a0]____(?!_)", "№ 1/2026-С")
    undated = desk.docgen(*asked)
    assert undated.code == 1 and "в файле нет даты 01.09.2026" in undated.err
    tomorrow = f"{datetime.date.today() + datetime.timedelta(days=1):%d.%m.%Y}"
    early = desk.docgen(*asked[:-1], tomorrow)
    assert early.code == 1 and "ещё не наступила" in early.err
    rewrite(path, r"«__»[\s\u00a0]_+[\s\u00a0]2026", "«01» сентября 2026")
    said = desk.docgen(*asked)
    assert said.code == 0, said.text
    assert (passport(path).number, passport(path).edited) == ("1/2026-С", "да")
    assert "правка" in words(path)


def test_tracked_changes_keep_a_paper_from_approval(desk: Desk) -> None:
    path = agreement(desk, "Д-03")
    content = saved_with(
        path, b'<w:p><w:ins w:id="9" w:author="x"><w:r><w:t>+</w:t></w:r></w:ins></w:p>'
    )
    said = desk.docgen("approve", str(path))
    assert said.code == 1
    assert "непринятые исправления" in said.err
    assert passport(path).state == ""
    path.write_bytes(content)
    assert desk.docgen("approve", str(path)).code == 0


def test_numbers_are_continuous_and_stand_in_the_papers_and_in_their_annexes(desk: Desk) -> None:
    numbers = registered(desk, *BLANKS)
    assert list(numbers.values()) == ["1/2026-С", "2/2026-С", "3/2026-С"]
    for code, number in numbers.items():
        text = words(agreement(desk, code))
        assert f"№\u00a0{number}" in text
        assert "01" in text and "ПРОЕКТ" not in text
        for annex in (desk.out / "Списки обучающихся (персональные данные)").glob(f"{code} *"):
            assert number in words(annex)
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--json")
    outcomes = [paper["outcome"] for paper in json.loads(said.out)["papers"]]
    assert outcomes.count("frozen") == 8
    assert "frozen-paper-changed" not in said.text
    assert desk.docgen("register", *BLANKS, *SEPTEMBER).out.startswith("Зарегистрировано бумаг: 0")
    assert [passport(agreement(desk, code)).number for code in BLANKS] == list(numbers.values())


def test_a_draft_takes_no_number(desk: Desk) -> None:
    said = desk.docgen("register", "Д-03", *SEPTEMBER)
    assert said.code == 1
    assert "docgen approve" in said.err
    assert registered(desk, "Д-04") == {"Д-04": "1/2026-С"}


def test_a_number_of_the_row_goes_into_the_journal_as_it_is(desk: Desk) -> None:
    # «13» stands in the row of another agreement.
    assert registered(desk, "Д-01", "Д-03") == {"Д-01": "12", "Д-03": "14/2026-С"}


def test_a_cell_with_a_reserved_number_takes_its_line_as_it_is_written(desk: Desk) -> None:
    assert desk.docgen("journal", "--journal", "ДОГ", "--reserve", "2", "--year", "2026").code == 0
    change_cell(desk.partners, "Договоры", "Д-03", "Номер", "2 / 2026-с")
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-03").code == 0
    assert registered(desk, "Д-03") == {"Д-03": "2/2026-С"}


def test_a_registered_paper_whose_file_is_gone_is_told(desk: Desk) -> None:
    registered(desk, "Д-03")
    agreement(desk, "Д-03").unlink()
    said = desk.docgen("register", "Д-03", *SEPTEMBER)
    assert said.code == 1
    assert "файла нет на месте" in said.err


def test_a_code_whose_papers_do_not_fit_says_why(desk: Desk) -> None:
    said = desk.docgen("approve", "Д-03", "--undo")
    assert said.code == 1
    assert "в состоянии «проект»" in said.err
    assert "такой бумаги в папке нет" not in said.err


def test_inserted_numbers_and_those_asked_for(desk: Desk) -> None:
    registered(desk, "Д-03")
    assert desk.docgen("approve", "Д-04", "Д-05").code == 0
    taken = desk.docgen("register", "Д-04", "--number", "1/2026-С", *SEPTEMBER)
    assert taken.code == 1
    assert "уже занят" in taken.err and "1/1/2026-С" in taken.err
    skipped = desk.docgen("register", "Д-04", "--number", "9/2026-С", *SEPTEMBER)
    assert skipped.code == 1 and "не пропускают" in skipped.err
    inserted = desk.docgen("register", "Д-04", "--number", "1/1/2026-С", "--date", "20.08.2026")
    assert inserted.code == 0, inserted.text
    assert passport(agreement(desk, "Д-04")).number == "1/1/2026-С"
    backwards = desk.docgen("register", "Д-05", "--date", "31.08.2026")
    assert backwards.code == 1 and "не по датам" in backwards.err
    next_year = desk.docgen("register", "Д-05", "--date", "12.01.2027")
    assert next_year.code == 0
    assert passport(agreement(desk, "Д-05")).number == "1/2027-С"


def test_a_changed_row_does_not_touch_a_frozen_paper_and_is_told(desk: Desk) -> None:
    registered(desk, "Д-03")
    path = agreement(desk, "Д-03")
    content = path.read_bytes()
    change_cell(desk.partners, "Договоры", "Д-03", "Место заключения", "г. Новые Дали")
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert said.code == 0
    assert "frozen-paper-changed" in said.err
    assert "дополнительное соглашение" in said.err
    assert agreement(desk, "Д-03").read_bytes() == content


def test_a_row_that_changed_after_approval_takes_no_number(desk: Desk) -> None:
    assert desk.docgen("approve", "Д-03").code == 0
    change_cell(desk.partners, "Договоры", "Д-03", "Место заключения", "г. Новые Дали")
    said = desk.docgen("register", "Д-03", *SEPTEMBER)
    assert said.code == 1
    assert "изменились после согласования" in said.err
    assert desk.docgen("approve", "Д-03", "--undo").code == 0
    assert desk.docgen("agreements", "inputs/partners.xlsx").code == 0
    assert "ПРОЕКТ" in words(agreement(desk, "Д-03"))
    assert registered(desk, "Д-03") == {"Д-03": "1/2026-С"}


@pytest.mark.parametrize("command", ["agreements", "own"])
def test_a_file_that_is_behind_its_paper_is_finished_by_the_next_run(
    desk: Desk, command: str
) -> None:
    family = ("agreements", "inputs/partners.xlsx")
    path = agreement(desk, "Д-03")
    draft = path.read_bytes()
    assert desk.docgen("approve", str(path)).code == 0
    approved = path.read_bytes()
    path.write_bytes(draft)
    said = desk.docgen(*(family if command == "agreements" else ("approve", str(path))))
    assert "снята пометка «ПРОЕКТ»: прошлый запуск прервался" in said.err
    assert path.read_bytes() == approved
    assert desk.docgen("register", "Д-03", *SEPTEMBER).code == 0
    registered_file = path.read_bytes()
    path.write_bytes(approved)
    said = desk.docgen(*(family if command == "agreements" else ("register", "Д-03")))
    assert said.code == 0
    assert "вписан номер 1/2026-С от 01.09.2026: прошлый запуск прервался" in said.err
    assert path.read_bytes() == registered_file
    assert "frozen-paper" not in desk.docgen(*family).err


def test_a_rehearsal_finishes_nothing_and_says_what_is_behind(desk: Desk) -> None:
    path = agreement(desk, "Д-03")
    draft = path.read_bytes()
    assert desk.docgen("approve", str(path)).code == 0
    path.write_bytes(draft[:-2] + draft[-2:])
    edited_since = edited(draft, "<w:p/>")
    path.write_bytes(edited_since)
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert "«ПРОЕКТ» с файла не снята" in said.err
    assert path.read_bytes() == edited_since


def test_a_file_that_is_gone_is_not_made_anew(desk: Desk) -> None:
    registered(desk, "Д-03")
    path = agreement(desk, "Д-03")
    path.unlink()
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert "frozen-paper-missing" in said.err
    assert not path.exists()


def test_status_shows_where_each_paper_stands(desk: Desk) -> None:
    registered(desk, "Д-03")
    said = desk.docgen("status", "inputs")
    assert "проект: 58" in said.out
    assert "согласован: 2" in said.out
    assert "зарегистрирован: 1" in said.out
    assert "№ 1/2026-С, с " in said.out
    papers = json.loads(desk.docgen("status", "inputs", "--json").out)["papers"]
    [own] = [paper for paper in papers if paper["number"]]
    assert (own["identity"], own["state"]) == ("network-agreement:Д-03", "зарегистрирован")


def test_a_cell_that_says_another_number_is_told(desk: Desk) -> None:
    registered(desk, "Д-03")
    change_cell(desk.partners, "Договоры", "Д-03", "Номер", "77")
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert "registered-number-differs" in said.err
    assert passport(agreement(desk, "Д-03")).number == "1/2026-С"


@pytest.mark.parametrize("loss", ["deleted", "halved", "bits", "all"])
def test_a_lost_register_finds_numbers_and_states_again(desk: Desk, loss: str) -> None:
    numbers = registered(desk, "Д-03", "Д-04")
    content = agreement(desk, "Д-03").read_bytes()
    register = desk.out / ".docgen" / "register.sqlite3"
    if loss == "all":
        shutil.rmtree(desk.out / ".docgen")
    elif loss == "deleted":
        register.unlink()
    else:
        whole = register.read_bytes()
        cut = whole[: len(whole) // 2] if loss == "halved" else bytes(b ^ 8 for b in whole)
        register.write_bytes(cut)
    verdict = json.loads(desk.docgen("verify", str(agreement(desk, "Д-03")), "--json").out)
    assert verdict["files"][0]["number"] == numbers["Д-03"]
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert agreement(desk, "Д-03").read_bytes() == content
    assert "согласован, не меняется: 6" in said.out
    assert registered(desk, "Д-05") == {"Д-05": "3/2026-С"}


def test_verify_says_whose_file_it_is_and_whether_it_was_changed(
    desk: Desk, tmp_path: Path
) -> None:
    registered(desk, "Д-03")
    sent = Path(shutil.copy(agreement(desk, "Д-03"), tmp_path / "получено.docx"))
    said = desk.docgen("verify", str(sent))
    assert said.code == 0
    assert "network-agreement, код Д-03" in said.out
    assert "такой, каким его записал docgen" in said.out
    assert "номер: 1/2026-С от 01.09.2026, журнал ДОГ" in said.out
    assert "состояние: зарегистрирован" in said.out
    sent.write_bytes(edited(sent.read_bytes(), "<w:p/>"))
    assert "сохраняли после docgen" in desk.docgen("verify", str(sent)).out
    alone = Desk(tmp_path)
    without = alone.docgen("verify", str(sent))
    assert "1/2026-С" in without.out and "по самому файлу" in without.out
    foreign = tmp_path / "чужой.docx"
    foreign.write_bytes(b"PK")
    assert alone.docgen("verify", str(foreign)).code == 1


RULES = JournalRules(
    origin=RowOrigin("directory.xlsx", "Журналы", 2),
    code="Ж",
    title="Журнал",
    kinds=("orders",),
    pattern="{n}-ОД",
    file_index="01-05",
)


@pytest.mark.parametrize(
    ("pattern", "ordinal", "insertion", "text"),
    [
        ("{n}-ОД", 7, 0, "7-ОД"),
        ("{nn}-Д", 2, 0, "02-Д"),
        ("{дело}/{n}", 34, 0, "01-05/34"),
        ("{n}/{год}-С", 12, 0, "12/2026-С"),
        ("{n}", 453, 1, "453/1"),
        ("{n} – ОД", 133, 6, "133/6 – ОД"),
        ("{гг}-{nnn}", 5, 0, "26-005"),
    ],
)
def test_numbers_are_written_and_read_by_their_pattern(
    pattern: str, ordinal: int, insertion: int, text: str
) -> None:
    from dataclasses import replace

    rules = replace(RULES, pattern=pattern)
    assert number_text(rules, ordinal, insertion, 2026) == text
    assert place_of(rules, text, 2026) == (ordinal, insertion)
    assert place_of(rules, text.replace("-", " – ").lower(), 2026) == (ordinal, insertion)
    assert place_of(rules, "без номера", 2026) is None


def test_a_code_that_means_several_papers_says_how_many(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    one = next(path for path in desk.papers() if "Договор о сетевой" in path.name)
    said = desk.docgen("approve", str(one.relative_to(tmp_path)))
    assert "Согласовано бумаг: 1" in said.out
    assert "По коду" not in said.out
    rest = len(desk.papers()) - 2  # that one and its former version
    said = desk.docgen("approve", "д-01")
    assert f"По коду д-01 взяты все бумаги строки: {rest}" in said.out, said.text
    assert said.out.count("Д-01") == rest
