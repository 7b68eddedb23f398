"""``docgen signed``: what came back is known, kept and never touched; what is not known is told."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.delivery.pdf_file import stamped
from docgen.delivery.signatures import NOT_VERIFIED
from docgen.passport import read_passport
from docgen.register import RegisteredPaper, open_shelf
from docgen.register.copies import sha256
from docgen.register.states import Event, State
from tests.delivery.signing import signer
from tests.delivery.test_signatures import PDF
from tests.desk import Desk, new_desk

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SIGNED = "Подписанные экземпляры"
AGREEMENT = "network-agreement:Д-01"


def papers_of(desk: Desk) -> dict[str, RegisteredPaper]:
    with open_shelf(desk.out, NOW) as shelf:
        return {paper.identity or "": paper for paper in shelf.papers()}


def put_in_state(desk: Desk, identity: str, after: State) -> RegisteredPaper:
    paper = papers_of(desk)[identity]
    event = Event(
        paper.document_id, NOW.isoformat(), "тест", paper.state, after, "", paper.content_hash
    )
    with open_shelf(desk.out, NOW) as shelf, shelf.ledger.together():
        assert shelf.ledger.change_state(event)
    return papers_of(desk)[identity]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Agreements of the sample, two of them sent."""
    desk = new_desk(tmp_path_factory.mktemp("made"))
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01", "--only", "Д-02")
    assert said.code == 0, said.text
    for identity in (AGREEMENT, "network-agreement:Д-02"):
        put_in_state(desk, identity, State.APPROVED)
        put_in_state(desk, identity, State.SENT)
    return desk.folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    shutil.copytree(made / "out", tmp_path / "out")
    (tmp_path / "came").mkdir()
    return Desk(tmp_path)


def signed(desk: Desk, *arguments: str, code: int = 0) -> dict[str, Any]:
    said = desk.docgen("signed", *arguments, "--who", "Крылова", "--json")
    assert said.code == code, said.text
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def codes(answer: dict[str, Any]) -> list[str]:
    return [d["code"] for d in answer["diagnostics"]]


def came(desk: Desk, name: str, content: bytes) -> str:
    path = desk.folder / "came" / name
    path.write_bytes(content)
    return str(path)


def paper_file(desk: Desk, identity: str = AGREEMENT) -> Path:
    return desk.out / papers_of(desk)[identity].path


def test_a_scan_is_known_by_the_name_of_its_paper(desk: Desk) -> None:
    stem = paper_file(desk).stem
    scan = b"%PDF-1.4 a scan"
    answer = signed(desk, came(desk, f"{stem} скан подписан (2).pdf", scan))
    (file,) = answer["files"]
    assert (file["state"], file["known_by"], file["new"]) == ("подписан", "имя файла", True)
    kept = desk.out / file["path"]
    assert file["path"].startswith(f"{SIGNED}/Договоры о сетевой форме/")
    assert kept.read_bytes() == scan
    assert file["sha256"] == sha256(scan)
    with open_shelf(desk.out, NOW) as shelf:
        last = shelf.ledger.events(file["document_id"])[-1]
    assert (last.who, last.before, last.after) == ("Крылова", "отправлен", "подписан")
    assert last.content_hash == sha256(scan)
    if os.name != "nt":
        assert kept.stat().st_mode & 0o077 == 0
        assert kept.parent.stat().st_mode & 0o077 == 0


def test_a_code_at_the_beginning_of_the_name_will_do(desk: Desk) -> None:
    answer = signed(desk, came(desk, "Д-01_20260915_0001.jpeg", b"\xff\xd8 a picture"))
    assert answer["files"][0]["paper"] == papers_of(desk)[AGREEMENT].path
    assert answer["files"][0]["path"].endswith(".jpeg")


def test_a_file_that_is_nobodys_is_told_with_the_nearest_and_not_taken(desk: Desk) -> None:
    path = came(desk, "Scan0001.pdf", b"%PDF-1.4 a scan")
    answer = signed(desk, path, code=1)
    assert (answer["files"], codes(answer)) == ([], ["signed-unknown"])
    assert not (desk.out / SIGNED).exists()
    answer = signed(desk, came(desk, f"{paper_file(desk).stem[5:-3]}.pdf", b"%PDF-1.4"), code=1)
    assert paper_file(desk).stem in answer["diagnostics"][0]["message"]
    answer = signed(desk, path, "--paper", paper_file(desk).name)
    assert answer["files"][0]["known_by"] == "так сказано в --paper"


