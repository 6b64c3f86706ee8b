"""All settings of the program: one object, read once from flags and environment.

Each setting of the page is a flag of app.py and an environment variable; those of the checks and
the signature (safety/settings.py) are variables alone. Nothing else reads the environment.
"""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safety import settings as safety_settings
from safety.settings import SafetySettings

ENGINES = ("embedded", "glm-image", "flux-klein", "remote")
VOICES = ("embedded", "whisper", "off")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the flag wins over the variable. kind: turns the text into the value."""

    flag: str
    variable: str
    default: object
    kind: Callable[[str], Any]
    help: str


def _auth(text: str) -> tuple[tuple[str, str], ...]:
    """ "ann:secret,bob:word" -> (("ann", "secret"), ("bob", "word"))."""
    pairs = [pair.partition(":") for pair in text.split(",") if pair]
    if not pairs or not all(map(all, pairs)):
        raise ValueError("must be USER:PASSWORD, several with commas between")
    return tuple((user, password) for user, _, password in pairs)


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


def _root_path(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError("must be a path that begins with /, such as /enogu")
    return text.rstrip("/")


def _log(text: str) -> str:
    if text not in ("text", "json"):
        raise ValueError("must be text or json")
    return text


def _voice(text: str) -> str:
    if text not in VOICES:
        raise ValueError(f"must be one of {', '.join(VOICES)}")
    return text


def _yes(text: str) -> bool:
    if text.lower() not in ("1", "true", "yes", "0", "false", "no", ""):
        raise ValueError("must be 1 or 0")
    return text.lower() in ("1", "true", "yes")


SETTINGS = (
    Setting("engine", "ENOGU_ENGINE", "embedded", _engine, f"one of {', '.join(ENGINES)}"),
    Setting("model", "ENOGU_MODEL", None, str, "folder or hub id of the engine's weights"),
    Setting("quality", "ENOGU_QUALITY", None, str, "of glm-image: exact, balanced or fast"),
    Setting("remote-url", "ENOGU_REMOTE_URL", None, _url, "of remote: the server's address"),
    Setting("remote-kind", "ENOGU_REMOTE_KIND", None, str, "of remote: told by the server itself"),
    Setting("remote-timeout", "ENOGU_REMOTE_TIMEOUT", 600, _count, "of remote: seconds a picture"),
    Setting("tuned", "ENOGU_TUNED", None, str, "of embedded: a tuning beside the weights"),
    Setting("feedback", "ENOGU_FEEDBACK", True, _yes, "0: no votes on pictures are asked for"),
    Setting("voice", "ENOGU_VOICE", None, _voice, "what hears prompts: embedded, whisper or off"),
    Setting("host", "GRADIO_SERVER_NAME", "127.0.0.1", str, "address; 0.0.0.0 is every network"),
    Setting("port", "GRADIO_SERVER_PORT", None, _port, "the first free from 7860 when not given"),
    Setting("share", "GRADIO_SHARE", False, _yes, "1: a public link through gradio's relay"),
    Setting("auth", "ENOGU_AUTH", None, _auth, "USER:PASSWORD, several with commas between"),
    Setting("queue", "ENOGU_QUEUE", 32, _count, "pictures that may wait; others are told so"),
    Setting("cache-hours", "ENOGU_CACHE_HOURS", 24, _count, "how long pictures stay here"),
    Setting("output", "ENOGU_OUTPUT", None, Path, "folder that keeps the pictures"),
    Setting("root-path", "ENOGU_ROOT_PATH", "", _root_path, "the page's path behind a proxy"),
    Setting("log", "ENOGU_LOG", "text", _log, "text or json, without prompts either way"),
    Setting("replicas", "ENOGU_REPLICAS", None, _count, "engines that paint side by side (ray)"),
    Setting("ray-address", "RAY_ADDRESS", None, str, "of replicas: a Ray cluster that is there"),
    Setting("threads", "ENOGU_THREADS", None, _count, "of a picture; what the machine lends else"),
    Setting("public-url", "ENOGU_PUBLIC_URL", None, _url, "the page's address behind a proxy"),
)


@dataclass(frozen=True)
class Settings:
    """The settings in use.

    engine, model, quality: which model serves, where its weights are, how exactly it paints. tuned:
    a tuning of it by people's choices. feedback: whether votes on pictures are taken.
    voice: what hears spoken prompts, None for the best that is installed.
    remote_url, remote_kind, remote_timeout, remote_key: of the engine `remote`, the server's
    address, its kind, the seconds that a picture may take, and the key that it wants.
    host, port, share, auth, public_url: how the page is reached; port None is the first free one
    from 7860. queue: pictures that may wait. cache_hours: how long files stay on the server.
    output: folder that keeps the pictures, None for one that is deleted with the process.
    root_path: where a proxy has the page, "" for the top. log: "text" or "json". replicas: engines
    in processes of their own, None for one in this; ray_address: in which cluster, None for this
    machine. threads: of one picture, None for what the machine lends. metrics_token: what /metrics
    wants to see. on_space, zero_gpu: whether this is a Hugging Face Space, and one that gets its
    GPU for each call. safety: of the checks and the signature.
    """

    safety: SafetySettings
    engine: str = "embedded"
    model: str | None = None
    quality: str | None = None
    remote_url: str | None = None
    remote_kind: str | None = None
    remote_timeout: int = 600
    remote_key: str | None = field(default=None, repr=False)
    tuned: str | None = None
    feedback: bool = True
    voice: str | None = None
    host: str = "127.0.0.1"
    port: int | None = None
    share: bool = False
    auth: tuple[tuple[str, str], ...] | None = None
    queue: int = 32
    cache_hours: int = 24
    output: Path | None = None
    public_url: str | None = None
    root_path: str = ""
    log: str = "text"
    replicas: int | None = None
    ray_address: str | None = None
    threads: int | None = None
    metrics_token: str | None = field(default=None, repr=False)
    on_space: bool = False
    zero_gpu: bool = False


def read_settings(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Flags, else the environment, else the defaults. A wrong value ends the program with a message
    that names what is allowed. arguments: of the command line, None for the process's own."""
    parser = _parser()
    try:
        return _chosen(vars(parser.parse_args(arguments)), environment)
    except ValueError as error:
        parser.error(str(error))


