"""Drawings of the dictionary laid on people: hats and glasses on heads, a pet on a shoulder."""

import cv2
import numpy as np
from PIL import Image

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.entries import Drawing, Kind, Worn
from pipeline.model.dictionary.recolor import COLORS, recolor
from pipeline.model.painting.makeover.landmarks import CHIN, EYE_CORNERS, HAIRLINE, filled
from pipeline.model.painting.makeover.sitter import People, Sitter
from pipeline.model.painting.plate.faces import OVAL
from pipeline.model.painting.plate.filters import Array
from pipeline.model.plan.scene_graph import Element

SAME = {"grey": "gray", "gold": "golden"}  # other names of COLORS
HEAD = 1.08  # widths of the face: of a head
HAT, EYEWEAR = Worn("brow", 0.88, width=1.3), Worn("eyes", 0.5, width=1.0)  # of the unmarked
PERCHED = (1.1, 1.9)  # face widths: longer side of the smallest and the largest on a shoulder
FACE = 0.16  # metres: a face's width
ASIDE = 1.05  # face widths from the face's middle to where a shoulder is sat on


def dressed(
    people: People, dictionary: Dictionary, worn: tuple[Element, ...], perched: Element | None
) -> Array:
    """(H, W, 4) sRGB with alpha, 0..1: what people wear and carry, empty elsewhere."""
    height, width = people.person.shape
    sheet: Array = np.zeros((height, width, 4), np.float32)
    for element in worn:
        for sitter in sorted(people.sitters, key=lambda sitter: sitter.pose.width):
            _lay(
                sheet,
                _painted(dictionary, element, worn=True),
                *_on_head(element, sitter, dictionary),
            )
    if perched is not None and people.sitters:
        sitter = max(people.sitters, key=lambda sitter: sitter.pose.width)
        pet = np.zeros_like(sheet)
        _perch(pet, people, sitter, dictionary, perched)
        pet[..., 3] *= 1 - np.maximum(sitter.hair, filled((height, width), sitter.mesh[OVAL]))
        sheet = np.where(sheet[..., 3:] > 0, sheet, pet)
    return sheet


def _choice(kind: Kind, worn: bool) -> int:
    """The number of a drawing: one whose place on a wearer is marked, or one of a whole body."""
    marked = [n for n, drawing in enumerate(kind.drawings) if drawing.anchors.worn is not None]
    return marked[0] if worn and marked else 0


def _drawing(dictionary: Dictionary, element: Element, worn: bool) -> Drawing:
    kind = dictionary.kinds[element.kind]
    return kind.drawings[_choice(kind, worn)]


def _painted(dictionary: Dictionary, element: Element, worn: bool) -> Array:
    """(h, w, 4) in 0..1, in the colour that is asked for."""
    variant = _choice(dictionary.kinds[element.kind], worn)
    rgba = dictionary.drawing(element.kind, variant)
    color = SAME.get(element.color or "", element.color or "")
    if color in COLORS:
        mask = dictionary.color_mask(element.kind, variant)
        rgba = recolor(rgba, COLORS[color], mask)
    return np.asarray(rgba, np.float32) / np.float32(255)


def _on_head(
    element: Element, sitter: Sitter, dictionary: Dictionary
) -> tuple[Array, Array, float, Array, bool]:
    """What `_lay` is told of a hat or of glasses."""
    drawing, pose = _drawing(dictionary, element, worn=True), sitter.pose
    zone = dictionary.kinds[element.kind].zone
    worn = drawing.anchors.worn or (EYEWEAR if zone == "face" else HAT)
    head = HEAD * pose.width
    if worn.at == "eyes":
        corners = [sitter.mesh[index] for pair in EYE_CORNERS for index in pair]
        place = np.mean(corners, 0)
    else:
        place = sitter.mesh[HAIRLINE] - pose.down * (0.10 * head)
    at = np.array([0.5, worn.y])
    return place, at, (worn.width or 1.3) * head, pose.across, False


