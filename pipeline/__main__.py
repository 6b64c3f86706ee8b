"""The journey from a shell: python -m pipeline "PROMPT" --out FILE, or --describe FILE.

--voice FILE has the prompt from a recording; alone it prints what was heard. --prompts FILE
--out DIR paints every line of a file; --dry-run prints plans and paints nothing.

Exit codes: 0 done, 1 the machine's fault (disk, weights), 2 wrong use, 3 refused, 130 Ctrl-C.
"""

import argparse
import json
import sys
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pipeline import batch
from pipeline.engines import ENGINES, load_engine
from pipeline.engines.base import Engine
from pipeline.errors import RequestError
from pipeline.generate import describe, generate, hear, outline
from pipeline.request import MAX_CANDIDATES, MAX_THINGS, MOVING, TASKS, Request
from pipeline.results import Description, Heard, Outline, Picture, Progress, Refusal
from pipeline.wording import ENGLISH
from safety.console import print_anything
from safety.leftovers import end_on_sigterm

SUFFIXES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".gif": MOVING}
DONE, FAILED, WRONG_USE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: list[str] | None = None) -> int:
    """Make one picture, or describe one, and return the exit code."""
    print_anything()
    parser = _parser()
    options = parser.parse_args(arguments)
    if not (options.out or options.describe or options.dry_run or options.voice):
        parser.error("--out FILE is needed, or --describe FILE, or --dry-run, or --voice FILE")
    heard = None
    try:
        heard = _heard(options) if options.voice else None
        if options.prompts:
            return _many(options)
        result = heard if isinstance(heard, Refusal) else _one(options) or heard
    except KeyboardInterrupt:
        return _fail("interrupted, nothing was written", INTERRUPTED, options.json)
    except ValueError as error:
        return _fail(str(error), WRONG_USE, options.json)
    except OSError as error:
        return _fail(error.strerror or str(error), FAILED, options.json)
    except RuntimeError as error:
        return _fail(str(error), FAILED, options.json)
    if isinstance(result, Refusal):
        return _fail(
            result.reason, REFUSED, options.json, refused=result.category, retry=result.retry
        )
    assert result is not None
    _print(result, options.json, heard if isinstance(heard, Heard) else None)
    return DONE


def _heard(options: argparse.Namespace) -> Heard | Refusal:
    """The prompt of a recording, which becomes that of the options."""
    if options.prompt or options.prompts or options.describe:
        raise RequestError("voice_and_prompt")
    heard = hear(options.voice)
    if isinstance(heard, Heard):
        options.prompt = heard.text
    return heard


def _one(options: argparse.Namespace) -> Picture | Description | Outline | Refusal | None:
    """None where nothing is to be made."""
    if options.describe:
        return _describe(options)
    if options.dry_run:
        return outline(_request(options), _engine(options))
    return _make(options) if options.out else None


def _many(options: argparse.Namespace) -> int:
    """Every line of a file of prompts, one after another. Exit code: REFUSED where all were."""
    prompts, engine = batch.read_prompts(options.prompts), _engine(options)
    done = 0
    for number, prompt in enumerate(prompts, start=1):
        out = None if options.dry_run else batch.file_of(options.out, number, prompt)
        if out is not None and out.exists():
            done += 1
            continue
        print(f"{number} of {len(prompts)}: {prompt}", file=sys.stderr)
        one = argparse.Namespace(**vars(options) | {"prompt": prompt, "out": out})
        request = _request(one)
        result = outline(request, engine) if out is None else _run(request, engine, out)
        if isinstance(result, Refusal):
            _fail(result.reason, REFUSED, options.json, prompt=prompt, refused=result.category)
            continue
        done += 1
        _print(result, options.json)
    return DONE if done else REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline", description="A prompt or a photo becomes a signed picture."
    )
    parser.add_argument("prompt", nargs="?", default="", help="the picture, or what to do to it")
    parser.add_argument("--out", type=Path, help=f"file: {', '.join(SUFFIXES)}")
    parser.add_argument(
        "--prompts",
        type=Path,
        metavar="FILE",
        help="paint every line of a text file into the folder --out; what is there is kept",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="print what would be painted where, paint nothing",
    )
    parser.add_argument(
        "--voice", type=Path, metavar="FILE", help="the prompt, spoken (WAV, MP3, OGG, WebM, M4A)"
    )
    parser.add_argument("--photo", type=Path, help="paint this photo (JPEG, PNG, WebP)")
    parser.add_argument(
        "--original",
        type=Path,
        metavar="FILE",
        help="of an edit: the photo that --photo was painted from, for another light or season",
    )
    parser.add_argument("--mask", type=Path, help="repaint the photo where this picture is white")
    parser.add_argument(
        "--reference", type=Path, action="append", metavar="FILE", help="a further photo (up to 3)"
    )
    parser.add_argument(
        "--thing",
        type=_thing,
        action="append",
        metavar="NAME=FILE",
        help=f"a thing of your own that the prompt names, from its picture (up to {MAX_THINGS})",
    )
    parser.add_argument("--task", choices=TASKS, help="default: by --photo and --mask")
    parser.add_argument("--describe", type=Path, metavar="FILE", help="print a picture in words")
    parser.add_argument("--size", type=_size, metavar="WxH", help="pixels, such as 512x512")
    parser.add_argument("--seed", type=int, help="makes the picture again (default: random)")
    parser.add_argument("--strength", type=float, default=1.0, help="of the painting, 0 to 1")
    parser.add_argument("--steps", type=int, help="decoder steps: more is slower and finer")
    parser.add_argument("--guidance", type=float, help="how closely to follow the prompt")
    parser.add_argument(
        "--candidates", type=int, default=1, help=f"write 1 to {MAX_CANDIDATES}, paint the best"
    )
    parser.add_argument("--badge", action="store_true", help='paint a visible "AI" into a corner')
    parser.add_argument(
        "--transparent", action="store_true", help="the things of a scene alone, as PNG or WebP"
    )
    parser.add_argument(
        "--keep-credentials",
        action="store_true",
        help="put the photo's own Content Credentials whole into the picture's, private or not",
    )
    _add_engine(parser)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    return parser


