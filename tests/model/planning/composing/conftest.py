import pytest

from pipeline.model.dictionary import Dictionary
from tests.model.planning.composing.tiny import make_dictionary


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory) -> Dictionary:
    return make_dictionary(tmp_path_factory.mktemp("tiny dictionary"))
