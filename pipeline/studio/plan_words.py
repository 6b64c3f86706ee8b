"""A plan in Japanese. The models think in English and plan in it: "Two white cats on the left and a
blue house, in a meadow at night." becomes 「夜の草原に、左に白い猫 2、青い家 1」."""

import re

from pipeline.model.reading.vocabulary import UNKNOWN
from pipeline.studio.language import Say

THINGS = {
    "girl": "女の子", "boy": "男の子", "woman": "女の人", "man": "男の人", "snowman": "雪だるま",
    "cat": "猫", "dog": "犬", "rabbit": "うさぎ", "fox": "きつね", "bear": "くま", "sheep": "羊",
    "horse": "馬", "duck": "あひる", "bird": "鳥", "butterfly": "蝶", "sprig": "精霊",
    "lantern": "提灯", "mushroom": "きのこ", "flower": "花", "pumpkin": "かぼちゃ",
    "umbrella": "傘", "cake": "ケーキ", "tent": "テント", "house": "家", "castle": "城",
    "windmill": "風車", "lighthouse": "灯台", "tree": "木", "boat": "舟", "sailboat": "帆船",
    "car": "車", "train": "列車", "airship": "飛行船", "balloon": "気球",
}  # fmt: skip
ONE = {  # of what has more than an "s" when there are several
    "women": "woman", "men": "man", "snowmen": "snowman", "foxes": "fox",
    "butterflies": "butterfly",
}  # fmt: skip
COLOURS = {
    "red": "赤い", "blue": "青い", "yellow": "黄色い", "green": "緑の", "white": "白い",
    "pink": "ピンクの", "orange": "オレンジの", "purple": "紫の", "black": "黒い", "grey": "灰色の",
    "brown": "茶色の",
}  # fmt: skip
POSES = {
    "waving": "手を振る", "sitting": "座っている", "running": "走っている",
    "sleeping": "眠っている", None: "",
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
}  # fmt: skip
SIDES = {"left": "左に", "right": "右に", None: ""}
WHERE = {
    "in a meadow": "草原", "at the seaside": "海辺", "in the mountains": "山", "in the hills": "丘",
    "in a forest": "森", "by a lake": "湖のほとり", "in the desert": "砂漠", "in a village": "村",
    "in a city": "街", "in the fields": "畑",
}  # fmt: skip
WHEN = {"in the morning": "朝の", "by day": "昼の", "at sunset": "夕暮れの", "at night": "夜の"}
WEATHER = {"in the rain": "雨", "in falling snow": "雪", "in the mist": "霧", None: ""}
SEASONS = {"spring": "春", "autumn": "秋", "winter": "冬", None: ""}

_PLAN = re.compile(
    rf"(?P<things>.*?),? (?P<where>{'|'.join(WHERE)}) (?P<when>{'|'.join(WHEN)})"
    r"(?: (?P<weather>in the rain|in falling snow|in the mist))?(?:, (?P<season>\w+))?\."
)
_THING = re.compile(
    rf"(?P<count>{'|'.join(COUNTS)}) (?:(?P<pose>{'|'.join(filter(None, POSES))}) )?"
    rf"(?:(?P<colour>{'|'.join(COLOURS)}) )?(?P<kind>\w+?)s?"
    r'(?: that says? "(?P<word>[^"]*)")?(?: in (?P<worn>\w+))?(?: on the (?P<side>left|right))?',
    re.IGNORECASE,
)


def plan_told(plan: str, say: Say) -> str:
    """The plan in the visitor's language, also one that is only the nearest to what is seen."""
    if say("language") != "ja":
        return plan
    told = in_japanese(plan.removeprefix(UNKNOWN).strip())
    return say("unknown_picture", nearest=told) if plan.startswith(UNKNOWN) else told


def in_japanese(plan: str) -> str:
    """The plan as it is where it is none that these words can say."""
    said = _PLAN.fullmatch(plan)
    if said is None or said["season"] not in SEASONS:
        return plan
    place = "".join(
        [SEASONS[said["season"]] and f"{SEASONS[said['season']]}の", WHEN[said["when"]]]
    )
    place += WHERE[said["where"]]
    if said["weather"]:
        place += f"（{WEATHER[said['weather']]}）"
    if said["things"] == "A landscape":
        return f"{place}の風景"
    things = [_thing(text) for text in re.split(", | and ", said["things"])]
    return plan if None in things else f"{place}に、{'、'.join(things)}"


def _thing(text: str) -> str | None:
    said = _THING.fullmatch(text)
    if said is None:
        return None
    kind, colour = said["kind"].lower(), said["colour"] or said["worn"]
    kind = ONE.get(f"{kind}s", ONE.get(kind, kind))
    if kind == "sign":
        name = f"「{said['word'] or ''}」の看板"
    elif kind in THINGS and (colour is None or colour in COLOURS):
        worn = "服の" if said["worn"] else ""
        name = f"{POSES[said['pose']]}{COLOURS.get(colour, '')}{worn}{THINGS[kind]}"
    else:
        return None
    return f"{SIDES[said['side']]}{name} {COUNTS[said['count'].lower()]}"
