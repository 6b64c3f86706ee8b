"""The page's settings: each is a flag of app.py and an environment variable."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.engines import ENGINES


@dataclass(frozen=True, slots=True)
class Setting:
    """flag and variable name the same thing; the flag wins. kind turns text into the value."""

    flag: str
    variable: str
    default: object
    kind: type
    help: str


def _auth(text: str) -> list[tuple[str, str]]:
    """ "ann:secret,bob:word" -> [("ann", "secret"), ("bob", "word")]."""
    pairs = [tuple(pair.split(":", 1)) for pair in text.split(",") if pair]
    if not pairs or any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise ValueError("must be USER:PASSWORD, several with commas between")
    return pairs


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("must be a whole number, 1 or more")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValueError("must be a port, 1 to 65535")
    return int(text)


def _engine(text: str) -> str:
    if text not in ENGINES:
        raise ValueError(f"must be one of {', '.join(ENGINES)}")
    return text


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return text.rstrip("/")


def _yes(text: str) -> bool:
    if text.lower() not in ("1", "true", "yes", "0", "false", "no", ""):
        raise ValueError("must be 1 or 0")
    return text.lower() in ("1", "true", "yes")


SETTINGS = (
    Setting("engine", "ENOGU_ENGINE", "embedded", _engine, f"one of {', '.join(ENGINES)}"),
    Setting("model", "ENOGU_MODEL", None, str, "folder or hub id of the engine's weights"),
    Setting("quality", "ENOGU_QUALITY", None, str, "of glm-image: exact, balanced or fast"),
    Setting("host", "GRADIO_SERVER_NAME", "127.0.0.1", str, "address; 0.0.0.0 is every network"),
    Setting("port", "GRADIO_SERVER_PORT", None, _port, "the first free from 7860 when not given"),
    Setting("share", "GRADIO_SHARE", False, _yes, "1: a public link through gradio's relay"),
    Setting("auth", "ENOGU_AUTH", None, _auth, "USER:PASSWORD, several with commas between"),
    Setting("queue", "ENOGU_QUEUE", 32, _count, "visitors who may wait; others are told so"),
    Setting("cache-hours", "ENOGU_CACHE_HOURS", 24, _count, "how long pictures stay here"),
    Setting("public-url", "ENOGU_PUBLIC_URL", None, _url, "the page's address behind a proxy"),
)


def read_settings(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ
) -> argparse.Namespace:
    """Flags, else the environment, else the defaults. A wrong value ends the program with a word
    on what is allowed."""
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description="Serve the page, its API and its MCP tools.",
        epilog="More settings are in the README's table.",
    )
    for setting in SETTINGS:
        default = "" if setting.default is None else f" (default: {setting.default})"
        kind = {"nargs": "?", "const": "1"} if setting.kind is _yes else {"metavar": "VALUE"}
        parser.add_argument(
            f"--{setting.flag}",
            help=f"{setting.help}{default}; or {setting.variable}",
            **kind,
        )
    given = vars(parser.parse_args(arguments))
    chosen = {}
    for setting in SETTINGS:
        name = setting.flag.replace("-", "_")
        text = given[name]
        source = f"--{setting.flag}" if text is not None else setting.variable
        text = environment.get(setting.variable) if text is None else text
        try:
            chosen[name] = setting.default if text in (None, "") else setting.kind(text)
        except ValueError as error:
            parser.error(f"{source} {error}, not {text!r}")
    return argparse.Namespace(**chosen)
