"""The small recogniser of our own, at a tiny size, from weights on disk."""

import random

import numpy as np
import pytest
import torch

from pipeline.listening.embedded import NAME, WORDS, Embedded
from pipeline.listening.features import HOP, MELS, RATE, log_mel, normalized
from pipeline.listening.lexicon import Lexicon
from pipeline.listening.network import SOUNDS, Listener, ListenerConfig
from pipeline.listening.phones import NUMBER, PHONES
from pipeline.model.networks.weights import WeightsError, in_bytes, save_weights
from pipeline.training.listening.batches import batch
from pipeline.training.train_listener import Trained, loss, optimizers

TINY = ListenerConfig(width=16, heads=2, kernel=3, encoder=1, levels=(4, 3))
FOX = tuple(NUMBER[phone] for phone in ("F", "AA", "K", "S"))


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return Listener(TINY).eval()


@pytest.fixture(scope="module")
def sound():
    return np.random.default_rng(0).standard_normal(2 * RATE).astype(np.float32) * 0.1


@pytest.fixture
def folder(network, tmp_path):
    digest = Lexicon({"fox": [FOX]}, {"fox": 1}, {}).save(tmp_path / WORDS)
    state = {f"{NAME}.{name}": value for name, value in network.state_dict().items()}
    about = {"version": "0", "config": TINY.about(), "words": digest}
    save_weights(tmp_path, in_bytes(state), about, NAME)
    return tmp_path


def test_weights_on_disk_listen(folder, sound):
    heard = Embedded(folder).transcribe(sound)
    assert heard.by == "embedded" and 0 <= heard.sure <= 1
    assert set(heard.text.split()) <= {"fox"}
    assert Embedded(folder).transcribe(sound) == heard


def test_weights_without_their_words_are_named(folder):
    (folder / WORDS).unlink()
    with pytest.raises(WeightsError, match=WORDS):
        Embedded(folder)


def test_loudness_and_a_microphone_s_colour_are_gone(sound):
    mel = log_mel(torch.from_numpy(sound))
    assert mel.shape == (len(sound) // HOP + 1, MELS)
    louder = log_mel(torch.from_numpy(sound * 3))
    assert torch.allclose(normalized(mel), normalized(louder), atol=1e-4)


def test_twelve_and_a_half_codes_a_second_tell_the_sounds(network, sound):
    mel = log_mel(torch.from_numpy(sound))
    codes = network.codes(mel)
    assert codes.shape == (26,) and set(codes.tolist()) <= set(range(4 * 3))
    told = network(mel[None], torch.tensor([len(mel)]))
    assert told.shape == (1, SOUNDS * 26, 1 + len(PHONES))
    assert torch.allclose(told.exp().sum(-1), torch.ones(()), atol=1e-4)


def test_training_brings_the_loss_down():
    torch.manual_seed(0)
    trained = Trained(TINY)
    clips = [(torch.randn(120, MELS).half(), FOX), (torch.randn(150, MELS).half(), FOX * 2)]
    one = batch(clips, random.Random(0))
    steps, both = [], optimizers(trained, 3e-3)
    for _ in range(8):
        total = sum(loss(trained, one).values())
        total.backward()
        for optimizer in both:
            optimizer.step()
        trained.zero_grad()
        steps.append(total.item())
    assert steps[-1] < steps[0] * 0.9
