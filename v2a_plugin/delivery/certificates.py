"""Certificates that deliveries are signed with: the user's own, or one made on this machine.

C2PA asks of a signer's certificate that another one issued it, that it is for digital signatures, and that its extended
key usage fits (C2PA 2.1, section 14.5). One made here proves that a file is as it was written, and on which machine; nobody
vouches for whose that is, and no name of a person is in it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from v2a_plugin.files import output_folder, read_bytes, replacing
from v2a_plugin.model.errors import BadInput, MissingDependency, NoSuchFile

__all__ = ["Certificate", "local_certificate", "needed", "read_certificate"]

_NAMES = ("chain.pem", "key.pem")
_YEARS = 10
_AUTHORITY = "authority of this machine"
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_KEY_HINT = "Give the private key of the first certificate as PEM, without a password."


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is signed with.

    Attributes:
        chain: Certificates as PEM, the signer's first.
        key: Its private key as PEM.
        algorithm: As C2PA calls it ("es256", "ps256", "ed25519").
        subject: Whom it names.
    """

    chain: bytes
    key: bytes
    algorithm: str
    subject: str


def needed() -> MissingDependency:
    """What to say where the extra is not installed."""
    return MissingDependency(
        "Signing needs c2pa-python, which is not installed.", "Run: pip install 'v2a-plugin[c2pa]'"
    )


def read_certificate(chain: Path, key: Path) -> Certificate:
    """The user's own certificate.

    Args:
        chain: PEM file with the signer's certificate and those that issued it.
        key: PEM file with its private key.

    Raises:
        NoSuchFile: A file cannot be read.
        BadInput: It is no certificate, or the key is not its own, or of a kind that C2PA does not know.
        MissingDependency: The extra is not installed.
    """
    return _certificate(_content(chain), _content(key), chain.name, key.name)


def local_certificate() -> Certificate:
    """A certificate of this machine, made and kept when it is first asked for.

    Raises:
        OutputError: It cannot be kept.
        MissingDependency: The extra is not installed.
    """
    folder = Path(platformdirs.user_data_dir("v2a-plugin", appauthor=False)) / "certificate"
    chain, key = (folder / name for name in _NAMES)
    if not (chain.is_file() and key.is_file()):
        made = _fresh()
        output_folder(folder)
        for path, content in zip((key, chain), made, strict=True):
            with replacing(path) as temporary:
                temporary.chmod(0o600)
                temporary.write_bytes(content)
            path.chmod(0o600)
    return read_certificate(chain, key)


def _content(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise NoSuchFile(f"{path} cannot be read: {reason}.", "Give the certificate and its key as PEM.") from error


def _certificate(chain: bytes, key: bytes, chain_name: str, key_name: str) -> Certificate:
    try:
        from cryptography import x509
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise needed() from error
    try:
        signer = x509.load_pem_x509_certificates(chain)[0]
    except ValueError as error:
        raise BadInput(f"{chain_name} holds no certificate.", "Give the chain as PEM, the signer's first.") from error
    try:
        private = load_pem_private_key(key, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadInput(f"{key_name} holds no private key that can be used.", _KEY_HINT) from error
    if private.public_key() != signer.public_key():
        raise BadInput(f"{key_name} is not the key of the certificate in {chain_name}.", _KEY_HINT)
    return Certificate(chain, key, _algorithm(private, key_name), signer.subject.rfc4514_string())


def _algorithm(private: Any, name: str) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name in _CURVES:
        return _CURVES[private.curve.name]
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= 2048:
        return "ps256"
    raise BadInput(
        f"The key in {name} is of a kind that C2PA does not know.", "Use P-256, Ed25519, or RSA of 2048 bits."
    )


def _fresh() -> tuple[bytes, bytes]:
    """A private key, and a chain of its certificate and of the authority that issued it and is then forgotten."""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
    except ImportError as error:
        raise needed() from error
    now = datetime.datetime.now(datetime.UTC)
    above, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def issued(name: str, public: ec.EllipticCurvePublicKey, authority: bool) -> x509.Certificate:
        subject, issuer = (
            x509.Name(
                [
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "v2a-plugin"),
                    x509.NameAttribute(NameOID.COMMON_NAME, each),
                ]
            )
            for each in (name, _AUTHORITY)
        )
        usage = x509.KeyUsage(not authority, False, False, False, False, authority, authority, False, False)
        builder = (
            x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=365 * _YEARS))
            .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        )
        if not authority:
            extended = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            builder = builder.add_extension(extended, critical=False)
        return builder.sign(above, hashes.SHA256())

    certificates = (
        issued("signer of this machine", own.public_key(), authority=False),
        issued(_AUTHORITY, above.public_key(), authority=True),
    )
    pem = serialization.Encoding.PEM
    key = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key, b"".join(each.public_bytes(pem) for each in certificates)
