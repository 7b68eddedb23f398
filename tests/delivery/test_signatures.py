"""Electronic signatures are read offline, and what does not hold is told."""

from __future__ import annotations

import base64
import builtins
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from docgen.delivery import signatures
from docgen.delivery.signatures import Answer, Reading, content_digest, read_detached, read_pdf
from tests.delivery.signing import signer

PAPER = "Договор № 5 от 1 сентября 2026 г.\n".encode()
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
GOST = Path(__file__).parent / "gost"
CONTENT = "Файл не изменён после подписи (хеш)"
KEY = "Подпись сделана ключом этого сертификата"
NAMED = "Сертификат тот, который назвал подписавший"
TERM = "Срок сертификата на время подписи не истёк"
WHOLE = "Подпись охватывает весь файл"


def answers(reading: Reading, number: int = 0) -> Mapping[str, Answer]:
    return {f.question: f.answer for f in reading.signatures[number].findings}


@pytest.mark.parametrize("elliptic", [False, True], ids=["rsa", "ecdsa"])
def test_a_detached_signature_says_who_and_holds(elliptic: bool) -> None:
    who = signer(elliptic=elliptic)
    reading = read_detached(who.detached(PAPER), PAPER)
    (one,) = reading.signatures
    assert (one.signer, one.post, one.organisation) == (
        "Берёзкина А. П.",
        "Директор",
        "МБОУ СОШ № 5",
    )
    assert int(one.certificate, 16) == who.certificate.serial_number
    assert one.digest == "SHA-256"
    assert one.digest_value == content_digest("sha256", PAPER)
    assert one.signed_at is not None
    told = answers(reading)
    assert [told[q] for q in (CONTENT, KEY, TERM)] == [Answer.YES] * 3
    assert told[NAMED] is Answer.UNKNOWN


def test_what_nobody_can_know_offline_is_never_answered() -> None:
    told = answers(read_detached(signer().detached(PAPER), PAPER))
    assert len(signatures.NOT_VERIFIED) == 5
    assert {told[f.question] for f in signatures.NOT_VERIFIED} == {Answer.UNKNOWN}


def test_a_changed_file_is_told() -> None:
    told = answers(read_detached(signer().detached(PAPER), PAPER + b" "))
    assert told[CONTENT] is Answer.NO
    assert told[KEY] is Answer.YES


def test_a_signature_that_was_tampered_with_is_told() -> None:
    raw = bytearray(signer().detached(PAPER))
    raw[-1] ^= 1
    told = answers(read_detached(bytes(raw), PAPER))
    assert told[KEY] is Answer.NO
    assert told[CONTENT] is Answer.YES


def test_without_the_file_its_hash_is_kept_and_nothing_is_said_of_it() -> None:
    reading = read_detached(signer().detached(PAPER), None)
    assert answers(reading)[CONTENT] is Answer.UNKNOWN
    assert answers(reading)[KEY] is Answer.YES
    assert reading.signatures[0].digest_value == content_digest("sha256", PAPER)


def test_pem_base64_and_a_signature_that_carries_its_file_are_read() -> None:
    who = signer()
    for wrapped in (who.detached(PAPER, pem=True), base64.b64encode(who.detached(PAPER))):
        assert answers(read_detached(wrapped, PAPER))[CONTENT] is Answer.YES
    carried = read_detached(who.detached(PAPER, carried=True), None)
    assert carried.inside == PAPER
    assert answers(carried)[CONTENT] is Answer.YES
    assert answers(read_detached(who.detached(PAPER, carried=True), b"-"))[CONTENT] is Answer.NO


def test_a_certificate_that_had_ended_is_told() -> None:
    ended = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
    told = answers(read_detached(signer(until=ended).detached(PAPER), PAPER))
    assert told[TERM] is Answer.NO


@pytest.mark.parametrize("bits", [256, 512])
def test_signatures_of_gost_made_by_openssl_hold(bits: int) -> None:
    raw = (GOST / f"paper{bits}.sig").read_bytes()
    reading = read_detached(raw, PAPER)
    assert reading.signatures[0].digest == f"ГОСТ Р 34.11-2012, {bits} бит"
    assert reading.signatures[0].signer == "Берёзкина А. П."
    told = answers(reading)
    assert [told[q] for q in (CONTENT, KEY, NAMED, TERM)] == [Answer.YES] * 4
    assert answers(read_detached(raw, PAPER[1:]))[CONTENT] is Answer.NO
    spoiled = bytearray(raw)
    spoiled[-1] ^= 1
    assert answers(read_detached(bytes(spoiled), PAPER))[KEY] is Answer.NO