def _lay(
    sheet: Array, rgba: Array, place: Array, at: Array, width: float, across: Array, mirrored: bool
) -> None:
    """Lays a drawing so that its point `at` (shares of its sides) is at `place`, `width` pixels
    wide, its sides along `across`."""
    if mirrored:
        rgba, at = np.ascontiguousarray(rgba[:, ::-1]), np.array([1 - at[0], at[1]])
    scale = width / rgba.shape[1]
    if scale < 1:  # OpenCV's warp does not average
        size = max(2, round(width)), max(2, round(rgba.shape[0] * scale))
        whole = Image.fromarray((rgba * 255 + 0.5).astype(np.uint8))
        rgba = np.asarray(whole.resize(size, Image.Resampling.LANCZOS), np.float32) / 255
        scale = width / rgba.shape[1]
    ahead = rgba.copy()
    ahead[..., :3] *= rgba[..., 3:]
    down = np.array([-across[1], across[0]])
    turn = np.stack([across, down], 1) * scale
    origin = place - turn @ (at * [rgba.shape[1], rgba.shape[0]])
    matrix = np.c_[turn, origin].astype(np.float32)
    size = sheet.shape[1], sheet.shape[0]
    laid = cv2.warpAffine(ahead, matrix, size, flags=cv2.INTER_LINEAR)
    alpha = np.clip(laid[..., 3:], 0, 1)
    under = sheet[..., :3] * sheet[..., 3:]
    total = alpha + sheet[..., 3:] * (1 - alpha)
    sheet[..., :3] = (laid[..., :3] + under * (1 - alpha)) / np.maximum(total, 1e-4)
    sheet[..., 3:] = total


def _perch(
    sheet: Array, people: People, sitter: Sitter, dictionary: Dictionary, element: Element
) -> None:
    """On the shoulder with more room beside it, looking at the face where it may be mirrored."""
    pose, kind = sitter.pose, dictionary.kinds[element.kind]
    drawing = _drawing(dictionary, element, worn=False)
    least, most = PERCHED
    longest = float(np.clip(kind.size / FACE, least, most)) * pose.width
    width = longest * min(1.0, drawing.width / drawing.height)
    side = _roomier(people, sitter)
    place = _shoulder(people, sitter, side, 0.45 * width)
    looks_left = side > 0  # animals are drawn looking to the left
    upright = np.array([1.0, 0.0])
    rgba = _painted(dictionary, element, worn=False)
    _lay(sheet, rgba, place, np.array([0.5, 0.97]), width, upright, kind.mirrors and not looks_left)


def _roomier(people: People, sitter: Sitter) -> int:
    """-1 or 1: the side of a face that is farther from the picture's edge and other faces."""
    x, width = float(sitter.pose.centre[0]), people.person.shape[1]
    others = [float(o.pose.centre[0]) for o in people.sitters if o is not sitter]
    left = x - max([0.0, *(other for other in others if other < x)])
    right = min([float(width), *(other for other in others if other > x)]) - x
    return 1 if right >= left else -1


def _shoulder(people: People, sitter: Sitter, side: int, half: float) -> Array:
    """(x, y) of a shoulder's top: the first of the person below the mouth, beside the head."""
    pose, (height, width) = sitter.pose, people.person.shape
    away = max(ASIDE * pose.width, 0.6 * pose.width + half)
    x = float(np.clip(pose.centre[0] + side * away, 0, width - 1))
    chin = float(sitter.mesh[CHIN][1])
    start = int(np.clip(chin - 0.1 * pose.height, 0, height - 1))
    column = people.person[start:, int(x)] > 0.5
    y = start + int(np.argmax(column)) if column.any() else chin + 0.55 * pose.height
    lowest = chin + 0.9 * pose.height
    return np.array([x, min(float(y), lowest) + 0.05 * pose.width])
