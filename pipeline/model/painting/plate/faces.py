"""Faces: larger eyes, a redraw at the face's own scale, two-tone skin and blush.

Index sets are of MediaPipe's Face Mesh (468 points).
"""

from collections.abc import Callable

import cv2
import numpy as np

from pipeline.model.painting.plate.filters import (
    Array,
    anisotropic_kuwahara,
    disc,
    gaussian,
    guided_filter,
    picture_unit,
    smoothstep,
    square,
)

# fmt: off
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
        152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
RIGHT_EYE = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246]
LEFT_EYE = [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466]
RIGHT_BROW = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46]
LEFT_BROW = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276]
LIPS = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185]
NOSE = [98, 97, 2, 326, 327, 64, 294, 4]
CHEEKS = (50, 280)
# fmt: on

Redraw = Callable[[Array], Array]  # (H, W, 3) in 0..1 -> (4H, 4W, 3)


def outline(shape: tuple[int, int], mesh: Array, points: list[int], grow: float = 0) -> Array:
    """The filled hull of some mesh points, (H, W) 0..1, grown by `grow` pixels."""
    hull = cv2.convexHull((mesh[points] * 8).astype(np.int32))
    mask: Array = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, hull, 255, cv2.LINE_AA, 3)
    if grow > 0:
        mask = cv2.dilate(mask, disc(int(grow)))
    return mask.astype(np.float32) / 255


def face_size(mesh: Array) -> float:
    """The longer side of the face's box in pixels."""
    return float(np.ptp(mesh[OVAL], 0).max())


def enlarge_eyes(picture: Array, meshes: list[Array], amount: float = 0.19) -> Array:
    """Open eyes grow by `amount`, a third more in height; a smooth local warp."""
    height, width = picture.shape[:2]
    row, column = np.mgrid[:height, :width].astype(np.float32)
    from_x, from_y = column.copy(), row.copy()
    for mesh in meshes:
        for eye in (RIGHT_EYE, LEFT_EYE):
            x, y = mesh[eye].mean(0)
            extent = np.ptp(mesh[eye], 0)
            if extent.min() / extent.max() < 0.12:
                continue  # closed, or seen from the side
            distance2 = ((column - x) ** 2 + (row - y) ** 2) / (1.15 * extent.max()) ** 2
            pull = amount * np.clip(1 - distance2, 0, 1) ** 2
            from_x -= (column - x) * pull
            from_y -= (row - y) * pull * 1.35
    border = cv2.BORDER_REPLICATE
    return cv2.remap(picture, from_x, from_y, cv2.INTER_CUBIC, borderMode=border).clip(0, 1)


def _features(shape: tuple[int, int], mesh: Array, grow: dict[str, float]) -> Array:
    """Eyes, lips and what else `grow` names, each grown by its pixels, as one mask."""
    sets = {
        "eyes": (RIGHT_EYE, LEFT_EYE),
        "brows": (RIGHT_BROW, LEFT_BROW),
        "lips": (LIPS,),
        "nose": (NOSE,),
    }
    masks = [
        outline(shape, mesh, points, max(1, pixels))
        for name, pixels in grow.items()
        for points in sets[name]
    ]
    return np.max(masks, 0)


def _oval(shape: tuple[int, int], mesh: Array, window: tuple[slice, slice]) -> Array:
    """A soft ellipse over the face that is zero at the window's own border."""
    low, high = mesh[OVAL].min(0), mesh[OVAL].max(0)
    size, (x, y) = (high - low).max(), (low + high) / 2
    ellipse: Array = np.zeros(shape, np.float32)
    inside: Array = np.zeros(shape, np.float32)
    axes = int(size * 0.62), int(size * 0.74)
    cv2.ellipse(ellipse, (int(x), int(y - 0.06 * size)), axes, 0, 0, 360, 1.0, -1)
    inside[window] = 1
    inside = cv2.erode(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_REPLICATE), square(3))
    return gaussian(ellipse, size * 0.10) * inside[1:-1, 1:-1]


def _window(shape: tuple[int, int], mesh: Array) -> tuple[slice, slice]:
    """The face with its hair: rows and columns of the picture."""
    low, high = mesh[OVAL].min(0), mesh[OVAL].max(0)
    reach, (x, y) = (high - low).max() * 0.98, (low + high) / 2
    rows = slice(int(max(0, y - 1.05 * reach)), int(min(shape[0], y + 0.95 * reach)))
    return rows, slice(int(max(0, x - reach)), int(min(shape[1], x + reach)))


