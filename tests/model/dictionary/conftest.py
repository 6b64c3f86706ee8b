from tests.training.dictionary.conftest import built, drawings, packages

__all__ = ["built", "drawings", "packages"]
