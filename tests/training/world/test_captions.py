"""Captions name every thing and nothing else, in many wordings."""

import random
import re
from collections import Counter

import pytest

from pipeline.model.plan.world import CALLED, KINDS, TIMES, plural
from pipeline.training.world.captions import (
    MOST_BYTES,
    USUAL_BYTES,
    alt_text,
    caption,
    join_and,
)
from pipeline.training.world.nouns import SYNONYMS
from pipeline.training.world.phrases import relations
from pipeline.training.world.scene import Scene, Thing, groups, sample_scene

ALSO = {"signpost": ("sign",), "boat": ("sailboat",)}
NUMBER_WORDS = {1: ("a", "an", "one", ""), 2: ("two", "2", "pair of"), 3: ("three", "3"),
                4: ("four", "4")}  # fmt: skip
POSE_WORDS = {
    "waving": r"\bwav(?:e|es|ing)\b", "sitting": r"\bsit(?:s|ting)?\b",
    "running": r"\brun(?:s|ning)?\b", "sleeping": r"\b(?:sleep(?:s|ing)?|asleep)\b",
}  # fmt: skip


@pytest.fixture(scope="module")
def captioned() -> list[tuple[Scene, str]]:
    rng = random.Random(11)
    scenes = [sample_scene(rng) for _ in range(700)]
    return [(scene, caption(scene, rng)) for scene in scenes]


def without_words(scene: Scene, text: str) -> str:
    """The caption in small letters, its sign words replaced by a dash."""
    for thing in scene.things:
        if thing.word:
            text = re.sub(rf'"{thing.word}"', "-", text, flags=re.IGNORECASE)
            text = re.sub(rf"\b{thing.word}\b", "-", text)
    return text.lower()


def mentions(kind: str, count: int, text: str) -> int:
    """How often a kind is named in the singular (count 1) or in the plural."""
    pairs = [(kind, plural(kind)), *((one, f"{one}s") for one in ALSO.get(kind, ()))]
    names = [pair[count > 1] for pair in [*pairs, *CALLED.get(kind, ())]]
    return len(re.findall(rf"\b(?:{'|'.join(names)})\b", text))


def test_every_group_is_named_and_nothing_else(captioned):
    for scene, text in captioned:
        plain = without_words(scene, text)
        for kind in KINDS:
            members = [group for group in groups(scene) if group[0].kind == kind]
            several = sum(len(group) > 1 for group in members)
            if plural(kind) == kind:  # one sheep, two sheep
                assert mentions(kind, 1, plain) + mentions(kind, 2, plain) >= len(members), text
                continue
            assert mentions(kind, 1, plain) == len(members) - several, (kind, text)
            assert mentions(kind, 2, plain) == several, (kind, text)


def test_numbers_match(captioned):
    for scene, text in captioned:
        plain = without_words(scene, text)
        for words, count in ((NUMBER_WORDS[n], n) for n in (2, 3, 4)):
            said = sum(len(re.findall(rf"\b{word}\b", plain)) for word in words)
            assert said == sum(len(group) == count for group in groups(scene)), text


def test_colors_are_named(captioned):
    canonical = total = 0
    for scene, text in captioned:
        plain = without_words(scene, text)
        for color in {thing.color for thing in scene.things if thing.color}:
            assert any(word in plain for word in (color, *SYNONYMS[color])), (color, text)
            canonical += color in plain
            total += 1
    assert 0.8 < canonical / total < 0.97


def test_no_color_is_invented(captioned):
    for scene, text in captioned:
        plain = without_words(scene, text).replace("snow-white", "white")
        shown = {thing.color for thing in scene.things} | {thing.hair for thing in scene.things}
        if any(thing.kind == "lighthouse" for thing in scene.things):
            shown.add("white")
        for color in set(SYNONYMS) - shown:
            assert not re.search(rf"\b{color}\b", plain), (color, text)


def test_poses_are_told_mostly_and_never_invented(captioned):
    told = total = 0
    for scene, text in captioned:
        shown = {thing.pose for thing in scene.things} - {""}
        said = {pose for pose, words in POSE_WORDS.items() if re.search(words, text, re.IGNORECASE)}
        if "cat" not in {thing.kind for thing in scene.things}:  # which mostly sits
            assert said <= shown, text
        told, total = told + len(said & shown), total + len(shown)
    assert 0.85 < told / total < 0.98


