"""The environment is read once, and whoever installs other settings is obeyed everywhere."""

from pathlib import Path

import pytest

from safety import settings
from safety.provenance.keys import load_key
from safety.settings import SafetySettings, WrongSetting, current, use

read = SafetySettings.from_environment


@pytest.mark.parametrize("environment", [{}, {"ENOGU_HOME": " ", "ENOGU_BEHIND_PROXY": ""}])
def test_nothing_set_means_the_defaults(environment):
    home = Path.home() / ".config" / "enogu"
    assert read(environment) == SafetySettings(home, rate_limit=(30, 600))


def test_every_variable_is_read():
    found = read(
        {
            "ENOGU_HOME": "/keys",
            "ENOGU_SIGN_CERT": "cert.pem",
            "ENOGU_SIGN_KEY": "key.pem",
            "ENOGU_TSA_URL": "https://example.org/tsa",
            "ENOGU_RATE_LIMIT": "5/60",
            "ENOGU_BEHIND_PROXY": "1",
            "ENOGU_GUARD": "Qwen/Qwen3Guard-Gen-0.6B",
        }
    )
    assert found == SafetySettings(
        Path("/keys"),
        sign_cert="cert.pem",
        sign_key="key.pem",
        tsa_url="https://example.org/tsa",
        rate_limit=(5, 60),
        behind_proxy=True,
        guard="Qwen/Qwen3Guard-Gen-0.6B",
    )
    assert "key.pem" not in repr(found)  # it may be the key itself


def test_off_means_no_limit():
    assert read({"ENOGU_RATE_LIMIT": "off"}).rate_limit is None


@pytest.mark.parametrize(
    ("environment", "allowed"),
    [
        *(({"ENOGU_RATE_LIMIT": text}, "30/600")
          for text in ("many", "10", "0/60", "10/0", "-1/60", "1.5/60", "/")),
        ({"ENOGU_BEHIND_PROXY": "perhaps"}, "1 or 0"),
        ({"ENOGU_TSA_URL": "example.org"}, "http://"),
        ({"ENOGU_SIGN_CERT": "cert.pem"}, "both"),
        ({"ENOGU_SIGN_KEY": "key.pem"}, "both"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_is_allowed(environment, allowed):
    with pytest.raises(WrongSetting, match=allowed) as wrong:
        read(environment)
    assert next(iter(environment)) in str(wrong.value)


def test_the_environment_is_read_on_first_use_and_kept(monkeypatch):
    monkeypatch.setattr(settings, "_current", None)
    monkeypatch.setenv("ENOGU_HOME", "/one")
    assert current().home == Path("/one")
    monkeypatch.setenv("ENOGU_HOME", "/two")
    assert current().home == Path("/one")


def test_each_home_has_a_key_of_its_own(tmp_path):
    keys = []
    for home in ("one", "two", "one"):
        use(SafetySettings(tmp_path / home))
        keys.append(load_key())
    assert keys[0] == keys[2] != keys[1]
