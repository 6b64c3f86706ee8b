import errno
import io
import json
import os
import stat
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from random import Random

import c2pa
import pytest
from cryptography import x509

from safety.__main__ import main
from safety.image.upload import SafePhoto, open_photo
from safety.provenance import signing as provenance
from safety.provenance.keys import KeyUnusable, load_key
from safety.provenance.metadata import encode
from safety.provenance.signing import sign
from safety.provenance.verify import Ingredient, verify

SETTINGS = {"prompt": 'a "red" <lantern> & 灯\x01', "seed": 7, "tokens": 1024, "steps": 4}
FORMATS = ["png", "jpeg", "webp"]


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


def test_the_photos_own_credentials_are_kept(signed):
    first = open_photo(signed("jpeg"))
    path = signed("png", first)
    assert len(manifest_store(path)["manifests"]) == 2
    report = verify(path)
    assert report.state == "Trusted"
    assert report.ingredients == (Ingredient("Photo", "parentOf", "Trusted", "Enogu"),)


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


@pytest.mark.parametrize("format", FORMATS)
def test_a_flipped_byte_reads_invalid(signed, format):
    data = bytearray(signed(format).read_bytes())
    place = len(data) - 60 if format != "webp" else data.index(b"VP8 ") + 200
    data[place] ^= 1
    report = verify(bytes(data))
    assert report.state == "Invalid"
    assert "assertion.dataHash.mismatch" in report.problems


def test_a_picture_without_credentials_is_inconclusive(encoded):
    report = verify(encoded("PNG"))
    assert (report.state, report.settings) == ("None", None)
    assert (report.found, report.answer) == (False, "inconclusive")
    assert report.summary.startswith("Inconclusive")


@pytest.mark.parametrize("format", FORMATS)
def test_settings_can_be_read_without_the_manifest(picture, format):
    assert verify(encode(picture, format, SETTINGS)).settings == SETTINGS


def test_the_xmp_block_is_read_by_other_programs(picture):
    from PIL import Image

    for format in FORMATS:
        with Image.open(io.BytesIO(encode(picture, format, SETTINGS))) as image:
            image.load()
            xmp = image.info["xmp"]
        assert b"trainedAlgorithmicMedia" in (xmp if isinstance(xmp, bytes) else xmp.encode())


def test_forged_settings_are_ignored(encoded):
    for forged in (b'enogu:settings="[1]"', b'enogu:settings="{"', b'enogu:settings="\xff"'):
        assert verify(encoded("JPEG", comment=forged)).settings is None


@pytest.fixture
def address():
    """A server's address and what it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/manifest.c2pa", asked
    server.shutdown()
    server.server_close()


def test_an_address_in_a_file_is_never_called(encoded, signed, address):
    url, asked = address
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="{url}"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    data = encoded("JPEG", xmp=xmp.encode())
    report = verify(data)
    assert (report.state, report.answer) == ("None", "inconclusive")
    assert url in report.problems[0]
    assert verify(signed("png", open_photo(data))).state == "Trusted"
    assert asked == []


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_damaged_file_without_credentials_is_no_signal(encoded, format):
    data = encoded(format)
    assert verify(data[: len(data) // 2]).answer == "inconclusive"


def test_damaged_credentials_always_get_an_answer(signed):
    data, random = signed().read_bytes(), Random(0)
    box = data.index(b"jumb")
    for place in random.sample(range(box, box + 6000), 60):
        changed = data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]
        assert verify(changed).state in ("Trusted", "Valid", "Invalid", "None")


def test_a_manifest_under_another_name_is_invalid(signed):
    data = signed().read_bytes()
    name = data.index(b"urn:c2pa:")
    report = verify(data[:name] + b"arn" + data[name + 3 :])
    assert report.state == "Invalid"


def test_an_unknown_format_is_named(picture):
    with pytest.raises(ValueError, match="png, jpeg or webp"):
        encode(picture, "gif", {})
    with pytest.raises(ValueError, match="PNG, JPEG or WebP"):
        sign(b"GIF89a", "x.gif", model="m", settings={})
    with pytest.raises(ValueError, match="PNG, JPEG or WebP"):
        verify(b"RIFF0000WAVE")


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


def test_key_files_are_private(signed, installation):
    signed()
    folder = installation / "signing"
    assert stat.S_IMODE(installation.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"chain.pem": 0o600, "key.pem": 0o600, "root.pem": 0o600}
    assert sorted(os.listdir(installation)) == ["signing"]


def test_the_key_is_made_once(installation):
    assert load_key() == load_key()
    leaf = x509.load_pem_x509_certificate(load_key().chain.encode())
    assert load_key().algorithm == "es256"
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_processes_that_start_together_share_one_key(installation):
    code = "from safety.provenance.keys import load_key; print(load_key().key)"
    start = [sys.executable, "-c", code]
    environment = os.environ | {"ENOGU_HOME": str(installation)}
    processes = [subprocess.Popen(start, stdout=subprocess.PIPE, env=environment) for _ in range(3)]
    keys = {process.communicate(timeout=300)[0] for process in processes}
    assert len(keys) == 1 and b"PRIVATE KEY" in keys.pop()
    assert os.listdir(installation) == ["signing"]


@pytest.mark.parametrize("as_text", [True, False])
def test_the_owners_certificate_signs(signed, installation, safety_settings, tmp_path, as_text):
    load_key()
    own = installation.rename(tmp_path / "own") / "signing"
    files = (own / "chain.pem", own / "key.pem")
    certificate, key = (path.read_text() if as_text else str(path) for path in files)
    safety_settings(sign_cert=certificate, sign_key=key)
    assert verify(signed()).state == "Valid"
    assert not installation.exists()


@pytest.mark.parametrize("name", ["key.pem", "chain.pem"])
@pytest.mark.parametrize("text", [None, "", "-----BEGIN RUBBISH-----"])
def test_a_damaged_key_says_so(signed, installation, name, text):
    load_key()
    path = installation / "signing" / name
    path.unlink() if text is None else path.write_text(text)
    with pytest.raises(KeyUnusable, match="signing"):
        signed()


def test_a_key_of_another_certificate_is_refused(installation, safety_settings, tmp_path):
    other = load_key()
    installation.rename(tmp_path / "other")
    safety_settings(sign_cert=load_key().chain, sign_key=other.key)
    with pytest.raises(KeyUnusable, match="does not belong"):
        load_key()


def test_the_verify_command(signed, capsys, tmp_path):
    assert main(["verify", str(signed())]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["settings"]) == ("Trusted", SETTINGS)
    assert answer["answer"] == "signal found"
    assert main(["verify", str(tmp_path / "missing.png")]) == 2
    assert "missing.png" in capsys.readouterr().err
