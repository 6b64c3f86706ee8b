"""Kinds of clothes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.people.shapes import Part

WHITE = "#f7f3ea"


@dataclass(frozen=True, slots=True)
class Garment:
    """What covers the trunk. sleeve: share of the arm that it covers. ease: how much wider it is
    than the body. hem: height of its lower edge on the trunk, 0 at the hips. skirt: how far it
    falls over the legs: 1 to the knees, 2 to the ankles. flare: how far it stands off there.
    neckline: "round", "v", "collar", "roll", "open", "crossed", "none". wide_sleeve: how much wider
    sleeves are at their ends. cuff: "" for none, else "own" or a colour. trims: what is on it.
    open: how much of its front shows what is worn below, half a width. inner: its colour."""

    sleeve: float = 1.0
    ease: float = 1.5
    hem: float = -0.02
    skirt: float = 0.0
    flare: float = 3.0
    neckline: str = "round"
    wide_sleeve: float = 0.0
    cuff: str = ""
    trims: tuple[str, ...] = ()
    open: float = 0.0
    inner: str = WHITE
    sleeve_color: str = ""
    part: Part = "body"


GARMENTS: Mapping[str, Garment] = {
    "t-shirt": Garment(sleeve=0.4, ease=2.2, wide_sleeve=1.5),
    "striped shirt": Garment(sleeve=0.42, ease=2.2, wide_sleeve=1.2, trims=("stripes",)),
    "tank top": Garment(sleeve=0, neckline="round", ease=1.5),
    "shirt": Garment(neckline="collar", cuff="own", trims=("buttons",)),
    "blouse": Garment(sleeve=0.9, neckline="v", wide_sleeve=2.5, cuff="own"),
    "sweater": Garment(ease=3.0, neckline="roll", cuff="own", trims=("ribs",)),
    "pattern sweater": Garment(ease=3.0, cuff="own", trims=("ribs", "chest band")),
    "hoodie": Garment(ease=3.2, cuff="own", trims=("hood", "pouch", "strings"), neckline="none"),
    "cardigan": Garment(ease=2.5, cuff="own", open=0.28, neckline="open", skirt=0.12),
    "jacket": Garment(ease=2.6, open=0.3, neckline="open", trims=("lapels", "pockets")),
    "coat": Garment(ease=3.2, skirt=0.78, flare=3.5, neckline="open", open=0.16,
                    trims=("lapels", "belt")),
    "suit": Garment(ease=2.2, skirt=0.16, open=0.26, neckline="open",
                    trims=("lapels", "tie", "pocket square")),
    "tuxedo": Garment(ease=2.2, skirt=0.16, open=0.28, neckline="open",
                      trims=("lapels", "bow tie")),
    "white coat": Garment(ease=3.0, skirt=0.82, flare=3, neckline="open", open=0.24,
                          inner="#8fb8cf", trims=("lapels", "pockets")),
    "scrubs": Garment(sleeve=0.42, ease=2.6, neckline="v", skirt=0.14),
    "dress": Garment(sleeve=0.3, skirt=0.98, flare=9, wide_sleeve=1.5, trims=("waist",)),
    "long dress": Garment(sleeve=0.95, skirt=1.72, flare=7, trims=("waist",), neckline="v"),
    "sun dress": Garment(sleeve=0, skirt=0.9, flare=10, trims=("waist", "dots")),
    "gown": Garment(sleeve=0.34, skirt=2.02, flare=17, wide_sleeve=4, trims=("waist", "panel"),
                    neckline="v", cuff="own"),
    "robe": Garment(skirt=1.95, flare=6, ease=3.5, wide_sleeve=8, trims=("belt", "hem band"),
                    neckline="crossed"),
    "royal robe": Garment(skirt=1.8, flare=7, ease=3.5, wide_sleeve=6, cuff="#f7f3ea",
                          trims=("panel", "fur", "medal"), neckline="none"),
    "tunic": Garment(skirt=0.5, flare=5, ease=2.5, trims=("belt",), neckline="v", cuff="own"),
    "kimono": Garment(skirt=1.9, flare=2.5, ease=3, wide_sleeve=11, sleeve=0.92,
                      trims=("obi",), neckline="crossed"),
    "overalls": Garment(sleeve=0.96, neckline="collar", trims=("bib",), cuff="own"),
    "apron": Garment(sleeve=0.55, neckline="collar", trims=("apron",), cuff="own"),
    "chef jacket": Garment(ease=2.8, neckline="collar", cuff="own", skirt=0.1,
                           trims=("double buttons", "neckerchief", "half apron")),
    "uniform": Garment(ease=2.2, neckline="collar", trims=("tie", "pockets", "badge", "belt"),
                       cuff="own"),
    "short uniform": Garment(sleeve=0.4, ease=2.0, neckline="collar",
                             trims=("tie", "badge", "belt"), cuff="own"),
    "pilot uniform": Garment(ease=2.4, skirt=0.12, open=0.22, neckline="open", cuff="#e3b557",
                             trims=("lapels", "tie", "wings")),
    "fire coat": Garment(ease=4, skirt=0.5, flare=4, neckline="roll",
                         trims=("bright bands", "clasps"), cuff="#e8dc6a"),
    "work vest": Garment(ease=2.2, neckline="collar", trims=("vest",), cuff="own"),
    "coveralls": Garment(ease=2.4, neckline="collar", trims=("belt", "pockets", "zip"), cuff="own"),
    "armour": Garment(ease=2.0, skirt=0.4, flare=4, neckline="none",
                      trims=("plates", "pauldrons", "belt"), cuff="own"),
    "samurai armour": Garment(ease=2.5, skirt=0.75, flare=6, wide_sleeve=5, neckline="crossed",
                              trims=("lames", "pauldrons", "belt")),
    "spacesuit": Garment(ease=6, neckline="ring", cuff="#d9653b",
                         trims=("panel box", "suit bands")),
    "ninja suit": Garment(ease=1.6, neckline="crossed", trims=("belt",), cuff="own", skirt=0.2),
    "hero suit": Garment(ease=0.8, neckline="none", trims=("star", "belt")),
    "leotard": Garment(sleeve=0, ease=0.4, hem=-0.05, trims=("tutu",), neckline="v"),
    "pirate coat": Garment(ease=3, skirt=0.7, flare=5, open=0.32, neckline="open", cuff="#e3b557",
                           trims=("lapels", "sash"), inner="#f2ead8"),
    "waistcoat": Garment(ease=2, neckline="collar", trims=("waistcoat", "neckerchief"), cuff="own"),
    "stage jacket": Garment(ease=2.4, open=0.26, neckline="open", inner="#2f2a33",
                            trims=("lapels", "studs")),
    "smock": Garment(ease=3.5, sleeve=0.8, wide_sleeve=3, skirt=0.35, flare=4, neckline="collar",
                     trims=("paint",), cuff="own"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bottom:
    """What covers the legs. length: share of the leg. skirt: how far it falls, 0 for none, as in
    a Garment. tights: colour of what covers the rest, "" for bare skin."""

    length: float = 1.0
    ease: float = 2.0
    wide: float = 1.0
    skirt: float = 0.0
    flare: float = 0.0
    tights: str = ""
    part: Part = "detail"


BOTTOMS: Mapping[str, Bottom] = {
    "trousers": Bottom(),
    "slim trousers": Bottom(length=0.94, ease=1.0, wide=0.0),
    "wide trousers": Bottom(ease=3.5, wide=5.5),
    "shorts": Bottom(length=0.46, ease=2.6, wide=2.0),
    "skirt": Bottom(length=0, skirt=0.97, flare=8),
    "pleated skirt": Bottom(length=0, skirt=0.8, flare=9, tights="#4b4458"),
    "long skirt": Bottom(length=0, skirt=1.62, flare=5),
    "leggings": Bottom(length=0.97, ease=0.2, wide=0.0),
    "bare": Bottom(length=0),
    "tights": Bottom(length=0, tights="#f5d9cf"),
    "white tights": Bottom(length=0, tights="#f4efe8"),
    "suit trousers": Bottom(ease=7, wide=2.5, part="body"),
    "own trousers": Bottom(part="body"),
}
