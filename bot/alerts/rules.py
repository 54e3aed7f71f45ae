"""What one channel is to be told: the board, reminders, waiting, changes and gaps, and of which sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from bot.appointments.filter import Filter
from bot.appointments.model import Frozen, Instant

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
MOST_REMINDERS = 5
LONGEST_REMINDER = 24 * 60
LONGEST_WAIT = 120

Minutes = Annotated[int, Field(ge=1, le=LONGEST_REMINDER)]


class Where(StrEnum):
    """Where reminders, waiting, changes and gaps go; the board itself is always in the channel."""

    THREAD = "thread"
    """Under the board of the day; in the channel itself on a day without a board."""
    CHANNEL = "channel"


class BoardRule(Frozen):
    """When the day's board is posted: on these weekdays (Monday is 0), at this time of this zone."""

    at: time
    days: frozenset[int] = WEEKDAYS
    zone: str
    """An IANA name. The board's day is the day in this zone."""
    empty: bool = True
    """Whether a day without sessions is said, once."""


class Rules(Frozen):
    """All that one channel gets. The default: nothing."""

    board: BoardRule | None = None
    reminders: tuple[Minutes, ...] = Field(default=(), max_length=MOST_REMINDERS)
    """Minutes before the start, the longest first."""
    waiting: int | None = Field(default=None, ge=0, le=LONGEST_WAIT)
    """Minutes that a claimant has been in the waiting room; 0: as soon as one waits."""
    changes: bool = False
    gaps: bool = False
    only: Filter = Filter()
    where: Where = Where.THREAD

    @field_validator("reminders")
    @classmethod
    def _longest_first(cls, minutes: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(minutes), reverse=True))

    @property
    def anything(self) -> bool:
        """Whether the channel is told anything at all."""
        return any(getattr(self, name) != field.default for name, field in _KINDS)


_KINDS = tuple((name, field) for name, field in Rules.model_fields.items() if name not in {"only", "where"})
"""Every other field of the rules is a kind of alert: `bot/alerts/kinds/`."""


class Pause(StrEnum):
    """Why a channel is told nothing for now."""

    ASKED = "asked"
    """Somebody paused it, until a time."""
    CHANNEL_GONE = "channel_gone"
    """The channel is archived or the bot is not in it; until somebody sets it up again."""


class Subscription(Frozen):
    """One channel's rules, and who set them."""

    team: str
    channel: str
    rules: Rules
    set_by: str
    """The user who changed the rules last, not who paused them: told, once, when the channel can't be written to.

    Empty: a plan from the command line did."""
    set_at: Instant | None = None
    """When it was changed last, a pause included; the store sets it, and knows by it who has seen the newest."""
    paused: Pause | None = None
    paused_until: Instant | None = None
    here: tuple[str, ...] = ()
    """The departments that commands typed in the channel are about, as they were set."""
    departments: Mapping[str, str | None] = Field(default_factory=dict, exclude=True)
    """Those that there are here, as `Filter.among` knows them; they are the settings' and not kept with it."""

    @property
    def only(self) -> Filter:
        """Which sessions the channel hears of, with what its departments mean here."""
        return self.rules.only.among(self.departments)

    @property
    def usual(self) -> tuple[str, ...]:
        """The departments that commands typed in the channel are about: those that were set, else those of its alerts."""
        return self.here or (self.rules.only.departments if self.rules.anything else ())

    def active(self, now: datetime) -> bool:
        """Whether the channel is told things at this moment."""
        if not self.rules.anything:
            return False
        if self.paused is Pause.ASKED:
            return self.paused_until is not None and self.paused_until <= now
        return self.paused is None

    def told(self, rules: Rules, set_by: str, now: datetime) -> Subscription:
        """The same channel with other rules; a pause that somebody asked for stays."""
        asked = self.paused is Pause.ASKED and not self.active(now)
        until = self.paused_until if asked and rules.anything else None
        return self.silent_until(until).model_copy(update={"rules": rules, "set_by": set_by})

    def silent_until(self, until: datetime | None) -> Subscription:
        """The same, told nothing until a moment; None: told again."""
        return self.model_copy(update={"paused": Pause.ASKED if until else None, "paused_until": until})
