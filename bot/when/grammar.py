"""A grammar is an ordered list of rules; each finds a run of items by their tags and makes one item of it.

Every tag has a letter of its own, so a phrase is a short string of letters and a rule is a regular
expression over it: matching happens in C, and a whole grammar is tried in some tens of microseconds.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.settings.nations import Nation
from bot.when.parts import Guess, Unreadable

_VALUES = """
    number ordinal decimal dotted pair triple hm hours clock unit weekday weekdays month relday now meridiem daypart
    mod half quarter oclock heure named bankholiday amount day days at_day moment part span clocks nth ofmonth wc edge
    sametime sameday thing qtr ending
"""
_JOINING = """
    a the at on in for from to until dash slash and of by before after past plus minus ago later starting comma
    thousand between within onwards or every vague label unknown empty not approx onward sooner
"""
TAGS = _VALUES.split() + _JOINING.split()
LETTERS = dict(
    zip(TAGS, string.ascii_letters + string.digits + "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ", strict=False)
)
_BITS = {letter: 1 << place for place, letter in enumerate(LETTERS.values())}
NAMES = {letter: tag for tag, letter in LETTERS.items()}


class Item(Struct):
    """One piece of the phrase: a word, or what a rule made of several. `start` and `end` are places in the text."""

    tag: str
    value: Any
    start: int
    end: int
    guesses: tuple[Guess, ...] = ()


class Context(Struct):
    """All that the meaning of a phrase depends on beside its words."""

    moment: datetime
    """Now, aware, in the typist's zone: for rules to ask by `now`."""
    today: date
    zone: ZoneInfo
    language: str
    country: str
    order: str
    nation: Nation = Nation.ENGLAND
    """Whose bank holidays are meant."""
    booking: bool = False
    """Whether something is to be booked, so that a word which counts from another day can't be meant for today."""
    strict: bool = False
    """Whether day and month must stand in the country's order, with no second look."""
    guesses: list[Guess] = []
    anchor: datetime | None = None
    """When the appointment that is to be moved is now: its words count from there. In the zone whose clocks it keeps."""
    is_of_the_moment: bool = False
    """Whether anybody has asked what time it is; else what the words mean is so all day."""

    @property
    def now(self) -> datetime:
        """What time it is: whoever asks makes the meaning one of this moment."""
        self.is_of_the_moment = True
        return self.moment

    @property
    def counts_from(self) -> date:
        """The day from which a time of day or a weekday is looked for: that of the appointment, unless it is gone by."""
        return max(self.anchor.astimezone(self.zone).date(), self.today) if self.anchor else self.today

    def kept_on(self, day: date) -> datetime:
        """The time that the appointment has, on another day."""
        if self.anchor is None:
            return datetime.combine(day, self.now.timetz())
        days = day - self.anchor.astimezone(self.zone).date()
        there = datetime.combine(self.anchor.date() + days, self.anchor.time(), self.anchor.tzinfo)
        return there.astimezone(UTC).astimezone(self.zone)

    def guess(self, words: str = "", other: date | None = None) -> None:
        """Note that the piece being made could have been something else."""
        self.guesses.append(Guess(words, other))


Search = Callable[..., re.Match[str] | None]


class Rule(NamedTuple):
    """One rule of a grammar."""

    needs: int
    """The bits of the tags without which it can't match: most rules are passed over by these alone."""
    pattern: str
    """Over the names of tags. It is compiled once a phrase has what it needs: 276 of them at the start held that up."""
    becomes: str
    make: Callable[..., object]


class Grammar:
    """An ordered list of rules, filled by decorating the functions that make the values."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def __call__(
        self, pattern: str, becomes: str
    ) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Add a rule: the pattern is a regular expression whose words are tags.

        The function is given the context and the values of the items that have one; it answers None to
        decline, and raises Unreadable where the words can only mean something impossible.
        """

        def add(make: Callable[..., object]) -> Callable[..., object]:
            self.rules.append(Rule(bits(needed(pattern)), pattern, LETTERS[becomes], make))
            return make

        return add


@cache
def letters(pattern: str) -> re.Pattern[str]:
    """Turn a pattern over tag names into one over their letters."""
    return re.compile(re.sub(r"[a-z_]+", lambda name: LETTERS[name[0]], pattern).replace(" ", ""))


_GROUP = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)[?*]?|\[[^\]]*\][?*]?")


def needed(pattern: str) -> frozenset[str]:
    """The letters that every match of a pattern has: the names outside groups that are not optional."""
    alternatives = _GROUP.sub(" ", pattern).split("|")
    return frozenset.intersection(
        *(
            frozenset(LETTERS[name] for name in re.findall(r"[a-z_]+(?![a-z_]*[?*])", alternative))
            for alternative in alternatives
        )
    )


def bits(tags: Iterable[str]) -> int:
    """Put letters into one number, a bit for each, which is the quickest set there is."""
    number = 0
    for letter in tags:
        number |= _BITS[letter]
    return number


class Ordered:
    """All rules in the order in which they are tried. Which of them some tags can match is kept: phrases resemble each other."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = list(enumerate(rules))
        self.fitting = lru_cache(maxsize=1024)(self._fitting)

    def _fitting(self, present: int, begin: int) -> list[tuple[int, Rule, Search]]:
        """The rules from a place on that need no other tags than these, each with its place and with what finds it."""
        fitting = [(place, rule) for place, rule in self._rules[begin:] if not rule.needs & ~present]
        return [(place, rule, letters(rule.pattern).search) for place, rule in fitting]


def apply(rules: Ordered, items: list[Item], context: Context) -> None:
    """Rewrite the items in place, rule by rule, each from left to right."""
    tags = "".join([item.tag for item in items])
    waiting, number = rules.fitting(bits(tags), 0), 0
    while number < len(waiting):
        place, rule, search = waiting[number]
        rewritten = _rewrite(rule, search, tags, items, context)
        number += 1
        if rewritten != tags:
            tags = rewritten
            waiting, number = rules.fitting(bits(tags), place + 1), 0


def _rewrite(rule: Rule, search: Search, tags: str, items: list[Item], context: Context) -> str:
    """Let one rule make what it finds into its own; gives the tags that there are then."""
    match = search(tags)
    while match:
        start, end = match.span()
        used = items[start:end]
        context.guesses = []
        try:
            value = rule.make(context, *[item.value for item in used if item.value is not None])
        except Unreadable as problem:
            problem.place = (used[0].start, used[-1].end)
            raise
        if value is None:
            match = search(tags, start + 1)
            continue
        guesses = tuple(context.guesses)
        for item in used:
            guesses += item.guesses
        items[start:end] = [Item(rule.becomes, value, used[0].start, used[-1].end, guesses)]
        tags = tags[:start] + rule.becomes + tags[end:]
        match = search(tags, start)
    return tags
