"""Every element that norms/content.md asks of a paper has its place in the template.

An element that code composes (preamble, requisites) is met where the template prints it;
``tests/documents`` and ``tests/checks`` prove that a missing value refuses the paper.
"""

from __future__ import annotations

import re

import pytest

from templates_docx.press import SOURCES, TEMPLATES
from tests.templates.test_press import W, part, text

NET, LIST = "network-agreement", "pupil-list"
MUL, SUP, VISAS = "cooperation-agreement", "supplementary-agreement", "approval-sheet"

PLACES: list[tuple[str, str, str]] = [
    ("NET-01", NET, "{{ базовая.роль }} — Сторона, в которую обучающиеся зачислены"),
    ("NET-02", NET, "{{ участник.роль }} — Сторона, которая на основании своей лицензии"),
    ("NET-02", NET, "образовательную деятельность по Программе не ведёт"),
    ("NET-03", NET, "{{ преамбула_сторон }}"),
    ("NET-04", NET, "{{ сторона.преамбула_с_прописной }}"),
    ("NET-05", NET, "{{ вид_программы_род }} программы {{ название_программы }} "),
    ("NET-05", NET, "{{ направленность_род }} направленности"),
    ("NET-06", NET, "{{ часть.наименование }}"),
    ("NET-06", NET, "{{ часть.часов }}"),
    ("NET-07", NET, "совместно разрабатывают Программу и утверждают её"),
    ("NET-07", NET, "самостоятельно разрабатывает и утверждает Программу"),
    ("NET-07", NET, "готовит рабочие программы и оценочные материалы"),
    ("NET-08", NET, "{{ договор.число_обучающихся }}"),
    ("NET-08", NET, "{{ срок_списка }}"),
    ("NET-08", LIST, "{{ обучающийся.фио }}"),
    ("NET-09", NET, "зачисляет их в порядке перевода, без отчисления"),
    ("NET-10", NET, "{{ ресурс.наименование }}"),
    ("NET-10", NET, "{{ ресурс.количество }}"),
    ("NET-11", NET, "{{ базовая.роль }} принимает на себя обязанности:"),
    ("NET-11", NET, "{{ обязанность }}"),
    ("NET-12", NET, "Расписание составляет {{ расписание_составляет.роль }}"),
    ("NET-12", NET, "{{ часть.место }}"),
    ("NET-13", NET, "{{ договор.форма_аттестации }}"),
    ("NET-13", NET, "в течение {{ срок_результатов }}"),
    ("NET-13", NET, "Отдельный зачёт этих результатов не проводится"),
    ("NET-14", NET, "выдаёт документ об обучении: {{ договор.документ_об_обучении }}"),
    ("NET-14", NET, "Документ об обучении по Программе не выдаётся"),
    ("NET-15", NET, "Договор безвозмездный"),
    ("NET-15", NET, "Цена Договора — {{ сумма_полностью }}"),
    ("NET-15", NET, "Идентификационный код закупки: {{ договор.икз }}"),
    ("NET-15", NET, "Предельный размер возмещения — {{ сумма_полностью }}"),
    ("NET-16", NET, "действует по {{ договор.окончание_действия|дата_полностью }}"),
    ("NET-16", NET, "{{ договор.окончание_реализации|дата_полностью }}"),
    ("NET-17", NET, "{{ срок_претензии }}"),
    ("NET-17", NET, "непреодолимой силы"),
    ("NET-17", NET, "{{ договор.суд }}"),
    ("NET-18", NET, "изменяется дополнительным соглашением"),
    ("NET-18", NET, "{{ срок_расторжения }}"),
    ("NET-18", NET, "{{ договор.при_утрате_лицензии_участником }}"),
    ("NET-18", SUP, "{{ изменение.что_сделать }}"),
    ("NET-19", NET, "{{ договор.состав_персональных_данных }}"),
    ("NET-19", NET, "частью 3 статьи 6 {{ акты.FZ152_род }}"),
    ("NET-19", NET, "как самостоятельный оператор"),
    ("NET-19", NET, "{{ пдн_срок_удаления }}"),
    ("NET-20", NET, "{{ ответственный_за_безопасность.фио }}"),
    ("NET-20", NET, "обучающихся сопровождают"),
    ("NET-21", NET, "{{ договор.дата_уведомления_родителей|дата_полностью }}"),
    ("NET-22", NET, "{{ в_экземплярах }}"),
    ("NET-22", NET, "{{ строка.метка }}: {{ строка.значение }}"),
    ("NET-22", NET, "М.П."),
    ("NET-22", NET, "приложение № {{ приложение.номер }}"),
    ("NET-23", NET, "статьями 13 и 15 {{ акты.FZ273_род }}"),
    ("NET-23", NET, "{{ акты.P882 }}"),
    ("NET-23", NET, "{{ акты.P629 }}"),
    ("NET-24", NET, "на своём официальном сайте"),
    ("MUL-01", MUL, "{{ сторона.преамбула_с_прописной }}"),
    ("MUL-02", MUL, "{{ сторона.роль_в_сети }}"),
    ("MUL-03", MUL, "Оно не заменяет договор о сетевой форме"),
    ("MUL-04", MUL, "{{ направление }}"),
    ("MUL-04", MUL, "не является договором простого товарищества"),
    ("MUL-04", MUL, "Сотрудничество безвозмездное"),
    ("MUL-05", MUL, "действует совет"),
    ("MUL-05", MUL, "принимаются единогласно"),
    ("MUL-05", MUL, "принимаются большинством голосов"),
    ("MUL-06", MUL, "{{ срок_заявки }}"),
    ("MUL-06", MUL, "{{ срок_выхода }}"),
    ("MUL-07", MUL, "изменяется дополнительным соглашением, которое подписывают все Стороны"),
    ("MUL-08", MUL, "{{ договор.окончание_действия|дата_полностью }}"),
    ("MUL-08", MUL, "продлевается на тот же срок"),
    ("MUL-09", MUL, "{{ в_экземплярах }}"),
    ("MUL-09", MUL, "в форме электронного документа"),
    ("MUL-10", MUL, "Дата подписания: {{ пара.левая.дата_подписания_строкой }}"),
    ("MUL-10", MUL, "{{ сторона.дата_подписания|дата }}"),
    ("MUL-11", MUL, "СОГЛАСОВАНО"),
    ("X-01", NET, "{{ пара.левая.наименование }}"),
    ("X-08", NET, "{{ дата_строкой }}"),
    ("X-08", NET, "{{ место }}"),
    ("X-12", NET, "машиночитаемой доверенностью"),
    ("office 1.3", VISAS, "Замечания прилагаются"),
    ("office 1.3", VISAS, "проекта {{ название_род }}"),
]


