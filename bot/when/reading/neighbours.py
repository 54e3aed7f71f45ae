"""Settle what only a word's neighbours can tell: "may" the verb, "am" alone, room numbers, "about"."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.when.grammar import LETTERS, Item


def _letters(tags: str) -> frozenset[str]:
    return frozenset(LETTERS[tag] for tag in tags.split())


UNKNOWN, NUMBER, MONTH, LABEL, APPROX, WEEKDAY, THE, TRIPLE, OF = (
    LETTERS[tag]
    for tag in ("unknown", "number", "month", "label", "approx", "weekday", "the", "triple", "of")
)
_NUMERIC = _letters("number decimal dotted clock pair hm")
_BEFORE_HALF = _NUMERIC | _letters("oclock meridiem")
_BESIDE_MONTH = _NUMERIC | _letters(
    "ordinal mod in of the month until by before after from between to dash slash"
)
_CLOCKS = _letters("clock hm")
_HOURS = _letters("hours hm")
_DAYISH = _letters("number ordinal month weekday relday pair triple")
_LENGTH_BEFORE = _letters("in for after plus")
_DAY_BEHIND = _letters("relday weekday on daypart oclock")
_BEHIND_NUMBERS = _letters("meridiem oclock")
_SMALL_WEEKDAYS = frozenset(("sat", "sun", "wed"))
MOD = LETTERS["mod"]
_NO_MONTH = _letters("unknown or not empty")
_SURNAMES = _letters("unit half quarter ordinal mod past")
FOR = LETTERS["for"]
_BEFORE_VERBS = frozenset(("will", "should", "would", "can", "could", "might", "must", "to", "shouldn't"))
MERIDIEM = LETTERS["meridiem"]
_DAY_TOLD = _letters("weekday relday")
_AFTER_HALF = _letters("for on comma dash empty")
_VERBS = frozenset(("may", "march", "mar"))
"""Months that are also other words, where they are written small."""


def settle(text: str, items: list[Item], abouts: list[tuple[int, int]]) -> None:
    """Turn what is no time after all into unknown words, and take "about" out of the way into `abouts`."""
    kept: list[Item] = []
    for n, item in enumerate(items):
        before = kept[-1] if kept else None
        after = items[n + 1] if n + 1 < len(items) else None
        if item.tag == APPROX:
            if _is_about(text, item, before, after):
                if before and before.tag == NUMBER and before.end == item.start:  # "2ish" is an hour
                    kept.insert(len(kept) - 1, Item(LETTERS["at"], None, before.start, before.start))
                elif after and _is_hour(items, n + 1, before):
                    kept.append(Item(LETTERS["at"], None, after.start, after.start))
                abouts.append((item.start, item.end))
                continue
            _forget(item)
        elif item.tag == MERIDIEM and _is_half_of_day(items, n, before):
            item.tag = LETTERS["daypart"]
            item.value = "morning" if item.value == "am" else "afternoon"
        elif item.tag in _NO_TIME and _is_no_time(_Beside(text, item, before, after, len(items) < 3)):
            _forget(item)
        elif before and before.tag == LABEL and _is_labelled(text, item, before, after):
            _forget(before)
            _forget(item)
        kept.append(item)
    items[:] = kept


def _forget(item: Item) -> None:
    item.tag, item.value = UNKNOWN, None


def _is_half_of_day(items: list[Item], n: int, before: Item | None) -> bool:
    """Whether "pm" is an afternoon: "tomorrow pm", with nothing but time behind it."""
    after = items[n + 1].tag if n + 1 < len(items) else None
    ends = after is None or after in _AFTER_HALF or (after == NUMBER and n + 2 == len(items))
    return before is not None and before.tag in _DAY_TOLD and ends


def _is_about(text: str, item: Item, before: Item | None, after: Item | None) -> bool:
    if before and before.end == item.start and text[item.start : item.end].lower() == "ish":
        return True
    return after is not None and after.tag not in (UNKNOWN, LETTERS["the"])


def _is_labelled(text: str, item: Item, label: Item, after: Item | None) -> bool:
    """Whether a number belongs to the word before it, as in "room 12"; "call 3pm" is a time."""
    if label.value:  # "6 people" has its word behind
        return False
    if item.tag == TRIPLE:
        return "." in text[item.start : item.end] and not text[item.end - 4 : item.end].isdigit()
    told = after is not None and after.tag in _BEHIND_NUMBERS
    return item.tag in _NUMERIC and item.tag not in _CLOCKS and not told


def _is_hour(items: list[Item], n: int, before: Item | None) -> bool:
    """Whether what stands behind "about" is a time of day: a number at the end, or "14h" behind a day."""
    if items[n].tag in _HOURS:
        return before is not None and before.tag in _DAYISH
    return items[n].tag == NUMBER and _ends_there(items, n, before)


def _ends_there(items: list[Item], n: int, before: Item | None) -> bool:
    """Whether "about four" is an hour: a day follows, or nothing, and it is not "in about four"."""
    if before is not None and before.tag in _LENGTH_BEFORE:
        return False
    return n + 1 == len(items) or items[n + 1].tag in _DAY_BEHIND


def _is_verb(text: str, before: Item | None) -> bool:
    """Whether the word before says that a verb follows."""
    return before is not None and text[before.start : before.end].lower() in _BEFORE_VERBS


def _is_word_number(text: str, item: Item) -> bool:
    return item.tag == NUMBER and not text[item.start : item.end].isdigit()


class _Beside(NamedTuple):
    """A word, and what stands beside it."""

    text: str
    item: Item
    before: Item | None
    after: Item | None
    alone: bool
    """Whether there is hardly another word."""

    @property
    def typed(self) -> str:
        return self.text[self.item.start : self.item.end]

    @property
    def follows_name(self) -> bool:
        """Whether it begins with a capital, and a word that does stands before it."""
        before = self.before
        named = before is not None and before.tag == UNKNOWN and self.text[before.start].isupper()
        return named and self.typed[0].isupper() and not (self.after and self.after.tag == OF)


def _no_half(at: _Beside) -> bool:
    """ "am" and "o'clock" with no hour before them."""
    return not (at.before and at.before.tag in _BEFORE_HALF)


def _surname_month(at: _Beside) -> bool:
    """ "Theresa May" """
    return at.after is not None and at.after.tag not in _BESIDE_MONTH and at.follows_name


def _lasting(at: _Beside) -> bool:
    """ "it will last for an hour" """
    verb = (at.after is not None and at.after.tag == FOR) or _is_verb(at.text, at.before)
    return at.item.value == "last" and verb


def _small_weekday(at: _Beside) -> bool:
    """ "he sat down" """
    alone_before = at.before is None or at.before.tag in (UNKNOWN, THE)
    among_words = alone_before and at.after is not None and at.after.tag in (UNKNOWN, THE)
    return at.typed in _SMALL_WEEKDAYS and among_words


def _counted_by_label(at: _Beside) -> bool:
    """ "6 people" """
    return at.after is not None and at.after.tag == LABEL and bool(at.after.value)


def _glued(at: _Beside) -> bool:
    """Figures that are written together with letters that are no time: "A4"."""
    front = at.before is not None and at.before.tag == UNKNOWN and at.before.end == at.item.start
    return front or (at.after is not None and at.after.tag == UNKNOWN and at.after.start == at.item.end)


def _verb_month(at: _Beside) -> bool:
    """ "this may take", "one may ask" """
    if at.alone or at.typed not in _VERBS:
        return False
    before, after = at.before, at.after
    if (
        before
        and after
        and after.tag in _NO_MONTH
        and (before.tag == MOD or _is_word_number(at.text, before))
    ):
        return True
    return not any(other and other.tag in _BESIDE_MONTH for other in (before, after))


_NO_TIME: dict[str, tuple[Callable[[_Beside], bool], ...]] = {
    **dict.fromkeys(_NUMERIC, (_counted_by_label,)),
    **dict.fromkeys(_SURNAMES, (lambda at: at.follows_name,)),  # "Augustus Weeks", "Anna Half"
    **dict.fromkeys(_BEHIND_NUMBERS, (_no_half,)),
    NUMBER: (_counted_by_label, _glued),
    MONTH: (_surname_month, _verb_month),
    MOD: (lambda at: at.follows_name, _lasting),
    WEEKDAY: (_small_weekday,),
}
"""What makes a word no word of time, by its tag."""


def _is_no_time(at: _Beside) -> bool:
    return any(no_time(at) for no_time in _NO_TIME.get(at.item.tag, ()))
