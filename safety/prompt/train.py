"""Train the prompt classifier: `python -m safety.prompt.train --data FILE --out FILE.npz`.

The data is a CSV with the columns prompt, label (benign, unsafe), category and group, as OVERT
(Apache-2.0) has them; our own prompts come on top, and with --harmless those of further CSVs with
a column prompt, whose long ones are read in windows as the gate reads them.

Grouped 5-fold figures of the whole gate, rules included, are printed; a group is never on both
sides, and a fold's thresholds come from the others. With --one-fold only a fifth of the groups is
held out, which takes a sixth of the time; the weights that judged it are kept.
"""

import argparse
import csv
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from safety.policy import Category
from safety.prompt.calibrate import choose_thresholds, refused
from safety.prompt.classifier import (
    BENIGN,
    harm_logit,
    likeliest_harm,
    windows,
    words_for_classifier,
)
from safety.prompt.encoder import SentenceEncoder
from safety.prompt.everyday import (
    balanced_prompts,
    everyday_prompts,
    hand_written,
    harmful,
    in_the_trade,
    sign_prompts,
)
from safety.prompt.features import BUCKETS, counts, tf_idf
from safety.prompt.normalise import normalise, readings
from safety.prompt.rules import load_rules, split
from safety.prompt.tune import EPOCHS, tune
from safety.prompt.tuned import TunedLayers, pack

FOLDS = 5
CAPTION_OVER_BLOCK = 0.006  # share of harmless captions refused
OVER_BLOCK = 0.038  # share of OVERT's benign prompts refused; below 5 % on groups never seen
EVERYDAY_OVER_BLOCK = 0.003  # share of our own everyday prompts refused
LARGEST_GROUP = 100
TRADE, BALANCED = 300, 500  # harmless prompts in the trade's words, and with everybody alike
ITERATIONS = 80
WEIGHT_DECAY = 4e-6
EVERYDAY_TUNED = 600  # everyday prompts that the encoder is tuned on: they are much alike
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
CLASSES = (BENIGN, *sorted({*_CATEGORIES.values(), Category.GORE, Category.MINORS}))


Bag = tuple[np.ndarray, np.ndarray]  # what features.counts gives for a text


@dataclass(frozen=True)
class Data:
    """N texts: hashed counts, encoded tokens as written and as read after hiding, class indices
    (N,), folds (N,), and whether a text is from OVERT (N,), from the grammar of everyday prompts
    (N,), from further harmless prompts (N,), refused by the rules already (N,)."""

    bags: list[Bag]
    states: list[np.ndarray]  # (tokens, WIDTH) float16
    hidden: list[np.ndarray]
    labels: np.ndarray
    folds: np.ndarray
    overt: np.ndarray
    everyday: np.ndarray
    captions: np.ndarray
    ruled: np.ndarray


