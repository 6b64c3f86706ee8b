"""Mistakes that a user can correct: a code and values, so that any language can have its words."""

from collections.abc import Mapping
from typing import ClassVar


class UserError(ValueError):
    """A mistake of the user; nothing was made.

    code: which mistake, a key of the class's MESSAGES. values: the numbers and names that a message
    has in it. str() is the English message. Raises KeyError for a code that MESSAGES lacks.
    """

    MESSAGES: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(self.MESSAGES[code].format(**values))
        self.code, self.values = code, values

    def __reduce__(self) -> tuple:
        """By its parts, since an exception is otherwise pickled by its message."""
        return _restored, (type(self), self.code, self.values)


def _restored(kind: type[UserError], code: str, values: dict[str, object]) -> UserError:
    return kind(code, **values)
