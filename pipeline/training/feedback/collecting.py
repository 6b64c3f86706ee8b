"""Preferences of people: by hand in a browser, and those of a file as votes."""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image

from pipeline.engines.embedded.loading import load
from pipeline.feedback import Side, Vote
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.training.feedback.pairs import Liked, Preference
from pipeline.training.feedback.rounds import Candidate, Round, rounds
from pipeline.training.feedback.tool import Session, server

PAINTED = 384  # pixels a side


def importable(one: Preference) -> Vote | None:
    """A preference as a vote, None for one without a visitor: only what somebody chose is kept."""
    if not 1 <= len(one.visitor) <= 100:
        return None
    sides = tuple(map(_side, one.sides))
    choice = "first" if one.paired else "better" if one.chosen else "worse"
    visitor = f"imported {one.visitor}"[:100]
    prompt = one.sides[0].asked.prompt
    return Vote(visitor, prompt, sides, choice, words=True, engine="embedded")


def _side(liked: Liked) -> Side:
    height = round(512 / max(liked.asked.aspect, 1.0))
    width = round(height * liked.asked.aspect)
    return Side(liked.asked.seed, f"{width}x{height}", liked.tokens, liked.asked.seed)


def offered(
    composer: Composer, dictionary: Dictionary, prompts: Sequence[str], rng: random.Random
) -> Iterator[tuple[Round, Candidate, Candidate]]:
    """Two compositions of each prompt that break no constraint, on sides by chance."""
    for one in rounds(prompts, dictionary, salt=rng.randrange(2**31)):
        kept = [candidate for candidate in one.candidates(composer, 4) if candidate.kept]
        if len({candidate.tokens for candidate in kept}) > 1:
            first, second = rng.sample(kept, 2)
            yield one, first, second


def by_hand(
    composer: Composer, dictionary: Dictionary, prompts: Sequence[str], options: argparse.Namespace
) -> None:
    """Serves pairs until it is interrupted."""
    world = load(options.dictionary, "cpu")
    world = replace(world, composer=composer)

    def paint(one: Round, candidate: Candidate) -> Image.Image:
        composition, size = one.composition(candidate), (PAINTED, PAINTED)
        *_, last = world.paint(composition, size, 1, one.asked.seed)
        assert last.image is not None
        return last.image

    found = offered(composer, dictionary, prompts, random.Random(options.seed))
    page = server(Session(found, paint, options.out), options.port)
    print(f"http://127.0.0.1:{page.server_address[1]} until Ctrl-C; choices in {options.out}")
    try:
        page.serve_forever()
    except KeyboardInterrupt:
        page.server_close()
