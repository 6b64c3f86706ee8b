"""Every training stage runs, resumes and packs into weights that the engine paints with."""

import argparse
import json
import random
import shutil
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image

from pipeline.benchmarks import probe
from pipeline.engines.embedded.engine import TRAINED, WEIGHTS, EmbeddedEngine
from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.image_tokenizer import ImageTokenizer
from pipeline.model.networks.sequence import Special, Vocabulary, picture, words
from pipeline.model.networks.text_tokenizer import TextTokenizer
from pipeline.model.networks.transformer import Transformer
from pipeline.model.networks.vision import VisionEncoder
from pipeline.model.plan.world import POSED
from pipeline.request import Request
from pipeline.training import (
    train_decoder,
    train_judge,
    train_reader,
    train_tokenizer,
    train_transformer,
)
from pipeline.training.data import paint
from pipeline.training.data.pair_data import PairData
from pipeline.training.data.shards import SceneShards
from pipeline.training.data.token_data import (
    Row,
    SceneTokens,
    TokenBatch,
    Writer,
    batches,
    collate,
    thing_weight,
)
from pipeline.training.digits import fold_digits, share_digits
from pipeline.training.judge import (
    WHOLE,
    Frame,
    Judge,
    Reading,
    Seen,
    center,
    framed,
    heat_targets,
)
from pipeline.training.release import pack
from pipeline.training.run import Run
from pipeline.training.world.scene import sample_scene

SIGNS = ("--kind", "signpost")


