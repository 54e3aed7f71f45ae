"""Weigh the words that are left beside the pieces of a phrase: may they change what it means?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.when.grammar import LETTERS, NAMES, Context, Item
from bot.when.parts import Day, DaySpan
from bot.when.reading import refusals
from bot.when.reading.pieces import Pieces


def tags(tags: str) -> frozenset[str]:
    return frozenset(LETTERS[tag] for tag in tags.split())


PIECES = tags("day days clock clocks amount moment part span at_day")
JOINING = tags("at on in for from the of starting comma empty dash to and a")
BEHIND = tags("comma empty")
"""Joining words that may also stand behind a piece."""
_BEHIND_TOO = ("era", "bound")
"""Words that change what stands before them: "10 Dec 88 BC", "4pm at the latest"."""
HANGING = tags("at starting for of to dash and the from until between minus past")
"""Joining words by which a number belongs to what stands beside it."""
_MEASURED = tags("amount clock")
"""Pieces that a number right before them was meant for."""
BETWEEN = tags("a and dash")
"""Joining words that belong to time only between two pieces."""
TELLING = PIECES | tags("unit month number weekdays mod")
LEADING = tags("after before until by between within mod wc past ordinal half quarter")
PERIODS = tags("unit weekdays wc mod month")
"""What a rule should have made something of; left over beside a piece, it was not understood."""
NUMBER, PART, UNKNOWN, OF, THE, DAYS = (
    LETTERS[tag] for tag in ("number", "part", "unknown", "of", "the", "days")
)
ORDINAL = LETTERS["ordinal"]
OF_WHAT = (OF, THE)
_CUT_SHORT = tags("ordinal half quarter")
_FIGURES = tags("dotted decimal pair triple hm")
_TO = tags("dash to until")
_MINUTES_OF = tags("past to")
_FARTHEST = 8
"""Items between a number and what it may hang on."""
_NAMING = tags("unknown label")
_OR = tags("or slash")
AMOUNT, _LESS = LETTERS["amount"], tags("dash minus")
_TIMES = tags("clock at_day")


def weigh(items: list[Item], text: str, pieces: Pieces, context: Context, *, whole: bool) -> None:
    """Refuse where a word beside a piece changes what it means: "every", "not", "or", "early"."""
    beside = Beside(items, text, pieces, context, whole)
    for n, item in enumerate(items):
        for doubt in DOUBTS.get(item.tag, ()):
            if reason := doubt(beside, n):
                last = min(n + (reason == "unclear of"), len(items) - 1)
                words = text[items[n].start : items[last].end]
                problem = refusals.weighty(reason.removesuffix(" of"), words, pieces, context)
                problem.about = items[n].start, items[last].end
                raise problem


class Beside(NamedTuple):
    """The items of a phrase, and what stands beside each."""

    items: list[Item]
    text: str
    pieces: Pieces
    context: Context
    whole: bool

    def tag(self, n: int) -> str | None:
        return self.items[n].tag if 0 <= n < len(self.items) else None

    def typed(self, n: int) -> str:
        return self.text[self.items[n].start : self.items[n].end]

    def over(self, n: int, step: int, skipped: frozenset[str] = JOINING) -> int:
        """The place of the next item in that direction that is none of these; outside the list where there is none."""
        n += step
        while 0 <= n < len(self.items) and self.items[n].tag in skipped:
            n += step
        return n

    def tells(self, n: int, step: int) -> bool:
        """Whether the next thing in that direction is about time."""
        return self.tag(self.over(n, step)) in TELLING

    def leads(self, n: int) -> bool:
        """Whether a piece comes next, so that a word such as "after" was meant for it."""
        if self.items[n].value == "this":  # "discuss this tomorrow"
            return False
        return self.tag(self.over(n, 1, JOINING | LEADING)) in PIECES


Doubt = Callable[[Beside, int], str | None]


def _weighty(at: Beside, n: int) -> str | None:
    item = at.items[n]
    reason = refusals.WEIGHTY[NAMES[item.tag]]
    if reason == "vague" and at.pieces.clocks and at.tag(n + 1) == PART:
        return None  # "early morning at 8:00" is told to the minute
    if item.value == "never" or (at.whole and reason in ("vague", "recurring")):
        return reason
    before, after = at.tells(n, -1), at.tells(n, 1)
    if reason == "two_times":
        return reason if before and after else None
    ends = n == len(at.items) - 1 and NAMES[item.tag] in ("every", "not")
    ends = ends or (NAMES[item.tag] == "not" and at.tag(n + 1) in LEADING)
    return reason if after or (before and (ends or item.value in _BEHIND_TOO)) else None


def _counts_from_another(at: Beside, n: int) -> str | None:
    """ "a week later", where something is booked: later than what?"""
    item = at.items[n]
    counts = at.context.booking and at.context.anchor is None
    told = isinstance(item.value, Day) and counts and at.typed(n).lower().endswith(" later")
    return "unclear" if told else None


def _less_than_nothing(at: Beside, n: int) -> str | None:
    """ "for -30m"."""
    return "unclear" if at.tag(n + 1) in _LESS and at.tag(n + 2) == AMOUNT else None


def _open_ended(at: Beside, n: int) -> str | None:
    """ "Thurs from 10am": till when?"""
    told = at.pieces.amounts or at.pieces.periods or not at.context.booking
    return None if told or at.tag(at.over(n, 1)) not in _TIMES else "vague"


def _half_told(at: Beside, n: int) -> str | None:
    """A word that leads to a piece, or a week or a month beside one: no rule made anything of them."""
    item = at.items[n]
    if item.tag in LEADING and at.leads(n):
        return "unclear"
    touches = item.value != "this" and (at.leads(n) or at.tag(n - 1) in PIECES)
    return "unclear" if item.tag in PERIODS and touches else None


def _of_something(at: Beside, n: int) -> str | None:
    """Days of a name of their own: "Thursday of Mysteries", "the ides of March"."""
    items, tag = at.items, at.items[n].tag
    before = items[n - 1] if n else None
    if tag == DAYS and before and before.tag == UNKNOWN and at.typed(n).lower().startswith("of "):
        return "unclear of"
    after = next((item for item in items[n + 1 :] if item.tag != THE), None)
    if tag not in OF_WHAT or not before or not after or (tag == THE and at.context.language != "de"):
        return None
    if after.tag == UNKNOWN:
        named = before.tag == PART or (isinstance(before.value, Day) and before.value.kind == "weekday")
    else:
        period = isinstance(after.value, DaySpan) and after.value.period
        feast = isinstance(after.value, Day) and after.value.kind == "named"
        named = before.tag == UNKNOWN and tag == OF and (period or feast)
    return "unclear of" if named else None


def _cut_short(at: Beside, n: int) -> str | None:
    """A date or half a time of day that is left behind a piece: "Monday 3rd at 2", "tomorrow at half past"."""
    tag, after = at.items[n].tag, at.tag(n + 1)
    if tag == ORDINAL:
        listed = at.tag(at.over(n, 1, JOINING | _OR)) in PIECES | {ORDINAL}
        left = at.tag(n - 1) in PIECES and after not in _NAMING
        return "unclear" if left or (listed and after not in _NAMING) else None
    left = tag in _CUT_SHORT and at.tag(at.over(n, -1)) in PIECES and (after is None or after in _MINUTES_OF)
    return "unclear" if left else None


def _figures_behind(at: Beside, n: int) -> str | None:
    """Figures that a piece was to go to: "10:00 - 25.99"."""
    left = at.tag(n - 1) in _TO and at.tag(n - 2) in PIECES
    return "unclear" if left else None


def _dangles(at: Beside, n: int) -> str | None:
    """A number that was not understood and hangs on a piece: "the 17 from 2pm", "14/4 90"."""
    items, count = at.items, len(at.items)
    before, after = n - 1, n + 1
    farthest = min(count, n + _FARTHEST)
    while after < farthest and (items[after].tag in HANGING or _is_short(items[after])):
        after += 1
    while before >= max(0, n - _FARTHEST) and (items[before].tag in HANGING or _is_short(items[before])):
        before -= 1
    ends = after == count
    behind = at.tag(before) in PIECES and (ends or before < n - 1)
    ahead = at.tag(after) in PIECES
    hangs = behind or (
        ahead and (items[after].tag in _MEASURED or before < n - 1 or before < 0 or after > n + 1)
    )
    return "unclear" if hangs else None


def _is_short(item: Item) -> bool:
    """Whether it is a number that may be a day or an hour; longer ones are telephones and files."""
    return item.tag == NUMBER and len(item.value.digits) < 3


def _by_tag(*doubts: tuple[frozenset[str], Doubt]) -> dict[str, tuple[Doubt, ...]]:
    letters = frozenset.union(*(letters for letters, _ in doubts))
    return {letter: tuple(doubt for of, doubt in doubts if letter in of) for letter in letters}


DOUBTS = _by_tag(
    (frozenset(LETTERS[tag] for tag in refusals.WEIGHTY), _weighty),
    (tags("day"), _counts_from_another),
    (tags("from"), _open_ended),
    (tags("for"), _less_than_nothing),
    (LEADING | PERIODS, _half_told),
    (tags("of the days"), _of_something),
    (_CUT_SHORT, _cut_short),
    (_FIGURES, _figures_behind),
    (tags("number"), _dangles),
)
"""What may be doubtful about an item, by its tag."""
