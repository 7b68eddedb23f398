"""«Склонения» as the clerk uses it: she corrects, runs again, and her word wins in the papers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from docgen.cli import cases as cases_command
from docgen.diagnostics import Refusal
from docgen.office_forms import CASES_NAME, DICTIONARY_NAME
from docgen.records.directory import Organisation, Person, Settings
from docgen.russian import Case, Sort, read_dictionary
from docgen.workbook.blank import write_workbook
from docgen.workbook.declensions import CASE_HEADINGS, CHECKED, HEADINGS, SHEET
from tests.desk import ROOT, Desk, Said

BOOK = "inputs/partners.xlsx"
GOLDEN = ROOT / "tests" / "russian" / "cases" / "sample_declensions.tsv"
NIGHTINGALE = "Соловей Лев Маркович"
GENITIVE, ACCUSATIVE = CASE_HEADINGS[Case.GEN], CASE_HEADINGS[Case.ACC]


def sheet_of(desk: Desk) -> Path:
    return desk.folder / "inputs" / CASES_NAME


def dictionary_of(desk: Desk) -> Path:
    return desk.folder / "inputs" / DICTIONARY_NAME


def rows(path: Path) -> list[dict[str, str]]:
    import openpyxl

    sheet = openpyxl.load_workbook(path)[SHEET]
    return [
        dict(zip(HEADINGS, (str(value or "") for value in row[: len(HEADINGS)]), strict=True))
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def doubtful(path: Path) -> list[str]:
    return [row["Исходное"] for row in rows(path) if row["Что проверить"]]


def edit(path: Path, change: Callable[..., None]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    change(book[SHEET])
    book.save(path)


def correct(path: Path, text: str, values: Mapping[str, str]) -> None:
    """Type values into the row of a name."""

    def change(sheet: object) -> None:
        for row in sheet.iter_rows(min_row=2):  # type: ignore[attr-defined]
            if row[1].value == text:
                for heading, value in values.items():
                    row[HEADINGS.index(heading)].value = value
                return
        raise AssertionError(f"no row {text}")

    edit(path, change)


def people_book(path: Path, *people: tuple[str, str, str]) -> Path:
    """A book of people of one office."""
    write_workbook(
        path,
        [Settings, Organisation, Person],
        {
            Organisation: [{"code": "УО", "full_name": "Управление образования"}],
            Person: [
                {
                    "code": f"Ч-{number}",
                    "surname": surname,
                    "first_name": first,
                    "patronymic": patronymic,
                    "post": "директор",
                }
                for number, (surname, first, patronymic) in enumerate(people, start=1)
            ],
        },
    )
    return path


@pytest.fixture
def doubting(desk: Desk) -> Desk:
    """The sample where a head has a surname that nobody can decline for certain."""
    import openpyxl

    book = openpyxl.load_workbook(desk.directory)
    sheet = book["Люди"]
    for row in sheet.iter_rows(min_row=2):
        if row[1].value == "Коваль":
            row[1].value, row[2].value, row[3].value = NIGHTINGALE.split()
    book.save(desk.directory)
    return desk


def cases(desk: Desk, *more: str) -> Said:
    return desk.docgen("cases", BOOK, *more)


def words_of(paper: Path) -> str:
    import docx

    return "\n".join(p.text for p in docx.Document(str(paper)).paragraphs)


def test_the_sample_has_no_wrong_form_and_fewer_than_one_doubt_in_twenty(desk: Desk) -> None:
    assert cases(desk).code == 0
    found = rows(sheet_of(desk))
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        golden = list(csv.reader(file, delimiter="\t"))
    shown = [[row["Вид"], *(row[heading] for heading in CASE_HEADINGS.values())] for row in found]
    # The golden table was read by eye, form by form: a change there needs another look.
    assert sorted(shown) == sorted(golden)
    assert 0 < len(doubtful(sheet_of(desk))) < len(found) / 20
    assert doubtful(sheet_of(desk)) == [found[0]["Исходное"]], "the doubtful stand first"


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    cases(desk)
    before = sheet_of(desk).read_bytes()
    said = cases(desk)
    assert "без изменений" in said.out
    assert sheet_of(desk).read_bytes() == before
    assert not dictionary_of(desk).exists(), "nobody has confirmed anything"


def test_what_she_corrects_is_learnt_and_wins_in_every_paper(doubting: Desk) -> None:
    desk = doubting
    warned = desk.docgen("agreements", BOOK)
    assert "form-doubtful" in warned.err
    assert "docgen cases" in warned.err
    cases(desk)
    assert NIGHTINGALE in doubtful(sheet_of(desk))
    correct(
        sheet_of(desk),
        NIGHTINGALE,
        {GENITIVE: "Соловея Льва Марковича", CHECKED: "да"},
    )
    said = cases(desk)
    assert "Записано в словарь: 1" in said.out
    dictionary, faults = read_dictionary(dictionary_of(desk))
    assert not faults
    assert dictionary.fio(NIGHTINGALE, Case.GEN).text == "Соловея Льва Марковича"
    assert dictionary.fio(NIGHTINGALE, Case.INS).source == "dictionary"
    assert NIGHTINGALE not in doubtful(sheet_of(desk))
    made = desk.docgen("agreements", BOOK)
    assert "Соловей" not in made.err
    assert any("Соловея Льва Марковича" in words_of(paper) for paper in desk.papers())
    assert not any("Соловья Льва" in words_of(p) for p in desk.papers() if "прежн" not in str(p))
    assert "заменён" in made.out


def test_a_saved_correction_counts_before_it_is_taken_over(doubting: Desk) -> None:
    desk = doubting
    cases(desk)
    correct(sheet_of(desk), NIGHTINGALE, {GENITIVE: "Соловея Льва Марковича"})
    before = sheet_of(desk).read_bytes()
    said = desk.docgen("agreements", BOOK)
    assert said.code == 0
    assert "forms-unsaved" in said.err
    assert any("Соловея Льва Марковича" in words_of(paper) for paper in desk.papers())
    assert sheet_of(desk).read_bytes() == before
    assert not dictionary_of(desk).exists(), "making papers writes nothing beside the books"


def test_a_corrected_form_alone_leaves_the_rest_of_the_row_in_doubt(doubting: Desk) -> None:
    desk = doubting
    cases(desk)
    correct(sheet_of(desk), NIGHTINGALE, {GENITIVE: "Соловея Льва Марковича"})
    cases(desk)
    assert NIGHTINGALE in doubtful(sheet_of(desk)), "the accusative was not confirmed"
    row = next(row for row in rows(sheet_of(desk)) if row["Исходное"] == NIGHTINGALE)
    assert row[GENITIVE] == "Соловея Льва Марковича"
    correct(sheet_of(desk), NIGHTINGALE, {CHECKED: "верно"})
    cases(desk)
    assert NIGHTINGALE not in doubtful(sheet_of(desk))


def test_only_what_is_new_is_asked_next_time(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    people_book(tmp_path / "люди.xlsx", ("Соловей", "Лев", "Маркович"))
    assert desk.docgen("cases", "люди.xlsx").code in (0, 1)
    sheet = tmp_path / CASES_NAME
    assert doubtful(sheet) == [NIGHTINGALE]
    correct(sheet, NIGHTINGALE, {CHECKED: "да"})
    people_book(tmp_path / "люди.xlsx", ("Соловей", "Лев", "Маркович"), ("Волчок", "Пётр", "Ильич"))
    desk.docgen("cases", "люди.xlsx")
    assert doubtful(sheet) == ["Волчок Пётр Ильич"]


def test_two_books_make_one_sheet_and_one_dictionary(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    people_book(tmp_path / "а.xlsx", ("Соловей", "Лев", "Маркович"))
    people_book(tmp_path / "б.xlsx", ("Волчок", "Пётр", "Ильич"), ("Соловей", "Лев", "Маркович"))
    desk.docgen("cases", "а.xlsx", "б.xlsx")
    sheet = tmp_path / CASES_NAME
    assert doubtful(sheet) == ["Волчок Пётр Ильич", NIGHTINGALE]
    correct(sheet, NIGHTINGALE, {CHECKED: "да"})
    # The other book alone: what was corrected for the first is not lost with its row.
    people_book(tmp_path / "в.xlsx", ("Волчок", "Пётр", "Ильич"))
    desk.docgen("cases", "в.xlsx")
    assert doubtful(sheet) == ["Волчок Пётр Ильич"]
    desk.docgen("cases", "а.xlsx", "б.xlsx", CASES_NAME)
    assert doubtful(sheet) == ["Волчок Пётр Ильич"]


def test_a_run_killed_before_the_sheet_loses_no_correction(
    doubting: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = doubting
    cases(desk)
    correct(sheet_of(desk), NIGHTINGALE, {GENITIVE: "Соловея Льва Марковича", CHECKED: "да"})
    before = sheet_of(desk).read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(cases_command, "replace_whole", killed)
        assert cases(desk).code == 130
    assert sheet_of(desk).read_bytes() == before
    learnt = dictionary_of(desk).read_bytes()
    assert cases(desk).code == 0
    assert dictionary_of(desk).read_bytes() == learnt
    assert NIGHTINGALE not in doubtful(sheet_of(desk))
    assert not list(desk.folder.rglob("*.part"))
    assert not list(desk.folder.rglob("*.new"))


def test_a_word_of_yes_that_docgen_wrote_is_not_hers(doubting: Desk) -> None:
    desk = doubting
    cases(desk)
    correct(sheet_of(desk), NIGHTINGALE, {CHECKED: "да"})
    cases(desk)
    path = dictionary_of(desk)
    path.write_text(
        path.read_text("utf-8-sig").replace("Соловья Льва Марковича", "Соловея Льва Марковича"),
        encoding="utf-8",
    )
    cases(desk)
    row = next(row for row in rows(sheet_of(desk)) if row["Исходное"] == NIGHTINGALE)
    assert row[GENITIVE] == "Соловея Льва Марковича", "the newer word of the dictionary holds"


@pytest.mark.parametrize(
    "content",
    [b"", b"not a workbook", (ROOT / "inputs" / "directory.xlsx").read_bytes()],
    ids=["empty", "garbage", "another book"],
)
def test_a_file_that_is_not_the_sheet_is_never_overwritten(desk: Desk, content: bytes) -> None:
    sheet_of(desk).write_bytes(content)
    said = cases(desk)
    assert said.code == 1
    assert CASES_NAME in said.err
    assert "не обновлён" in said.out
    assert sheet_of(desk).read_bytes() == content
    papers = desk.docgen("agreements", BOOK, "--only", "Д-01")
    assert papers.code == 0
    assert "forms-ignored" in papers.err


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("Вид", "прочее", "forms-row-unreadable"),
        ("Исходное", "Другой Лев Маркович", "forms-row-unreadable"),
        ("Именительный", "Соловьёв Лев Маркович", "forms-row-unreadable"),
        ("Предложено", "abc", "forms-row-unreadable"),
        (CHECKED, "может быть", "yes-no-unknown"),
        (GENITIVE, "Cоловья Льва Марковича", "mixed-alphabet"),
        (GENITIVE, "=1/0", "formula-without-value"),
    ],
)
def test_a_row_that_cannot_be_read_keeps_the_sheet_as_it_is(
    doubting: Desk, heading: str, value: str, code: str
) -> None:
    desk = doubting
    cases(desk)
    correct(sheet_of(desk), NIGHTINGALE, {ACCUSATIVE: "Соловея Льва Марковича", heading: value})
    correct(sheet_of(desk), "директор", {GENITIVE: "директорши"})
    before = sheet_of(desk).read_bytes()
    said = cases(desk)
    assert said.code == 1
    assert f"[{code}]" in said.err
    assert sheet_of(desk).read_bytes() == before
    dictionary, _ = read_dictionary(dictionary_of(desk))
    assert [(entry.sort, entry.text) for entry in dictionary.entries] == [(Sort.POST, "директор")]


def test_her_own_columns_and_sheets_are_kept_aside(desk: Desk) -> None:
    cases(desk)

    def change(sheet: object) -> None:
        sheet["P3"] = "спросить у Ольги"  # type: ignore[index]

    edit(sheet_of(desk), change)
    correct(sheet_of(desk), "директор", {GENITIVE: "директорши"})
    said = cases(desk)
    kept = sheet_of(desk).with_name("Склонения (прежний).xlsx")
    assert kept.exists()
    assert kept.name in said.out
    assert cases(desk).code == 0
    assert "без изменений" in cases(desk).out


def test_a_row_she_added_by_hand_is_hers_whole(desk: Desk) -> None:
    cases(desk)

    def change(sheet: object) -> None:
        sheet.append(["должность", "завуч", "", "", "завуча"])  # type: ignore[attr-defined]

    edit(sheet_of(desk), change)
    cases(desk)
    dictionary, _ = read_dictionary(dictionary_of(desk))
    assert dictionary.post("завуч", Case.GEN).source == "dictionary"
    assert dictionary.post("завуч", Case.DAT).source != "dictionary"


def test_the_column_of_the_book_is_stronger_and_it_is_said(desk: Desk) -> None:
    cases(desk)
    name = "Заяц Игорь Борисович"
    correct(sheet_of(desk), name, {GENITIVE: "Заяца Игоря Борисовича", CHECKED: "да"})
    said = cases(desk)
    assert "form-column-wins" in said.err
    row = next(row for row in rows(sheet_of(desk)) if row["Исходное"] == name)
    assert row[GENITIVE] == "Зайца Игоря Борисовича"


def test_lines_of_the_dictionary_that_cannot_be_read_are_kept(desk: Desk) -> None:
    path = dictionary_of(desk)
    path.write_text("# район\nчто-то\tнеясное\n", encoding="utf-8")
    cases(desk)
    correct(sheet_of(desk), "директор", {GENITIVE: "директорши"})
    said = cases(desk)
    assert "dictionary-line" in said.err
    text = path.read_text("utf-8-sig")
    assert "# район" in text
    assert "что-то\tнеясное" in text
    assert "директорши" in text


def test_a_dictionary_that_is_named_must_be_there(desk: Desk) -> None:
    said = desk.docgen("agreements", BOOK, "--dictionary", "нет.tsv")
    assert said.code == 2
    assert "нет.tsv" in said.err


def test_a_dictionary_in_another_encoding_stops_the_run_in_words(desk: Desk) -> None:
    dictionary_of(desk).write_bytes("имя".encode("cp1251"))
    for command in ("cases", "agreements"):
        said = desk.docgen(command, BOOK)
        assert said.code == 3
        assert "UTF-8" in said.err


def test_a_book_without_names_makes_no_sheet(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    write_workbook(tmp_path / "пусто.xlsx", [Settings, Organisation, Person], {})
    said = desk.docgen("cases", "пусто.xlsx")
    assert "Склонять нечего" in said.out
    assert not (tmp_path / CASES_NAME).exists()


def test_the_sheet_itself_is_sound_for_check(desk: Desk) -> None:
    cases(desk)
    said = desk.docgen("check", str(sheet_of(desk)))
    assert said.code == 0
    assert "предупреждение" not in said.out


def test_filters_are_listed_with_what_comes_out(desk: Desk) -> None:
    said = desk.docgen("templates", "filters")
    assert said.code == 0
    assert "рд, родительный" in said.out
    assert "15 000 (пятнадцать тысяч) рублей 00 копеек" in said.out


def test_a_sheet_open_in_excel_stops_the_run_in_words_and_loses_nothing(
    doubting: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = doubting
    cases(desk)
    correct(sheet_of(desk), NIGHTINGALE, {CHECKED: "да"})
    before = sheet_of(desk).read_bytes()
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if self.name == f"{CASES_NAME}.part":
            raise PermissionError(13, "file is open")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", locked)
        said = cases(desk)
    assert said.code == 3
    assert "закройте" in said.err
    assert sheet_of(desk).read_bytes() == before
    assert not list(desk.folder.rglob("*.part"))
    dictionary, _ = read_dictionary(dictionary_of(desk))
    assert dictionary.fio(NIGHTINGALE, Case.GEN).source == "dictionary"
    assert cases(desk).code == 0


def test_a_filter_in_a_template_takes_the_confirmed_form_and_only_its_papers_change(
    desk: Desk,
) -> None:
    template = desk.folder / "templates_docx" / "approval-sheet.docx"
    with_filter(template, "виза.человек.должность }}", "виза.человек.должность|рд }}")
    assert desk.docgen("agreements", BOOK).code == 0
    sheets = [p for p in desk.papers() if "юрисконсульта" in table_words_of(p)]
    assert sheets
    dictionary_of(desk).write_text("должность\tюрисконсульт\t\tюриста\n", encoding="utf-8")
    said = desk.docgen("agreements", BOOK)
    replaced = [line for line in said.out.splitlines() if line.startswith("  заменён")]
    assert len(replaced) == len(sheets)
    assert all("юриста" in table_words_of(paper) for paper in sheets)
    assert "без изменений" in desk.docgen("agreements", BOOK).out


def with_filter(template: Path, was: str, now: str) -> None:
    import docx

    document = docx.Document(str(template))
    runs = [
        run
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if was in run.text
    ]
    assert runs
    for run in runs:
        run.text = run.text.replace(was, now)
    document.save(str(template))


def table_words_of(paper: Path) -> str:
    import docx

    return "\n".join(
        cell.text
        for table in docx.Document(str(paper)).tables
        for row in table.rows
        for cell in row.cells
    ).lower()


def test_no_paper_is_made_when_declension_does_not_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise Refusal("склонение не работает", hint="переустановите docgen")

    monkeypatch.setattr("docgen.pipeline.self_test", broken)
    monkeypatch.setattr("docgen.office_forms.self_test", broken)
    for command in ("agreements", "cases"):
        said = desk.docgen(command, BOOK)
        assert said.code == 3
        assert "переустановите docgen" in said.err
    assert desk.papers() == []
    assert not sheet_of(desk).exists()


def test_a_dictionary_and_a_sheet_may_lie_elsewhere(doubting: Desk) -> None:
    desk = doubting
    places = ("--out", "лист.xlsx", "--dictionary", "общий.tsv")
    cases(desk, *places)
    correct(desk.folder / "лист.xlsx", NIGHTINGALE, {GENITIVE: "Соловея Льва Марковича"})
    assert "общий.tsv" in cases(desk, *places).out
    desk.docgen("agreements", BOOK, "--dictionary", "общий.tsv")
    assert any("Соловея Льва Марковича" in words_of(paper) for paper in desk.papers())
    assert not dictionary_of(desk).exists()
    assert not sheet_of(desk).exists()
