"""A prompt in any of the dictionary's languages becomes a scene graph."""

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.reading.graph.binding import Binder
from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.language import language_of
from pipeline.model.reading.graph.lettering import write
from pipeline.model.reading.graph.lexicon import Lexicon
from pipeline.model.reading.graph.needs import add_needs, lay_games, share_mutual
from pipeline.model.reading.graph.phrases import Mention, Phrases
from pipeline.model.reading.graph.postposed import PostBinder
from pipeline.model.reading.graph.resolve import resolve
from pipeline.model.reading.graph.segment import segment
from pipeline.model.reading.graph.setting import SettingReader
from pipeline.model.reading.graph.tables import POSTPOSITIONS, known_language


def read_graph(prompt: str, dictionary: Dictionary, language: str | None = None) -> SceneGraph:
    """What a prompt asks for.

    language: one of the dictionary's LANGUAGES, told by the prompt's words where None or another.
    Takes any text: what names nothing gives an empty graph.
    """
    language = known_language(language) or language_of(prompt, dictionary)
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
    share_mutual(draft)
    write(items, numbers, draft)
    return SceneGraph(
        elements=tuple(draft.elements),
        relations=tuple(draft.relations),
        setting=setting.setting(),
        style=setting.style(),
        not_painted=_once(draft.not_painted),
        unstyled=_once(setting.unstyled),
    )


def _once(words: list[str]) -> tuple[str, ...]:
    """The words without repeats, in their order."""
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
