"""Papers made by workers: the same as by one process, whatever becomes of the workers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import docgen.pipeline
import docgen.portions
import docgen.records.excerpt
import docgen.rendering.proof
from docgen.diagnostics import Diagnostic
from docgen.documents.kinds import load_kinds
from docgen.documents.plan import plan_papers
from docgen.making import MadePapers, workers_for
from docgen.records.excerpt import Elsewhere, Excerpt, long_sheets
from docgen.records.pupils import Enrolment, Group, Pupil
from docgen.records.tables import Tables
from docgen.register import Outcome, Placement
from tests import working, working_papers
from tests.desk import ROOT, Desk, Said, new_desk
from tests.golden.sample import sample_tables
from tests.register.papers import edited

CONTRACTS = ("contracts", "inputs/pupils.xlsx")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


@pytest.fixture
def short_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheets of the sample count as long ones, as those of a district are."""
    monkeypatch.setattr(docgen.records.excerpt, "LONG_SHEET", 5)


def papers(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".docgen" not in path.parts
    }


def both(desk: Desk, *words: str) -> tuple[Said, Said]:
    """The command with one process into ``out``, with two into ``out2``: the same papers."""
    one = desk.docgen(*words, "--jobs", "1")
    two = desk.docgen(*words, "--jobs", "2", "--out", "out2")
    assert papers(desk.out) == papers(desk.folder / "out2")
    assert (one.code, one.text) == (two.code, two.text.replace("out2", "out"))
    return one, two


@pytest.mark.usefixtures("short_sheets")
def test_two_processes_make_the_papers_of_a_year_that_one_makes(desk: Desk) -> None:
    one, _ = both(desk, "year")
    assert one.code == 0
    again, _ = both(desk, "year")
    assert "без изменений" in again.out
    assert "создан" not in again.out


@pytest.mark.usefixtures("short_sheets")
def test_hands_moves_and_news_are_told_the_same(desk: Desk) -> None:
    both(desk, *CONTRACTS)
    for out in (desk.out, desk.folder / "out2"):
        lying = sorted(p for p in out.rglob("*.docx") if ".docgen" not in p.parts)
        lying[3].write_bytes(edited(lying[3].read_bytes()))
        lying[40].write_bytes(edited(lying[40].read_bytes()))
        (out / "своя").mkdir(mode=0o700)
        lying[60].rename(out / "своя" / lying[60].name)
        lying[110].unlink()
    book = openpyxl.load_workbook(desk.folder / "inputs" / "pupils.xlsx")
    sheet = book["Обучающиеся"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(3, headings.index("Адрес") + 1).value = "г. Заречногорск, ул. Новая, д. 1"
    sheet.cell(5, headings.index("Фамилия") + 1).value = None
    book.save(desk.folder / "inputs" / "pupils.xlsx")
    one, _ = both(desk, *CONTRACTS)
    assert one.code == 1
    for word in ("заменён", "перемещён", "создан", "без изменений", "Не сделано"):
        assert word in one.out, word


@pytest.mark.usefixtures("short_sheets")
def test_a_rehearsal_and_json_say_the_same(desk: Desk) -> None:
    one, _ = both(desk, *CONTRACTS, "--dry-run")
    assert "Было бы сделано бумаг: 138" in one.out
    assert not desk.out.exists()
    one, _ = both(desk, *CONTRACTS, "--json")
    assert len(json.loads(one.out)["papers"]) == 138


@pytest.mark.usefixtures("short_sheets")
def test_a_paper_that_kills_its_worker_is_named_and_the_others_are_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docgen.pipeline, "make_portion", working_papers.make_portion_or_die)
    said = desk.docgen(*CONTRACTS, "--jobs", "2", "--json")
    answer = json.loads(said.out)
    assert said.code == 1
    assert answer["refused"] == [working_papers.KILLING]
    [fault] = [told for told in answer["diagnostics"] if told["code"] == "paper-kills-worker"]
    assert (fault["sheet"], fault["value"]) == ("Зачисления", "З-02")
    # What made the function fail was made by the first process.
    made = {paper["identity"] for paper in answer["papers"]}
    assert working_papers.FAILING in made
    assert len(made) == 137
    assert desk.docgen(*CONTRACTS, "--jobs", "1").code == 0


def test_where_no_worker_lives_one_process_makes_everything(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docgen.pipeline, "make_portion", working.die_at_once)
    said = desk.docgen(*CONTRACTS, "--jobs", "2", "--json")
    answer = json.loads(said.out)
    made, killed = answer["papers"], answer["refused"]
    assert len(made) + len(killed) == 138
    assert len(made) > 100
    assert "workers-gone" in {told["code"] for told in answer["diagnostics"]}