def repaint_face(
    picture: Array, mesh: Array, redraw: Redraw, size: float = 100
) -> tuple[Array, Array]:
    """The picture with the face painted at `size` pixels and redrawn; and the face's soft mask.

    At this scale the redraw keeps eyes and mouth crisp. Features are smoothed less than skin.
    """
    window = _window(picture.shape[:2], mesh)
    crop, scale = picture[window], size / face_size(mesh)
    height, width = (max(24, round(side * scale)) for side in crop.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
    x = cv2.resize(crop, (width, height), interpolation=how).clip(0, 1)
    origin = np.array([window[1].start, window[0].start])
    local = (mesh - origin) * np.array([width / crop.shape[1], height / crop.shape[0]])
    grow = size * 0.02
    feature = gaussian(
        _features((height, width), local, {"eyes": grow, "lips": grow}), size * 0.012
    )
    x = x + (anisotropic_kuwahara(x, 2.0) - x) * (1 - feature)[..., None]
    y = redraw(x.clip(0, 1).astype(np.float32))
    how = cv2.INTER_AREA if y.shape[1] > crop.shape[1] else cv2.INTER_CUBIC
    out = picture.copy()
    out[window] = cv2.resize(y, crop.shape[1::-1], interpolation=how)
    return out, _oval(picture.shape[:2], mesh, window)


def _two_tones(light: Array, region: Array, radius: int) -> tuple[Array, Array, Array]:
    """(smooth light, its two-tone version, how lit 0..1) by the region's own light and shade."""
    base = guided_filter(light, light, radius, 0.004)
    low, high = np.percentile(base[region], [14, 72])
    edge, soft = low + 0.42 * (high - low), max(0.018, 0.18 * (high - low))
    lit = smoothstep(edge - soft, edge + soft, base)
    tones = low + (high - low) * lit
    return base, np.where(base < low, np.minimum(tones, base + 0.05), tones), lit


def _blush(lab: Array, mesh: Array, skin: Array, width: float) -> None:
    row, column = np.mgrid[: skin.shape[0], : skin.shape[1]].astype(np.float32)
    for x, y in (mesh[i] for i in CHEEKS):
        distance2 = ((column - x) / (0.13 * width)) ** 2 + ((row - y) / (0.085 * width)) ** 2
        glow = np.exp(-distance2) * skin
        lab[..., 1] += 0.016 * glow
        lab[..., 2] += 0.004 * glow


def shade_skin(lab: Array, mesh: Array, skin: Array, amount: float = 0.55) -> tuple[Array, Array]:
    """Two-tone skin with one soft shade edge and some blush; and the face's plain inside (H, W).

    Features stay untouched; the plain inside is where no ink belongs.
    """
    shape, width = skin.shape, float(np.ptp(mesh[OVAL][:, 0]))
    grow = {"eyes": 0.05, "brows": 0.02, "lips": 0.03, "nose": 0.015}
    features = _features(shape, mesh, {name: width * k for name, k in grow.items()})
    features = gaussian(features, max(0.8, width * 0.02))
    face, light = outline(shape, mesh, OVAL), np.ascontiguousarray(lab[..., 0])
    rim = max(1, int(width * 0.05))
    plain = gaussian(cv2.erode(face, square(2 * rim + 1)), rim * 0.7) * (1 - features)
    region = (face > 0.5) & (features < 0.3)
    if region.sum() < 40:
        return lab, plain
    base, tones, lit = _two_tones(light, region, max(2, int(width * 0.09)))
    near = gaussian(cv2.dilate(face, square(width * 0.12)), width * 0.06)
    mask = amount * skin * near * (1 - features)
    out = lab.copy()
    out[..., 0] += (tones + (light - base) * 0.45 - light) * mask
    out[..., 1] += 0.012 * (1 - lit) * mask
    out[..., 2] -= 0.002 * (1 - lit) * mask
    _blush(out, mesh, skin, width)
    return out, plain


def find_skin(lab: Array, meshes: list[Array], person: Array) -> tuple[Array, Array]:
    """(skin, face) masks (H, W): skin is what has the faces' median colour, on people."""
    unit = picture_unit(*person.shape)
    face = np.max([gaussian(outline(person.shape, mesh, OVAL), 3 * unit) for mesh in meshes], 0)
    colour = np.median(lab[face > 0.7], 0)
    spread = np.array([0.22, 0.035, 0.035], np.float32)
    alike = np.exp(-0.5 * (((lab - colour) / spread) ** 2).sum(2)).astype(np.float32)
    return np.maximum(gaussian(alike * person, 1.5 * unit), face * 0.9), face