def words_of(kind: str) -> str:
    paragraphs = part(kind, "word/document.xml").iter(f"{W}p")
    return "\n".join(text(paragraph) for paragraph in paragraphs).replace("\u00a0", " ")


@pytest.mark.parametrize(("norm", "kind", "passage"), PLACES)
def test_an_element_has_its_place(norm: str, kind: str, passage: str) -> None:
    assert passage in words_of(kind), norm


@pytest.mark.parametrize(("family", "last"), [("NET", 24), ("MUL", 11)])
def test_no_element_is_forgotten(family: str, last: int) -> None:
    placed = {norm for norm, _, _ in PLACES}
    assert {f"{family}-{n:02}" for n in range(1, last + 1)} <= placed


@pytest.mark.parametrize(("family", "kind", "last"), [("NET", NET, 24), ("MUL", MUL, 11)])
def test_the_source_says_where_each_element_is_met(family: str, kind: str, last: int) -> None:
    source = (SOURCES / f"{kind}.txt").read_text(encoding="utf-8")
    remarks = set(re.findall(rf"^// .*?\b({family}-\d\d)\b", source, re.MULTILINE))
    remarks |= {
        name
        for line in source.splitlines()
        if line.startswith("//")
        for name in re.findall(rf"{family}-\d\d", line)
    }
    assert {f"{family}-{n:02}" for n in range(1, last + 1)} <= remarks


@pytest.mark.parametrize("kind", [NET, LIST, MUL, SUP, VISAS])
def test_acts_are_cited_through_the_table_only(kind: str) -> None:
    words = words_of(kind)
    assert not re.search(r"№\s*\d+(-ФЗ|/\d+)?", words)
    assert not {"SP3648", "PP1441", "P500"} & set(re.findall(r"акты\.([A-Z0-9]+)", words))


def test_no_consent_to_personal_data_in_a_contract() -> None:
    for template in TEMPLATES.glob("*.docx"):
        if template.stem == "personal-data-consent":
            continue
        assert "согласие на обработку" not in words_of(template.stem)
