"""Read a text as a time: the whole of it, or what belongs to time inside a command."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from bot.when import amounts, clocks, days, offsets, spans
from bot.when.grammar import LETTERS, NAMES, Context, Item, apply
from bot.when.lexer import Lexed, lex
from bot.when.meaning import Pieces, meaning
from bot.when.model import Choice, Kind, Reading, Refusal, Word
from bot.when.parts import Day, Unreadable, short_day
from bot.when.words import LANGUAGES, lexicon

MAX_LENGTH = 200
"""Characters that are looked at: nobody types a longer time, and a text from anyone must cost little."""

Order = Literal["DMY", "MDY"]
Purpose = Literal["any", "book"]

GRAMMAR = [
    *amounts.numbers.rules,
    *clocks.early.rules,
    *amounts.rules.rules,
    *clocks.rules.rules,
    *days.rules.rules,
    *spans.periods.rules,
    *offsets.rules.rules,
    *spans.rules.rules,
]
PIECES = frozenset(
    LETTERS[tag] for tag in ("day", "days", "clock", "clocks", "amount", "moment", "part", "span", "at_day")
)
JOINING = frozenset(
    LETTERS[tag]
    for tag in (
        "at",
        "on",
        "in",
        "for",
        "from",
        "the",
        "of",
        "starting",
        "comma",
        "empty",
        "dash",
        "to",
        "and",
        "a",
    )
)
BEHIND = JOINING - {
    LETTERS["and"],
    LETTERS["to"],
    LETTERS["in"],
    LETTERS["for"],
    LETTERS["from"],
    LETTERS["on"],
    LETTERS["a"],
    LETTERS["at"],
    LETTERS["the"],
    LETTERS["of"],
}
WEIGHTY = {
    LETTERS["vague"]: "vague",
    LETTERS["every"]: "recurring",
    LETTERS["not"]: "unclear",
    LETTERS["or"]: "two_times",
}
TAKEN_AS = {
    "day": "day", "days": "days", "clock": "time of day", "clocks": "from and to", "amount": "length",
    "moment": "moment", "part": "part of the day", "span": "from and to", "at_day": "day and time of day",
}  # fmt: skip


def context_for(now: datetime, zone: ZoneInfo | str, locale: str, order: Order | None) -> Context:
    """Gather what a phrase's meaning depends on; a locale is a Slack one, such as "en-GB"."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    language, _, country = locale.replace("_", "-").partition("-")
    country = country.upper() or ("GB" if language == "en" else "")
    here = now.astimezone(place)
    return Context(here, here.date(), place, language.lower(), country, order or order_of(language, country))


def order_of(language: str, country: str) -> Order:
    return "MDY" if country in ("US", "PH", "FM", "MH", "PW") and language in ("en", "fil") else "DMY"


def example(context: Context) -> str:
    """A time that could be typed, for the ends of messages."""
    ahead = (1 - context.today.weekday() - 1) % 7 + 1
    return f"{short_day(context.today + timedelta(days=ahead), year=False)} at 10:00"


