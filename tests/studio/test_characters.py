"""Characters of the visitor's own: made, kept in the browser, saved, loaded, named in prompts."""

import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest
from gradio.utils import get_upload_folder
from gradio_client import handle_file
from gradio_client.exceptions import AppError
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from pipeline.engines.embedded.world import from_layout
from pipeline.engines.flux.engine import FluxKleinEngine
from pipeline.studio import characters
from pipeline.studio.keepsake import PREFIX, file_of, kept, name_in, things_of
from pipeline.studio.mask import ERASE, KEEP, marks_of
from pipeline.studio.page import build, launch
from pipeline.wording import ENGLISH
from safety.image.upload import open_photo
from safety.provenance.verify import verify
from tests.small_world import small_engine
from tests.studio.conftest import TIMEOUT, WatchedEngine, client_of, done, paint, wait_until_drawn

BLUE = (30, 60, 200)


def drawn(color=BLUE) -> Image.Image:
    image = Image.new("RGB", (160, 120), "white")
    ImageDraw.Draw(image).ellipse((40, 20, 120, 100), fill=color)
    return image


def cut(color=BLUE) -> Image.Image:
    image = Image.new("RGBA", (90, 100))
    ImageDraw.Draw(image).ellipse((5, 5, 84, 94), fill=(*color, 255))
    return image


@pytest.fixture
def drawing(tmp_path) -> Path:
    path = tmp_path / "drawing.png"
    drawn().save(path)
    return path


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    return small_engine(tmp_path_factory.mktemp("dictionary"), WatchedEngine)


@pytest.fixture(scope="session")
def world_url(world, url):
    """A second page, whose engine has few words; `url` has set up the folders."""
    _, address, _ = launch(world, prevent_thread_lock=True, quiet=True)
    return address


@pytest.mark.parametrize("name", ["Mimi", "ミミ", "Zoë 2"])
def test_a_file_carries_its_name_and_its_alpha(name):
    data = file_of(name, cut())
    assert name_in(data, "other.png") == name
    photo = open_photo(data)
    assert np.array_equal(photo.alpha, cut().getchannel("A"))


def test_a_file_without_a_name_is_named_for_itself():
    out = io.BytesIO()
    cut().save(out, "PNG")
    assert name_in(out.getvalue(), "my_cat.png") == "my cat"
    assert name_in(b"no picture", "a.b.png") == ""
    broken = bytearray(file_of("Mimi", cut()))
    broken[45] ^= 255  # the text chunk's checksum is wrong then
    assert name_in(bytes(broken), "x.png") == "x"


def test_what_the_browser_kept_comes_back():
    items = [kept("Mimi", cut()), kept("Bo", cut((9, 9, 9)))]
    json.dumps(items)
    assert things_of(items) == (("Mimi", file_of("Mimi", cut())),
                                ("Bo", file_of("Bo", cut((9, 9, 9)))))  # fmt: skip


@pytest.mark.parametrize(
    "items",
    [
        None, "Mimi", [1], [{}], [{"name": "<b>", "picture": PREFIX + "aGk="}],
        [{"name": "Mimi", "picture": "/etc/passwd"}],
        [{"name": "Mimi", "picture": PREFIX + "!"}], [{"name": None, "picture": None}],
    ],
)  # fmt: skip
def test_what_is_no_thing_is_left_out(items):
    assert things_of(items) == ()


def test_a_browser_cannot_send_more_than_a_request_takes():
    assert len(things_of([kept(f"M{number}", cut()) for number in "abcdefg"])) == 4


@pytest.mark.parametrize(
    ("prompt", "names"),
    [("MIMI in a room", ["Mimi"]), ("a room", []), ("Mimi, Bo", ["Mimi", "Bo"]), ("ミミ", [])],
)
def test_only_those_that_a_prompt_names_go_with_it(prompt, names):
    items = [kept("Mimi", cut()), kept("Bo", cut())]
    assert [name for name, _ in characters.named_in(prompt, items)] == names


def strokes(*marks: tuple[str, tuple[int, int, int, int]]) -> bytes:
    image = Image.new("RGBA", (200, 100))
    for color, box in marks:
        image.paste(color, box)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_green_keeps_and_red_erases():
    boxes = (10, 10, 60, 60), (120, 20, 180, 90)
    masks = marks_of(strokes((KEEP, boxes[0]), (ERASE, boxes[1])))
    assert tuple(Image.open(io.BytesIO(mask)).getbbox() for mask in masks) == boxes


def test_without_a_colour_nothing_is_marked():
    assert marks_of(None) == (None, None)
    assert marks_of(strokes()) == (None, None)
    keep, erase = marks_of(strokes((ERASE, (0, 0, 50, 50))))
    assert keep is None and erase


def test_one_more_and_one_in_place_of_its_namesake():
    items = characters._with([], "Mimi", cut(), ENGLISH)
    items = characters._with(items, "Bo", cut(), ENGLISH)
    items = characters._with(items, "MIMI", cut((0, 0, 0)), ENGLISH)
    assert [item["name"] for item in items] == ["Bo", "MIMI"]


@pytest.mark.parametrize(
    ("name", "thing", "said"),
    [
        ("a/b", cut(), "cannot be its name"),
        ("Mimi", None, "Nothing stands out"),
        ("Fifth", cut(), "At most 4"),
    ],
)
def test_what_cannot_be_added_says_why(name, thing, said):
    items = [kept(f"M{letter}", cut()) for letter in "abcd"]
    assert said in characters._with(items if name == "Fifth" else [], name, thing, ENGLISH)


