"""What is read from a file, however it was changed, and that nobody is called for it."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.image.upload import open_photo
from safety.provenance.keys import load_key
from safety.provenance.verify import read_credentials, verify

FORMATS = ["png", "jpeg", "webp"]


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
    data = signed().read_bytes()
    box = data.index(b"jumb")

    @given(st.integers(box, box + 6000), st.binary(min_size=1, max_size=4))
    @settings(deadline=None, max_examples=100)
    def damage(place, change):
        changed = data[:place] + change + data[place + len(change) :]
        assert read_credentials(changed).state in ("Trusted", "Valid", "Invalid", "None")

    damage()


def test_a_manifest_under_another_name_is_invalid(signed):
    data = signed().read_bytes()
    name = data.index(b"urn:c2pa:")
    report = verify(data[:name] + b"arn" + data[name + 3 :])
    assert report.state == "Invalid"


def test_a_stranger_with_our_name_is_called_a_stranger_first(signed, safety_settings, tmp_path):
    path = signed()
    assert verify(path).summary.startswith("Signal found: trusted Content Credentials")
    safety_settings(home=tmp_path / "another")
    report = verify(path)
    assert (report.own, report.issuer) == (False, "Enogu")
    first, *_ = report.summary.split(". ")
    assert 'a stranger, who signs as "Enogu"' in first


def test_the_owners_own_certificate_is_no_stranger(signed, safety_settings, tmp_path, installation):
    load_key()
    own = installation.rename(tmp_path / "own") / "signing"
    safety_settings(sign_cert=str(own / "chain.pem"), sign_key=str(own / "key.pem"))
    report = verify(signed())
    assert (report.state, report.own) == ("Valid", True)
    assert "stranger" not in report.summary
