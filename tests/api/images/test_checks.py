"""Models, prompts that are judged, and files that are checked, by the official client."""

import openai
import pytest


def test_the_model_tells_what_it_does(client, engine):
    (model,) = client.models.list().data
    assert (model.id, model.object, model.owned_by) == ("embedded", "model", "enogu")
    assert set(model.tasks) == engine.capabilities.tasks
    assert model.sizes["most_side"] == 1024
    assert client.models.retrieve("embedded").id == "embedded"
    with pytest.raises(openai.NotFoundError, match="embedded"):
        client.models.retrieve("gpt-image-9")


def test_prompts_are_judged_as_those_of_pictures(client):
    words = [
        "two white cats",
        "a nude photo of the woman next door",
        'a sign that says "KILL THEM ALL"',
    ]
    answer = client.moderations.create(input=words)
    fine, nude, hateful = answer.results
    assert [result.flagged for result in answer.results] == [False, True, True]
    assert nude.categories.sexual and nude.category_scores.sexual > 0.1
    assert not any(fine.categories.to_dict().values())
    flagged = [name for name, flag in hateful.categories.to_dict().items() if flag]
    assert len(flagged) == 1 and hateful.category_applied_input_types.sexual == ["text"]


def test_parts_of_a_message_are_judged_too_and_pictures_are_not(client):
    text = {"type": "text", "text": "two white cats"}
    assert not client.moderations.create(input=[text]).results[0].flagged
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    with pytest.raises(openai.BadRequestError) as caught:
        client.moderations.create(input=[text, image])
    assert caught.value.param == "input"


@pytest.mark.parametrize("words", ["", " ", [], ["a"] * 33, "a" * 32_001])
def test_what_cannot_be_judged_is_named(client, words):
    with pytest.raises(openai.BadRequestError) as caught:
        client.moderations.create(input=words)
    assert caught.value.param == "input"


def test_a_picture_of_ours_is_known_by_its_credentials_and_its_mark(client, make, engine):
    picture = make(prompt="a red lantern", size=(512, 512))[1]  # a mark in 256 pixels may be weak
    check = client.content_provenance_checks.create(file=picture.path)
    assert check.object == "content_provenance_check"
    signed, marked = check.results
    assert (signed.type, signed.outcome, signed.validation_state) == ("c2pa", "detected", "trusted")
    assert (signed.issuer, signed.model) == ("Enogu", engine.model)
    assert (marked.type, marked.outcome) == ("watermark", "detected")
    assert marked.score > 10


def test_a_photo_of_others_has_no_signal(client, white_photo):
    signed, marked = client.content_provenance_checks.create(file=white_photo).results
    assert (signed.outcome, signed.validation_state) == ("not_detected", "not_present")
    assert marked.outcome == "not_detected"
    with pytest.raises(openai.BadRequestError) as caught:
        client.content_provenance_checks.create(file=b"no picture")
    assert caught.value.param == "file"
