"""What the owner of an installation may set for safety: read once, from the environment.

Everything else in safety asks `current()`, so a program or a test may install other settings.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from safety.errors import UserError

DEFAULT_RATE = "30/600"  # requests per seconds
_YES, _NO = ("1", "true", "yes"), ("", "0", "false", "no")


class WrongSetting(UserError):
    """A setting has a value that is not allowed; the message names what is."""

    MESSAGES: ClassVar = {
        "rate_limit": "ENOGU_RATE_LIMIT must be such as 30/600, or off, not {value!r}",
        "behind_proxy": "ENOGU_BEHIND_PROXY must be 1 or 0, not {value!r}",
        "tsa_url": "ENOGU_TSA_URL must begin with http:// or https://, not {value!r}",
        "half_a_key": "Set both ENOGU_SIGN_CERT and ENOGU_SIGN_KEY, or neither.",
    }


@dataclass(frozen=True)
class SafetySettings:
    """The settings of one installation.

    Args:
        home: ENOGU_HOME, the folder of the installation's own key.
        sign_cert: ENOGU_SIGN_CERT, the owner's certificate: a file's path or PEM text.
        sign_key: ENOGU_SIGN_KEY, its private key, likewise; both are given or neither.
        tsa_url: ENOGU_TSA_URL, a time-stamp authority that signatures ask for the time.
        rate_limit: ENOGU_RATE_LIMIT, (requests, seconds) of each visitor; None is no limit.
        behind_proxy: ENOGU_BEHIND_PROXY, whether X-Forwarded-For comes from the owner's own proxy.
        guard: ENOGU_GUARD, a folder or hub id of a guard model; None for no guard.

    Raises:
        WrongSetting: a certificate without its key, or a key without its certificate.
    """

    home: Path
    sign_cert: str | None = None
    sign_key: str | None = field(default=None, repr=False)  # may hold the key itself
    tsa_url: str | None = None
    rate_limit: tuple[int, int] | None = (30, 600)
    behind_proxy: bool = False
    guard: str | None = None

    def __post_init__(self) -> None:
        if bool(self.sign_cert) != bool(self.sign_key):
            raise WrongSetting("half_a_key")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the ENOGU_ variables; an empty one is as one that is not set.

        Raises:
            WrongSetting: naming the variable and what is allowed.
        """

        def text(name: str) -> str | None:
            return environment.get(name, "").strip() or None

        home = text("ENOGU_HOME")
        return cls(
            Path(home) if home else Path.home() / ".config" / "enogu",
            sign_cert=text("ENOGU_SIGN_CERT"),
            sign_key=text("ENOGU_SIGN_KEY"),
            tsa_url=_url(text("ENOGU_TSA_URL")),
            rate_limit=_rate(text("ENOGU_RATE_LIMIT") or DEFAULT_RATE),
            behind_proxy=_yes(text("ENOGU_BEHIND_PROXY") or ""),
            guard=text("ENOGU_GUARD"),
        )


def _url(value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise WrongSetting("tsa_url", value=value)
    return value


def _rate(value: str) -> tuple[int, int] | None:
    if value == "off":
        return None
    requests, _, seconds = value.partition("/")
    if not (requests.isdecimal() and seconds.isdecimal() and int(requests) and int(seconds)):
        raise WrongSetting("rate_limit", value=value)
    return int(requests), int(seconds)


def _yes(value: str) -> bool:
    if value.lower() not in _YES + _NO:
        raise WrongSetting("behind_proxy", value=value)
    return value.lower() in _YES


_current: SafetySettings | None = None


def current() -> SafetySettings:
    """The settings in use: those that `use` installed, else the environment's, which are kept.

    Raises:
        WrongSetting: the environment has a value that is not allowed.
    """
    global _current
    if _current is None:
        _current = SafetySettings.from_environment(os.environ)
    return _current


def use(settings: SafetySettings) -> None:
    """Install settings for the whole process, in place of those in use."""
    global _current
    _current = settings
