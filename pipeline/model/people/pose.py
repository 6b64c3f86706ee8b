"""How a body is held: the angles of its joints on the picture.

Degrees: a limb at 0 hangs down, at 90 points to the left, at -90 to the right, at 180 up. Whoever
is seen from the side or half from the side looks to the left. "far" is the limb at the left of one
seen from the front, and the one behind the body of one seen from the side.
"""

from dataclasses import dataclass
from typing import Literal

View = Literal["front", "half", "side", "back"]
Limb = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """One way to hold a body.

    arms, legs: angles of upper arm and forearm, of thigh and shin. feet: degrees that the toes
    point down. lean: of the trunk to the left. curve: how much more its upper half leans. hips,
    shoulders: degrees that their line falls to the right. nod: of the head to the left. gaze:
    degrees that the head turns farther to the left. thighs: how much of their length shows, seen
    from the front. turned: degrees that the whole body is turned on the picture, clockwise.
    hands: "" , "open", "point", "fist" of the far and near hand. reach: points of the body, of
    `reaching.PLACES`, that the far and near hand go to; then only the upper arm's angle counts.
    behind: arms behind the trunk. legs_shown: "both", "near", "none". holds: the hand that things
    are given to; "both" is between the two. asleep: eyes closed. up: eyes look up. mood: of
    `looks.MOODS`, "" for the look's own. poles: of who skis. leash: a line from the near
    hand to what is led. chair: one to sit on is drawn with the body.
    """

    view: View
    far_arm: Limb
    near_arm: Limb
    far_leg: Limb
    near_leg: Limb
    feet: tuple[float, float] = (0.0, 0.0)
    lean: float = 0.0
    curve: float = 0.0
    hips: float = 0.0
    shoulders: float = 0.0
    nod: float = 0.0
    gaze: float = 0.0
    thighs: float = 1.0
    turned: float = 0.0
    hands: tuple[str, str] = ("", "")
    reach: tuple[str, str] = ("", "")
    behind: tuple[bool, bool] = (False, False)
    legs_shown: str = "both"
    holds: str = "near"
    seat: bool = False
    water: float | None = None
    asleep: bool = False
    up: bool = False
    mood: str = ""
    poles: bool = False
    leash: bool = False
    chair: bool = False
