"""Read typed rules word by word, each into the one thing that it sets."""

from __future__ import annotations

from typing import Any

from bot.alerts.kinds import BOARD, BY_NAME, AlertKind, Shape
from bot.alerts.rules import BoardRule, Rules, Where
from bot.alerts.typed.cursor import Cursor
from bot.alerts.typed.names import MOST_DEPARTMENTS, meant, take_departments, take_statuses
from bot.alerts.typed.takes import is_day, take_clock, take_days, take_kind, take_zone
from bot.alerts.typed.times import Doubt, Typist, Unclear, clipped, read_clock
from bot.alerts.typed.words import (
    ANY,
    BOUNDS,
    IDLE,
    NO,
    OFF,
    ON,
    ONLY,
    RESET,
    TOPICS,
    Kind,
    Token,
    Topic,
    quoted,
)
from bot.appointments.filter import Filter, Known

EXAMPLE = "board 08:30 weekdays reminders 15 waiting 3 changes"
NO_BOARD = "There is no board here yet. Say when it should come, e.g. board 08:30 weekdays."
_KNOWN = ", ".join((*BY_NAME, "dept", "status", "interpreter", "in thread", "in channel"))


class Reader:
    """Reads one text. What it has read is put together when all of it is understood."""

    def __init__(self, cursor: Cursor, rules: Rules, typist: Typist, departments: Known) -> None:
        self._cursor = cursor
        self._before = rules
        self._typist = typist
        self._departments = departments
        self._rules: dict[str, Any] = {}
        self._only: dict[str, Any] = {}
        self._board: dict[str, Any] = {}
        self._wants_board: bool | None = None
        self._said: list[str] = []

    def read(self) -> Rules:
        """Give the changed rules. Raises Unclear."""
        self._cursor.skip(IDLE)
        if not self._cursor.more:
            raise Unclear(f"Type what this channel is to get, e.g. {EXAMPLE}.")
        while self._cursor.more:
            self._step()
        if len(self._only.get("departments", ())) > MOST_DEPARTMENTS:
            raise Unclear(f"Name {MOST_DEPARTMENTS} departments at most, or type dept:any.")
        changes = {**self._rules, "board": self._new_board(), "only": self._new_filter()}
        return Rules(**{**dict(self._before), **changes})

    def _step(self) -> None:
        """Read the next thing that is set."""
        cursor = self._cursor
        if is_day(cursor):
            self._board["days"] = self._board.get("days", frozenset()) | take_days(cursor)
        elif self._last == BOARD.name and "at" not in self._board and self._is_time():
            clock = take_clock(cursor, self._typist)
            self._board |= {"at": clock.at} | ({"zone": clock.zone} if clock.zone else {})
        elif cursor.is_at(Kind.COMMA) or cursor.word in IDLE:
            cursor.take()
        elif cursor.word == RESET and not self._said:
            cursor.take()
            self._before = Rules()
        elif cursor.word in NO and cursor.ahead(1) in TOPICS:
            cursor.take()
            self._forbid()
        elif cursor.word == ONLY:
            cursor.take()
            self._check_only()
        elif cursor.word in TOPICS:
            self._set(TOPICS[cursor.take().word], None)
        else:
            self._refuse(cursor.take())

    @property
    def _last(self) -> str | None:
        return self._said[-1] if self._said else None

    def _is_time(self) -> bool:
        """Whether the next words are not those of another thing."""
        return bool(self._cursor.run()) and self._cursor.word not in IDLE - {"at"}

    def _set(self, topic: str, switch: bool | None) -> None:
        """Set one thing; `switch` is False where "no" stood before it."""
        cursor = self._cursor
        kind = BY_NAME.get(TOPICS.get(cursor.word, ""))
        if kind is not None and topic in kind.before:
            topic = TOPICS[cursor.take().word]  # "interpreter gaps" are gaps
        kind = BY_NAME.get(topic)
        if topic in self._said and topic not in {Topic.DEPARTMENT, Topic.STATUS}:
            raise Unclear(f"“{topic}” stands there twice. Type it once.")
        self._said.append(topic)
        if topic is Topic.EMPTY:
            cursor.skip({"day", "days", "board", "boards"})
        elif kind is not None:
            cursor.skip(kind.after)
        if switch is None and topic is not Topic.STATUS:
            switch = self._switch()
        if kind is BOARD:
            self._wants_board = switch is not False
        elif kind is not None:
            self._rules[kind.name] = kind.off if switch is False else self._wanted(kind)
        elif topic is Topic.EMPTY:
            self._board["empty"] = switch is not False
        elif topic is Topic.ZONE:
            self._board["zone"] = take_zone(cursor, self._typist)
        elif topic in {Topic.THREAD, Topic.CHANNEL}:
            self._where(topic, switch)
        else:
            self._narrow(topic, switch)

    def _forbid(self) -> None:
        """Set off what follows "no"."""
        if TOPICS[self._cursor.word] is Topic.INTERPRETER and self._cursor.ahead(1) not in TOPICS:
            raise Unclear("Type interpreter any to include sessions with and without an interpreter.")
        self._set(TOPICS[self._cursor.take().word], False)

    def _check_only(self) -> None:
        """Let "only" stand before what narrows; before anything else it would say that the rest is to be off."""
        topic = TOPICS.get(self._cursor.word)
        if topic is not None and topic not in {Topic.DEPARTMENT, Topic.STATUS, Topic.INTERPRETER}:
            raise Unclear(f"Type reset {topic} to have that and nothing else, or {topic} to have it too.")

    def _switch(self) -> bool | None:
        """Take "on" or "off" if one of them follows."""
        if self._cursor.took(ON):
            return True
        return False if self._cursor.took(OFF) else None

    def _wanted(self, kind: AlertKind) -> Any:
        """What a kind is set to: as long as is said, else as it was, else as is usual."""
        found = kind.off if kind.shape is Shape.SWITCH else take_kind(self._cursor, self._typist, kind)
        if found != kind.off:
            return found
        return getattr(self._before, kind.name) if kind.is_set(self._before) else kind.usual

    def _where(self, topic: str, switch: bool | None) -> None:
        if switch is False or "where" in self._rules:
            raise Unclear("Type one of the two: in thread, in channel.")
        self._rules["where"] = Where(topic)

    def _narrow(self, topic: str, switch: bool | None) -> None:
        """Set a filter; one that is typed several times takes all that is named."""
        everything = self._cursor.took(ANY | OFF) or switch is False
        if topic is Topic.INTERPRETER:
            self._cursor.skip({"needed", "required"})
            self._only["interpreter"] = not everything
        elif topic is Topic.DEPARTMENT:
            more = () if everything else take_departments(self._cursor, self._departments)
            self._only["departments"] = _together(self._only.get("departments", ()), more)
        else:
            statuses = () if everything else take_statuses(self._cursor)
            self._only["statuses"] = _together(self._only.get("statuses", ()), statuses)

    def _new_board(self) -> BoardRule | None:
        before, told = self._before.board, dict(self._board)
        if self._wants_board is False:
            if told:
                raise Unclear("Type either board off, or when it should come, e.g. board 08:30 weekdays.")
            return None
        if before is None and self._wants_board is None and not told:
            return None
        if before is None and "at" not in told:
            raise Unclear(NO_BOARD)
        usual = dict(before) if before else {"zone": self._typist.zone.key}
        return BoardRule(**{**usual, **told})

    def _new_filter(self) -> Filter:
        return Filter(**{**dict(self._before.only), **self._only})

    def _refuse(self, token: Token) -> None:
        """Say what was meant by something that is no word of the rules. Raises Unclear."""
        word = clipped(token.text)
        known = {name.casefold() for name in self._departments}
        if token.text.casefold() in known or token.kind is Kind.QUOTED:
            raise Unclear(f"Did you mean dept:{quoted(word)}?")
        if token.word in BOUNDS:
            raise Unclear(f"“{word}” is not clear there. Type e.g. board off, no changes or {EXAMPLE}.")
        close = meant(token.text)
        if close:
            raise Unclear(f"“{word}” is not known here. Did you mean {close}?")
        if self._last is Topic.DEPARTMENT:
            raise Unclear(
                f"“{word}” is not clear there. Put a name of several words in quotes: "
                'dept:"Adult Social Care".'
            )
        if any(letter.isdigit() for letter in word) and self._reads_as_time(token.text):
            raise Unclear(f"What should come at {word}? Type board {word} for the day's board.")
        raise Unclear(f"“{word}” is not known here. You can set: {_KNOWN}. For example: {EXAMPLE}.")

    def _reads_as_time(self, text: str) -> bool:
        try:
            read_clock(text, self._typist)
        except Doubt:
            return True
        except Unclear:
            return False
        return True


def _together(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """Both, each once; names that differ only in capitals are one."""
    found: dict[str, Any] = {}
    for value in (*one, *other):
        found.setdefault(str(value).casefold(), value)
    return tuple(found.values())
