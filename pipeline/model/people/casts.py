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
    "skiing": 2, "fighting": 1, "looking up": 1, "back": 1,
}  # fmt: skip
OLD: Mapping[str, int] = {
    "standing": 3, "walking": 2, "sitting": 3, "resting": 1, "waving": 1, "holding": 2,
    "reading seated": 1, "working": 1, "sleeping": 1, "dancing": 1, "riding": 1,
}  # fmt: skip


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
        listed = list(ROLES[who].poses)
        looks = [in_role(ROLES[who], number) for number in range(len(listed))]
    parts, seen = [], dict.fromkeys(POSES, 0)
    for look, pose in zip(looks, listed, strict=True):
        parts.append(Part(look, pose, seen[pose] % len(POSES[pose])))
        seen[pose] += 1
    return tuple(parts)
