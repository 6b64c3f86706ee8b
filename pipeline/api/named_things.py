"""Things of a caller's own, as HTTP and agents send them: names in one text, and a picture each."""

from collections.abc import Sequence
from typing import TypeVar

F = TypeVar("F")


def names_in(things: str | None) -> tuple[str, ...]:
    """The names in a text such as "Mimi, Bo"."""
    return tuple(filter(None, (name.strip() for name in (things or "").split(","))))


def paired(things: str | None, files: Sequence[F]) -> tuple[tuple[str, F], ...]:
    """Each name with its picture. Raises ValueError where there are not as many of both."""
    names = names_in(things)
    if len(names) != len(files):
        raise ValueError(
            f"There are {len(names)} names in things and {len(files)} pictures of them."
        )
    return tuple(zip(names, files, strict=True))
