"""Old acts and wordings in free text: the golden strings of norms/content.md 8.1 and others."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.norms.acts import load_acts
from docgen.norms.outdated import find_outdated


def _day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d.%m.%Y").date()


# text, date of the paper, end of the contract, code, what message or hint must say
GOLDEN = [
    (
        "приказ Минпросвещения от 09.11.2018 № 196",
        "28.12.2022",
        "",
        "act-expires-soon",
        "28.02.2023",
    ),
    ("приказ Минпросвещения от 09.11.2018 № 196", "01.09.2024", "", "act-repealed", "629"),
    ("приказ от 22.07.2022 № 629", "01.10.2025", "", "act-date-mismatch", "27.07.2022"),
    ("СанПиН 2.4.4.3172-14", "01.09.2025", "", "act-repealed", "2.4.3648-20"),
    ("ПП № 1441", "15.12.2026", "31.05.2027", "act-outlived", "31.12.2026"),
    ("приказ № 1185", "01.03.2024", "", "act-repealed", "500"),
    (
        "СП 2.4.3648-20 (пост. от 08.09.2020 № 28)",
        "01.09.2025",
        "",
        "act-date-mismatch",
        "28.09.2020",
    ),
    ("приказ Рособрнадзора № 831", "01.03.2026", "", "act-repealed", "1493"),
    (
        "программа социально-педагогической направленности",
        "01.09.2026",
        "",
        "wording-outdated",
        "социально-гуманитарная",
    ),
    ("приказ № 1008", "01.09.2014", "", "", ""),
    (
        "Я даю согласие на обработку персональных данных",
        "01.09.2025",
        "",
        "wording-outdated",
        "отдельным",
    ),
    ("131-ФЗ", "19.06.2025", "", "act-superseded", "33-ФЗ"),
]

MORE = [
    ("приказом от 29 августа 2013 г. N 1008", "01.09.2026", "", "act-repealed", "629"),
    ("приказ №\u00a01008 Минобрнауки", "01.09.2026", "", "act-repealed", "629"),
    ("в соответствии с № 131‑ФЗ", "01.09.2026", "", "act-superseded", "33-ФЗ"),
    ("Приказ № 196 от 09.11.2018", "01.09.2026", "", "act-repealed", "629"),
    ("приказ № 196", "01.09.2026", "", "act-maybe-repealed", "629"),
    ("Правила (постановление № 706)", "01.09.2026", "", "act-maybe-repealed", "1441"),
    ("постановление Правительства РФ № 706", "01.09.2026", "", "act-repealed", "1441"),
    ("Закон РФ № 3266-1", "01.09.2026", "", "act-repealed", "273-ФЗ"),
    ("ФЗ от 29.11.2012 № 273-ФЗ", "01.09.2026", "", "act-date-mismatch", "29.12.2012"),
    ("приказ Минобрнауки от 09.12.2013 № 1315", "01.09.2026", "", "act-wrong-scope", "500"),
    ("распоряжение № 1726-р", "01.09.2026", "", "act-repealed", "678-р"),
    ("Концепция (996-р)", "01.09.2026", "", "act-superseded", "сверьте"),
    ("ГОСТ Р 7.0.97-2016", "01.09.2026", "", "act-superseded", "7.0.97-2025"),
    ("лицензия серия 66Л01 № 0001234", "01.09.2026", "", "wording-superseded", "Л035"),
    ("проект «Успех каждого ребёнка»", "01.09.2026", "", "wording-superseded", "ссылку"),
    ("СП 3.1/2.4.3598-20", "01.09.2026", "", "act-repealed", "замены нет"),
    ("профстандарт (приказ Минтруда № 298н)", "01.09.2026", "", "act-repealed", "652н"),
    (
        "стороны совместно разрабатывают и утверждают программу",
        "01.09.2026",
        "",
        "wording-superseded",
        "базовая организация",
    ),
    ("исполнитель вправе изменить стоимость", "01.09.2026", "", "wording-superseded", "54"),
    # right, or not ours to judge
    ("приказ директора от 09.11.2018 № 196", "01.09.2026", "", "", ""),
    ("приказ от 01.09.2026 № 196", "01.09.2026", "", "", ""),
    ("приказ МБОУ СОШ № 5 от 22.07.2022 № 629", "01.09.2026", "", "", ""),
    ("приказ от 14.06.2023 № 196", "01.09.2026", "", "", ""),
    ("признать утратившим силу приказ № 1008", "01.09.2026", "", "", ""),
    ("от 03.07.2016 № 131-ФЗ", "01.09.2026", "", "", ""),
    ("МБОУ СОШ № 196", "01.09.2026", "", "", ""),
    ("кабинет № 1008", "01.09.2026", "", "", ""),
    ("детский сад № 28, группа № 2", "01.09.2026", "", "", ""),
    ("пункт 5 части 1 статьи 93 Федерального закона № 44-ФЗ", "01.09.2026", "30.06.2027", "", ""),
    ("приказ от 27.07.2022 № 629", "01.09.2026", "30.06.2027", "", ""),
    ("СП 2.4.3648-20 (пост. от 28.09.2020 № 28)", "01.09.2025", "", "", ""),
    ("программа социально-гуманитарной направленности", "01.09.2026", "", "", ""),
    ("социально-педагогическая направленность", "01.09.2019", "", "", ""),
    ("приказ от 32.13.2018 № 196", "01.09.2019", "", "", ""),
    ("согласие на обработку персональных данных хранится отдельно", "01.09.2026", "", "", ""),
]


@pytest.mark.parametrize(("text", "on", "until", "code", "says"), GOLDEN + MORE)
def test_free_text_is_judged_by_the_date_of_the_paper(
    text: str, on: str, until: str, code: str, says: str
) -> None:
    found = find_outdated(text, _day(on), until=_day(until) if until else None)
    assert [d.code for d in found] == ([code] if code else [])
    for diagnostic in found:
        assert says in diagnostic.message + diagnostic.hint
        assert diagnostic.value and diagnostic.hint and diagnostic.norm


def test_the_consent_paper_itself_may_give_consent() -> None:
    text = "даю согласие на обработку персональных данных"
    assert find_outdated(text, _day("01.09.2026"), consent_paper=True) == []


def test_an_act_named_twice_is_reported_once() -> None:
    text = "приказ Рособрнадзора № 831; ещё раз: приказ Рособрнадзора от 14.08.2020 № 831"
    assert len(find_outdated(text, _day("01.09.2026"))) == 1


def test_several_faults_of_one_text_are_all_found() -> None:
    text = "на основании приказа Минпросвещения № 196, СанПиН 2.4.4.3172-14 и 131-ФЗ"
    codes = sorted(d.code for d in find_outdated(text, _day("01.09.2026")))
    assert codes == ["act-repealed", "act-repealed", "act-superseded"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text: str) -> None:
    find_outdated(text, _day("01.09.2026"), until=_day("30.06.2027"))


def test_citations_that_docgen_makes_itself_are_clean() -> None:
    acts = load_acts()
    for key, citation in acts.as_terms("ins").items():
        act = acts.acts[key]
        if act.in_force(_day("01.09.2025")) and act.valid_from and not act.wrong_scope:
            faults = find_outdated(citation, _day("01.09.2025"))
            assert not [d for d in faults if d.code != "act-expires-soon"], key
