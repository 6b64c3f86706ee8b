"""Where the joints of a body are on the picture: x to the right, y down, the hips at (0, 0)."""

import math
from dataclasses import dataclass

from pipeline.model.people.builds import Build
from pipeline.model.people.pose import Limb, Pose
from pipeline.model.people.reaching import bent_to, height_of, on_head, on_trunk
from pipeline.model.people.shapes import Point, between, down, plus

YAWS = {"front": 0.0, "half": 34.0, "side": 82.0, "back": 180.0}
HEAD_YAWS = {"front": 0.0, "half": 34.0, "side": 66.0, "back": 180.0}


@dataclass(frozen=True, slots=True)
class Joints:
    """A limb: its joint at the trunk, its middle joint and its end; degrees of the last bone."""

    root: Point
    middle: Point
    end: Point
    angle: float


@dataclass(frozen=True, slots=True)
class Skeleton:
    """spine: hips, middle and top of the back. yaw, head_yaw: degrees turned to the left.
    head: its middle; tilt: degrees it leans to the left."""

    spine: tuple[Point, Point, Point]
    yaw: float
    head_yaw: float
    head: Point
    tilt: float
    far_arm: Joints
    near_arm: Joints
    far_leg: Joints
    near_leg: Joints

    def along(self, share: float) -> tuple[Point, Point]:
        """A point of the back, 0 at the hips and 1 at the shoulders, and the step to the right
        across it."""
        return _along(self.spine, share)


def skeleton(build: Build, pose: Pose) -> Skeleton:
    """The joints of a body in a pose."""
    lean = pose.lean
    curve = pose.curve + (build.stoop if pose.view in ("side", "half") and not pose.turned else 0)
    low = (0.0, 0.0)
    middle = plus(low, down(180 - (lean - curve * 0.6)), build.torso * 0.5)
    top = plus(middle, down(180 - (lean + curve)), build.torso * 0.5)
    yaw, head_yaw = YAWS[pose.view], HEAD_YAWS[pose.view] + pose.gaze
    flat = abs(math.cos(math.radians(yaw)))
    wide = max(flat, 0.16)
    tilt = lean * 0.5 + curve * 0.6 + pose.nod
    neck = plus(top, down(180 - (lean + curve) * 0.7 - pose.nod * 0.3), build.neck)
    if build.stoop and pose.view == "side":
        neck = plus(neck, (-3.0, 1.5))
    head = plus(neck, down(180 - tilt), build.head * 0.5)
    across = (wide * build.shoulders, wide * build.hips)
    arms = between(top, middle, 0.25)
    spine = (low, middle, top)

    def arm(near: bool) -> Joints:
        step = across[0] if near else -across[0]
        root = _beside(arms, step, lean + curve, pose.shoulders)
        angles = pose.near_arm if near else pose.far_arm
        place = pose.reach[near]
        if not place:
            return _arm(build, root, angles)
        target = on_head(place, head, tilt, build.head, head_yaw, near)
        if target is None:
            target = on_trunk(place, _along(spine, height_of(place)), build, yaw, near)
        lengths = (build.upper_arm, build.forearm)
        return Joints(root, *bent_to(root, angles[0], lengths, build.hand * 0.42, target))

    def leg(near: bool) -> Joints:
        root = _beside(low, across[1] if near else -across[1], lean * 0.3, pose.hips)
        return _leg(build, root, pose.near_leg if near else pose.far_leg, pose.thighs)

    return Skeleton(spine, yaw, head_yaw, head, tilt, arm(False), arm(True), leg(False), leg(True))


def _along(spine: tuple[Point, Point, Point], share: float) -> tuple[Point, Point]:
    """A point of a back and the step to the right across it, as `Skeleton.along`."""
    low, middle, top = spine
    inner = min(max(share, 0.0), 1.0)
    point = between(between(low, middle, inner), between(middle, top, inner), inner)
    one, other = between(low, middle, inner), between(middle, top, inner)
    run = math.dist(one, other) or 1e-6
    up = ((other[0] - one[0]) / run, (other[1] - one[1]) / run)
    length = math.dist(low, middle) + math.dist(middle, top)
    return plus(point, up, (share - inner) * length), (-up[1], up[0])


def _beside(point: Point, step: float, lean: float, falls: float) -> Point:
    """A point across the back; the line of the two falls to the right."""
    angle = math.radians(falls - lean)
    return point[0] + step * math.cos(angle), point[1] + step * math.sin(angle)


def _arm(build: Build, root: Point, angles: Limb) -> Joints:
    elbow = plus(root, down(angles[0]), build.upper_arm)
    return Joints(root, elbow, plus(elbow, down(angles[1]), build.forearm), angles[1])


def _leg(build: Build, root: Point, angles: Limb, shown: float) -> Joints:
    knee = plus(root, down(angles[0]), build.thigh * shown)
    return Joints(root, knee, plus(knee, down(angles[1]), build.shin), angles[1])
