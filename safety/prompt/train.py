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
# Texts that are trained on at most: everyday prompts and captions are much alike.
MOST = {Source.EVERYDAY: 300, Source.CAPTIONS: 1500}

Bag = tuple[np.ndarray, np.ndarray]  # what features.counts gives for a text


@dataclass(frozen=True)
class Data:
    """N texts: hashed counts as they are and reworded; encoded tokens, (tokens, WIDTH) float16, as
    they are, and of each the ways in which it may come instead: hidden and read again (OVERT's and
    our own prompts alone), reworded."""

    corpus: Corpus
    bags: list[Bag]
    reworded_bags: list[Bag]
    states: list[np.ndarray]
    others: list[tuple[np.ndarray, np.ndarray]]


def encode(corpus: Corpus) -> Data:
    rules, encoder = load_rules(), SentenceEncoder.load()
    texts, reworded = (list(map(normalise, each)) for each in (corpus.prompts, corpus.reworded))
    may_hide = corpus.of(Source.OVERT) | corpus.of(Source.OWN)
    hidden = [_hidden(text) if may else text for text, may in zip(texts, may_hide, strict=True)]
    every = list(dict.fromkeys([*texts, *hidden, *reworded]))
    states = dict(zip(every, encoder.encode_all(every), strict=True))
    return Data(
        corpus,
        [counts(words_for_classifier(text, rules)) for text in texts],
        [counts(words_for_classifier(text, rules)) for text in reworded],
        [states[text] for text in texts],
        [(states[one], states[two]) for one, two in zip(hidden, reworded, strict=True)],
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


def fit_words(inputs: csr_matrix, harmful: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logistic regression of harm, as class logits: weight (BUCKETS, C), bias (C,). All harm is in
    the first harmful class: the tuned encoder names the category, and one column is fitted in a
    tenth of the time of eleven."""
    strength = 1 / (2 * WEIGHT_DECAY * len(harmful))
    model = LogisticRegression(C=strength, max_iter=ITERATIONS, tol=1e-3).fit(inputs, harmful)
    weight = np.zeros((BUCKETS, len(CLASSES)), dtype=np.float32)
    bias = np.full(len(CLASSES), -20, dtype=np.float32)
    weight[:, 1], bias[:2] = model.coef_[0], (0, model.intercept_[0])
    return weight, bias


def fit(data: Data, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """Both classifiers on the texts of these indices, as a PromptClassifier's file has them."""
    labels = data.corpus.labels
    for source, most in MOST.items():
        members = chosen[data.corpus.of(source)[chosen]]
        spread = members[np.linspace(0, len(members) - 1, min(most, len(members))).astype(int)]
        chosen = np.setdiff1d(chosen, np.setdiff1d(members, spread))
    bags = [data.bags[index] for index in chosen]
    idf = inverse_document_frequency(bags)
    # Each text counts once more, reworded: how a request begins says nothing about it.
    bags += [data.reworded_bags[index] for index in chosen]
    weight, bias = fit_words(features(bags, idf), np.tile(labels[chosen], 2) > 0)
    states, others = ([each[i] for i in chosen] for each in (data.states, data.others))
    layers = tune(states, others, labels[chosen], len(CLASSES), EPOCHS)
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
