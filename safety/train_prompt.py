"""Train the prompt classifier: `python -m safety.train_prompt --data FILE --out FILE.npz`.

The data is a CSV with the columns prompt, label (benign, unsafe), category and group, as OVERT
(Apache-2.0) has them. Grouped 5-fold figures are printed; a group is never on both sides.
"""

import argparse
import csv
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .everyday import everyday_prompts, hand_written
from .features import BUCKETS, counts, tf_idf
from .normalise import normalise
from .policy import Category
from .prompt import BENIGN
from .rules import load_rules, split

FOLDS = 5
OVER_BLOCK = 0.05  # share of OVERT's benign prompts that the threshold may refuse
LARGEST_GROUP = 100
ITERATIONS = 80
WEIGHT_DECAY = 4e-6
_CATEGORIES = {
    "copyright_violations": Category.COPYRIGHT,
    "discrimination": Category.HATE,
    "illegal_activities": Category.ILLEGAL,
    "privacy_individual": Category.PRIVACY,
    "privacy_public": Category.PRIVACY,
    "self_harm": Category.SELF_HARM,
    "sexual_content": Category.SEXUAL,
    "unethical": Category.UNETHICAL,
    "violence": Category.VIOLENCE,
}
CLASSES = (BENIGN, *sorted(set(_CATEGORIES.values())))


Bag = tuple[np.ndarray, np.ndarray]  # what features.counts gives for a text


@dataclass(frozen=True)
class Data:
    """N texts' hashed counts, class indices (N,), folds (N,), from OVERT or not (N,)."""

    bags: list[Bag]
    labels: np.ndarray
    folds: np.ndarray
    overt: np.ndarray


def load_data(path: Path, everyday: int = 1500) -> Data:
    """OVERT and the everyday prompts, which count as benign."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    harmless = hand_written() + everyday_prompts(everyday, seed=1)
    texts = [_as_read(text) for text in [row["prompt"] for row in rows] + harmless]
    labels = [0 if row["label"] == BENIGN else _class(row["category"]) for row in rows]
    groups = _groups(rows) + harmless
    folds = np.array([zlib.crc32(group.encode()) % FOLDS for group in groups])
    overt = np.arange(len(texts)) < len(rows)
    bags = [counts(text) for text in texts]
    return Data(bags, np.array(labels + [0] * len(harmless)), folds, overt)


def _groups(rows: list[dict[str, str]]) -> list[str]:
    """The file's groups; one too large to be a real group is parted by near-duplicates.

    OVERT's violence and discrimination prompts all share one group of 1,431.
    """
    sizes = Counter(row["group"] for row in rows)
    groups = [row["group"] for row in rows]
    for name in (name for name, size in sizes.items() if size > LARGEST_GROUP):
        members = [index for index, row in enumerate(rows) if row["group"] == name]
        clusters = near_duplicates([_as_read(rows[index]["prompt"]) for index in members])
        for index, cluster in zip(members, clusters, strict=True):
            groups[index] = f"{name}-{cluster}"
    return groups


def near_duplicates(texts: list[str], similarity: float = 0.5) -> list[int]:
    """A cluster's number for each text: texts whose words overlap (Jaccard) are linked."""
    vocabulary = {
        word: i for i, word in enumerate({word for text in texts for word in text.split()})
    }
    bags = torch.zeros(len(texts), len(vocabulary))
    for row, text in enumerate(texts):
        bags[row, [vocabulary[word] for word in text.split()]] = 1
    shared, size = bags @ bags.T, bags.sum(1)
    linked = shared / (size[:, None] + size[None] - shared) >= similarity
    clusters = torch.arange(len(texts))
    while True:  # each text takes the least number among its links until nothing changes
        least = torch.where(linked, clusters[None], len(texts)).amin(1)
        if torch.equal(least, clusters):
            return clusters.tolist()
        clusters = least


def _class(category: str) -> int:
    return CLASSES.index(_CATEGORIES[category])


def _as_read(text: str) -> str:
    return " ".join(load_rules().without_harmless(split(normalise(text))))


def inverse_document_frequency(bags: list[Bag]) -> np.ndarray:
    """Smoothed idf, (BUCKETS,) float32."""
    seen = np.zeros(BUCKETS)
    for indices, _ in bags:
        seen[indices] += 1
    return (np.log((1 + len(bags)) / (1 + seen)) + 1).astype(np.float32)


