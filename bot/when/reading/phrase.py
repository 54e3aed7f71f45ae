"""One text on its way to being understood: its items, its pieces, and what each word was taken for."""

from __future__ import annotations

from typing import cast

from bot.when.grammar import LETTERS, NAMES, Context, Item, Ordered, apply
from bot.when.parts import Amount, Guess, Unreadable
from bot.when.reading.lexer import Lexed, lex
from bot.when.reading.pieces import Pieces
from bot.when.reading.strange import strange
from bot.when.reading.text import Text
from bot.when.reading.weighing import BEHIND, BETWEEN, JOINING, PIECES, tags, weigh
from bot.when.reading.zones import SHARED, Named, half_of_year
from bot.when.rules import (
    amounts,
    clock_offsets,
    clocks,
    counted,
    dates,
    day_spans,
    days,
    doubtful,
    from_there,
    hours,
    named,
    nth,
    numeric,
    offsets,
    open_ends,
    periods,
    spans,
    spoken,
    weekday_spans,
    weekdays,
)
from bot.when.words import lexicon

GRAMMAR = Ordered(
    rule
    for part in (
        amounts.numbers,
        hours.rules,
        amounts.rules,
        clocks.rules,
        spoken.rules,
        numeric.rules,
        dates.rules,
        nth.rules,
        weekday_spans.week_rules,
        weekdays.rules,
        weekday_spans.rules,
        counted.named_rules,
        named.rules,
        days.rules,
        counted.rules,
        from_there.rules,
        periods.rules,
        offsets.rules,
        clock_offsets.rules,
        spans.rules,
        doubtful.rules,
        day_spans.rules,
        open_ends.rules,
    )
    for rule in part.rules
)
"""In the order in which they are tried: small pieces first."""


DAYISH = tags("day at_day")
CLOCKISH = tags("clock clocks at_day")
TAKEN_AS = {
    "day": "day", "days": "days", "clock": "time of day", "clocks": "from and to", "amount": "length",
    "moment": "moment", "part": "part of the day", "span": "from and to", "at_day": "day and time of day",
}  # fmt: skip
_NO_TIME = tags("unknown empty label")
_HANGING = JOINING | tags("number by plus minus past or half quarter")
"""What counts with a question only between other words of time."""
_ASKED = (PIECES - tags("amount")) | tags(
    "month weekday weekdays relday named every vague not edge wc ending nth ofmonth sametime thing clock dotted hm hours "
    "meridiem daypart bankholiday amount pair triple mod unit"
)
UNKNOWN, EMPTY, NTH, DAY, DAYS, AMOUNT = (
    LETTERS[tag] for tag in ("unknown", "empty", "nth", "day", "days", "amount")
)


