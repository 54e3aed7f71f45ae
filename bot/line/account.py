"""Account for every word of a booking line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot import when
from bot.appointments.folding import fold
from bot.line.contacts import contacts
from bot.line.courtesy import CHANGE, courtesies
from bot.line.departments import departments
from bot.line.interpreters import interpreters
from bot.line.lattice import UNCLAIMED, Cover, Kind, Span, cheapest
from bot.line.names import BETWEEN, JOINING, NO_NAME, PARTICLES, TITLES, costs_of, in_name, names
from bot.line.words import cut
from bot.settings.nations import Nation

MOST_CHARACTERS = 1200
MOST_WORDS = 120
"""What is looked at: a text from anyone must cost little. What is behind is shown as not understood."""
_MOST_WEIGHED = 60
"""Words of the longest line in which words of time are tried as names too."""
_FIRM = frozenset(
    (Kind.DEPARTMENT, Kind.INTERPRETER, Kind.PHONE, Kind.EMAIL, Kind.BIRTH, Kind.REFERENCE, Kind.NOTHING)
)
_SURE = 4.0
"""A span that costs less is no time, whatever time might be read into it."""
_ASKED, _NO_CLOCK, _NO_DAY = 9.0, 4.0, 7.0
_APART, _TWICE = 3.0, 5.0
_WORD_OF_TIME = 1.0
_CLOSE = 3.0
"""Two ways to read a line that differ by less are both offered."""
_WHOLE = 5.0
_MOST_IN_NAME = 2


class Typist(Struct, frozen=True):
    """All beside its words that a line's meaning depends on."""

    now: datetime
    zone: ZoneInfo
    locale: str = "en-GB"
    departments: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    """Departments that there are too, among others: one of these may stand anywhere, and any other after "in"."""
    anchor: datetime | None = None
    """When what is to be moved is now, in the zone whose clocks it keeps: words of time count from there."""
    nation: Nation = Nation.ENGLAND
    """Whose bank holidays are meant."""
    changes: bool = False
    """The line may change what was said before: "make it 4pm" names nobody."""

    @property
    def language(self) -> str:
        return self.locale.replace("_", "-").partition("-")[0].lower() or "en"

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


class Way(NamedTuple):
    """One way to read the whole line, and what it costs."""

    cost: float
    cover: Cover
    time: when.Found | None


