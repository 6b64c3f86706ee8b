"""Which drawings there are of each sort of people."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.people.figure import Figure, draw
from pipeline.model.people.looks import Look
from pipeline.model.people.poses import POSES
from pipeline.model.people.roles import ROLES, in_role
from pipeline.model.people.wardrobe import WARDROBES, everyday

EVERYDAY: Mapping[str, int] = {  # pose -> drawings of it
    "standing": 9, "walking": 4, "running": 3, "sitting": 6, "resting": 3, "riding": 3, "waving": 3,
    "pointing": 1, "holding": 5, "reading": 2, "reading seated": 3, "working": 2, "jumping": 3,
    "dancing": 3, "sleeping": 2, "swimming": 2, "kneeling": 1, "playing": 2, "boarding": 2,
    "skiing": 2, "fighting": 1, "looking up": 1, "back": 2, "phoning": 2, "photographing": 2,
    "strumming": 2, "strumming seated": 1, "fiddling": 1, "blowing": 1, "singing": 2, "eating": 2,
    "drinking": 2, "eating seated": 2, "at table": 6, "eating at table": 2, "at table aside": 3,
    "typing": 2, "writing": 1, "painting": 2, "thinking": 2, "yawning": 1, "crying": 2,
    "laughing": 2, "moping": 2, "moping seated": 2, "fuming": 2, "gasping": 2, "blushing": 1,
    "cheering": 2, "clapping": 1, "shouting": 1, "saluting": 1, "praying": 2, "meditating": 1,
    "bowing": 1, "cradling": 2, "hugging": 3, "kissing": 3, "shaking hands": 3, "offering": 2,
    "lying": 1, "sleeping seated": 1, "fishing": 2, "fishing seated": 1, "throwing": 1,
    "catching": 1, "kicking": 2, "swinging": 2, "brandishing": 2, "lifting": 1, "pushing": 1,
    "pulling": 1, "carrying": 2, "climbing": 1, "skating": 1, "driving": 2, "hammering": 1,
    "sweeping": 1, "feeding": 1, "leading": 2, "walking away": 2, "flying": 1, "crawling": 1,
    "stretching": 1, "balancing": 1,
}  # fmt: skip
OLD: Mapping[str, int] = {
    "standing": 3, "walking": 2, "sitting": 3, "resting": 1, "waving": 1, "holding": 2,
    "reading seated": 1, "working": 1, "sleeping": 1, "dancing": 1, "riding": 1, "reading": 1,
    "phoning": 1, "strumming": 1, "strumming seated": 1, "eating": 1, "drinking": 1,
    "eating seated": 1, "at table": 2, "eating at table": 1, "at table aside": 1, "writing": 1,
    "painting": 1, "thinking": 1, "yawning": 1, "crying": 1, "laughing": 1, "moping": 1,
    "moping seated": 1, "fuming": 1, "cheering": 1, "praying": 1, "hugging": 1, "kissing": 1,
    "shaking hands": 1, "fishing": 1, "fishing seated": 1, "feeding": 1, "leading": 1,
    "cradling": 1, "walking away": 1, "sleeping seated": 1, "driving": 1, "singing": 1,
    "gasping": 1, "carrying": 1,
}  # fmt: skip
# What everyone in a role can do as well, whatever it is.
OF_ALL_ROLES = (
    "walking", "running", "sitting", "riding", "holding", "dancing", "reading", "strumming",
    "eating", "at table", "at table aside", "cheering", "sleeping", "painting", "hugging",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One drawing of a cast: who, and what they do; way: which of the pose's."""

    look: Look
    pose: str
    way: int

    def drawn(self) -> Figure:
        return draw(self.look, POSES[self.pose][self.way])


def cast(who: str) -> tuple[Part, ...]:
    """The drawings of a sort of people: of a key of WARDROBES or of ROLES."""
    if who in WARDROBES:
        poses = OLD if who.startswith("old") else EVERYDAY
        listed = [pose for pose, count in poses.items() for _ in range(count)]
        looks = [everyday(who, number) for number in range(len(listed))]
    else:
        own = ROLES[who].poses
        listed = [*own, *(pose for pose in OF_ALL_ROLES if pose not in own)]
        looks = [in_role(ROLES[who], number) for number in range(len(listed))]
    parts, seen = [], dict.fromkeys(POSES, 0)
    for look, pose in zip(looks, listed, strict=True):
        parts.append(Part(look, pose, seen[pose] % len(POSES[pose])))
        seen[pose] += 1
    return tuple(parts)
