"""What comes back from a journey, as values; pipeline/wording makes sentences of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from PIL import Image


@dataclass(frozen=True, slots=True)
class Group:
    """Things of a picture that look alike.

    color: None where it has none; worn: it is that of its clothes. pose: "" for what it mostly
    does. side: "left", "right" or "" for the middle. text: what is written on it. names: language
    -> the kind's name there, for kinds that the texts of the languages do not have. own: a name
    that the user gave it, "" for none.
    """

    kind: str
    count: int = 1
    color: str | None = None
    pose: str = ""
    side: str = ""
    text: str = ""
    worn: bool = False
    names: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)
    own: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What a picture shows, from left to right, in the engine's own names.

    known: False where the picture is none of the engine's world, and this the nearest there.
    style: "" for the engine's only one. not_painted: words of the prompt that name what the engine
    cannot paint; not_styled: those that name styles it does not have. seen: it is told by the
    picture's looks, and not by its settings; unsure: how many things are seen and not named.
    """

    PHOTO: ClassVar[str] = "photo"  # the place of a photo's painting: the photo's own

    place: str
    time: str
    weather: str
    season: str
    things: tuple[Group, ...] = ()
    known: bool = True
    style: str = ""
    not_painted: tuple[str, ...] = ()
    not_styled: tuple[str, ...] = ()
    seen: bool = False
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A stretch of a prompt, as written.

    kind: what it stands for ("thing", "colour", "light"..., "written" for letters to draw,
    "unknown"), None for small words and the spaces between. nearest: what is read instead, "" for
    nothing, None for the stretch itself.
    """

    text: str
    kind: str | None = None
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How an engine with a vocabulary of its own reads a prompt: the words, joined they are the
    prompt itself, and `text`, the whole in words that it knows. light: whether they ask for an
    hour, a weather or a season."""

    words: tuple[ReadWord, ...]
    text: str
    light: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """What its words stand for."""
        return frozenset(word.kind for word in self.words if word.kind)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recording says. text: "" where nobody seems to speak. sure: 0..1. by: the name of what
    listened."""

    text: str
    sure: float
    by: str


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word and the kind of thing that it is painted as. match: "exact", "broader" (the kind is
    the broader one), "narrower", or "yours" for a visitor's own thing."""

    word: str
    kind: str
    match: str


@dataclass(frozen=True, slots=True)
class OutlinedThing:
    """box: (left, top, right, bottom) in shares of the picture. relation: how it stands to the kind
    `of`, "" for none that the words name. text: what is written on it."""

    kind: str
    color: str | None
    box: tuple[float, float, float, float]
    relation: str = ""
    of: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a prompt would become, before anything is painted. setting: place, time, weather and
    season; things: from back to front."""

    prompt: str
    known: tuple[KnownWord, ...]
    not_painted: tuple[str, ...]
    setting: Mapping[str, str]
    things: tuple[OutlinedThing, ...]
    style: str


@dataclass(frozen=True, slots=True)
class CutOut:
    """A picture of a thing of the user's own. faded: RGB, the picture with all but the thing faded.
    thing: RGBA, the thing alone as it will be painted from, None where none stands out."""

    faded: Image.Image
    thing: Image.Image | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the journey is: `step` of `of` within a stage.

    stage: "check", "wait" (the engine serves someone else), "encode", "tokens", "paint", "finish".
    preview: a checked look at the unfinished picture; the file lives until the next item is asked.
    plan: with "tokens", what the picture is going to show, where the engine plans.
    seconds: with "paint", how long another machine has been at work, which tells no more than that.
    """

    stage: str
    step: int = 0
    of: int = 1
    preview: Path | None = None
    plan: Description | None = None
    seconds: float | None = None


# What was done with what a user gave, by the codes for which every language has a text.
NOTES = ("own_characters", "first_frame", "credentials_unreadable")


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished, signed file. `settings` make it again; `tokens` counts those written for it.

    notes: codes of what the user is told besides, see NOTES.
    """

    path: Path
    width: int
    height: int
    seed: int
    settings: dict
    task: str
    engine: str
    tokens: int
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A check said no. category: which, as `safety.policy.Category` names it; reason: in English;
    retry: the check is not sure, another seed may pass."""

    category: str
    reason: str
    retry: bool = False
