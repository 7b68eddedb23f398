"""The table of acts: shape, citations in every case, judgement by the date of the paper."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from docgen.diagnostics import Origin, Refusal
from docgen.norms.acts import CitationForm, load_acts

ACTS = load_acts()
HERE = Origin("договор.docx")
TODAY = datetime.date(2026, 11, 22)


def _day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d.%m.%Y").date()


CITATIONS = [
    (
        "FZ273",
        "ins",
        "Федеральным законом от 29.12.2012 №\u00a0273-ФЗ «Об образовании в Российской Федерации»",
    ),
    (
        "FZ273",
        "gen",
        "Федерального закона от 29.12.2012 №\u00a0273-ФЗ «Об образовании в Российской Федерации»",
    ),
    (
        "FZ152",
        "nom",
        "Федеральный закон от 27.07.2006 №\u00a0152-ФЗ «О персональных данных»",
    ),
    (
        "PP1441",
        "dat",
        "постановлению Правительства Российской Федерации от 15.09.2020 №\u00a01441 "
        "«Об утверждении Правил оказания платных образовательных услуг»",
    ),
    ("GK", "ins", "Гражданским кодексом Российской Федерации"),
    (
        "ZPP",
        "pre",
        "Законе Российской Федерации от 07.02.1992 №\u00a02300-1 «О защите прав потребителей»",
    ),
]


@pytest.mark.parametrize(("key", "form", "text"), CITATIONS)
def test_a_citation_stands_in_the_case_asked_for(key: str, form: str, text: str) -> None:
    assert ACTS.citation(key, form) == text


def test_a_short_citation_has_no_title() -> None:
    assert ACTS.citation("FZ152", "gen", short=True) == (
        "Федерального закона от 27.07.2006 №\u00a0152-ФЗ"
    )


@pytest.mark.parametrize("form", list(CitationForm))
def test_every_act_in_force_can_be_cited_in_every_case(form: CitationForm) -> None:
    terms = ACTS.as_terms(form)
    current = [act.key for act in ACTS.acts.values() if act.in_force(TODAY)]
    assert current
    for key in current:
        text = terms[key]
        assert "№ " not in text, "№ may part from its number"
        assert "  " not in text and "None" not in text
        assert text.count("«") == text.count("»")


def test_every_repealed_act_tells_what_to_cite_instead() -> None:
    for act in ACTS.acts.values():
        if act.in_force(TODAY) and not act.wrong_scope:
            continue
        assert act.replaced_by or act.replacement, act.key
        if act.replaced_by:
            assert ACTS.acts[act.replaced_by].in_force(TODAY), act.key


def test_every_act_has_a_source_and_only_the_codes_have_no_number() -> None:
    assert all(act.source for act in ACTS.acts.values())
    assert {a.key for a in ACTS.acts.values() if not a.number} == {"GK", "SK"}


JUDGED = [
    ("P629", "22.11.2026", "31.05.2027", []),
    ("P196", "01.09.2024", "", ["act-repealed"]),
    ("P196", "01.09.2022", "", []),
    ("P196", "28.12.2022", "", ["act-expires-soon"]),
    ("PP1441", "15.12.2026", "31.05.2027", ["act-outlived"]),
    ("PP1441", "15.01.2027", "", ["act-repealed"]),
    ("P500", "15.01.2027", "", ["act-superseded"]),  # its end is unverified: never an error
    ("FZ131", "22.11.2026", "", ["act-superseded"]),
    ("P882", "01.03.2019", "", ["act-not-yet-valid"]),
    ("P1315", "22.11.2026", "", ["act-wrong-scope"]),
    ("P9999", "22.11.2026", "", ["act-unknown"]),
    ("GK", "22.11.2026", "31.05.2027", []),
]


@pytest.mark.parametrize(("key", "on", "until", "codes"), JUDGED)
def test_a_citation_is_judged_by_the_date_of_the_paper(
    key: str, on: str, until: str, codes: list[str]
) -> None:
    found = ACTS.check_citations([key], _day(on), _day(until) if until else None, HERE)
    assert [d.code for d in found] == codes
    assert all(d.hint and d.norm and d.origin == HERE for d in found)


def test_a_repealed_act_names_its_replacement() -> None:
    (found,) = ACTS.check_citations(["P196"], _day("01.09.2024"), None, HERE)
    assert "629" in found.hint and "01.03.2023" in found.message


@pytest.mark.parametrize(("on", "stale"), [("22.11.2026", False), ("21.02.2027", True)])
def test_a_table_older_than_ninety_days_is_told_of(on: str, stale: bool) -> None:
    assert [d.code for d in ACTS.check_age(_day(on))] == (["act-table-old"] if stale else [])


def test_the_office_file_overrides_by_key_and_adds(tmp_path: Path) -> None:
    own = tmp_path / "acts.toml"
    own.write_text(
        "checked_on = 2027-01-10\n"
        "[acts.PP1441]\nvalid_to = 2032-12-31\n"
        '[acts.OWN]\nkind = "приказ"\nissuer = "управления образования"\ndate = 2026-09-01\n'
        'number = "77"\ntitle = "О сети"\nstatus = "verified"\n',
        encoding="utf-8",
    )
    acts = load_acts(own)
    assert acts.checked_on == datetime.date(2027, 1, 10)
    assert acts.acts["PP1441"].valid_to == datetime.date(2032, 12, 31)
    assert acts.acts["PP1441"].number == "1441"
    assert acts.citation("OWN", "ins") == (
        "приказом управления образования от 01.09.2026 №\u00a077 «О сети»"
    )
    assert load_acts().acts["PP1441"].valid_to == datetime.date(2026, 12, 31)


BROKEN = [
    "checked_on = ",
    'checked_on = "вчера"',
    '[acts.X]\nkind = "указ"\nnumber = "1"\nstatus = "verified"',
    '[acts.X]\nkind = "приказ"\nnumber = "1"\nstatus = "наверное"',
    '[acts.X]\nkind = "приказ"\nnumber = "1"\nstatus = "verified"\nvalid_to = "31.12.2026"',
    '[acts.X]\nkind = "приказ"\nstatus = "verified"',
    '[acts.X]\nkind = "приказ"\nnumber = "1"\nstatus = "verified"\nreplaced_by = "НЕТ"',
    '[acts.X]\nkind = "приказ"\nnumber = "1"\nstatus = "verified"\ncolour = "red"',
    '[wordings.X]\npattern = "("\nsince = 2026-01-01\nsay = "а"\ninstead = "б"\n'
    'lint = "error"\nnorm = "X-01"',
    "acts = 5",
    '[acts]\nX = "приказ"',
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_office_file_stops_the_run_with_its_name(tmp_path: Path, text: str) -> None:
    own = tmp_path / "acts.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load_acts(own)
    assert "acts.toml" in refused.value.message and refused.value.hint


def test_a_missing_or_foreign_office_file_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        load_acts(tmp_path / "нет.toml")
    foreign = tmp_path / "acts.toml"
    foreign.write_bytes("[acts.X]\nkind = 'приказ'".encode("cp1251"))
    with pytest.raises(Refusal):
        load_acts(foreign)
