"""An intent as a row of the database, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from bot.appointments.deeds import Deed
from bot.appointments.values import replace
from bot.appointments.writes.ledger import Attempt, Ending, Intent, Stage
from bot.storage.statements import Row


def intent_row(intent: Intent) -> dict[str, Any]:
    """Make the row of an intent."""
    row = asdict(intent) | {"tried": attempts_row(intent)}
    del row["attempts"]
    return row


def planned(part: Intent, now: datetime) -> Intent:
    """One of several writes before it begins: nothing was sent, and how it ends is told with the others."""
    nothing_sent = Attempt(now, part.start, open=False)
    return replace(part, stage=Stage.PLANNED, created=now, attempts=(nothing_sent,), told=True)


def attempts_row(intent: Intent) -> list[dict[str, Any]]:
    """Make what its row keeps of an intent's attempts."""
    return [
        {
            "began": one.began.isoformat(),
            "start": one.start.isoformat() if one.start else None,
            "open": one.open,
        }
        for one in intent.attempts
    ]


def _attempt(kept: dict[str, Any] | str, created: datetime) -> Attempt:
    """Read one attempt; a row of the version before has nothing but its start."""
    if isinstance(kept, str):
        return Attempt(created, datetime.fromisoformat(kept))
    start = datetime.fromisoformat(kept["start"]) if kept["start"] else None
    return Attempt(datetime.fromisoformat(kept["began"]), start, kept["open"])


def read_intent(row: Row) -> Intent:
    """Read an intent from its row, one of the version before too."""
    kept = dict(row)
    attempts = tuple(_attempt(one, row["created"]) for one in kept.pop("tried"))
    ending = Ending(row["ending"]) if row["ending"] else None
    kept |= {"deed": Deed(row["deed"]), "stage": Stage(row["stage"]), "ending": ending}
    # A change of the version before kept no attempt at all, though there was one.
    return Intent(**kept, attempts=attempts or (Attempt(row["created"], row["start"]),))
