"""The key that signs: made once, kept private, or the owner's own."""

import os
import stat
import subprocess
import sys

import pytest
from cryptography import x509

from safety.provenance.keys import KeyUnusable, load_key
from safety.provenance.verify import verify


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
