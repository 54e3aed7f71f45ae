"""Put the pieces of a phrase together and tell what they mean on the time line, or why they can't."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.when.clocks import HALVES, in_part
from bot.when.grammar import Context
from bot.when.model import Choice, Kind, Reading
from bot.when.parts import (
    DAYS,
    MINUTES_A_DAY,
    PARTS_OF_DAY,
    Amount,
    At,
    Clock,
    ClockSpan,
    Day,
    DayPart,
    DaySpan,
    Guess,
    Moment,
    Span,
    Unreadable,
    short_clock,
    short_day,
)
from bot.when.zones import Named, city_of, offset_words, zone_words

HALF_DAY = 12 * 60


@dataclass(slots=True)
class Pieces:
    """What the grammar found, sorted by kind."""

    days: list[Day] = field(default_factory=list)
    clocks: list[Clock | ClockSpan] = field(default_factory=list)
    periods: list[DaySpan | Span] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    parts: list[DayPart] = field(default_factory=list)
    zone: Named | None = None
    guesses: list[Guess] = field(default_factory=list)

    def put(self, value: object) -> None:
        match value:
            case Day():
                self.days.append(value)
            case At():
                self.days.append(value.day)
                self.clocks.append(value.clock)
            case Clock() | ClockSpan():
                self.clocks.append(value)
            case DaySpan() | Span():
                self.periods.append(value)
            case Amount():
                self.amounts.append(value)
            case Moment():
                self.moments.append(value)
            case DayPart():
                self.parts.append(value)
                if value.day:
                    self.days.append(value.day)


def meaning(pieces: Pieces, context: Context) -> Reading:
    """Tell what the pieces mean together. Raises Unreadable where they contradict each other or the calendar."""
    return _Meaning(pieces, context).tell()


class _Meaning:
    def __init__(self, pieces: Pieces, context: Context) -> None:
        self.pieces = pieces
        self.context = context
        named = pieces.zone.zone if pieces.zone else None
        self.clock_zone = named or context.zone
        self.zone = named if isinstance(named, ZoneInfo) else context.zone
        self.assumed: list[str] = []
        self.alternatives: list[Choice] = []

    def tell(self) -> Reading:
        p = self.pieces
        day = self._one_day()
        if len(p.clocks) > 1 and len({c for c in p.clocks}) > 1:
            raise _two([self._clock_words(c) for c in p.clocks[:2]])
        if len(p.periods) > 1 or len(p.moments) > 1 or len(set(p.parts)) > 1:
            raise Unreadable(
                "two_times", "More than one time is named. Type just one, e.g. Tue 24 Nov at 10:00."
            )
        minutes = self._length()
        if p.moments:
            reading = self._moment(p.moments[0], day, minutes)
        elif p.periods:
            reading = self._period(p.periods[0], day, minutes)
        elif p.clocks:
            reading = self._clocks(p.clocks[0], day, minutes)
        elif p.parts:
            reading = self._part(p.parts[0], day, minutes)
        elif day:
            reading = self._day(day, minutes)
        else:
            reading = Reading(Kind.DURATION, self.zone_name, minutes=minutes)
        return reading

    @property
    def zone_name(self) -> str:
        return self.zone.key if isinstance(self.zone, ZoneInfo) else str(self.zone)

    # --- the pieces ---------------------------------------------------------------------------------------

    def _one_day(self) -> Day | None:
        days = self.pieces.days
        if not days:
            return None
        first = days[0]
        for other in days[1:]:
            if other.on != first.on:
                raise _two([short_day(first.on), short_day(other.on)], [first.on, other.on])
        if first.weekday is not None and first.weekday != first.on.weekday():
            self._weekday_is_another(first)
        return first

    def _weekday_is_another(self, day: Day) -> None:
        assert day.weekday is not None
        ahead = (day.weekday - day.on.weekday() + 3) % 7 - 3
        near = day.on + timedelta(days=ahead)
        if near < self.context.today <= near + timedelta(days=7):
            near += timedelta(days=7)
        said = DAYS[day.weekday]
        raise Unreadable(
            "contradiction",
            f"{said[:3]} {day.on.day} {day.on:%b} was typed but {day.on.day} {day.on:%b %Y} is a "
            f"{DAYS[day.on.weekday()]}. Which? Type {short_day(day.on)} or {short_day(near)}.",
            tuple(Choice(short_day(on), self._phrase(on)) for on in (day.on, near)),
        )

    def _phrase(self, on: date) -> str:
        """Write a day, with the time that was typed, so that it reads as exactly that."""
        clocks = self.pieces.clocks
        if not clocks:
            return on.isoformat()
        clock = clocks[0]
        if isinstance(clock, ClockSpan):
            start, end = self._span_minutes(clock, [])
            return f"{on} {short_clock(start)}-{short_clock(end)}"
        at = self._minutes_of(clock, [])
        return f"{on} {short_clock(at)}"

    def _length(self) -> int | None:
        amounts = self.pieces.amounts
        if not amounts:
            return None
        if len(amounts) > 1:
            raise Unreadable("two_times", "More than one length is named. Type just one, e.g. 45 min.")
        minutes = amounts[0].total_minutes
        if minutes is None:
            raise Unreadable(
                "vague",
                "That length has no fixed number of minutes. Type it in hours or minutes, e.g. 45 min.",
            )
        return minutes

    def _clock_words(self, clock: Clock | ClockSpan) -> str:
        if isinstance(clock, ClockSpan):
            return f"{short_clock(clock.start.minutes)}-{short_clock(clock.end.minutes)}"
        return short_clock(clock.minutes)

    # --- times of day -------------------------------------------------------------------------------------

    def _minutes_of(self, clock: Clock, other: list[int]) -> int:
        """Decide the half of the day; `other` gets the time that it could also have been."""
        part = self.pieces.parts[0].name if self.pieces.parts else None
        minutes = clock.minutes
        if part in HALVES:
            return in_part(clock, part)
        if not clock.sure:
            other.append((minutes + HALF_DAY) % MINUTES_A_DAY)
        return minutes

    def _span_minutes(self, span: ClockSpan, other: list[int]) -> tuple[int, int]:
        """Decide both halves of the day: what was said holds, and the shorter span is meant."""
        parted = bool(self.pieces.parts)
        start, end = span.start, span.end
        if parted:
            begins = self._minutes_of(start, [])
            ends = end.minutes if end.sure else _soonest_after(begins, end.minutes)
            return begins, ends
        if not start.sure and end.sure:
            options = [start.minutes, (start.minutes + HALF_DAY) % MINUTES_A_DAY]
            begins = min(options, key=lambda option: (end.minutes - option - 1) % MINUTES_A_DAY)
            return begins, end.minutes
        begins = start.minutes
        ends = end.minutes if end.sure else _soonest_after(begins, end.minutes)
        if not start.sure:
            other.append((begins + HALF_DAY) % MINUTES_A_DAY)
        return begins, ends

    # --- readings -----------------------------------------------------------------------------------------

    def _clocks(self, clock: Clock | ClockSpan, day: Day | None, minutes: int | None) -> Reading:
        other: list[int] = []
        if isinstance(clock, ClockSpan):
            begins, ends = self._span_minutes(clock, other)
            length = (ends - begins) % MINUTES_A_DAY
            if length == 0:
                raise Unreadable(
                    "contradiction", "It ends when it begins. Type from when to when, e.g. 10:00-10:45."
                )
            if minutes is not None and minutes != length:
                raise Unreadable(
                    "contradiction",
                    f"From {short_clock(begins)} to {short_clock(ends)} is {length} minutes, but {minutes} were "
                    "typed too. Leave one of them out.",
                )
        else:
            begins, ends, length = self._minutes_of(clock, other), None, 0
            if clock.midnight and day and not other:
                self._midnight(day)
        on = day.on if day else self._next_day_for(begins)
        start = self._at(on, begins)
        self._note_guesses(on, begins, other, day)
        if ends is not None:
            end = self._at(on + timedelta(days=ends <= begins), ends)
            return self._interval(start, end)
        if minutes is not None:
            return self._interval(start, self._later(start, minutes))
        return Reading(Kind.INSTANT, self.zone_name, start, **self._notes())

    def _next_day_for(self, minutes: int) -> date:
        """The day on which the clock next shows this; the zone named may be a day ahead or behind."""
        now = self.context.now.replace(second=0, microsecond=0)
        for days in (-1, 0, 1):
            on = self.context.today + timedelta(days=days)
            if datetime.combine(on, datetime.min.time(), self.clock_zone) + timedelta(minutes=minutes) >= now:
                return on
        return self.context.today + timedelta(days=2)

    def _at(self, on: date, minutes: int) -> datetime:
        """The moment of a day and a time; refuses one that the change of the clocks leaves out or doubles."""
        naive = datetime.combine(on, datetime.min.time()) + timedelta(minutes=minutes)
        moment = naive.replace(tzinfo=self.clock_zone)
        if moment.utcoffset() != moment.replace(fold=1).utcoffset():
            gap = moment.astimezone(UTC).astimezone(self.clock_zone).replace(tzinfo=None) != naive
            raise (self._missing if gap else self._doubled)(moment)
        return moment.astimezone(self.zone)

    def _missing(self, moment: datetime) -> Unreadable:
        jump = moment.replace(fold=1).utcoffset() or timedelta()
        jump = abs((moment.utcoffset() or timedelta()) - jump)
        naive = moment.replace(tzinfo=None)
        before, after = naive - jump, naive + jump
        return Unreadable(
            "dst_gap",
            f"There is no {naive:%H:%M} on {short_day(naive.date())}: the clocks go forward. "
            f"Type {before:%H:%M} or {after:%H:%M}.",
            tuple(
                Choice(f"{short_day(at.date())} {at:%H:%M}", f"{at:%Y-%m-%d %H:%M}") for at in (before, after)
            ),
        )

    def _doubled(self, moment: datetime) -> Unreadable:
        names = [zone_words(moment.replace(fold=fold)) for fold in (0, 1)]
        at, on = f"{moment:%H:%M}", moment.date()
        return Unreadable(
            "dst_overlap",
            f"{on.day} {on:%b %Y} at {at} happens twice: the clocks go back. Type {at} {names[0]} or {at} {names[1]}.",
            tuple(Choice(f"{short_day(on)} {at} {name}", f"{on} {at} {name}") for name in names),
        )

    def _later(self, start: datetime, minutes: int) -> datetime:
        return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)

    def _interval(self, start: datetime, end: datetime) -> Reading:
        minutes = round((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 60)
        return Reading(Kind.INTERVAL, self.zone_name, start, end, minutes, **self._notes())

    def _moment(self, moment: Moment, day: Day | None, minutes: int | None) -> Reading:
        start = moment.instant.replace(second=0, microsecond=0).astimezone(self.zone)
        if self.pieces.clocks or self.pieces.periods or (day and day.on != start.date()):
            raise Unreadable("two_times", "More than one time is named. Type just one, e.g. in 2 hours.")
        if minutes is not None:
            return self._interval(start, self._later(start, minutes))
        return Reading(Kind.INSTANT, self.zone_name, start, **self._notes())

    def _day(self, day: Day, minutes: int | None) -> Reading:
        self._note_guesses(day.on, None, [], day)
        return Reading(
            Kind.DAY, self.zone_name, day.on, day.on + timedelta(days=1), minutes=minutes, **self._notes()
        )

    def _part(self, part: DayPart, day: Day | None, minutes: int | None) -> Reading:
        begins, ends = PARTS_OF_DAY[part.name]
        on = day.on if day else self._next_day_for(ends - 1)
        self._note_guesses(on, None, [], day)
        span = f"{short_clock(begins)} to {'midnight' if ends == MINUTES_A_DAY else short_clock(ends)}"
        said = part.name if part.name.endswith("thing") else f"the {part.name}"
        self.assumed.append(f"{said[0].upper()}{said[1:]} is read as {span}.")
        start = self._at(on, begins)
        return Reading(
            Kind.RANGE, self.zone_name, start, self._at(on, ends), minutes=minutes, **self._notes()
        )

    def _period(self, period: DaySpan | Span, day: Day | None, minutes: int | None) -> Reading:
        p = self.pieces
        if isinstance(period, DaySpan):
            if day or p.clocks or p.parts:
                raise Unreadable(
                    "two_times",
                    "That names several days and something else beside. Type one day, e.g. Tue 24 Nov at 10:00.",
                )
            self._note_guesses(period.start or period.end or self.context.today, None, [], None)
            return Reading(
                Kind.RANGE, self.zone_name, period.start, period.end, minutes=minutes, **self._notes()
            )
        if p.clocks:
            raise Unreadable("two_times", "More than one time is named. Type just one, e.g. after 2pm.")
        edges = [self._edge(edge, day) for edge in (period.start, period.end)]
        if edges[0] and edges[1]:
            if edges[1] <= edges[0]:
                raise Unreadable(
                    "contradiction", "It ends before it begins. Type from when to when, e.g. 10:00-10:45."
                )
            return self._interval(edges[0], edges[1])
        return Reading(Kind.RANGE, self.zone_name, edges[0], edges[1], minutes=minutes, **self._notes())

    def _edge(self, edge: At | Clock | None, day: Day | None) -> datetime | None:
        if edge is None:
            return None
        other: list[int] = []
        if isinstance(edge, At):
            minutes = self._minutes_of(edge.clock, other)
            return self._at(edge.day.on, minutes)
        minutes = self._minutes_of(edge, other)
        on = day.on if day else self._next_day_for(minutes)
        self._note_guesses(on, minutes, other, day)
        return self._at(on, minutes)

    # --- assumptions --------------------------------------------------------------------------------------

    def _midnight(self, day: Day) -> None:
        after = day.on + timedelta(days=1)
        self.assumed.append(
            f"Midnight is read as the start of {short_day(day.on)}; for its end type {after.day} {after:%b} 00:00."
        )
        self.alternatives.append(Choice(f"{short_day(after)} 00:00", f"{after} 00:00"))

    def _note_guesses(self, on: date, minutes: int | None, other: list[int], day: Day | None) -> None:
        """Write down what could have been meant instead, and how to type it."""
        with_year = on.year != self.context.today.year
        at = "" if minutes is None else f" {short_clock(minutes)}"
        for guess in self.pieces.guesses:
            if guess.about == "note":
                self.assumed.append(guess.words)
            elif guess.about == "about":
                self.assumed.append("“About” is read as exactly that.")
            elif isinstance(guess.other, date) and day and guess.other != on:
                year = with_year or guess.other.year != on.year
                self.assumed.append(
                    f"Read as {short_day(on, year=year)}; for {short_day(guess.other, year=year)} type "
                    f"{guess.other.day} {guess.other:%b}{f' {guess.other.year}' if year else ''}."
                )
                self.alternatives.append(Choice(f"{short_day(guess.other)}{at}", self._phrase(guess.other)))
        if other and minutes is not None:
            self.assumed.append(
                f"Read as {short_clock(minutes)}; for {short_clock(other[0])} type {_spoken(other[0])}."
            )
            self.alternatives.append(
                Choice(f"{short_day(on)} {short_clock(other[0])}", f"{on} {short_clock(other[0])}")
            )

    def _notes(self) -> dict[str, tuple[str, ...] | tuple[Choice, ...]]:
        self._note_zone()
        return {"assumed": tuple(dict.fromkeys(self.assumed)), "alternatives": tuple(self.alternatives)}

    def _note_zone(self) -> None:
        """Say so where an abbreviation is not what its country's clocks show then: EST in July."""
        named = self.pieces.zone
        if not (named and named.region and self.pieces.clocks):
            return
        on = self.pieces.days[0].on if self.pieces.days else self.context.today
        noon = datetime.combine(on, datetime.min.time()) + timedelta(hours=12)
        there, said = noon.replace(tzinfo=ZoneInfo(named.region)), noon.replace(tzinfo=named.zone)
        if there.utcoffset() != said.utcoffset():
            city = city_of(named.region)
            self.assumed.append(
                f"The zone is read as {offset_words(said)}, while {city} then has {offset_words(there)}; "
                f"for its own time type {city} time."
            )


def _soonest_after(begins: int, ends: int) -> int:
    options = [ends, (ends + HALF_DAY) % MINUTES_A_DAY]
    return min(options, key=lambda option: (option - begins - 1) % MINUTES_A_DAY)


def _spoken(minutes: int) -> str:
    """Write a time so that morning and afternoon can't be mistaken: 8pm, 3.30am."""
    hour, minute = divmod(minutes, 60)
    return f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def _two(words: list[str], days: list[date] | None = None) -> Unreadable:
    choices = tuple(Choice(short_day(on), on.isoformat()) for on in days or ())
    return Unreadable(
        "two_times", f"{words[0]} and {words[1]} are both named. Type just one of them.", choices
    )