def test_a_gost_hash_of_a_giant_is_not_pretended() -> None:
    giant = bytes(signatures.LARGEST_GOST + 1)
    reading = read_detached((GOST / "paper256.sig").read_bytes(), giant)
    (found,) = [f for f in reading.signatures[0].findings if f.question == CONTENT]
    assert (found.answer, found.words) == (
        Answer.UNKNOWN,
        "хеш ГОСТ не проверен: файл больше 4 МБ",
    )


def test_the_hash_of_gost_is_that_of_the_standard() -> None:
    # ГОСТ Р 34.11-2012, приложение А, пример 1, written in the order of bytes of RFC 6986.
    message = b"012345678901234567890123456789012345678901234567890123456789012"
    digest = content_digest("streebog256", message)
    assert digest is not None
    assert digest.hex() == "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"


def test_a_signed_pdf_is_whole() -> None:
    reading = read_pdf(signer().in_pdf(PDF))
    assert not reading.unread
    told = answers(reading)
    assert [told[q] for q in (CONTENT, WHOLE, KEY)] == [Answer.YES] * 3


def test_what_was_written_behind_a_signature_is_told() -> None:
    told = answers(read_pdf(signer().in_pdf(PDF) + b"10 0 obj\n<<>>\nendobj\n%%EOF\n"))
    assert told[CONTENT] is Answer.YES
    assert told[WHOLE] is Answer.NO


def test_a_signed_pdf_that_was_changed_inside_is_told() -> None:
    signed = signer().in_pdf(PDF)
    told = answers(read_pdf(signed.replace(b"/Catalog", b"/Catalox")))
    assert told[CONTENT] is Answer.NO


def test_two_signatures_of_a_pdf_are_both_read() -> None:
    both = signer(elliptic=True, surname="Лугова").in_pdf(signer().in_pdf(PDF))
    reading = read_pdf(both)
    assert [one.signer for one in reading.signatures] == ["Берёзкина А. П.", "Лугова А. П."]
    assert answers(reading, 0)[WHOLE] is Answer.UNKNOWN
    assert answers(reading, 1)[WHOLE] is Answer.YES


def test_a_pdf_without_signatures_has_none() -> None:
    assert read_pdf(PDF) == Reading()
    lost = read_pdf(PDF + b"<</Type /Sig /Contents <00>>>")
    assert not lost.signatures
    assert lost.unread


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x30", b"\x30\x03\x02\x01\x05", "не подпись".encode(), b"\x30\x80\x06", b"QUJD"],
    ids=repr,
)
def test_what_is_no_signature_is_said_to_be_none(raw: bytes) -> None:
    reading = read_detached(raw, PAPER)
    assert not reading.signatures
    assert reading.unread


def test_a_torn_signature_never_raises() -> None:
    raw = signer().detached(PAPER)
    for end in range(0, len(raw), 37):
        read_detached(raw[:end], PAPER)
    for place in range(0, len(raw), 11):
        torn = bytearray(raw)
        torn[place] ^= 0xFF
        reading = read_detached(bytes(torn), PAPER)
        assert all(one.findings for one in reading.signatures)


@pytest.mark.parametrize("library", ["asn1crypto", "gostcrypto", "cryptography"])
def test_without_a_library_it_is_said_what_was_not_verified(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == library:
            raise ImportError(name)
        return real(name, *rest, **more)

    common = signer().detached(PAPER)
    monkeypatch.setattr(builtins, "__import__", without)
    readings = [read_detached(raw, PAPER) for raw in (common, (GOST / "paper256.sig").read_bytes())]
    if library == "asn1crypto":
        assert [signatures.NEED_LIBRARY in reading.unread for reading in readings] == [True, True]
        return
    told = [answers(reading)[KEY] for reading in readings]
    assert told[library == "gostcrypto"] is Answer.UNKNOWN
    assert told[library != "gostcrypto"] is Answer.YES
