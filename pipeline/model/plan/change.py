"""What an instruction changes in a picture: the scene graph after it, and where its things come
from."""

from dataclasses import dataclass

from pipeline.model.plan.scene_graph import SceneGraph


@dataclass(frozen=True, slots=True)
class Origin:
    """The things of the picture before whose place an element takes.

    element: its number in the graph before. copies: which of its things, counted from the left;
    None: all that no other origin names.
    """

    element: int
    copies: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """graph: what the picture is to show, with `not_painted` and `unstyled` of the instruction
    alone. origins: of each of its elements, None for what is new. moved: elements that leave their
    place. swapped: pairs of elements that change places. cloudless: the sky loses its clouds.
    """

    graph: SceneGraph
    origins: tuple[Origin | None, ...]
    moved: frozenset[int] = frozenset()
    swapped: tuple[tuple[int, int], ...] = ()
    cloudless: bool = False