class Phrase:
    """One text on its way to being understood."""

    def __init__(self, text: str, context: Context, *, whole: bool) -> None:
        self.text = text
        self.context = context
        self.whole = whole
        self.items: list[Item] = []
        self.lexed = Lexed()
        self.used: list[Item] = []

    def pieces(self) -> Pieces:
        """Find the pieces that tell a time; raises Unreadable where words beside them would change it."""
        words = lexicon(self.context.language if self.context.language in LANGUAGES else "en")
        self.lexed = lex(self.text, words)
        self.items = self.lexed.items
        apply(GRAMMAR, self.items, self.context)
        self._join_nth()
        self._forget_names()
        found = [item for item in self.items if item.tag in PIECES]
        self.used = found
        if not found:
            return Pieces()
        self._weigh()
        pieces = Pieces()
        for item in found:
            pieces.put(item.value)
            pieces.guesses += item.guesses
        self._zone(pieces)
        if self.lexed.abouts:
            from bot.when.parts import Guess

            pieces.guesses.append(Guess("about"))
        return pieces

    def _join_nth(self) -> None:
        """ "the first Monday 1pm to 3pm of next month": the month may come after the time."""
        nth = next((item for item in self.items if item.tag == LETTERS["nth"]), None)
        if not nth:
            return
        behind = self.items[self.items.index(nth) + 1 :]
        month = next((item for item in behind if item.tag == LETTERS["days"]), None)
        if not month or any(item.tag not in PIECES | JOINING for item in behind[: behind.index(month)]):
            return
        told = days.of_month(self.context, month.value)
        day = days.resolve_nth(self.context, nth.value, told) if isinstance(told, tuple) else None
        if day:
            nth.tag, nth.value = LETTERS["day"], day
            month.tag, month.value = LETTERS["empty"], None

    def _forget_names(self) -> None:
        """Take a word such as "Friday" or "Noon" for a name where it stands in one and another time follows."""
        for kinds in (("day", "days", "at_day"), ("clock", "clocks", "at_day")):
            tags = {LETTERS[kind] for kind in kinds}
            same = [item for item in self.items if item.tag in tags]
            if self.whole or len(same) < 2:
                continue
            first = same[0]
            typed = self.text[first.start : first.end]
            if not typed.isalpha() or not typed[0].isupper():
                continue
            if self._has_name_beside(first) and not self.text[: first.start].strip().lower().endswith(
                (" on", " at")
            ):
                first.tag, first.value = LETTERS["unknown"], None

    def _has_name_beside(self, item: Item) -> bool:
        """Whether the word before or behind is a capitalised word that is nothing else."""
        place = self.items.index(item)
        for other in (place - 1, place + 1):
            if 0 <= other < len(self.items) and self.items[other].tag == LETTERS["unknown"]:
                beside = self.text[self.items[other].start : self.items[other].end]
                if beside[:1].isupper():
                    return True
        return False

    def _weigh(self) -> None:
        """Refuse where a word beside a piece changes what it means: "every", "not", "or", "early"."""
        for n, item in enumerate(self.items):
            if item.tag not in WEIGHTY:
                continue
            before = self._beside(n, -1)
            after = self._beside(n, 1)
            reason = WEIGHTY[item.tag]
            if reason == "two_times":
                if not (before and after):
                    continue
            elif not after and not (before and reason == "recurring" and n == len(self.items) - 1):
                continue
            raise self._weighty(reason, self.text[item.start : item.end])

    def _beside(self, n: int, step: int) -> bool:
        n += step
        while 0 <= n < len(self.items) and self.items[n].tag in JOINING:
            n += step
        tellers = PIECES | {
            LETTERS["unit"],
            LETTERS["month"],
            LETTERS["number"],
            LETTERS["weekdays"],
            LETTERS["mod"],
        }
        return 0 <= n < len(self.items) and self.items[n].tag in tellers

    def _weighty(self, reason: str, word: str) -> Unreadable:
        eg = example(self.context)
        if reason == "recurring":
            return Unreadable(
                reason, f"“{word}” would be more than one appointment. Type one time, e.g. {eg}."
            )
        if reason == "two_times":
            return Unreadable(reason, f"Two times are named. Type just one, e.g. {eg}.")
        if reason == "vague":
            return Unreadable(reason, f"“{word}” leaves the time open. Type it exactly, e.g. {eg}.")
        return Unreadable(reason, f"It is not clear what “{word}” leaves out. Type just the time, e.g. {eg}.")

    def _zone(self, pieces: Pieces) -> None:
        zones = {named.zone for named, _, _ in self.lexed.zones}
        if len(zones) > 1:
            raise Unreadable(
                "two_zones", f"Two time zones are named. Type just one, e.g. {example(self.context)}."
            )
        if self.lexed.zones:
            pieces.zone = self.lexed.zones[0][0]

    # --- accounting for the words -------------------------------------------------------------------------

    def spans(self) -> list[tuple[int, int, str]]:
        """Every stretch of the text that tells the time, and what it was taken for, in order."""
        taken = [(item.start, item.end, TAKEN_AS[NAMES[item.tag]]) for item in self.used]
        taken += [(start, end, "time zone") for _, start, end in self.lexed.zones]
        taken += [(start, end, "about") for start, end in self.lexed.abouts]
        count = len(self.items)
        for n, item in enumerate(self.items):
            if item.tag not in JOINING or item.start == item.end:
                continue
            ahead, back = n + 1, n - 1
            while ahead < count and self.items[ahead].tag in JOINING:
                ahead += 1
            while back >= 0 and self.items[back].tag in JOINING:
                back -= 1
            leads = ahead < count and self.items[ahead].tag in PIECES and ahead
            if leads and item.tag in (LETTERS["a"], LETTERS["and"], LETTERS["dash"], LETTERS["to"]):
                leads = (back >= 0 and self.items[back].tag in PIECES) or item.tag == LETTERS["to"]
            follows = item.tag in BEHIND and back >= 0 and self.items[back].tag in PIECES
            follows = follows and not (item.tag == LETTERS["dash"])
            if leads or follows:
                taken.append((item.start, item.end, "joining word"))
        return sorted(taken)

    def left(self) -> list[Item]:
        """The items that tell nothing about the time."""
        spans = self.spans()
        return [
            item
            for item in self.items
            if item.start < item.end and not any(start <= item.start < end for start, end, _ in spans)
        ]


