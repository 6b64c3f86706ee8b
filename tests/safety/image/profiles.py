"""Colour profiles of cameras and screens, made from their primaries."""

import struct

import numpy as np

DISPLAY_P3 = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
ADOBE_RGB = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
D65, D50 = (0.3127, 0.3290), np.array([0.9642, 1, 0.8249])
BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


def display_profile(primaries: tuple[tuple[float, float], ...], gamma: float = 2.2) -> bytes:
    """An ICC profile (version 2.4, a display's matrix and curves). primaries: x, y of red, green
    and blue under a white of D65."""
    columns = np.array([_xyz(*primary) for primary in primaries]).T
    white = _xyz(*D65)
    columns = columns * np.linalg.solve(columns, white)
    adapt = np.linalg.inv(BRADFORD) @ np.diag((BRADFORD @ D50) / (BRADFORD @ white)) @ BRADFORD
    tags = {b"wtpt": _point(D50)}
    tags |= dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_point, (adapt @ columns).T), strict=True))
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    tags[b"desc"] = b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(79)
    tags[b"cprt"] = b"text" + bytes(4) + b"CC0\0"
    body, table = b"", struct.pack(">I", len(tags))
    for name, data in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = 128 + len(table) + len(body)
    head = struct.pack(">I4xI4s4s4s", size, 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s28x", 2026, 1, 1, 0, 0, 0, b"acsp") + _numbers(D50)
    return head.ljust(128, b"\0") + table + body


def _xyz(x: float, y: float) -> np.ndarray:
    return np.array([x / y, 1, (1 - x - y) / y])


def _point(values: np.ndarray) -> bytes:
    return b"XYZ " + bytes(4) + _numbers(values)


def _numbers(values: np.ndarray) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)
