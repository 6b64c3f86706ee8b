"""The visible "AI" badge that a user may ask for, in the corner of the picture."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

TEXT = "AI"
_FONT = Path(__file__).parents[2] / "assets" / "fonts" / "DejaVuSans-Bold.ttf"
_HEIGHT = 0.055  # of the shorter side
_SMALLEST = 16  # pixels
_INK, _PAPER = (20, 23, 26, 190), (255, 253, 248, 255)
_SMOOTHING = 4  # drawn larger, then reduced: round corners without steps


def add_badge(image: Image.Image) -> Image.Image:
    """An RGB picture with the badge at its lower right."""
    height = max(_SMALLEST, round(_HEIGHT * min(image.size)))
    badge = _badge(height * _SMOOTHING).resize(
        (round(1.7 * height), height), Image.Resampling.LANCZOS
    )
    corner = (image.width - badge.width - height // 2, image.height - height - height // 2)
    badged = image.copy()
    badged.paste(badge, corner, badge)
    return badged


def _badge(height: int) -> Image.Image:
    """RGBA: light letters in a dark pill."""
    size = (round(1.7 * height), height)
    badge = Image.new("RGBA", size, (*_INK[:3], 0))
    draw = ImageDraw.Draw(badge)
    draw.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), height / 2, fill=_INK)
    font = ImageFont.truetype(_FONT, round(0.62 * height))
    draw.text((size[0] / 2, size[1] / 2), TEXT, fill=_PAPER, font=font, anchor="mm")
    return badge
