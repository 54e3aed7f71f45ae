"""The words that rules are typed with, and how a text falls into them."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from bot.alerts.kinds import ALERTS
from bot.alerts.rules import EVERY_DAY, WEEKDAYS
from bot.appointments.filter import folded
from bot.appointments.folding import bare


class Topic(StrEnum):
    """What one word, with what follows it, sets beside the kinds of alerts."""

    ZONE = "zone"
    EMPTY = "empty"
    DEPARTMENT = "dept"
    STATUS = "status"
    INTERPRETER = "interpreter"
    THREAD = "thread"
    CHANNEL = "channel"


_KINDS = {word: kind.name for kind in ALERTS for word in (kind.name, *kind.also)}
TOPICS: dict[str, str] = _KINDS | {topic.value: topic for topic in Topic} | {
    "timezone": Topic.ZONE, "depts": Topic.DEPARTMENT, "department": Topic.DEPARTMENT,
    "departments": Topic.DEPARTMENT, "statuses": Topic.STATUS, "interpreters": Topic.INTERPRETER,
    "threads": Topic.THREAD, "in-thread": Topic.THREAD, "in-channel": Topic.CHANNEL,
}  # fmt: skip
"""What each word sets: a kind of alert by its name, or a topic."""
_NAMED = {Topic.DEPARTMENT, Topic.STATUS, Topic.ZONE}
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ONE_DAY = (
    {name: number for number, name in enumerate(DAY_NAMES)}
    | {name: number for number, name in enumerate(_LONG)}
    | {f"{name}s": number for number, name in enumerate(_LONG)}
    | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)
WEEKEND = frozenset({5, 6})
MANY_DAYS = (
    dict.fromkeys(("daily", "everyday"), EVERY_DAY)
    | dict.fromkeys(("weekdays", "weekday", "workdays", "workday"), WEEKDAYS)
    | dict.fromkeys(("weekends", "weekend"), WEEKEND)
)
OFF = frozenset({"off", "none", "stop", "never"})
ON = frozenset({"on", "yes"})
NO = frozenset({"no", "without", "stop"})
ANY = frozenset({"any", "all", "everything", "everyone", "*"})
RESET = "reset"
ONLY = "only"
NOTHING = frozenset({RESET, "nothing", "alerts"})
EVERY = frozenset({"every", "each"})
JOINS = frozenset({"and", "&", "+", "or"})
IDLE = JOINS | {"the", "at", "in", "into", "also", "with", "please", "then", "just", "of", "for"}
"""What may stand between the words without meaning anything here."""
BOUNDS = frozenset({*TOPICS, *MANY_DAYS, *ONE_DAY, *OFF, *ON, *NO, *EVERY, *JOINS, RESET, "with", ONLY})
"""Where a time, a length or a name that is not in quotes ends."""
LENGTH_WORDS = frozenset(
    {"h", "hr", "hrs", "hour", "hours", "m", "min", "mins", "minute", "minutes", "half", "quarter", "a", "an"}
    | {"of", "one", "two", "three", "four", "five", "ten", "fifteen", "twenty", "thirty", "forty", "sixty"}
)
BEFORE_LENGTH = frozenset({"at", "for", "after", "over"})
AFTER_LENGTH = frozenset(
    {
        "before",
        "beforehand",
        "earlier",
        "the",
        "start",
        "each",
        "session",
        "sessions",
        "starts",
        "begins",
        "it",
    }
)


class Kind(StrEnum):
    WORD = "word"
    QUOTED = "quoted"
    COMMA = "comma"


class Token(Struct, frozen=True):
    """One word, a name in quotes without them, or a comma."""

    kind: Kind
    text: str

    @property
    def word(self) -> str:
        """The word in small letters; nothing where it is none."""
        return folded(self.text) if self.kind is Kind.WORD else ""


_QUOTE = '"“”„«»'
_TOKEN = re.compile(
    rf"[{_QUOTE}](?P<quoted>(?:[^{_QUOTE}]|([{_QUOTE}])\2)*)[{_QUOTE}]"
    r"|(?<=[:=,])(?P<mark>[*_~`'])(?P<marked>[^*_~`',;]+)(?P=mark)(?!\w)"
    r"|(?P<comma>[,;])"
    r"|(?P<key>[A-Za-z]+)\s*[:=]"
    rf"|(?P<word>[^\s,;{_QUOTE}]+)"
    r"|(?P<stray>\S)"
)
_PART = re.compile(
    rf"\s*(?:[{_QUOTE}](?P<quoted>(?:[^{_QUOTE}]|([{_QUOTE}])\2)*)[{_QUOTE}]\s*(?:[,;]|$)|(?P<bare>[^,;]+))"
)
_DOUBLED = re.compile(rf"([{_QUOTE}])\1")
_BETWEEN_DAYS = re.compile(r"[-–—/]")


def tokens(text: str) -> list[Token]:
    """Split a text. "dept:Leeds" is two words; a quote within quotes is doubled."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match["quoted"] is not None:
            name = " ".join(_DOUBLED.sub(r"\1", match["quoted"]).split())
            within = tokens(name) if _is_only_marked(found, name) else [Token(Kind.QUOTED, name)]
            found += within
        elif match["marked"]:
            found.append(Token(Kind.QUOTED, bare(match["marked"])))
        elif match["comma"]:
            found.append(Token(Kind.COMMA, match["comma"]))
        else:
            word = match["key"] or match["word"] or match["stray"]
            found += [Token(Kind.WORD, part) for part in _parts(word)]
    return found


def _is_only_marked(before: list[Token], name: str) -> bool:
    """Whether what stands in quotes are words of the rules, where no name is to come."""
    last = before[-1] if before else None
    if last is not None and (
        last.kind is Kind.COMMA or last.word in JOINS or TOPICS.get(last.word) in _NAMED
    ):
        return False
    first = folded(name.split(" ")[0].partition(":")[0])
    return first in BOUNDS or first[:1].isdigit()


def parted(text: str) -> list[str]:
    """The names in a text, with commas between them; one that has a comma itself stands in quotes."""
    found = []
    for match in _PART.finditer(text):
        name = match["bare"] if match["quoted"] is None else _DOUBLED.sub(r"\1", match["quoted"])
        found += [" ".join(name.split())] if name.strip() else []
    return found


def quoted(name: str) -> str:
    """A name in quotes, so that it is read back as it is."""
    doubled = "".join(letter * 2 if letter in _QUOTE else letter for letter in name)
    return f'"{doubled}"'


def _parts(word: str) -> list[str]:
    """Split "mon-fri" and "mon/wed"; drop the marks round a word, and the full stop that ends a sentence."""
    if not re.fullmatch(r"(?:[a-z]\.)+", word, re.IGNORECASE):  # a.m. keeps its own
        word = bare(word) or word
    days = _BETWEEN_DAYS.split(word)
    if len(days) > 1 and all(day.casefold() in ONE_DAY for day in days):
        return days if "/" in word or len(days) > 2 else [days[0], "to", days[1]]
    return [word]
