"""The command line, in this process on a tiny engine; Ctrl-C in a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from pipeline import __main__ as cli
from pipeline import generate as journey
from pipeline.engines import load_engine
from pipeline.results import Description
from safety.policy import Category, Verdict
from safety.provenance.verify import verify

QUICK = ["--size", "256x256", "--steps", "2", "--seed", "7"]
PROMPT = "a red lantern beside a blue house"


@pytest.fixture(autouse=True)
def _tiny(monkeypatch, engine):
    monkeypatch.setattr(cli, "load_engine", lambda *_: engine)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.jpeg", "A.WEBP", "new folder/a.png"])
def test_a_picture_is_written_and_signed(tmp_path, capsys, name):
    out = tmp_path / name
    assert cli.main([PROMPT, "--out", str(out), *QUICK]) == 0
    assert verify(out).state in ("Valid", "Trusted")
    assert "seed 7" in capsys.readouterr().out
    assert list(out.parent.iterdir()) == [out]


def test_a_photo_is_painted(tmp_path, photo_file):
    out = tmp_path / "painting.webp"
    arguments = ["at sunset", "--photo", str(photo_file), "--strength", "0.8", "--out", str(out)]
    assert cli.main([*arguments, *QUICK]) == 0
    assert Image.open(out).size == (256, 171)
    assert verify(out).actions == ("c2pa.opened", "c2pa.edited", "c2pa.watermarked.bound")


def test_every_task_is_reached(tmp_path, photo_file, mask_file):
    photo, out = ["--photo", str(photo_file)], tmp_path / "out.png"
    for task, arguments in {
        "edit": ["make it night", *photo, "--task", "edit"],
        "inpaint": ["a lantern", *photo, "--mask", str(mask_file)],
        "variation": [*photo, "--task", "variation", "--candidates", "2"],
    }.items():
        assert cli.main([*arguments, "--out", str(out), *QUICK]) == 0
        assert verify(out).settings["task"] == task
        assert Image.open(out).size == (256, 171)


HILL = Description("hills", "noon", "clear", "summer")


def test_a_picture_is_described(photo_file, capsys, monkeypatch, engine):
    monkeypatch.setattr(type(engine), "describe", lambda *_: HILL)
    assert cli.main(["--describe", str(photo_file)]) == 0
    assert capsys.readouterr().out == "A landscape in the hills by day.\n"
    assert cli.main(["--describe", str(photo_file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["description"] == "A landscape in the hills by day."
    assert told["shows"]["place"] == "hills" and told["shows"]["known"]


def test_a_file_that_cannot_be_described_is_named(tmp_path, capsys):
    assert cli.main(["--describe", str(tmp_path / "missing.jpg")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_json_is_one_line_and_progress_goes_elsewhere(tmp_path, capsys):
    out = tmp_path / "a.png"
    assert cli.main([PROMPT, "--out", str(out), "--json", *QUICK]) == 0
    shown = capsys.readouterr()
    picture = json.loads(shown.out)
    assert shown.out.count("\n") == 1
    assert (picture["path"], picture["seed"]) == (str(out), 7)
    assert "tokens" in shown.err
    done = re.findall(r"paint (\d+)/(\d+)", shown.err)[-1]
    assert done[0] == done[1]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([PROMPT, "--out", "a.bmp"], ".png, .jpg, .jpeg, .webp, .gif"),
        ([PROMPT, "--out", "a.png", "--size", "100x512"], "256 to 1024"),
        ([PROMPT, "--out", "a.png", "--steps", "99"], "1 to 20"),
        ([PROMPT, "--out", "a.png", "--guidance", "99"], "1 to 8"),
        ([PROMPT, "--out", "a.png", "--strength", "2"], "0 and 1"),
        ([PROMPT, "--out", "a.png", "--seed", "-1"], "4294967295"),
        ([PROMPT, "--out", "."], "must end in"),
        ([PROMPT, "--out", "folder.png"], "is a folder"),
        (["", "--out", "a.png"], "empty"),
        ([PROMPT, "--out", "a.png", "--photo", "missing.jpg"], "photo"),
        ([PROMPT, "--out", "a.png", "--task", "edit"], "needs a photo"),
        ([PROMPT, "--out", "a.png", "--mask", "mask.png"], "needs a photo"),
        ([PROMPT, "--out", "a.png", "--candidates", "9"], "1 to 8"),
    ],
)
def test_wrong_use_names_what_is_allowed(tmp_path, monkeypatch, capsys, arguments, named):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.png").mkdir()
    assert cli.main(arguments) == 2
    assert named in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([PROMPT], "--out"),
        ([PROMPT, "--out", "a.png", "--task", "paint"], "edit"),
        ([PROMPT, "--out", "a.png", "--size", "big"], "512x512"),
        ([PROMPT, "--out", "a.png", "--engine", "unheard-of"], "embedded"),
    ],
)
def test_the_parser_exits_with_2_too(capsys, arguments, named):
    with pytest.raises(SystemExit, match="2"):
        cli.main(arguments)
    assert named in capsys.readouterr().err


def test_a_refusal_exits_with_3_and_says_why(tmp_path, capsys):
    out = tmp_path / "a.png"
    assert cli.main(["a nude photo of the woman next door", "--out", str(out), "--json"]) == 3
    shown = capsys.readouterr()
    assert json.loads(shown.out)["refused"] == "sexual"
    assert json.loads(shown.out)["retry"] is False
    assert json.loads(shown.out)["error"] in shown.err
    assert not out.exists()


def test_where_the_check_is_not_sure_another_try_is_asked_for(tmp_path, capsys, monkeypatch):
    unsure = Verdict(False, Category.GORE, "Not sure. Try another seed.", 0.5, grey=True)
    monkeypatch.setattr(journey, "check_output", lambda image: unsure)
    out = tmp_path / "a.png"
    assert cli.main([PROMPT, "--out", str(out), "--json", *QUICK]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"error": unsure.reason, "refused": "gore", "retry": True}
    assert not out.exists()


def test_a_disk_that_cannot_be_written_exits_with_1(capsys):
    assert cli.main([PROMPT, "--out", "/proc/enogu/a.png"]) == 1
    assert "cannot write a picture to /proc/enogu" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_weights_that_are_not_right_exit_with_1(tmp_path, monkeypatch, capsys, damage):
    if damage == "damaged":
        (tmp_path / "canvas-01.safetensors").write_bytes(b"half a downl")
        manifest = {"config": {}, "version": "1", "shards": {"canvas-01.safetensors": "0" * 64}}
        (tmp_path / "canvas.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(cli, "load_engine", lambda name, *_: load_engine(name, folder=tmp_path))
    assert cli.main([PROMPT, "--out", str(tmp_path / "a.png")]) == 1
    assert damage in capsys.readouterr().err


SLOW = """
import sys, time
from pipeline import __main__ as cli
from pipeline.results import Description
from pipeline.engines.embedded.engine import EmbeddedEngine