@pytest.fixture(scope="module")
def scenes(tmp_path_factory) -> Path:
    """Two shards of four painted scenes, a sign in each."""
    folder = tmp_path_factory.mktemp("scenes")
    run(paint.main, "--out", folder, "--pictures", 8, "--per-shard", 4, *SIGNS, "--batch", 4)
    return folder


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> Path:
    """Two pairs of a drawn photo and its painting, one of each split."""
    folder = tmp_path_factory.mktemp("pairs")
    lines = []
    for split in ("train", "val"):
        for side, colour in (("source", (90, 90, 90)), ("target", (60, 120, 60))):
            Image.new("RGB", (640, 520), colour).save(folder / f"{split}-{side}.png")
        names = {side: f"{split}-{side}.png" for side in ("source", "target")}
        lines.append(json.dumps({**names, "split": split, "mood": "sunset"}))
    (folder / "index.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def run(main, *arguments) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["program", *map(str, arguments)])
        main()


def test_the_whole_chain_trains_resumes_packs_and_paints(scenes, pairs, tmp_path, capsys):
    common = ("--run", tmp_path / "run", "--scenes", scenes, "--pairs", pairs, "--preset", "tiny")
    common += ("--batch", 2, "--threads", 1)
    vision = ("--name", "vision", "--seed", 1)
    run(train_judge.main, *common, *vision, "--steps", 2)
    run(train_reader.main, *common, "--steps", 2)
    for stage in (train_tokenizer, train_decoder, train_transformer, train_judge):
        run(stage.main, *common, "--steps", 2)
    run(train_tokenizer.main, *common, "--steps", 3)
    assert "resumed at step 2" in capsys.readouterr().out
    run(probe.main, *common, "--steps", 2, "--held-out", 3)
    assert "sequence      attribute     100.0%" in capsys.readouterr().out

    out = tmp_path / "weights"
    steps = {"tokenizer": 3, "transformer": 2, "decoder": 2}
    assert pack.pack(tmp_path / "run", out, "tiny", "test") == steps
    steps |= {"vision": 2, "reader": 2}
    assert pack.pack(tmp_path / "run", out, "tiny", "test", TRAINED) == steps
    assert pack.unpack(out, tmp_path / "again")["transformer"] == 2
    again = ("--run", tmp_path / "again", *common[2:])
    run(train_decoder.main, *again, "--steps", 3)
    run(train_transformer.main, *again, "--tasks", "describe", "--steps", 3)
    run(train_judge.main, *again, *vision, "--steps", 3)
    run(train_reader.main, *again, "--steps", 3)
    assert capsys.readouterr().out.count("resumed at step 2") == 4
    shutil.copyfile(WEIGHTS / "upscaler.safetensors", out / "upscaler.safetensors")
    engine = EmbeddedEngine.load(out, "cpu")
    request = engine.capabilities.complete(Request("a red lantern", seed=1, size=(256, 256)))
    conditioning = engine.encode(request, None)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    assert painted.image.size == (256, 256)
    assert engine.describe(painted.image)


def test_painting_again_gives_the_same_shards(scenes, tmp_path):
    run(paint.main, "--out", tmp_path, "--pictures", 8, "--per-shard", 4, *SIGNS, "--batch", 2)
    first, again = SceneShards(scenes), SceneShards(tmp_path)
    for name, shard in first.shards.items():
        apart = (shard.pictures.float() - again.shards[name].pictures.float()).abs()
        assert apart.mean() < 1e-3  # sums in another order: a pixel in ten thousand, by a few steps
        assert shard.scenes == again.shards[name].scenes


def test_pairs_are_read_by_split_and_cut_to_size(pairs):
    data = PairData(pairs, "train")
    assert len(data.pairs) == 1
    views = data.views(3, (64, 96), random.Random(0))
    assert views.sources.shape == views.targets.shape == (3, 3, 64, 96)
    assert views.moods == ["sunset"] * 3
    assert views.targets[0, 1].float().mean() == pytest.approx(120, abs=1)


def test_only_the_target_pictures_codes_are_learned():
    vocabulary = Vocabulary(text=10, codes=20, max_grid=4)
    codes = torch.arange(4).view(2, 2)
    seen = picture(vocabulary, Special.SOURCE, codes)
    row = seen + words(vocabulary, Special.TEXT, [1]) + picture(vocabulary, Special.IMAGE, codes)
    short = words(vocabulary, Special.TEXT, []) + picture(vocabulary, Special.IMAGE, codes)
    batch = collate([Row(row, torch.ones(4)), Row(short, torch.ones(4))])
    for i, n in enumerate((len(row), len(short))):
        learned = (batch.target[i] != -100).nonzero().flatten().tolist()
        assert learned == list(range(n - 5, n - 1))
        assert batch.target[i, learned].tolist() == [10, 11, 12, 13]


def test_things_weigh_more_than_the_sky():
    rng = random.Random(3)
    scene = next(s for s in iter(lambda: sample_scene(rng, 1.0), None) if len(s.things) == 1)
    weight = thing_weight(scene, (10, 10)).view(10, 10)
    thing = scene.things[0]
    x, y = center(thing, 1.0)
    assert weight[int(y * 10), int(x * 10)] == weight.max() > 1
    assert (weight == 1).sum() > 40


def test_a_described_picture_is_seen_and_a_written_one_is_not():
    vocabulary = Vocabulary(text=10, codes=20, max_grid=4)
    codes, features = torch.arange(4).view(2, 2), torch.rand(2, 2, 5)
    seen = picture(vocabulary, Special.SOURCE, codes, features=features)
    row = seen + words(vocabulary, Special.TEXT, [1, 2, 3])
    short = words(vocabulary, Special.TEXT, [1])
    batch = collate([Row(row, torch.ones(1)), Row(short, torch.ones(1))])
    assert batch.features.shape == (2, len(row), 5)
    assert torch.equal(batch.features[0, 3:7], features.view(4, 5))
    assert batch.features.count_nonzero() == features.numel()
    assert collate([Row(short, torch.ones(1))]).to("cpu").features is None


def test_the_drawn_pictures_are_those_of_the_codes_and_scenes(scenes, tmp_path):
    tokenizer = ImageTokenizer(PRESETS["tiny"].tokenizer).eval()
    tokens = SceneTokens(scenes, tmp_path, tokenizer, "cpu")
    assert tokens.refresh() == 8
    pictures, codes, told = tokens.draw_pictures(3, random.Random(1))
    assert torch.equal(tokenizer.encode(pictures / 255, tuple(codes.shape[1:])), codes)
    drawn = tokens.draw(3, random.Random(1))
    assert [scene for _, scene in drawn] == told
    assert all(torch.equal(own, code) for (own, _), code in zip(drawn, codes, strict=True))


def test_a_task_without_what_it_needs_is_left_out(scenes, tmp_path):
    config = PRESETS["tiny"]
    tokens = SceneTokens(scenes, tmp_path, ImageTokenizer(config.tokenizer).eval(), "cpu")
    tokens.refresh()
    vision = VisionEncoder(config.vision.widths).eval()
    vocabulary = Vocabulary(260, config.tokenizer.codebook_size, config.transformer.max_grid)
    writer = Writer(vocabulary, TextTokenizer.train(["a cat"], 260), 96)

    def drawn(vision: VisionEncoder | None, *tasks: str) -> TokenBatch:
        return next(batches(tokens, None, vision, writer, 2, random.Random(1), tasks))

    assert drawn(vision, "describe", "photo").features.any()
    assert drawn(None, "describe", "edit").features is None
    with pytest.raises(ValueError, match="needs pairs or a vision encoder"):
        drawn(None, "describe", "photo")


def test_a_layer_that_a_checkpoint_lacks_begins_anew(tmp_path, capsys):
    args = argparse.Namespace(run=tmp_path, device="cpu")
    Run(args, "stage", torch.nn.Sequential(torch.nn.Linear(2, 2)), []).save()
    grown = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
    resumed = Run(args, "stage", grown, [])
    assert "untrained: 1.bias, 1.weight" in capsys.readouterr().out
    assert torch.equal(resumed.ema.shadow["1.weight"], grown[1].weight)


def test_folding_shared_digits_changes_nothing():
    config = PRESETS["tiny"]
    model = Transformer(config.transformer, config.tokenizer.codebook_size)
    share_digits(model, config.tokenizer.levels)
    for part in (model.embed, model.head):
        torch.nn.init.normal_(part.parametrizations.weight[0].table)
    row = words(model.vocabulary, Special.TEXT, [1, 2])
    row += picture(model.vocabulary, Special.IMAGE, torch.arange(6).view(2, 3))
    given = (row.ids[None], row.places[None], row.ahead[None])
    before = model(*given)
    plain = Transformer(config.transformer, config.tokenizer.codebook_size)
    plain.load_state_dict(fold_digits(model).state_dict())
    assert before.abs().sum() > 0
    torch.testing.assert_close(plain(*given), before)


def test_heat_targets_peak_where_the_things_are():
    rng = random.Random(3)
    scene = next(s for s in iter(lambda: sample_scene(rng, 1.0), None) if len(s.things) >= 3)
    heat, color, pose = heat_targets([scene], 40, 40)
    for thing in scene.things:
        x, y = center(thing, 1.0)
        assert heat[0, :, int(y * 40), int(x * 40)].max() == 1
    assert (color >= 0).any() == any(t.color for t in scene.things)
    assert (pose >= 0).any() == any(t.kind in POSED for t in scene.things)


def test_a_frame_moves_the_targets_as_it_moves_the_picture():
    rng = random.Random(4)
    frame = Frame(0.2, 0.1, 0.75, mirrored=True)
    picture = torch.zeros(1, 3, 80, 80)
    picture[..., 40:44, 32:36] = 1  # its middle is at 34/80, 42/80
    seen = framed(picture, [frame])[0, 0]
    x, y = frame.place(34 / 80, 42 / 80)
    row, column = divmod(int(seen.argmax()), 80)
    assert abs(row + 0.5 - 80 * y) < 4 and abs(column + 0.5 - 80 * x) < 4
    torch.testing.assert_close(framed(picture, [WHOLE]), picture)
    for _ in range(50):
        sampled = Frame.sample(rng)
        assert 0 <= sampled.left <= 1 - sampled.share and 0 <= sampled.top <= 1 - sampled.share


def test_what_a_frame_leaves_out_is_no_target():
    rng = random.Random(3)
    scene = next(s for s in iter(lambda: sample_scene(rng, 1.0), None) if len(s.things) >= 3)
    corner = Frame(0.0, 0.0, 0.01)
    heat, color, pose = heat_targets([scene], 40, 40, [corner])
    assert not heat.any() and (color < 0).all() and (pose < 0).all()


def test_a_judge_without_training_reads_nothing_surely():
    torch.manual_seed(0)
    reading = Judge((16, 16, 16)).eval().read(torch.zeros(1, 3, 64, 64))[0]
    assert isinstance(reading, Reading)
    assert reading.things == ()
    assert Seen("cat", "white", 0.5, 0.5).kind == "cat"
