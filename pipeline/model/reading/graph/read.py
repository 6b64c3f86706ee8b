"""A prompt in any of the dictionary's languages becomes a scene graph."""

from dataclasses import replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.reading.graph.binding import Binder
from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.emoji_words import spelled_out
from pipeline.model.reading.graph.language import language_of
from pipeline.model.reading.graph.lettering import write
from pipeline.model.reading.graph.lexicon import Lexicon
from pipeline.model.reading.graph.mention import Mention
from pipeline.model.reading.graph.needs import (
    add_needs,
    board,
    dish_up,
    drop_general,
    lay_games,
    mount,
    open_books,
    open_boxes,
    serve,
    share_mutual,
    stand_by,
    take_up,
)
from pipeline.model.reading.graph.phrases import Phrases
from pipeline.model.reading.graph.pieces import MAX_CHARACTERS
from pipeline.model.reading.graph.postposed import PostBinder
from pipeline.model.reading.graph.resolve import resolve
from pipeline.model.reading.graph.segment import segment, written_spans
from pipeline.model.reading.graph.setting import SettingReader
from pipeline.model.reading.graph.tables import POSTPOSITIONS, known_language
from pipeline.model.reading.graph.telling import untold


def read_graph(prompt: str, dictionary: Dictionary, language: str | None = None) -> SceneGraph:
    """What a prompt asks for.

    language: one of the dictionary's LANGUAGES, told by the prompt's words where None or another.
    Takes any text: what names nothing gives an empty graph.
    """
    language = known_language(language) or language_of(prompt, dictionary)
    prompt = spelled_out(prompt[:MAX_CHARACTERS], language, dictionary, written_spans(prompt))
    lexicon = Lexicon(dictionary, language)
    pieces = resolve(segment(prompt, lexicon), language)
    items = list(Phrases(pieces, lexicon).items())
    draft, setting = Draft(dictionary), SettingReader(dictionary)
    binder = (PostBinder if language in POSTPOSITIONS else Binder)(draft, setting)
    numbers: list[int | None] = []
    for item in items:
        binder.read([item])
        numbers.append(binder.latest if isinstance(item, Mention) else None)
    binder.finish()
    add_needs(draft)
    lay_games(draft)
    serve(draft)
    dish_up(draft)
    stand_by(draft)
    take_up(draft)
    open_books(draft)
    open_boxes(draft)
    mount(draft)
    board(draft)
    share_mutual(draft)
    write(items, numbers, draft)
    drop_general(draft)
    typed = {piece.value: piece.text for piece in reversed(pieces) if piece.role == "verb"}
    elements = tuple(replace(one, verb=typed.get(one.action, "")) for one in draft.elements)
    place = setting.setting()
    empty = not draft.elements and not place.place
    passed_over = untold(pieces, dictionary, language, empty)
    return SceneGraph(
        elements=elements,
        relations=tuple(draft.relations),
        setting=place,
        style=setting.style(),
        not_painted=_in_order(prompt, [*draft.not_painted, *passed_over]),
        unstyled=_once(setting.unstyled),
    )


def _in_order(prompt: str, words: list[str]) -> tuple[str, ...]:
    """Each word once, in the order of the prompt; neighbours as one: "espresso machine"."""
    small = " ".join(prompt.casefold().split())
    found: dict[int, str] = {}
    for word in sorted(filter(None, map(str.strip, words)), key=len, reverse=True):
        found.setdefault(small.find(word.casefold()), word)
    joined: list[str] = []
    end = -1
    for start in sorted(found):
        word = found[start]
        if start >= end:
            if start > 0 and start == end + 1 and small[end] == " ":
                joined[-1] += " " + word
            else:
                joined.append(word)
            end = start + len(word)
    return _once(joined)


def _once(words: list[str]) -> tuple[str, ...]:
    """The words without repeats, in their order."""
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
