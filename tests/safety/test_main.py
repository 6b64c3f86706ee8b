"""The commands of `python -m safety`."""

import json
import os
import subprocess
import sys

import pytest

from safety.__main__ import main
from safety.provenance.signing import sign


def test_the_prompt_command(tmp_path, capsys):
    path = tmp_path / "prompts.csv"
    path.write_text("id,prompt\n1,a red lantern\n2,a nude woman\n")
    assert main(["prompt", str(path)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["allowed"] for line in lines] == [True, False]
    assert set(lines[1]) == {"prompt", "allowed", "category", "score", "reason"}
    path.write_text("text\nhello\n")
    assert main(["prompt", str(path)]) == 2
    assert "column named prompt" in capsys.readouterr().err


TABLE = "id,prompt\r\n1,a red lantern\r\n2,a nude woman\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").replace("prompt", " Prompt ").encode("utf-8-sig"),
    ],
)
def test_a_table_as_a_spreadsheet_saves_it(tmp_path, capsys, data):
    path = tmp_path / "prompts.csv"
    path.write_bytes(data)
    assert main(["prompt", str(path)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["allowed"] for line in lines] == [True, False]


@pytest.mark.parametrize("data", [b"prompt\n\xff\xfe", b"prompt\n" + b"a" * 200_000, b""])
def test_a_table_that_cannot_be_read_says_why(tmp_path, capsys, data):
    path = tmp_path / "prompts.csv"
    path.write_bytes(data)
    assert main(["prompt", str(path)]) == 2
    assert "prompts.csv: the file" in capsys.readouterr().err


def test_a_name_that_the_console_lacks_is_printed_as_an_escape(encoded, tmp_path):
    path = tmp_path / "写真🏮.png"
    path.write_bytes(encoded("PNG"))
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    start = [sys.executable, "-m", "safety", "verify"]
    done = subprocess.run([*start, str(path)], env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout)["file"] == path.name
    done = subprocess.run([*start, f"{path}x"], env=environment, capture_output=True)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)


def test_the_verify_command(encoded, capsys, tmp_path):
    path = tmp_path / "picture.png"
    sign(encoded("PNG"), path, model="m", settings={"seed": 7})
    assert main(["verify", str(path)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["settings"]) == ("Trusted", {"seed": 7})
    assert answer["answer"] == "signal found"
    assert main(["verify", str(tmp_path / "missing.png")]) == 2
    assert "missing.png" in capsys.readouterr().err


def test_signs_of_one_picture_are_judged_together(tmp_path, capsys):
    path = tmp_path / "signs.csv"
    path.write_text("sign\nKILL|ALL JEWS\nALL WELCOME\n", encoding="utf-8-sig")
    assert main(["signs", str(path)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["allowed"] for line in lines] == [False, True]
    assert lines[0]["sign"] == "KILL|ALL JEWS" and lines[0]["reason"]
