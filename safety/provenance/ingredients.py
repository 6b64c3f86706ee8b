"""The photos that a picture was made from, as its manifest names them.

A photo's own manifest may hold its thumbnail, its place, its author, a serial number and a file
name. So the manifest of the picture has only the photo's hash and whether its credentials were
valid; the photo's manifest itself goes in where somebody asks for it, or where it was made here and
holds nothing but settings.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import c2pa

from safety.image.upload import SafePhoto
from safety.provenance.metadata import media_type
from safety.provenance.verify import is_made_here, read_credentials


@dataclass(frozen=True)
class Origin:
    """A photo that a picture was made from.

    Args:
        id: names it in the manifest's actions.
        relationship: "parentOf" or "inputTo".
        state: of its own credentials, as `Report.state`.
        issuer: who signed those, None when nobody did.
        kept: its whole manifest goes into the picture's.
    """

    photo: SafePhoto
    relationship: str
    id: str
    state: str
    issuer: str | None = None
    kept: bool = False

    @property
    def definition(self) -> dict[str, Any]:
        """The ingredient as C2PA defines it, without anything of the photo's own."""
        return {
            "title": "Photo",
            "format": media_type(self.photo.original),
            "relationship": self.relationship,
            "instance_id": self.id,
        }

    @property
    def fact(self) -> dict[str, Any]:
        """What is told of it in an assertion of ours."""
        told = {"id": self.id, "sha256": self.photo.sha256, "credentials": self.state}
        return told | ({"issuer": self.issuer} if self.state == "Trusted" else {})

    def add_to(self, builder: c2pa.Builder) -> None:
        """With its whole manifest. Raises c2pa.C2paError where that cannot be read."""
        data = io.BytesIO(self.photo.original)
        builder.add_ingredient_from_stream(self.definition, self.definition["format"], data)


def origins_of(
    photo: SafePhoto | None,
    relationship: str,
    references: Sequence[SafePhoto],
    keep_credentials: bool = False,
    keep_own: bool = True,
) -> list[Origin]:
    """The photo, then its references, as ingredients. keep_credentials: with their manifests,
    whoever made them; keep_own: those made here with theirs."""
    given = [] if photo is None else [(photo, relationship, "xmp:iid:source-photo")]
    given += [
        (reference, "inputTo", f"xmp:iid:reference-{number}")
        for number, reference in enumerate(references, start=1)
    ]
    return [_origin(*one, keep_credentials, keep_own) for one in given]


def without_manifests(origins: Sequence[Origin]) -> list[Origin]:
    """The same photos, none with its manifest."""
    return [replace(origin, kept=False) for origin in origins]


def _origin(
    photo: SafePhoto, relationship: str, id: str, keep_credentials: bool, keep_own: bool
) -> Origin:
    report = read_credentials(photo.original)
    has_manifest = report.state != "None"
    kept = has_manifest and (keep_credentials or (keep_own and is_made_here(photo.original)))
    return Origin(photo, relationship, id, report.state, report.issuer, kept)
