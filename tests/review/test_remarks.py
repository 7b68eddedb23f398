"""What reviewers leave in a file is read back: every sort, by whom, where, about which words."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from docgen.opc.finished import open_paper
from docgen.review.remarks import Remark, Reply, Sort, read_remarks
from tests.review.returning import BY, about, comment, deleted, ins, p, run, word_file

OTHER = 'w:author="Юрист"'


def remarks_of(folder: Path, content: bytes) -> list[Remark]:
    path = folder / "бумага.docx"
    path.write_bytes(content)
    paper, faults = open_paper(path)
    assert paper is not None, faults
    remarks, faults = read_remarks(paper)
    assert faults == []
    return remarks


def said(remark: Remark) -> tuple[Sort, str, str, str]:
    return remark.sort, remark.place, remark.quoted, remark.text


ROW = "<w:tr>{0}<w:tc><w:p>{1}</w:p></w:tc><w:tc><w:p>{2}</w:p></w:tc></w:tr>"

DELETED_ROW = f"<w:trPr><w:del {BY}/></w:trPr>"
REFORMATTED = f"<w:rPrChange {BY}><w:rPr/></w:rPrChange>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(run("Сумма "), ins("сто"), run(" руб.")), (Sort.INSERTION, "абзац 1", "", "сто")),
        (p(run("Сумма "), deleted("сто")), (Sort.DELETION, "абзац 1", "сто", "")),
        (
            p(run("срок "), deleted("10"), ins("30"), run(" дней")),
            (Sort.REPLACEMENT, "абзац 1", "10", "30"),
        ),
        (
            p(run("срок "), ins("30"), deleted("10"), run(" дней")),
            (Sort.REPLACEMENT, "абзац 1", "10", "30"),
        ),
        # Word cuts a change at every run.
        (p(ins("до "), ins("пер"), ins("вого")), (Sort.INSERTION, "абзац 1", "", "до первого")),
        # A new paragraph: its words and its end.
        (
            p(run("Первый"))
            + p(f"<w:pPr><w:rPr><w:ins {BY}/></w:rPr></w:pPr>", ins("Новый пункт"))
            + p(run("Третий")),
            (Sort.INSERTION, "абзац 2", "", "Новый пункт"),
        ),
        # Two paragraphs joined: only the end between them is deleted.
        (
            p(f"<w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>", run("Один")) + p(run("Два")),
            (Sort.DELETION, "абзац 1", "¶", ""),
        ),
        # What one has inserted and another deleted.
        (
            p(run("а"), f"<w:ins {OTHER}>{deleted('лишнее')}</w:ins>"),
            (Sort.DELETION, "абзац 1", "лишнее", ""),
        ),
        (
            "<w:tbl>"
            + ROW.format("", run("1"), run("Ромашка"))
            + ROW.format(f"<w:trPr><w:ins {BY}/></w:trPr>", ins("2"), ins("Истоки"))
            + "</w:tbl>",
            (Sort.INSERTION, "таблица 1, строка 2", "", "2 | Истоки"),
        ),
        (
            "<w:tbl>"
            + ROW.format(f"<w:trPr><w:del {BY}/></w:trPr>", "", deleted("х"))
            + "</w:tbl>",
            (Sort.DELETION, "таблица 1, строка 1", "х", ""),
        ),
        (
            p(f"<w:moveFrom {BY}>{run('Пункт')}</w:moveFrom>", run("а"))
            + p(run("б"), f"<w:moveTo {BY}>{run('Пункт')}</w:moveTo>"),
            (Sort.MOVE, "абзац 1 → абзац 2", "Пункт", "Пункт"),
        ),
        (
            p(
                f"<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr></w:r>",
                run("а"),
            ),
            (Sort.FORMATTING, "абзац 1", "а", "изменено оформление, мест: 1"),
        ),
    ],
    ids=lambda value: "" if isinstance(value, str) else f"{value[0]}",
)
def test_a_tracked_change_is_one_remark(
    tmp_path: Path, body: str, expected: tuple[Sort, str, str, str]
) -> None:
    remarks = remarks_of(tmp_path, word_file(body))
    assert [said(r) for r in remarks] == [expected]
    assert remarks[0].author == "Котова А. Ю."
    assert remarks[0].when == datetime.datetime(2026, 11, 20, 10, 15)


def test_changes_of_two_people_and_of_two_places_are_not_mixed(tmp_path: Path) -> None:
    body = p(run("а "), deleted("10"), ins("30", OTHER), run(" б "), ins("в"), run("г"), ins("д"))
    assert [said(r)[0] for r in remarks_of(tmp_path, word_file(body))] == [
        Sort.DELETION,
        Sort.INSERTION,
        Sort.INSERTION,
        Sort.INSERTION,
    ]


def test_a_comment_names_its_words_its_answers_and_whether_it_is_done(tmp_path: Path) -> None:
    content = word_file(
        p(run("Оплата "), about("0", run("в течение "), ins("10"), run(" дней")), run(".")),
        comment("0", "Мало &lt;срока&gt;", "0000000A")
        + comment("1", "Исправим", "0000000B", OTHER)
        + comment("2", "Готово?", "0000000C"),
        '<w15:commentEx w15:paraId="0000000A" w15:done="0"/>'
        '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/>'
        '<w15:commentEx w15:paraId="0000000C" w15:done="1"/>',
    )
    first, done, change = remarks_of(tmp_path, content)
    assert said(first) == (Sort.COMMENT, "абзац 1", "в течение 10 дней", "Мало <срока>")
    assert first.replies == (Reply("Юрист", None, "Исправим"),)
    assert first.is_open
    assert done.resolved and not done.is_open
    assert done.place == "документ"
    assert change.sort is Sort.INSERTION


def test_a_comment_over_two_paragraphs_and_one_without_a_range(tmp_path: Path) -> None:
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    content = word_file(
        p(start, run("Первый")) + p(run("второй"), end) + p(run("Третий"), reference),
        comment("0", "Оба лишние") + comment("1", "И этот"),
    )
    both, third = remarks_of(tmp_path, content)
    assert said(both)[1:3] == ("абзац 1", "Первый\nвторой")
    assert said(third)[1:3] == ("абзац 3", "Третий")


def test_answers_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    content = word_file(
        p(run("а")),
        comment("0", "раз", "0000000A") + comment("1", "два", "0000000B"),
        '<w15:commentEx w15:paraId="0000000A" w15:paraIdParent="0000000B" w15:done="0"/>'
        '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/>',
    )
    assert {r.text for r in remarks_of(tmp_path, content)} == {"раз", "два"}


def test_a_file_without_marks_has_no_remarks(tmp_path: Path) -> None:
    assert remarks_of(tmp_path, word_file(p(run("Текст")))) == []


def test_broken_comments_cost_no_tracked_change(tmp_path: Path) -> None:
    path = tmp_path / "бумага.docx"
    path.write_bytes(word_file(p(ins("ещё")), "<w:comment>"))
    paper, _ = open_paper(path)
    assert paper is not None
    remarks, faults = read_remarks(paper)
    assert [r.sort for r in remarks] == [Sort.INSERTION]
    assert [f.code for f in faults] == ["file-damaged"]
