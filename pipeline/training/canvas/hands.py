"""How things are painted in each style, before the whole picture is."""

from pipeline.training.canvas.gouache import Hand

HANDS = {
    "gouache": Hand(),
    "watercolour": Hand(
        ink=0.0, soft=0.22, texture=0.4, wobble=0.0016, rim=0.35, calm=0.75, firm=0.3
    ),
    "ink sketch": Hand(ink=0.0, width=0.0042, texture=0.3, wobble=0.0018, rim=0.6, firm=0.55),
    "pixel art": Hand(ink=0.3, soft=0.04, texture=0.0, wobble=0.0, rim=0.9, calm=0.5),
    "flat poster": Hand(
        ink=0.0, soft=0.012, texture=0.0, wobble=0.001, rim=0.0, tones=1.1, calm=0.9, hard=True
    ),
    "crayon": Hand(
        ink=0.0, width=0.0065, texture=0.4, wobble=0.003, rim=0.2, outside=0.007, firm=0.6
    ),
}
