"""Which words of a prompt the embedded model has seen, and the nearest one for those it has not.

The model has learnt the captions of one small painted world (pipeline/training/world): whatever
is not among their words is only bytes to it, so the page says so before the picture does.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.words import QUOTED

# What a known word tells; the order is the one that the page's legend has.
KINDS: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "thing": "girl boy cat dog rabbit sprig lantern sign signpost mushroom umbrella house "
        "windmill lighthouse tree boat sailboat bird airship balloon dress shirt hair roof sail "
        "stripes leaves cap leaf stripe",
        "colour": "red blue yellow green white pink orange purple black grey gray brown crimson "
        "scarlet azure cobalt golden emerald ivory rosy amber violet lilac silver chestnut blond",
        "number": "one two three four pair 1 2 3 4",
        "place": "meadow seaside sea beach shore mountain mountains hill hills valley forest water "
        "landscape",
        "light": "morning noon sunset night dawn dusk evening midday day sun light bright late "
        "early hour",
        "weather": "rain rainy snow snowy snowfall mist misty fog foggy clear spring summer autumn "
        "winter wintry sky rains snows",
        "position": "left right middle centre center beside next above below behind front under "
        "among",
    }.items()
}
_SMALL_WORDS = """
    a an the in on with at of and that by to there is are it its as up down while just nothing
    else side little wooden paper glowing hot air hot-air open high deep rolling quiet empty
    nobody falling first last painting illustration picture scene gouache storybook anime
    background art painted hand-painted word says saying reading reads say wearing stands stand
    grow grows look looks turn turns drift drifts sit sits glow glows keep keeps watch rest rests
    float floats wait waits fly flies begin begins goes striped haired roofed from into
    make change add remove put erase without now please this image photo style ghibli convert same
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
# Everyday words -> the nearest that the model knows.
NEAREST = {
    word: known
    for known, words in {
        "house": "cottage hut cabin home villa building castle palace temple shrine church barn "
        "shop cafe inn bakery farmhouse mansion tower hotel 家 小屋 城 神社",
        "windmill": "mill 風車",
        "lighthouse": "beacon 灯台",
        "cat": "kitten kitty tomcat tiger lion 猫 ねこ",
        "dog": "puppy pup hound wolf fox horse pony cow sheep goat pig deer 犬 いぬ",
        "rabbit": "bunny hare squirrel mouse hamster 兎 うさぎ ウサギ",
        "bird": "sparrow gull seagull swallow eagle owl crow dove duck 鳥 とり",
        "girl": "woman lady child kid princess daughter sister witch 少女 女の子",
        "boy": "man guy prince son brother farmer wizard 少年 男の子",
        "sprig": "spirit sprite creature fairy elf goblin totoro 精霊",
        "tree": "oak pine willow cherry sakura blossom bush 木 桜",
        "trees": "woods",
        "mushroom": "toadstool fungus きのこ キノコ",
        "boat": "ship yacht ferry canoe vessel 船 舟",
        "airship": "zeppelin blimp plane airplane aeroplane 飛行船",
        "balloon": "balloons kite 気球",
        "lantern": "lamp lamps candle streetlight torch 提灯 灯り ランタン",
        "umbrella": "parasol 傘",
        "sign": "signboard billboard board plaque 看板",
        "sea": "ocean lake river bay harbour harbor pond 海 湖 川",
        "beach": "coast sand",
        "meadow": "field fields grass garden park prairie pasture farm village 草原 野原",
        "mountains": "peaks alps cliff cliffs volcano 山",
        "hills": "countryside 丘",
        "forest": "wood jungle 森",
        "night": "midnight moon moonlight moonlit stars starry dark nighttime 夜",
        "sunset": "twilight gloaming 夕方 夕焼け 夕暮れ",
        "morning": "sunrise daybreak 朝",
        "noon": "daytime daylight afternoon sunny 昼",
        "rain": "storm stormy drizzle shower thunderstorm wet 雨",
        "snow": "blizzard ice icy frozen frosty 雪",
        "mist": "haze hazy cloudy smoke 霧",
        "spring": "春",
        "summer": "夏",
        "autumn": "fall 秋",
        "winter": "冬",
        "red": "ruby cherry-red 赤い 赤",
        "blue": "navy indigo turquoise teal cyan 青い 青",
        "green": "olive mint lime 緑の 緑",
        "yellow": "gold 黄色い 黄色",
        "white": "cream pale 白い 白",
        "black": "ebony 黒い 黒",
        "pink": "magenta ピンク",
        "purple": "lavender mauve 紫",
        "brown": "beige tan bronze 茶色",
        "orange": "coral peach オレンジ",
        "grey": "ash 灰色",
        "four": "five six seven eight many several 4 5 6",
    }.items()
    for word in words.split()
}
_JAPANESE = r"[\u3040-\u30ff\u3400-\u9fff々ー]"
_PARTICLES = frozenset("のとにはがをへでも、。")
_PIECES = re.compile(rf"[^\W\d_]*{_JAPANESE}+|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|\s+|.", re.DOTALL)
_KNOWN = {word: kind for kind, words in KINDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the prompt, as written.

    kind: a key of KINDS, "written" (letters to draw), "unknown", or None for small words and the
        spaces between. nearest: the known word to offer for an unknown one, None without one.
    """

    text: str
    kind: str | None = None
    nearest: str | None = None


def read(prompt: str) -> list[Piece]:
    """The prompt in pieces: joined, their texts are the prompt itself."""
    pieces: list[Piece] = []
    end = 0
    for quoted in QUOTED.finditer(prompt):
        pieces += _read_plain(prompt[end : quoted.start()])
        pieces.append(Piece(quoted[0], "written"))
        end = quoted.end()
    return pieces + list(_read_plain(prompt[end:]))


def in_known_words(prompt: str) -> str:
    """The prompt with each unknown word that has a nearest one replaced by it."""
    return "".join(piece.nearest or piece.text for piece in read(prompt))


def _read_plain(text: str) -> Iterator[Piece]:
    for match in _PIECES.finditer(text):
        if re.search(_JAPANESE, match[0]):
            yield from _read_japanese(match[0])
        else:
            yield _read_word(match[0])


def _read_word(word: str) -> Piece:
    if not re.search(r"\w", word):
        return Piece(word)
    if re.fullmatch("[A-Z]{2,16}|[B-HJ-Z]", word):
        return Piece(word, "written")
    plain = word.lower().replace("’", "'")
    if kind := _kind(plain):
        return Piece(word, kind)
    if _singulars(plain) & SMALL_WORDS:
        return Piece(word)
    return Piece(word, "unknown", _nearest(plain))


def _kind(word: str) -> str | None:
    """Of a word or of the telling part of a compound such as "red-roofed"."""
    candidates = _singulars(word) | set(word.split("-"))
    found = [kind for kind, words in KINDS.items() if candidates & words]
    return found[0] if found else None


def _singulars(word: str) -> set[str]:
    return {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("'s")}


def _nearest(word: str) -> str | None:
    for singular in sorted(_singulars(word), key=len, reverse=True):
        if known := NEAREST.get(singular):
            plural = singular != word and _KNOWN.get(known) == "thing"
            return f"{known}s" if plural else known
    if len(word) < 4:
        return None
    # A slip of the keys seldom changes the first letter: a horse is no misspelt shore.
    alike = [known for known in _KNOWN if known[0] == word[0]]
    spelt = difflib.get_close_matches(word, alike, n=1, cutoff=0.8)
    return spelt[0] if spelt else None


def _read_japanese(text: str) -> Iterator[Piece]:
    """Japanese has no spaces: the longest word of the table that fits, from left to right."""
    while text:
        word = next((text[:n] for n in range(min(5, len(text)), 0, -1) if text[:n] in NEAREST), "")
        if word:
            yield Piece(word, "unknown", f" {NEAREST[word]} ")
        elif text[0] in _PARTICLES:
            yield Piece(text[0], "unknown", " ")
        else:
            yield Piece(text[0], "unknown")
        text = text[len(word) or 1 :]
