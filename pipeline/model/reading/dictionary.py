"""Dictionaries of whole languages: does a word exist, and what is its base form?

They are those of simplemma (https://github.com/adbar/simplemma). Each language is read from disk
the first time that it is asked for (0.1 to 0.6 s, 1 to 8 MB in its low-memory form), so that who
types English alone never waits for German.
"""

from functools import lru_cache

import simplemma

LANGUAGES = ("en", "es", "pt", "fr", "de", "hi")
LONGEST = 40  # characters: a longer run of letters is no word, and would take long to look up


@lru_cache(8192)
def exists(word: str, *languages: str) -> bool:
    """Whether any of the languages has the word, inflected or not. Languages without a dictionary
    have no words."""
    asked = tuple(language for language in languages if language in LANGUAGES)
    if not asked or not 0 < len(word) <= LONGEST or not word.isprintable():
        return False
    return simplemma.is_known(word, asked, low_memory=True)


@lru_cache(8192)
def base_form(word: str, language: str) -> str:
    """ "wolves" -> "wolf", German "weißen" -> "weiß"; in lower case. The word itself where the
    language has no dictionary or the dictionary has no such word."""
    if not exists(word, language):
        return word
    return simplemma.lemmatize(word, language, low_memory=True).lower()
