"""Preferences without people: a judge chooses among the candidates of a round."""

from collections.abc import Callable, Iterable, Iterator

from pipeline.model.networks.composer import Composer
from pipeline.training.feedback import art_rules
from pipeline.training.feedback.features import features_of
from pipeline.training.feedback.looks import Taste
from pipeline.training.feedback.pairs import Liked, Preference
from pipeline.training.feedback.rounds import Candidate, Round

Judge = Callable[[Round, Candidate], float]  # 0..1, more is better
LEAST = 0.02  # by how much one must be better than the other


def by_rules_and_looks(taste: Taste) -> Judge:
    """The mean of the art rules and of what was learnt from looks."""

    def judge(asked: Round, candidate: Candidate) -> float:
        numbers = features_of(asked, candidate)
        return (art_rules.score(numbers) + taste.score(numbers)) / 2

    return judge


def judged(
    rounds: Iterable[Round],
    composer: Composer,
    judge: Judge,
    name: str,
    candidates: int = 8,
    pairs: int = 3,
) -> Iterator[Preference]:
    """Up to `pairs` preferences for each round, the best candidate beside the worst, the next best
    beside the next worst and so on, as long as they differ. What breaks a constraint is worse than
    all that breaks none."""
    for one in rounds:
        found = one.candidates(composer, candidates)
        scored = [
            (judge(one, candidate) if candidate.kept else -1.0, candidate) for candidate in found
        ]
        scored.sort(key=lambda item: -item[0])
        for n in range(min(pairs, len(scored) // 2)):
            (high, chosen), (low, rejected) = scored[n], scored[-1 - n]
            if high >= 0 and high - low > LEAST:
                yield Preference(
                    Liked(one.asked, chosen.tokens), Liked(one.asked, rejected.tokens), name
                )