class Slow(EmbeddedEngine):
    def sample_tokens(self, conditioning):
        for progress in super().sample_tokens(conditioning):
            time.sleep(1)
            yield progress

cli.load_engine = lambda *_: Slow.tiny()
sys.exit(cli.main())
"""


def test_ctrl_c_exits_with_130_and_leaves_nothing(tmp_path):
    root = Path(__file__).parent.parent
    command = [sys.executable, "-c", SLOW, PROMPT, "--out", str(tmp_path / "a.png"), *QUICK]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *sys.path])}
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        env=environment,
        # A shell's background job ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    shown = b""
    while b"tokens" not in shown:
        read = process.stderr.read1()
        assert read, shown.decode()
        shown += read
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=120)
    assert process.returncode == 130
    assert b"nothing was written" in rest
    assert list(tmp_path.iterdir()) == []


def test_many_prompts_are_painted_and_a_second_run_keeps_them(tmp_path, capsys):
    prompts, out = tmp_path / "prompts.txt", tmp_path / "out"
    prompts.write_bytes("\ufeffa red lantern\r\n\n a blue house \n".encode())
    arguments = ["--prompts", str(prompts), "--out", str(out), *QUICK]
    assert cli.main(arguments) == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == ["0001-a-red-lantern.png", "0002-a-blue-house.png"]
    times = [path.stat().st_mtime_ns for path in sorted(out.iterdir())]
    (out / names[0]).unlink()
    assert cli.main(arguments) == 0
    assert sorted(path.name for path in out.iterdir()) == names
    assert (out / names[1]).stat().st_mtime_ns == times[1]


def test_a_refused_prompt_does_not_stop_the_others(tmp_path, capsys):
    prompts, out = tmp_path / "prompts.txt", tmp_path / "out"
    prompts.write_text("a naked child\na red lantern\n")
    assert cli.main(["--prompts", str(prompts), "--out", str(out), *QUICK]) == 0
    assert [path.name for path in out.iterdir()] == ["0002-a-red-lantern.png"]
    assert "error" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00"])
def test_a_file_without_prompts_is_named(tmp_path, capsys, content):
    prompts = tmp_path / "prompts.txt"
    prompts.write_bytes(content)
    assert cli.main(["--prompts", str(prompts), "--out", str(tmp_path / "out")]) == 2
    assert "prompts.txt" in capsys.readouterr().err


def test_a_dry_run_prints_one_line_a_prompt_and_paints_nothing(tmp_path, capsys):
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a red lantern\na blue house\n")
    assert cli.main(["--prompts", str(prompts), "--dry-run", "--json", "--seed", "1"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["prompt"] for line in lines] == ["a red lantern", "a blue house"]
    keys = {"prompt", "known", "not_painted", "setting", "things", "style"}
    assert all(line.keys() == keys for line in lines)
    assert list(tmp_path.iterdir()) == [prompts]


def test_a_dry_run_of_one_prompt_is_told_in_lines(capsys):
    assert cli.main(["a red lantern", "--dry-run", "--seed", "1"]) == 0
    assert "a red lantern -> gouache" in capsys.readouterr().out


SPOKEN = Path(__file__).parent / "data" / "spoken_prompt.ogg"


def test_a_spoken_prompt_is_heard_and_planned(capsys):
    assert cli.main(["--voice", str(SPOKEN), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (
        told["heard"].lower()
        == "a red fox under a blue umbrella in the rain"
        == (told["prompt"].lower())
    )
    assert {"heard_by", "sure", "things", "setting"} <= told.keys()


def test_a_recording_alone_is_written_down(capsys):
    assert cli.main(["--voice", str(SPOKEN)]) == 0
    assert "umbrella" in capsys.readouterr().out


def test_a_spoken_prompt_is_painted(tmp_path, capsys):
    out = tmp_path / "fox.png"
    assert cli.main(["--voice", str(SPOKEN), "--out", str(out), *QUICK]) == 0
    assert verify(out).settings["prompt"].lower().startswith("a red fox under")


def test_a_prompt_is_typed_or_spoken(tmp_path, capsys):
    assert cli.main([PROMPT, "--voice", str(SPOKEN), "--dry-run"]) == 2
    assert "not both" in capsys.readouterr().err
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF\0\0\0\0WAVE")
    assert cli.main(["--voice", str(broken), "--dry-run"]) == 2
    assert "damaged" in capsys.readouterr().err
    harmful = SPOKEN.with_name("spoken_harmful.ogg")
    assert cli.main(["--voice", str(harmful), "--dry-run", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["refused"] == "sexual"
