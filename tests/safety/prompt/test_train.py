"""The prompt classifier can be trained."""

import csv

from safety.prompt import train as train_prompt
from safety.prompt.classifier import PromptClassifier
from safety.prompt.encoder import SentenceEncoder
from safety.prompt.rules import load_rules


def test_training_learns_and_its_file_loads(monkeypatch, tmp_path, capsys):
    """A toy data set in OVERT's columns: robbery is unsafe, picnics are not."""
    rows = [("a plan to rob the bank vault", "unsafe"), ("a picnic near the river bank", "benign")]
    with open(tmp_path / "data.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["prompt", "label", "category", "group"])
        for i in range(60):
            text, label = rows[i % 2]
            writer.writerow([f"{text} number {i}", label, "illegal_activities", f"g{i}"])
    monkeypatch.setattr(train_prompt, "FOLDS", 2)
    monkeypatch.setattr(train_prompt, "ITERATIONS", 8)
    monkeypatch.setattr(train_prompt, "EPOCHS", 2)
    load = train_prompt.load_data
    monkeypatch.setattr(train_prompt, "load_data", lambda path: load(path, everyday=20))
    out = str(tmp_path / "toy.npz")
    monkeypatch.setattr("sys.argv", ["train", "--data", str(tmp_path / "data.csv"), "--out", out])
    train_prompt.main()
    assert "recall of the gate 1.000" in capsys.readouterr().out
    model = PromptClassifier.load(tmp_path / "toy.npz", SentenceEncoder.load(), load_rules())
    opinion = model.judge(["a plan to rob the bank vault tonight"])
    assert opinion.score > opinion.threshold and opinion.category == "illegal"
    opinion = model.judge(["a picnic by the river"])
    assert opinion.score < opinion.threshold


def test_near_duplicates_share_a_cluster():
    texts = ["a man falls down the stairs", "a man falls down the long stairs", "two cats asleep"]
    clusters = train_prompt.near_duplicates(texts)
    assert clusters[0] == clusters[1] != clusters[2]
