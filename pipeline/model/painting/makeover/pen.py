"""Vector drawing: filled shapes and tapered pen strokes, drawn large and laid over a picture."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import spline
from pipeline.model.painting.plate.colour import from_oklab
from pipeline.model.painting.plate.filters import Array

EVEN = (1.0, 1.0)
TAPERED = (0.1, 0.75, 1.0, 0.9, 0.6, 0.1)
BITS = 4  # of the fraction of a coordinate, for OpenCV


class Pen:
    """A transparent sheet over a window of a picture, `scale` times its size.

    Points are (x, y) in the picture's pixels, colours OKLab. The sheet is premultiplied sRGB.
    """

    def __init__(
        self, shape: tuple[int, int], window: tuple[slice, slice] | None = None, scale: int = 2
    ) -> None:
        self.window = window or (slice(0, shape[0]), slice(0, shape[1]))
        self.scale = scale
        rows, columns = ((side.stop - side.start) * scale for side in self.window)
        self.origin = np.array([self.window[1].start, self.window[0].start], np.float64)
        self.sheet = np.zeros((rows, columns, 4), np.float32)
        self._clips: list[Array] = []

    def fill(self, points: Array, color: Array, opacity: float = 1.0) -> None:
        """A polygon (N, 2)."""
        self._lay(self._scaled(points), color, opacity)

    def shade(self, points: Array, stops: Sequence[Array], down: Array, opacity: float = 1) -> None:
        """A polygon (N, 2) whose colour runs through `stops` along the unit vector `down`."""
        corners = self._scaled(points)
        along = corners @ down
        colors = np.array([from_oklab(stop) for stop in stops], np.float32)
        box = self._box(corners)
        if box is None:
            return
        row, column = np.mgrid[box[0], box[1]].astype(np.float32)
        t = (column * down[0] + row * down[1] - along.min()) / max(float(np.ptp(along)), 1e-6)
        places = np.linspace(0, 1, len(stops))
        ramp = np.stack([np.interp(t, places, colors[:, i]) for i in range(3)], -1)
        self._lay(corners, ramp.astype(np.float32), opacity)

    def stroke(
        self,
        points: Array,
        width: float,
        color: Array,
        opacity: float = 1.0,
        profile: Sequence[float] = TAPERED,
    ) -> None:
        """A pen line through points (N, 2); `profile`: its width along the line, of `width`."""
        if len(points) < 2:
            return
        length = float(np.hypot(*np.diff(points, axis=0).T).sum())
        line = spline(points, int(np.clip(length * self.scale / 3, 12, 160)))
        along = np.gradient(line, axis=0)
        normal = np.stack([-along[:, 1], along[:, 0]], 1)
        normal /= np.hypot(*along.T)[:, None] + 1e-6
        share = np.interp(
            np.linspace(0, 1, len(line)), np.linspace(0, 1, len(profile)), np.asarray(profile)
        )
        half = normal * (0.5 * width * share)[:, None]
        # Quads, not one outline: a tight curve would leave holes where the outline crosses itself.
        self._lay_ribbon(self._scaled(line + half), self._scaled(line - half), color, opacity)

    def ellipse(
        self,
        centre: Array,
        radii: tuple[float, float],
        degrees: float,
        color: Array,
        opacity: float = 1.0,
    ) -> None:
        self.fill(ellipse(centre, radii, degrees), color, opacity)

    def soft(
        self,
        centre: Array,
        radii: tuple[float, float],
        degrees: float,
        color: Array,
        opacity: float,
    ) -> None:
        """An ellipse that fades out towards its rim."""
        for share in (1.0, 0.88, 0.76, 0.64, 0.52):
            rim = radii[0] * share, radii[1] * share
            self.ellipse(centre, rim, degrees, color, 1 - (1 - opacity) ** 0.2)

    @contextmanager
    def inside(self, points: Array) -> Iterator[None]:
        """What is drawn meanwhile stays within a polygon (N, 2)."""
        self._clips.append(self._mask([self._scaled(points)], (slice(0, None), slice(0, None))))
        yield
        self._clips.pop()

    def over(self, rgb: Array, opacity: float = 1.0, where: Array | None = None) -> Array:
        """The picture (H, W, 3, sRGB in 0..1) with the sheet over it, as far as `where` (H, W)."""
        rows, columns = (side.stop - side.start for side in self.window)
        small = cv2.resize(self.sheet, (columns, rows), interpolation=cv2.INTER_AREA) * opacity
        if where is not None:
            small = small * where[self.window][..., None]
        out = rgb.copy()
        out[self.window] = rgb[self.window] * (1 - small[..., 3:]) + small[..., :3]
        return out

    def _scaled(self, points: Array) -> Array:
        return (np.asarray(points, np.float64) - self.origin + 0.5) * self.scale - 0.5

    def _box(self, corners: Array) -> tuple[slice, slice] | None:
        low = np.floor(corners.min(0)).astype(int) - 1
        high = np.ceil(corners.max(0)).astype(int) + 2
        rows, columns = self.sheet.shape[:2]
        x0, y0, x1, y1 = max(0, low[0]), max(0, low[1]), min(columns, high[0]), min(rows, high[1])
        return (slice(y0, y1), slice(x0, x1)) if x1 > x0 and y1 > y0 else None

    def _mask(self, polygons: list[Array], box: tuple[slice, slice]) -> Array:
        rows = len(range(*box[0].indices(self.sheet.shape[0])))
        columns = len(range(*box[1].indices(self.sheet.shape[1])))
        mask: Array = np.zeros((rows, columns), np.uint8)
        origin = np.array([box[1].start or 0, box[0].start or 0])
        for polygon in polygons:
            corners = np.round((polygon - origin) * 2**BITS).astype(np.int32)
            cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA, BITS)
        return mask.astype(np.float32) / 255

    def _lay(self, corners: Array, color: Array, opacity: float) -> None:
        box = self._box(corners)
        if box is not None:
            self._blend(box, self._mask([corners], box), color, opacity)

    def _lay_ribbon(self, left: Array, right: Array, color: Array, opacity: float) -> None:
        box = self._box(np.concatenate([left, right]))
        if box is None:
            return
        quads = [
            np.array([left[i], left[i + 1], right[i + 1], right[i]]) for i in range(len(left) - 1)
        ]
        self._blend(box, self._mask(quads, box), color, opacity)

    def _blend(self, box: tuple[slice, slice], mask: Array, color: Array, opacity: float) -> None:
        """color: OKLab (3,), or sRGB (h, w, 3) of the box."""
        for clip in self._clips:
            mask = mask * clip[box]
        alpha = (mask * opacity)[..., None]
        rgb = from_oklab(np.asarray(color, np.float32)) if np.ndim(color) == 1 else color
        under = self.sheet[box]
        under[..., :3] = under[..., :3] * (1 - alpha) + np.float32(rgb) * alpha
        under[..., 3:] = under[..., 3:] * (1 - alpha) + alpha


def ellipse(centre: Array, radii: tuple[float, float], degrees: float, count: int = 48) -> Array:
    """(count, 2): points around an ellipse."""
    angles, turn = np.linspace(0, 2 * np.pi, count, endpoint=False), np.radians(degrees)
    x, y = radii[0] * np.cos(angles), radii[1] * np.sin(angles)
    turned = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], 1)
    return np.asarray(centre) + turned


def around(shape: tuple[int, int], points: Array, margin: float) -> tuple[slice, slice]:
    """The window of a picture that holds points (N, 2) with a margin in pixels."""
    low, high = points.min(0) - margin, points.max(0) + margin
    rows = slice(int(np.clip(low[1], 0, shape[0] - 1)), int(np.clip(high[1] + 1, 1, shape[0])))
    columns = slice(int(np.clip(low[0], 0, shape[1] - 1)), int(np.clip(high[0] + 1, 1, shape[1])))
    return rows, columns
