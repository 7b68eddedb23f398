"""Electronic signatures: what can be read out of them offline, and what of it holds.

A detached signature (``.sig``, ``.p7s``: CMS) and the signatures inside a PDF say who signed, with
which certificate and when by the signer's clock, and bind themselves to the bytes by a digest.
Whether bytes, digest, key and certificate fit together is a sum that anybody can do. Whether the
certificate was issued by an accredited centre, has been withdrawn or gives a right to sign is
known to others only: such questions are listed with the rest, as not verified, so that nobody
takes one answer for another. Norm: 63-ФЗ, ст. 11 (a qualified signature needs them all).
"""

from __future__ import annotations

import base64
import binascii
import datetime
import enum
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

NEED_LIBRARY = (
    "установите дополнение: pip install 'docgen[sign]' (в папке docgen: pip install '.[sign]')"
)
LARGEST_GOST = 4 << 20
"""Bytes: the GOST hash is computed in plain Python, about 100 KB a second."""
LARGEST_SIGNATURE = 4 << 20
_MOST_SIGNATURES = 100

_GOST_HASHES = {"1.2.643.7.1.1.2.2": "streebog256", "1.2.643.7.1.1.2.3": "streebog512"}
_GOST_OLD_HASH = "1.2.643.2.2.9"
_GOST_KEYS = {"1.2.643.7.1.1.1.1": 32, "1.2.643.7.1.1.1.2": 64}
# Several names of the same curve: those of CryptoPro came first (RFC 4357, RFC 9215).
_GOST_CURVES = {
    "1.2.643.7.1.2.1.1.1": "id-tc26-gost-3410-2012-256-paramSetA",
    "1.2.643.7.1.2.1.1.2": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.7.1.2.1.1.3": "id-tc26-gost-3410-2012-256-paramSetC",
    "1.2.643.7.1.2.1.1.4": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.2.2.35.1": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.2.2.35.2": "id-tc26-gost-3410-2012-256-paramSetC",
    "1.2.643.2.2.35.3": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.2.2.36.0": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.2.2.36.1": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.7.1.2.1.2.1": "id-tc26-gost-3410-12-512-paramSetA",
    "1.2.643.7.1.2.1.2.2": "id-tc26-gost-3410-12-512-paramSetB",
    "1.2.643.7.1.2.1.2.3": "id-tc26-gost-3410-2012-512-paramSetC",
}
_DIGEST_WORDS = {
    "streebog256": "ГОСТ Р 34.11-2012, 256 бит",
    "streebog512": "ГОСТ Р 34.11-2012, 512 бит",
}
_PLAIN_DIGESTS = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
_BROKEN_DIGESTS = frozenset({"md5", "sha1"})
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})")


class Answer(enum.StrEnum):
    """What came of one question about a signature."""

    YES = "да"
    NO = "нет"
    UNKNOWN = "не проверено"