def read(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo | str,
    locale: str = "en-GB",
    order: Order | None = None,
    purpose: Purpose = "any",
) -> Reading | Refusal:
    """Read a text that is a time and nothing else; a word that can't be accounted for refuses it."""
    context = context_for(now, zone, locale, order)
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return Refusal(
            "too_long", f"That is too long for a time. Type just the time, e.g. {example(context)}."
        )
    if not text:
        return Refusal("empty", f"Type a day and a time, e.g. {example(context)}.")
    phrase = Phrase(text, context, whole=True)
    found = _understand(phrase, purpose)
    if isinstance(found, Refusal):
        return found
    left = [item for item in phrase.left() if item.tag != LETTERS["empty"]]
    if found is None or left:
        return _not_understood(phrase, left, found is None)
    return found


def find_time(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo | str,
    locale: str = "en-GB",
    order: Order | None = None,
    purpose: Purpose = "any",
) -> Reading | Refusal | None:
    """Find the time inside a command and hand the other words back as they were typed, in `rest`.

    None where there is no time in it. Only the first 200 characters are looked at; what is behind them is
    handed back too.
    """
    context = context_for(now, zone, locale, order)
    head, tail = _cut(text)
    phrase = Phrase(head, context, whole=False)
    found = _understand(phrase, purpose)
    if found is None:
        return None
    rest, told = _rest(phrase, head)
    rest = f"{rest}{tail}".strip()
    if isinstance(found, Refusal):
        return Refusal(found.reason, found.message, found.choices, rest, told)
    return _with(found, rest=rest, phrase=told)


def _with(reading: Reading, *, rest: str, phrase: str) -> Reading:
    return Reading(
        reading.kind, reading.zone, reading.start, reading.end, reading.minutes, reading.words,
        reading.assumed, reading.alternatives, phrase, rest,
    )  # fmt: skip


def _cut(text: str) -> tuple[str, str]:
    if len(text) <= MAX_LENGTH:
        return text, ""
    space = text.rfind(" ", 0, MAX_LENGTH)
    place = space if space > 0 else MAX_LENGTH
    return text[:place], text[place:]


def _understand(phrase: Phrase, purpose: Purpose) -> Reading | Refusal | None:
    """Tell the meaning of a phrase, None where it holds no time."""
    try:
        pieces = phrase.pieces()
        if not phrase.used:
            return _only_vague(phrase)
        reading = meaning(pieces, phrase.context)
        if purpose == "book":
            _not_past(reading, phrase.context)
    except Unreadable as problem:
        return Refusal(problem.reason, problem.message, problem.choices, phrase=phrase.text)
    except OverflowError:
        return Refusal(
            "impossible", f"That is too far away to be meant. Type e.g. {example(phrase.context)}."
        )
    words = tuple(Word(phrase.text[start:end], taken_as) for start, end, taken_as in phrase.spans())
    return Reading(
        reading.kind, reading.zone, reading.start, reading.end, reading.minutes, words,
        reading.assumed, reading.alternatives, phrase.text,
    )  # fmt: skip


def _only_vague(phrase: Phrase) -> Refusal | None:
    if not phrase.whole:
        return None
    for item in phrase.items:
        if item.tag == LETTERS["vague"]:
            problem = phrase._weighty("vague", phrase.text[item.start : item.end])
            return Refusal(problem.reason, problem.message)
    return None