def test_a_draft_is_not_signed(desk: Desk) -> None:
    draft = next(p for p in papers_of(desk).values() if p.state == State.DRAFT)
    path = came(desk, f"{Path(draft.path).stem}.pdf", b"%PDF-1.4 a scan")
    assert codes(signed(desk, path, code=1)) == ["signed-not-approved"]
    assert papers_of(desk)[draft.identity or ""].state == State.DRAFT


def test_the_same_file_twice_counts_once_and_another_is_laid_beside(desk: Desk) -> None:
    stem = paper_file(desk).stem
    path = came(desk, f"{stem}.pdf", b"%PDF-1.4 one")
    first = signed(desk, path)["files"][0]
    again = signed(desk, path)
    assert (again["files"][0]["new"], codes(again)) == (False, [])
    with open_shelf(desk.out, NOW) as shelf:
        events = len(shelf.ledger.events(first["document_id"]))
    other = signed(desk, came(desk, f"{stem}.pdf", b"%PDF-1.4 two"))
    assert codes(other) == ["signed-again"]
    assert other["files"][0]["path"] != first["path"]
    assert (desk.out / first["path"]).read_bytes() == b"%PDF-1.4 one"
    with open_shelf(desk.out, NOW) as shelf:
        assert len(shelf.ledger.events(first["document_id"])) == events + 1


def test_a_detached_signature_is_recorded_with_the_file_that_it_binds(desk: Desk) -> None:
    who = signer()
    content = paper_file(desk).read_bytes()
    came(desk, "возврат.docx", content)
    came(desk, "возврат.docx.sig", who.detached(content))
    answer = signed(desk, "came")
    paper, signature = answer["files"]
    assert (paper["known_by"], paper["state"]) == ("паспорт", "подписан")
    assert signature["path"] == f"{paper['path']}.sig"
    (one,) = signature["signatures"]
    assert one["signer"] == "Берёзкина А. П."
    told = {f["question"]: f["answer"] for f in one["findings"]}
    assert told["Файл не изменён после подписи (хеш)"] == "да"
    assert {told[f.question] for f in NOT_VERIFIED} == {"не проверено"}
    record = json.loads(
        next((desk.out / ".docgen/signed").rglob(f"{signature['sha256']}.json")).read_text("utf-8")
    )
    assert record["of"] == sha256(content)
    assert record["signatures"][0]["certificate"] == one["certificate"]


def test_a_signature_alone_finds_the_paper_by_its_hash(desk: Desk) -> None:
    content = paper_file(desk).read_bytes()
    answer = signed(desk, came(desk, "подпись.p7s", signer(elliptic=True).detached(content)))
    assert answer["files"][0]["paper"] == papers_of(desk)[AGREEMENT].path
    assert (desk.out / answer["files"][0]["path"]).read_bytes() == content
    assert paper_file(desk).read_bytes() == content


def test_a_signature_of_another_file_is_refused(desk: Desk) -> None:
    content = paper_file(desk).read_bytes()
    came(desk, "возврат.docx", content)
    came(desk, "возврат.docx.sig", signer().detached(b"another file"))
    answer = signed(desk, "came", code=1)
    assert (answer["files"], codes(answer)) == ([], ["signed-broken"])
    assert papers_of(desk)[AGREEMENT].state == State.SENT


def test_a_signed_pdf_is_known_by_the_stamp_of_docgen(desk: Desk) -> None:
    paper = papers_of(desk)[AGREEMENT]
    pdf = PDF.replace(b"%%EOF", b"startxref\n0\n%%EOF")
    ours = stamped(pdf, paper.content_hash, paper.document_id, 1)
    assert codes(signed(desk, came(desk, "a.pdf", ours), code=1)) == ["signed-without"]
    answer = signed(desk, came(desk, "a.pdf", signer().in_pdf(ours)))
    assert answer["files"][0]["known_by"] == "отметка docgen в PDF"
    assert answer["files"][0]["signatures"][0]["post"] == "Директор"
    assert codes(answer) == []


