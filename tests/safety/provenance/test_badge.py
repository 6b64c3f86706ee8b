import numpy as np
import pytest
from PIL import Image

from safety.provenance.badge import add_badge


@pytest.mark.parametrize("size", [(64, 64), (512, 512), (1024, 300)])
@pytest.mark.parametrize("colour", ["white", "black"])
def test_the_badge_is_seen_on_any_ground_and_leaves_the_rest(size, colour):
    plain = Image.new("RGB", size, colour)
    change = np.abs(np.asarray(add_badge(plain), int) - np.asarray(plain)).max(axis=2)
    rows, columns = np.nonzero(change)
    assert change.max() > 128
    assert rows.min() > 0.5 * size[1] and columns.min() > 0.45 * size[0]
    assert rows.max() < size[1] - 2 and columns.max() < size[0] - 2
    assert (change > 0).mean() < 0.2
