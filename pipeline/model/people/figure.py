"""A whole figure: a look in a pose, as shapes, SVG text and the points where things touch."""

from dataclasses import dataclass, replace

from pipeline.model.people.backs import behind
from pipeline.model.people.beards import beard
from pipeline.model.people.builds import BUILDS, Build
from pipeline.model.people.clothes import Dress, pelvis, top
from pipeline.model.people.faces import face
from pipeline.model.people.garments import BOTTOMS, GARMENTS
from pipeline.model.people.gear import chair, leash, pole
from pipeline.model.people.hair import HAIR, hair_back, hair_front, hair_top
from pipeline.model.people.hats import hides_hair, worn
from pipeline.model.people.heads import Head, ears, head_at, neck, skull
from pipeline.model.people.limbs import arm, leg
from pipeline.model.people.looks import Look
from pipeline.model.people.necklines import neckline
from pipeline.model.people.pose import Pose
from pipeline.model.people.shapes import Part, Point, Shape, between, down, plus, turner
from pipeline.model.people.skeleton import Skeleton, skeleton
from pipeline.model.people.svg import Box, bounds, mask, written
from pipeline.model.people.trims import trimmings
from pipeline.model.people.trunk import Trunk


@dataclass(frozen=True, slots=True)
class Points:
    """Where other things touch a figure, in its own units. head: the middle of its top; wide: the
    head's width. hand: where things are held; palms: the far and the near one. seat, water: None
    where it neither sits nor swims."""

    head: Point
    wide: float
    neck: Point
    hand: Point
    palms: tuple[Point, Point]
    seat: Point | None
    water: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """shapes from back to front; box: (left, top, right, bottom) around them."""

    shapes: tuple[Shape, ...]
    box: Box
    points: Points

    def svg(self) -> str:
        return written(self.shapes, self.box)

    def mask(self, part: Part) -> str:
        """SVG text: white where `part` shows, black where other things do."""
        return mask(self.shapes, self.box, part)


def draw(look: Look, pose: Pose) -> Figure:
    """The figure of a look in a pose."""
    build = BUILDS[look.build]
    bones = skeleton(build, pose)
    look = replace(look, mood=pose.mood) if pose.mood else look
    shapes = _shapes(look, pose, build, bones)
    points = _points(build, pose, bones)
    if pose.water is not None:
        level = bones.along(0.16)[0][1]
        shapes = [
            _above(shape, level) for shape in shapes if min(y for _, y in shape.points) < level
        ]
    if pose.turned:
        turn = turner(pose.turned)
        shapes = [shape.mapped(turn) for shape in shapes]
        palms = (turn(points.palms[0]), turn(points.palms[1]))
        points = Points(
            turn(points.head), points.wide, turn(points.neck), turn(points.hand), palms, None, None
        )
    return Figure(tuple(shapes), bounds(shapes), points)


def _above(shape: Shape, level: float) -> Shape:
    """What of a shape is above a level: one in the water is not drawn below it."""
    return shape.mapped(lambda point: (point[0], min(point[1], level)))


def _shapes(look: Look, pose: Pose, build: Build, bones: Skeleton) -> list[Shape]:
    garment, bottom = GARMENTS[look.top], BOTTOMS[look.bottom]
    legs = (bones.far_leg, bones.near_leg)
    trunk = Trunk(build, bones, garment.ease)
    dress = Dress(look, trunk, legs if pose.legs_shown == "both" else (bones.near_leg,))
    head = head_at(look, pose.view, bones.head_yaw, build.head, bones.head, bones.tilt)
    inward = 1.0 if pose.view in ("front", "back") else -1.0
    far_arm = arm(build, look, garment, bones.far_arm, pose.hands[0], inward)
    near_arm = arm(build, look, garment, bones.near_arm, pose.hands[1], -1.0)
    leg_shapes: list[Shape] = []
    if pose.leash:
        near_arm = [leash(build, bones.near_arm), *near_arm]
    if pose.poles:
        far_arm = [*pole(build, bones.far_arm), *far_arm]
        near_arm = [*pole(build, bones.near_arm), *near_arm]
    if pose.legs_shown == "both":
        leg_shapes += leg(build, look, bottom, legs[0], pose.view, True, pose.feet[0])
    if pose.legs_shown != "none":
        leg_shapes += leg(build, look, bottom, legs[1], pose.view, False, pose.feet[1])
    lower = [*pelvis(Dress(look, Trunk(build, bones, bottom.ease * 0.5), dress.legs))]
    lower = (
        [*lower, *leg_shapes] if pose.view == "side" and not bottom.skirt else [*leg_shapes, *lower]
    )
    if pose.seat and pose.view == "front" and not bottom.skirt:
        lower = [*lower[-1:], *lower[:-1]]
    hair = HAIR[look.hair]
    base = bones.along(0.97)[0]
    throat = neck(look, base, head, build.head * 0.25)
    whole = [*lower, throat, *top(dress), *neckline(dress), *trimmings(dress)]
    upper = _head(look, pose, head)
    back = [*behind(dress, head), *([] if hides_hair(look) else hair_back(head, hair))]
    if pose.chair:
        back = [*chair(build, pose.view == "side"), *back]
    if pose.view == "back":
        return [*far_arm, *near_arm, *whole, *back, *upper]
    if pose.view == "front":
        return [*back, *whole, *upper, *far_arm, *near_arm]
    if pose.reach[0] and pose.view == "half":  # the far hand comes before the body
        return [*back, *whole, *upper, *far_arm, *near_arm]
    return [*back, *far_arm, *whole, *upper, *near_arm]


def _head(look: Look, pose: Pose, head: Head) -> list[Shape]:
    hair = HAIR[look.hair]
    covered = hides_hair(look)
    bearded = "beard" in look.extras or "moustache" in look.extras
    shapes = [skull(head)]
    features = face(head, pose.asleep, pose.up)
    if bearded:
        features = [*beard(head, "beard" in look.extras), *features]
    long = any(low > 0.35 for phi, low in hair.line if abs(phi) < 95)
    locks = [] if covered else hair_front(head, hair)
    if long or pose.view == "back":
        shapes += [*features, *([] if long or covered else ears(head)), *locks]
    else:
        shapes += [*features, *locks, *([] if covered else ears(head))]
    shapes += [] if covered else hair_top(head, hair)
    return [*shapes, *worn(look, head)]


def _points(build: Build, pose: Pose, bones: Skeleton) -> Points:
    up = down(180 - bones.tilt)
    far, near = (plus(each.end, down(each.angle), build.hand * 0.5)
                 for each in (bones.far_arm, bones.near_arm))  # fmt: skip
    held = {"far": far, "near": near, "both": between(far, near, 0.5)}
    seat = None
    if pose.seat:
        low = 0.62 if pose.view == "front" else 0.5
        seat = (0.0, build.leg[0] * low)
    return Points(
        head=plus(bones.head, up, build.head * 0.5),
        wide=build.head * 0.92,
        neck=plus(bones.head, up, -build.head * 0.56),
        hand=held[pose.holds],
        palms=(far, near),
        seat=seat,
        water=None if pose.water is None else bones.along(0.2)[0][1],
    )
