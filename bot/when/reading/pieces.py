"""The pieces of a phrase, sorted by kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.when.parts import Amount, At, Clock, ClockSpan, Day, DayPart, DaySpan, Guess, Moment, Span
from bot.when.reading.zones import Named


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