def _chosen(flags: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """Raises ValueError naming the flag or the variable, and what is allowed."""
    chosen: dict[str, Any] = {}
    for setting in SETTINGS:
        name = setting.flag.replace("-", "_")
        flag = flags.get(name)
        source = setting.variable if flag is None else f"--{setting.flag}"
        text = environment.get(setting.variable) if flag is None else flag
        try:
            chosen[name] = setting.default if text in (None, "") else setting.kind(str(text))
        except ValueError as error:
            raise ValueError(f"{source} {error}, not {text!r}") from error
    return Settings(
        **chosen,
        safety=SafetySettings.from_environment(environment),
        remote_key=environment.get("ENOGU_REMOTE_KEY") or None,  # no flag: `ps` shows flags
        metrics_token=environment.get("ENOGU_METRICS_TOKEN") or None,
        on_space="SPACE_ID" in environment,
        zero_gpu=environment.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true"),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description="Serve the page, its API and its MCP tools.",
        epilog="More settings are in assets/docs/settings.md.",
    )
    for setting in SETTINGS:
        default = "" if setting.default is None else f" (default: {setting.default})"
        kind = {"nargs": "?", "const": "1"} if setting.kind is _yes else {"metavar": "VALUE"}
        parser.add_argument(
            f"--{setting.flag}",
            help=f"{setting.help}{default}; or {setting.variable}",
            **kind,  # type: ignore[arg-type]
        )
    return parser


_current: Settings | None = None


def current() -> Settings:
    """The settings in use: those given to `use`, else the environment's as first read.
    Raises ValueError for a variable with a wrong value."""
    global _current
    if _current is None:
        _current = _chosen({}, os.environ)
    return _current


def use(settings: Settings) -> None:
    """Set the settings of the whole process, those of safety too."""
    global _current
    _current = settings
    safety_settings.use(settings.safety)
