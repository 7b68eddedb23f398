"""A new draft in an edited file: what each side changed is there, and nothing is lost."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

import pytest

from docgen.comparing import bring_in
from docgen.opc.writing import write_package
from docgen.passport import Passport, is_untouched, read_passport, stamp
from docgen.register import Draft, Merged, document_id
from tests.comparison.papers import (
    Block,
    invented,
    lines,
    mutated,
    paragraph,
    word_file,
    word_file_of,
)

IDENTITY = "agreement:Д-01"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def drafted(content: bytes, row: str) -> Draft:
    passport = Passport(document_id(IDENTITY), "agreement", row, "шаблон", "настройки", "0.1")
    stamped = write_package(stamp(parts_of(content), passport))
    return Draft(IDENTITY, "agreement", "Договор", "Договоры", stamped, row, passport)


def by_hand(laid: Draft, content: bytes) -> bytes:
    """The laid file after somebody has saved these words in it."""
    parts = parts_of(laid.content)
    parts["word/document.xml"] = parts_of(content)["word/document.xml"]
    return write_package(parts)


def merged(base: bytes, hand: bytes, new: bytes) -> tuple[Merged | None, list[str]]:
    laid, draft = drafted(base, "раз"), drafted(new, "два")
    edited = by_hand(laid, hand)
    made = bring_in(laid.content, edited, draft, "Договор.docx")
    shown = edited if made is None or made.content is None else made.content
    return made, lines(shown)


def merged_blocks(
    base: Sequence[Block], hand: Sequence[Block], new: Sequence[Block]
) -> tuple[Merged, list[str]]:
    made, seen = merged(word_file(base), word_file(hand), word_file(new))
    assert made is not None
    return made, seen


BASE: list[Block] = [
    "Договор о сетевой форме заключён между сторонами.",
    "Школа обязуется предоставить помещение площадью 40 метров на срок один год.",
    [["№", "Программа", "Часы"], ["1", "Роботы", "36"], ["2", "Шахматы", "72"]],
    "Договор вступает в силу со дня подписания.",
    "Подписи сторон стоят ниже.",
]


def changed(number: int, block: Block) -> list[Block]:
    return [*BASE[:number], block, *BASE[number + 1 :]]


def test_a_paragraph_changed_by_docgen_only_is_renewed() -> None:
    hand = [*BASE[:4], "Подписи и печати сторон стоят ниже.", "Дописано рукой."]
    new = changed(3, "Договор вступает в силу с 1 сентября 2026 года.")
    made, seen = merged_blocks(BASE, hand, new)
    assert (made.changes, made.conflicts) == (1, ())
    assert seen[-3:] == [
        "Договор вступает в силу с 1 сентября 2026 года.",
        "Подписи и печати сторон стоят ниже.",
        "Дописано рукой.",
    ]


def test_a_value_changes_inside_a_paragraph_that_the_hand_has_changed_elsewhere() -> None:
    hand = changed(1, "Школа обязуется передать помещение площадью 40 метров на срок один год.")
    new = changed(1, "Школа обязуется предоставить помещение площадью 55 метров на срок один год.")
    made, seen = merged_blocks(BASE, hand, new)
    assert (made.changes, made.conflicts) == (1, ())
    assert "Школа обязуется передать помещение площадью 55 метров на срок один год." in seen


def test_the_same_words_changed_by_both_are_a_conflict_and_the_hand_stays() -> None:
    hand = changed(1, "Школа обязуется предоставить помещение площадью 44 метров на срок один год.")
    new = changed(1, "Школа обязуется предоставить помещение площадью 55 метров на срок один год.")
    made, seen = merged_blocks(BASE, hand, new)
    assert (made.content, made.changes) == (None, 0)
    (told,) = made.conflicts
    assert told.origin.label == "абзац 2"
    assert "44" in told.message
    assert "55" in told.message
    assert any("44 метров" in line for line in seen)


def test_rows_come_and_go_between_rows_edited_by_hand() -> None:
    hand = changed(
        2,
        [
            ["№", "Программа", "Часы"],
            ["1", "Роботы", "36 (очно)"],
            ["2", "Шахматы", "72"],
            ["", "Строка рукой", "9"],
        ],
    )
    new = changed(
        2,
        [
            ["№", "Программа", "Часы"],
            ["1", "Роботы", "36"],
            ["2", "Театр", "18"],
            ["3", "Шахматы", "80"],
        ],
    )
    made, seen = merged_blocks(BASE, hand, new)
    assert made.conflicts == ()
    table = [line for line in seen if "|" in line]
    assert table == [
        "№ | Программа | Часы",
        "1 | Роботы | 36 (очно)",
        "2 | Театр | 18",
        "3 | Шахматы | 80",
        " | Строка рукой | 9",
    ]


def test_rows_added_at_one_place_by_both_are_all_there_and_told() -> None:
    table: list[list[str]] = [list(row) for row in BASE[2]]
    hand = changed(2, [*table, ["3", "Театр рукой", "9"]])
    new = changed(2, [*table, ["3", "Хор по данным", "18"]])
    made, seen = merged_blocks(BASE, hand, new)
    assert made.conflicts == ()
    assert [note.code for note in made.notes] == ["merge-order"]
    assert "3 | Театр рукой | 9" in seen
    assert "3 | Хор по данным | 18" in seen


def test_a_table_that_the_hand_has_split_is_found_in_its_pieces() -> None:
    hand: list[Block] = [
        *BASE[:2],
        [["№", "Программа", "Часы"], ["1", "Роботы", "36"]],
        "Вторая часть таблицы.",
        [["2", "Шахматы", "72"]],
        *BASE[3:],
    ]
    new = changed(2, [["№", "Программа", "Часы"], ["1", "Роботы", "40"], ["2", "Шахматы", "80"]])
    made, seen = merged_blocks(BASE, hand, new)
    assert (made.changes, made.conflicts) == (2, ())
    assert seen[2:6] == [
        "№ | Программа | Часы",
        "1 | Роботы | 40",
        "Вторая часть таблицы.",
        "2 | Шахматы | 80",
    ]


def test_what_the_hand_removed_stays_removed_unless_the_draft_changed_it() -> None:
    hand = [*BASE[:3], BASE[4]]
    made, seen = merged_blocks(BASE, hand, changed(0, "Договор о новой форме заключён сторонами."))
    assert made.conflicts == ()
    assert BASE[3] not in seen
    made, seen = merged_blocks(BASE, hand, changed(3, "Договор вступает в силу с 1 сентября."))
    assert [told.code for told in made.conflicts] == ["merge-conflict"]
    assert BASE[3] not in seen


def test_what_the_draft_removed_goes_unless_the_hand_changed_it() -> None:
    new = [*BASE[:3], BASE[4]]
    made, seen = merged_blocks(BASE, [*BASE, "Рукой."], new)
    assert (made.changes, made.conflicts) == (1, ())
    assert BASE[3] not in seen
    hand = changed(3, "Договор вступает в силу через неделю со дня подписания.")
    made, seen = merged_blocks(BASE, hand, new)
    assert len(made.conflicts) == 1
    assert hand[3] in seen


def test_the_looks_that_the_hand_gave_stay() -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    base = word_file(["Площадь зала 40 метров.", "Ещё абзац."])
    hand = word_file_of(paragraph("Площадь зала 40 метров.", bold) + paragraph("Ещё абзац рукой."))
    new = word_file(["Площадь зала 55 метров.", "Ещё абзац."])
    laid, draft = drafted(base, "раз"), drafted(new, "два")
    made = bring_in(laid.content, by_hand(laid, hand), draft, "Договор.docx")
    assert made is not None
    assert made.content is not None
    body = parts_of(made.content)["word/document.xml"].decode()
    first = body.partition("</w:p>")[0]
    assert first.count("<w:b/>") == first.count("<w:r>") or first.count("<w:b/>") >= 3
    assert "55" in first


def test_the_merged_file_has_the_new_passport_and_no_seal() -> None:
    laid, draft = drafted(word_file(BASE), "раз"), drafted(word_file(changed(0, "Иное.")), "два")
    hand = by_hand(laid, word_file([*BASE, "Рукой."]))
    made = bring_in(laid.content, hand, draft, "Договор.docx")
    assert made is not None
    assert made.content is not None
    assert read_passport(made.content) == draft.passport
    assert not is_untouched(made.content)


def test_a_file_with_tracked_changes_of_somebody_is_left_alone() -> None:
    base, new = word_file(BASE), word_file(changed(0, "Иное начало договора."))
    tracked = paragraph("Слова.").replace("<w:r>", '<w:ins w:id="1" w:author="И"><w:r>', 1)
    hand = word_file_of(tracked.replace("</w:r>", "</w:r></w:ins>", 1))
    made, _ = merged(base, hand, new)
    assert made is None


def test_a_draft_that_says_nothing_new_changes_nothing() -> None:
    made, seen = merged_blocks(BASE, [*BASE, "Рукой."], BASE)
    assert made == Merged(None, 0)
    assert seen[-1] == "Рукой."


def test_long_numbers_are_not_told_in_messages() -> None:
    secret = "112-233-445 95"
    base: list[Block] = ["СНИЛС указан ниже.", f"СНИЛС {secret} проверен.", "Конец."]
    hand: list[Block] = [base[0], "СНИЛС 112-233-445 96 проверен.", base[2]]
    new: list[Block] = [base[0], "СНИЛС 112-233-445 97 проверен.", base[2]]
    made, _ = merged_blocks(base, hand, new)
    (told,) = made.conflicts
    assert "233" not in told.message


@pytest.mark.parametrize("seed", range(150))
def test_an_edit_that_changed_no_word_takes_the_whole_draft(seed: int) -> None:
    chance = random.Random(seed)
    blocks = invented(chance)
    base, new = word_file(blocks), word_file(mutated(blocks, chance))
    made, seen = merged(base, base, new)
    if made is None or made.conflicts:
        return
    assert seen == lines(new)


@pytest.mark.parametrize("seed", range(150))
def test_nothing_that_the_hand_wrote_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    blocks = invented(chance)
    base, hand = word_file(blocks), word_file(mutated(blocks, chance, "рукой"))
    new = word_file(mutated(blocks, chance, "данные"))
    made, seen = merged(base, hand, new)
    if made is None:
        return
    words = set(" ".join(seen).split())
    assert {word for word in " ".join(lines(hand)).split() if "рукой" in word} <= words
    if not made.conflicts:
        assert {word for word in " ".join(lines(new)).split() if "данные" in word} <= words
