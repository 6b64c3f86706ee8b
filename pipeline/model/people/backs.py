"""What is worn at the back: capes, veils, packs."""

from pipeline.model.people.clothes import Dress
from pipeline.model.people.heads import Head
from pipeline.model.people.helmets import METAL, WHITE
from pipeline.model.people.shapes import Shape, ellipse, plus


def behind(dress: Dress, head: Head) -> list[Shape]:
    """A cape, a veil, a backpack: what hangs at the back."""
    extras, trunk = dress.look.extras, dress.trunk
    shapes: list[Shape] = []
    if "cape" in extras:
        shapes.append(_hanging(dress, dress.look.accent, 1.3, 12.0))
    if "veil" in extras:
        side = 0.2 if head.view != "front" else 0.0
        points = ((-0.4, -0.42), (0.4 + side, -0.42), (0.66 + side, 0.4), (0.86 + side, 1.9),
                  (-0.74 + side * 2, 1.9), (-0.6 + side, 0.4))  # fmt: skip
        shapes.append(head.shape("detail", WHITE, points, rim=0.04))
    if "backpack" in extras:
        color = dress.look.accent
        size = trunk.build.torso * 0.36
        shift = 0.0 if dress.skeleton.yaw in (0.0, 180.0) else size * 0.75
        middle = plus(trunk.at(0.55, 0.0), (shift, 0.0))
        wide = trunk.build.shoulders * (1.12 if shift == 0 else 0.9)
        shapes.append(Shape("detail", color, ellipse(middle, wide, size * 1.15), 2.0))
    if "life pack" in extras:
        middle = trunk.at(0.6, 0.45)
        shapes.append(
            Shape("detail", METAL, ellipse(middle, trunk.half_width(0.6) * 1.25, 24), 2.0)
        )
    return shapes


def _hanging(dress: Dress, color: str, length: float, flare: float) -> Shape:
    """A cape from the shoulders; of one who turns to the left it blows to the right."""
    trunk = dress.trunk
    turned = dress.skeleton.yaw not in (0.0, 180.0)
    drop = trunk.build.torso + trunk.build.thigh * length * 0.9
    left, right = trunk.at(1.04, -0.8), trunk.at(1.04, 0.8)
    shift = 16.0 if turned else 0.0
    low = left[1] + drop
    points = (left, right, (right[0] + flare * 0.7 + shift * 0.6, left[1] + drop * 0.45),
              (right[0] + flare + shift * 1.3, low),
              ((left[0] + right[0]) / 2 + shift, low + 3),
              (left[0] - (flare if not turned else -2) + shift * 0.5, low - 1),
              (left[0] - (flare * 0.6 if not turned else 0), left[1] + drop * 0.45))  # fmt: skip
    return Shape("detail", color, points, 2.4)
