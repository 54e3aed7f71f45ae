"""Log lines: ids, codes and times; never bodies, names or secrets. A traceback tells where, not what with."""

from __future__ import annotations

import logging
import select
import sys
import traceback
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.processors import NAME_TO_LEVEL
from structlog.typing import EventDict, WrappedLogger

from bot.settings import Settings

SILENT = ("slack_bolt", "slack_sdk")
"""These put whole requests into their warnings; what goes wrong with them is logged by us."""


class Lines:
    """Writes our own lines to standard error; on the libraries' way, through `logging`, a line costs four times as much."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def msg(self, line: str) -> None:
        """Write a line; where nobody can be written to, a full disk or a closed terminal, the work goes on without it."""
        if _takes(sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                sys.stderr.write(f"{line}\n")
                sys.stderr.flush()

    debug = info = warning = error = critical = msg


class Handler(logging.StreamHandler[TextIO]):
    """The same for what libraries log."""

    def emit(self, record: logging.LogRecord) -> None:
        if _takes(self.stream):
            super().emit(record)


def _takes(stream: TextIO) -> bool:
    """Whether a line can be written without a wait: a pipe that nobody reads would stop everything once it is full.

    A pipe that is said to be ready takes 4,096 characters at once, more than a line of ours has.
    """
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError, AttributeError):
        return True  # no pipe: a terminal's stand-in, or nothing
    try:
        waits = select.poll()
        waits.register(descriptor, select.POLLOUT)
        return bool(waits.poll(0))
    except OSError:
        return False


class Threshold:
    """Drops what is below a level."""

    def __init__(self, level: int) -> None:
        self.dropped = {name for name, value in NAME_TO_LEVEL.items() if value < level}

    def __call__(self, _: WrappedLogger, method: str, event: EventDict) -> EventDict:
        if method in self.dropped:
            raise structlog.DropEvent
        return event


def set_up_logs(settings: Settings) -> None:
    """Send our own and the libraries' log lines to standard error, as JSON or plain.

    Libraries may log no less than warnings: below, they log bodies, addresses, and SQL with its values.
    """
    plain = settings.log_format == "plain" or (settings.log_format == "auto" and sys.stderr.isatty())
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer()
    )
    level = getattr(logging, settings.log_level.upper())
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_broke,
    ]
    # Loggers that were used before hold on to the list and the class that they were made with: so both stay the same,
    # and the level, which may be another now, stands in the list.
    processors = structlog.get_config()["processors"]
    processors[:] = [Threshold(level), *shared, renderer]
    structlog.configure(
        processors=processors,
        logger_factory=Lines,
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        cache_logger_on_first_use=True,
    )
    handler = Handler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def where_it_broke(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Say of an exception its type and the places it passed; its message may hold what somebody typed."""
    info = event.pop("exc_info", None)
    record = event.get("_record")
    if record is not None and record.exc_info:
        info, record.exc_info, record.exc_text = record.exc_info, None, None
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else (info[1] if info else None)
    if error is not None:
        event["error_type"] = type(error).__name__
        event["at"] = _places(error.__traceback__)
    return event


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
