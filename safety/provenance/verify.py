"""Read how a picture was made: its Content Credentials and the watermark.

The report is for people to read, on the page's Verify tab as in a shell: `answer` and `summary`
first, then the other fields. No verified file is kept.
"""

import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import c2pa

from safety.image.upload import UploadRefused, open_photo
from safety.policy import UPLOAD_LIMITS
from safety.provenance.keys import own_certificates, own_root, pem
from safety.provenance.labels import OFFLINE, PHOTOS_LABEL, SETTINGS_LABEL
from safety.provenance.metadata import media_type, read_file, read_settings
from safety.settings import current
from safety.watermark import THRESHOLD, find

NONE = "None"
_JUMBF = b"jumb"  # the type of the box that holds manifests
# A long screenshot may be looked at, and a picture of ours that moves.
_LIMITS = replace(UPLOAD_LIMITS, max_aspect=100.0)


@dataclass(frozen=True)
class Ingredient:
    """Something the picture was made from.

    Args:
        title: generic for pictures made here ("Photo").
        relationship: "parentOf" (it was opened and changed), "componentOf" or "inputTo".
        state: of the ingredient's own Content Credentials when it was signed in: "Trusted",
            "Valid", "Invalid" or "None".
        issuer: who signed it, None when nobody did.
    """

    title: str
    relationship: str
    state: str = NONE
    issuer: str | None = None


@dataclass(frozen=True)
class Watermark:
    """What the detector found in the pixels.

    Args:
        found: `score` reached `threshold`.
        score: how far the pixels agree with this installation's mark, in standard deviations.
        threshold: chosen so that fewer than one unmarked picture in a million reaches it.
        payload: 8 hexadecimal digits, the engine's (2) and the picture's (6); None when there is no
            mark, or one too faint to be read.
        engine: the payload's engine, such as "embedded".
    """

    found: bool
    score: float
    threshold: float
    payload: str | None = None
    engine: str | None = None


