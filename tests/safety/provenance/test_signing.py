import errno
import json
import os

import c2pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from safety.image.upload import SafePhoto, open_photo
from safety.provenance import signing as provenance
from safety.provenance.labels import PHOTOS_LABEL
from safety.provenance.rubric import assess
from safety.provenance.signing import sign
from safety.provenance.verify import Ingredient, read_credentials, verify
from tests.safety.provenance.conftest import SETTINGS

FORMATS = ["png", "jpeg", "webp"]


def manifest_store(path):
    with c2pa.Reader(str(path)) as reader:
        return json.loads(reader.json())


def active(path):
    store = manifest_store(path)
    return store["manifests"][store["active_manifest"]]


@pytest.mark.parametrize("format", FORMATS)
def test_a_signed_picture_is_trusted_here_and_valid_elsewhere(
    signed, safety_settings, tmp_path, format
):
    path = signed(format)
    report = verify(path)
    assert (report.state, report.problems) == ("Trusted", ())
    assert (report.issuer, report.generator) == ("Enogu", "Enogu")
    assert (report.actions, report.ingredients) == (("c2pa.created",), ())
    assert report.chain == ("Enogu installation", "Enogu installation root")
    assert (report.found, report.answer, report.signed_at) == (True, "signal found", None)
    assert report.settings == SETTINGS
    safety_settings(home=tmp_path / "another")
    assert verify(path).state == "Valid"
    assert not (tmp_path / "another").exists()  # verifying makes no key


def test_signing_leaves_the_pixels_alone(signed, picture):
    assert open_photo(signed("png")).image.tobytes() == picture.tobytes()


@pytest.mark.parametrize("format", FORMATS)
def test_a_painted_photo_names_its_photo(signed, encoded, format):
    photo = open_photo(encoded("JPEG", comment=b"private words"))
    path = signed(format, photo)
    report = verify(path)
    assert (report.state, report.actions) == ("Trusted", ("c2pa.opened", "c2pa.edited"))
    assert report.ingredients == (Ingredient("Photo", "parentOf"),)
    assert b"private words" not in path.read_bytes()


def test_every_photo_that_was_looked_at_is_named(signed, encoded):
    photo = open_photo(encoded("JPEG"))
    report = verify(signed("png", photo, references=(photo, photo)))
    assert (report.state, report.actions) == ("Trusted", ("c2pa.opened", "c2pa.edited"))
    assert [one.relationship for one in report.ingredients] == ["parentOf", "inputTo", "inputTo"]


def test_the_credentials_of_a_picture_made_here_are_kept(signed):
    first = open_photo(signed("jpeg"))
    path = signed("png", first)
    assert len(manifest_store(path)["manifests"]) == 2
    report = verify(path)
    assert report.state == "Trusted"
    assert report.ingredients == (Ingredient("Photo", "parentOf", "Trusted", "Enogu"),)


PRIVATE = (b"Ada Invented", b"SN-INVENTED-0001", b"52,31.2N", b"Example Camera", b"IMG_0001")


def found_in(path):
    """Which private things a file holds, in its bytes or as its manifests tell them."""
    told = json.dumps(manifest_store(path)).encode()
    return [name for name in PRIVATE if name in path.read_bytes() or name in told]


@pytest.mark.parametrize("format", FORMATS)
def test_of_a_photos_private_credentials_only_the_fact_is_kept(signed, camera_photo, format):
    photo = open_photo(camera_photo)
    path = signed(format, photo, references=(photo,))
    report = verify(path)
    assert found_in(path) == []
    assert len(manifest_store(path)["manifests"]) == 1
    assert path.read_bytes().count(b"\xff\xd8\xff") == (format == "jpeg")  # no thumbnail
    assert report.state == "Trusted"
    assert report.ingredients == (
        Ingredient("Photo", "parentOf", "Valid"),
        Ingredient("Photo", "inputTo", "Valid"),
    )
    facts = next(a for a in active(path)["assertions"] if a["label"] == PHOTOS_LABEL)["data"]
    assert [fact["sha256"] for fact in facts["photos"]] == [photo.sha256] * 2
    assert assess(path.read_bytes()) == {}


