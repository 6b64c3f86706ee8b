"""A picture of this installation in another file format, signed again."""

import io
import secrets
from pathlib import Path

from PIL import Image

from pipeline.errors import RequestError
from pipeline.request import FORMATS, MOVING, TRANSPARENT
from safety.image.upload import open_photo
from safety.provenance.metadata import encode
from safety.provenance.signing import sign
from safety.provenance.verify import verify
from safety.settings import current

MOTION = ("frames", "frame_ms")  # settings of what moves
WORDS = ("prompt", "layout", "things", "earlier")  # settings that hold what somebody wrote


def export(picture: Path, format: str, words: bool = True) -> Path:
    """The picture as "png", "jpeg" or "webp": itself when it is one, else a new file beside it. Of
    one that moves it is the first frame, of a transparent one a JPEG shows it on white; what moves
    is a "gif" already.

    words: False leaves out what somebody wrote to get the picture; the file cannot make it again.

    Only a file whose Content Credentials are intact and name its settings is signed again: this
    is no way to sign anything else. The picture it is made from is the manifest's ingredient.

    Raises:
        RequestError: an unknown format, or no intact picture of ours.
        OSError: the folder cannot be written.
    """
    if format not in (*FORMATS, MOVING):
        raise RequestError("format", allowed=", ".join(FORMATS), value=format)
    report = verify(picture)
    # A stranger's certificate is "Valid" too; one of the owner's own may be no more than that.
    ours = {"Trusted", "Valid"} if current().sign_cert else {"Trusted"}
    if report.state not in ours or not report.settings:
        raise RequestError("not_ours")
    if words and report.settings.get("format") == format:
        return picture
    if format == MOVING:
        raise RequestError("format", allowed=", ".join(FORMATS), value=format)
    source = open_photo(picture)
    image, clear = source.image, source.alpha is not None and format in TRANSPARENT
    left_out = MOTION + (() if words else WORDS) + (() if clear else ("transparent",))
    settings = {key: value for key, value in report.settings.items() if key not in left_out}
    settings |= {"format": format}
    if clear:  # as it is in the file: in `source` its edges are mixed with white
        with Image.open(io.BytesIO(source.original)) as opened:
            image = opened.convert("RGBA")
    copy = picture.with_name(f"{picture.stem}-{secrets.token_hex(2)}.{format}")
    data = encode(image, format, settings, from_photo=True)
    mark = report.watermark.payload if report.watermark else None  # it stays in the pixels
    sign(
        data,
        copy,
        model=settings["model"],
        settings=settings,
        ingredient=source,
        keep_own=words,
        watermark=mark,
    )
    return copy
