"""A mouth as the photo shows it: its line where it is closed; where it is open its opening, with
the teeth and the tongue that show.

The mesh knows where a mouth is, but it closes smiles and levels their lines. So the mouth's pixels
are looked at in a patch that lies along its corners (`mouth_patch`).
"""

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import (
    LOWER_LIP,
    LOWER_LIP_INNER,
    UPPER_LIP,
    UPPER_LIP_INNER,
    spline,
)
from pipeline.model.painting.makeover.sitter import Mouth, SkinTones
from pipeline.model.painting.makeover.tones import oklch, shortest
from pipeline.model.painting.plate.colour import polar
from pipeline.model.painting.plate.filters import Array, gaussian
from pipeline.model.seeing.faces.mouth_patch import (
    STEP,
    Patch,
    X,
    Y,
    first_row,
    patch_of,
    smoothed,
)

SMALL = 20  # pixels of a mouth's width: in a smaller one the mesh is all there is
BRIGHT = 0.58  # of the skin's lightness: teeth are brighter, even in a lip's shadow
PALE, PALER = 0.5, 0.014  # teeth: less red than so far between the palest and the lips; by how much
DARK = 0.52  # of the skin's lightness: what is darker is between the teeth
OPEN = 0.05  # mouth widths between the lips' inner borders from which a mouth is open
TONGUE = 0.9  # of the skin's redness
NECK = 0.4  # of an opening's height: what only a thinner bridge joins to it is not of it
WIDER = 1.1  # how much wider than by the mesh a grin may be
FULL = 0.72  # share of the opening from which teeth fill it


def read_mouth(lab: Array, mesh: Array, skin: SkinTones) -> Mouth:
    """The mouth of a face in a photo (H, W, 3, OKLab)."""
    patch = patch_of(lab, mesh)
    if patch.width < SMALL:
        return _by_mesh(patch, mesh, skin)
    opening, teeth, tongue = _opening(patch)
    middle = np.abs(X) < 0.2
    tall = float(np.median(opening[:, middle].sum(0))) * STEP
    line = _darkest_line(patch)
    if tall < OPEN:
        return _closed(patch, line, skin)
    return _opened(patch, opening, teeth, tongue, line, skin)


def _opening(patch: Patch) -> tuple[Array, Array, Array]:
    """(rows, columns) bool each: between the lips, and of it teeth and tongue."""
    light, red = gaussian(patch.lab, 1.2)[..., :2].transpose(2, 0, 1)
    own_light, own_red = float(patch.skin[0]), max(float(patch.skin[1]), 0.01)
    rows = Y[:, None]
    # Half of each lip: beyond their outer borders is skin, which may be as pale as teeth.
    highest = 0.6 * patch.upper + 0.4 * patch.upper_inner - 0.01
    lowest = 0.45 * patch.lower + 0.55 * patch.lower_inner + 0.02
    highest, lowest = (np.interp(X / WIDER, X, each) for each in (highest, lowest))
    inside = (rows > highest) & (rows < lowest) & (np.abs(X) < 0.5 * WIDER)
    lips, palest = _redness(patch, red)
    pale = red < min(palest + PALE * (lips - palest), own_red)
    tooth = pale & (light > max(0.36, BRIGHT * own_light)) & inside & (lips - palest > PALER)
    dark = (light < DARK * own_light) & inside
    both = cv2.morphologyEx((tooth | dark).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 9)))
    both = cv2.morphologyEx(both, cv2.MORPH_OPEN, np.ones((3, 3)))
    between = (rows > patch.upper_inner - 0.05) & (rows < patch.lower_inner + 0.06)
    middle = np.abs(X) < 0.2
    opening = _between(both, between & middle, middle)
    opening = _without_necks(opening, middle)
    # Teeth end in a rim of shadow, which is of the opening too.
    opening = cv2.dilate(opening.astype(np.uint8), np.ones((3, 7))) > 0
    depth = np.arange(len(Y))[:, None] - first_row(opening)
    deep = opening & ~tooth & (depth > 0.35 * opening.sum(0))
    tongue = deep & (red > TONGUE * own_red) & (light > 0.4 * own_light)
    return opening, tooth & opening, tongue


def _between(parts: Array, between: Array, middle: Array) -> Array:
    """The parts that lie between the lips: a light on a lip, or the shadow below it, does not.
    Upper and lower teeth may be two."""
    count, labels = cv2.connectedComponents(parts)
    chosen = np.zeros(parts.shape, bool)
    for label in range(1, count):
        part = labels == label
        if (part & between).sum() > max(20, 0.6 * (part & middle).sum()):
            chosen |= part
    top, bottom = first_row(chosen), len(Y) - first_row(chosen[::-1])
    number = np.arange(len(Y))[:, None]
    return chosen.any(0) & (number >= top) & (number < bottom)


