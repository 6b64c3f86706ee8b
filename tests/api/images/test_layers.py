"""Transparent pictures, pictures that move, and things of one's own, by the official client."""

import base64
import io

import httpx
import openai
import pytest
from PIL import Image, ImageDraw

from safety.provenance.verify import verify
from tests.api.conftest import HeldEngine, client_of, png, served
from tests.small_world import small_engine


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with served(small_engine(tmp_path_factory.mktemp("dictionary"), HeldEngine)) as url:
        yield client_of(url)


@pytest.fixture(scope="module")
def thing() -> bytes:
    """A blue ball, cut out."""
    image = Image.new("RGBA", (128, 128))
    ImageDraw.Draw(image).ellipse((16, 16, 112, 112), fill=(30, 60, 200, 255))
    return png(image)


def file_of(answer) -> bytes:
    return base64.b64decode(answer.data[0].b64_json)


def test_a_transparent_picture_has_an_alpha_and_says_so(client):
    answer = client.images.generate(prompt="an elephant", background="transparent")
    assert (answer.background, answer.output_format) == ("transparent", "png")
    rgba = Image.open(io.BytesIO(file_of(answer)))
    assert rgba.mode == "RGBA" and rgba.getchannel("A").getextrema() == (0, 255)
    assert verify(file_of(answer)).state == "Trusted"


def test_a_gif_moves_and_its_partial_pictures_are_gifs_too(client):
    *partials, last = client.images.generate(
        prompt="an elephant in the snow", output_format="gif", stream=True, partial_images=2,
        extra_body={"frame_count": 4, "frame_duration_ms": 100},
    )  # fmt: skip
    images = [Image.open(io.BytesIO(base64.b64decode(one.b64_json))) for one in (*partials, last)]
    assert [(image.format, image.n_frames) for image in images] == [("GIF", 1)] * 2 + [("GIF", 4)]
    report = verify(base64.b64decode(last.b64_json))
    assert report.state == "Trusted" and report.settings["frame_ms"] == 100


def test_edits_of_what_was_made_here_move_or_are_cut_out_and_photos_do_not(client):
    still = file_of(client.images.generate(prompt="an elephant in the snow at noon"))
    frames = {"frame_count": 2, "frame_duration_ms": 300}
    moving = client.images.edit(
        image=still, prompt="make it night", output_format="gif", extra_body=frames
    )
    assert moving.output_format == "gif"
    with Image.open(io.BytesIO(file_of(moving))) as gif:
        assert (gif.n_frames, gif.info["duration"]) == (2, 300)
    alone = client.images.edit(
        image=file_of(moving), prompt="make it noon", background="transparent"
    )
    assert Image.open(io.BytesIO(file_of(alone))).mode == "RGBA"
    photo = png(Image.new("RGB", (256, 256), "green"))
    for fields in ({"output_format": "gif"}, {"background": "transparent"}):
        with pytest.raises(openai.BadRequestError, match="made here") as caught:
            client.images.edit(image=photo, prompt="at night", **fields)
        assert caught.value.param == next(iter(fields))


@pytest.mark.parametrize(
    ("fields", "param", "named"),
    [
        ({"prompt": "a meadow", "background": "transparent"}, "background", "name one"),
        ({"background": "transparent", "output_format": "jpeg"}, "background", "png or webp"),
        ({"prompt": "a mug in a room", "output_format": "gif"}, None, "would move"),
        ({"output_format": "svg"}, "output_format", "png, jpeg, webp, gif"),
        ({"extra_body": {"frame_count": 4}}, "frame_count", "gif alone"),
        (
            {"output_format": "gif", "extra_body": {"frame_count": 17}},
            "frame_count", "2 to 16",
        ),
        (
            {"output_format": "gif", "extra_body": {"frame_duration_ms": 5}},
            "frame_duration_ms", "20 to 1000",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(client, fields, param, named):
    with pytest.raises(openai.BadRequestError) as caught:
        client.images.generate(**{"prompt": "an elephant"} | fields)
    assert caught.value.param == param and named in caught.value.body["message"]


def test_edits_and_variations_bring_their_things_along(client, thing):
    plain = file_of(client.images.generate(prompt="an elephant"))

    def sent(way: str, image: bytes, name: str = "thing", **fields: str) -> httpx.Response:
        files = [("image", ("a.png", image, "image/png"))]
        files += [(name, ("b.png", thing, "image/png"))] if "things" in fields else []
        url = f"{client.base_url}images/{way}"
        return httpx.post(url, data=fields, files=files, timeout=300)

    added = sent("edits", plain, prompt="add Mimi", things="Mimi").json()
    data = base64.b64decode(added["data"][0]["b64_json"])
    assert verify(data).settings["things"] == ["Mimi"]
    alone = sent("edits", data, prompt="make it night")
    assert alone.status_code == 400 and "MIMI" in alone.json()["error"]["message"].upper()
    assert alone.json()["error"]["param"] == "things"
    assert sent("variations", data, "thing[]", things="Mimi").status_code == 200
    two = sent("edits", plain, prompt="add Mimi", things="Mimi, Bo")
    assert two.json()["error"]["message"] == "There are 2 names in things and 1 pictures of them."
