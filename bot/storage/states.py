"""What people said of one workspace's sessions: kept once each, and the newest in memory for whatever is drawn."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from bot.appointments.cache import Timer
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotKept
from bot.appointments.jobs import Job, LookOut, RedrawCards
from bot.appointments.model import Appointment
from bot.appointments.single_flight import Together
from bot.appointments.states import UNSAID, About, Register, Said, State
from bot.appointments.values import replace
from bot.appointments.writes.ledger import Entry
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.desk_tables import states
from bot.storage.ledger import add_entry
from bot.storage.outbox import add_jobs
from bot.storage.statements import Reading, Row, Statement, listed
from bot.storage.transactions import insert_or_ignore, reading, writing

Then = Callable[[State], Sequence[Job]]
"""What follows from something that was said, once it has its number."""
REMEMBERED = timedelta(days=2)
"""How long ago a session may have begun of which what was said is in memory."""
FRESH = 15.0
"""Seconds after which what other processes were told is read anew, by the way."""
_TRIES = 5
_LASTING = tuple(one.value for one in About if one.lasts)


class States:
    """Commands and lists read `current`, which is memory alone; cards and boards are drawn from what was read `afresh`."""

    def __init__(
        self,
        engine: AsyncEngine,
        team: str,
        clock: Callable[[], datetime],
        timer: Timer,
        wake: Callable[[], None],
    ) -> None:
        self.current = Register()
        self._engine = engine
        self._team = team
        self._clock = clock
        self._timer = timer
        self._wake = wake
        self._read_at = -math.inf
        self._reading: Together[None] = Together(math.inf)
        self._recent = Reading(_RECENT, lambda rows: [_state(row) for row in rows])
        self._own: list[State] = []
        self._readings = 0

    @property
    def is_old(self) -> bool:
        """Whether others may have been told something since this was read, and nobody is reading."""
        return self._timer() - self._read_at > FRESH and None not in self._reading

    async def say(
        self,
        state: State,
        *,
        seen: int | None = None,
        channel: str | None = None,
        code: str | None = None,
        jobs: Sequence[Job] = (),
        then: Then = lambda _: (),
    ) -> Said:
        """Keep what somebody says, with its line of the audit, and have card and boards drawn anew; `jobs`, `then`: what follows besides.

        What is so already is not kept again. `seen`: the number of what stood where the person looked, 0 for nothing; if something else was said
        since, nothing is kept. Raises NotKept.
        """
        async with writing(self._engine) as connection:
            said = await self._say(connection, state, seen, channel, code, lambda new: [*jobs, *then(new)])
        if said.now is not None:
            self._own.append(said.now)
            self.current = self.current.with_new([said.now])
        if said.kept:
            self._wake()
        return said

    async def afresh(self, appointments: Iterable[str]) -> Register:
        """Read the newest that was said of these now, and remember it. Raises NotKept."""
        among = list(dict.fromkeys(appointments))
        found: list[State] = []
        known = self.current
        if among:
            async with reading(self._engine) as connection:
                which = {"team": self._team, "these": json.dumps(among)}
                found = [_state(row) for row in await _THESE.rows(connection, which)]
        # What is no longer there was forgotten, unless it was said meanwhile.
        gone = among if self.current is known else ()
        self.current = self.current.without(gone).with_new(found)
        return self.current

    async def covering(self, sessions: Iterable[Appointment]) -> Register:
        """Give what stands of sessions of whatever day: only what is over for days is read from the database."""
        since = self._clock() - REMEMBERED
        old = [one.id for one in sessions if one.start is not None and one.start < since]
        return await self.afresh(old) if old else self.current

    async def between(self, start: datetime, end: datetime) -> list[State]:
        """The newest of each kind that was said of sessions that begin in a span of time."""
        return await self._newest((states.c.start >= start) & (states.c.start < end))

    async def follows(self, appointment: str) -> list[State]:
        """Which sessions were booked in place of this one."""
        return [one for one in await self._newest(states.c.other == appointment) if one.about is About.AGAIN]

    async def refresh(self) -> None:
        """Read all that was said of the sessions of these days; where that can't be read, what is known stays."""
        with suppress(NotKept):
            await self._reading.ask(None, self._refresh)

    async def _refresh(self) -> None:
        with self.renewing() as renew:
            async with reading(self._engine) as connection:
                found = await self.recent(connection)
            renew(found)

    async def recent(self, connection: AsyncConnection) -> list[State]:
        """Read all that was said of the sessions of these days."""
        return await self._recent.of(connection, {"team": self._team, "since": self._clock() - REMEMBERED})

    @contextmanager
    def renewing(self) -> Iterator[Callable[[Sequence[State]], None]]:
        """Gives what takes the `recent` that are read within the block, with what was said here meanwhile."""
        if not self._readings:
            self._own.clear()
        self._readings += 1
        before = len(self._own)

        def renew(found: Sequence[State]) -> None:
            self.current = Register().with_new([*found, *self._own[before:]])
            self._read_at = self._timer()

        try:
            yield renew
        finally:
            self._readings -= 1

    async def _say(
        self,
        connection: AsyncConnection,
        state: State,
        seen: int | None,
        channel: str | None,
        code: str | None,
        then: Then,
    ) -> Said:
        for _ in range(_TRIES):
            last = await self._last(connection, state)
            stands = last if last is not None and last.stands_for(state.start) else None
            stands = stands if stands is not None and stands.is_of_what(state.other) else None
            if stands is None and state.word == UNSAID:
                return Said(kept=False, now=None)
            if stands is not None and stands.says_as(state):
                return Said(kept=False, now=stands, before=stands)
            if seen is not None and seen != (stands.nr if stands else 0):
                return Said(kept=False, now=stands, before=stands)
            new = replace(state, nr=(last.nr if last else 0) + 1, at=self._clock())
            if await insert_or_ignore(connection, states, self._row(new)):
                break
        else:
            raise NotKept("others say something of it all the time")
        if not new.about.shows:
            await add_jobs(connection, self._team, then(new), self._clock())
            return Said(kept=True, now=new, before=stands)
        await add_entry(connection, self._entry(new, channel, code), self._clock())
        why = f"said:{new.about.value}:{new.nr}"
        redraws: list[Job] = [RedrawCards(appointment=new.appointment, cause=why)]
        # Boards are drawn anew where it sees that they are old
        look = LookOut(cause=f"{new.appointment}:{why}")
        await add_jobs(connection, self._team, [*redraws, look, *then(new)], self._clock())
        return Said(kept=True, now=new, before=stands)

    async def _last(self, connection: AsyncConnection, state: State) -> State | None:
        mine = self._mine((states.c.appointment == state.appointment) & (states.c.about == state.about.value))
        query = select(states).where(mine).order_by(states.c.nr.desc()).limit(1)
        row = (await connection.execute(query)).mappings().first()
        return _state(row) if row else None

    async def _newest(self, which: ColumnElement[bool]) -> list[State]:
        async with reading(self._engine) as connection:
            return await newest(connection, self._mine(which))

    def _mine(self, which: ColumnElement[bool]) -> ColumnElement[bool]:
        return (states.c.team == self._team) & which

    def _row(self, state: State) -> dict[str, object]:
        kept = {name: getattr(state, name) for name in State.__struct_fields__}
        return {**kept, "team": self._team, "about": state.about.value, "word": state.word.value}

    def _entry(self, state: State, channel: str | None, code: str | None) -> Entry:
        return Entry(
            team=self._team,
            user=state.by,
            deed=Deed.SAY,
            outcome="done",
            appointment=state.appointment,
            code=code,
            channel=channel,
            what=f"{state.about.value}:{state.word.value}",
        )


