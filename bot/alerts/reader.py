"""Read typed rules word by word, each into the one thing that it sets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from bot.alerts.rules import (
    LONGEST_REMINDER,
    LONGEST_WAIT,
    MOST_REMINDERS,
    WEEKDAYS,
    BoardRule,
    Rules,
    Where,
)
from bot.alerts.times import Clock, Typist, Unclear, clipped, read_clock, read_length, read_zone
from bot.alerts.values import Departments, read_statuses
from bot.alerts.words import (
    ANY,
    BOUNDS,
    EVERY,
    IDLE,
    JOINS,
    LENGTH_IDLE,
    LENGTH_WORDS,
    MANY_DAYS,
    NO,
    OFF,
    ON,
    ONE_DAY,
    RESET,
    TOPICS,
    Kind,
    Token,
    Topic,
)

EXAMPLE = "board 08:30 weekdays reminders 15 waiting 3 changes"
USUAL_REMINDER, USUAL_WAIT = 15, 3
"""Minutes, where a word says that something is wanted but not how long."""
_KNOWN = "board, reminders, waiting, changes, gaps, dept, status, interpreter, in thread, in channel"
_NO_BOARD = "There is no board here yet. Type at what time it should come: board 08:30 weekdays."


class Reader:
    """Reads one text. What it has read stands in three heaps until all of it is understood."""

    def __init__(
        self, words: Sequence[Token], rules: Rules, typist: Typist, departments: Collection[str]
    ) -> None:
        self._words = words
        self._at = 0
        self._typist = typist
        self._departments = Departments(departments)
        self._before = rules
        self._rules: dict[str, Any] = {}
        self._only: dict[str, Any] = {}
        self._board: dict[str, Any] = {}
        self._has_board: bool | None = None
        self._said: set[Topic] = set()
        self._last: Topic | None = None

    def read(self) -> Rules:
        """Give the changed rules. Raises Unclear."""
        meant = [token for token in self._words if token.word not in IDLE and token.kind is not Kind.COMMA]
        if not meant:
            raise Unclear(f"Type what this channel is to get, e.g. {EXAMPLE}.")
        if meant[0].word in {*ANY, RESET}:
            meant = meant[1:] or [Token(Kind.WORD, "off")]
        if len(meant) == 1 and meant[0].word in {*OFF, *NO, "nothing"}:
            return Rules()
        while self._at < len(self._words):
            self._step()
        return self._changed()

    def _step(self) -> None:
        """Read the next thing that is set."""
        token = self._take()
        topic = TOPICS.get(token.word)
        if token.kind is Kind.COMMA or token.word in IDLE:
            return
        if token.word == RESET and not self._said:
            self._before = Rules()
        elif token.word in NO and (forbidden := TOPICS.get(self._next())):
            self._take()
            self._set(forbidden, False)
        elif topic is Topic.INTERPRETER and TOPICS.get(self._next()) is Topic.GAPS:
            return  # "interpreter gaps" are gaps
        elif topic is not None:
            self._set(topic, self._switch())
        elif token.word in EVERY or self._is_days(token):
            self._days(token)
        elif self._last is Topic.BOARD and "at" not in self._board:
            self._at -= 1
            self._time()
        else:
            self._refuse(token)

    def _set(self, topic: Topic, switch: bool | None) -> None:
        """Set one thing: `switch` says whether on or off was typed with it."""
        if topic in self._said and topic not in {Topic.DEPARTMENT, Topic.STATUS}:
            raise Unclear(f"“{topic}” stands there twice. Type it once.")
        self._said.add(topic)
        self._last = topic
        match topic:
            case Topic.BOARD:
                self._has_board = switch is not False
            case Topic.EMPTY:
                self._skip("day", "days", "boards")
                self._board["empty"] = switch is not False and self._switch() is not False
            case Topic.ZONE:
                self._board["zone"] = read_zone(self._run(), self._typist)
            case Topic.REMINDERS:
                self._rules["reminders"] = () if switch is False else self._reminders()
            case Topic.WAITING:
                self._skip("room")
                switch = self._switch() if switch is None else switch
                self._rules["waiting"] = None if switch is False else self._wait()
            case Topic.CHANGES | Topic.GAPS:
                self._rules[topic.value] = switch is not False
            case Topic.THREAD | Topic.CHANNEL:
                self._where(topic, switch)
            case _:
                self._narrow(topic, switch)

    def _where(self, topic: Topic, switch: bool | None) -> None:
        if switch is False or "where" in self._rules:
            raise Unclear("Where should it go? Type either in thread or in channel.")
        self._rules["where"] = Where(topic.value)

    def _narrow(self, topic: Topic, switch: bool | None) -> None:
        """Set a filter; one that is typed several times takes all its values."""
        everything = switch is False or self._next() in ANY
        if topic is Topic.INTERPRETER:
            if everything and self._words[max(self._at - 2, 0)].word in NO:
                raise Unclear("Type interpreter any to hear of sessions with and without an interpreter.")
            self._skip("needed", "only", "required")
            self._only["interpreter"] = not everything
        elif topic is Topic.DEPARTMENT:
            self._only["departments"] = (
                () if everything else (*self._only.get("departments", ()), *self._departments.read(self._rest()))
            )
            self._at += 0 if everything else self._departments.taken
        elif topic is Topic.STATUS:
            if everything:
                self._only["statuses"] = ()
            else:
                found, taken = read_statuses(self._rest())
                self._only["statuses"] = (*self._only.get("statuses", ()), *found)
                self._at += taken
        if self._next() in ANY:
            self._take()