def features(bags: list[Bag], idf: np.ndarray) -> Tensor:
    """Sparse CSR matrix (N, BUCKETS)."""
    rows = [tf_idf(bag, idf) for bag in bags]
    starts = np.cumsum([0] + [len(indices) for indices, _ in rows])
    columns = np.concatenate([indices for indices, _ in rows])
    values = np.concatenate([values for _, values in rows]).astype(np.float32)
    return torch.sparse_csr_tensor(
        torch.from_numpy(starts),
        torch.from_numpy(columns),
        torch.from_numpy(values),
        size=(len(rows), BUCKETS),
        check_invariants=True,
    )


def fit(inputs: Tensor, labels: Tensor, decay: float = WEIGHT_DECAY) -> tuple[Tensor, Tensor]:
    """Multinomial logistic regression by L-BFGS: weight (BUCKETS, C), bias (C,)."""
    weight = torch.zeros(BUCKETS, len(CLASSES), requires_grad=True)
    bias = torch.zeros(len(CLASSES), requires_grad=True)
    optimiser = torch.optim.LBFGS(
        [weight, bias], max_iter=ITERATIONS, history_size=20, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        optimiser.zero_grad()
        error = torch.nn.functional.cross_entropy(_logits(inputs, weight, bias), labels)
        total = error + decay * weight.square().sum()
        total.backward()
        return total

    optimiser.step(loss)
    return weight.detach(), bias.detach()


def _logits(inputs: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.sparse.mm(inputs, weight) + bias


def held_out_harm(data: Data) -> np.ndarray:
    """Each text's probability of harm (N,) by the model that never saw its group."""
    harm = np.zeros(len(data.bags))
    for fold in range(FOLDS):
        train, test = np.flatnonzero(data.folds != fold), np.flatnonzero(data.folds == fold)
        idf = inverse_document_frequency([data.bags[i] for i in train])
        inputs = features([data.bags[i] for i in train], idf)
        weight, bias = fit(inputs, torch.from_numpy(data.labels[train]))
        tested = features([data.bags[i] for i in test], idf)
        harm[test] = 1 - _logits(tested, weight, bias).softmax(1)[:, 0].numpy()
    return harm


def choose_threshold(data: Data, harm: np.ndarray) -> float:
    """5 % over-block on OVERT's benign prompts, none on everyday prompts."""
    benign = data.labels == 0
    return float(
        max(np.quantile(harm[benign & data.overt], 1 - OVER_BLOCK), harm[~data.overt].max() + 0.01)
    )


def report(data: Data, harm: np.ndarray, threshold: float) -> None:
    """Print AUC, recall and over-block, together and by category."""
    overt_benign, unsafe = harm[data.overt & (data.labels == 0)], harm[data.labels > 0]
    ranks = np.searchsorted(np.sort(overt_benign), unsafe)
    refused = harm >= threshold
    print(f"grouped {FOLDS}-fold on {int(data.overt.sum())} prompts, threshold {threshold:.3f}")
    print(f"AUC {ranks.mean() / len(overt_benign):.3f}")
    print(f"recall {(unsafe >= threshold).mean():.3f}")
    print(f"over-block {(overt_benign >= threshold).mean():.3f}")
    print(f"over-block on everyday prompts {refused[~data.overt].mean():.4f}")
    for index in np.unique(data.labels[data.labels > 0]):
        print(f"  recall {CLASSES[index]:10s} {refused[data.labels == index].mean():.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/prompt_gate.npz"))
    options = parser.parse_args()
    data = load_data(options.data)
    harm = held_out_harm(data)
    threshold = choose_threshold(data, harm)
    report(data, harm, threshold)
    idf = inverse_document_frequency(data.bags)
    weight, bias = fit(features(data.bags, idf), torch.from_numpy(data.labels))
    np.savez_compressed(
        options.out,
        weight=weight.numpy().astype(np.float16),
        bias=bias.numpy(),
        idf=idf.astype(np.float16),
        classes=np.array(CLASSES),
        threshold=np.float32(threshold),
    )
    print(f"{options.out}: {options.out.stat().st_size / 2**20:.2f} MB")


if __name__ == "__main__":
    main()
