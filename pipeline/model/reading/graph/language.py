"""Which of the dictionary's languages a prompt is in."""

from pipeline.model.dictionary import LANGUAGES, Dictionary
from pipeline.model.reading.graph.pieces import DEVANAGARI, JAPANESE, tokens
from pipeline.model.reading.graph.tables import table

MOST_WORDS = 60  # that are looked at
LATIN = ("en", *(name for name in LANGUAGES if name not in ("en", "hi", "ja")))
# What a word in each class says for a language: nouns are shared between languages, articles less.
_WEIGHTS = {"article": 2.0, "relation": 2.0, "link": 1.5, "number": 1.5}


def language_of(prompt: str, dictionary: Dictionary) -> str:
    """The language most of whose words a prompt has; English in doubt."""
    hindi, japanese = len(DEVANAGARI.findall(prompt)), len(JAPANESE.findall(prompt))
    if hindi or japanese:
        latin = sum("a" <= letter.lower() <= "z" for letter in prompt)
        if max(hindi, japanese) * 3 >= latin:
            return "hi" if hindi >= japanese else "ja"
    words = [token.norm for token in tokens(prompt[:600], "en") if token.is_word][:MOST_WORDS]
    return max(LATIN, key=lambda name: _score(words, name, dictionary))


def _score(words: list[str], language: str, dictionary: Dictionary) -> float:
    """How much the words look like a language's, English a little ahead."""
    senses = table(language).senses
    score = 0.1 if language == "en" else 0.0
    for word in words:
        found = senses.get(word)
        if found:
            score += max(_WEIGHTS.get(role, 1.0) for role in found)
        elif (
            dictionary.find(word, language)
            or dictionary.place(word, language)
            or (language == "en" and dictionary.find(word.removesuffix("s"), "en"))
        ):
            score += 1.0
    return score
