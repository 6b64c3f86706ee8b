"""The recognizer learns, resumes, is packed, and names things of a dictionary."""

import random
from itertools import islice

import numpy as np
import pytest
import torch
from PIL import Image

from pipeline.model.networks.recognizer import Recognizer
from pipeline.model.networks.weights import RECOGNIZER, WeightsError
from pipeline.model.seeing.gallery import NOTHING
from pipeline.model.seeing.loading import load_observer
from pipeline.training.data.crops import NO_COLOR, CropPairs, sketches
from pipeline.training.data.sightings import Sightings, save
from pipeline.training.recognizing.fitting import fit_center, fit_look
from pipeline.training.recognizing.frames import Frame
from pipeline.training.recognizing.losses import SETTING, Trained, heat_targets, inside
from pipeline.training.release import recognizer as release
from pipeline.training.train_recognizer import main
from tests.model.planning.composing.tiny import make_dictionary

BOX = (0.25, 0.5, 0.75, 1.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny dictionary")
    make_dictionary(folder)
    return folder


@pytest.fixture(scope="module")
def dictionary(folder):
    from pipeline.model.dictionary import Dictionary

    return Dictionary.load(folder)


@pytest.fixture(scope="module")
def pictures(dictionary):
    return list(islice(Sightings(dictionary, 48).some(random.Random(2)), 4))


@pytest.fixture(scope="module")
def run(folder, pictures, tmp_path_factory):
    run, shards = tmp_path_factory.mktemp("run"), tmp_path_factory.mktemp("shards")
    save(shards / "shard-0000.pt", pictures)
    common = ["--run", run, "--pictures", shards, "--dictionary", folder, "--scratch"]
    common += ["--fit", "0"]
    for steps in (1, 2):
        main([*map(str, common), "--steps", str(steps), "--batch", "4", "--whole", "2"])
    return run


def test_heat_is_highest_in_the_middle_and_sizes_hold_there():
    heat, sizes, holds = heat_targets([[BOX], []], 12, 12)
    assert heat[0].argmax() == 9 * 12 + 6 and heat[0].max() == 1
    assert sizes[0, :, 9, 6].exp().tolist() == pytest.approx([0.5, 0.5])
    assert holds[0].sum() == 9 and not holds[1].any() and not heat[1].any()


def test_boxes_follow_a_frame():
    whole, half = Frame(), Frame(0.0, 0.5, 0.5, True)
    assert inside(BOX, whole) == BOX
    assert inside(BOX, half) == pytest.approx((0.0, 0.0, 0.5, 1.0))
    assert inside((0.0, 0.0, 0.5, 0.5), half) is None


def test_the_closed_form_tells_kinds_apart(dictionary, pictures):
    kinds = list(dictionary.kinds)[:6]
    data = CropPairs(sketches(dictionary, kinds), pictures, 6, seed=4)
    trained = Trained(len(kinds))
    trained.network = Recognizer(SETTING, (8, 8, 16)).eval()
    fit_center(trained.network, pictures)
    fit_look(trained, data, 6)
    pairs = CropPairs(sketches(dictionary, kinds), pictures, 6, seed=4).sample()  # the first
    looks = trained.network(torch.cat([pairs.first, pairs.second]))[0] @ trained.proxies.T
    own = torch.cat([pairs.kinds, pairs.kinds])
    right = looks.gather(1, own[:, None]).mean()
    assert right > looks.mean() + 0.1
    heat = trained.network.see(torch.rand(1, 3, 48, 48)).heat
    assert heat.isfinite().all()


def test_pairs_show_one_kind_each(dictionary, pictures):
    kinds = list(dictionary.kinds)[:6]
    pairs = CropPairs(sketches(dictionary, kinds), pictures, 4, seed=3).sample()
    assert pairs.first.shape == pairs.second.shape == (4, 3, 48, 48)
    assert len(set(pairs.kinds.tolist())) == 4
    assert ((pairs.colors == NO_COLOR) | (pairs.colors >= 0)).all()
    again = CropPairs(sketches(dictionary, kinds), pictures, 4, seed=3).sample()
    assert torch.equal(pairs.first, again.first) and torch.equal(pairs.nothing, again.nothing)


def test_a_packed_run_names_what_a_picture_shows(run, dictionary, pictures, tmp_path):
    assert torch.load(run / "recognizer.pt", weights_only=True)["step"] == 2
    release.pack(run, dictionary, tmp_path, "0.0")
    observer = load_observer(tmp_path, dictionary)
    assert set(observer.gallery.kinds) == {*dictionary.kinds, NOTHING}
    seen = observer.name(Image.fromarray(pictures[0].picture), [BOX, (0.0, 0.0, 0.5, 0.5)])
    assert len(seen) == 2 and all(len(one.guesses) == 3 for one in seen)
    assert all(one.guesses[0].likely >= one.guesses[1].likely for one in seen)


def test_new_kinds_are_looked_at_when_the_weights_are_loaded(run, dictionary, tmp_path):
    release.pack(run, dictionary, tmp_path, "0.0")
    mine = np.zeros((20, 20, 4), np.uint8)
    mine[4:16, 4:16] = 255
    observer = load_observer(tmp_path, dictionary.with_entry("my robot", mine))
    assert observer.gallery.kinds[-1] == "my robot"


def test_weights_that_do_not_match_are_refused(run, dictionary, tmp_path):
    assert load_observer(tmp_path, dictionary) is None
    release.pack(run, dictionary, tmp_path, "0.0")
    manifest = tmp_path / f"{RECOGNIZER}.json"
    manifest.write_text(manifest.read_text().replace('"cat": 2', '"cat": 1'))
    with pytest.raises(WeightsError):
        load_observer(tmp_path, dictionary)