def test_files_go_with_the_character(drawing):
    made = drawing.with_name("faded.webp")
    made.touch()
    items, name, *_, status = characters._add(
        [], " Mimi ", str(drawing), (None, []), [str(made)], None
    )
    assert (items[0]["name"], name) == ("Mimi", "")
    assert "Mimi" in status
    assert not drawing.exists() and not made.exists()


def test_a_name_and_a_picture_are_asked_for(drawing):
    assert "name" in characters._add([], "", str(drawing), (None, []), [], None)[-1]
    assert "photo" in characters._add([], "Mimi", None, (None, []), [], None)[-1]
    assert drawing.exists()


def test_a_saved_one_is_loaded_with_its_name(tmp_path):
    path = tmp_path / "download (1).png"
    path.write_bytes(file_of("Mimi", cut()))
    items, status = characters._load([], str(path), None)
    ((name, data),) = things_of(items)
    assert name == "Mimi" and "Mimi" in status
    assert np.asarray(open_photo(data).alpha).mean() > 150


def test_a_file_that_is_no_picture_is_told(tmp_path):
    path = tmp_path / "Mimi.png"
    path.write_bytes(b"words")
    assert "not a picture" in characters._load([], str(path), None)[1]


def test_only_an_engine_that_paints_things_is_offered_them(world):
    for one, offered in ((FluxKleinEngine.tiny(), False), (world, True)):
        parts = build(one).get_config_file()["components"]
        folds = [part for part in parts if "add_character" in str(part["props"].get("label"))]
        assert bool(folds) is offered


@pytest.fixture(scope="module")
def world_client(world_url):
    return client_of(world_url)


def test_things_are_named_and_sent(world_client, drawing):
    picture, report = world_client.predict(
        "Mimi and Bo in a room", "256x256", steps=1, seed=3, things="Mimi, Bo",
        thing_1=handle_file(drawing), thing_2=handle_file(drawing), api_name="/text_to_image",
    )  # fmt: skip
    assert report["settings"]["things"] == ["Mimi", "Bo"]
    layout = from_layout(verify(Path(picture)).settings["layout"])
    assert {"mimi", "bo"} <= {element.kind for element in layout.graph.elements}


def test_names_and_pictures_come_in_pairs(world_client, drawing):
    with pytest.raises(AppError, match="2 names in things and 1 pictures"):
        world_client.predict("Mimi", "256x256", things="Mimi, Bo", thing_1=handle_file(drawing),
                       api_name="/text_to_image")  # fmt: skip


def test_a_prompt_is_read_with_them(world_client):
    words = world_client.predict("Mimi in a room", things="Mimi", api_name="/read")["words"]
    assert {word["text"]: word["kind"] for word in words}["Mimi"] == "thing"


def open_fold(page):
    page.get_by_text("Add a character", exact=True).click()
    return page.locator(".character")


def add(page, name, path):
    fold = page.locator(".character")
    fold.locator(".upload input[type=file]").set_input_files(path)
    expect(fold.locator(".cut-out img")).to_be_visible(timeout=TIMEOUT)
    fold.get_by_label("Name").fill(name)
    fold.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#cast figure").filter(has_text=name)).to_be_visible(timeout=TIMEOUT)


def test_a_character_is_made_painted_kept_saved_deleted_and_loaded(
    open_page, world_url, viewport, drawing, tmp_path
):
    page = open_page(viewport, address=world_url)
    open_fold(page)
    add(page, "Mimi", drawing)
    expect(page.locator(".character .status")).to_contain_text("Say “Mimi”")
    page.reload()  # the browser has it
    expect(page.locator("#cast figure")).to_have_count(1, timeout=TIMEOUT)
    paint(page, "MIMI in a room")
    expect(page.locator(".understood")).to_contain_text("MIMI")
    done(page)
    shown = page.locator("#text-result .picture img").get_attribute("src")
    assert verify(page.request.get(shown).body()).settings["things"] == ["Mimi"]
    with page.expect_download() as download:
        page.get_by_label("Save Mimi").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert name_in(saved.read_bytes(), "") == "Mimi"
    page.get_by_label("Delete Mimi").click()
    expect(page.locator("#cast figure")).to_have_count(0, timeout=TIMEOUT)
    fold = open_fold(page)
    with page.expect_file_chooser() as chooser:
        fold.get_by_role("button", name="Load a saved one").click()
    chooser.value.set_files(saved)
    expect(page.locator("#cast figure")).to_contain_text("Mimi", timeout=TIMEOUT)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.errors == []


def test_the_brush_takes_a_part_away(open_page, world_url, drawing):
    page = open_page(address=world_url)
    fold = open_fold(page)
    fold.locator(".upload input[type=file]").set_input_files(drawing)
    preview = fold.locator(".cut-out img")
    expect(preview).to_be_visible(timeout=TIMEOUT)
    whole = alpha_of(preview)
    fold.get_by_text("Correct the outline").click()
    canvas = fold.locator(".mask canvas").first
    wait_until_drawn(canvas)
    box = canvas.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 30, middle[1], steps=4)
    page.mouse.up()
    fold.get_by_text("Correct the outline").click()
    expect(preview).not_to_have_attribute("src", preview.get_attribute("src"), timeout=TIMEOUT)
    assert alpha_of(preview) < 0.99 * whole
    fold.get_by_label("Name").fill("Mimi")
    fold.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#cast figure")).to_have_count(1, timeout=TIMEOUT)
    assert not list(Path(get_upload_folder()).rglob("drawing.png"))
    assert not list(Path(get_upload_folder()).rglob("faded.webp"))


def alpha_of(preview) -> float:
    data = preview.get_attribute("src").partition(",")[2]
    image = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA")
    return float(np.asarray(image.getchannel("A")).sum())
