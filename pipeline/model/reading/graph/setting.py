"""Where and when: the place, the light, the weather, the framing and the style of a prompt."""

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import STYLES, Setting
from pipeline.model.reading.graph.grounds import JOINS, ground_of, in_the_open, scenery_of
from pipeline.model.reading.graph.mention import Mention
from pipeline.model.reading.graph.pieces import Piece

PLAIN, SPACE = "plain", "space"
TOGETHER = ("time", "weather", "season", "sky")  # that one word may say at once
SNOW = "snow"  # any place in the open has it, in winter
ROOMS = ("living room", "bedroom", "kitchen", "bathroom", "classroom", "library", "cafe", "office",
         "shop", "gym", "room")  # fmt: skip


class SettingReader:
    """Collects what a prompt says of everything but its things; the first word of a kind counts."""

    def __init__(self, dictionary: Dictionary):
        self.dictionary = dictionary
        self.words: dict[str, str] = {}
        self.places: list[str] = []
        self.color: str | None = None
        self.styles: list[str] = []
        self.unstyled: list[str] = []

    def word(self, piece: Piece) -> None:
        """A time, weather, sky, season, framing or style; "stormy" is a weather and a sky."""
        if piece.role == "style":
            self.styles.append(piece.value)
        elif piece.role == "unstyled":
            self.unstyled.append(piece.text)
        elif piece.role in TOGETHER:
            for role in TOGETHER:
                if role in piece.senses:
                    self.words.setdefault(role, piece.senses[role])
            self.words.setdefault(piece.role, piece.value)
        elif piece.role == "framing":
            self.words.setdefault("framing", piece.value)

    def place(self, mention: Mention) -> None:
        described = mention.article or mention.definite or mention.adjective
        if mention.place != SPACE or not described:  # "the space" is a room, "space" is none
            self.places += mention.place.split(JOINS)

    def backdrop(self, value: str) -> None:
        """A background: of a colour, "plain", or "" which says nothing."""
        if value:
            self.places.insert(0, PLAIN)
            self.color = None if value == PLAIN else value

    def setting(self) -> Setting:
        place = ground_of([one for one in self.places if one in self.dictionary.places])
        if SNOW in self.places and in_the_open(place):
            self.words.setdefault("season", "winter")
        return Setting(
            place=place,
            time=self.words.get("time", ""),
            weather=self.words.get("weather", ""),
            season=self.words.get("season", ""),
            framing=self.words.get("framing", ""),
            backdrop=self.color,
            sky=self.words.get("sky", ""),
            scenery=scenery_of(place, self.places),
        )

    def style(self) -> str:
        """The first style that is not the one of our own."""
        return next((style for style in self.styles if style != STYLES[0]), STYLES[0])
