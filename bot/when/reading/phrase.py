"""One text on its way to being understood: its items, its pieces, and what each word was taken for."""

from __future__ import annotations

from bot.when.grammar import LETTERS, NAMES, Context, Item, Ordered, apply
from bot.when.parts import Guess, Unreadable
from bot.when.reading.lexer import Lexed, lex
from bot.when.reading.pieces import Pieces
from bot.when.reading.weighing import BEHIND, BETWEEN, JOINING, PIECES, tags, weigh
from bot.when.reading.zones import Named
from bot.when.rules import (
    amounts,
    clock_offsets,
    clocks,
    counted,
    dates,
    day_spans,
    days,
    doubtful,
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
from bot.when.words import LANGUAGES, lexicon

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
UNKNOWN, EMPTY, NTH, DAY, DAYS = (LETTERS[tag] for tag in ("unknown", "empty", "nth", "day", "days"))


class Phrase:
    """One text. `whole` is set where it must be a time and nothing else, so that nothing in it can be a name."""

    def __init__(self, text: str, context: Context, *, whole: bool) -> None:
        self.text = text
        self.context = context
        self.whole = whole
        self.items: list[Item] = []
        self.lexed = Lexed()
        self._spans: list[tuple[int, int, str]] | None = None

    @property
    def used(self) -> list[Item]:
        return [item for item in self.items if item.tag in PIECES]

    def typed(self, item: Item) -> str:
        return self.text[item.start : item.end]

    def pieces(self) -> Pieces:
        """Find the pieces that tell a time; raises Unreadable where words beside them would change it."""
        language = self.context.language
        self.lexed = lex(self.text, lexicon(language if language in LANGUAGES else "en"))
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
        """The zone named; "BST" beside "London" says which half of the doubled hour is meant."""
        zones = list({named.zone: named for named, _, _ in self.lexed.zones}.values())
        if len(zones) == 2:
            zones.sort(key=lambda named: named.region is None)
            if zones[0].region and zones[0].region == zones[1].name:
                return zones[0]
        if len(zones) > 1:
            raise Unreadable("two_zones", "Two time zones are named. Type just one, e.g. 3 Dec at 10:00 GMT.")
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
