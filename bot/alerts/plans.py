"""The schedule of each session, kept from look to look: made anew where it is no longer what it was, or its moment comes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import is_

from msgspec import Struct, field

from bot.alerts.boards import Lines
from bot.alerts.compare import Sighting
from bot.alerts.kinds import ALERTS, AlertKind, Sight
from bot.alerts.questions import asked_at, questions
from bot.alerts.rules import Rules, Subscription
from bot.alerts.schedule import schedule
from bot.alerts.standing import Stands
from bot.alerts.waiting import Wait
from bot.appointments.jobs import Job
from bot.appointments.model import Appointment
from bot.appointments.need import turns
from bot.appointments.states import About, State
from bot.appointments.values import replace


class _Plan(Struct, gc=False):
    """What came of one session, and what that was worked out from."""

    version: str
    seen: Sighting | None
    said: Mapping[About, State] | None
    wait: Wait | None
    good_until: datetime
    """The clock alone makes nothing another before this."""
    keys: tuple[str, ...] = ()


class _Before(Struct, frozen=True):
    """What the last look planned from, but for the clock."""

    sessions: Sequence[Appointment]
    seen: Mapping[str, Sighting]
    said: Mapping[str, Mapping[About, State]]
    waits: Mapping[str, Wait]

    def is_still(self, there: Sequence[Appointment], stands: Stands, sight: Sight) -> bool:
        """Whether this look has the same to plan from, to the very same readings of sessions."""
        return (
            sight.seen is self.seen
            and len(there) == len(self.sessions)
            and all(map(is_, there, self.sessions))
            and sight.said.states == self.said
            and stands.waits == self.waits
        )


class Planned(Struct, frozen=True):
    """What is planned at one look: jobs that were made now, and the keys of those that were before."""

    jobs: Sequence[Job]
    keys: Sequence[str]
    lines: Lines
    """What boards show, as far as that is what it was: for `Digests`."""
    _again: Callable[[Collection[str]], list[Job]]

    def again(self, lost: Collection[str]) -> list[Job]:
        """Make those jobs once more whose keys are not kept any more: one that was dropped may be planned again."""
        return self._again(lost) if lost else []


class Plans(Struct):
    """Those of one workspace. `ask_after`: how long after its start it is asked whether anybody came to a session."""

    team: str
    ask_after: timedelta
    _plans: dict[str, _Plan] = {}
    _lines: Lines = field(default_factory=Lines)
    _of: tuple[Sequence[Subscription], Sequence[object]] = ((), ())
    _now: datetime | None = None
    _before: _Before | None = None
    _set: Sequence[tuple[AlertKind, Rules]] = ()

    def forget(self) -> None:
        """Have all of it worked out anew."""
        self._plans, self._lines, self._now, self._before = {}, Lines(), None, None

    def look(
        self, subscriptions: Sequence[Subscription], stands: Stands, sight: Sight, changed: Collection[str]
    ) -> Planned:
        """Plan for all channels. `changed`: the sessions that this look saw to be other than before, whatever is remembered of them."""
        boards = [subscription for _, subscription in stands.boards]
        of = subscriptions, [(place.channel, place.day) for place, _ in stands.boards]
        if of != self._of or sight.last is None or self._now is None or sight.now < self._now:
            self.forget()
            rules = [one.rules for one in subscriptions]
            # Several channels have a kind set alike: it has the same moments for all of them
            set_so = {(kind.name, getattr(one, kind.name)): (kind, one) for one in rules for kind in ALERTS}
            self._set = list(set_so.values())
        self._of, self._now = of, sight.now
        sessions, plans = sight.sessions, self._plans
        new = self._outdated(stands, sight, changed)
        keys = [key for plan in plans.values() for key in plan.keys]
        jobs = self._made(subscriptions, boards, sight, new)
        self._keep(stands, sight, new, jobs)

        def again(lost: Collection[str]) -> list[Job]:
            of_these = {key for key, plan in plans.items() if not set(lost).isdisjoint(plan.keys)}
            made = self._made(subscriptions, boards, sight, {key: sessions[key] for key in of_these})
            return [job for job in made if job.key(self.team) in lost]

        return Planned(jobs, keys, self._lines, again)

    def _outdated(self, stands: Stands, sight: Sight, changed: Collection[str]) -> Mapping[str, Appointment]:
        """Let go of what is no longer so; gives the sessions that are to be worked out anew."""
        sessions, plans, before = sight.sessions, self._plans, self._before
        there = list(sessions.values())
        if before is not None and not changed and before.is_still(there, stands, sight):
            new = {id: sessions[id] for id, plan in plans.items() if plan.good_until <= sight.until}
        else:
            new = {
                one.id: one
                for one in there
                if one.id in changed
                or (plan := plans.get(one.id)) is None
                or not self._is_good(plan, one, stands, sight)
            }
            for gone in plans.keys() - sessions.keys():
                plans.pop(gone)
                self._lines.drop(gone)
        for id in new:
            plans.pop(id, None)
        self._lines.outdated.update(new)
        self._before = _Before(there, sight.seen, sight.said.states, stands.waits)
        return new

    def _made(
        self,
        subscriptions: Sequence[Subscription],
        boards: Sequence[Subscription],
        sight: Sight,
        these: Mapping[str, Appointment],
    ) -> list[Job]:
        jobs = schedule(subscriptions, replace(sight, sessions=these))
        return jobs + list(questions(boards, these.values(), sight.now, sight.until, self.ask_after))

    def _keep(
        self, stands: Stands, sight: Sight, these: Mapping[str, Appointment], jobs: Iterable[Job]
    ) -> None:
        keys: dict[str, list[str]] = {}
        for job in jobs:
            if (session := getattr(job, "appointment", None)) is not None:
                keys.setdefault(session, []).append(job.key(self.team))
        for one in these.values():
            came = [moment for moment in self._moments(one) if moment > (sight.last or moment)]
            self._plans[one.id] = _Plan(
                one.version,
                sight.seen.get(one.id),
                sight.said.states.get(one.id),
                stands.waits.get(one.id),
                min(came, default=_NEVER) if sight.last else sight.now,
                tuple(keys.get(one.id, ())),
            )

    def _is_good(self, plan: _Plan, one: Appointment, stands: Stands, sight: Sight) -> bool:
        return (
            sight.until < plan.good_until
            and plan.version == one.version
            and _since(plan.seen) == _since(sight.seen.get(one.id))
            and plan.said == sight.said.states.get(one.id)
            and plan.wait == stands.waits.get(one.id)
        )

    def _moments(self, one: Appointment) -> Iterator[datetime]:
        """When what is planned for a session, or shown of it, may become another by the clock alone."""
        yield from turns(one)
        yield from asked_at(one, self.ask_after)
        for kind, rules in self._set:
            yield from kind.moments(rules, one)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _since(seen: Sighting | None) -> tuple[datetime, datetime | None] | None:
    return (seen.since, seen.gap_since) if seen is not None else None
