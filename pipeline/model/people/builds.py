"""Proportions of bodies: lengths in one unit, of which a grown head measures 46."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Build:
    """head: height. neck: from the shoulders' line to the chin. torso: hips to shoulders.
    shoulders, hips: from the middle to a joint. chest, waist, seat: half widths from the front;
    chest_deep, waist_deep, seat_deep: from the side. arm, leg: widths at the three joints.
    stoop: degrees that the upper back leans forward."""

    head: float
    neck: float
    torso: float
    upper_arm: float
    forearm: float
    hand: float
    thigh: float
    shin: float
    ankle: float
    foot: float
    shoulders: float
    hips: float
    chest: float
    waist: float
    seat: float
    chest_deep: float
    waist_deep: float
    seat_deep: float
    arm: tuple[float, float, float]
    leg: tuple[float, float, float]
    stoop: float = 0.0


BUILDS = {
    "man": Build(
        46, 10, 67, 36, 33, 13, 55, 51, 9, 27, 18.5, 8.5, 18.5, 15.5, 16, 13.5, 13, 14,
        (12.5, 10.5, 8.5), (18.5, 14, 10.5),
    ),
    "woman": Build(
        46, 10, 62, 33, 30, 12, 54, 50, 8, 24, 14.5, 8.5, 15, 11.5, 17, 12.5, 10.5, 14.5,
        (10, 8.5, 7), (18, 12.5, 8.5),
    ),
    "teen": Build(
        48, 9, 54, 30, 27, 12, 43, 40, 8, 25, 14, 7.5, 14.5, 12.5, 14, 11.5, 10.5, 12,
        (10.5, 9, 7.5), (16, 12.5, 9.5),
    ),
    "child": Build(
        44, 8, 45, 24, 21, 11, 28, 26, 8, 22, 13.5, 7, 13.5, 13.5, 14, 11.5, 12, 12.5,
        (10.5, 9, 7.5), (14.5, 12, 9.5),
    ),
    "old man": Build(
        45, 8, 60, 34, 31, 13, 48, 45, 9, 26, 17, 8.5, 18.5, 18.5, 17.5, 13.5, 15, 14.5,
        (12, 10.5, 8.5), (17.5, 14, 11), stoop=9,
    ),
    "old woman": Build(
        45, 8, 55, 30, 27, 12, 44, 41, 8, 23, 14.5, 8.5, 16.5, 16, 19, 13.5, 14, 15.5,
        (11, 9.5, 8), (17, 13, 10), stoop=10,
    ),
}  # fmt: skip
