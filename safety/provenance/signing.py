"""Sign a finished picture with C2PA Content Credentials (spec 2.4): its bytes change no more."""

import errno
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import c2pa

from safety.image.upload import SafePhoto
from safety.provenance.ingredients import Origin, origins_of, without_manifests
from safety.provenance.keys import SigningKey, load_key
from safety.provenance.labels import OFFLINE, PHOTOS_LABEL, SETTINGS_LABEL, SOFT_BINDING
from safety.provenance.metadata import ADDED, COMPOSITE, CREATED, media_type, read_file
from safety.settings import current

_BY_ENOGU = {"softwareAgent": {"name": "Enogu"}}
_MINING = ("ai_inference", "ai_generative_training", "ai_training", "data_mining")


def sign(
    source: Path | str | bytes,
    destination: Path | str,
    *,
    model: str,
    settings: Mapping[str, Any],
    ingredient: SafePhoto | None = None,
    relationship: str = "parentOf",
    references: Sequence[SafePhoto] = (),
    keep_credentials: bool = False,
    keep_own: bool = True,
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
        ingredient: the photo it was made from. Of its own credentials the picture tells whether
            they were valid.
        relationship: "parentOf": the picture is that photo, opened and edited; "inputTo": it is a
            new picture, to which the photo was the model's input.
        references: further photos that the model looked at; each becomes an "inputTo".
        keep_credentials: put the photos' own manifests into the picture's, with whatever they
            hold: thumbnails, places, names. One that cannot be read is left out all the same.
        keep_own: put in the manifests of pictures made here, which hold their words and settings.
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
    origins = origins_of(ingredient, relationship, references, keep_credentials, keep_own)
    actions = _actions(model, origins)
    manifest = _manifest(media_type(data), actions, settings, title)
    if badge:
        actions.append({"action": "c2pa.addedText", "digitalSourceType": ADDED, **_BY_ENOGU})
    if watermark is not None:
        actions.append({"action": "c2pa.watermarked.bound", **_BY_ENOGU})
        manifest["assertions"].append(_soft_binding(watermark))
    if origins:
        photos = [origin.fact for origin in origins]
        manifest["assertions"].append(_assertion(PHOTOS_LABEL, {"photos": photos}))
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


def _actions(model: str, origins: Sequence[Origin]) -> list[dict[str, Any]]:
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
    origins: Sequence[Origin],
    key: SigningKey,
) -> bytes:
    """Whatever goes wrong beside the picture itself costs it nothing: a photo's damaged manifest is
    left out, and so is the time where its authority does not answer."""
    tries = [(origins, current().tsa_url), (origins, None), (without_manifests(origins), None)]
    for number, (given, authority) in enumerate(tries, start=1):
        try:
            return _sign_once(data, manifest, given, key, authority)
        except c2pa.C2paError:
            if number == len(tries):
                raise
    raise AssertionError("the last try returns or raises")


def _sign_once(
    data: bytes,
    manifest: dict[str, Any],
    origins: Sequence[Origin],
    key: SigningKey,
    authority: str | None,
) -> bytes:
    info = c2pa.C2paSignerInfo(
        key.algorithm.encode(), key.chain.encode(), key.key.encode(), authority
    )
    plain = [origin.definition for origin in origins if not origin.kept]
    manifest = manifest | {"ingredients": plain}
    out = io.BytesIO()
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest, _context(key)) as builder:
        for origin in origins:
            if origin.kept:
                origin.add_to(builder)
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
                PHOTOS_LABEL,
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
