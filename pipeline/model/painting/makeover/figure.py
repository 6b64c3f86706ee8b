"""People drawn anew over their redrawn photo: clothes, hair, skin, ink, then the vector faces."""

import cv2
import numpy as np

from pipeline.model.painting.makeover import features
from pipeline.model.painting.makeover.beard import draw_beard
from pipeline.model.painting.makeover.clothes import draw_clothes
from pipeline.model.painting.makeover.eyes import draw_eyes
from pipeline.model.painting.makeover.glasses import draw_glasses
from pipeline.model.painting.makeover.hair import draw_hair
from pipeline.model.painting.makeover.ink import draw_edges
from pipeline.model.painting.makeover.landmarks import filled
from pipeline.model.painting.makeover.pen import Pen, around
from pipeline.model.painting.makeover.sitter import People, Sitter
from pipeline.model.painting.makeover.skin import draw_skin
from pipeline.model.painting.makeover.tones import edge
from pipeline.model.painting.plate.colour import from_oklab, mix, to_oklab
from pipeline.model.painting.plate.faces import OVAL
from pipeline.model.painting.plate.filters import Array, gaussian, picture_unit, square

CONTOUR = np.array([0.19, 0.012, 0.012], np.float32)


def draw_people(photo: Array, drawn: Array, people: People, strength: float) -> Array:
    """The figures (H, W, 3), of use where `people.person` is: in the light of the photo.

    photo, drawn: (H, W, 3), the photo and its redrawing. All are OKLab. strength: 0.3 (a painting)
    to 1.0 (a drawing): it scales eyes, flatness and line, so that nothing is seen double.
    """
    unit = picture_unit(*people.person.shape)
    cloth = people.person * (1 - people.hair) * (1 - people.skin) * (1 - people.kept)
    lab = draw_clothes(drawn, drawn, cloth, len(people.sitters), unit, strength)
    for sitter in people.sitters:
        if sitter.how != "painted":
            lab = draw_hair(lab, photo, sitter, strength)
    lab = draw_skin(lab, photo, people, strength)
    lab = _inked(lab, drawn, people, unit, strength)
    rgb = from_oklab(lab)
    for sitter in sorted(people.sitters, key=lambda sitter: sitter.pose.width):
        rgb = _with_face(rgb, sitter, people.light, strength)
    return to_oklab(rgb).astype(np.float32)


def _inked(lab: Array, drawn: Array, people: People, unit: float, strength: float) -> Array:
    """Pen lines on cloth and hands, none on faces and necks; contours of hair and figures. Edges
    are those of the redrawn photo: between flat tones of one cloth there is no line."""
    shape = people.person.shape
    bare: Array = np.zeros(shape, np.float32)
    for sitter in people.sitters:
        x, y = sitter.pose.centre + sitter.pose.down * (0.25 * sitter.pose.width)
        cv2.circle(bare, (int(x), int(y)), int(1.05 * sitter.pose.width), 1.0, -1)
        if sitter.how != "painted":
            bare = np.maximum(bare, 2 * filled(shape, sitter.mesh[OVAL]))
    where = people.person * (1 - people.hair) * (1 - np.clip(bare * (people.skin > 0.35), 0, 1))
    where = where * (bare < 1.5) * (1 - people.kept)
    pen = Pen(shape)
    draw_edges(pen, drawn, where, unit, 1.35, 0.85 * strength, 26)
    lab = to_oklab(pen.over(from_oklab(lab))).astype(np.float32)
    for sitter in people.sitters:
        if sitter.hair_tones is not None and sitter.how == "drawn":
            soft = gaussian(sitter.hair, max(1.0, 0.012 * sitter.pose.width))
            line = edge(soft, 0.8 * max(0.7, sitter.pose.width / (130 * unit)) * unit)
            lab = mix(lab, sitter.hair_tones.line, 0.85 * strength * line)
    outline = edge(gaussian(people.person, 1.1 * unit), 0.85 * unit)
    outline = outline * (1 - np.clip(cv2.dilate(people.hair, square(7 * unit)), 0, 1))
    return mix(lab, CONTOUR, 0.8 * strength * outline)


def _with_face(rgb: Array, sitter: Sitter, light: int, strength: float) -> Array:
    """The picture (sRGB) with a face's features drawn, as far as its hair leaves them free."""
    if sitter.how == "painted":
        return rgb
    width = sitter.pose.width
    window = around(rgb.shape[:2], sitter.mesh, 0.15 * width)
    pen = Pen(rgb.shape[:2], window, scale=3 if width < 160 else 2)
    if sitter.how == "dashes":
        features.draw_small_face(pen, sitter)
        return pen.over(rgb, 0.8 * strength)
    features.draw_outline(pen, sitter)
    features.draw_nose(pen, sitter, light)
    features.draw_folds(pen, sitter)
    draw_beard(pen, sitter)
    features.draw_mouth(pen, sitter)
    if sitter.glasses is None or not sitter.glasses.tinted:
        draw_eyes(pen, sitter, strength, light)
    features.draw_brows(pen, sitter, strength)
    draw_glasses(pen, sitter)
    hidden = np.clip(1.3 * gaussian(sitter.hair, max(0.5, 0.01 * width)) - 0.2, 0, 1)
    return pen.over(rgb, min(1.0, 0.45 + 0.75 * strength), 1 - 0.75 * hidden)
