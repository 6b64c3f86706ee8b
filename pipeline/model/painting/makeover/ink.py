"""Pen lines along the edges of a drawing: chains of edge pixels, smoothed, in a dark tone of the
colour that they run over (EdgeDrawing: Topal and Akinlar, 2012)."""

from collections.abc import Iterator

import cv2
import numpy as np

from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.tones import oklch
from pipeline.model.painting.plate.colour import polar
from pipeline.model.painting.plate.filters import Array

CONTRAST = np.array([1.0, 0.9, 0.5], np.float32)  # of OKLab's planes, in what edges are looked for


def draw_edges(
    pen: Pen, lab: Array, where: Array, unit: float, width: float, opacity: float, gradient: int
) -> None:
    """Lines on a picture (H, W, 3) where `where` (H, W) is above 0.5. width: in units; gradient:
    of an 8-bit step from which an edge counts."""
    shortest = 14 * unit
    for chain in _chains(lab, where, gradient, shortest, unit):
        points = _smoothed(chain, max(1.0, 2.2 * unit))[:: max(1, int(3 * unit))]
        if len(points) < 4:
            continue
        columns = np.clip(points[:, 0].astype(int), 0, lab.shape[1] - 1)
        rows = np.clip(points[:, 1].astype(int), 0, lab.shape[0] - 1)
        light, chroma, hue = (float(plane) for plane in polar(np.median(lab[rows, columns], 0)))
        tone = oklch(float(np.clip(light * 0.42, 0.10, 0.26)), min(0.05, chroma * 0.6), hue - 8)
        pen.stroke(points, width * unit, tone, opacity, (0.1, 0.8, 1, 1, 0.8, 0.1))


def _chains(
    lab: Array, where: Array, gradient: int, shortest: float, unit: float
) -> Iterator[Array]:
    """Runs (N, 2) of edge pixels that lie within `where`."""
    grey = np.clip(lab @ CONTRAST * 255, 0, 255).astype(np.uint8)
    detector = cv2.ximgproc.createEdgeDrawing()
    settings = cv2.ximgproc.EdgeDrawing.Params()
    settings.GradientThresholdValue, settings.AnchorThresholdValue = gradient, 6
    settings.MinPathLength, settings.Sigma = max(4, int(shortest)), 1.2
    detector.setParams(settings)
    detector.detectEdges(np.ascontiguousarray(grey))
    for segment in detector.getSegments():
        chain = np.asarray(segment, np.float64).reshape(-1, 2)
        inside = where[chain[:, 1].astype(int), chain[:, 0].astype(int)] > 0.5
        changes = np.nonzero(np.diff(inside.astype(int)))[0] + 1
        for run in np.split(np.arange(len(chain)), changes):
            if len(run) >= shortest and inside[run[0]]:
                yield chain[run]


def _smoothed(chain: Array, sigma: float) -> Array:
    """The chain blurred along itself, its ends mirrored."""
    reach = int(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    long = len(chain) > reach
    planes = (
        np.pad(chain[:, i], reach, "reflect", reflect_type="odd")
        if long
        else np.pad(chain[:, i], reach, "edge")
        for i in (0, 1)
    )
    return np.stack([np.convolve(plane, kernel, "valid") for plane in planes], 1)
