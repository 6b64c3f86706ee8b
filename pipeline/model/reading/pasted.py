"""Prompts with the syntax of other programs become plain words.

Pasted prompts carry negative prompts, settings and weights of Stable Diffusion's web interfaces,
parameters of Midjourney, or are JSON. What such a program would not paint is left out; numbers that
are weights or settings are no things and no counts.

The patterns take time in proportion to the prompt, however it is made: each repeats only what the
next sign ends.
"""

import re
from collections.abc import Callable

from pipeline.model.reading.invisible import visible
from pipeline.model.reading.pasted_json import words_of_json
from pipeline.model.reading.quotes import quotations

MAX_BRACKETS = 8  # in one another
_HIDDEN = 0xF0000  # quotations are hidden behind characters from here: a private use area
_NUMBER = r"[+-]?(?:\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})"
_NEGATIVE = re.compile(
    r"(?:\bnegativer? prompts?|\bneg(?:ative)?(?:[_ ]prompt)?|\bprompts? n[eé]gati(?:v[oe]|f)s?"
    r"|ネガティブ(?:プロンプト)?|负面提示词?|नकारात्मक(?: प्रॉम्प्ट)?)\s?[:：].*?"
    r"(?=^[ \t]*(?:positive )?prompt\s?:|\Z)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
# "Steps: 20, CFG scale: 7, Size: 512x512"; beside them "Sampler: Euler a, Model: x".
_SETTINGS = re.compile(
    r"\b(?:steps|seed|size|cfg(?: scale)?|guidance(?: scale)?|clip skip|denoising strength|width"
    r"|height|ensd|eta|hires \w{1,12}|aspect ratio|batch size|num[_ ]inference[_ ]steps"
    rf"|variation \w{{1,12}}|mask blur)\s?[:=]\s?{_NUMBER}(?:\s?[x×:*]\s?\d+)?(?!\w)[ ,]?",
    re.IGNORECASE,
)
_NAMED_SETTINGS = re.compile(
    r"\b(?:sampler|scheduler?(?: type)?|model(?: hash)?|vae(?: hash)?|lora hashes|version|rng"
    r"|face restoration|hires upscaler)\s?:[^,\n]*,?",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"^[ \t]*(?:[-*•#>]+[ \t]?)?\**(?:(?:positive )?prompt|subject|scene|setting|style|art style"
    r"|background|foreground|lighting|mood|composition|camera|colou?rs?|colou?r palette"
    r"|time(?: of day)?|details?|description|environment|atmosphere|image)\**\s?[:：]\**",
    re.IGNORECASE | re.MULTILINE,
)
_WITHOUT = re.compile(r"\s--no\s.*?(?=\s--\w|\Z)", re.DOTALL)
_PARAMETER = re.compile(
    r"\s--(?:ar|aspect|v|version|q|quality|s|stylize|style|chaos|c|weird|w|seed|stop|iw|niji|tile"
    r"|test|hd|fast|relax|turbo|repeat|r|video|cref|cw|sref|sw|p|profile|draft|exp|ow|oref|raw"
    r"|upbeta)\b(?:[ =](?!--)\S+)?"
)
_EXTRA = re.compile(
    r"<(?:lora|lyco|hypernet|embedding)[^<>]*>|\bembedding:\S+|https?://\S+", re.IGNORECASE
)
# The innermost brackets with a weight: (cat:1.3), (cat)1.3, [cat:0.5], [dog:cat:0.5].
_WEIGHTED = re.compile(
    rf"\(([^()\[\]:]*):\s?({_NUMBER})\s?\)|\(([^()\[\]]*)\)({_NUMBER})(?!\w)"
    rf"|\[(?:[^()\[\]:]*:)?([^()\[\]:]*):\s?({_NUMBER})\s?\]"
)
_EMPHASIS = re.compile(r"\(\(([^()]*)\)\)|\[([^\[\]]*)\]|\{([^{}]*)\}")
# Without brackets: cat::2, cat::-1, cat:1.3
_WEIGHT = re.compile(
    rf"(?<=[^\W\d_])\s?(?:::(?:\s?({_NUMBER}))?|:\s?([+-]?\d{{0,3}}\.\d{{1,6}}|-\d{{1,3}})(?!\w))"
)
_ENDS = ",;.\n"
_MEASURE = re.compile(r"(?<!\w)\d+['′’]\s?\d{1,2}(?:[\"″”]|'')?(?!\w)|(?<!\w)\d{1,3}[\"″”](?!\w)")
_BREAK = re.compile(r"\bBREAK\b")
_PEOPLE = re.compile(r"\b([1-6])(girl|boy)(s?)\b")  # 1girl, 2boys


def plain_prompt(prompt: str) -> str:
    """What a prompt asks for, in words alone; a prompt in plain words stays as it is.

    Any text is taken, and what cannot be told as syntax is left in place. A prompt that is syntax
    alone comes back as it is.
    """
    seen = visible(prompt)
    words = words_of_json(seen)
    text, quoted = _without_quotations(seen if words is None else words)
    without = _without_syntax(text)
    plain = text if without == text else _tidy(without)
    for number, quotation in enumerate(quoted):
        plain = plain.replace(chr(_HIDDEN + number), quotation)
    return plain if plain.strip() else seen


def _without_quotations(text: str) -> tuple[str, list[str]]:
    """The text with a character in the place of each quotation, and the quotations."""
    parts: list[str] = []
    quoted: list[str] = []
    at = 0
    for found in quotations(text):
        parts += [text[at : found.start], chr(_HIDDEN + len(quoted))]
        quoted.append(text[found.start : found.end])
        at = found.end
    return "".join([*parts, text[at:]]), quoted


def _without_syntax(text: str) -> str:
    text = _NEGATIVE.sub(" ", text)
    text = _WITHOUT.sub(" ", text)
    if _SETTINGS.search(text):
        text = _NAMED_SETTINGS.sub(" ", _SETTINGS.sub(" ", text))
    for syntax in (_PARAMETER, _EXTRA, _LABELS, _MEASURE):
        text = syntax.sub(" ", text)
    text = _PEOPLE.sub(r"\1 \2\3", _BREAK.sub(",", text))
    text = _opened(_WEIGHTED, _weighted, text)
    return _without_weights(_opened(_EMPHASIS, _emphasised, text))


def _opened(brackets: re.Pattern[str], words: Callable[[re.Match[str]], str], text: str) -> str:
    """The text without the brackets, which may be in one another."""
    for _ in range(MAX_BRACKETS):
        before, text = text, brackets.sub(words, text)
        if before == text:
            break
    return text


def _weighted(found: re.Match[str]) -> str:
    words, weight = (group for group in found.groups() if group is not None)
    return words if float(weight) > 0 else ""


def _emphasised(found: re.Match[str]) -> str:
    """The words in brackets, of several ("{red|blue} cat") the first."""
    words = next(group for group in found.groups() if group is not None)
    return words.split("|")[0]


def _without_weights(text: str) -> str:
    """The text without weights that follow a part of it, and without the parts whose weight is not
    above zero."""
    parts, at = [], 0
    for found in _WEIGHT.finditer(text):
        part = text[at : found.start()]
        if float(found[1] or found[2] or 1) <= 0:
            part = part[: max(map(part.rfind, _ENDS)) + 1]
        parts.append(f"{part},")
        at = found.end()
    return "".join([*parts, text[at:]])


def _tidy(text: str) -> str:
    """Without the commas and spaces that stand around what was left out."""
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r"\s*\n\s*", "\n", text)
    text = re.sub(r"\s?,(?:\s?,)+", ",", text)
    return re.sub(r"\s([,.;])", r"\1", text).strip(" ,;\n")
