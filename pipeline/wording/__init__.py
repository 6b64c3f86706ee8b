"""Values as sentences: plans, errors and refusals in each language of the page.

A language is one file of texts/: the page's own texts at the top, then tables for errors (by code),
refusals (by category) and plans. Where the English file has no text for an error or a refusal, its
own English message is shown.
"""

from pipeline.wording.language import ENGLISH, LANGUAGES, Language, preferred

__all__ = ["ENGLISH", "LANGUAGES", "Language", "preferred"]
