"""Drawn people in loops: their eyes close for a moment, and who waves moves the hand.

Both change the packed drawing itself, which has the same size afterwards, so the decoder paints it
like any other. Eyes and arm are found by the drawing's head and palms.
"""

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.model.dictionary import Dictionary, Drawing
from pipeline.model.people.poses import POSES
from pipeline.model.plan.composition import Composition

Rgba = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, width, height in pixels

OWN, WAVING = "own", "waving"  # a family of drawings; a pose
FEWEST = 5  # frames of a loop from which on eyes close for one of them
HEAD = 1 / 0.92  # a head's height in widths of its anchor

# Eyes of people (`people.faces`), in heights of their head below its top and beside its middle.
EYE = (0.106, 0.152)  # across, down
WHERE = (0.58, 0.42, 0.72)  # how far aside, from how far down, to how far down
DARKS = (40, 50, 62, 75)  # grey values, 0..255, below which an eye may be; skin is dark, too
GLINT = 90  # blue of the light in an eye; an ear's shade has none on dark skin
LID = ((-0.075, 0.0), (0.0, 0.035), (0.075, 0.0))  # the line of a closed eye
LINE, INK = 0.027, (42, 29, 32)

# The raised forearm of the poses of WAVING.
FOREARM = math.radians(-168)  # 0 hangs down, 90 points to the left
REACH = (0.60, 0.86)  # of it to the palm, in heads: of a child, of a man
SHARES = (0.277, 0.193)  # heads in drawings' heights of these two
TURN = math.radians(8)  # half the angle, toward the head: away from it ends the drawing
WAVES = 2  # in a loop
FIRM, LOOSE = 0.18, 0.46  # distances from the forearm, in heads: what moves whole, what stays


def in_motion(
    composition: Composition, dictionary: Dictionary, frame: int, frames: int
) -> Dictionary:
    """The dictionary whose people are drawn as they are in one frame of a loop."""
    changed: dict[tuple[str, int], Rgba] = {}
    for placed in composition.drawings:
        drawings = dictionary.kinds[placed.kind].drawings
        variant = placed.variant % len(drawings)
        drawing, key = drawings[variant], (placed.kind, variant)
        if drawing.family != OWN or not drawing.pose or key in changed:
            continue
        rgba = before = dictionary.drawing(*key)
        if _blinks(key, frame, frames):
            rgba = with_closed_eyes(rgba, drawing)
        if drawing.pose == WAVING:
            rgba = waved(rgba, drawing, frame / frames)
        if rgba is not before:
            changed[key] = rgba
    return dictionary.redrawn(changed) if changed else dictionary


def _blinks(key: tuple[str, int], frame: int, frames: int) -> bool:
    """Each at a time of its own, and never in the first frame, which stands for the picture."""
    own = sum(map(ord, key[0])) * 7 + key[1] * 3
    return frames >= FEWEST and frame == 1 + own % (frames - 1)


def with_closed_eyes(rgba: Rgba, drawing: Drawing) -> Rgba:
    """(H, W, 4): the drawing with a line in place of each eye that is found."""
    eyes = eyes_of(rgba, drawing)
    if not eyes or drawing.anchors.head is None:
        return rgba
    head = drawing.anchors.head[2] * rgba.shape[1] * HEAD
    hole = np.zeros(rgba.shape[:2], np.uint8)
    for left, top, width, height in eyes:
        hole[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1] = 255
    skin = cv2.inpaint(np.ascontiguousarray(rgba[..., :3]), hole, 2, cv2.INPAINT_TELEA)
    fine = 4  # times as large, so that a line of one pixel is smooth
    lines = Image.new("L", (rgba.shape[1] * fine, rgba.shape[0] * fine))
    pen = ImageDraw.Draw(lines)
    for left, top, width, height in eyes:
        middle = left + width / 2, top + height / 2
        points = [((middle[0] + x * head) * fine, (middle[1] + y * head) * fine) for x, y in LID]
        pen.line(points, 255, max(fine, round(LINE * head * fine)), "curve")
    share = np.asarray(lines.resize((rgba.shape[1], rgba.shape[0]), Image.Resampling.BOX)) / 255
    closed = skin + share[..., None] * (np.array(INK) - skin)
    return np.dstack([np.rint(closed).astype(np.uint8), rgba[..., 3]])


