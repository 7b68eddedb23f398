"""The sample's whole year through all states, at one desk and at two with one register."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.passport import is_untouched, read_passport
from docgen.register.states import State
from tests.delivery.test_signatures import PDF
from tests.desk import Desk, new_desk
from tests.review.returning import about, comment, marked, run

DAY = "01.09.2026"
WORDS = "Предмет Договора"
REMARKED = "network-agreement:Д-03"
CLEAN = ("network-agreement:Д-01", "network-agreement:Д-18", "cooperation-agreement:С-01")
CHANGED = "network-agreement:Д-01"
PARTNERS = {"КВАНТ": "zip", "СТАРТ": "eml"}
SIGNED = ("network-agreement:Д-01", "network-agreement:Д-18", REMARKED)
WITHOUT_NUMBER = "order-pupil-list"
"""An annex: it bears the number of its order."""
NUMBERED = (
    *("network-agreement", "cooperation-agreement", "supplementary-agreement", "cover-letter"),
    *("education-contract", "paid-contract", "admission-application"),
)


@dataclass
class Life:
    """A year that has been lived; what every command of it answered."""

    desk: Desk
    places: dict[str, str] = field(default_factory=dict)
    """Identity of every paper → its file, below the desk's folder."""
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    """The papers as they were before the row changed."""

    def ask(self, step: str, *words: str, code: int = 0) -> dict[str, Any]:
        """Run a command, keep and return its answer."""
        said = self.desk.docgen(*words, "--json")
        answer: dict[str, Any] = json.loads(said.out)
        assert said.code == code, answer["diagnostics"]
        self.told[step] = answer
        return answer

    def path(self, identity: str) -> Path:
        return self.desk.folder / self.places[identity]

    def numbered(self) -> list[str]:
        """The files of all papers that a journal takes."""
        kinds = {identity: identity.partition(":")[0] for identity in self.places}
        return [
            self.places[identity]
            for identity, kind in kinds.items()
            if kind in NUMBERED or (kind.startswith("order-") and kind != WITHOUT_NUMBER)
        ]

    def come_back(self, folder: str, papers: dict[str, bytes]) -> str:
        """Lay copies of papers into a folder for what came back."""
        place = self.desk.folder / folder
        place.mkdir()
        for identity, content in papers.items():
            (place / self.path(identity).name).write_bytes(content)
        return folder

    def states(self) -> dict[str, str]:
        """Identity → the state that ``verify`` tells of its file."""
        files = self.desk.docgen("verify", *self.places.values(), "--json")
        assert files.code == 0, files.text[:3000]
        return {each["identity"]: each["recorded"] for each in json.loads(files.out)["files"]}

    def numbers(self) -> dict[str, dict[str, str]]:
        """Journal → identity → number, as ``register`` told it."""
        found: dict[str, dict[str, str]] = {}
        for paper in self.told["register"]["papers"]:
            if paper["number"]:
                found.setdefault(paper["journal"], {})[paper["identity"]] = paper["number"]
        return found


def with_comment(paper: bytes) -> bytes:
    return marked(paper, WORDS, about("0", run(WORDS)), comment("0", "Уточните предмет"))


def change_cell(book: Path, sheet: str, code: str, heading: str, value: str) -> None:
    opened = openpyxl.load_workbook(book)
    rows = opened[sheet]
    place = [cell.value for cell in rows[1]].index(heading) + 1
    [row] = [n for n in range(2, rows.max_row + 1) if rows.cell(n, 1).value == code]
    rows.cell(row, place).value = value
    opened.save(book)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """A year from its rows to the signed agreements, then a row that changes."""
    year = Life(new_desk(tmp_path_factory.mktemp("год") / "район"))
    made = year.ask("year", "year", "inputs")
    year.places = {paper["identity"]: paper["path"] for paper in made["papers"]}

    # Four copies come back from review, one with a comment; its row is mended, it goes again.
    copies = {identity: year.path(identity).read_bytes() for identity in (REMARKED, *CLEAN)}
    copies[REMARKED] = with_comment(copies[REMARKED])
    back = year.come_back("вернулось", copies)
    year.ask("review", "review", back, "--who", "Котова")
    year.ask("too early", "approve", year.places[REMARKED], code=1)
    change_cell(year.desk.partners, "Договоры", "Д-03", "Место заключения", "г. Новые Дали")
    year.ask("mended", "year", "inputs")
    again = year.come_back("вернулось снова", {REMARKED: year.path(REMARKED).read_bytes()})
    year.ask("review again", "review", again, "--who", "Котова")

    papers = [p for p in year.places.values() if p.endswith(".docx")]
    remarked = year.places[REMARKED]
    papers.remove(remarked)
    year.ask("settled", "approve", remarked, "--resolved", "--who", "Мухина")
    year.ask("approve", "approve", *papers, "--who", "Мухина")
    year.ask("register", "register", *year.numbered(), "--date", DAY, "--who", "Мухина")
    for partner, form in PARTNERS.items():
        year.ask(f"send {partner}", "send", "--to", partner, "--as", form, "--who", "Мухина")
        for letter in year.told[f"send {partner}"]["prepared"]:
            # She has sent it with her own mail program.
            went = year.ask("went", "send", "--went", letter["target"], "--who", "Мухина")
            year.told[f"send {partner}"]["sent"] += went["sent"]
    scans = year.desk.folder / "сканы"
    scans.mkdir()
    for identity in SIGNED:
        (scans / f"{year.path(identity).stem}.pdf").write_bytes(PDF)
    year.ask("signed", "signed", "сканы", "--who", "Крылова")
    year.before = {identity: year.path(identity).read_bytes() for identity in year.places}
    year.ask("status", "status", "--on", "15.12.2026")

    change_cell(year.desk.partners, "Договоры", "Д-01", "Место заключения", "г. Старые Дали")
    year.ask("year again", "year", "inputs")
    return year


