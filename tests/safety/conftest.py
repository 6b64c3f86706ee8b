import io

import pytest
from PIL import Image

from safety import limits
from safety.settings import SafetySettings, current, use
from tests.settings import safety_settings  # noqa: F401  # a fixture


@pytest.fixture(autouse=True)
def installation(tmp_path):
    """A fresh installation for every test: no key of the machine is read or made."""
    before = current()
    use(SafetySettings(tmp_path / "home"))
    limits._limit.cache_clear()
    yield tmp_path / "home"
    use(before)


@pytest.fixture
def picture():
    """128x96 RGB: a soft gradient with a darker hill."""
    image = Image.radial_gradient("L").resize((128, 96))
    return Image.merge("RGB", (image, image.rotate(180), image.transpose(0)))


@pytest.fixture
def encoded(picture):
    """Encode a picture: encoded("PNG", image=..., **Pillow's options) -> bytes."""

    def encode(format="PNG", image=picture, **options):
        out = io.BytesIO()
        image.save(out, format, **options)
        return out.getvalue()

    return encode
