"""The matrix of conditions (norms/content.md 3.1): what stands under which condition.

Read from the templates themselves: every paragraph with the conditions and loops around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.templates.test_press import W, part, text

_TAG = re.compile(r"\{%(?:p|tr) (\w+) ?(.*?) ?%\}")
NET, MUL, SUP = "network-agreement", "cooperation-agreement", "supplementary-agreement"


def paragraphs_with_conditions(kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each paragraph's words and what holds where it is printed, outermost first."""
    around: list[str] = []
    for paragraph in part(kind, "word/document.xml").iter(f"{W}p"):
        words = text(paragraph).replace("\u00a0", " ")
        tag = _TAG.fullmatch(words)
        if tag is None:
            yield words, tuple(around)
        elif tag[1] in ("if", "for"):
            around.append(tag[2])
        elif tag[1] == "else":
            around[-1] = f"not {around[-1]}"
        else:
            around.pop()
    assert around == []


UNDER: list[tuple[str, str, str]] = [
    # participant.type: RES must not read that it teaches, is not enrolled at, is not assessed
    (NET, "реализует часть Программы", "участник in участники_ведущие"),
    (NET, "реализовать свою часть Программы", "участник in участники_ведущие"),
    (NET, "в порядке перевода", "участник in участники_ведущие"),
    (NET, "Отдельный зачёт", "участники_ведущие"),
    (NET, "Поимённый список", "приложение_список"),
    (NET, "образовательную деятельность по Программе не ведёт", "участник in участники_ресурсные"),
    (NET, "договор.при_утрате_лицензии", "участники_ведущие"),
    (NET, "{{ часть.", "приложение_части"),
    # fin.mode: no sums, acts of services or purchase codes in a free agreement
    (NET, "Договор безвозмездный", "безвозмездно"),
    (NET, "Цена Договора", "оплата"),
    (NET, "акту об оказанных услугах", "оплата"),
    (NET, "Основание закупки", "оплата"),
    (NET, "договор.икз", "оплата"),
    (NET, "акты.FZ44", "договор.икз"),
    (NET, "Предельный размер возмещения", "возмещение"),
    (MUL, "Сотрудничество безвозмездное", "безвозмездно"),
    # prog.approve_mode, assessment, certificate
    (NET, "совместно разрабатывают", "совместное_утверждение"),
    (NET, "самостоятельно разрабатывает", "not совместное_утверждение"),
    (NET, "договор.форма_аттестации", "аттестация"),
    (NET, "Промежуточная аттестация по Программе не предусмотрена", "not аттестация"),
    (NET, "договор.документ_об_обучении", "документ_выдаётся"),
    (NET, "акты.PP1678", "программа.дистанционные_технологии"),
    # transport
    (NET, "Доставка обучающихся к месту занятий не требуется", "not доставка_нужна"),
    (NET, "сопровождают родители", "доставляют_родители"),
    # personal data
    (NET, "частью 3 статьи 6", "пдн_поручение"),
    (NET, "самостоятельный оператор", "пдн_оператор"),
    (NET, "пдн_срок_удаления", "пдн_передаются"),
    (NET, "по Договору не передаются", "not пдн_передаются"),
    # sign.mode: an electronic document has neither copies nor a seal
    (NET, "в_экземплярах", "not электронно"),
    (MUL, "в_экземплярах", "not электронно"),
    (SUP, "в_экземплярах", "not электронно"),
    (NET, "электронного документа", "электронно"),
    (NET, "____ {{", "not электронно"),
    (NET, "М.П.", "not электронно"),
    # number of parties
    (NET, "{{ преамбула_сторон }}", "две_стороны"),
    (MUL, "{{ преамбула_сторон }}", "две_стороны"),
    (SUP, "{{ преамбула_сторон }}", "две_стороны"),
    # council
    (MUL, "действует совет", "совет"),
    (MUL, "единогласно", "единогласно"),
    (MUL, "большинством голосов", "not единогласно"),
    (MUL, "СОГЛАСОВАНО", "согласует"),
]


@pytest.mark.parametrize(("kind", "passage", "condition"), UNDER)
def test_a_passage_stands_only_under_its_condition(kind: str, passage: str, condition: str) -> None:
    found = [around for words, around in paragraphs_with_conditions(kind) if passage in words]
    assert found, "the passage is gone"
    for around in found:
        assert condition in around


def test_the_seal_of_the_list_of_signatures_depends_on_the_way_of_signing() -> None:
    cells = [
        words
        for words, _ in paragraphs_with_conditions(MUL)
        if "М.П." in words and words.startswith("{% if")
    ]
    assert cells
    for cell in cells:
        assert cell.startswith("{% if электронно %}электронная подпись{% else %}")
