"""The pieces of a phrase, sorted by kind."""

from __future__ import annotations

from msgspec import Struct

from bot.when.parts import Amount, At, Clock, ClockSpan, Day, DayPart, DaySpan, Guess, Moment, Span
from bot.when.reading.zones import Named


class Pieces(Struct):
    """What the grammar found, sorted by kind."""

    days: list[Day] = []
    clocks: list[Clock | ClockSpan] = []
    periods: list[DaySpan | Span] = []
    amounts: list[Amount] = []
    moments: list[Moment] = []
    parts: list[DayPart] = []
    zone: Named | None = None
    guesses: list[Guess] = []

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
