"""Votes over HTTP, with a real client on the routes as the page has them."""

import json

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pipeline.api.feedback import feedback_routes
from pipeline.feedback import REASONS, Side
from pipeline.feedback.taking import store, tuning_of
from safety.settings import SafetySettings

WHO = {"Enogu-Visitor": "random-visitor-1"}
PICTURE = {
    "prompt": "a cat in a boat", "seed": 4, "size": "512x512", "engine": "embedded",
    "model": "Enogu embedded 2.1, tuned mine",
    "layout": json.dumps({"placed": [0, 1, 140, 20, 7], "dice": 9}),
}  # fmt: skip
DOG = PICTURE | {"prompt": "a dog"}


@pytest.fixture
def client(tmp_path, program_settings):
    program_settings(safety=SafetySettings(tmp_path, rate_limit=None))
    return TestClient(FastAPI(routes=feedback_routes()))


def give(client, headers=WHO, **change):
    vote = {"pictures": [PICTURE], "choice": "worse"} | change
    return client.post("/v1/feedback", json=vote, headers=headers)


def test_votes_are_given_counted_and_deleted(client):
    other = PICTURE | {"seed": 5}
    assert give(client).json() == {"count": 1}
    answer = give(client, pictures=[PICTURE, other], choice="second", reason="ugly", words=True)
    assert answer.status_code == 201 and answer.json() == {"count": 2}
    first, second = store().votes()
    assert first.prompt is None and second.prompt == PICTURE["prompt"]
    assert first.sides == (Side(4, "512x512", (0, 1, 140, 20, 7), 9),)
    assert second.tuning == "mine" and second.reason == "ugly" and second.engine == "embedded"
    assert (
        client.get("/v1/feedback", headers={"Enogu-Visitor": "somebody-else"}).json()["count"] == 0
    )
    assert client.delete("/v1/feedback", headers=WHO).json() == {"count": 2}
    assert client.get("/v1/feedback", headers=WHO).json() == {"count": 0} and not store().votes()


def test_votes_on_words_that_the_checks_refuse_are_not_stored(client):
    answer = give(client, pictures=[PICTURE | {"prompt": "naked woman having sex, explicit porn"}])
    assert answer.status_code == 400 and answer.json()["code"] == "sexual"
    assert not store().votes()


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"choice": "blue"}, 422, "better"),
        ({"choice": "first"}, 400, "better, worse"),
        ({"reason": "blue"}, 422, "too_dark"),
        ({"pictures": []}, 422, "at least 1"),
        ({"pictures": [{}]}, 400, "seed and size"),
        ({"pictures": [PICTURE, PICTURE], "choice": "first"}, 400, "twice"),
        ({"pictures": [PICTURE, DOG], "choice": "first"}, 400, "one prompt"),
        ({"headers": {}}, 422, "Visitor"),
        ({"headers": {"Enogu-Visitor": "short"}}, 422, "at least 8"),
    ],
)  # fmt: skip
def test_a_wrong_vote_is_told_and_not_stored(client, change, status, told):
    answer = give(client, **change)
    assert answer.status_code == status and told in answer.text
    assert not store().votes()


def test_the_owner_can_switch_votes_off(client, program_settings):
    program_settings(feedback=False)
    answer = give(client)
    assert answer.status_code == 400 and "ENOGU_FEEDBACK" in answer.json()["message"]
    assert not store().votes()


def test_a_flood_of_votes_is_refused(tmp_path, program_settings):
    program_settings(safety=SafetySettings(tmp_path, rate_limit=(30, 600)))
    client = TestClient(FastAPI(routes=feedback_routes()), client=("203.0.113.9", 1))
    answers = [give(client).status_code for _ in range(125)]
    assert answers.count(201) == 120 and set(answers[120:]) == {429}


def test_a_store_that_cannot_be_written_is_told(tmp_path, program_settings):
    (tmp_path / "file").touch()
    program_settings(safety=SafetySettings(tmp_path / "file", rate_limit=None))
    answer = give(TestClient(FastAPI(routes=feedback_routes())))
    assert answer.status_code == 507 and "cannot write" in answer.json()["message"]


def test_the_document_tells_what_is_taken(client):
    document = client.get("/v1/feedback/openapi.json").json()
    routes = document["paths"]["/v1/feedback"]
    assert set(routes) == {"get", "post", "delete"}
    given = document["components"]["schemas"]["Given"]["properties"]
    assert given["reason"]["enum"] == list(REASONS)


def test_the_tuning_is_read_from_the_models_name():
    assert tuning_of("Enogu embedded 2.1, tuned harmony-1") == "harmony-1"
    assert tuning_of("Enogu embedded 2.1") == ""
