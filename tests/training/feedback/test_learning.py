"""A small composer learns a taste, is packed, laid on an engine, taken off; the guard ends it."""

import io
import json
import random
import threading
import urllib.request
from dataclasses import asdict, replace
from itertools import islice

import numpy as np
import pytest
import torch
from PIL import Image

from pipeline.engines.embedded.loading import load_composer
from pipeline.engines.embedded.tuning import load_tuning
from pipeline.errors import RequestError
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks import low_rank
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.networks.weights import COMPOSER, WeightsError, save_weights
from pipeline.model.plan.scene_graph import Setting
from pipeline.model.planning.composing.composing import begun
from pipeline.model.planning.composing.liking import liked_seed
from pipeline.training.feedback import looks, rendered
from pipeline.training.feedback.__main__ import main
from pipeline.training.feedback.collecting import offered
from pipeline.training.feedback.evaluate import win_rate
from pipeline.training.feedback.features import NAMES, Features
from pipeline.training.feedback.guard import Guard
from pipeline.training.feedback.judging import judged
from pipeline.training.feedback.likelihood import likelihoods
from pipeline.training.feedback.pairs import Liked, Preference
from pipeline.training.feedback.release import pack
from pipeline.training.feedback.rounds import Asked, Round, rounds
from pipeline.training.feedback.tool import Session, server
from pipeline.training.feedback.tune import Recipe, lessons_of, tune, with_changes
from pipeline.training.feedback.visitors import Visitors, choices, liking_of
from tests.model.planning.composing.test_composing import graph_of
from tests.small_world import with_words

PROMPTS = [f"{count} {kind}" for count in ("a", "two", "three")
           for kind in ("cat", "elephant", "mug", "cup")]  # fmt: skip
