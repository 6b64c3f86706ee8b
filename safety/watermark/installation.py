"""Mark, and look for the mark, with the key of this installation."""

from PIL import Image

from safety.provenance.keys import KeyUnusable, find_key, load_key, watermark_key
from safety.watermark.detector import Detection, detect
from safety.watermark.embedder import embed
from safety.watermark.payload import Payload


def mark(
    image: Image.Image, engine: str, where: Image.Image | None = None
) -> tuple[Image.Image, Payload]:
    """The marked RGB picture and the payload of its mark; where: see `embed`.

    Raises:
        KeyUnusable, OSError: the installation's key cannot be read or made.
    """
    key = watermark_key(load_key())
    payload = Payload.of(image, engine, key)
    return embed(image, payload, key, where), payload


def find(image: Image.Image) -> Detection | None:
    """None when this installation has no key, so has never marked a picture. Makes no key."""
    try:
        key = find_key()
    except KeyUnusable:
        return None
    return None if key is None else detect(image, watermark_key(key))
