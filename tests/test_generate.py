"""The journey end to end on a tiny engine; only the classifiers' verdicts are ever faked."""

import resource
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, repeat, takewhile
from pathlib import Path

import pytest
from PIL import Image

from pipeline import generate as journey
from pipeline import signing, stages
from pipeline.errors import OutputError
from pipeline.generate import generate, judge
from pipeline.request import MAX_PROMPT, Request
from pipeline.results import Picture, Progress, Refusal
from safety.image.upload import UploadRefused
from safety.policy import Category, Verdict
from safety.provenance.verify import verify
from safety.watermark import find

PROMPT = "two white cats beside a blue house at night"
REFUSED_PROMPT = "a nude photo of the woman next door"
NO = Verdict(False, Category.SEXUAL, "The picture looks sexual.", 0.99)
YES = Verdict(True)


def replace_gate(monkeypatch, check) -> None:
    """The check of pictures, wherever the journey calls it."""
    for module in (journey, stages):
        monkeypatch.setattr(module, "check_output", check)


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*")) if folder.exists() else []


def test_a_prompt_becomes_a_signed_picture(make):
    progress, picture = make(prompt=PROMPT)
    stages = list(dict.fromkeys(item.stage for item in progress))
    assert stages == ["check", "encode", "tokens", "paint", "finish"]
    report = verify(picture.path)
    assert report.state in ("Valid", "Trusted")
    assert report.actions == ("c2pa.created", "c2pa.watermarked.bound")
    assert report.settings == picture.settings
    assert picture.settings["prompt"] == PROMPT
    assert Image.open(picture.path).size == (picture.width, picture.height) == (256, 256)


def test_a_prompt_of_another_language_is_understood_and_signed_as_it_is(make):
    progress, picture = make(prompt="una casa roja")
    plan = next(item for item in progress if item.stage == "tokens").plan
    assert [(group.kind, group.color) for group in plan.things] == [("house", "red")]
    assert picture.settings["prompt"] == "una casa roja"


def test_a_pasted_prompt_is_checked_and_painted_in_its_plain_words(make):
    pasted = "(two white c\u200bats:1.2)\nNegative prompt: nude, gore\nSteps: 20, Seed: 5"
    assert make(prompt=pasted)[1].settings["prompt"] == "two white cats"


def test_the_pixels_are_marked_with_the_engine(make, engine, monkeypatch):
    named, mark = [], signing.mark
    monkeypatch.setattr(
        signing, "mark", lambda image, by, mask: named.append(by) or mark(image, by, mask)
    )
    report = verify(make(prompt=PROMPT, size=(512, 512))[1].path)
    # The smooth pictures of random weights hardly hold a payload; tests/safety/watermark reads it.
    assert report.watermark.found and report.watermark.engine in (engine.name, None)
    assert named == [engine.name]


def test_a_badge_is_painted_and_said(make):
    plain, badged = (make(prompt=PROMPT, badge=wish)[1] for wish in (False, True))
    corners = [Image.open(item.path).crop((200, 220, 256, 256)) for item in (plain, badged)]
    assert corners[0].tobytes() != corners[1].tobytes()
    assert "c2pa.addedText" in verify(badged.path).actions
    assert "c2pa.addedText" not in verify(plain.path).actions


def test_a_photo_becomes_a_painting_of_the_same_ratio(make, photo_file):
    _, picture = make(photo=photo_file, size=None)
    report = verify(picture.path)
    assert report.state in ("Valid", "Trusted")
    assert report.actions == ("c2pa.opened", "c2pa.edited", "c2pa.watermarked.bound")
    assert picture.width / picture.height == pytest.approx(300 / 200, rel=0.01)


