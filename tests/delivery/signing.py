"""Certificates and signatures that the tests make themselves: nobody's, of no authority."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7Options,
    PKCS7SignatureBuilder,
)
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_ROOM = 16_000
_FOREVER = datetime.datetime(2060, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Signer:
    """A key and its certificate."""

    key: Key
    certificate: x509.Certificate

    def detached(self, content: bytes, *, pem: bool = False, carried: bool = False) -> bytes:
        """A CMS signature over the content; ``carried``: with the content in it."""
        options = [PKCS7Options.Binary]
        if not carried:
            options.append(PKCS7Options.DetachedSignature)
        builder = PKCS7SignatureBuilder().set_data(content)
        builder = builder.add_signer(self.certificate, self.key, hashes.SHA256())
        return builder.sign(Encoding.PEM if pem else Encoding.DER, options)

    def in_pdf(self, pdf: bytes) -> bytes:
        """The PDF with a signature written behind its end, as signing programs do."""
        head = pdf + b"\n9 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"
        room = b"/ByteRange[0 %010d %010d %010d]/Contents"
        tail = b">>\nendobj\nstartxref\n0\n%%EOF\n"
        length = len(head) + len(room % (0, 0, 0))
        again = length + _ROOM + 2
        head += room % (length, again, len(tail))
        signature = self.detached(head + tail).hex().encode()
        return head + b"<" + signature.ljust(_ROOM, b"0") + b">" + tail


@cache
def signer(
    *,
    elliptic: bool = False,
    until: datetime.datetime = _FOREVER,
    surname: str = "Берёзкина",
    given: str = "Анна Павловна",
) -> Signer:
    """A new key and a certificate that it has issued to itself."""
    key: Key = (
        ec.generate_private_key(ec.SECP256R1())
        if elliptic
        else rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "МБОУ СОШ № 5"),
            x509.NameAttribute(NameOID.SURNAME, surname),
            x509.NameAttribute(NameOID.GIVEN_NAME, given),
            x509.NameAttribute(NameOID.TITLE, "Директор"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "МБОУ СОШ № 5"),
        ]
    )
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    return Signer(key, builder.not_valid_after(until).sign(key, hashes.SHA256()))