@dataclass(frozen=True)
class Report:
    """What a file carries.

    Args:
        state: "Trusted" (chain ends in a known root), "Valid" (intact, unknown signer),
            "Invalid" (changed after signing) or "None" (no Content Credentials).
        issuer: the signing certificate's organisation, by its own word.
        own: whether this installation signed it, with its own or its owner's certificate.
        chain: names of the signing certificate and of who issued it.
        signed_at: the time by a time-stamp authority (ISO 8601), None without one.
        generator: the program that made the claim.
        actions: such as "c2pa.created".
        ingredients: what it was made from.
        settings: what makes the picture again; from the signed assertion, else from XMP.
        problems: C2PA failure codes, such as "assertion.dataHash.mismatch".
        watermark: None when it was not looked for: this installation never marked a picture, or
            the pixels cannot be read.
    """

    state: str
    issuer: str | None = None
    own: bool = False
    chain: tuple[str, ...] = ()
    signed_at: str | None = None
    generator: str | None = None
    actions: tuple[str, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    settings: dict[str, Any] | None = None
    problems: tuple[str, ...] = ()
    watermark: Watermark | None = None

    @property
    def found(self) -> bool:
        """Whether there is any signal of how the picture was made."""
        return self.state != NONE or (self.watermark is not None and self.watermark.found)

    @property
    def answer(self) -> str:
        """ "signal found" or "inconclusive": the lack of a signal proves nothing."""
        return "signal found" if self.found else "inconclusive"

    @property
    def summary(self) -> str:
        """One or two sentences for people; it never states that a human made the picture."""
        if not self.found:
            return "Inconclusive: no Content Credentials and no watermark of this installation."
        signals = []
        if self.state == "Trusted" or self.own:
            signals.append(f"{self.state.lower()} Content Credentials")
        elif self.state == "Valid":
            signals.append(f"valid Content Credentials of a stranger{self._called}")
        elif self.state != NONE:
            signals.append("Content Credentials, but the file was changed after it was signed")
        if self.watermark and self.watermark.found:
            signals.append("this installation's watermark")
        return f"Signal found: {'; '.join(signals)}."

    @property
    def _called(self) -> str:
        return f', who signs as "{self.issuer}"' if self.issuer else ""


def verify(source: Path | str | bytes) -> Report:
    """Read a PNG, JPEG, WebP or GIF: 0.5 s or so, most of it for the watermark.

    Raises:
        WrongPictureFile: neither PNG, JPEG, WebP nor GIF, or the file cannot be read.
    """
    data = read_file(source)
    return replace(read_credentials(data), watermark=_find_watermark(data))


def read_credentials(data: bytes) -> Report:
    """`verify` without the watermark: a few milliseconds. Raises WrongPictureFile as it does."""
    media_type(data)
    try:
        store, details = _read(data, own_root())
    except c2pa.C2paError.ManifestNotFound:
        return Report(NONE, settings=read_settings(data))
    except c2pa.C2paError as error:
        # Only a file that holds a manifest can hold a broken one: others are just damaged, or name
        # an address of their manifest, which is not called.
        broken = _JUMBF in data and not isinstance(error, c2pa.C2paError.RemoteManifest)
        return Report("Invalid" if broken else NONE, problems=(str(error),))
    except (ValueError, RecursionError):  # what the reader returns is no JSON, or too deep
        return Report("Invalid", problems=("claim.malformed",))
    try:
        report = _report(store, details, data)
    except (AttributeError, IndexError, KeyError, TypeError):  # a signer can write anything
        return Report("Invalid", problems=("claim.malformed",))
    return replace(report, own=report.state == "Trusted" or _is_owners(report, data))


def is_made_here(data: bytes) -> bool:
    """Whether every manifest in a file was signed by this installation's own certificate, so that
    it holds only what is written here."""
    root = own_root()
    if root is None:
        return False
    try:
        store, _ = _read(data, root)
        signed = [manifest["signature_info"] for manifest in store["manifests"].values()]
        own = {str(certificate.serial_number) for certificate in own_certificates()}
        return store.get("validation_state") == "Trusted" and all(
            one["cert_serial_number"] in own for one in signed
        )
    except (c2pa.C2paError, ValueError, RecursionError, AttributeError, KeyError, TypeError):
        return False


def _read(data: bytes, root: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The manifest store and its details. root: the certificate (PEM) that is trusted."""
    trust = {"trust": {"user_anchors": root}} if root else {}
    context = c2pa.Context.from_dict({"verify": OFFLINE, **trust})
    with c2pa.Reader(media_type(data), io.BytesIO(data), context=context) as reader:
        return json.loads(reader.json()), json.loads(reader.crjson())


def _is_owners(report: Report, data: bytes) -> bool:
    """Whether a file that is valid was signed with the owner's certificate."""
    certificate = current().sign_cert
    if report.state != "Valid" or not certificate:
        return False
    try:
        return _read(data, pem(certificate))[0].get("validation_state") == "Trusted"
    except (c2pa.C2paError, ValueError, RecursionError):
        return False


def _find_watermark(data: bytes) -> Watermark | None:
    try:
        image = open_photo(data, _LIMITS).image
    except UploadRefused:
        return None
    detection = find(image)
    if detection is None:
        return None
    payload = detection.payload
    return Watermark(
        found=detection.found,
        score=round(detection.score, 1),
        threshold=THRESHOLD,
        payload=payload.hex() if payload else None,
        engine=payload.engine if payload else None,
    )


def _report(store: dict[str, Any], details: dict[str, Any], data: bytes) -> Report:
    active = store["manifests"][store["active_manifest"]]
    assertions = {item["label"]: item.get("data", {}) for item in active.get("assertions", [])}
    actions = assertions.get("c2pa.actions.v2") or assertions.get("c2pa.actions") or {}
    generators = active.get("claim_generator_info") or [{}]
    signature = active.get("signature_info") or {}
    return Report(
        state=store.get("validation_state", "Invalid"),
        issuer=signature.get("issuer"),
        chain=_chain(details),
        signed_at=signature.get("time"),
        generator=generators[0].get("name"),
        actions=tuple(item["action"] for item in actions.get("actions", [])),
        ingredients=_ingredients(active, assertions.get(PHOTOS_LABEL), store),
        settings=_object(assertions.get(SETTINGS_LABEL)) or read_settings(data),
        problems=_problems(store),
    )


def _object(data: object) -> dict[str, Any] | None:
    return data if isinstance(data, dict) else None


def _chain(details: dict[str, Any]) -> tuple[str, ...]:
    certificate = details["manifests"][0].get("signature", {}).get("certificateInfo", {})
    names = (certificate.get(of, {}) for of in ("subject", "issuer"))
    return tuple(name.get("CN") or name.get("O") or "unnamed" for name in names if name)


def _ingredients(
    active: dict[str, Any], photos: object, store: dict[str, Any]
) -> tuple[Ingredient, ...]:
    """photos: the assertion that tells of those whose own manifests were left out."""
    facts = (_object(photos) or {}).get("photos") or []
    told = {fact.get("id"): fact for fact in facts if isinstance(fact, dict)}
    return tuple(
        _ingredient(item, told.get(item.get("instance_id")) or {}, store)
        for item in active.get("ingredients", [])
    )


def _ingredient(item: dict[str, Any], fact: dict[str, Any], store: dict[str, Any]) -> Ingredient:
    title, relationship = item.get("title") or "", item.get("relationship") or ""
    manifest = store["manifests"].get(item.get("active_manifest"))
    if manifest is None:
        return Ingredient(title, relationship, fact.get("credentials", NONE), fact.get("issuer"))
    results = (item.get("validation_results") or {}).get("activeManifest") or {}
    codes = {result["code"] for result in results.get("success", [])}
    failures = {result["code"] for result in results.get("failure", [])}
    intact = "claimSignature.validated" in codes and failures <= {"signingCredential.untrusted"}
    trusted = "signingCredential.trusted" in codes
    state = ("Trusted" if trusted else "Valid") if intact else "Invalid"
    issuer = (manifest.get("signature_info") or {}).get("issuer")
    return Ingredient(title, relationship, state, issuer)


def _problems(store: dict[str, Any]) -> tuple[str, ...]:
    results = (store.get("validation_results") or {}).get("activeManifest") or {}
    return tuple(item["code"] for item in results.get("failure", []))
