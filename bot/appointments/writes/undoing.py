"""Undo: what takes a move or an edit of the last minute back. It is a write like any other; this only knows what it was before.

The times of a move stand in the audit. What an edit replaced may be personal, so it is in no table: this process knows it for that minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.appointments.asked import Change
from bot.appointments.cache import Cache, steady
from bot.appointments.deeds import Deed
from bot.appointments.errors import TooLateToUndo
from bot.appointments.model import Appointment, Claimant, Interpreter, RoomOptions
from bot.appointments.writes.ledger import Ledger
from bot.appointments.writes.outcomes import Written

FOR = timedelta(minutes=1)
MOST = 1_000
"""Edits that are known at once."""


class Undoing:
    """What was done within the last minute, for one workspace's desk."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._edits: Cache[tuple[str, str], Change] = Cache(MOST, FOR.total_seconds(), steady(clock))

    def keep(self, written: Written) -> None:
        """Know what an edit replaced, for a minute."""
        got, back = written.appointment, change_back(written)
        if written.deed is Deed.EDIT and back is not None:
            self._edits.put((got.id, got.version), back)

    async def back(self, team: str, user: str, now: Appointment) -> tuple[Deed, Change]:
        """What takes back how this person made an appointment what it is now. Raises TooLateToUndo."""
        by = await self._ledger.last_change(team, now)
        if by is None or by.user != user or by.at is None or self._clock() - by.at > FOR:
            raise TooLateToUndo
        change = (
            _moved_back(by.was, by.was_minutes)
            if by.deed is Deed.MOVE
            else self._edits.get((now.id, now.version))
        )
        if change is None:
            raise TooLateToUndo
        return by.deed, change


def _moved_back(start: datetime | None, minutes: int | None) -> Change | None:
    return _asked({"start": start, "minutes": minutes}) if start and minutes else None


def _asked(fields: Mapping[str, object]) -> Change | None:
    """Ask for what a service has; None where nobody may: it may have sessions of several days."""
    try:
        return Change.model_validate(fields)
    except ValidationError:
        return None


def change_back(written: Written) -> Change | None:
    """What makes an appointment again what it was before; None where it can't be made so whole."""
    before, got = written.before, written.appointment
    if before is None or written.repeated or not written.kept:
        return None
    if written.deed is Deed.MOVE:
        return _moved_back(before.start, before.minutes)
    return _edited_back(before, got) if written.deed is Deed.EDIT else None


def _edited_back(before: Appointment, got: Appointment) -> Change | None:
    """The parts that an edit made otherwise; a department or a room's options that were never said can't be unsaid."""
    asked: dict[str, object] = {}
    person = ("name", "phone", "email", "date_of_birth")
    if changed := {
        name: getattr(before.claimant, name)
        for name in person
        if _differ(name, before.claimant, got.claimant)
    }:
        asked["claimant"] = Claimant(**changed)
    if before.department != got.department:
        asked["department"] = before.department
    if before.interpreter != got.interpreter:
        was = before.interpreter
        asked["interpreter"] = Interpreter(needed=was.is_needed, language=was.language)
    options = {
        name: getattr(before.room, name)
        for name in RoomOptions.model_fields
        if _differ(name, before.room, got.room)
    }
    if options:
        asked["room"] = RoomOptions(**options)
    if before.notes != got.notes:
        asked["notes"] = before.notes
    unsaid = asked.get("department", before) is None or None in options.values()
    return _asked(asked) if asked and not unsaid else None


def _differ(name: str, before: object, got: object) -> bool:
    return bool(getattr(before, name) != getattr(got, name))
