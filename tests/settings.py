"""A fixture that needs no torch, for tests of safety on Pythons without it and for all others."""

from dataclasses import replace

import pytest

from safety.settings import current, use


@pytest.fixture
def safety_settings():
    """Other settings of safety for one test: safety_settings(guard="folder")."""
    before = current()
    yield lambda **changes: use(replace(current(), **changes))
    use(before)
