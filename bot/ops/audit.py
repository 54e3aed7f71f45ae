"""Print the audit, whole or what was asked for, as text or CSV."""

from __future__ import annotations

import csv
import re
import sys
from datetime import UTC, datetime

from msgspec.structs import asdict
from sqlalchemy import ColumnElement, or_

from bot import when
from bot.appointments.writes.ledger import Entry
from bot.ops.command import stop, with_database
from bot.settings import Settings
from bot.storage.asynchronous import AsyncEngine
from bot.storage.desk_tables import audit
from bot.storage.ledger import DatabaseLedger

COLUMNS = (
    "at",
    "team",
    "user",
    "channel",
    "deed",
    "outcome",
    "appointment",
    "code",
    "was",
    "start",
    "minutes",
    "what",
    "why",
)
LONGEST = 64
SINCE = "Give e.g. 2026-11-20, yesterday, 3 days ago or 2026-11-20 09:00. Nothing was printed."
_TEAM = re.compile(r"(T[A-Z0-9]+)")
_USER = re.compile(r"(?:<?@)?([UW][A-Z0-9]+)(?:\|.*)?>?")
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula. https://owasp.org/www-community/attacks/CSV_Injection"""


def print_audit(
    settings: Settings,
    *,
    as_csv: bool,
    team: str | None = None,
    since: str | None = None,
    user: str | None = None,
    appointment: str | None = None,
) -> None:
    """Print every entry for which all that was asked for holds, oldest first; times are in UTC."""
    only = [
        *([audit.c.team == _id("team", team, _TEAM, "a workspace's id, T…")] if team is not None else []),
        *([audit.c.user == _id("user", user, _USER, "a person's Slack id, U…")] if user is not None else []),
        *([audit.c.at >= _moment(since, settings.desk_timezone)] if since is not None else []),
        *([_is(appointment)] if appointment is not None else []),
    ]
    with_database(settings, lambda engine: _print(engine, as_csv, only))


def _id(option: str, given: str, shape: re.Pattern[str], what: str) -> str:
    found = shape.fullmatch(given.strip().upper())
    return found[1] if found else stop(f"--{option}: this is not {what}. Nothing was printed.")


def _moment(given: str, zone: str) -> datetime:
    """The first moment of a day, or the moment itself, as it would be typed in Slack at the desk."""
    now = datetime.now(UTC)
    told = when.read(given, now=now, zone=zone)
    span = when.as_window(told, zone=zone) if isinstance(told, when.Reading) else told
    if isinstance(told, when.Refusal) or isinstance(span, when.Refusal):
        stop(f"--since: this is not a day or a moment. {SINCE}")
    start = told.start if isinstance(told.start, datetime) else span[0]
    if start > now:
        stop(f"--since: {when.short_day(start.date())} is still to come. {SINCE}")
    return start


def _is(appointment: str) -> ColumnElement[bool]:
    given = appointment.strip().strip("\"'“”*`")
    if not given:
        stop("--appointment: give an appointment's code, as its card shows it, or its id.")
    return or_(audit.c.appointment == given, audit.c.code == given.upper())


async def _print(engine: AsyncEngine, as_csv: bool, only: list[ColumnElement[bool]]) -> None:
    writer = csv.writer(sys.stdout) if as_csv else None
    count = 0
    if writer:
        writer.writerow(COLUMNS)
    async for entry in DatabaseLedger(engine, lambda: datetime.now(UTC)).whole_audit(*only):
        count += 1
        row = _row(entry)
        if writer:
            writer.writerow(row)
        else:
            print("  ".join(text or "-" for text in row))
    if not count and not as_csv:
        print("Nothing of that is in the audit." if only else "Nothing was done at the desk yet.")


def _shown(text: str) -> str:
    """Show what may be anybody's words: no control sequences, not without end, and for a spreadsheet never a formula."""
    plain = "".join(character if character.isprintable() else "?" for character in text)
    cut = plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
    return f"'{cut}" if cut.startswith(FORMULAS) else cut


def _row(entry: Entry) -> list[str]:
    values = asdict(entry)
    return [_shown(_words(values[name])) for name in COLUMNS]


def _words(value: object) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value or "")