@pytest.mark.parametrize(("format", "kind"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
def test_each_format_is_signed(make, format, kind):
    _, picture = make(prompt=PROMPT, format=format)
    assert Image.open(picture.path).format == kind
    assert verify(picture.path).state in ("Valid", "Trusted")


def test_the_settings_make_the_same_picture_again(make):
    _, first = make(prompt=PROMPT, seed=None)
    _, again = make(prompt=first.settings["prompt"], seed=first.settings["seed"])
    assert Image.open(first.path).tobytes() == Image.open(again.path).tobytes()


def test_a_seed_is_drawn_when_none_is_given(make):
    assert make(prompt=PROMPT, seed=None)[1].seed != make(prompt=PROMPT, seed=None)[1].seed


def test_a_refused_prompt_never_reaches_the_engine(tmp_path):
    *_, refusal = generate(Request(REFUSED_PROMPT), engine=None, folder=tmp_path)
    assert isinstance(refusal, Refusal) and refusal.reason
    assert refusal.category == "sexual"
    assert files(tmp_path) == []


def test_a_refused_photo_never_reaches_the_engine(make, engine, photo_file, tmp_path, monkeypatch):
    monkeypatch.setattr(journey, "check_photo", lambda image: NO)
    monkeypatch.setattr(type(engine), "encode", lambda *_: pytest.fail("the engine was reached"))
    progress, refusal = make(photo=photo_file)
    assert refusal == Refusal("sexual", "The picture looks sexual.")
    assert [item.stage for item in progress] == ["check"]
    assert files(tmp_path / "out") == []


def test_a_refused_picture_is_neither_shown_nor_written(make, tmp_path, monkeypatch):
    replace_gate(monkeypatch, lambda image: NO)
    progress, refusal = make(prompt=PROMPT, steps=4)
    assert refusal == Refusal("sexual", "The picture looks sexual.")
    assert all(item.preview is None for item in progress)
    assert files(tmp_path / "out") == []


def test_in_the_grey_band_previews_are_blurred_and_another_try_is_asked_for(
    make, engine, tmp_path, monkeypatch
):
    unsure = replace(NO, grey=True)
    shown = []
    replace_gate(monkeypatch, lambda image: unsure)
    monkeypatch.setattr(stages, "blurred", lambda image: shown.append(image) or image)
    progress, refusal = make(prompt=PROMPT, steps=4)
    previews = [item for item in progress if item.preview]
    assert refusal.retry and len(shown) == len(previews) == previews[0].of - 1
    assert files(tmp_path / "out") == []


def test_previews_are_checked_and_live_until_the_next_item(engine, tmp_path, monkeypatch):
    verdicts = chain([YES, NO], repeat(YES))
    replace_gate(monkeypatch, lambda image: next(verdicts))
    seen = []
    request = Request(PROMPT, size=(256, 256), seed=1, steps=4)
    for item in generate(request, engine, tmp_path):
        if getattr(item, "stage", "") == "paint":
            seen.append(item.preview is not None and item.preview.stat().st_size > 0)
    assert seen[:3] == [True, False, True]
    assert not seen[-1]  # the last is the picture: shown when signed
    assert files(tmp_path) == [item.path]


@pytest.mark.parametrize(
    "prompt", ["🏮🐈‍⬛", "قطتان بيضاوان بجانب منزل أزرق", "meadow " * (MAX_PROMPT // 7)]
)
def test_unusual_prompts_get_an_answer(make, prompt):
    assert isinstance(make(prompt=prompt)[1], Picture | Refusal)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"size": (100, 512)}, "256 to 1024"),
        ({"size": (512, 2048)}, "256 to 1024"),
        ({"size": (300, 300)}, "multiple of 32"),
        ({"size": (256, 1024)}, "2 times"),
        ({"steps": 0}, "1 to 20"),
        ({"steps": 21}, "1 to 20"),
        ({"guidance": 0.5}, "1 to 8"),
        ({"guidance": 9.0}, "1 to 8"),
    ],
)
def test_what_the_engine_cannot_do_is_named(make, wrong, named):
    with pytest.raises(ValueError, match=named):
        make(prompt=PROMPT, **wrong)


def test_a_bad_photo_is_named(make):
    with pytest.raises(UploadRefused, match="JPEG, PNG or WebP"):
        make(photo=b"not a picture")


@pytest.mark.parametrize("stage", ["check", "encode", "tokens", "paint", "finish"])
def test_closed_midway_leaves_nothing(engine, tmp_path, stage):
    request = Request(PROMPT, size=(256, 256), seed=1, steps=2)
    running = generate(request, engine, tmp_path)
    previews = [item.preview for item in takewhile(lambda item: item.stage != stage, running)]
    running.close()
    assert files(tmp_path) == []
    assert not any(preview.exists() for preview in previews if preview)
    assert not engine.lock.locked()


def test_two_users_at_once_both_get_their_picture(make):
    with ThreadPoolExecutor(2) as users:
        jobs = [users.submit(make, prompt=PROMPT, seed=seed) for seed in (1, 2)]
        pictures = [job.result()[1] for job in jobs]
    assert [picture.seed for picture in pictures] == [1, 2]
    assert all(verify(picture.path).state in ("Valid", "Trusted") for picture in pictures)


def test_who_waits_for_the_engine_is_told_and_may_leave(engine, tmp_path):
    with engine.lock:
        waiting = generate(Request(PROMPT, size=(256, 256)), engine, tmp_path)
        assert [next(waiting).stage for _ in range(3)] == ["check", "wait", "wait"]
        waiting.close()
    assert not engine.lock.locked()


