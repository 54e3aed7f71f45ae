"""Rules as they are typed: "board 08:30 weekdays dept:Leeds reminders 15 waiting 3 changes".

Each word sets one thing and leaves the others as they were; what is not understood changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.alerts.kinds import ALERTS, BOARD
from bot.alerts.rules import EVERY_DAY, WEEKDAYS, BoardRule, Rules, Where
from bot.alerts.typed.cursor import Cursor
from bot.alerts.typed.reader import Reader
from bot.alerts.typed.takes import kind_typed
from bot.alerts.typed.times import Typist, Unclear
from bot.alerts.typed.words import ANY, BOUNDS, DAY_NAMES, NOTHING, OFF, RESET, WEEKEND, Token, quoted, tokens
from bot.appointments.filter import Known

LONGEST = 6000
"""Characters."""


class Misunderstood(Struct, frozen=True):
    """Why words are no rules, and what to type; nothing is changed."""

    words: str


def understand(
    words: str,
    rules: Rules,
    *,
    now: datetime,
    zone: ZoneInfo,
    locale: str = "en-GB",
    departments: Known | Collection[str] = (),
) -> Rules | Misunderstood:
    """Change rules as the words say. `departments`: those that there are; none: any name is taken.

    A time is read where the board is, a new board's in the typist's zone; `reset` drops what was set before.
    """
    if len(words) > LONGEST:
        return Misunderstood(f"That is too long: {LONGEST:,} characters at most. Nothing was changed.")
    read = tokens(words)
    known = departments if isinstance(departments, Mapping) else dict.fromkeys(departments)
    if _is_nothing(read):
        return Rules()
    try:
        return Reader(Cursor(read), rules, Typist(now, zone, locale), known).read()
    except Unclear as unclear:
        return Misunderstood(f"{unclear.words} Nothing was changed.")


def as_typed(rules: Rules) -> str:
    """The words that give exactly these rules, whatever was set before."""
    if rules == Rules():
        return "off"
    words = [RESET]
    if rules.board:
        words += _board(rules.board)
    words += [typed for kind in ALERTS if kind is not BOARD and (typed := kind_typed(kind, rules))]
    words += [f"dept:{_name(name)}" for name in rules.only.departments]
    words += [f"status:{status.value}" for status in rules.only.statuses]
    words += ["interpreter"] * rules.only.interpreter
    words += ["in channel"] * (rules.where is Where.CHANNEL)
    return " ".join(words)


def days_typed(days: Collection[int]) -> str:
    """Weekdays as they are typed: daily, weekdays, mon,wed,fri."""
    usual = {EVERY_DAY: "daily", WEEKDAYS: "weekdays", WEEKEND: "weekends"}
    return usual.get(frozenset(days)) or ",".join(DAY_NAMES[day] for day in sorted(days))


def _is_nothing(read: list[Token]) -> bool:
    """Whether everything is to be off: "off", "all off", "reset"."""
    return (
        bool(read) and all(token.word in ANY | OFF | NOTHING for token in read) and read[-1].word not in ANY
    )


def _board(board: BoardRule) -> list[str]:
    inline = "/" in board.zone or board.zone == "UTC"
    words = [
        f"board {board.at:%H:%M}",
        board.zone if inline else f"zone:{board.zone}",
        days_typed(board.days),
    ]
    return words if board.empty else [*words, "no empty"]


def _name(name: str) -> str:
    plain = all(part.isalnum() for part in name.split("-")) and name.isascii()
    return name if plain and name.casefold() not in BOUNDS | ANY else quoted(name)
