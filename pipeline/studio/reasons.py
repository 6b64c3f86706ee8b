"""Why something did not work, in the visitor's language.

The parts below the page speak English, in sentences that are for people. A language that has a text
of its own for such a sentence says that instead; whatever is in none of them is said as it is.
"""

import re

from pipeline.generate import Refusal
from pipeline.studio.language import Say

# Key of the text -> what the sentence has in it; the named parts are told again.
SENTENCES = {
    "reason_no_prompt": r"the prompt is empty",
    "reason_long_prompt": r"the prompt has (?P<n>[\d,]+) characters",
    "reason_seed": r"seed must be",
    "reason_size": r"size \S+ is not possible",
    "reason_number": r"(steps|guidance|strength|candidates) must be",
    "reason_task": r"this engine cannot",
    "reason_layout": r"this engine can \w+ only a picture that it made here",
    "reason_unknown": r"only pictures of its own painted world",
    "reason_full": r"nothing in this picture would change.* full with its (?P<n>\d+) things",
    "reason_unchanged": r"nothing in this picture would change",
    "reason_mask": r"the mask is all black",
    "reason_no_picture": r"not a picture we can read",
    "reason_damaged": r"damaged or incomplete",
    "reason_empty_file": r"The file is empty",
    "reason_large_file": r"too large\. At most (?P<n>\d+) MB",
    "reason_pixels": r"too many pixels\. At most (?P<n>\d+) megapixels",
    "reason_small": r"Each side needs at least (?P<n>\d+) pixels",
    "reason_narrow": r"may be at most (?P<n>[\d.]+) times the short one",
    "reason_animated": r"picture is animated",
    "reason_wait_minutes": r"Try again in (?P<n>\d+) minutes",
    "reason_wait_seconds": r"Try again in (?P<n>\d+) seconds",
    "reason_write": r"cannot write a picture",
    "reason_anew": r"only an unchanged picture",
}


def refusal_reason(refusal: Refusal, say: Say) -> str:
    """Why a check said no: its own sentence in English, else what its category means."""
    return say(f"reason_{refusal.category}", reason=refusal.reason)


def error_reason(error: Exception, say: Say) -> str:
    """What an error says to the person who asked for too much, or for nothing."""
    told = str(getattr(error, "strerror", None) or error)
    for key, sentence in SENTENCES.items():
        if found := re.search(sentence, told):
            return say(key, reason=told, **found.groupdict())
    return told
