"""The commands of `python -m safety`."""

import json

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


def test_the_verify_command(encoded, capsys, tmp_path):
    path = tmp_path / "picture.png"
    sign(encoded("PNG"), path, model="m", settings={"seed": 7})
    assert main(["verify", str(path)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["settings"]) == ("Trusted", {"seed": 7})
    assert answer["answer"] == "signal found"
    assert main(["verify", str(tmp_path / "missing.png")]) == 2
    assert "missing.png" in capsys.readouterr().err