def _add_engine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engine", choices=ENGINES, default="embedded")
    parser.add_argument("--model", help="the engine's weights: a folder, or an id on the hub")
    parser.add_argument("--quality", help="of glm-image: exact, balanced (default) or fast")
    parser.add_argument("--tuned", metavar="NAME", help="of embedded: a tuning beside the weights")


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(side) for side in text.lower().split("x"))
    except ValueError:
        message = f"{text!r} is not WIDTHxHEIGHT, such as 512x512"
        raise argparse.ArgumentTypeError(message) from None
    return width, height


def _thing(text: str) -> tuple[str, Path]:
    name, sign, file = text.partition("=")
    if not (sign and file):
        message = f"{text!r} is not NAME=FILE, such as Mimi=cat.png"
        raise argparse.ArgumentTypeError(message)
    return name.strip(), Path(file)


def _request(options: argparse.Namespace) -> Request:
    suffix = options.out.suffix.lower() if options.out else ".png"
    if suffix not in SUFFIXES:
        raise ValueError(f"--out must end in {', '.join(SUFFIXES)}, not {suffix or 'nothing'!r}")
    return Request(
        prompt=options.prompt,
        photo=options.photo,
        mask=options.mask,
        original=options.original,
        references=tuple(options.reference or ()),
        things=tuple(options.thing or ()),
        task=options.task,
        candidates=options.candidates,
        badge=options.badge,
        keep_credentials=options.keep_credentials,
        size=options.size,
        seed=options.seed,
        steps=options.steps,
        guidance=options.guidance,
        strength=options.strength,
        format=SUFFIXES[suffix],
        transparent=options.transparent,
    )


def _destination(out: Path) -> Path:
    if out.is_dir():
        raise ValueError(f"--out must be a file, {out} is a folder")
    return out


def _make(options: argparse.Namespace) -> Picture | Refusal:
    request, out = _request(options), _destination(options.out)
    return _run(request, _engine(options), out)


def _describe(options: argparse.Namespace) -> Description | Refusal:
    return describe(options.describe, _engine(options))


def _engine(options: argparse.Namespace) -> Engine[Any]:
    return load_engine(options.engine, options.model, options.quality, options.tuned)


def _run(request: Request, engine: Engine[Any], out: Path) -> Picture | Refusal:
    try:
        with closing(generate(request, engine, out.parent, previews=0)) as journey:
            for item in journey:
                if isinstance(item, Progress):
                    _show(item)
                elif isinstance(item, Picture):
                    return replace(item, path=item.path.replace(out))
                else:
                    return item
    finally:
        print(file=sys.stderr)
    raise RuntimeError("the journey ended without a picture")


def _show(progress: Progress) -> None:
    print(f"\r{progress.stage} {progress.step}/{progress.of}\033[K", end="", file=sys.stderr)


def _fail(message: str, code: int, as_json: bool, **more: object) -> int:
    print(f"error: {message}", file=sys.stderr)
    if as_json:
        print(json.dumps({"error": message, **more}))
    return code


def _print(
    result: Picture | Description | Outline | Heard, as_json: bool, heard: Heard | None = None
) -> None:
    if isinstance(result, Heard):
        line, facts = result.text, dict[str, Any]()
    elif isinstance(result, Outline):
        line, facts = _told(result), asdict(result)
    elif isinstance(result, Description):
        line = ENGLISH.describe(result)
        facts = {"description": line, "shows": asdict(result)}
    else:
        line, facts = _summary(result), asdict(result)
    if heard is not None:
        facts = {"heard": heard.text, "sure": round(heard.sure, 3), "heard_by": heard.by} | facts
        line = line if isinstance(result, Heard) else f"heard: {heard.text}\n{line}"
    print(json.dumps(facts, default=str) if as_json else line)


def _told(found: Outline) -> str:
    """An outline in lines that people read."""
    setting = ", ".join(filter(None, (found.style, *found.setting.values())))
    lines = [f"{found.prompt} -> {setting}"]
    for thing in found.things:
        name = " ".join(filter(None, (thing.color, thing.kind, thing.relation, thing.of)))
        box = ", ".join(f"{side:.2f}" for side in thing.box)
        lines.append(f"  {name} at ({box})" + (f' "{thing.text}"' if thing.text else ""))
    if found.not_painted:
        lines.append(f"  not painted: {', '.join(found.not_painted)}")
    return "\n".join(lines)


def _summary(picture: Picture) -> str:
    size = f"{picture.width}x{picture.height}"
    line = f"{picture.path} ({size}, seed {picture.seed}, {picture.seconds:.1f} s)"
    return "\n".join([line, *(ENGLISH.text(f"note_{note}") for note in picture.notes)])


if __name__ == "__main__":
    end_on_sigterm()
    sys.exit(main())
