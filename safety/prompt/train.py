"""Train the prompt classifier: `python -m safety.prompt.train --data FILE --harmless FILE...`.

Writes the weights and, beside them, how each text was judged by models that had not seen its group
(five grouped folds). From those judgements `safety.prompt.calibrate`, which runs at the end and can
run again alone, fixes the thresholds and prints the figures of the whole gate.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from safety.prompt.calibrate import HeldOut, calibrate
from safety.prompt.classifier import WEIGHTS, harm_logit, likeliest_harm, words_for_classifier
from safety.prompt.corpus import CLASSES, FOLDS, Corpus, Source, add_arguments, load_corpus
from safety.prompt.encoder import SentenceEncoder
from safety.prompt.features import BUCKETS, counts, tf_idf
from safety.prompt.normalise import normalise, readings
from safety.prompt.rules import load_rules
from safety.prompt.tune import EPOCHS, tune
from safety.prompt.tuned import TunedLayers, pack

ITERATIONS = 80
WEIGHT_DECAY = 4e-6
# Texts that the encoder is tuned on at most: everyday prompts and captions are much alike.
TUNED = {Source.EVERYDAY: 600, Source.CAPTIONS: 3000}

Bag = tuple[np.ndarray, np.ndarray]  # what features.counts gives for a text


@dataclass(frozen=True)
class Data:
    """N texts: hashed counts as they are and reworded; encoded tokens, (tokens, WIDTH) float16, as
    they are, and of each the ways in which it may come instead: hidden and read again, reworded."""

    corpus: Corpus
    bags: list[Bag]
    reworded_bags: list[Bag]
    states: list[np.ndarray]
    others: list[tuple[np.ndarray, np.ndarray]]


def encode(corpus: Corpus) -> Data:
    rules, encoder = load_rules(), SentenceEncoder.load()

    def states(text: str) -> np.ndarray:
        return encoder.encode(text).astype(np.float16)

    texts, reworded = (list(map(normalise, each)) for each in (corpus.prompts, corpus.reworded))
    return Data(
        corpus,
        [counts(words_for_classifier(text, rules)) for text in texts],
        [counts(words_for_classifier(text, rules)) for text in reworded],
        [states(text) for text in texts],
        [
            (states(_hidden(text)), states(other))
            for text, other in zip(texts, reworded, strict=True)
        ],
    )


def _hidden(text: str) -> str:
    """A normalised text as the gate reads it when it comes s p a c e d without gaps: some words are
    then cut or joined wrongly."""
    return readings(" ".join(text.replace(" ", "")))[-1]


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
    labels = data.corpus.labels
    bags = [data.bags[index] for index in chosen]
    idf = inverse_document_frequency(bags)
    # Each text counts once more, reworded: how a request begins says nothing about it.
    bags += [data.reworded_bags[index] for index in chosen]
    weight, bias = fit_words(features(bags, idf), np.tile(labels[chosen], 2))
    tuned = chosen
    for source, most in TUNED.items():
        members = tuned[data.corpus.of(source)[tuned]]
        spread = members[np.linspace(0, len(members) - 1, min(most, len(members))).astype(int)]
        tuned = np.setdiff1d(tuned, np.setdiff1d(members, spread))
    states, others = ([each[i] for i in tuned] for each in (data.states, data.others))
    layers = tune(states, others, labels[tuned], len(CLASSES), EPOCHS)
    return {
        "weight": weight.astype(np.float16),
        "bias": bias,
        "idf": idf.astype(np.float16),
        **pack(layers),
    }


def hold_out(data: Data) -> HeldOut:
    """Judge each fold by models of the others."""
    answer = HeldOut.empty(data.corpus.prompts)
    folds = data.corpus.folds
    for fold in np.unique(folds):
        print(f"fold {fold + 1} of {folds.max() + 1}", flush=True)
        judge(fit(data, np.flatnonzero(folds != fold)), data, np.flatnonzero(folds == fold), answer)
    return answer


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the classifier's weights")
    parser.add_argument("--judged", type=Path, default=Path("judged.npz"), help="for calibrate")
    options = parser.parse_args()
    corpus = load_corpus(options.data, options.harmless, folds=FOLDS)
    data = encode(corpus)
    held_out = hold_out(data)
    held_out.save(options.judged)
    print("all folds", flush=True)
    save(options.out, fit(data, np.arange(len(corpus.labels))) | calibrate(corpus, held_out))


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write what `PromptClassifier.load` reads."""
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # none is "allow_pickle"
    print(f"{path}: {path.stat().st_size / 2**20:.2f} MB")


if __name__ == "__main__":
    main()