def test_a_template_that_changes_while_the_run_goes_on_is_not_mixed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers read the templates later than the first process: another one is not taken."""
    recipe = docgen.portions.Sender.recipe
    template = desk.folder / "templates_docx" / "admission-application.docx"
    other = desk.folder / "templates_docx" / "education-contract.docx"

    def late(*given: Any, **named: Any) -> object:
        made = recipe(*given, **named)
        template.write_bytes(other.read_bytes())
        return made

    one = desk.docgen(*CONTRACTS, "--jobs", "1")
    monkeypatch.setattr(docgen.portions.Sender, "recipe", late)
    two = desk.docgen(*CONTRACTS, "--jobs", "2", "--out", "out2")
    assert papers(desk.out) == papers(desk.folder / "out2")
    assert one.text == two.text.replace("out2", "out")


def test_few_papers_are_not_worth_workers() -> None:
    assert workers_for(20, None) == 1
    assert workers_for(20, 3) == 3
    assert workers_for(2, 8) == 2
    assert workers_for(0, 4) == 1


# --- what is kept of a run -----------------------------------------------------------------------


def test_what_is_kept_of_a_paper_comes_back_as_it_was() -> None:
    tables, (kinds, _) = sample_tables(), load_kinds(ROOT / "templates_docx")
    first, second, third, *_ = plan_papers(tables, kinds, "contracts")[0]
    made, root = MadePapers(Path("out")), Path("out")
    usual = root / first.folder / first.file_name
    wanted = [
        (first, Placement(Outcome.NEW, usual)),
        (second, Placement(Outcome.MERGED, root / "своя" / "а.docx", root / "б.docx", (), 3)),
        (third, None),
    ]
    for paper, placement in wanted:
        made.append(paper, placement)
    assert (list(made), len(made)) == (wanted, 3)


def test_a_paper_of_a_plan_and_of_an_outcome_weighs_little() -> None:
    """A hundred thousand of them are in memory at once; most lie where they belong."""
    import tracemalloc

    tables, (kinds, _) = sample_tables(), load_kinds(ROOT / "templates_docx")
    root, made = Path("out"), MadePapers(Path("out"))
    plan_papers(tables, kinds, "contracts")
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        planned, _ = plan_papers(tables, kinds, "contracts")
        for paper in planned:
            made.append(paper, Placement(Outcome.NEW, root / paper.folder / paper.file_name))
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / len(planned) < 700


# --- the rows that a worker has ------------------------------------------------------------------


@pytest.mark.usefixtures("short_sheets")
def test_an_excerpt_answers_as_all_rows_do_or_not_at_all() -> None:
    tables = sample_tables()
    long = long_sheets(tables)
    assert {Pupil, Enrolment} <= long
    assert Group not in long
    whole = Tables({kind: () if kind in long else tables.of(kind) for kind in tables})
    row = tables.of(Pupil)[2]
    excerpt = Excerpt(whole, long, [row])
    assert list(excerpt) == list(tables)
    assert excerpt.find(Pupil, row.code) is row
    assert excerpt.find(Pupil, None) is None
    assert excerpt.of(Group) == tables.of(Group)
    assert excerpt.within([Group]).find(Pupil, row.code) is None
    elsewhere: Sequence[Callable[[], object]] = (
        lambda: excerpt.find(Pupil, "У-99"),
        lambda: excerpt.of(Enrolment),
        lambda: excerpt.only(Enrolment),
        lambda: excerpt.referring(Enrolment, "pupil", row.code),
        lambda: excerpt.within([Pupil, Group]).of(Pupil),
        lambda: excerpt.pages_of("network-agreement:Д-01"),
    )
    for question in elsewhere:
        with pytest.raises(Elsewhere):
            question()


def test_the_papers_of_the_family_with_most_papers_need_no_more_than_their_rows() -> None:
    """A district's contracts are made by the workers, every one."""
    from docgen.documents.plan import build_context

    tables = sample_tables()
    long = frozenset({Pupil, Enrolment}) | long_sheets(tables)
    kinds, _ = load_kinds(ROOT / "templates_docx")
    planned, _ = plan_papers(tables, kinds, "contracts")
    whole = Tables({kind: () if kind in long else tables.of(kind) for kind in tables})
    for paper in planned:
        rows = [row for row in paper.sources if type(row) in long]
        built = build_context(paper, Excerpt(whole, long, rows))
        assert built[0] == build_context(paper, tables)[0]


def test_a_thorough_proof_of_every_paper_can_be_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[bytes] = []
    run = docgen.rendering.proof._Proof.run

    def noted(proof: Any) -> list[Diagnostic]:
        judged.append(proof.paper)
        return run(proof)

    monkeypatch.setattr(docgen.rendering.proof._Proof, "run", noted)
    assert desk.docgen(*CONTRACTS, "--jobs", "1").code == 0
    made = len(desk.papers())
    assert 0 < len(judged) < made, "one of many that are alike"
    judged.clear()
    said = desk.docgen(*CONTRACTS, "--jobs", "1", "--out", "out2", "--thorough")
    assert said.code == 0
    assert len(judged) == made
