"""Preferences without people: a judge chooses among the candidates of a round."""

import random
from collections.abc import Callable, Iterable, Iterator

from pipeline.model.networks.composer import Composer
from pipeline.training.feedback import art_rules
from pipeline.training.feedback.features import features_of
from pipeline.training.feedback.pairs import Liked, Preference
from pipeline.training.feedback.rounds import Candidate, Round

Judge = Callable[[Round, Candidate], float]  # 0..1, more is better
LEAST = 0.02  # by how much one must be better than the other


def by_art_rules(asked: Round, candidate: Candidate) -> float:
    """Of `art_rules`."""
    return art_rules.score(features_of(asked, candidate))


def judged(
    rounds: Iterable[Round],
    composer: Composer,
    judge: Judge,
    name: str,
    rng: random.Random,
    candidates: int = 8,
) -> Iterator[Preference]:
    """One preference for each round: its best candidate by the judge, and one of the others that is
    worse. What breaks a constraint is worse than all that breaks none."""
    for one in rounds:
        found = one.candidates(composer, candidates)
        scored = [
            (judge(one, candidate) if candidate.kept else -1.0, candidate) for candidate in found
        ]
        best = max(scored, key=lambda item: item[0])
        worse = [item for item in scored if item[0] < best[0] - LEAST]
        if best[0] >= 0 and worse:
            chosen, rejected = (
                Liked(one.asked, candidate.tokens) for candidate in (best[1], rng.choice(worse)[1])
            )
            yield Preference(chosen, rejected, name)