@dataclass(frozen=True, slots=True)
class Finding:
    """One question about a signature and its answer; ``words``: why, empty when there is nothing
    to add."""

    question: str
    answer: Answer
    words: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature.

    ``signer``: surname and initials, or what the certificate calls its owner. ``certificate``:
    its number, hexadecimal. ``signed_at``: by the clock of whoever signed, ``None`` when the
    signature does not say. ``digest``: the algorithm. ``digest_id`` and ``digest_value``: the name
    that ``content_digest`` takes and the hash that the signature binds; empty when it has none.
    """

    signer: str
    organisation: str
    post: str
    certificate: str
    issuer: str
    valid_from: datetime.datetime | None
    valid_to: datetime.datetime | None
    signed_at: datetime.datetime | None
    digest: str
    digest_id: str
    digest_value: bytes
    findings: tuple[Finding, ...]

    @property
    def spoiled(self) -> tuple[Finding, ...]:
        """What was verified and does not hold."""
        return tuple(f for f in self.findings if f.answer is Answer.NO)


@dataclass(frozen=True, slots=True)
class Reading:
    """Signatures of one file. ``unread``: why there may be more of them, empty when read through.

    ``inside``: the signed file, when a CMS signature carries it along.
    """

    signatures: tuple[Signature, ...] = ()
    unread: str = ""
    inside: bytes | None = None


NOT_VERIFIED = tuple(
    Finding(question, Answer.UNKNOWN, words)
    for question, words in (
        ("Сертификат выдан удостоверяющим центром, которому можно верить", "нужны его сертификаты"),
        ("Сертификат не отозван", "нужен ответ удостоверяющего центра"),
        ("Подпись квалифицированная", "нужен реестр аккредитованных центров"),
        ("Время подписи верное", "его ставили часы подписавшего"),
        ("Подписавший имел право подписи", "нужна доверенность или МЧД из реестра ФНС"),
    )
)
"""Asked of every signature and answered by none: there is no network here."""


def read_detached(signature: bytes, content: bytes | None) -> Reading:
    """The signatures of a ``.sig`` or ``.p7s`` over ``content``; ``None``: its file is not here.

    DER, PEM and plain base64 are read; one that carries the signed file along too.
    """
    try:
        from asn1crypto import cms
    except ImportError:
        return Reading(unread=f"подпись не прочитана: {NEED_LIBRARY}")
    raw = _unwrapped(signature)
    if raw is None or len(raw) > LARGEST_SIGNATURE + len(content or b""):
        return Reading(unread="это не файл электронной подписи (CMS)")
    try:
        info = cms.ContentInfo.load(raw, strict=False)
        if info["content_type"].native != "signed_data":
            return Reading(unread="это файл CMS, но не электронная подпись")
        signed = info["content"]
        inside = signed["encap_content_info"]["content"].native
        inside = inside if isinstance(inside, bytes) else None
        found = tuple(_each(signed, inside if content is None else content))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        return Reading(unread="файл электронной подписи испорчен")
    return Reading(found, "" if found else "в файле подписи нет ни одной подписи", inside)


def read_pdf(pdf: bytes) -> Reading:
    """The signatures inside a PDF, in the order of the file; none for one that is not signed."""
    found: list[Signature] = []
    unread = ""
    places = [tuple(map(int, match.groups())) for match in _BYTE_RANGE.finditer(pdf)]
    places = sorted(set(places), key=lambda place: place[2] + place[3])
    if len(places) > _MOST_SIGNATURES:
        return Reading(unread="подписей больше, чем бывает: они не прочитаны")
    for number, (start, length, again, rest) in enumerate(places):
        gap = pdf[start + length : again]
        last = number == len(places) - 1
        if start != 0 or length <= 0 or again + rest > len(pdf) or not _is_hex(gap):
            unread = "в файле есть подпись, которая устроена неправильно: она не прочитана"
            continue
        content = pdf[:length] + pdf[again : again + rest]
        reading = read_detached(_from_hex(gap), content)
        unread = unread or reading.unread
        covers = _coverage(pdf, again + rest, last=last)
        found += [_with(signature, covers) for signature in reading.signatures]
    if not places and re.search(rb"/Type\s*/Sig\b|/SubFilter\s*/(?:ETSI|adbe)", pdf):
        unread = "в файле есть подпись, место которой найти не удалось: она не прочитана"
    return Reading(tuple(found), unread)


def content_digest(name: str, content: bytes) -> bytes | None:
    """The digest of a file by one of the algorithms of ``Signature.digest_id``.

    ``None`` when it can't be computed: no library, an unknown algorithm, a file too large.
    """
    if name in _PLAIN_DIGESTS.values():
        return hashlib.new(name, content, usedforsecurity=False).digest()
    if name not in _DIGEST_WORDS or len(content) > LARGEST_GOST:
        return None
    try:
        import gostcrypto
    except ImportError:
        return None
    return bytes(gostcrypto.gosthash.new(name, data=bytearray(content)).digest())


# --- one signer ----------------------------------------------------------------------------------


def _each(signed: Any, content: bytes | None) -> Iterator[Signature]:
    certificates = [c.chosen for c in signed["certificates"] or () if c.name == "certificate"]
    for signer in signed["signer_infos"]:
        certificate = _certificate_of(signer, certificates)
        oid = signer["digest_algorithm"]["algorithm"].dotted
        digest_id = _PLAIN_DIGESTS.get(oid) or _GOST_HASHES.get(oid, "")
        attributes = _attributes(signer)
        bound = attributes.get("message_digest")
        signed_at = attributes.get("signing_time")
        value = bound if isinstance(bound, bytes) else b""
        findings = [
            _content_holds(digest_id, oid, value, content, _has_attributes(signer)),
            _sum_holds(signer, certificate, digest_id, content),
            _certificate_named(attributes, certificate),
            _was_valid(certificate, signed_at),
            *NOT_VERIFIED,
        ]
        yield Signature(
            **_names(certificate),
            signed_at=signed_at if isinstance(signed_at, datetime.datetime) else None,
            digest=_digest_words(digest_id, oid),
            digest_id=digest_id,
            digest_value=value,
            findings=tuple(findings),
        )


def _certificate_of(signer: Any, certificates: list[Any]) -> Any | None:
    named = signer["sid"]
    for certificate in certificates:
        if named.name == "issuer_and_serial_number":
            if (
                certificate.serial_number == named.chosen["serial_number"].native
                and certificate.issuer.dump() == named.chosen["issuer"].dump()
            ):
                return certificate
        elif certificate.key_identifier == named.native:
            return certificate
    return None


def _has_attributes(signer: Any) -> bool:
    return len(signer["signed_attrs"] or ()) > 0


def _attributes(signer: Any) -> dict[str, object]:
    """The first value of each signed attribute, those alone that we read."""
    found: dict[str, object] = {}
    for attribute in signer["signed_attrs"] or ():
        name = attribute["type"].native
        if name in ("message_digest", "signing_time") and len(attribute["values"]):
            found[name] = attribute["values"][0].native
        elif name in ("signing_certificate_v2", "signing_certificate"):
            found[name] = attribute["values"][0]["certs"][0]
        elif attribute["type"].dotted == _SIGNING_CERTIFICATE_V2:
            from asn1crypto import tsp

            value = attribute["values"][0]
            found["signing_certificate_v2"] = tsp.SigningCertificateV2.load(value.dump())["certs"][
                0
            ]
    return found


def _names(certificate: Any | None) -> dict[str, Any]:
    if certificate is None:
        return {
            "signer": "",
            "organisation": "",
            "post": "",
            "certificate": "",
            "issuer": "",
            "valid_from": None,
            "valid_to": None,
        }
    owner = certificate.subject.native
    given = _text(owner.get("given_name"))
    surname = _text(owner.get("surname"))
    initials = " ".join(f"{name[0]}." for name in given.split())
    validity = certificate["tbs_certificate"]["validity"]
    return {
        "signer": f"{surname} {initials}".strip() if surname else _text(owner.get("common_name")),
        "organisation": _text(owner.get("organization_name")),
        "post": _text(owner.get("title")),
        "certificate": f"{certificate.serial_number:X}",
        "issuer": _text(certificate.issuer.native.get("common_name")),
        "valid_from": validity["not_before"].native,
        "valid_to": validity["not_after"].native,
    }


def _text(value: object) -> str:
    """A part of a name as one line; of several the last, which is the most particular."""
    last = value[-1] if isinstance(value, list) and value else value
    return " ".join(str(last or "").split())


def _digest_words(digest_id: str, oid: str) -> str:
    if oid == _GOST_OLD_HASH:
        return "ГОСТ Р 34.11-94"
    words = _DIGEST_WORDS.get(digest_id, "")
    return words or digest_id.upper().replace("SHA", "SHA-") or f"неизвестный ({oid})"


# --- questions that can be answered ------------------------------------------------------------


def _content_holds(
    digest_id: str, oid: str, bound: bytes, content: bytes | None, attributes: bool
) -> Finding:
    question = "Файл не изменён после подписи (хеш)"
    if content is None:
        return Finding(question, Answer.UNKNOWN, "подписанного файла рядом нет")
    if not attributes:
        return Finding(question, Answer.UNKNOWN, "хеш отдельно не записан: см. следующую строку")
    if not bound:
        return Finding(question, Answer.NO, "подпись не говорит, какой файл она подписала")
    actual = content_digest(digest_id, content)
    if actual is None:
        return Finding(question, Answer.UNKNOWN, _why_no_digest(digest_id, oid, content))
    if actual != bound:
        return Finding(question, Answer.NO, "подписан другой файл или он изменён после подписи")
    weak = f"{digest_id.upper()} — слабый хеш" if digest_id in _BROKEN_DIGESTS else ""
    return Finding(question, Answer.YES, weak)


def _why_no_digest(digest_id: str, oid: str, content: bytes) -> str:
    if digest_id in _DIGEST_WORDS and len(content) > LARGEST_GOST:
        return f"хеш ГОСТ не проверен: файл больше {LARGEST_GOST >> 20} МБ"
    if digest_id in _DIGEST_WORDS:
        return f"хеш ГОСТ не проверен: {NEED_LIBRARY}"
    return f"такой хеш не считается: {_digest_words(digest_id, oid)}"


def _sum_holds(signer: Any, certificate: Any, digest_id: str, content: bytes | None) -> Finding:
    question = "Подпись сделана ключом этого сертификата"
    if certificate is None:
        return Finding(question, Answer.UNKNOWN, "сертификата подписавшего в подписи нет")
    if _has_attributes(signer):
        # Signed is the set as such, without the mark of its place in the message (RFC 5652, 5.4).
        message = b"\x31" + signer["signed_attrs"].dump()[1:]
    elif content is None:
        return Finding(question, Answer.UNKNOWN, "подписанного файла рядом нет")
    else:
        message = content
    key = certificate["tbs_certificate"]["subject_public_key_info"].dump()
    kind = _key_kind(key)
    verify = _gost_holds if kind in _GOST_KEYS else _common_holds
    holds, words = verify(signer, key, digest_id, message)
    if holds is None:
        return Finding(question, Answer.UNKNOWN, words)
    return Finding(question, Answer.YES if holds else Answer.NO, words)


def _key_kind(key: bytes) -> str:
    from asn1crypto import core

    outer = core.SequenceOf.load(key, spec=core.Any)
    algorithm = core.SequenceOf.load(outer[0].dump(), spec=core.Any)
    return str(core.ObjectIdentifier.load(algorithm[0].dump()).dotted)


def _gost_holds(signer: Any, key: bytes, digest_id: str, message: bytes) -> tuple[bool | None, str]:
    """ГОСТ Р 34.10-2012 (RFC 9215): key and signature as they lie in certificate and CMS."""
    from asn1crypto import core

    try:
        import gostcrypto
    except ImportError:
        return None, f"подпись ГОСТ не проверена: {NEED_LIBRARY}"
    outer = core.SequenceOf.load(key, spec=core.Any)
    algorithm = core.SequenceOf.load(outer[0].dump(), spec=core.Any)
    kind = core.ObjectIdentifier.load(algorithm[0].dump()).dotted
    size = _GOST_KEYS[kind]
    parameters = core.SequenceOf.load(algorithm[1].dump(), spec=core.Any)
    curve = _GOST_CURVES.get(core.ObjectIdentifier.load(parameters[0].dump()).dotted)
    point = core.OctetString.load(core.BitString.load(outer[1].dump()).contents[1:]).native
    digest = content_digest(digest_id, message)
    signature = signer["signature"].native
    if digest is None or curve is None or len(digest) != size:
        return None, "такие ключ или хеш не считаются"
    if len(point) != 2 * size or len(signature) != 2 * size:
        return False, "ключ или подпись не той длины"
    mode = gostcrypto.gostsignature.MODE_256 if size == 32 else gostcrypto.gostsignature.MODE_512
    curves = gostcrypto.gostsignature.CURVES_R_1323565_1_024_2019
    engine = gostcrypto.gostsignature.new(mode, curves[curve])
    # Little end first in the certificate and in the hash, «s» before «r» in the signature.
    public = bytearray(point[:size][::-1] + point[size:][::-1])
    halves = bytearray(signature[size:] + signature[:size])
    return bool(engine.verify(public, bytearray(digest[::-1]), halves)), ""


def _common_holds(
    signer: Any, key: bytes, digest_id: str, message: bytes
) -> tuple[bool | None, str]:
    """RSA (both paddings) and ECDSA."""
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.hazmat.primitives.serialization import load_der_public_key
    except ImportError:
        return None, f"подпись не проверена: {NEED_LIBRARY}"
    known: dict[str, Any] = {
        "md5": hashes.MD5,
        "sha1": hashes.SHA1,
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
    }
    algorithm = signer["signature_algorithm"]
    chosen: Any = known.get(digest_id)
    try:
        public = load_der_public_key(key)
        signature = signer["signature"].native
        if isinstance(public, rsa.RSAPublicKey) and chosen:
            if algorithm["algorithm"].native == "rsassa_pss":
                parameters = algorithm["parameters"]
                chosen = known[parameters["hash_algorithm"]["algorithm"].native]
                salt = parameters["salt_length"].native
                filling: Any = padding.PSS(padding.MGF1(chosen()), salt)
            else:
                filling = padding.PKCS1v15()
            public.verify(signature, message, filling, chosen())
        elif isinstance(public, ec.EllipticCurvePublicKey) and chosen:
            public.verify(signature, message, ec.ECDSA(chosen()))
        else:
            return None, "такой ключ не проверяется"
    except InvalidSignature:
        return False, "подпись испорчена или сделана другим ключом"
    except (UnsupportedAlgorithm, ValueError, KeyError):
        return None, "такой ключ не проверяется"
    return True, ""


def _certificate_named(attributes: dict[str, object], certificate: Any | None) -> Finding:
    """CAdES: the signature names its certificate by hash, so that no other can be put in."""
    question = "Сертификат тот, который назвал подписавший"
    named: Any = attributes.get("signing_certificate_v2") or attributes.get("signing_certificate")
    if named is None:
        return Finding(question, Answer.UNKNOWN, "подпись не называет сертификат по хешу")
    if certificate is None:
        return Finding(question, Answer.UNKNOWN, "сертификата подписавшего в подписи нет")
    digest_id = "sha1"
    if "signing_certificate_v2" in attributes:
        oid = named["hash_algorithm"]["algorithm"].dotted
        digest_id = _PLAIN_DIGESTS.get(oid) or _GOST_HASHES.get(oid, "")
    actual = content_digest(digest_id, certificate.dump())
    if actual is None:
        return Finding(question, Answer.UNKNOWN, _why_no_digest(digest_id, "", b""))
    same = actual == named["cert_hash"].native
    return Finding(question, Answer.YES if same else Answer.NO)


def _was_valid(certificate: Any | None, signed_at: object) -> Finding:
    question = "Срок сертификата на время подписи не истёк"
    if certificate is None:
        return Finding(question, Answer.UNKNOWN, "сертификата подписавшего в подписи нет")
    if not isinstance(signed_at, datetime.datetime):
        return Finding(question, Answer.UNKNOWN, "времени подписи в ней нет")
    validity = certificate["tbs_certificate"]["validity"]
    begins, ends = validity["not_before"].native, validity["not_after"].native
    if begins <= signed_at <= ends:
        return Finding(question, Answer.YES)
    return Finding(question, Answer.NO, f"срок сертификата: {begins:%d.%m.%Y} – {ends:%d.%m.%Y}")


# --- the PDF around it -----------------------------------------------------------------------


def _coverage(pdf: bytes, end: int, *, last: bool) -> Finding:
    question = "Подпись охватывает весь файл"
    after = pdf[end:]
    if not after.strip(b"\r\n\0 "):
        return Finding(question, Answer.YES)
    if last:
        return Finding(question, Answer.NO, f"после подписи в файл дописано байт: {len(after)}")
    return Finding(
        question,
        Answer.UNKNOWN,
        "после неё в файл дописана следующая подпись; не менялось ли вместе с ней другое, "
        "не проверено",
    )


def _with(signature: Signature, finding: Finding) -> Signature:
    return replace(signature, findings=(signature.findings[0], finding, *signature.findings[1:]))


def _is_hex(gap: bytes) -> bool:
    body = gap[1:-1]
    return (
        gap[:1] == b"<"
        and gap[-1:] == b">"
        and len(body) <= 2 * LARGEST_SIGNATURE
        and re.fullmatch(rb"[0-9A-Fa-f\s]+", body) is not None
    )


def _from_hex(gap: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", gap[1:-1])
    # The room is larger than the signature: what is left over are zeros, and DER ignores them.
    return bytes.fromhex(digits.decode() + "0" * (len(digits) % 2))


def _unwrapped(signature: bytes) -> bytes | None:
    """The DER (or BER) of a signature file."""
    if signature[:1] == b"\x30":
        return signature
    body = re.sub(rb"-----[A-Z0-9 ]+-----", b"", signature.removeprefix(b"\xef\xbb\xbf"))
    try:
        raw = base64.b64decode(re.sub(rb"\s", b"", body), validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if raw[:1] == b"\x30" else None