def load_data(path: Path, everyday: int = 1500, harmless: Sequence[Path] = ()) -> Data:
    """OVERT, the everyday prompts, which count as benign, and our own harmful ones. harmless:
    further CSVs of prompts to allow."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    written, simple = hand_written(), everyday_prompts(everyday, seed=1)
    kinds, to_refuse = zip(*harmful(), strict=True)
    captions = _harmless(harmless) if harmless else []
    prompts = [row["prompt"] for row in rows] + written + simple + captions + list(to_refuse)
    labels = [0 if row["label"] == BENIGN else _class(row["category"]) for row in rows]
    labels += [0] * len(written + simple + captions) + [CLASSES.index(kind) for kind in kinds]
    groups = _groups(rows) + prompts[len(rows) :]
    rules, encoder = load_rules(), SentenceEncoder.load()
    texts = [normalise(prompt) for prompt in prompts]
    return Data(
        [counts(words_for_classifier(text, rules)) for text in texts],
        [encoder.encode(text).astype(np.float16) for text in texts],
        [encoder.encode(_hidden(text)).astype(np.float16) for text in texts],
        np.array(labels),
        np.array([zlib.crc32(group.encode()) % FOLDS for group in groups]),
        np.arange(len(prompts)) < len(rows),
        _stretch(len(prompts), len(rows + written), len(simple)),
        _stretch(len(prompts), len(rows + written + simple), len(captions)),
        np.array([_ruled(prompt) for prompt in prompts]),
    )


def _stretch(count: int, start: int, length: int) -> np.ndarray:
    """(count,) bool, true at `length` places from `start`."""
    places = np.arange(count)
    return (places >= start) & (places < start + length)


def _harmless(paths: Sequence[Path]) -> list[str]:
    """The prompts of these files in windows, some with the trade's words, and the balanced ones."""
    prompts: list[str] = []
    for path in paths:
        with open(path, newline="", encoding="utf-8-sig") as file:
            prompts += [row["prompt"] for row in csv.DictReader(file)]
    prompts = list(dict.fromkeys(window for text in prompts for window in windows(text)))
    short = [text for text in prompts if len(text) < 120]
    more = in_the_trade(short[:: max(1, len(short) // TRADE)], seed=2)
    return prompts + more + sign_prompts() + balanced_prompts(BALANCED, seed=3)


def _hidden(text: str) -> str:
    """A normalised text as the gate reads it when it comes s p a c e d without gaps: some words are
    then cut or joined wrongly."""
    return readings(" ".join(text.replace(" ", "")))[-1]


def _ruled(prompt: str) -> bool:
    rules = load_rules()
    words = (rules.without_harmless(split(text)) for text in readings(prompt))
    return any(rules.first_match(text) for text in words)


def _groups(rows: list[dict[str, str]]) -> list[str]:
    """The file's groups; one too large to be a real group is split by near-duplicates.

    OVERT's violence and discrimination prompts all share one group of 1,431.
    """
    sizes = Counter(row["group"] for row in rows)
    groups = [row["group"] for row in rows]
    for name in (name for name, size in sizes.items() if size > LARGEST_GROUP):
        members = [index for index, row in enumerate(rows) if row["group"] == name]
        clusters = near_duplicates([_words(rows[index]["prompt"]) for index in members])
        for index, cluster in zip(members, clusters, strict=True):
            groups[index] = f"{name}-{cluster}"
    return groups


def near_duplicates(texts: list[str], similarity: float = 0.5) -> list[int]:
    """A cluster's number for each text: texts whose words overlap (Jaccard) are linked."""
    words = CountVectorizer(token_pattern=r"\S+", binary=True).fit_transform(texts)
    shared = (words @ words.T).toarray()
    size = shared.diagonal()
    linked = shared / (size[:, None] + size[None] - shared) >= similarity
    clusters = connected_components(linked)[1]
    return np.unique(clusters, return_index=True)[1][clusters].tolist()  # its first text's number


def _class(category: str) -> int:
    return CLASSES.index(_CATEGORIES[category])


def _words(text: str) -> str:
    return words_for_classifier(normalise(text), load_rules())


def inverse_document_frequency(bags: list[Bag]) -> np.ndarray:
    """Smoothed idf, (BUCKETS,) float32."""
    seen = np.zeros(BUCKETS)
    for indices, _ in bags:
        seen[indices] += 1
    return (np.log((1 + len(bags)) / (1 + seen)) + 1).astype(np.float32)


def features(bags: list[Bag], idf: np.ndarray) -> csr_matrix:
    """(N, BUCKETS) float32."""
    rows = [tf_idf(bag, idf) for bag in bags]
    starts = np.cumsum([0] + [len(indices) for indices, _ in rows])
    columns = np.concatenate([indices for indices, _ in rows])
    values = np.concatenate([values for _, values in rows]).astype(np.float32)
    return csr_matrix((values, columns, starts), shape=(len(rows), BUCKETS))


def fit_words(inputs: csr_matrix, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Multinomial logistic regression: weight (BUCKETS, C), bias (C,). A class that is not in
    `labels` is never likely."""
    strength = 1 / (2 * WEIGHT_DECAY * len(labels))
    model = LogisticRegression(C=strength, max_iter=ITERATIONS, tol=1e-3).fit(inputs, labels)
    weight = np.zeros((BUCKETS, len(CLASSES)), dtype=np.float32)
    bias = np.full(len(CLASSES), -20, dtype=np.float32)
    weight[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    return weight, bias


def fit(data: Data, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """Both classifiers on the texts of these indices, as a PromptClassifier's file has them."""
    bags = [data.bags[index] for index in chosen]
    idf = inverse_document_frequency(bags)
    weight, bias = fit_words(features(bags, idf), data.labels[chosen])
    tuned = np.setdiff1d(chosen, chosen[data.everyday[chosen]][EVERYDAY_TUNED:])
    states, hidden = ([each[i] for i in tuned] for each in (data.states, data.hidden))
    layers = tune(states, hidden, data.labels[tuned], len(CLASSES), EPOCHS)
    return {
        "weight": weight.astype(np.float16),
        "bias": bias,
        "idf": idf.astype(np.float16),
        **pack(layers),
    }


@dataclass(frozen=True)
class HeldOut:
    """Judgements of each text (N,) by models that were not trained on its group."""

    by_words: np.ndarray
    by_meaning: np.ndarray
    kinds: np.ndarray


def hold_out(data: Data, folds: int | None = None) -> tuple[HeldOut, dict[str, np.ndarray]]:
    """Judge the first `folds` (all without a number) by models of the others; also the weights
    that judged the first fold."""
    folds = FOLDS if folds is None else folds
    count = len(data.labels)
    answer = HeldOut(np.zeros(count), np.zeros(count), np.zeros(count, dtype=int))
    models = []
    for fold in range(folds):
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
        models.append(fit(data, np.flatnonzero(data.folds != fold)))
        judge(models[-1], data, np.flatnonzero(data.folds == fold), answer)
    return answer, models[0]


def judge(arrays: dict[str, np.ndarray], data: Data, chosen: np.ndarray, answer: HeldOut) -> None:
    """Fill in the answer for the texts of these indices."""
    bags = features([data.bags[i] for i in chosen], arrays["idf"].astype(np.float32))
    logits = bags @ arrays["weight"].astype(np.float32) + arrays["bias"]
    answer.by_words[chosen] = harm_logit(logits)
    layers = TunedLayers.unpack(arrays)
    for index in chosen:
        logits = layers.logits(data.states[index].astype(np.float32))
        answer.by_meaning[index] = harm_logit(logits[None])[0]
        answer.kinds[index] = likeliest_harm(logits)


def weigh(data: Data, held_out: HeldOut) -> tuple[np.ndarray, np.ndarray]:
    """The weights of both, (3,), and scores (N,) by weights from the other folds only."""
    both = np.stack((held_out.by_words, held_out.by_meaning), 1)
    harmful = data.labels > 0
    scores = np.zeros(len(both))
    for fold in range(FOLDS):
        here = data.folds == fold
        model = LogisticRegression(C=10).fit(both[~here], harmful[~here])
        scores[here] = model.predict_proba(both[here])[:, 1]
    model = LogisticRegression(C=10).fit(both, harmful)
    return np.array([*model.coef_[0], model.intercept_[0]], dtype=np.float32), scores


def calibrate(
    data: Data, scores: np.ndarray, kinds: np.ndarray, seen: np.ndarray | None = None
) -> np.ndarray:
    """Thresholds for the whole gate, (C,), at OVER_BLOCK, and at EVERYDAY_OVER_BLOCK on everyday
    prompts.

    seen: (N,) bool, the texts that are used; None is all.
    """
    seen = np.ones(len(scores), dtype=bool) if seen is None else seen
    least = np.zeros(len(CLASSES))
    written = ~data.overt & ~data.everyday & ~data.captions & (data.labels == 0)
    for kind, share in (
        (data.everyday, EVERYDAY_OVER_BLOCK),
        (data.captions, CAPTION_OVER_BLOCK),
        (written, 0.0),  # prompts that were written because they must pass
    ):
        members = np.flatnonzero(seen & kind & ~data.ruled)
        worst_first = members[np.argsort(-scores[members])]
        for index in worst_first[int(share * len(members)) :]:
            least[kinds[index]] = max(least[kinds[index]], min(scores[index] + 0.01, 0.99))
    judged = seen & ~data.everyday & ~data.captions
    harm = np.where(data.ruled, 1.0, scores)
    thresholds = choose_thresholds(
        harm[judged], kinds[judged], data.labels[judged] > 0, OVER_BLOCK, least
    )
    return np.where(thresholds > 1, np.maximum(0.9, least), thresholds)


def one_fold(data: Data) -> dict[str, np.ndarray]:
    """Weights trained on all groups but the first fold's. Half of that fold sets the weights of
    both classifiers and the thresholds for the printed figures of its other half; all of it sets
    those that are kept."""
    held_out, arrays = hold_out(data, folds=1)
    here = data.folds == 0
    half = here & (np.arange(len(here)) % 2 == 0)
    both = np.stack((held_out.by_words, held_out.by_meaning), 1)
    for seen, judged in ((half, here & ~half), (here, here)):
        model = LogisticRegression(C=10).fit(both[seen], data.labels[seen] > 0)
        scores = model.predict_proba(both)[:, 1]
        thresholds = calibrate(data, scores, held_out.kinds, seen)
        answer = data.ruled | refused(scores, held_out.kinds, thresholds)
        print("thresholds and figures of the same texts" if seen is here else "held out")
        tell(data, answer, judged)
    mix = np.array([*model.coef_[0], model.intercept_[0]], dtype=np.float32)
    return arrays | {"mix": mix, "thresholds": thresholds}


def tell(data: Data, answer: np.ndarray, judged: np.ndarray) -> None:
    """Print the shares refused of the judged texts, (N,) bool, by where they are from."""
    unsafe, overt = data.labels > 0, data.overt
    own = ~overt & ~data.everyday & ~data.captions
    for what, members in {
        "recall of the gate": overt & unsafe,
        "over-block of the gate": overt & ~unsafe,
        "over-block on everyday prompts": data.everyday,
        "over-block on harmless captions": data.captions,
        "over-block on harmless ones written to sound harmful": own & ~unsafe,
        "recall on our own harmful prompts": own & unsafe,
    }.items():
        if (chosen := members & judged).any():
            print(f"{what} {answer[chosen].mean():.4f} of {chosen.sum()}")
    for index in np.unique(data.labels[overt & unsafe & judged]):
        members = overt & (data.labels == index) & judged
        print(f"  recall {CLASSES[index]:10s} {answer[members].mean():.3f} of {members.sum()}")


def report(data: Data, scores: np.ndarray, kinds: np.ndarray) -> None:
    """Print AUC, recall and over-block, together and by OVERT's categories. A fold's thresholds
    are chosen on the other folds."""
    unsafe, overt = data.labels > 0, data.overt
    benign = np.sort(scores[overt & ~unsafe])
    ranks = np.searchsorted(benign, scores[overt & unsafe])
    print(f"grouped {FOLDS}-fold on {int(overt.sum())} prompts of OVERT")
    print(f"AUC of the classifier {ranks.mean() / len(benign):.3f}")
    answer = np.zeros(len(scores), dtype=bool)
    for fold in range(FOLDS):
        here = data.folds == fold
        thresholds = calibrate(data, scores, kinds, ~here)
        answer[here] = data.ruled[here] | refused(scores[here], kinds[here], thresholds)
    tell(data, answer, np.ones(len(answer), dtype=bool))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/prompt_gate.npz"))
    parser.add_argument("--harmless", type=Path, nargs="*", default=[], help="CSVs to allow")
    parser.add_argument("--one-fold", action="store_true", help="hold out one fold, not each")
    options = parser.parse_args()
    harmless = {"harmless": options.harmless} if options.harmless else {}
    data = load_data(options.data, **harmless)
    if options.one_fold:
        save(options.out, one_fold(data))
        return
    held_out, _ = hold_out(data)
    mix, scores = weigh(data, held_out)
    thresholds = calibrate(data, scores, held_out.kinds)
    report(data, scores, held_out.kinds)
    arrays = fit(data, np.arange(len(data.labels)))
    save(options.out, arrays | {"mix": mix, "thresholds": thresholds})


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write what `PromptClassifier.load` reads."""
    arrays |= {"classes": np.array(CLASSES), "thresholds": arrays["thresholds"].astype(np.float32)}
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # none is "allow_pickle"
    print(f"{path}: {path.stat().st_size / 2**20:.2f} MB")


if __name__ == "__main__":
    main()
