"""The words that a prompt asks to see written: they reach the decoder as bytes (glyphs)."""

import re

# What follows "says" and its kin, where nothing is quoted.
BARE = re.compile(r"\b(?:says|saying|reads|reading|labelled|lettered)[:,]?\s+([A-Z0-9]{1,16})\b")
# What is to stand on a sign, typed like any other words: up to four, till the sentence goes on.
_SIGN = (
    r"(?:sign|signpost|signboard|billboard|board|plaque|poster|banner|placard|letrero|cartel|placa"
    r"|panneau|pancarte|enseigne|schild)s?"
)
_STOPS = (
    "a an one two three four something nothing anything it in on at by near next beside behind "
    "under below above over between along and with while during from for that which where when "
    "instead please y en con al junto sobre bajo e em com ao sob et dans avec sur sous près à "
    "und im am mit auf neben unter vor hinter"
)
_TEXT = rf"(?!(?:{_STOPS.replace(' ', '|')})\b)[^\W\d_]+"
_TEXTS = rf"({_TEXT}(?:['’ ]{_TEXT}){{0,3}})"
_SAYS = (
    r"(?:says?|saying|reads?|reading|spelling|spells|labell?ed|lettered|named|called"
    r"|with the (?:words?|text|name|letters)"
    r"|que dice|con (?:la palabra|el texto)|que diz|com (?:a palavra|o texto)"
    r"|qui dit|avec (?:le mot|le texte)|mit (?:der Aufschrift|dem Wort|dem Text))"
)
SAID = re.compile(
    rf"\b{_SIGN}\b(?:(?! and )[^.,;:\"“]){{0,24}}?\b{_SAYS}:? {_TEXTS}"
    rf"|\b(?:change|rename|rewrite|set) the {_SIGN} (?:in)?to {_TEXTS}"
    rf"|\bwrite {_TEXTS}(?= on (?:the|a) {_SIGN}\b)"
    rf"|\b{_SIGN} with {_TEXTS}(?= (?:written |painted )?on it\b)",
    re.IGNORECASE,
)


def said_words(prompt: str) -> list[tuple[int, int]]:
    """Where in a prompt the words stand that a sign is to say and that are neither quoted nor all
    in capitals, which say so by themselves: (start, end) of each stretch."""
    spans = [found.span(found.lastindex or 0) for found in SAID.finditer(prompt)]
    return [span for span in spans if not re.match(r"[A-Z0-9]+\b", prompt[slice(*span)])]