def test_a_signed_pdf_of_an_older_version_is_told(desk: Desk) -> None:
    paper = papers_of(desk)[AGREEMENT]
    pdf = PDF.replace(b"%%EOF", b"startxref\n0\n%%EOF")
    old = signer().in_pdf(stamped(pdf, "0" * 64, paper.document_id, 1))
    answer = signed(desk, came(desk, "a.pdf", old + b"appended %%EOF\n"))
    assert sorted(codes(answer)) == ["signed-doubt", "signed-other-version"]


def test_a_word_file_without_a_signature_is_none(desk: Desk) -> None:
    came(desk, "a.docx", paper_file(desk).read_bytes())
    assert codes(signed(desk, "came", code=1)) == ["signed-without"]


def test_while_others_have_to_sign_the_state_stays(desk: Desk) -> None:
    stem = paper_file(desk).stem
    answer = signed(desk, came(desk, f"{stem}.pdf", b"%PDF-1.4 one"), "--not-all")
    assert answer["files"][0]["state"] == "отправлен"
    assert papers_of(desk)[AGREEMENT].state == State.SENT
    answer = signed(desk, came(desk, f"{stem} итог.pdf", b"%PDF-1.4 all"))
    assert answer["files"][0]["state"] == "подписан"


def test_a_power_of_attorney_is_recorded_and_not_judged(desk: Desk) -> None:
    power = '<?xml version="1.0" encoding="UTF-8"?><Доверенность ИдФайл="1"/>'.encode()
    came(desk, "мчд.xml", power)
    came(desk, "мчд.xml.sig", signer().detached(power))
    answer = signed(desk, "came")
    assert [file["paper"] for file in answer["files"]] == ["", ""]
    assert (desk.out / SIGNED / "МЧД" / "мчд.xml").read_bytes() == power
    assert codes(signed(desk, came(desk, "x.xml", b"<a/>"), code=1)) == ["signed-unknown"]


def test_a_kept_file_that_was_changed_is_told(desk: Desk) -> None:
    stem = paper_file(desk).stem
    path = came(desk, f"{stem}.pdf", b"%PDF-1.4 one")
    kept = desk.out / signed(desk, path)["files"][0]["path"]
    kept.write_bytes(b"%PDF-1.4 other")
    assert codes(signed(desk, path, code=1)) == ["signed-changed"]
    assert kept.read_bytes() == b"%PDF-1.4 other"
    kept.unlink()
    assert codes(signed(desk, path)) == []
    assert kept.read_bytes() == b"%PDF-1.4 one"


def test_a_lost_register_gets_the_state_again_from_the_record(desk: Desk) -> None:
    stem = paper_file(desk).stem
    path = came(desk, f"{stem}.pdf", b"%PDF-1.4 one")
    paper = signed(desk, path)["files"][0]
    with open_shelf(desk.out, NOW) as shelf, shelf.ledger.together():
        back = Event(paper["document_id"], NOW.isoformat(), "тест", "подписан", "отправлен")
        assert shelf.ledger.change_state(back)
    assert codes(signed(desk, path)) == ["signed-restored"]
    assert papers_of(desk)[AGREEMENT].state == State.SIGNED


def test_a_signed_word_copy_is_not_taken_for_the_paper_at_work(desk: Desk) -> None:
    content = paper_file(desk).read_bytes()
    assert read_passport(content) is not None
    came(desk, "a.docx", content)
    came(desk, "a.docx.sig", signer().detached(content))
    kept = signed(desk, "came")["files"][0]["path"]
    before = papers_of(desk)[AGREEMENT].path
    (desk.out / before).unlink()
    with open_shelf(desk.out, NOW) as shelf:
        assert kept not in [place for _, at in shelf._folder.copies().papers() for place in at]


def test_the_answer_names_what_was_and_what_was_not_verified(desk: Desk) -> None:
    content = paper_file(desk).read_bytes()
    came(desk, "a.docx", content)
    came(desk, "a.docx.sig", signer().detached(content))
    said = desk.docgen("signed", "came")
    assert said.code == 0, said.text
    text = " ".join(said.out.split())
    assert "проверено: Файл не изменён после подписи (хеш); Подпись сделана ключом" in text
    assert "не проверено: " in text
    assert "Сертификат не отозван" in text
    assert desk.docgen("signed").code == 2
