"""GenEval's rules over detections, and which kinds and drawings stand for a class."""

import pytest

from pipeline.benchmarks.judging.classes import classes_asked, kinds_by_class
from pipeline.benchmarks.judging.marking import Detection, mark, relations
from pipeline.benchmarks.judging.painted import FIGURES, chosen, table
from tests.model.reading.graph.conftest import dictionary

__all__ = ["dictionary"]

LEFT, RIGHT, LOW = (0.0, 0.4, 0.2, 0.6), (0.8, 0.4, 1.0, 0.6), (0.0, 0.8, 0.2, 1.0)
TWO_CATS = {"include": [{"class": "cat", "count": 2}], "exclude": [{"class": "cat", "count": 3}]}
RED_CUP = {"include": [{"class": "cup", "count": 1, "color": "red"}]}
DOG_RIGHT = {"include": [{"class": "cat", "count": 1},
                         {"class": "dog", "count": 1, "position": ["right of", 0]}]}  # fmt: skip


def cats(count: int) -> list[Detection]:
    return [Detection("cat", LEFT, "black")] * count


@pytest.mark.parametrize(("count", "right"), [(1, False), (2, True), (3, False)])
def test_counts(count, right):
    assert (mark(TWO_CATS, cats(count)) == "") is right


def test_colours():
    assert mark(RED_CUP, [Detection("cup", LEFT, "red")]) == ""
    assert mark(RED_CUP, [Detection("cup", LEFT, "blue")]) == "cup is blue, not red"


def test_positions():
    cat, dog = Detection("cat", LEFT, "black"), Detection("dog", RIGHT, "brown")
    assert mark(DOG_RIGHT, [cat, dog]) == ""
    wrong = [Detection("cat", RIGHT, "black"), Detection("dog", LEFT, "brown")]
    assert mark(DOG_RIGHT, wrong) == "dog is not right of cat"
    assert mark(DOG_RIGHT, [cat]) == "0 of 1 dog"


def test_relations_of_boxes():
    assert relations(LEFT, RIGHT) == {"right of"}
    assert relations(LOW, LEFT) == {"above"}
    assert relations(LEFT, LEFT) == set()


def test_classes_have_kinds(dictionary):
    names = classes_asked([TWO_CATS, DOG_RIGHT])
    assert names == ["cat", "dog"]
    assert kinds_by_class(names, dictionary) == {"cat": ["cat"], "dog": ["dog"]}


def test_some_of_each_task_are_chosen():
    tasks = [{"tag": tag, "prompt": f"{tag} {k}"} for tag in ("a", "b") for k in range(10)]
    some = chosen(tasks, 8)
    assert [task["tag"] for task in some].count("a") == 4 == len(some) / 2
    assert chosen(tasks, 99) == tasks


def test_the_table_counts_pictures_without_a_fault():
    rows = [
        {"tag": "colors", "faults": dict.fromkeys(FIGURES, fault)}
        for fault in ("", "", "cup is blue")
    ]
    line = next(one for one in table(rows).splitlines() if one.startswith("colors"))
    assert line.split()[2:4] == ["3", "0.67"]