async def newest(
    connection: AsyncConnection, which: ColumnElement[bool], *apart: ColumnElement[Any]
) -> list[State]:
    """The last of each session and kind among these of one workspace, in the order in which they were said.

    `apart`: what else tells them apart, such as the time that they were said of.
    """
    return [_state(row) for row in (await connection.execute(_newest(which, *apart))).mappings()]


def _newest(which: ColumnElement[bool], *apart: ColumnElement[Any]) -> Select[Any]:
    key = (states.c.team, states.c.appointment, states.c.about, *apart)
    last = select(*key, func.max(states.c.nr).label("nr")).where(which).group_by(*key).subquery()
    same = and_(*(states.c[name] == last.c[name] for name in ("team", "appointment", "about", "nr")))
    return select(states).join(last, same).order_by(states.c.id)


_MINE = states.c.team == bindparam("team")
_RECENT = Statement(
    _newest(
        _MINE
        & or_(
            states.c.start >= bindparam("since"),
            states.c.start.is_(None),
            *(states.c.about == one for one in _LASTING),
        )
    )
)
_THESE = Statement(lambda dialect: _newest(_MINE & states.c.appointment.in_(listed("these", dialect))))


def _state(row: Row) -> State:
    kept = {name: row[name] for name in State.__struct_fields__}
    return State(**{**kept, "about": About(row["about"])})