class Line:
    """A line on its way to being understood: its words, and what was offered for them."""

    def __init__(self, text: str, typist: Typist) -> None:
        self.text = fold(text, lines=True)
        self.typist = typist
        head = cut(self.text[:MOST_CHARACTERS])
        self.words = words = head[:MOST_WORDS]
        looked_at = MOST_CHARACTERS if words is head or len(head) <= MOST_WORDS else head[MOST_WORDS].start
        self.beyond = self.text[looked_at:]
        self.firm = self._firm()
        self.held = frozenset(n for span in self.firm for n in range(span.first, span.last))
        self.no_time = frozenset(
            n for span in self.firm for n in range(span.first, span.last) if self._is_no_time(span, n)
        ).union(n for n, word in enumerate(words) if word.text[:1] == "#" and len(word.text) > 1)
        """The words that can be no part of a time, being held for something else, or a channel's name: "#leeds-10"."""
        self.together = when.words_of_time(
            [word.text for word in words], typist.language, moving=typist.anchor is not None
        )
        self._kinds = [self._kind(n) for n in range(len(self.words))]
        self.capitals = any(
            kind == "name" and self.words[n].text[:1].isupper() for n, kind in enumerate(self._kinds)
        )

    # --- what is no time ----------------------------------------------------------------------------------

    def _firm(self) -> tuple[Span, ...]:
        """What can be told without the time and the names: contacts, interpreter, department, courtesy."""
        words, typist = self.words, self.typist
        self.offered = [
            *contacts(words, typist.today, typist.locale),
            *interpreters(words),
            *departments(words, (*typist.departments, *typist.seen), any_name=not typist.departments),
            *courtesies(words, changes=typist.changes),
        ]
        claimed = cheapest(words, self.offered).spans
        return tuple(span for span in claimed if span.cost < _SURE)

    def _is_no_time(self, span: Span, n: int) -> bool:
        sure = span.kind in _FIRM or span.value in ("greeting", CHANGE)
        return sure or not self._is_time(self.words[n].text)

    def _is_time(self, word: str) -> bool:
        typist = self.typist
        return when.is_time_word(word, typist.language, moving=typist.anchor is not None)

    def _kind(self, n: int) -> str:
        """Sort a word: a name's, a time's, either's, or only a word."""
        word = self.words[n]
        if word.mark or n in self.held:
            return ""
        language = self.typist.language
        if word.key in TITLES and not self._is_time(word.text):
            return "name"
        if not word.letters:
            return "figures"
        if n in self.together:
            return "time"
        if word.figures:
            head = "".join(letter for letter in word.text if letter.isalpha())
            told = self._is_time(head) or self._is_time(word.text)
            code = (
                word.text.isupper() and word.capital and ":" not in word.text and not self._is_time(word.text)
            )
            return "code" if code or (word.capital and not told) else "figures"
        if self._is_time(word.text):
            return "time"
        numbered = any(one.figures for one in self.words[max(0, n - 1) : n + 2])
        short = len(word.text) < 5 and word.capital and word.text.isascii()
        if (not short or numbered) and when.resembles_time(word.text, language, numbered=numbered):
            return "strange"
        if word.capital:
            return "name"
        return "word"

    def _is_core(self, n: int) -> bool:
        """Whether a word is a name's and nothing else."""
        kind, word = self._kinds[n], self.words[n]
        if word.key in BETWEEN and word.key not in ("and", "or") and kind in ("word", "time"):
            return n + 1 < len(self.words) and self._kinds[n + 1] == "name"
        if kind == "name":
            return not self.capitals or word.text[:1].isupper() or word.key in TITLES or word.text[:1] in "'’"
        if kind == "word" or (kind == "time" and word.key in PARTICLES):
            joins = word.key in PARTICLES and n + 1 < len(self.words) and self._kinds[n + 1] == "name"
            return joins or (kind == "word" and not self.capitals and self._is_small_name(n))
        return kind == "code"

    def _is_small_name(self, n: int) -> bool:
        """Whether, in a line with no capitals, a word stands among the first that are no time."""
        first = next((m for m, kind in enumerate(self._kinds) if kind == "word"), n)
        return all(self._kinds[m] == "word" for m in range(first, n))

    # --- ways to read it ----------------------------------------------------------------------------------

    def best(self) -> tuple[Way, Way | None]:
        """The cheapest way, and another that is close and means another moment."""
        core = frozenset(n for n in range(len(self.words)) if self._is_core(n))
        ways = [self._way(core, frozenset())]
        for named in self._in_names(core) if len(self.words) <= _MOST_WEIGHED else ():
            least = sum(in_name(self.words[n]) for n in named if not self._after_title(n))
            least += self._surplus(core, named)
            if least < min(way.cost for way in ways) + _CLOSE:
                way = self._way(core, named)
                ways.append(way._replace(cost=way.cost + self._surplus(core, named)))
        ways.sort(key=lambda way: way.cost)
        first = ways[0]
        for other in ways[1:]:
            if other.cost - first.cost < _CLOSE and _differ(first, other):
                return first, other
        return first, None

    def _surplus(self, core: frozenset[int], named: frozenset[int]) -> float:
        """What it costs to lengthen a name that is whole without it: "Pat Moore Thursday"."""
        whole = sum(1 for n in core if self.words[n].key not in TITLES) > 1
        return _WHOLE if whole and named and core and max(named) > min(core) else 0.0

    def _after_title(self, n: int) -> bool:
        return n > 0 and self.words[n - 1].key in TITLES

    def _in_names(self, core: frozenset[int]) -> Iterator[frozenset[int]]:
        """Words of time beside a name that may belong to it: each number of them before and behind."""
        if not core:
            run = [
                n
                for n, kind in enumerate(self._kinds)
                if kind in ("time", "strange") and self._may_be_named(n)
            ]
            together = [n for place, n in enumerate(run) if n == run[0] + place]
            if len(together) > 1:
                yield frozenset(together[:2])
            return
        first = min(core)
        last = first
        while last + 1 in core:
            last += 1
        before, behind = self._beside(first, -1), self._beside(last, 1)
        for left in range(len(before) + 1):
            for right in range(len(behind) + 1):
                if left + right:
                    yield frozenset(before[:left] + behind[:right])

    def _beside(self, place: int, step: int) -> list[int]:
        found: list[int] = []
        n = place + step
        while 0 <= n < len(self.words) and len(found) < _MOST_IN_NAME and self._may_be_named(n):
            found.append(n)
            n += step
        return found

    def _may_be_named(self, n: int) -> bool:
        word, kind = self.words[n], self._kinds[n]
        if kind not in ("time", "strange") or word.figures or word.mark:
            return False
        return word.capital if self.capitals else len(word.key) > 2

    def _way(self, core: frozenset[int], named: frozenset[int]) -> Way:
        """Read the time with the names out of its sight, and find the cheapest cover then."""
        words, typist = self.words, self.typist
        hidden = [(words[n].start, words[n].end) for n in sorted(core | named | self.no_time)]
        time = when.time_in(
            self.text,
            hidden,
            now=typist.now,
            zone=typist.zone,
            locale=typist.locale,
            anchor=typist.anchor,
            nation=typist.nation,
        )
        told = self._spans_of(time)
        taken = frozenset(n for span in told for n in range(span.first, span.last))
        sure = self.no_time - taken
        small = frozenset(
            n
            for n, kind in enumerate(self._kinds)
            if kind == "time" and n not in core and not words[n].capital and words[n].key not in JOINING
        )
        costs = costs_of(words, named, taken, sure | (small - named), capitals=self.capitals)
        cover = cheapest(words, [*self.offered, *told, *names(words, costs)])
        named_at_all = any(span.kind is Kind.NAME for span in cover.spans)
        return Way(cover.cost + self._price(time, told) + (0 if named_at_all else NO_NAME), cover, time)

    def _spans_of(self, time: when.Found | None) -> list[Span]:
        """The words that the time has."""
        if time is None:
            return []
        spans: list[Span] = []
        places = iter(time.places)
        place = next(places, None)
        for n, word in enumerate(self.words):
            while place and place[1] <= word.start:
                place = next(places, None)
            if place and place[0] < word.end:
                kind = Kind.LENGTH if place[2] == "length" else Kind.TIME
                spans.append(Span(n, n + 1, kind, 0.0 if word.mark else _WORD_OF_TIME))
        return spans

    def _price(self, time: when.Found | None, told: Sequence[Span]) -> float:
        """What a reading of the time costs beside its words: a question, a day that is not told, a time told in parts."""
        if time is None:
            return _ASKED
        apart = sum(
            1
            for one, other in pairwise(told)
            if any(not word.mark for word in self.words[one.last : other.first])
        )
        days = sum(1 for place in time.places if place[2] in ("day", "day and time of day", "moment"))
        cost = _APART * apart + _TWICE * max(0, days - 1)
        if isinstance(time.outcome, when.Refusal):
            return cost + _ASKED
        if time.outcome.kind not in (when.Kind.INSTANT, when.Kind.INTERVAL):
            return cost + _NO_CLOCK
        return cost + (0 if days or not isinstance(time.outcome.start, datetime) else _NO_DAY)


def _differ(one: Way, other: Way) -> bool:
    """Whether two ways book different moments."""
    starts = [
        way.time.outcome.start if way.time and isinstance(way.time.outcome, when.Reading) else None
        for way in (one, other)
    ]
    return all(isinstance(start, datetime) for start in starts) and starts[0] != starts[1]


__all__ = ["UNCLAIMED", "Line", "Typist", "Way"]
