"""What a package holds, who gets it, what leaves a trace, and that nothing goes twice."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.delivery.inventory import Inventory
from docgen.delivery.packages import Enclosure, package_files, strangers
from docgen.dispatching import Method
from docgen.documents.recipients import addressee_of, why_not
from docgen.opc.finished import open_paper
from docgen.passport import read_passport
from docgen.records.directory import Organisation
from docgen.records.pupils import Guardian
from docgen.register import document_id
from docgen.register.states import State
from docgen.rendering.sending import check_before_sending
from tests.golden.sample import sample_tables
from tests.register.papers import edited
from tests.sending.office import LATER, Office, codes, plan, with_row

DRAFT: dict[str, Any] = {"agreements": ("Д-05",), "drafts": True}
PUPILS = ("pupil-list:Д-01", "network-agreement:Д-01", "cover-letter:П-45", "approval-sheet:Д-01")


def test_a_package_of_drafts_holds_letter_agreement_annex_and_the_list(office: Office) -> None:
    done = office.send(**DRAFT)
    assert codes(done) == []
    (package,) = office.packages()
    names = [path.name for path in sorted(package.iterdir())]
    assert [name[:3] for name in names] == ["01 ", "02 ", "03 ", "04 "]
    assert "Письмо" in names[0]
    assert "Договор о сетевой форме" in names[1]
    assert "Протокол разногласий" in names[2]
    assert names[3] == "04 Опись.docx"
    for path in package.iterdir():
        assert path.stat().st_mode & 0o077 == 0
    sent = office.path("network-agreement:Д-05").read_bytes()
    assert (package / names[1]).read_bytes() == sent


def test_the_list_says_what_is_in_the_package_and_passes_the_gate(office: Office) -> None:
    office.send(**DRAFT)
    (package,) = office.packages()
    path = package / "04 Опись.docx"
    document = Document(str(path))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["№ п/п", "Наименование документа", "Дата и номер", "Листов", "Экз."]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert rows[1][1:] == ["Сопроводительное письмо", "проект", "__", "1"]
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Всего наименований:\u00a03, экземпляров:\u00a03, листов:\u00a0__." in text
    paper, faults = open_paper(path)
    assert paper is not None
    assert [*faults, *check_before_sending(paper)] == []


def test_a_draft_needs_to_be_asked_for_and_an_agreement_to_be_approved(office: Office) -> None:
    done = office.send(letters=("П-01",))
    assert set(codes(done)) == {"send-not-ready"}
    assert office.packages() == []
    done = office.send(agreements=("Д-05",))
    assert codes(done) == ["send-stage", "send-nothing"]
    assert office.packages() == []


def test_what_is_approved_but_still_bears_the_mark_does_not_go(office: Office) -> None:
    """The gate looks at the file, whatever the register says of its state."""
    office.approve(PUPILS)
    done = office.send(letters=("П-45",))
    assert "sending-draft" in codes(done)
    assert office.packages() == []


def test_a_sent_draft_is_under_review_and_the_letter_leaves_a_remark(office: Office) -> None:
    done = office.send(**DRAFT)
    (parcel,) = done.sent
    papers = office.papers()
    assert papers["network-agreement:Д-05"].state == State.IN_REVIEW
    assert papers["cover-letter:П-05"].state == State.DRAFT
    (event,) = office.events("network-agreement:Д-05")
    assert event.who == "Иванова"
    assert event.remark.startswith(f"пакет {parcel.number}: ")
    content = office.path("network-agreement:Д-05").read_bytes()
    assert event.content_hash == hashlib.sha256(content).hexdigest()
    assert {p.identity for p in parcel.papers} == {
        "cover-letter:П-05",
        "network-agreement:Д-05",
        "disagreement-protocol:Д-05",
    }


def test_the_same_is_not_sent_again_unasked(office: Office) -> None:
    office.send(**DRAFT)
    done = office.send(**DRAFT, moment=LATER)
    assert codes(done) == ["send-repeated"]
    assert "уже отправлено 20.08.2026 (папка)" in done.diagnostics[-1].message
    assert (len(done.sent), len(office.packages())) == (0, 1)
    # Another form of the same package is the same package.
    assert codes(office.send(**DRAFT, method=Method.ZIP)) == ["send-repeated"]
    done = office.send(**DRAFT, moment=LATER, again=True)
    assert (len(done.sent), len(office.packages())) == (1, 2)
    assert done.sent[0].attempt == 2
    assert len(office.events("network-agreement:Д-05")) == 2


def test_a_changed_paper_makes_another_package(office: Office) -> None:
    office.send(**DRAFT)
    path = office.path("network-agreement:Д-05")
    path.write_bytes(edited(path.read_bytes()))
    done = office.send(**DRAFT, moment=LATER)
    assert len(done.sent) == 1
    assert len(office.packages()) == 2


def test_a_rehearsal_writes_nothing(office: Office) -> None:
    done = office.send(**DRAFT, rehearsal=True)
    assert len(done.ready) == 1
    assert (office.packages(), office.parcels()) == ([], [])


def test_an_archive_is_the_same_bytes_wherever_it_is_made(ready: Office, tmp_path: Path) -> None:
    packed = []
    for name in ("a", "b"):
        office = ready.copy(tmp_path / name)
        office.send(**DRAFT, method=Method.ZIP)
        (package,) = office.packages()
        packed.append(package.read_bytes())
    assert packed[0] == packed[1]
    with zipfile.ZipFile(io.BytesIO(packed[0])) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-1] == "04 Опись.docx"


def test_a_draft_of_a_letter_opens_as_one_to_be_sent(office: Office) -> None:
    office.send(**DRAFT, method=Method.DRAFT)
    (package,) = office.packages()
    message = email.message_from_bytes(package.read_bytes(), policy=email.policy.default)
    technicum = sample_tables().get(Organisation, "ТЕХН")
    assert message["X-Unsent"] == "1"
    assert message["To"] == technicum.email
    assert message["Subject"] == "О направлении проекта договора"
    assert b"filename*" in package.read_bytes()
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names[1] is not None
    assert names[1].startswith("02 Д-05 Договор о сетевой форме")
    body = message.get_body()
    assert body is not None
    assert "проект" in body.get_content()
    (letter, *_) = message.iter_attachments()
    assert letter.get_content() == office.path("cover-letter:П-05").read_bytes()


def test_a_partner_without_an_address_gets_no_mail(office: Office) -> None:
    tables = sample_tables()
    technicum = replace(tables.get(Organisation, "ТЕХН"), email=None)
    done = office.send(**DRAFT, method=Method.DRAFT, tables=with_row(tables, technicum))
    assert codes(done) == ["send-address"]
    assert office.packages() == []


# --- never in somebody else's package ------------------------------------------------------------


def test_names_of_pupils_go_only_to_who_teaches_them_and_never_by_mail(office: Office) -> None:
    mail = office.send(**DRAFT, extra=frozenset({"pupil-list"}))
    assert codes(mail) == ["send-personal"], "Д-05 gives no names to anybody"
    assert office.packages() == []
    done = office.send(letters=("П-41",), drafts=True, extra=frozenset({"education-contract"}))
    assert codes(done) == ["send-personal"]
    assert "семьи" in done.diagnostics[-1].message


def test_a_family_gets_the_papers_of_its_child_and_no_others(office: Office) -> None:
    tables = sample_tables()
    for guardian in tables.of(Guardian)[:4]:
        done = office.send(to=(guardian.code,), drafts=True)
        assert codes(done) == []
    for parcel in office.parcels():
        addressee = addressee_of(parcel.addressee, tables)
        assert addressee is not None
        identities = {paper.identity for paper in parcel.papers}
        right = {p.identity for p in plan() if why_not(p, addressee, tables) is None}
        assert identities == right
    done = office.send(
        to=(tables.of(Guardian)[0].code,), drafts=True, method=Method.DRAFT, again=True
    )
    assert set(codes(done)) == {"send-personal"}


def test_a_paper_of_the_office_does_not_go_even_when_asked_for(office: Office) -> None:
    done = office.send(**DRAFT, extra=frozenset({"order-enrol"}))
    assert codes(done) == ["send-stranger"]
    assert "остаётся в учреждении" in done.diagnostics[-1].message
    assert office.packages() == []


def test_who_is_no_party_gets_nothing(office: Office) -> None:
    done = office.send(**DRAFT, to=("МУЗЕЙ",))
    assert codes(done)[0] == "send-stranger"
    assert office.packages() == []


def test_a_file_that_was_put_in_the_place_of_a_paper_does_not_go(office: Office) -> None:
    """The clerk copied another agreement over this one: the name is right, the paper is not."""
    stranger = office.path("network-agreement:Д-01").read_bytes()
    office.path("network-agreement:Д-05").write_bytes(stranger)
    done = office.send(**DRAFT)
    assert "send-changed" in codes(done) or "send-missing" in codes(done)
    assert office.packages() == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(range(60)), min_size=1, max_size=6, unique=True), st.data())
def test_packed_bytes_are_known_by_their_passport(
    ready: Office, chosen: list[int], data: st.DataObject
) -> None:
    """Whatever is packed, a file that was not meant for the package is found in it."""
    lying = sorted(ready.out.glob("*/*.docx"))
    enclosures = []
    for number in chosen:
        content = lying[number % len(lying)].read_bytes()
        passport = read_passport(content)
        assert passport is not None
        enclosures.append(Enclosure(passport.document_id, "Бумага", f"бумага {number}", content))
    files = package_files(enclosures, Inventory("", "", "", "", "", ""))
    ids = {enclosure.document_id for enclosure in enclosures}
    assert strangers(files, ids) == []
    missing = data.draw(st.sampled_from(sorted(ids)))
    found = strangers(files, ids - {missing})
    assert len(found) == sum(e.document_id == missing for e in enclosures) >= 1


@pytest.mark.parametrize("code", sorted(o.code for o in sample_tables().of(Organisation)))
def test_every_package_of_the_sample_holds_only_what_its_addressee_may_get(
    ready: Office, code: str
) -> None:
    """All drafts of the sample, tried for every organisation: each packed id has a right."""
    tables = sample_tables()
    done = ready.send(to=(code,), drafts=True, rehearsal=True)
    addressee = addressee_of(code, tables)
    assert addressee is not None
    right = {document_id(p.identity): p for p in plan() if why_not(p, addressee, tables) is None}
    for parcel, _ in done.ready:
        for paper in parcel.papers:
            assert paper.document_id in right
            assert not right[paper.document_id].kind.personal
