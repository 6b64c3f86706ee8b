"""Painted shards depend on their seeds alone."""

from pipeline.training.data import paint
from pipeline.training.data.shards import SceneShards
from tests.training.commands import ONLY_SIGNS, run_main


def test_painting_again_gives_the_same_shards(scenes, tmp_path):
    run_main(
        paint.main, "--out", tmp_path, "--pictures", 8, "--per-shard", 4, *ONLY_SIGNS, "--batch", 2
    )
    first, again = SceneShards(scenes), SceneShards(tmp_path)
    for name, shard in first.shards.items():
        apart = (shard.pictures.float() - again.shards[name].pictures.float()).abs()
        assert apart.mean() < 1e-3  # sums in another order: a pixel in ten thousand, by a few steps
        assert shard.scenes == again.shards[name].scenes
