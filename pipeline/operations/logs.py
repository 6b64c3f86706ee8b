"""Logs as JSON, one object a line: hashes of prompts, never prompts."""

import logging
import sys
from types import TracebackType
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

from pipeline.watching import Watched

Error = tuple[type[BaseException], BaseException, TracebackType | None]
_log = logging.getLogger("enogu")


class Lines(JsonFormatter):
    """An error is its kind and the place where it was raised: its message may quote a visitor."""

    def formatException(self, ei: Error | tuple[None, None, None]) -> str:
        kind, _, trace = ei
        while trace and trace.tb_next:
            trace = trace.tb_next
        code = trace.tb_frame.f_code if trace else None
        place = f" in {code.co_qualname}, line {trace.tb_lineno}" if trace and code else ""
        return f"{kind.__name__ if kind else ''}{place}"


class JourneyLog:
    """A Watcher that logs each journey once, when it ends."""

    def moved(self, journey: Watched, before: str) -> None:
        """Nothing: a line a stage says no more than the last one."""

    def ended(self, journey: Watched) -> None:
        """One line: outcome, task, engine, hash of the prompt, seconds by stage."""
        facts = {
            "outcome": journey.outcome,
            "task": journey.task,
            "engine": journey.engine,
            "prompt": journey.prompt,
            "seconds": {stage: round(spent, 3) for stage, spent in journey.seconds.items()},
        }
        facts |= {"reason": journey.reason} if journey.reason else {}
        _log.info("journey", extra=facts)


def log_as_json(stream: TextIO = sys.stderr) -> None:
    """From now on this process logs JSON: our own lines from "info" on, others' from "warning"."""
    handler = logging.StreamHandler(stream)
    fields = ["asctime", "levelname", "name", "message"]
    names = {"asctime": "time", "levelname": "level", "name": "logger", "message": "event"}
    handler.setFormatter(Lines(fields, rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%S%z"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _log.setLevel(logging.INFO)