def test_sign_words_are_written(captioned):
    signs = 0
    for scene, text in captioned:
        for thing in scene.things:
            if thing.word:
                bare = re.search(rf"\b{thing.word}\b", text)
                assert bare or f'"{thing.word.lower()}"' in text.lower()
                signs += bool(bare)
    assert signs > 50


def test_sides_and_relations_are_true(captioned):
    """A lone group is told to be where it is."""
    told = 0
    for scene, text in captioned:
        if len(groups(scene)) == 1:
            x = sum(thing.x for thing in scene.things) / len(scene.things)
            where = re.search(r"\b(left|right)\b", without_words(scene, text))
            if where:
                told += 1
                assert (x < 0.38) if where[1] == "left" else (x > 0.62)
    assert told > 15


def test_other_hours_are_never_named(captioned):
    for scene, text in captioned:
        plain = without_words(scene, text)
        for time in set(TIMES) - {scene.time}:
            assert not re.search(rf"\b{time}\b", plain), text


def test_how_often_the_setting_is_told(captioned):
    night = [without_words(s, t) for s, t in captioned if s.time == "night"]
    assert 0.75 < sum("night" in text for text in night) / len(night) < 0.97
    rain = [without_words(s, t) for s, t in captioned if s.weather == "rain"]
    assert sum("rain" in text for text in rain) / len(rain) > 0.8
    others = [text for scene, text in captioned if scene.season != "winter"]
    assert not any(re.search("snow(?!-white|m[ae]n)", text) for text in others)


def test_articles(captioned):
    for scene, text in captioned:
        plain = without_words(scene, text)
        assert not re.search(r"\ba [aeiou]", plain), text
        assert not re.search(r"\ban [^aeiou]", plain), text
        assert not re.search(r"\ba \w+s\b", plain), text


def test_lengths_and_characters(captioned):
    lengths = [len(text.encode()) for _, text in captioned]
    assert max(lengths) <= MOST_BYTES and min(lengths) > 4
    assert sum(length > USUAL_BYTES for length in lengths) < 0.03 * len(lengths)
    for _, text in captioned:
        assert text == text.strip() and "  " not in text and ", ," not in text
        assert text.isascii() and "{" not in text


def test_many_voices(captioned):
    texts = [text for _, text in captioned]
    assert len(set(texts)) > 0.98 * len(texts)
    starts = Counter(" ".join(text.lower().split()[:2]) for text in texts)
    assert starts.most_common(1)[0][1] < 0.08 * len(texts)
    assert 0.3 < sum(text[0].islower() for text in texts) / len(texts) < 0.8
    sides = sum(
        bool(re.search("left|right|middle|cent|beside|next to|behind|above|below|front", text))
        for text in texts
    )
    assert 0.35 < sides / len(texts) < 0.7


def test_same_generator_state_gives_the_same_caption():
    scene = sample_scene(random.Random(2))
    assert caption(scene, random.Random(5)) == caption(scene, random.Random(5))


def test_relations():
    house = [Thing("house", "blue", 0.3, 0.7, 0.32, 0)]
    cat = [Thing("cat", "white", 0.68, 0.9, 0.22, 1)]
    front = [Thing("cat", "white", 0.32, 0.92, 0.22, 1)]
    balloon = [Thing("balloon", "red", 0.32, 0.33, 0.25, 1)]
    assert relations(cat, house, 1.0) == ["to the right of", "beside", "next to"]
    assert "to the left of" in relations(house, cat, 1.0)
    assert relations(front, house, 1.0) == ["in front of"]
    assert relations(house, front, 1.0) == ["behind"]
    assert relations(balloon, house, 1.0) == ["above"]
    assert relations(house, balloon, 1.0) == ["below"]


def test_alt_text():
    cats = tuple(Thing("cat", "orange", x, 0.9, 0.22, 0) for x in (0.15, 0.35))
    sign = Thing("signpost", None, 0.72, 0.9, 0.32, 1, word="TEA")
    scene = Scene("meadow", "night", "rain", "summer", 1.0, (*cats, sign), 5)
    assert alt_text(scene) == (
        'Two orange cats on the left, a sign that says "TEA" on the right, meadow, night, rain.'
    )


def test_join_and():
    assert join_and(["a"]) == "a"
    assert join_and(["a", "b"], comma=True) == "a and b"
    assert join_and(["a", "b", "c"]) == "a, b and c"
    assert join_and(["a", "b", "c"], comma=True) == "a, b, and c"
