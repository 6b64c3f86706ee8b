"""The scene graph while a prompt is being read: elements that still change, and their relations."""

from dataclasses import replace

from pipeline.model.dictionary import LIVING, Dictionary, Kind
from pipeline.model.dictionary.dictionary import USER_CATEGORY, normal
from pipeline.model.dictionary.shapes import bent_to, has_shape, solid_for
from pipeline.model.plan.scene_graph import MAX_ELEMENTS, Element, Relation
from pipeline.model.reading.graph.mention import MAX_COUNT, Mention

LIFELIKE = ("teddy bear", "statue", "moai", "scarecrow", "snowman", "snowman without snow",
            "nesting dolls", "Japanese dolls", "rubber duck", "doll", "robot")  # fmt: skip
SEATS = ("couch and lamp", "couch", "chair", "bed", "armchair", "rocking chair", "bench", "stool",
         "folding chair", "seat", "bunk bed", "high chair", "bean bag", "throne")  # fmt: skip
PLAINER = {"beach ball": "sphere"}  # what takes a colour as a whole
PAIRED = ("boot", "shoe", "sandal", "slipper", "glove", "sock", "mitten", "skate")
RIDDEN = ("bicycle", "motorcycle", "motor scooter", "tricycle", "unicycle", "quad bike",
          "snowmobile", "jet ski", "rocking horse")  # fmt: skip
MOUNT_SIZE = 1.3  # metres
WORN_ZONES = ("head", "face", "neck")
NOT_WORN = ("handbag", "shopping bags", "purse", "clutch bag", "folding hand fan", "lipstick",
            "ring", "gem stone", "hair pick")  # fmt: skip


