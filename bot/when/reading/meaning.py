"""Put the pieces of a phrase together and tell what they mean on the time line, or why they can't."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.when.grammar import Context
from bot.when.model import Choice, Kind, Reading
from bot.when.parts import (
    MINUTES_A_DAY,
    PARTS_OF_DAY,
    At,
    Clock,
    ClockSpan,
    Day,
    DayPart,
    DaySpan,
    Moment,
    Span,
    Unreadable,
)
from bot.when.reading import assumptions
from bot.when.reading.halves import HALF_DAY, check_length, clock_words, minutes_of, span_minutes
from bot.when.reading.pieces import Pieces
from bot.when.reading.timeline import is_doubled_or_missing, later, moment_at
from bot.when.reading.told_day import half_told, in_told_week, later_or_longer, phrase_of, told_day

MAX_DAYS = 366
"""No length that is meant is longer."""
JUST_ONE = "Type just one, e.g. 3 Dec at 10:00."


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
        self.half = half_told(pieces)
        self.assumed: list[str] = []
        self.alternatives: list[Choice] = []

    def tell(self) -> Reading:
        p = self.pieces
        day = told_day(p, self.context)
        if len(set(p.clocks)) > 1:
            words = " and ".join(clock_words(clock) for clock in p.clocks[:2])
            raise Unreadable("two_times", f"{words} are both named. {JUST_ONE}")
        if len(p.periods) > 1 or len(p.moments) > 1 or len(set(p.parts)) > 1:
            raise Unreadable("two_times", f"More than one time is named. {JUST_ONE}")
        day = in_told_week(day, p, self.context)
        minutes = self._length()
        if p.moments:
            return self._moment(p.moments[0], day, minutes)
        if p.periods:
            return self._period(p.periods[0], day, minutes)
        if p.clocks:
            return self._clocks(p.clocks[0], day, minutes)
        if p.parts:
            return self._part(p.parts[0], day, minutes)
        if day and self.context.anchor:
            return self._kept(day, minutes)
        if day:
            self._note_guesses(day.on, day)
            return self._reading(Kind.DAY, day.on, day.on + timedelta(days=1), minutes)
        if self.context.anchor and minutes:
            raise later_or_longer(minutes, self.context)
        return self._reading(Kind.DURATION, minutes=minutes)

    def _reading(
        self,
        kind: Kind,
        start: datetime | date | None = None,
        end: datetime | date | None = None,
        minutes: int | None = None,
    ) -> Reading:
        assumed = tuple(dict.fromkeys(self.assumed))
        return Reading(
            kind, self.zone.key, start, end, minutes, assumed=assumed, alternatives=tuple(self.alternatives)
        )

    # --- the pieces ---------------------------------------------------------------------------------------

    def _length(self) -> int | None:
        amounts = self.pieces.amounts
        if not amounts:
            return None
        if len(amounts) > 1:
            raise Unreadable("two_times", "More than one length is named. Type just one, e.g. 45 min.")
        minutes = amounts[0].total_minutes
        if minutes is None or minutes <= 0:
            raise Unreadable("vague", "That length is no number of minutes. Type it like 45 min or 1 h 30.")
        if minutes > MAX_DAYS * MINUTES_A_DAY:
            raise Unreadable("impossible", "That is longer than a year. Type a length like 45 min or 1 h 30.")
        return minutes

    # --- times of day -------------------------------------------------------------------------------------

    def _clocks(self, clock: Clock | ClockSpan, day: Day | None, minutes: int | None) -> Reading:
        ends = None
        if isinstance(clock, ClockSpan):
            begins, ends = span_minutes(clock, self.half)
            check_length(clock, begins, ends, minutes)
            open_half = not clock.start.sure and not clock.end.sure
        else:
            begins, open_half = minutes_of(clock, self.half), not clock.sure
        on = day.on if day else self._next_day_for(begins)
        start = self._at(on, begins)
        self._note_guesses(on, day)
        if day and isinstance(clock, Clock) and clock.midnight:
            self._assume(assumptions.midnight(on))
        first = clock.start if isinstance(clock, ClockSpan) else clock
        plain = first.written or (self.context.language not in ("en", "cy") and begins >= 7 * 60)
        if open_half and not self.half and not plain:
            other = (begins + HALF_DAY) % MINUTES_A_DAY
            self._assume_half(on, begins, other)
        if ends is not None:
            return self._interval(start, self._at(on + timedelta(days=ends <= begins), ends))
        if minutes is not None:
            return self._interval(start, later(start, minutes))
        return self._reading(Kind.INSTANT, start)

    def _assume_half(self, on: date, begins: int, other: int) -> None:
        """Name the other half of the day, unless the clocks change just then."""
        moment = datetime.combine(on, time(), self.clock_zone) + timedelta(minutes=other)
        if not is_doubled_or_missing(moment):
            phrase = phrase_of(self.pieces, on, other)
            self._assume(assumptions.another_half(on, begins, other, phrase))

    def _next_day_for(self, minutes: int) -> date:
        """The day on which the clock next shows this; the zone named may be a day ahead or behind.

        What is to be moved stays on its day.
        """
        if self.context.anchor:
            return max(self.context.anchor.astimezone(self.clock_zone).date(), self.context.today)
        now = self.context.now.replace(second=0, microsecond=0)
        days = [self.context.today + timedelta(days=n) for n in (-1, 0, 1, 2)]
        midnights = [datetime.combine(on, time(), self.clock_zone) for on in days]
        return next(
            on for on, at in zip(days, midnights, strict=True) if at + timedelta(minutes=minutes) >= now
        )

    def _at(self, on: date, minutes: int) -> datetime:
        return moment_at(on, minutes, self.clock_zone).astimezone(self.zone)

    # --- readings -----------------------------------------------------------------------------------------

    def _interval(self, start: datetime, end: datetime) -> Reading:
        seconds = (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()
        return self._reading(Kind.INTERVAL, start, end, round(seconds / 60))

    def _kept(self, day: Day, minutes: int | None) -> Reading:
        """A day alone, for what is to be moved, which keeps its time of day; its own weekday is the next such one."""
        context = self.context
        if context.kept_on(day.on) == context.anchor and day.kind == "weekday":
            day = Day(day.on + timedelta(weeks=1), kind="weekday")
        self.pieces.guesses = [
            guess
            for guess in self.pieces.guesses
            if guess.other is None or context.kept_on(guess.other) != context.anchor
        ]
        self._note_guesses(day.on, day)
        start = context.kept_on(day.on)
        if minutes is None:
            return self._reading(Kind.INSTANT, start)
        return self._interval(start, later(start, minutes))

    def _moment(self, moment: Moment, day: Day | None, minutes: int | None) -> Reading:
        start = moment.instant.replace(second=0, microsecond=0).astimezone(self.zone)
        if self.pieces.clocks or self.pieces.periods or (day and day.on != moment.instant.date()):
            raise Unreadable("two_times", f"More than one time is named. {JUST_ONE}")
        self._note_guesses(start.date(), day)
        if minutes is not None:
            return self._interval(start, later(start, minutes))
        return self._reading(Kind.INSTANT, start)

    def _part(self, part: DayPart, day: Day | None, minutes: int | None) -> Reading:
        begins, ends = PARTS_OF_DAY[part.name]
        on = day.on if day else self._next_day_for(ends - 1)
        self._note_guesses(on, day)
        self._assume(assumptions.part_of_day(part.name, begins, ends))
        return self._reading(Kind.RANGE, self._at(on, begins), self._at(on, ends), minutes)

    def _period(self, period: DaySpan | Span, day: Day | None, minutes: int | None) -> Reading:
        p = self.pieces
        if isinstance(period, DaySpan):
            if day or p.clocks or p.parts:
                raise Unreadable("two_times", f"Several days and another time are named. {JUST_ONE}")
            if minutes and minutes >= MINUTES_A_DAY:
                raise Unreadable("two_times", f"Several days and a length of days are named. {JUST_ONE}")
            self._note_guesses(self.context.today, None)
            return self._reading(Kind.RANGE, period.start, period.end, minutes)
        if p.clocks:
            raise Unreadable("two_times", f"More than one time is named. {JUST_ONE}")
        start, end = self._edge(period.start, day), self._edge(period.end, day)
        if (
            start is None
            or end is None
            or (isinstance(period.start, Moment) and isinstance(period.end, Moment))
        ):
            return self._reading(Kind.RANGE, start, end, minutes)
        if end <= start:
            raise Unreadable(
                "contradiction", "It ends before it begins. Type from when to when, e.g. 10:00-10:45."
            )
        return self._interval(start, end)

    def _edge(self, edge: At | Clock | Moment | None, day: Day | None) -> datetime | None:
        if edge is None:
            return None
        if isinstance(edge, Moment):
            return edge.instant.replace(second=0, microsecond=0).astimezone(self.zone)
        clock = edge.clock if isinstance(edge, At) else edge
        minutes = minutes_of(clock, self.half)
        on = edge.day.on if isinstance(edge, At) else day.on if day else self._next_day_for(minutes)
        self._note_guesses(on, day)
        return self._at(on, minutes)

    # --- assumptions --------------------------------------------------------------------------------------

    def _assume(self, assumption: assumptions.Assumption | None) -> None:
        if assumption:
            sentence, choice = assumption
            self.assumed.append(sentence)
            if choice and choice not in self.alternatives:
                self.alternatives.append(choice)

    def _note_guesses(self, on: date, day: Day | None) -> None:
        for guess in self.pieces.guesses:
            if guess.words:
                self.assumed.append(guess.words)
            elif guess.other and guess.other != on and day:
                self._assume(
                    assumptions.another_day(
                        on, guess.other, self.context.today, phrase_of(self.pieces, guess.other)
                    )
                )
        if self.pieces.zone and self.pieces.clocks:
            self._assume(assumptions.fixed_zone(self.pieces.zone, on))
