"""Signed pictures to test with."""

import io

import c2pa
import pytest
from PIL import Image

from safety.provenance.keys import load_key
from safety.provenance.metadata import encode
from safety.provenance.signing import sign
from safety.settings import SafetySettings, current, use

SETTINGS = {"prompt": 'a "red" <lantern> & 灯\x01', "seed": 7, "tokens": 1024, "steps": 4}


@pytest.fixture
def signed(picture, tmp_path):
    """Sign a picture: signed("png", ingredient=...) -> path."""

    def make(format="png", ingredient=None, **how):
        path = tmp_path / f"picture.{format}"
        data = encode(picture, format, SETTINGS, from_photo=ingredient is not None)
        how |= {"settings": SETTINGS, "ingredient": ingredient}
        sign(data, path, model="Enogu embedded 0.1", **how)
        return path

    return make


@pytest.fixture
def camera_photo(tmp_path) -> bytes:
    """A JPEG signed by a camera of somebody else, whose credentials tell private things."""
    here = current()
    use(SafetySettings(tmp_path / "camera"))
    key = load_key()
    use(here)
    metadata = {
        "@context": {"exif": "http://ns.adobe.com/exif/1.0/"},
        "exif:GPSLatitude": "52,31.2N",
        "exif:BodySerialNumber": "SN-INVENTED-0001",
    }
    author = {"@context": "https://schema.org", "@type": "CreativeWork"}
    author |= {"author": [{"@type": "Person", "name": "Ada Invented"}]}
    created = {"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/"}
    manifest = {
        "claim_generator_info": [{"name": "Example Camera", "version": "1"}],
        "title": "IMG_0001_Ada_Invented.jpg",
        "format": "image/jpeg",
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [created]}},
            {"label": "c2pa.metadata", "data": metadata, "kind": "Json"},
            {"label": "stds.schema-org.CreativeWork", "data": author, "kind": "Json"},
        ],
    }
    plain, out = io.BytesIO(), io.BytesIO()
    Image.effect_noise((200, 160), 60).convert("RGB").save(plain, "JPEG")
    info = c2pa.C2paSignerInfo(b"es256", key.chain.encode(), key.key.encode(), None)
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest) as builder:
        builder.sign(signer, "image/jpeg", io.BytesIO(plain.getvalue()), out)
    assert all(name in out.getvalue() for name in (b"Ada Invented", b"SN-INVENTED", b"thumbnail"))
    return out.getvalue()
