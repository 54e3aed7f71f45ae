"""Print the whole audit, as text or CSV."""

from __future__ import annotations

import asyncio
import csv
import sys
from datetime import UTC, datetime

from bot.appointments.writes.ledger import Entry
from bot.settings import Settings
from bot.storage.engine import open_engine
from bot.storage.ledger import DatabaseLedger
from bot.storage.migrate import migrate

COLUMNS = ("at", "team", "user", "channel", "deed", "outcome", "appointment", "code")
LONGEST = 64
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula. https://owasp.org/www-community/attacks/CSV_Injection"""


def print_audit(settings: Settings, *, as_csv: bool, team: str | None = None) -> None:
    """Print every entry, or those of one team, oldest first; times are in UTC."""
    asyncio.run(_print(settings, as_csv, team))


async def _print(settings: Settings, as_csv: bool, team: str | None) -> None:
    engine = open_engine(settings.database_url)
    writer = csv.writer(sys.stdout) if as_csv else None
    count = 0
    try:
        await migrate(engine)
        if writer:
            writer.writerow(COLUMNS)
        async for entry in DatabaseLedger(engine, lambda: datetime.now(UTC)).whole_audit(team):
            count += 1
            row = _row(entry)
            if writer:
                writer.writerow(row)
            else:
                print("  ".join(text or "-" for text in row))
    finally:
        await engine.dispose()
    if not count and not as_csv:
        print(
            "Nothing was done at the desk yet."
            if team is None
            else f"Nothing was done at the desk of {team} yet."
        )


def _shown(text: str) -> str:
    """Show what may be anybody's words: no control sequences, not without end, and for a spreadsheet never a formula."""
    plain = "".join(character if character.isprintable() else "?" for character in text)
    cut = plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
    return f"'{cut}" if cut.startswith(FORMULAS) else cut


def _row(entry: Entry) -> list[str]:
    at = entry.at.isoformat(timespec="seconds") if entry.at else ""
    values = (
        at,
        entry.team,
        entry.user,
        entry.channel,
        entry.deed,
        entry.outcome,
        entry.appointment,
        entry.code,
    )
    return [_shown(str(value or "")) for value in values]