MIDDLE = Features(0.7, 0.7, 0.4, 0.0, 0.9, 0.1, 0.2, 0.0, 0.0, 1.0, 0.1, 0.7, 0.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The tiny dictionary, and the weights of a small composer."""
    path = tmp_path_factory.mktemp("weights")
    with_words(path)
    torch.manual_seed(0)
    config = ComposerConfig(width=32, heads=1, layers=1)
    state = {f"{COMPOSER}.{name}": value for name, value in Composer(config).state_dict().items()}
    save_weights(path, state, {"version": "0", "config": asdict(config), "steps": 0}, COMPOSER)
    return path


@pytest.fixture(scope="module")
def dictionary(folder) -> Dictionary:
    return Dictionary.load(folder)


@pytest.fixture
def composer(folder) -> Composer:
    return load_composer(folder, torch.device("cpu"))


@pytest.fixture
def prompts(tmp_path):
    path = tmp_path / "prompts.csv"
    path.write_text("set,prompt\n" + "".join(f"all,{prompt}\n" for prompt in PROMPTS))
    return path


def leftmost(composer, dictionary, count=24) -> list[Preference]:
    """Of two compositions, kept or not, the one whose first group is further to the left."""
    found = []
    for salt in range(9):
        for one in rounds(PROMPTS, dictionary, salt=salt):
            some = sorted(one.candidates(composer, 4), key=lambda each: each.tokens[3])
            chosen, rejected = (Liked(one.asked, each.tokens) for each in (some[0], some[-1]))
            found.append(Preference(chosen, rejected))
    return found[:count]


def free(composer, dictionary, **change) -> Guard:
    """A guard that lets all pass."""
    some = list(rounds(PROMPTS[:3], dictionary, salt=99))
    guard = Guard(some, composer, lambda *_: 0.5, 1.0, 1e9, 0.0)
    return replace(guard, **change)


def test_a_round_is_the_same_again_but_for_its_places(composer, dictionary):
    (one,) = rounds(["two cats"], dictionary)
    first, again = one.candidates(composer, 2), one.candidates(composer, 2)
    assert first == again and first[0].tokens != first[1].tokens
    laid = one.composition(first[0]), one.composition(first[1])
    assert laid[0].time == laid[1].time and laid[0].drawings != laid[1].drawings
    assert one.candidate(first[0].tokens) == first[0]
    assert Round.of(Asked("nothing of it", 1), dictionary) is None


def test_it_learns_what_is_preferred_and_stays_near_what_it_was(composer, dictionary):
    pairs = leftmost(composer, dictionary)
    recipe = Recipe(lr=1e-2, epochs=12, batch=8, every=100, rank=4)
    found = tune(composer, pairs, dictionary, free(composer, dictionary), recipe, lambda _: None)
    assert found.lessons == len(pairs) and found.steps == 36
    tuned, gains = with_changes(composer, found.changes), []
    for one in lessons_of(pairs, dictionary):
        before, after = (likelihoods(each, one.sides) for each in (composer, tuned))
        gains.append(float(((after[0] - after[1]) - (before[0] - before[1])).detach()))
    assert np.mean(np.array(gains) > 0) > 0.9
    assert not any(name.endswith("original") for name, _ in composer.named_parameters())


def test_single_votes_teach_too(composer, dictionary):
    pairs = leftmost(composer, dictionary)
    single = [Preference(one.chosen, None) for one in pairs]
    single += [Preference(None, one.rejected) for one in pairs]
    recipe = Recipe(lr=1e-2, epochs=8, batch=8, every=100, rank=4)
    guard = free(composer, dictionary)
    tuned = with_changes(
        composer, tune(composer, single, dictionary, guard, recipe, lambda _: None).changes
    )
    sides = [side for one in lessons_of(single, dictionary) for side in one.sides if side]
    gain = (likelihoods(tuned, sides) - likelihoods(composer, sides)).detach()
    assert float(gain[: len(pairs)].mean()) > float(gain[len(pairs) :].mean())


def test_the_guard_ends_training_and_keeps_what_passed(composer, dictionary):
    pairs, recipe = leftmost(composer, dictionary), Recipe(lr=3e-2, epochs=9, batch=8, every=3)
    guard = free(composer, dictionary, most_drift=0.5)
    found = tune(composer, pairs, dictionary, guard, recipe, lambda _: None)
    assert "nats from the reference" in found.ended and found.steps < 27
    assert all(look.drift <= 0.5 for look in found.looks)
    now = replace(found.looks[0], kept=found.looks[0].kept - 0.05)
    assert "constraints" in replace(guard, fall=0.01).refuses(found.looks[0], now)
    now = replace(found.looks[0], across=0.1 * found.looks[0].across)
    assert "seeds differ" in replace(guard, least_spread=0.5).refuses(found.looks[0], now)


def test_votes_on_other_pictures_teach_nothing(composer, dictionary):
    (pair,) = leftmost(composer, dictionary, 1)
    for tokens in ((), (0, 0, 1, 2), (9, 0, 1, 2, 3), (0, 7, 1, 2, 3)):
        wrong = replace(pair, chosen=replace(pair.chosen, tokens=tokens))
        assert lessons_of([wrong], dictionary) == []
    with pytest.raises(ValueError, match="none of these"):
        tune(composer, [wrong], dictionary, free(composer, dictionary))


def test_changes_laid_on_are_those_that_were_trained(composer):
    torch.manual_seed(1)
    changed = load_composer_copy(composer)
    for weight in low_rank.begin(changed, 2):
        torch.nn.init.normal_(weight)
    state = low_rank.changes(changed)
    tuned = with_changes(composer, state)
    for (name, mine), (_, theirs) in zip(
        low_rank.matrices(tuned), low_rank.matrices(changed), strict=True
    ):
        assert torch.allclose(mine.weight, theirs.weight, atol=1e-5), name
    first = next(iter(state))
    with pytest.raises(RuntimeError):
        low_rank.lay_on(composer, state | {first: state[first][:, :3]})


def load_composer_copy(composer: Composer) -> Composer:
    copy = Composer(composer.config)
    copy.load_state_dict(composer.state_dict())
    return copy


def test_a_tuning_is_packed_laid_on_and_refused_on_other_weights(composer, folder, tmp_path):
    changed = load_composer_copy(composer)
    for weight in low_rank.begin(changed, 2):
        torch.nn.init.normal_(weight)
    state = low_rank.changes(changed)
    size = pack("mine-1", state, tmp_path, "wins 60 %", "votes", {"time sunset": 1.0}, folder)
    assert 0 < size < 100_000
    before = composer.blocks[0].down.weight.clone()
    found = load_tuning(f"{tmp_path}/mine-1", folder, composer)
    assert found.liking == {"time sunset": 1.0} and found.figures == "wins 60 %"
    assert not torch.equal(before, composer.blocks[0].down.weight)
    with pytest.raises(RequestError, match="allowed are mine-1"):
        load_tuning(f"{tmp_path}/yours", folder, composer)
    with pytest.raises(RequestError, match="allowed are none"):
        load_tuning("mine-1", folder, composer)
    with pytest.raises(RequestError, match="no composer"):
        load_tuning(f"{tmp_path}/mine-1", folder, None)
    about = tmp_path / "tuned-mine-1.json"
    about.write_text(about.read_text().replace("composer-01", "composer-02"))
    with pytest.raises(WeightsError, match="other weights"):
        load_tuning(f"{tmp_path}/mine-1", folder, composer)
    with pytest.raises(ValueError, match="hyphens"):
        pack("../mine", state, tmp_path, "", "", {}, folder)


def test_what_is_liked_comes_more_often_and_words_still_rule(dictionary):
    def times(liking, graph):
        seeds = [liked_seed(liking, graph, dictionary, seed, 1.0) for seed in range(60)]
        return [begun(graph, dictionary, one, 1.0).cast.graph.setting.time for one in seeds]

    graph = graph_of("cat")
    plain, liked = times({}, graph), times({"time sunset": 2.0}, graph)
    assert liked.count("sunset") > 1.5 * plain.count("sunset") and len(set(liked)) > 1
    assert liked == times({"time sunset": 2.0}, graph)
    said = replace(graph, setting=replace(graph.setting, time="night"))
    assert set(times({"time sunset": 2.0}, said)) == {"night"}


def test_visitors_have_the_taste_that_they_are_given(composer, dictionary):
    rng = random.Random(0)
    visitors = Visitors(40, 3, warm=4.0, large=0.0, hostile=0.2, hostile_votes=3)
    told = list(choices(visitors, composer, PROMPTS, dictionary, rng))
    if not told:
        pytest.skip("this composer of chance keeps to nothing")
    honest = [(a, b) for one, a, b in told if int(one.visitor.split()[1]) >= 8]
    warm = [a.time in ("sunset", "morning") for a, b in honest if a.time != b.time]
    assert not warm or sum(warm) > len(warm) / 2


def test_a_liking_is_read_from_choices_and_bounded():
    warm, cold = Setting("", "sunset", "clear", "summer"), Setting("", "noon", "clear", "summer")
    liking = liking_of([(warm, cold)] * 80 + [(cold, warm)] * 20, [1.0] * 100)
    assert liking["time sunset"] > 0.3 > -0.3 > liking["time noon"]
    assert set(liking) == {"time sunset", "time noon"}
    assert max(liking_of([(warm, cold)] * 9999, [1.0] * 9999).values()) <= 2.0


def test_a_judge_finds_the_best_and_the_worst(composer, dictionary):
    some = list(rounds(PROMPTS, dictionary))
    found = list(judged(some, composer, lambda one, each: each.tokens[3] / 255, "right"))
    assert all(one.visitor == "right" and one.paired for one in found)
    kept = [c for one in some for c in one.candidates(composer) if c.kept]
    assert bool(found) == bool(kept)


def test_looks_teach_the_taste_that_they_show(tmp_path):
    rng, found = random.Random(0), []
    for number in range(200):
        sizes = [rng.uniform(0.3, 0.9) for _ in range(2)]
        sides = tuple(replace(MIDDLE, size=size, height=size, main=size) for size in sizes)
        better = "first" if sizes[0] > sizes[1] else "second"
        if rng.random() < 0.3:
            better = "first"  # whoever looks favours the left side
        asked = Asked(f"a cat {number}", number)
        found.append(looks.Look(asked, ((0,), (1,)), sides, better))
    assert looks.cross_validated(found) > 0.75
    taste = looks.learn(found)
    small, large = (replace(MIDDLE, size=s, height=s, main=s) for s in (0.4, 0.8))
    assert taste.score(large) > taste.score(small)
    looks.write(found, tmp_path / "looks.jsonl")
    again = looks.read(tmp_path / "looks.jsonl")
    assert [one.better for one in again] == [one.better for one in found]


def test_the_makers_looks_can_be_read():
    found = looks.read()
    assert len(found) >= 200 and len(NAMES) == 13
    assert {one.better for one in found} == {"first", "second", "same"}


def test_the_judge_of_pixels_prefers_what_is_whole_and_neither_lost_nor_cramped():
    def drawn(left, top, right, bottom):
        canvas = np.zeros((128, 128, 4), np.float32)
        canvas[top:bottom, left:right] = 1.0
        canvas[top:bottom, left : (left + right) // 2, 0] = 0.2
        return sum(rendered.parts(canvas).values())

    good = drawn(32, 40, 96, 116)
    assert good > drawn(60, 100, 68, 116)  # lost
    assert good > drawn(0, 0, 128, 128)  # cramped
    assert good > drawn(0, 40, 64, 116)  # cut at the side


def test_win_rates_count_equal_ones_half():
    found = win_rate([(0.1, 0.9)] * 60 + [(0.9, 0.1)] * 30 + [(0.5, 0.5)] * 10)
    assert found.share == 0.65 and found.equal == 0.1 and found.count == 100
    assert 0.5 < found.low < 0.65 < found.high < 0.8


def test_the_command_goes_the_whole_way(folder, prompts, tmp_path, capsys):
    weights = ["--weights", str(folder), "--dictionary", str(folder)]
    table, file = ["--prompts", str(prompts)], tmp_path / "pairs.jsonl"
    assert main(["collect", *weights, *table, "--count", "20", "--out", str(file)]) == 0
    if not file.read_text():  # this composer of chance keeps to nothing
        dictionary = Dictionary.load(folder)
        composer = load_composer(folder, torch.device("cpu"))
        from pipeline.training.feedback import pairs

        pairs.write(leftmost(composer, dictionary), file)
    run = ["--run", str(tmp_path / "run")]
    more = ["--epochs", "1", "--batch", "4", "--rank", "2", "--every", "9"]
    assert main(["train", *weights, *table, *run, "--preferences", str(file), *more]) == 0
    assert main(["evaluate", *weights, *table, *run, "--count", "3"]) == 0
    out = ["--name", "mine", "--out", str(tmp_path / "out"), "--figures", "wins"]
    assert main(["pack", "--weights", str(folder), *run, *out]) == 0
    assert json.loads((tmp_path / "out" / "tuned-mine.json").read_text())["figures"] == "wins"
    printed = capsys.readouterr().out
    assert "tuned over untuned" in printed and "constraints hold" in printed
    assert main(["train", *weights, *table, *run, "--preferences", str(prompts)]) == 1
    assert "no preference" in capsys.readouterr().err


def test_pairs_are_chosen_with_keys_in_a_browser_of_this_machine(composer, dictionary, tmp_path):
    rng = random.Random(0)
    found = list(islice(offered(composer, dictionary, PROMPTS, rng), 3))
    if not found:  # this composer of chance keeps to nothing
        found = [(one, *one.candidates(composer, 2)) for one in rounds(PROMPTS[:3], dictionary)]
    out = tmp_path / "looks.jsonl"
    session = Session(iter(found), lambda *_: Image.new("RGB", (8, 8)), out)
    page = server(session, 0)
    threading.Thread(target=page.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{page.server_address[1]}"

    def key(name, **headers):
        request = urllib.request.Request(f"{address}/key", name.encode(), headers)
        return json.load(urllib.request.urlopen(request))

    picture = urllib.request.urlopen(f"{address}/first").read()
    assert Image.open(io.BytesIO(picture)).size == (8, 8)
    assert b"Which is better" in urllib.request.urlopen(address).read()
    assert key("ArrowRight")["count"] == 1 and key("Escape")["count"] == 1
    assert key("Backspace")["count"] == 0 and key("ArrowLeft")["count"] == 1
    assert [one.better for one in looks.read(out)] == ["first"]
    with pytest.raises(urllib.error.HTTPError):
        key("ArrowLeft", Origin="http://elsewhere.example")
    page.shutdown()
