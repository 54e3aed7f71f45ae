"""What the desk writes down about its own writes, so that a crash, a double click or a lost answer ends well.

Nothing of a claimant stands in it: ids, our own references, people of the desk, times.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from bot.appointments.deeds import Deed
from bot.appointments.jobs import Job, SettleWrite
from bot.appointments.model import Appointment
from bot.appointments.values import replace

PART = "."
"""Between a form's key and the number of one of its writes, where it sends several."""


class Stage(StrEnum):
    """How far a write has come."""

    PLANNED = "planned"
    """One of several, which come one after the other: nothing was sent yet."""
    SENDING = "sending"
    """The request may be on its way, or the process died with it."""
    DONE = "done"
    REFUSED = "refused"
    """Certainly not done; the same form may be sent again."""
    MISSING = "missing"
    """No answer came and nothing was found afterwards; looked for once more before it is sent again."""
    UNKNOWN = "unknown"
    """No answer came and the service could not be asked either."""


class Ending(StrEnum):
    """What is to be told to the person who sent it, where the stage alone does not say it."""

    DONE = "done"
    """It was found to be done, after its answer was lost."""
    KEPT = "kept"
    """It was done and kept, but nobody came to say so."""
    REFUSED = "refused"
    """It was certainly not done, but nobody came to say why."""
    NOT_DONE = "not_done"
    UNSURE = "unsure"
    """It has changed, but whether by this write can't be told."""
    GONE = "gone"
    TWICE = "twice"
    """A lost attempt landed beside the booking that was made after it."""


class Attempt(Struct, frozen=True):
    """One time that a form was sent, whether or not it asked for another start than the last one."""

    began: datetime
    start: datetime | None = None
    open: bool = True
    """It may have landed, or may still land: only a refusal closes it."""


class Intent(Struct, frozen=True):
    """One write by one person from one form: kept before the request is sent."""

    form: str
    """The form's key: unguessable, one per opened form. A form writes at most once."""
    deed: Deed
    team: str
    user: str
    channel: str | None = None
    """Where it was asked."""
    card: str | None = None
    """The channel that a booking's card goes to, if it is to have one."""
    reference: str | None = None
    appointment: str | None = None
    start: datetime | None = None
    minutes: int | None = None
    version_before: str | None = None
    version_after: str | None = None
    stage: Stage = Stage.SENDING
    created: datetime | None = None
    """When the present attempt began: attempts of one form are told apart by it."""
    attempts: tuple[Attempt, ...] = ()
    """Every attempt of this form, the present one last, so that an earlier one is found too."""
    ending: Ending | None = None
    """How it ended where a look afterwards found that out."""
    told: bool = False
    """Whether the person knows how it stands."""
    view: str | None = None
    """Slack's id of the form while it says that it is being sent."""
    why: str | None = None
    """One of the common reasons (`Why`), where it was one."""

    @property
    def starts(self) -> tuple[datetime, ...]:
        """Every start that was asked for under this form."""
        return tuple(dict.fromkeys(one.start for one in self.attempts if one.start is not None))

    @property
    def whole(self) -> str | None:
        """The key of the form that sent several writes, where this is one of them: how it ended is told with the others'."""
        return self.form.rpartition(PART)[0] or None

    @property
    def may_land(self) -> bool:
        """Whether an attempt before the present one got no answer and may still be carried out."""
        return any(one.open for one in self.attempts[:-1])

    def refused(self) -> Intent:
        """The same with its present attempt closed; a refusal ends its own attempt and no other."""
        return replace(self, attempts=(*self.attempts[:-1], replace(self.attempts[-1], open=False)))


class Entry(Struct, frozen=True):
    """One line of the audit: who, when, where, what, which appointment, how it ended."""

    team: str
    user: str
    deed: Deed
    outcome: str
    """`done`, `refused` (not allowed), `failed`, `unknown`."""
    appointment: str | None = None
    code: str | None = None
    channel: str | None = None
    version: str | None = None
    at: datetime | None = None
    was: datetime | None = None
    was_minutes: int | None = None
    start: datetime | None = None
    minutes: int | None = None
    """From when to when it was moved, or for when it was booked; only of what was done."""
    what: str | None = None
    """Which of its parts an edit changed, by name, with commas; never what they are."""
    why: str | None = None


class Ledger(Protocol):
    """Kept in the bot's database (`bot/storage/ledger.py`)."""

    async def begin(self, intent: Intent, patience: timedelta) -> tuple[Intent, bool]:
        """Keep an intent as begun now; True if it is new, else the one that this form already has.

        A look at how it ended is put into the outbox in the same transaction, due after `patience`.
        """
        ...

    async def plan(self, whole: Intent, parts: Sequence[Intent], patience: timedelta) -> tuple[Intent, bool]:
        """Keep, as `begin` does, that a form sends several writes, and which: none of them has begun yet."""
        ...

    async def parts(self, team: str, form: str) -> list[Intent]:
        """The writes of a form that sends several, in the order in which they were planned."""
        ...

    async def resume(self, intent: Intent, patience: timedelta, *, waiting: bool = False) -> Intent | None:
        """Begin anew with a form whose earlier attempt ended without a write; None if somebody else just did.

        `waiting`: the attempt itself goes on after a wait, if it is still the one that is under way.
        """
        ...

    async def settle(
        self,
        intent: Intent,
        entry: Entry | None,
        jobs: Sequence[Job] = (),
        *,
        expecting: Stage | None = None,
    ) -> bool:
        """Keep how an attempt ended, the audit line and what follows from it, in one transaction.

        False, and nothing is kept, if the form was begun anew since, or is not at the stage that was expected.
        """
        ...

    async def of_form(self, team: str, form: str) -> Intent | None: ...

    async def shown(self, team: str, form: str, view: str) -> None:
        """Keep in which view a form's end is about to be said: there it can be said again, and nobody reads it twice."""
        ...

    async def watch(self, team: str, job: SettleWrite) -> None:
        """Keep that a form says "being sent" in a view, and that somebody has to say there how it ended."""
        ...

    async def told(self, team: str, form: str, watch: SettleWrite | None = None) -> None:
        """Keep that the person knows how a form's write stands, and that its view need not be watched any more."""
        ...

    def telling(self, team: str, form: str) -> AbstractAsyncContextManager[None]:
        """Say to all processes that this one will tell how a form's write ends, for as long as it lives."""
        ...

    async def is_telling(self, team: str, form: str) -> bool: ...

    async def began_since(self, team: str, user: str, since: datetime) -> bool:
        """Whether this person began to write anything since then."""
        ...

    async def record(self, entry: Entry) -> None: ...

    async def knows(self, team: str, appointment: str) -> bool:
        """Whether an appointment was ever seen: booked or changed, on a card, looked at, or watched for alerts."""
        ...

    async def history(self, team: str, appointment: str, limit: int = 50) -> list[Entry]:
        """The audit of one appointment, newest first."""
        ...

    async def last_change(self, team: str, now: Appointment) -> Entry | None:
        """Find the desk's own write that made an appointment what it is; None: it was made so elsewhere."""
        ...

    async def booked_by(self, team: str, user: str) -> set[str]:
        """The ids of the appointments that this person booked from Slack."""
        ...

    async def booker(self, team: str, appointment: str) -> str | None:
        """Who booked an appointment from Slack, if anybody did."""
        ...

    def holding(self, team: str, appointment: str) -> AbstractAsyncContextManager[None]:
        """Hold one appointment, so that two writes of it come one after the other, in all processes."""
        ...