@pytest.mark.parametrize("folder", ["/proc/enogu", "a file"])
def test_an_unwritable_folder_is_named_before_the_work(engine, tmp_path, folder):
    (tmp_path / "a file").touch()
    running = generate(Request(PROMPT, size=(256, 256)), engine, tmp_path / folder)
    assert next(running).stage == "check"
    with pytest.raises(OutputError, match="cannot write a picture to"):
        next(running)


def test_a_full_disk_is_named_and_leaves_nothing(engine, picture, tmp_path):
    """The kernel's own limit on a file's size stands for the full disk."""
    request = Request(PROMPT, size=(256, 256), seed=1, steps=1)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    folder = tmp_path / "full"
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        with pytest.raises(OutputError, match="cannot write a picture to"):
            list(generate(request, engine, folder))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(folder) == []


def test_the_folder_may_come_from_the_settings(make, tmp_path, program_settings):
    program_settings(output=tmp_path / "pictures")
    assert make(prompt=PROMPT, folder=None)[1].path.parent == tmp_path / "pictures"


def test_what_was_done_with_a_photo_is_told(make, tmp_path):
    first, second = (Image.effect_noise((128, 96), 60).convert("RGB") for _ in range(2))
    first.save(tmp_path / "moving.webp", save_all=True, append_images=[second])
    assert make(photo=tmp_path / "moving.webp")[1].notes == ("first_frame",)
    signed = make(prompt=PROMPT, format="jpeg")[1].path.read_bytes()
    box = signed.index(b"jumb")
    broken = signed[: box + 40] + bytes(400) + signed[box + 440 :]
    picture = make(photo=broken)[1]
    assert picture.notes == ("credentials_unreadable",)
    assert verify(picture.path).ingredients[0].state == "Invalid"
    assert make(photo=signed)[1].notes == ()


def test_the_prompts_of_a_pictures_past_are_read_with_the_next(make, photo_file):
    first = make(prompt="take off her jacket", photo=photo_file)[1]
    assert isinstance(make(prompt="at sunset", photo=first.path)[1], Picture)
    later = make(prompt="at sunset", photo=first.path, task="variation")[1]
    assert later.settings["earlier"] == ["take off her jacket"]
    for picture in (first, later):
        refusal = make(prompt="and the rest", photo=picture.path)[1]
        assert isinstance(refusal, Refusal) and refusal.category == "sexual"
    assert isinstance(make(prompt="and the rest", photo=photo_file)[1], Picture)


def test_writing_is_checked_before_and_after_it_is_planned(make, monkeypatch):
    refusal = make(prompt="two signs, one says “KILL” and one says “ALL JEWS”")[1]
    assert isinstance(refusal, Refusal)
    monkeypatch.setattr(journey, "planned_to_write", lambda layout: ("WHITE", "POWER"))
    assert make(prompt=PROMPT)[1].category == "hate"


@pytest.mark.parametrize(("previews", "steps"), [(None, [1, 2]), (0, []), (1, [2]), (9, [1, 2])])
def test_so_many_previews_are_made_as_are_wanted(engine, tmp_path, previews, steps):
    request = Request("a red lantern", size=(256, 256), steps=2, seed=7)
    shown = []
    for item in generate(request, engine, tmp_path, previews):
        if isinstance(item, Progress) and item.preview:
            assert item.of == 3
            shown.append(item.step)
    assert shown == steps


def test_a_preview_is_marked(engine, tmp_path):
    request = Request("a red lantern", size=(512, 512), steps=1, seed=7)
    *_, preview = filter(None, (found(item) for item in generate(request, engine, tmp_path, 1)))
    assert preview.found


def found(item):
    """The watermark of a preview."""
    preview = getattr(item, "preview", None)
    return preview and find(Image.open(preview))


def test_a_finer_file_is_larger_and_tells_how_fine_it_is(make):
    wish = {"prompt": "a red lantern", "size": (512, 512), "format": "jpeg"}
    files = [make(**wish, compression=fine)[1] for fine in (20, 50, 100)]
    sizes = [file.path.stat().st_size for file in files]
    assert sizes[1] < sizes[2] / 2
    assert abs(sizes[0] - sizes[1]) < 200  # as at 50
    assert [verify(file.path).settings["compression"] for file in files] == [20, 50, 100]
    assert verify(files[0].path).watermark.found


def test_a_prompt_is_judged_without_a_picture():
    assert judge(PROMPT).allowed
    verdict = judge(REFUSED_PROMPT)
    assert (verdict.allowed, verdict.category) == (False, Category.SEXUAL)
    assert not judge('a sign that says "KILL THEM ALL"').allowed
