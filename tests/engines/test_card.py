"""What fits in which card, which attention is chosen, and what a Space does."""

import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import torch

from pipeline import settings
from pipeline.engines import card, load_engine, spaces
from pipeline.engines.flux.engine import NEEDS as FLUX
from pipeline.engines.glm import engine as glm
from pipeline.engines.glm.engine import GlmImageEngine
from pipeline.request import Request
from safety.settings import current as safety_in_use


@pytest.fixture
def use_settings() -> Iterator[Callable[..., None]]:
    """Other settings for one test: use_settings(on_space=True)."""
    before = replace(settings.current(), safety=safety_in_use())
    yield lambda **changes: settings.use(replace(before, **changes))
    settings.use(before)


@pytest.mark.parametrize(
    ("memory", "plan"),
    [
        pytest.param(150.8, card.WHOLE, id="H200"),
        pytest.param(47.7, card.WHOLE, id="L40S"),
        pytest.param(25.4, card.STAGED, id="RTX 3090"),
        pytest.param(23.7, card.STAGED, id="A10G"),
        pytest.param(15.6, card.FOUR_BIT, id="T4"),
        pytest.param(12.6, card.FOUR_BIT, id="RTX 3060"),
    ],
)
def test_the_best_plan_that_fits_the_card(memory, plan):
    assert glm.NEEDS.plan("GLM-Image", memory) == plan


def test_below_the_smallest_it_is_refused_with_the_numbers():
    with pytest.raises(card.CardTooSmall, match=r"12 GB .*24 GB .*48 GB .*this one has 9 GB"):
        glm.NEEDS.plan("GLM-Image", 8.6)
    assert FLUX.plan("FLUX.2-klein", 8.6) == card.FOUR_BIT


@pytest.mark.parametrize(
    ("size", "half"),
    [((1024, 1024), "704x704"), ((2048, 1024), "1440x704"), ((256, 256), "256x256")],
)
def test_a_smaller_size_has_half_the_area(size, half):
    assert card.smaller(size) == half


def test_an_attention_that_fails_at_its_first_forward_is_passed_over():
    """xformers is accepted by name on a machine without a card, and fails when it is called."""
    tried = ("xformers", "flash", "unheard-of", "native")
    assert card.fastest_attention(2, 16, "cpu", tried) == "native"
    assert card.fastest_attention(2, 16, "cpu", ("xformers",)) == "native"


def test_a_staged_plan_has_one_stage_on_the_card_at_a_time(monkeypatch):
    engine = GlmImageEngine.tiny()
    engine.plan, engine.device = card.STAGED, torch.device("meta")
    places = {}
    for name in engine.networks:
        network = getattr(engine.pipe, name)
        monkeypatch.setattr(network, "to", lambda device, name=name: places.update({name: device}))
    engine.bring(*glm.PAINTERS)
    assert places.pop(glm.WRITER) == "cpu"
    assert set(places.values()) == {torch.device("meta")}
    engine.bring(glm.WRITER)
    assert places.pop(glm.WRITER) == torch.device("meta")
    assert set(places.values()) == {"cpu"}


def test_a_space_without_a_card_serves_the_embedded_engine_and_has_a_note(
    monkeypatch, use_settings, capsys
):
    use_settings(on_space=True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    engine = load_engine("glm-image")
    assert engine.name == "embedded"
    assert "glm-image needs a graphics card" in engine.about()["note"]
    assert "glm-image needs a graphics card" in capsys.readouterr().err
    assert "note" not in load_engine("embedded").about()


def test_zero_gpu_lends_the_card_for_as_long_as_size_and_steps_take(monkeypatch, use_settings):
    lent = {}

    def gpu(duration):
        def decorate(stage):
            lent[stage.__name__] = duration
            return stage

        return decorate

    use_settings(on_space=True, zero_gpu=True)
    monkeypatch.setitem(sys.modules, "spaces", types.SimpleNamespace(GPU=gpu))
    assert spaces.is_zero_gpu()
    engine = GlmImageEngine.tiny()
    seconds = {}
    for side, steps in [(512, 50), (1024, 50), (1024, 20), (2048, 50)]:
        request = Request("x", size=(side, side), steps=steps, seed=0)
        given = engine.encode(engine.capabilities.complete(request), None)
        written = torch.empty(given.prefix.total)
        seconds[side, steps] = lent["sample_tokens"](given), lent["decode"](given, written)
    assert lent.keys() == {"encode", "sample_tokens", "decode"}
    assert seconds[1024, 50] == (63, 60)  # 48 and 45 s of work, 15 s to get the weights there
    assert seconds[512, 50] < seconds[1024, 20] < seconds[1024, 50] < seconds[2048, 50]
    assert engine.writer.graph is False


def test_a_quality_is_for_glm_image_alone():
    with pytest.raises(ValueError, match="quality is a setting of glm-image"):
        load_engine("flux-klein", quality="fast")
