"""The prompt classifier can be trained."""

import csv

import numpy as np

from safety.prompt import calibrate, corpus, tune
from safety.prompt import train as train_prompt
from safety.prompt.classifier import PromptClassifier
from safety.prompt.corpus import load_corpus, near_duplicates
from safety.prompt.encoder import SentenceEncoder
from safety.prompt.everyday import hand_written, harmful
from safety.prompt.rules import load_rules


def few(overt, harmless=(), folds=2):
    return load_corpus(overt, harmless, everyday=12, folds=2, contrast=False)


def test_training_learns_and_its_file_loads(monkeypatch, tmp_path, capsys):
    """A toy data set in OVERT's columns: robbery is unsafe, picnics are not."""
    rows = [("a plan to rob the bank vault", "unsafe"), ("a picnic near the river bank", "benign")]
    with open(tmp_path / "data.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["prompt", "label", "category", "group"])
        for i in range(48):
            text, label = rows[i % 2]
            writer.writerow([f"{text} number {i}", label, "illegal_activities", f"g{i}"])
    monkeypatch.setattr(train_prompt, "FOLDS", 2)
    monkeypatch.setattr(train_prompt, "ITERATIONS", 8)
    monkeypatch.setattr(train_prompt, "EPOCHS", 2)
    monkeypatch.setattr(tune, "BATCH", 8)
    for name, every in (("hand_written", hand_written()), ("harmful", harmful())):
        some = every[:: len(every) // 12]
        monkeypatch.setattr(corpus, name, lambda some=some: some)
    for module in (train_prompt, calibrate):
        monkeypatch.setattr(module, "load_corpus", few)
    data, out, judged = (str(tmp_path / name) for name in ("data.csv", "toy.npz", "judged.npz"))
    words = ["train", "--data", data, "--out", out, "--judged", judged]
    monkeypatch.setattr("sys.argv", words)
    train_prompt.main()
    assert "OVERT: 100.00% of 24 harmful refused" in capsys.readouterr().out
    with np.load(out) as file:
        trained = dict(file)
    words = ["calibrate", "--data", data, "--weights", out, "--judged", judged]
    monkeypatch.setattr("sys.argv", words)
    calibrate.main()
    with np.load(out) as file:
        assert all(np.array_equal(file[name], array) for name, array in trained.items())
    model = PromptClassifier.load(tmp_path / "toy.npz", SentenceEncoder.load(), load_rules())
    opinion = model.judge(["a plan to rob the bank vault tonight"])
    assert opinion.score > opinion.threshold and opinion.category == "illegal"
    opinion = model.judge(["a picnic by the river"])
    assert opinion.score < opinion.threshold


def test_near_duplicates_share_a_cluster():
    texts = ["a man falls down the stairs", "a man falls down the long stairs", "two cats asleep"]
    clusters = near_duplicates(texts)
    assert clusters[0] == clusters[1] != clusters[2]
