"""Who comes in: keys, logins, this machine, pages of other sites, and how often."""

import json
import stat
from dataclasses import replace

import httpx
import openai
import pytest

from pipeline.api import access
from pipeline.api.__main__ import main
from pipeline.api.keys import FILE, KeyRing, WrongKey, key_ring
from safety.settings import current, use
from tests.api.conftest import client_of, served

PROMPT = "a red lantern"


@pytest.fixture
def home(tmp_path):
    """A home of the installation's own for one test."""
    before = current()
    use(replace(before, home=tmp_path))
    yield tmp_path
    use(before)


def test_a_key_is_shown_once_and_kept_as_a_hash(home, capsys):
    assert main(["key", "add", "laptop", "--rate", "3/60"]) == 0
    secret = capsys.readouterr().out.strip()
    assert secret.startswith("sk-enogu-") and len(secret) > 40
    assert secret not in (home / FILE).read_text()
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    assert main(["key", "list"]) == 0
    listed = capsys.readouterr().out
    assert "laptop" in listed and secret[-4:] in listed and secret not in listed
    assert key_ring().find(secret).rate == (3, 60)
    assert main(["key", "remove", "laptop"]) == 0
    assert key_ring().find(secret) is None


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["add", "laptop"], "there is a key named 'laptop'"),
        (["add", " "], "1 to 64 characters"),
        (["add", "new", "--rate", "fast"], "30/600"),
        (["remove", "phone"], "there are laptop"),
    ],
)
def test_a_wrong_name_or_rate_is_told_so(home, capsys, arguments, named):
    KeyRing(home / FILE).add("laptop")
    assert main(["key", *arguments]) == 2
    assert named in capsys.readouterr().err


def test_a_damaged_file_of_keys_opens_nothing(home, engine):
    (home / FILE).write_text("no keys")
    assert main(["key", "list"]) == 1
    with pytest.raises(WrongKey, match="damaged"):
        key_ring().find("sk-enogu-1")
    with served(engine, host="0.0.0.0") as url, pytest.raises(openai.AuthenticationError):
        client_of(url, "sk-enogu-1").models.list()


def test_who_comes_over_a_network_needs_a_key_that_is_known(home, engine):
    secret = key_ring().add("laptop")
    with served(engine, host="0.0.0.0") as url:
        assert client_of(url, secret).models.list().data
        for wrong in ("sk-enogu-unknown", "ü"):
            headers = {"authorization": f"Bearer {wrong}".encode()}
            answer = httpx.get(f"{url}/models", headers=headers)
            assert answer.status_code == 401
            assert answer.json()["error"]["code"] == "invalid_api_key"
        assert httpx.get(f"{url}/models").status_code == 401
        assert httpx.get(f"{url}/openapi.json").status_code == 200
        key_ring().remove("laptop")
        with pytest.raises(openai.AuthenticationError):
            client_of(url, secret).models.list()


@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        ({}, False),
        ({"host": "localhost"}, False),
        ({"host": "192.168.1.2"}, True),
        ({"share": True}, True),
        ({"on_space": True}, True),
        ({"auth": (("ann", "secret"),)}, True),
        ({"public_url": "https://example.org"}, True),
    ],
)
def test_a_key_is_needed_wherever_others_can_come(changes, needed):
    from pipeline import settings

    assert access.needs_key(replace(settings.current(), **changes)) == needed


def test_each_key_has_its_rate(home, engine):
    use(replace(current(), rate_limit=(1000, 600)))
    slow, quick = key_ring().add("slow", (2, 600)), key_ring().add("quick", (50, 600))
    with served(engine, host="0.0.0.0") as url:
        for _ in range(2):
            client_of(url, slow).images.generate(prompt=PROMPT)
        with pytest.raises(openai.RateLimitError) as caught:
            client_of(url, slow).images.generate(prompt=PROMPT)
        assert caught.value.code == "rate_limit_exceeded"
        assert 500 < int(caught.value.response.headers["retry-after"]) <= 601
        assert client_of(url, quick).images.generate(prompt=PROMPT).data


def test_pages_of_other_sites_come_in_with_a_key_alone(home, engine, url):
    foreign = {"origin": "https://example.org"}
    body = {"input": "two white cats"}
    answer = httpx.post(f"{url}/moderations", json=body, headers=foreign)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_origin")
    own = {"origin": url.removesuffix("/v1")}
    assert httpx.post(f"{url}/moderations", json=body, headers=own).status_code == 200
    keyed = foreign | {"authorization": f"Bearer {key_ring().add('site')}"}
    assert httpx.post(f"{url}/moderations", json=body, headers=keyed).status_code == 200


def test_another_name_of_this_machine_is_not_served(url):
    answer = httpx.get(f"{url}/models", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unknown_host")


def test_what_is_logged_has_neither_words_nor_users(client, caplog):
    caplog.set_level("DEBUG")
    client.images.generate(prompt="a quiet xylophone", user="somebody@x.org")
    with pytest.raises(openai.BadRequestError):
        client.images.generate(prompt="a nude xylophone player", user="somebody@x.org")
    ours = [record.getMessage() for record in caplog.records if record.name == "enogu"]
    assert ours and "xylophone" not in json.dumps(ours) and "somebody" not in json.dumps(ours)