def _without_necks(opening: Array, middle: Array) -> Array:
    """The opening (bool) without pale skin beside a corner that only a thin bridge joins to it."""
    tall = np.median(opening[:, middle].sum(0))
    kernel = np.ones((max(3, int(NECK * tall)), 3))
    parts = cv2.morphologyEx(opening.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    _, labels = cv2.connectedComponents(parts)
    sizes = np.bincount(labels[:, middle].ravel())
    sizes[0] = 0
    return labels == sizes.argmax() if sizes.any() else opening


def _redness(patch: Patch, red: Array) -> tuple[float, float]:
    """Of the lips, and of the palest that lies between them."""
    rows, middle = Y[:, None], np.abs(X) < 0.3
    lips = (rows > patch.upper) & (rows < patch.lower + 0.02) & middle
    between = (rows > patch.upper_inner - 0.04) & (rows < patch.lower_inner + 0.05) & middle
    return float(np.percentile(red[lips], 85)), float(np.percentile(red[between], 8))


def _darkest_line(patch: Patch) -> Array:
    """(columns,): heights of the dark line between the lips, the path of least light."""
    light = gaussian(np.ascontiguousarray(patch.lab[..., 0]), 1.5)
    valley = light - cv2.blur(light, (1, 21))
    guess = (patch.upper_inner + patch.lower_inner) / 2
    cost = valley + 1.6 * np.clip(np.abs(Y[:, None] - guess) - 0.02, 0, None) ** 2 * 10
    total = cost[:, 0].copy()
    came = np.zeros(cost.shape, int)
    for column in range(1, cost.shape[1]):
        ways = np.stack([np.r_[np.inf, total[:-1]], total - 1e-3, np.r_[total[1:], np.inf]])
        came[:, column] = ways.argmin(0) - 1
        total = ways.min(0) + cost[:, column]
    row, path = int(total.argmin()), np.zeros(len(X))
    for column in range(len(X) - 1, -1, -1):
        path[column] = Y[row]
        row += came[row, column]
    return smoothed(path, 3.0)


def _closed(patch: Patch, line: Array, skin: SkinTones) -> Mouth:
    """The lips meet in the photo's own line."""
    guess = (patch.upper_inner + patch.lower_inner) / 2
    ends = 1 - np.clip((np.abs(X) - 0.42) / 0.1, 0, 1)
    line = guess + np.clip(line - guess, -0.08, 0.08) * (0.35 + 0.65 * ends)
    upper = np.minimum(patch.upper + 0.7 * (line - guess), line - 0.01)
    lower = np.maximum(patch.lower + 0.7 * (line - guess), line + 0.01)
    within = np.abs(X) <= 0.5
    color, red = _lip_color(patch, line, line, skin)
    above, middle, _, below = _contours(patch, (upper, line, line, lower), line, within)
    return Mouth(above, middle, middle, below, color, red)


def _opened(
    patch: Patch, opening: Array, teeth: Array, tongue: Array, line: Array, skin: SkinTones
) -> Mouth:
    """The lips lie around what is open in the photo."""
    columns = np.nonzero(opening.sum(0) >= 2)[0]
    first, last = columns[0], columns[-1]
    reach = max(0.5, -X[first] + 0.01), max(0.5, X[last] + 0.01)
    within = (X + reach[0] >= 0) & (reach[1] - X >= 0)
    places = np.arange(len(X))
    top = np.interp(places, columns, Y[first_row(opening)[columns]] - STEP / 2)
    bottom = np.interp(
        places, columns, Y[len(Y) - 1 - first_row(opening[::-1])[columns]] + STEP / 2
    )
    line = _from_corner_to_corner((top + bottom) / 2, line, first, last)
    shut = (places < first) | (places > last)
    top, bottom = (smoothed(np.where(shut, line, each), 3.5) for each in (top, bottom))
    middle, half = (top + bottom) / 2, _narrowing(np.maximum(bottom - top, 0)) / 2
    top, bottom = middle - half, middle + half
    upper = np.minimum(patch.upper, top - 0.5 * (patch.upper_inner - patch.upper))
    lower = np.maximum(patch.lower, bottom + 0.6 * (patch.lower - patch.lower_inner))
    color, red = _lip_color(patch, top, bottom, skin)
    above, above_inner, below_inner, below = _contours(
        patch, (upper, top, bottom, lower), line, within
    )
    shown = opening & (Y[:, None] >= top) & (Y[:, None] <= bottom)
    if teeth.sum() > FULL * max(1, shown.sum()):
        teeth = shown
    return Mouth(
        above,
        above_inner,
        below_inner,
        below,
        color,
        red,
        teeth=_shapes(patch, _up_to_the_lip(teeth, top), 0.05 * shown.sum()),
        tongue=_shapes(patch, tongue, 0.12 * shown.sum()),
    )


def _narrowing(tall: Array) -> Array:
    """Heights (columns,) that never grow again towards the corners: a mouth has one opening."""
    peak = int(np.argmax(tall))
    left = np.minimum.accumulate(tall[: peak + 1][::-1])[::-1]
    return np.r_[left, np.minimum.accumulate(tall[peak:])[1:]]


def _from_corner_to_corner(middle: Array, line: Array, first: int, last: int) -> Array:
    """(columns,): the middle of the opening, drawn out to the corners' heights of the dark line."""
    corners = np.array([min(first - 1, 12), max(last + 1, len(X) - 13)])  # mouth widths of a half
    known = np.arange(first, last + 1)
    places = np.r_[corners[0], known, corners[1]]
    return np.interp(np.arange(len(X)), places, np.r_[line[12], middle[known], line[-13]])


def _up_to_the_lip(teeth: Array, top: Array) -> Array:
    """Teeth right below the upper lip reach it: no dark sliver stays between."""
    first = first_row(teeth)
    near = teeth.any(0) & (Y[np.minimum(first, len(Y) - 1)] - top < 0.05)
    row = Y[:, None]
    return teeth | (near & (row >= top - 0.02) & (np.arange(len(Y))[:, None] <= first))


def _shapes(patch: Patch, mask: Array, least: float) -> tuple[Array, ...]:
    """Outlines (N, 2) in the photo of the mask's larger parts, gaps between teeth closed."""
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), sigmaX=4, sigmaY=1.2)
    found, _ = cv2.findContours(
        (soft > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    shapes = []
    for contour in found:
        if len(contour) > 12 and cv2.contourArea(contour) > max(12.0, least):
            points = contour[:, 0].astype(float)
            ring = np.concatenate([points[-6:], points, points[:6]])
            calm = np.stack([smoothed(ring[:, i], 2.0) for i in (0, 1)], 1)[6:-6]
            shapes.append(patch.world(X[0] + STEP * calm[:, 0], Y[0] + STEP * calm[:, 1]))
    return tuple(shapes)


def _contours(
    patch: Patch, lips: tuple[Array, ...], line: Array, within: Array
) -> tuple[Array, ...]:
    """(40, 2) each in the photo: heights a column from the right corner to the left, meeting the
    lips' line at both."""
    x = X[within]
    ends = np.clip((0.5 * np.ptp(x) - np.abs(x - x.mean())) / 0.06, 0, 1)
    y = (line[within] + (heights - line)[within] * ends for heights in lips)
    return tuple(spline(patch.world(x, each), 40) for each in y)


def _lip_color(patch: Patch, top: Array, bottom: Array, skin: SkinTones) -> tuple[Array, float]:
    """The drawn colour of lips, and how much redder than the skin they are, 0..1."""
    rows = Y[:, None]
    lips = ((rows > patch.upper) & (rows < top - 0.02)) | (
        (rows > bottom + 0.02) & (rows < patch.lower)
    )
    lips &= np.abs(X) < 0.4
    seen = np.median(patch.lab[lips], 0) if lips.sum() > 20 else skin.shade
    light, chroma, hue = (float(plane) for plane in polar(seen))
    own_light, own_chroma, _ = (float(plane) for plane in polar(skin.lit))
    red = float(np.clip((seen[1] - patch.skin[1] - 0.012) / 0.05, 0, 1))
    light = float(np.clip(light, own_light - 0.26, own_light - 0.05))
    hue = hue + 0.4 * shortest(28 - hue)
    return oklch(light, min(0.14, max(chroma, own_chroma) * 1.1 + 0.012), hue), red


def _by_mesh(patch: Patch, mesh: Array, skin: SkinTones) -> Mouth:
    """A small mouth: the mesh's contours, and teeth if what is between them is bright."""
    upper, lower = spline(mesh[UPPER_LIP]), spline(mesh[LOWER_LIP])
    upper_inner, lower_inner = spline(mesh[UPPER_LIP_INNER]), spline(mesh[LOWER_LIP_INNER])
    _, teeth, _ = _opening(patch)
    color, red = _lip_color(patch, patch.upper_inner, patch.lower_inner, skin)
    shown = teeth.sum() * STEP * STEP > 0.02
    between = np.r_[upper_inner, lower_inner[::-1]]
    shapes = (between,) if shown else ()
    return Mouth(upper, upper_inner, lower_inner, lower, color, red, shapes)