class Phrase(Text):
    """A text, its pieces, and what each word was taken for."""

    def __init__(self, text: str, context: Context, *, whole: bool) -> None:
        super().__init__(text, context, whole=whole)
        self.lexed = Lexed()
        self._spans: list[tuple[int, int, str]] | None = None

    @property
    def used(self) -> list[Item]:
        return [item for item in self.items if item.tag in PIECES]

    def pieces(self) -> Pieces:
        """Find the pieces that tell a time; raises Unreadable where words beside them would change it."""
        language = self.context.language
        self.lexed = lex(
            self.text, lexicon(language, moving=self.context.anchor is not None), self.context.today
        )
        self.items = self.lexed.items
        apply(GRAMMAR, self.items, self.context)
        self._join_nth()
        if not self.whole:
            self._leave_names(DAYISH)
            self._leave_names(CLOCKISH)
        pieces = Pieces()
        for item in self.used:
            pieces.put(item.value)
            pieces.guesses += item.guesses
        if meant := strange(self, pieces):
            raise meant.question(self.text[meant.start : meant.end], self.context)
        weigh(self.items, self.text, pieces, self.context, whole=self.whole)
        pieces.zone = self._zone()
        if self.lexed.abouts and self.used:
            pieces.guesses.append(Guess("“About” is read as exactly then."))
        return pieces

    def _join_nth(self) -> None:
        """ "the first Monday 1pm to 3pm of next month": the month may come after the time."""
        first = next((item for item in self.items if item.tag == NTH), None)
        if not first:
            return
        behind = self.items[self.items.index(first) + 1 :]
        month = next((item for item in behind if item.tag == DAYS), None)
        if not month or any(item.tag not in PIECES | JOINING for item in behind[: behind.index(month)]):
            return
        told = nth.month_told(month.value)
        day = nth.resolve_nth(self.context, first.value, told) if told else None
        if day:
            first.tag, first.value = DAY, day
            month.tag, month.value = EMPTY, None

    def _leave_names(self, kind: frozenset[str]) -> None:
        """Take a word such as "Friday" or "Noon" for a name where it stands in one and another time follows."""
        same = [item for item in self.items if item.tag in kind]
        if len(same) < 2:
            return
        first = same[0]
        if not self.typed(first).isalpha() or not self.typed(first)[0].isupper():
            return
        place = self.items.index(first)
        beside = [self.items[n] for n in (place - 1, place + 1) if 0 <= n < len(self.items)]
        if any(item.tag == UNKNOWN and self.typed(item)[:1].isupper() for item in beside):
            first.tag, first.value = UNKNOWN, None

    def _zone(self) -> Named | None:
        """The zone named; "BST" beside "London" and "UTC-3" beside "Halifax" say which half of the doubled hour is meant."""
        zones = list({named.zone: named for named, _, _ in self.lexed.zones}.values())
        if len(zones) == 2 and (half := half_of_year(zones[0], zones[1], self.context.now.year)):
            return half
        if len(zones) > 1:
            raise Unreadable("two_zones", "Two time zones are named. Type just one, e.g. 3 Dec at 10:00 GMT.")
        if zones and self.context.booking and (shared := SHARED.get(zones[0].name)):
            words = f"{zones[0].name} is the time of several places. Name the place: {shared}."
            raise Unreadable("ambiguous", words)
        return zones[0] if zones else None

    # --- accounting for the words -------------------------------------------------------------------------

    def spans(self) -> list[tuple[int, int, str]]:
        """Every stretch of the text that tells the time, and what it was taken for, in order."""
        if self._spans is not None:
            return self._spans
        taken = [(item.start, item.end, TAKEN_AS[NAMES[item.tag]]) for item in self.used]
        taken += [(start, end, "time zone") for _, start, end in self.lexed.zones]
        taken += [(start, end, "about") for start, end in self.lexed.abouts]
        for n, item in enumerate(self.items):
            if item.tag in JOINING and item.start < item.end and self._joins(n):
                taken.append((item.start, item.end, "joining word"))
        self._spans = sorted(taken)
        return self._spans

    def asked(self, place: tuple[int, int] | None) -> list[tuple[int, int, str]]:
        """Every stretch that a question is about: all that tells of time, and the words that make it one."""
        count, told = len(self.items), list[tuple[int, int, str]]()
        first = 0
        while first < count:
            last = first
            while last < count and self.items[last].tag not in _NO_TIME:
                last += 1
            run = self.items[first:last]
            edge = JOINING if any(_within(item, place) for item in run) else _HANGING
            while run and run[0].tag in edge and not _within(run[0], place):
                run = run[1:]
            while run and run[-1].tag in edge and not _within(run[-1], place):
                run = run[:-1]
            if any(item.tag in _ASKED or _within(item, place) for item in run):
                told += [
                    (item.start, item.end, self._doubted(item, place))
                    for item in run
                    if item.start < item.end
                ]
            first = last + 1
        told += [(start, end, "time zone") for _, start, end in self.lexed.zones]
        if place and not any(start <= place[0] and place[1] <= end for start, end, _ in told):
            told = [one for one in told if one[1] <= place[0] or one[0] >= place[1]] + [(*place, "not clear")]
        return sorted(told)

    def length(self, place: tuple[int, int] | None) -> int | None:
        """How long it lasts, though the rest has to be asked about."""
        lengths = [item for item in self.items if item.tag == AMOUNT]
        if place is None or len(lengths) != 1 or _within(lengths[0], place):
            return None
        return cast(Amount, lengths[0].value).total_minutes

    def _doubted(self, item: Item, place: tuple[int, int] | None) -> str:
        """What a word of a question is taken for: the length, and what leads to it, are not in doubt."""
        if item.tag in JOINING:
            return "joining word"
        return "length" if item.tag == AMOUNT and self.length(place) else "not clear"

    def _joins(self, n: int) -> bool:
        """Whether a joining word leads to a piece, or is one that may trail it."""
        tag, count = self.items[n].tag, len(self.items)
        ahead, back = n + 1, n - 1
        while ahead < count and self.items[ahead].tag in JOINING:
            ahead += 1
        while back >= 0 and self.items[back].tag in JOINING:
            back -= 1
        leads = ahead < count and self.items[ahead].tag in PIECES
        trails = back >= 0 and self.items[back].tag in PIECES
        if tag in BETWEEN or (tag == EMPTY and not self.whole):
            return leads and trails
        return leads or (trails and tag in BEHIND)

    def left(self) -> list[Item]:
        """The items that tell nothing about the time."""
        spans = self.spans()
        return [
            item
            for item in self.items
            if item.start < item.end and not any(start <= item.start < end for start, end, _ in spans)
        ]


def _within(item: Item, place: tuple[int, int] | None) -> bool:
    return place is not None and item.start < place[1] and place[0] < item.end