def test_a_picture_made_here_of_a_private_photo_passes_nothing_on(signed, camera_photo):
    first = signed("jpeg", open_photo(camera_photo), keep_credentials=True)
    assert found_in(signed("png", open_photo(first))) == []


def test_the_whole_credentials_are_kept_where_they_are_asked_for(signed, camera_photo):
    path = signed("png", open_photo(camera_photo), keep_credentials=True)
    assert b"Ada Invented" in found_in(path)
    assert verify(path).ingredients[0].state == "Valid"


@pytest.mark.parametrize("keep", [True, False])
def test_damaged_credentials_never_cost_the_picture(signed, camera_photo, keep):
    box = camera_photo.index(b"jumb")

    @given(st.integers(box, box + 9000), st.integers(0, 255))
    @hypothesis_settings(deadline=None, max_examples=60)
    def damage(place, value):
        changed = camera_photo[:place] + bytes([value]) + camera_photo[place + 1 :]
        photo = SafePhoto(None, changed, "JPEG", "")
        report = read_credentials(signed("png", photo, keep_credentials=keep).read_bytes())
        assert report.state in ("Trusted", "Valid")
        assert len(report.ingredients) == 1

    damage()


def test_a_photo_that_was_changed_after_signing_is_named_so(signed):
    data = bytearray(signed("png").read_bytes())
    data[-60] ^= 1  # inside the pixels' chunk: only its check sum notices
    report = verify(signed("png", SafePhoto(None, bytes(data), "PNG", "")))
    assert report.ingredients[0].state == "Invalid"
    assert report.state in ("Trusted", "Valid")


def test_the_manifest_states_what_the_specification_asks(signed, encoded):
    created, edited = active(signed()), active(signed("webp", open_photo(encoded("PNG"))))
    assert created["claim_generator_info"][0]["specVersion"] == "2.4"
    for manifest in (created, edited):
        assertions = {item["label"]: item["data"] for item in manifest["assertions"]}
        assert assertions["c2pa.actions.v2"]["allActionsIncluded"] is True
        uses = assertions["cawg.training-mining"]["entries"].values()
        assert {entry["use"] for entry in uses} == {"notAllowed"}
        assert "thumbnail" not in json.dumps(manifest)
    actions = next(a for a in edited["assertions"] if a["label"] == "c2pa.actions.v2")
    opened, edit = actions["data"]["actions"]
    assert "digitalSourceType" not in opened and opened["parameters"]["ingredients"]
    assert edit["digitalSourceType"].endswith("compositeWithTrainedAlgorithmicMedia")
    actions = next(a for a in created["assertions"] if a["label"] == "c2pa.actions.v2")
    first = actions["data"]["actions"][0]
    assert first["digitalSourceType"].endswith("/trainedAlgorithmicMedia")
    assert first["softwareAgent"]["name"] == "Enogu embedded 0.1"


def test_a_folder_that_is_missing_fails_and_leaves_nothing(encoded, tmp_path):
    with pytest.raises(OSError, match="cannot be written"):
        sign(encoded(), tmp_path / "no" / "x.png", model="m", settings={})
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_or_read_only_disk_leaves_the_old_file(encoded, tmp_path, monkeypatch, code, step):
    path = tmp_path / "out" / "x.png"
    path.parent.mkdir()
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(provenance.os, step, fail)
    with pytest.raises(OSError, match="cannot be written") as caught:
        sign(encoded(), path, model="m", settings={})
    assert caught.value.errno == code
    assert path.read_bytes() == b"old" and os.listdir(path.parent) == ["x.png"]


def test_a_dead_time_stamp_authority_is_harmless(signed, safety_settings):
    safety_settings(tsa_url="http://127.0.0.1:9/timestamp")
    assert verify(signed()).state == "Trusted"