def test_the_whole_year_was_made_approved_and_registered(life: Life) -> None:
    word = {identity for identity, path in life.places.items() if path.endswith(".docx")}
    assert len(word) > 400
    approved = {paper["identity"] for paper in life.told["approve"]["papers"]}
    assert approved == word - {REMARKED}
    numbered = [i for numbers in life.numbers().values() for i in numbers]
    assert sorted(life.places[i] for i in numbered) == sorted(life.numbered())
    for identity in word:
        content = life.path(identity).read_bytes()
        assert is_untouched(content), identity
        with zipfile.ZipFile(life.path(identity)) as container:
            assert "ПРОЕКТ" not in container.read("word/document.xml").decode()


def test_a_comment_holds_a_paper_back_until_it_is_mended(life: Life) -> None:
    first = {Path(r["paper"]).stem: r["state"] for r in life.told["review"]["reviews"]}
    names = {identity: life.path(identity).stem for identity in (REMARKED, *CLEAN)}
    expected = dict.fromkeys(names.values(), "на согласовании") | {names[REMARKED]: "замечания"}
    assert first == expected
    assert "неснятые замечания" in life.told["too early"]["diagnostics"][0]["message"]
    outcomes = {paper["identity"]: paper["outcome"] for paper in life.told["mended"]["papers"]}
    assert outcomes[REMARKED] == "replaced"
    [second] = life.told["review again"]["reviews"]
    assert Path(second["paper"]).stem == names[REMARKED]
    assert (second["remarks"], second["state"]) == ([], "замечания")
    [settled] = life.told["settled"]["papers"]
    assert settled["identity"] == REMARKED


def test_numbers_are_continuous_and_none_is_given_twice(life: Life) -> None:
    journals = life.numbers()
    outgoing = {code for code in journals if code.startswith("ИСХ-")}
    assert set(journals) - outgoing == {"ДОГ", "ОД", "ДОО", "ЗАЯВ"}
    assert len(outgoing) > 5, "every sender keeps a journal of its own"
    patterns = {
        "ДОГ": r"(\d+)/2026-С",
        "ОД": r"(\d+)-ОД",
        "ДОО": r"01-07/(\d+)",
        "ЗАЯВ": r"(\d+)-З",
        **dict.fromkeys(outgoing, r"01-14/(\d+)"),
    }
    for journal, numbers in journals.items():
        assert len(set(numbers.values())) == len(numbers)
        counted = {int(m[1]) for n in numbers.values() if (m := re.fullmatch(patterns[journal], n))}
        # What the rows bear is as it was typed: «3-А», «142/1», «212».
        typed = {int(m[0]) for n in numbers.values() if (m := re.match(r"\d+", n))}
        missing = set(range(min(counted), max(counted) + 1)) - counted
        assert missing <= typed, journal
        for identity, number in numbers.items():
            passport = read_passport(life.before[identity])
            assert passport is not None
            assert (passport.number, passport.journal) == (number, journal)


def test_two_partners_were_sent_their_packages_and_nobody_elses(life: Life) -> None:
    for partner, form in PARTNERS.items():
        parcels = life.told[f"send {partner}"]["sent"]
        assert parcels
        for parcel in parcels:
            assert parcel["addressee"] == partner
            assert Path(parcel["target"]).suffix == f".{form}"
            assert Path(parcel["target"]).is_file()
            assert len(parcel["papers"]) > 1


def test_every_papers_state_is_told(life: Life) -> None:
    sent = {
        paper["identity"]
        for partner in PARTNERS
        for parcel in life.told[f"send {partner}"]["sent"]
        for paper in parcel["papers"]
    }
    numbered = {i for numbers in life.numbers().values() for i in numbers}
    signed = set(SIGNED)
    assert signed <= sent
    expected = {
        identity: State.SIGNED
        if identity in signed
        else State.SENT
        if identity in sent
        else State.REGISTERED
        if identity in numbered
        else State.APPROVED
        for identity, path in life.places.items()
        if path.endswith(".docx")
    }
    told = life.states()
    assert {identity: told[identity] for identity in expected} == expected
    by_status = {each["identity"]: each["state"] for each in life.told["status"]["papers"]}
    assert {identity: by_status[identity] for identity in expected} == expected


def test_after_a_row_changed_frozen_papers_stay_and_an_agreement_is_proposed(life: Life) -> None:
    papers = [i for i, path in life.places.items() if path.endswith(".docx")]
    assert [i for i in papers if life.path(i).read_bytes() != life.before[i]] == []
    told = life.told["year again"]["diagnostics"]
    told = [d for d in told if d["code"] == "frozen-paper-changed"]
    assert any("Д-01" in d["message"] for d in told)
    assert all("дополнительное соглашение" in d["hint"] for d in told)