def _not_past(reading: Reading, context: Context) -> None:
    """Refuse what is over: nobody can be booked yesterday."""
    start, end = reading.start, reading.end
    now = context.now.replace(second=0, microsecond=0)
    if reading.kind is Kind.RANGE:
        over = end is not None and (end <= now if isinstance(end, datetime) else end <= context.today)
    elif isinstance(start, datetime):
        over = start < now
    else:
        over = start is not None and start < context.today
    if over:
        edge = start or end
        assert edge is not None
        when = short_day(edge.date() if isinstance(edge, datetime) else edge)
        clock = f" at {edge:%H:%M}" if isinstance(edge, datetime) else ""
        raise Unreadable(
            "past", f"{when}{clock} is in the past. Type a time to come, e.g. {example(context)}."
        )


def _not_understood(phrase: Phrase, left: list[Item], nothing: bool) -> Refusal:
    """Say which word is in the way, or that there is no time at all."""
    eg = example(phrase.context)
    words = [phrase.text[item.start : item.end] for item in left]
    numbers = [item for item in left if item.tag == LETTERS["number"]]
    if (
        nothing
        and numbers
        and all(item.tag in JOINING or item in numbers for item in left)
        and len(numbers) == 1
    ):
        return _bare_number(phrase, numbers[0], eg)
    if nothing:
        return Refusal("no_date", f"There is no day or time in that. Type one, e.g. {eg}.")
    word = words[0] if len(words[0]) <= 30 else words[0][:29] + "…"
    return Refusal(
        "unknown_word", f"“{word}” doesn't fit here. Type just the time, e.g. {eg}.", phrase=phrase.text
    )


def _bare_number(phrase: Phrase, item: Item, eg: str) -> Refusal:
    number = phrase.text[item.start : item.end]
    clock = clocks.bare(item.value)
    day = days.day_of_coming_month(phrase.context, item.value)
    choices = []
    if clock:
        at = f"{clock.minutes // 60:02}:{clock.minutes % 60:02}"
        choices.append(Choice(f"The time {at}", f"at {at}"))
    if isinstance(day, Day):
        choices.append(Choice(short_day(day.on), day.on.isoformat()))
    how = " or ".join(choice.phrase if choice.phrase[:2] == "at" else choice.label for choice in choices)
    return Refusal(
        "ambiguous",
        f"{number} alone can be many things. Type {how or f'the whole time, e.g. {eg}'}.",
        tuple(choices),
    )


_GAPS = re.compile(r"\s+")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|\"\s*\"|'\s*'")


def _rest(phrase: Phrase, text: str) -> tuple[str, str]:
    """Split the text into the words that are not about time, and those that are, without the length."""
    spans = phrase.spans()
    left, told, place = [], [], 0
    for start, end, taken_as in spans:
        left.append(text[place:start])
        place = max(place, end)
    left.append(text[place:])
    for n, (start, end, taken_as) in enumerate(spans):
        length_follows = n + 1 < len(spans) and spans[n + 1][2] == "length"
        if taken_as != "length" and not (taken_as == "joining word" and length_follows):
            told.append((start, end))
    rest = " ".join(part.strip() for part in left if part.strip(" ,;.:!?-–—"))
    rest = _GAPS.sub(" ", _EMPTY_BRACKETS.sub(" ", rest)).strip(" ,;-–—")
    return rest, _joined(text, told)


def _joined(text: str, places: list[tuple[int, int]]) -> str:
    """Put stretches of the text together, with what stands between neighbours that touch."""
    out = ""
    last = 0
    for start, end in places:
        gap = text[last:start] if out and not text[last:start].strip(" ,") else (" " if out else "")
        out += gap + text[start:end]
        last = end
    return out.strip()


@lru_cache(maxsize=1)
def warm() -> None:
    """Do the slow things before the first person asks: word lists, zones, holidays."""
    now = datetime.now(tz=ZoneInfo("Europe/London"))
    for language in LANGUAGES:
        read("24 Dec 15:00", now=now, zone="Europe/London", locale=language)
    read("Easter Monday at 3pm London time", now=now, zone="Europe/London")
