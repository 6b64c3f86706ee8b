"""Sentences as they are spoken: words in small letters, numbers in words."""

import re
import unicodedata

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spoken_words(text: str) -> list[str]:
    """The words of an English text as they are said.

    >>> spoken_words("A T-shirt, 12 cats & the fox's den")
    ['a', 't', 'shirt', 'twelve', 'cats', 'and', 'the', "fox's", 'den']
    """
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("&", " and "))
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold()
    found: list[str] = []
    for word in re.findall(r"\d+|[a-z]+(?:'[a-z]+)*", text):
        found += number_words(int(word[:6])) if word[0].isdigit() else [word]
    return found


def number_words(number: int) -> list[str]:
    """A whole number from 0 to 999,999 in words.

    >>> " ".join(number_words(2026))
    'two thousand twenty six'
    """
    if number < 20:
        return [_ONES[number]]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            return [*number_words(number // size), name, *(number_words(rest) if rest else ())]
    rest = number % 10
    return [_TENS[number // 10 - 2], *([_ONES[rest]] if rest else ())]
