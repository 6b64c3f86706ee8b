"""The certificate and key that sign pictures: one per installation, or the user's own.

The folder `home` (default ~/.config/enogu) holds signing/{chain,key,root}.pem, made on first use.
The settings `sign_cert` and `sign_key` (a file's path or PEM text, always both) take their place.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from safety.errors import UserError
from safety.settings import current

_C2PA_CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")  # C2PA 2.x, 14.5.1.1
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_LIFETIME = timedelta(days=3650)


class KeyUnusable(UserError):
    """The signing certificate or key cannot be read; the message says which and what to do."""

    MESSAGES: ClassVar = {
        "unreadable_key": "The signing certificate or key {file} cannot be read.",
        "damaged_key": "The signing certificate or key is damaged, or the key has a password. "
        "Remove {folder} to make a new one, or correct ENOGU_SIGN_CERT/_KEY.",
        "foreign_key": "The signing key does not belong to the signing certificate.",
        "key_type": "The signing key must be EC P-256/384/521, Ed25519 or RSA.",
    }


@dataclass(frozen=True)
class SigningKey:
    """What C2PA signs with, all PEM: leaf-first chain, private key, own root ("" if none)."""

    chain: str
    key: str
    root: str
    algorithm: str  # "es256", "es384", "es512", "ed25519" or "ps256"


def load_key() -> SigningKey:
    """The owner's certificate where the settings name one, else the installation's.

    Raises:
        KeyUnusable: something cannot be read, or the key is of another certificate.
        OSError: the installation's folder cannot be written.
    """
    settings = current()
    if settings.sign_cert and settings.sign_key:
        return _signing_key(pem(settings.sign_cert), pem(settings.sign_key), "")
    folder = _folder()
    if not folder.exists():
        _create(folder)
    return _stored_key(folder)


def find_key() -> SigningKey | None:
    """As `load_key`, but None where it would have to make a key.

    Raises:
        KeyUnusable: as `load_key`.
    """
    return load_key() if current().sign_cert or _folder().exists() else None


def watermark_key(signing: SigningKey) -> bytes:
    """32 bytes, the same as long as the private key stays, also under a renewed certificate."""
    private = serialization.load_pem_private_key(signing.key.encode(), password=None)
    secret = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"enogu watermark 1").derive(secret)


def own_root() -> str | None:
    """The installation's root certificate (PEM), None before the first signature."""
    path = _folder() / "root.pem"
    return path.read_text() if path.is_file() else None


def _folder() -> Path:
    return current().home / "signing"


def _stored_key(folder: Path) -> SigningKey:
    return _signing_key(*(pem(str(folder / f"{name}.pem")) for name in ("chain", "key", "root")))


def own_certificates() -> list[x509.Certificate]:
    """The installation's certificate and its root, none before the first signature."""
    path = _folder() / "chain.pem"
    try:
        return x509.load_pem_x509_certificates(path.read_bytes()) if path.is_file() else []
    except ValueError:
        return []


def pem(value: str) -> str:
    """The text of a certificate or key that is PEM itself or a file's path. Raises KeyUnusable."""
    if value.lstrip().startswith("-----BEGIN"):
        return value
    try:
        return Path(value).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyUnusable("unreadable_key", file=value) from error


def _signing_key(chain: str, key: str, root: str) -> SigningKey:
    try:
        private = serialization.load_pem_private_key(key.encode(), password=None)
        leaf = x509.load_pem_x509_certificate(chain.encode())
    except (ValueError, TypeError) as error:
        raise KeyUnusable("damaged_key", folder=str(_folder())) from error
    if leaf.public_key() != private.public_key():
        raise KeyUnusable("foreign_key")
    return SigningKey(chain, key, root, _algorithm(private))


def _algorithm(private: object) -> str:
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name in _CURVES:
        return _CURVES[private.curve.name]
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, rsa.RSAPrivateKey):
        return "ps256"
    raise KeyUnusable("key_type")


def _create(folder: Path) -> None:
    """Make root and leaf; the rename makes one of several starting processes win."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".signing-", dir=folder.parent))  # mode 0700
    try:
        for name, text in _new_identity().items():
            with os.fdopen(os.open(draft / name, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
                file.write(text)
        os.rename(draft, folder)
    except OSError:
        if not folder.is_dir():  # not lost to another process: a real failure
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _new_identity() -> dict[str, bytes]:
    """File name -> PEM. The root's private key is never stored: it signs this one leaf."""
    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, leaf_name = _name("Enogu installation root"), _name("Enogu installation")
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, is_root=True)
    leaf = _certificate(leaf_name, root_name, leaf_key.public_key(), root_key, is_root=False)
    private = leaf_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    root_pem = root.public_bytes(serialization.Encoding.PEM)
    leaf_pem = leaf.public_bytes(serialization.Encoding.PEM)
    return {"chain.pem": leaf_pem + root_pem, "key.pem": private, "root.pem": root_pem}


def _name(common_name: str) -> x509.Name:
    pairs = ((NameOID.ORGANIZATION_NAME, "Enogu"), (NameOID.COMMON_NAME, common_name))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    signer: ec.EllipticCurvePrivateKey,
    is_root: bool,
) -> x509.Certificate:
    """X.509 v3 within the C2PA certificate profile."""
    now = datetime.now(UTC)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks differ
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(_usage(is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(authority, critical=False)
    )
    if not is_root:
        purposes = [ExtendedKeyUsageOID.EMAIL_PROTECTION, _C2PA_CLAIM_SIGNING]
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return builder.sign(signer, hashes.SHA256())


def _usage(is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
