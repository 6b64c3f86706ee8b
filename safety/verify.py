"""Read a picture's Content Credentials and say plainly what they show."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import c2pa

from .keys import own_root
from .metadata import read_settings
from .provenance import SETTINGS_LABEL, media_type

NONE = "None"


@dataclass(frozen=True)
class Report:
    """What a file carries.

    Args:
        state: "Trusted" (chain ends in a known root), "Valid" (intact, unknown signer),
            "Invalid" (changed after signing) or "None" (no Content Credentials).
        issuer: the signing certificate's organisation.
        generator: the program that made the claim.
        actions: such as "c2pa.created".
        ingredients: titles of what it was made from.
        settings: what makes the picture again; from the signed assertion, else from XMP.
        problems: C2PA failure codes, such as "assertion.dataHash.mismatch".
    """

    state: str
    issuer: str | None = None
    generator: str | None = None
    actions: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    settings: dict[str, Any] | None = None
    problems: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """One sentence; absence of a signal never means that a human made it."""
        if self.state in ("Trusted", "Valid"):
            return f"Signal found: {self.state.lower()} Content Credentials."
        if self.state == "Invalid":
            return "Signal found, but the file was changed after it was signed."
        return "Inconclusive: the file carries no Content Credentials."


def verify(source: Path | str | bytes) -> Report:
    """Read a PNG, JPEG or WebP.

    Raises:
        ValueError: neither PNG, JPEG nor WebP.
        OSError: the file cannot be read.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    mime = media_type(data)
    try:
        with c2pa.Reader(mime, io.BytesIO(data), context=_context()) as reader:
            store = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return Report(NONE, settings=read_settings(data))
    except c2pa.C2paError as error:
        return Report("Invalid", problems=(str(error),))
    return _report(store, data)


def _context() -> c2pa.Context:
    root = own_root()
    return c2pa.Context.from_dict({"trust": {"user_anchors": root}} if root else {})


def _report(store: dict[str, Any], data: bytes) -> Report:
    active = store["manifests"][store["active_manifest"]]
    assertions = {item["label"]: item.get("data", {}) for item in active.get("assertions", [])}
    actions = assertions.get("c2pa.actions.v2") or assertions.get("c2pa.actions") or {}
    generators = active.get("claim_generator_info") or [{}]
    ingredients = active.get("ingredients", [])
    return Report(
        state=store.get("validation_state", "Invalid"),
        issuer=(active.get("signature_info") or {}).get("issuer"),
        generator=generators[0].get("name"),
        actions=tuple(item["action"] for item in actions.get("actions", [])),
        ingredients=tuple(item.get("title") or "" for item in ingredients),
        settings=assertions.get(SETTINGS_LABEL) or read_settings(data),
        problems=_problems(store),
    )


def _problems(store: dict[str, Any]) -> tuple[str, ...]:
    results = (store.get("validation_results") or {}).get("activeManifest") or {}
    return tuple(item["code"] for item in results.get("failure", []))
