"""Sign a finished picture with C2PA Content Credentials (spec 2.4): its bytes change no more."""

import errno
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import c2pa

from safety.image.upload import SafePhoto
from safety.provenance.keys import SigningKey, load_key
from safety.provenance.metadata import ADDED, COMPOSITE, CREATED, media_type, read_file
from safety.settings import current

SETTINGS_LABEL = "org.enogu.settings"
SOFT_BINDING = "org.enogu.watermark.1"  # the algorithm of safety/watermark
_BY_ENOGU = {"softwareAgent": {"name": "Enogu"}}
OFFLINE = {"remote_manifest_fetch": False, "ocsp_fetch": False}  # no address in a file is called
_INGREDIENT = "xmp:iid:source-photo"
_MINING = ("ai_inference", "ai_generative_training", "ai_training", "data_mining")


@dataclass(frozen=True)
class _Origin:
    """A photo that a picture was made from, as its manifest names it."""

    photo: SafePhoto
    relationship: str
    id: str


def sign(
    source: Path | str | bytes,
    destination: Path | str,
    *,
    model: str,
    settings: Mapping[str, Any],
    ingredient: SafePhoto | None = None,
    relationship: str = "parentOf",
    references: Sequence[SafePhoto] = (),
    watermark: str | None = None,
    badge: bool = False,
    title: str = "Picture made with Enogu",
) -> None:
    """Write `source` to `destination` with a signed manifest.

    Args:
        source: a PNG, JPEG or WebP, as a path or bytes.
        destination: replaced in one step; on failure nothing is left behind.
        model: the engine's model name and version.
        settings: JSON-ready; what makes this picture again (prompt, seed, steps, tokens...).
        ingredient: the photo it was made from; its own manifest, when it has one, is kept.
        relationship: "parentOf": the picture is that photo, opened and edited; "inputTo": it is a
            new picture, to which the photo was the model's input.
        references: further photos that the model looked at; each becomes an "inputTo".
        watermark: the payload of the mark in the pixels, hexadecimal; it finds the way back to this
            manifest when the metadata is stripped (soft binding).
        badge: the picture bears a visible "AI".
        title: never a file name of the user's.

    Raises:
        WrongPictureFile: the source cannot be read or is none of the three formats.
        KeyUnusable: the signing certificate or key cannot be used.
        OSError: the destination cannot be written (full disk, read-only folder).
    """
    data = read_file(source)
    origins = [] if ingredient is None else [_Origin(ingredient, relationship, _INGREDIENT)]
    origins += [
        _Origin(photo, "inputTo", f"xmp:iid:reference-{number}")
        for number, photo in enumerate(references, start=1)
    ]
    actions = _actions(model, origins)
    manifest = _manifest(media_type(data), actions, settings, title)
    if badge:
        actions.append({"action": "c2pa.addedText", "digitalSourceType": ADDED, **_BY_ENOGU})
    if watermark is not None:
        actions.append({"action": "c2pa.watermarked.bound", **_BY_ENOGU})
        manifest["assertions"].append(_soft_binding(watermark))
    signed = _sign_bytes(data, manifest, origins, load_key())
    _write_atomically(Path(destination), signed)


def _manifest(
    mime: str, actions: list[dict[str, Any]], settings: Mapping[str, Any], title: str
) -> dict[str, Any]:
    mining = {f"cawg.{use}": {"use": "notAllowed"} for use in _MINING}
    return {
        "claim_generator_info": [{"name": "Enogu", "version": "0.1.0", "specVersion": "2.4"}],
        "title": title,
        "format": mime,
        "assertions": [
            _assertion("c2pa.actions.v2", {"actions": actions, "allActionsIncluded": True}),
            _assertion("cawg.training-mining", {"entries": mining}),
            _assertion(SETTINGS_LABEL, dict(settings)),
        ],
    }


def _assertion(label: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"label": label, "data": data}


def _soft_binding(watermark: str) -> dict[str, Any]:
    blocks = [{"scope": {}, "value": watermark}]  # an empty scope: the whole picture
    return _assertion("c2pa.soft-binding", {"alg": SOFT_BINDING, "blocks": blocks})


def _actions(model: str, origins: list[_Origin]) -> list[dict[str, Any]]:
    def of(relationship: str) -> dict[str, Any]:
        ids = [origin.id for origin in origins if origin.relationship == relationship]
        return {"parameters": {"ingredientIds": ids}} if ids else {}

    agent = {"name": model}
    if parent := of("parentOf"):
        edited = {"action": "c2pa.edited", "digitalSourceType": COMPOSITE, "softwareAgent": agent}
        return [{"action": "c2pa.opened", **parent}, edited | of("inputTo")]
    created = {"action": "c2pa.created", "digitalSourceType": CREATED, "softwareAgent": agent}
    return [created | of("inputTo")]


def _sign_bytes(
    data: bytes,
    manifest: dict[str, Any],
    origins: list[_Origin],
    key: SigningKey,
) -> bytes:
    authority = current().tsa_url
    try:
        return _sign_once(data, manifest, origins, key, authority)
    except c2pa.C2paError:
        if authority is None:
            raise
        # Without an answer of the time-stamp authority the picture is signed all the same.
        return _sign_once(data, manifest, origins, key, None)


def _sign_once(
    data: bytes,
    manifest: dict[str, Any],
    origins: list[_Origin],
    key: SigningKey,
    authority: str | None,
) -> bytes:
    info = c2pa.C2paSignerInfo(
        key.algorithm.encode(), key.chain.encode(), key.key.encode(), authority
    )
    out = io.BytesIO()
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest, _context(key)) as builder:
        for origin in origins:
            builder.add_ingredient_from_stream(
                {
                    "title": "Photo",
                    "relationship": origin.relationship,
                    "instance_id": origin.id,
                },
                media_type(origin.photo.original),
                io.BytesIO(origin.photo.original),
            )
        builder.sign(signer, manifest["format"], io.BytesIO(data), out)
    return out.getvalue()


def _context(key: SigningKey) -> c2pa.Context:
    settings: dict[str, Any] = {
        "verify": OFFLINE,
        "builder": {
            "thumbnail": {"enabled": False},  # a thumbnail would publish the user's photo
            "created_assertion_labels": [
                "c2pa.actions",
                "c2pa.actions.v2",
                "c2pa.soft-binding",
                SETTINGS_LABEL,
            ],
        },
    }
    if key.root:
        settings["trust"] = {"user_anchors": key.root}
    return c2pa.Context.from_dict(settings)


def _write_atomically(destination: Path, data: bytes) -> None:
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".enogu-", dir=destination.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, destination)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        code = error.errno or errno.EIO
        raise OSError(
            code, f"The picture cannot be written ({os.strerror(code)})", str(destination)
        ) from error
