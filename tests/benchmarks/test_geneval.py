import json

from pipeline.benchmarks.geneval import fault, read_tasks, report
from pipeline.model.reading.graph import read_graph
from tests.model.reading.graph.conftest import dictionary

__all__ = ["dictionary"]

TASKS = [
    {"tag": "colors", "prompt": "a photo of a red apple",
     "include": [{"class": "apple", "count": 1, "color": "red"}]},
    {"tag": "counting", "prompt": "a photo of four cats",
     "include": [{"class": "cat", "count": 4}]},
    {"tag": "position", "prompt": "a photo of a dog right of a bench",
     "include": [{"class": "bench", "count": 1},
                 {"class": "dog", "count": 1, "position": ["right of", 0]}]},
]  # fmt: skip


def test_right_graphs(dictionary, tmp_path):
    path = tmp_path / "geneval.jsonl"
    path.write_text("\n".join(map(json.dumps, TASKS)))
    assert read_tasks(path) == TASKS
    lines = report(read_tasks(path), dictionary).splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["1.000"] * 4


def test_wrong_graphs_are_told(dictionary):
    def wrong(number: int, prompt: str) -> str:
        return fault(TASKS[number], read_graph(prompt, dictionary), dictionary)

    assert wrong(0, "a green apple") == "apple is green"
    assert wrong(1, "two cats") == "2 of cat"
    assert wrong(1, "a cat and a dog") == "2 things for 1"
    assert wrong(2, "a dog left of a bench") == "dog is ['left of'] for right of"
    assert wrong(2, "a cat right of a bench") == "no dog"
