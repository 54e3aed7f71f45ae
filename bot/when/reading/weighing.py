"""Weigh the words that are left beside the pieces of a phrase: may they change what it means?"""

from __future__ import annotations

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
_NAMING = tags("unknown label")


def weigh(items: list[Item], text: str, pieces: Pieces, context: Context, *, whole: bool) -> None:
    """Refuse where a word beside a piece changes what it means: "every", "not", "or", "early"."""
    for n, item in enumerate(items):
        reason = refusals.WEIGHTY.get(NAMES[item.tag])
        if reason is None:
            continue
        before, after = _tells(items, n, -1), _tells(items, n, 1)
        last = n == len(items) - 1
        if reason == "vague" and pieces.clocks and n + 1 < len(items) and items[n + 1].tag == PART:
            continue  # "early morning at 8:00" is told to the minute
        matters = (
            before and after
            if reason == "two_times"
            else after or (before and ((last and reason == "recurring") or item.value in _BEHIND_TOO))
        )
        if matters or (whole and reason in ("vague", "recurring")):
            raise refusals.weighty(reason, text[item.start : item.end], pieces, context)
    for n, item in enumerate(items):
        if (item.tag in LEADING and _leads(items, n)) or (item.tag in PERIODS and _touches(items, n)):
            raise refusals.weighty("unclear", text[item.start : item.end], pieces, context)
        if (item.tag in OF_WHAT and _of_something(items, n, context)) or _of_month(items, n, text):
            raise refusals.weighty(
                "unclear", text[item.start : items[min(n + 1, len(items) - 1)].end], pieces, context
            )
        if item.tag in _CUT_SHORT and _left_hanging(items, n):
            raise refusals.weighty("unclear", text[item.start : item.end], pieces, context)
        if item.tag in _FIGURES and n > 1 and items[n - 1].tag in _TO and items[n - 2].tag in PIECES:
            raise refusals.weighty("unclear", text[item.start : item.end], pieces, context)
        if item.tag == NUMBER and _dangles(items, n):
            raise refusals.weighty("unclear", text[item.start : item.end], pieces, context)


def _of_something(items: list[Item], n: int, context: Context) -> bool:
    """Whether it is a day or days of a name of their own: "Thursday of Mysteries", "the ides of March"."""
    before = items[n - 1] if n else None
    after = next((item for item in items[n + 1 :] if item.tag != THE), None)
    if before is None or after is None or (items[n].tag == THE and context.language != "de"):
        return False
    if after.tag == UNKNOWN:
        return before.tag == PART or (isinstance(before.value, Day) and before.value.kind == "weekday")
    period = isinstance(after.value, DaySpan) and after.value.period
    named = isinstance(after.value, Day) and after.value.kind == "named"
    return before.tag == UNKNOWN and items[n].tag == OF and (period or named)


def _of_month(items: list[Item], n: int, text: str) -> bool:
    """Whether a month hangs on an unknown word: "the ides of March"."""
    told = items[n].tag == DAYS and text[items[n].start : items[n].end].lower().startswith("of ")
    return told and n > 0 and items[n - 1].tag == UNKNOWN


def _tells(items: list[Item], n: int, step: int) -> bool:
    """Whether the next thing in that direction is about time."""
    n += step
    while 0 <= n < len(items) and items[n].tag in JOINING:
        n += step
    return 0 <= n < len(items) and items[n].tag in TELLING


def _leads(items: list[Item], n: int) -> bool:
    """Whether a piece comes next, so that a word such as "after" was meant for it."""
    if items[n].value == "this":  # "discuss this tomorrow"
        return False
    while n + 1 < len(items) and items[n + 1].tag in JOINING | LEADING:
        n += 1
    return n + 1 < len(items) and items[n + 1].tag in PIECES


def _dangles(items: list[Item], n: int) -> bool:
    """Whether a number that was not understood hangs on a piece: "the 17 from 2pm", "14/4 90"."""
    before, after = n - 1, n + 1
    while after < len(items) and (items[after].tag in HANGING or _is_short(items[after])):
        after += 1
    while before >= 0 and (items[before].tag in HANGING or _is_short(items[before])):
        before -= 1
    ends = after == len(items)
    behind = before >= 0 and items[before].tag in PIECES and (ends or before < n - 1)
    ahead = not ends and items[after].tag in PIECES
    if ahead and items[after].tag in _MEASURED:
        return True
    return behind or (ahead and (before < 0 or after > n + 1 or before < n - 1))


def _is_short(item: Item) -> bool:
    """Whether it is a number that may be a day or an hour; longer ones are telephones and files."""
    return item.tag == NUMBER and len(item.value.digits) < 3


def _left_hanging(items: list[Item], n: int) -> bool:
    """Whether a date or half a time of day is left behind a piece: "Monday 3rd at 2", "tomorrow at half past"."""
    after = items[n + 1].tag if n + 1 < len(items) else None
    if items[n].tag == ORDINAL:
        return n > 0 and items[n - 1].tag in PIECES and after not in _NAMING
    before = n - 1
    while before >= 0 and items[before].tag in JOINING:
        before -= 1
    return before >= 0 and items[before].tag in PIECES and (after is None or after in _MINUTES_OF)


def _touches(items: list[Item], n: int) -> bool:
    """Whether a piece stands right before or behind, but for a joining word."""
    if items[n].value == "this":
        return False
    return _leads(items, n) or (n > 0 and items[n - 1].tag in PIECES)