def eyes_of(rgba: Rgba, drawing: Drawing) -> list[Box]:
    """The open eyes of a drawn person, two at most: dark spots of an eye's size, where eyes are,
    with a glint in them. Behind glasses they are not always found."""
    if drawing.anchors.head is None or drawing.pose not in POSES:
        return []
    height, width = rgba.shape[:2]
    x, y, head = (drawing.anchors.head[0] * width, drawing.anchors.head[1] * height,
                  drawing.anchors.head[2] * width * HEAD)  # fmt: skip
    aside, above, below = (share * head for share in WHERE)
    left, top = max(0, round(x - aside)), max(0, round(y + above - EYE[1] * head))
    part = rgba[top : round(y + below + EYE[1] * head), left : round(x + aside)]
    found: list[Box] = []
    for spot in _spots(part, head):
        middle = top + spot[1] + spot[3] / 2 - y
        if not above < middle < below or part[_inside(spot)][..., 2].max() < GLINT:
            continue
        # The larger of two at the same place is the whole eye.
        near = [one for one in found if abs(one[0] - left - spot[0]) < EYE[0] * head]
        found = [one for one in found if one not in near]
        found.append((left + spot[0], top + spot[1], spot[2], spot[3]))
    level = 0.56 * head + y
    found = sorted(found, key=lambda one: abs(one[1] + one[3] / 2 - level))[:2]
    aside = any(pose.view == "side" for pose in POSES[drawing.pose])
    return found if len(found) == 2 or aside else []  # nobody winks where both could be seen


def _spots(part: Rgba, head: float) -> Iterator[Box]:
    """Dark spots that may be an eye, the smallest first."""
    if not part.size:
        return
    grey = cv2.cvtColor(np.ascontiguousarray(part[..., :3]), cv2.COLOR_RGB2GRAY)
    wide, high = (length * head for length in EYE)
    for dark in DARKS:
        mask = ((grey < dark) & (part[..., 3] > 200)).astype(np.uint8)
        _, _, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        for left, top, width, height, area in found[1:].tolist():
            broad = 0.45 * wide <= width <= 1.9 * wide + 1
            tall = max(0.55 * high, 0.8 * width) <= height <= 1.6 * high + 1
            if broad and tall and area >= 0.4 * width * height:
                yield left, top, width, height


def _inside(spot: Box) -> tuple[slice, slice]:
    left, top, width, height = spot
    aside, down = width // 5, height // 5
    return slice(top + down, top + height - down), slice(left + aside, left + width - aside)


def waved(rgba: Rgba, drawing: Drawing, phase: float) -> Rgba:
    """(H, W, 4): the drawing with its raised forearm turned about the elbow. phase: 0..1."""
    head, palms = drawing.anchors.head, drawing.anchors.palms
    angle = TURN * (1 - math.cos(2 * math.pi * WAVES * phase))
    if head is None or palms is None or angle < 1e-6:
        return rgba
    height, width = rgba.shape[:2]
    unit = head[2] * width * HEAD
    palm = np.array([palms[2] * width, palms[3] * height])
    arm = np.array([-math.sin(FOREARM), math.cos(FOREARM)])
    elbow = palm - arm * unit * np.interp(unit / height, SHARES[::-1], REACH[::-1])
    # A pixel comes from where it is turned back to: wholly near the turned arm and outside of it,
    # less toward the head, which stays as it is.
    turned = _turned(arm[None], -angle)[0]
    down, across = np.mgrid[:height, :width].astype(np.float32)
    offset = np.stack([across - elbow[0], down - elbow[1]], -1)
    along, aside = offset @ turned, offset @ np.array([-turned[1], turned[0]])
    away = np.hypot(np.minimum(along, 0), np.minimum(aside, 0)) / unit
    middle = head[0] * width, (head[1] * height) + 0.5 * unit
    from_head = np.hypot(across - middle[0], down - middle[1]) / unit
    fade = np.interp(from_head, (0.42, 0.62), (0.04, LOOSE - FIRM))
    weight = np.clip((FIRM + fade - away) / fade, 0, 1)
    source = _turned(offset, angle * weight * weight * (3 - 2 * weight))
    where = (source + elbow).astype(np.float32)
    soft = rgba.astype(np.float32)
    soft[..., :3] = soft[..., :3] * (soft[..., 3:] / 255)
    moved = cv2.remap(soft, where[..., 0], where[..., 1], cv2.INTER_LINEAR)
    moved[..., :3] = moved[..., :3] * (255 / np.maximum(moved[..., 3:], 1))
    moved = np.clip(np.rint(moved), 0, 255).astype(np.uint8)
    return np.where(weight[..., None] > 0, moved, rgba)


def _turned(points: NDArray[np.floating], angle: float | NDArray[np.floating]) -> NDArray:
    """(..., 2), turned clockwise on the picture."""
    x, y = points[..., 0], points[..., 1]
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([x * cos - y * sin, x * sin + y * cos], -1)