class Draft:
    """Elements and relations found so far; an element is known by its number."""

    def __init__(self, dictionary: Dictionary):
        self.dictionary = dictionary
        self.elements: list[Element] = []
        self.relations: list[Relation] = []
        self.not_painted: list[str] = []
        self.uncounted: set[int] = set()  # several of it, nobody says how many

    def add(self, mention: Mention) -> int | None:
        """The number of the mention's element, a new one unless it names an old one again; None
        where there is no more room."""
        assert mention.match
        self.not_painted += mention.lacks
        again = self._again(mention)
        if again is not None:
            self._tell(again, mention)
            self.shape(again, *mention.shape)
            return again
        if len(self.elements) == MAX_ELEMENTS:
            self.not_painted.append(mention.word)
            return None
        self.elements.append(
            Element(
                kind=self._plainer(mention),
                word=mention.word,
                match=mention.match.how,
                count=self._count(mention),
                color=mention.color,
                material="" if self._is_furry(mention) else mention.material,
                size=mention.size,
                action=mention.action,
            )
        )
        number = len(self.elements) - 1
        self.shape(number, *mention.shape)
        several = mention.plural or (not mention.article and normal(mention.word).endswith("s"))
        if several and mention.count is None and not self._is_paired(mention):
            self.uncounted.add(number)
        return number

    def _count(self, mention: Mention) -> int:
        """How many; shoes without a number are a pair."""
        return min(2, mention.number) if self._is_paired(mention) else mention.number

    def _is_paired(self, mention: Mention) -> bool:
        assert mention.match
        return mention.match.kind.split()[-1] in PAIRED and mention.count is None

    def shape(self, number: int, shape: str, word: str) -> None:
        """Gives an element a shape, if it can be drawn in it; word: as the prompt has it."""
        element = self.elements[number]
        solid = solid_for(element.kind, shape)
        if solid in self.dictionary.kinds:
            self.elements[number] = replace(element, kind=solid)
        elif has_shape(element.kind, shape) or bent_to(element.kind, shape):
            self.elements[number] = replace(element, shape=shape)
        elif shape:
            self.not_painted.append(word)

    def add_kind(self, kind: str, word: str = "") -> int | None:
        """A new element that no word names; None where there is no more room."""
        if len(self.elements) == MAX_ELEMENTS:
            return None
        self.elements.append(Element(kind, word, "added"))
        return len(self.elements) - 1

    def _plainer(self, mention: Mention) -> str:
        """The kind to paint: a ball of a colour or material is plain."""
        assert mention.match
        told = mention.color or mention.material
        plain = PLAINER.get(mention.match.kind, "") if told and mention.match.how != "yours" else ""
        return plain if plain in self.dictionary.kinds else mention.match.kind

    def _is_furry(self, mention: Mention) -> bool:
        """Whether a thing is called fluffy that is so as it is drawn: a cat, a cloud."""
        assert mention.match
        category = self.dictionary.kinds[mention.match.kind].category
        return mention.material == "fluffy" and category in (*LIVING, "sky", "plant", "food")

    def _again(self, mention: Mention) -> int | None:
        """The element that a mention names once more: "the cat", or the same word without an
        article and a number."""
        assert mention.match
        if mention.article or mention.count:
            return None
        for number in reversed(range(len(self.elements))):
            element = self.elements[number]
            if element.kind == mention.match.kind:
                clash = mention.color and element.color and mention.color != element.color
                return None if clash else number
        return None

    def _tell(self, number: int, mention: Mention) -> None:
        """Adds what a mention says to the element that it names again."""
        old = self.elements[number]
        self.elements[number] = replace(
            old,
            color=old.color or mention.color,
            material=old.material or mention.material,
            size=old.size or mention.size,
            action=old.action or mention.action,
        )

    def kind(self, number: int) -> Kind:
        return self.dictionary.kinds[self.elements[number].kind]

    def lives(self, number: int) -> bool:
        """Whether it can hold, wear and do things."""
        kind = self.kind(number)
        living = kind.category in (*LIVING, USER_CATEGORY)
        return living or kind.name in LIFELIKE

    def is_person(self, number: int) -> bool:
        return self.kind(number).category in ("person", "fantasy", USER_CATEGORY)

    def is_animal(self, number: int) -> bool:
        return self.kind(number).category == "animal"

    def is_worn(self, number: int) -> bool:
        """Whether it is something to put on."""
        kind = self.kind(number)
        worn = kind.zone in WORN_ZONES or kind.category == "clothing"
        return (worn or kind.name in ("backpack", "skis", "ice skate", "football helmet")) and (
            kind.name not in NOT_WORN
        )

    def is_handheld(self, number: int) -> bool:
        """Whether a hand holds it in use: a tool, a microphone."""
        kind = self.kind(number)
        return (kind.zone == "hand" or kind.category in ("tool", "music")) and kind.size <= 1.6

    def is_heavy(self, number: int) -> bool:
        """Whether it stands on the ground and nobody lifts it to use it."""
        kind = self.kind(number)
        return kind.zone == "ground" and kind.category not in ("toy", "sport") and kind.size > 0.9

    def is_brought(self, number: int) -> bool:
        """Whether someone has it along: a hat, a dog, an umbrella, unlike a cushion."""
        return self.is_worn(number) or self.lives(number) or self.is_handheld(number) or (
            self.kind(number).name in ("umbrella", "closed umbrella", "balloon", "kite", "backpack",
                                       "suitcase", "surfboard", "handbag", "camera"))  # fmt: skip

    def opens(self, number: int) -> bool:
        """Whether things can be put into it."""
        return any(drawing.anchors.opening for drawing in self.kind(number).drawings)

    def is_mount(self, number: int) -> bool:
        """Whether who is on it rides it."""
        kind = self.kind(number)
        large = kind.category == "animal" and kind.size >= MOUNT_SIZE
        return large or kind.name in RIDDEN

    def is_seat(self, number: int) -> bool:
        """Whether one sits or lies on it, though the words may say "in"."""
        return self.kind(number).name in SEATS

    def carries(self, number: int) -> bool:
        """Whether things can stand on it."""
        kind = self.kind(number)
        surface = any(drawing.anchors.surface is not None for drawing in kind.drawings)
        return surface or kind.category == "furniture"

    def relate(self, subject: int, name: str, obj: int, second: int | None = None) -> None:
        """Adds a relation between two things, once."""
        if subject == obj:
            return
        relation = Relation(subject, name, obj, second)
        if relation not in self.relations:
            self.relations.append(relation)
            if name == "wearing" and obj in self.uncounted:
                self._one_each(obj)

    def _one_each(self, obj: int) -> None:
        """Of clothes that nobody has counted there is one for each who wears them."""
        wearers = [r.subject for r in self.relations if (r.object, r.name) == (obj, "wearing")]
        count = sum(self.elements[wearer].count for wearer in wearers)
        self.elements[obj] = replace(self.elements[obj], count=min(count, MAX_COUNT))

    def merge(self, old: int, new: int) -> None:
        """The newest element takes the place of an older one, and keeps its number of copies."""
        assert new == len(self.elements) - 1
        count = self.elements[old].count
        self.elements[old] = replace(self.elements.pop(), count=count)

    def carve(self, statue: int) -> None:
        """A statue is of the newest element: of an animal it is the animal in stone; people are
        what a statue's own drawings show."""
        model, old = self.elements.pop(), self.elements[statue]
        if self.dictionary.kinds[model.kind].category == "person":
            return
        told = old.material or model.material or ("" if old.color or model.color else "stone")
        color = old.color or model.color
        kept = replace(old, kind=model.kind, match=model.match, color=color, material=told)
        self.elements[statue] = kept

    def hide(self, vessel: int) -> None:
        """The newest element is inside a vessel, which takes its colour: orange juice in a jug."""
        drink, old = self.elements.pop(), self.elements[vessel]
        self.elements[vessel] = replace(old, color=old.color or drink.color)

    def related(self, one: int, other: int) -> bool:
        """Whether any relation is between two things."""
        return any({r.subject, r.object} == {one, other} for r in self.relations)

    def unrelate(self, relations: list[Relation]) -> None:
        """Takes relations back."""
        self.relations = [one for one in self.relations if one not in relations]

    def wearer(self, number: int) -> int | None:
        """Who wears or holds a thing."""
        for relation in reversed(self.relations):
            if relation.object == number and relation.name in ("wearing", "holding"):
                return relation.subject
        return None
