"""Between rules and the fields of their form; what can't be so is said under its own field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from blocks.alerts.kinds import board_words
from blocks.alerts.typed import AlertsTyped
from blocks.words.setting import Setting
from bot.alerts.kinds import ALERTS, AlertKind, Shape
from bot.alerts.rules import EVERY_DAY, WEEKDAYS, BoardRule, Rules, Where
from bot.alerts.typed.names import read_departments
from bot.alerts.typed.takes import read_kind
from bot.alerts.typed.times import Typist, Unclear, read_clock, read_zone
from bot.alerts.typed.words import quoted
from bot.appointments.filter import Filter, Known
from bot.appointments.model import Status
from bot.when import say_minutes

NO_BOARD = "There will be no board."
NOT_CHOSEN = "There will be no board, because that is what is chosen below."
NO_TIME = "Type a time, e.g. 08:30 or 8.30am."
TIME_BUT_NO_BOARD = "There is a time for it above. Choose to post it, or empty the time."
NO_DAYS = "Choose at least one day, or choose No board above."
_DAYS = {"weekdays": WEEKDAYS, "daily": EVERY_DAY}
Value = TypeVar("Value")
_SWITCHES = tuple(kind for kind in ALERTS if kind.shape is Shape.SWITCH)
_BY_LENGTH = tuple(kind for kind in ALERTS if kind.shape in {Shape.MINUTES, Shape.SEVERAL})
Faults = dict[str, str]


def typed_of(rules: Rules, zone: str) -> AlertsTyped:
    """The form filled with what a channel gets; `zone` is for a board that there is not yet."""
    board = rules.board
    usual = [name for name, some in _DAYS.items() if board is None or some == board.days]
    days = usual[0] if usual else "these"
    return AlertsTyped(
        board="on" if board else "off",
        at=f"{board.at:%H:%M}" if board else "",
        zone=board.zone if board else zone,
        days=days,
        which=tuple(str(day) for day in sorted(board.days)) if board and days == "these" else (),
        empty="no" if board and not board.empty else "yes",
        lengths={kind.name: _length(kind, rules) for kind in _BY_LENGTH},
        told=tuple(kind.name for kind in _SWITCHES if kind.is_set(rules)),
        departments=", ".join(_as_typed(name) for name in rules.only.departments),
        chosen_departments=rules.only.departments,
        statuses=tuple(status.value for status in rules.only.statuses),
        interpreter=("only",) if rules.only.interpreter else (),
        where=rules.where.value,
    )


def check(typed: AlertsTyped, before: Rules, typist: Typist, known: Known) -> Rules | Faults:
    """Check a form's fields; the faults are by field."""
    faults: Faults = {}

    def take(field: str, read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except Unclear as unclear:
            faults[field] = unclear.words
            return None

    board = _board(typed, typist, faults) if typed.board == "on" else None
    if typed.board != "on" and typed.at and before.board is None:
        faults["board"] = TIME_BUT_NO_BOARD
    kinds: dict[str, Any] = {kind.name: kind.name in typed.told for kind in _SWITCHES}
    for kind in _BY_LENGTH:
        text_of_it = typed.lengths.get(kind.name, "")
        kinds[kind.name] = take(kind.name, partial(read_kind, text_of_it, typist, kind))
    text = typed.departments
    departments = typed.chosen_departments
    if text is not None:
        departments = take("departments", lambda: read_departments(text, known)) or ()
    if faults:
        return faults
    return Rules(
        board=board,
        **kinds,
        only=Filter(
            departments=departments,
            statuses=tuple(Status(value) for value in typed.statuses),
            interpreter=bool(typed.interpreter),
        ),
        where=Where(typed.where),
    )


def said_back(typed: AlertsTyped, typist: Typist, setting: Setting) -> str:
    """Say how the board's time is read, or what is wrong with it."""
    if typed.board != "on":
        return NO_BOARD if not typed.at else NOT_CHOSEN
    faults: Faults = {}
    board = _board(typed, typist, faults)
    return board_words(board, setting) if board else next(iter(faults.values()))


def _length(kind: AlertKind, rules: Rules) -> str:
    """What stands in the field of a kind that is set with minutes."""
    found = getattr(rules, kind.name)
    if not kind.is_set(rules):
        return ""
    return str(found) if kind.shape is Shape.MINUTES else ", ".join(say_minutes(one) for one in found)


def _board(typed: AlertsTyped, typist: Typist, faults: Faults) -> BoardRule | None:
    """Read the board's own fields; None where one of them is at fault."""
    found: Faults = {}
    at, zone = None, typist.zone.key
    try:
        if not typed.at:
            raise Unclear(NO_TIME)
        clock = read_clock(typed.at, typist)
        at, zone = clock.at, clock.zone or zone
    except Unclear as unclear:
        found["at"] = unclear.words
    else:
        try:
            zone = _zone(typed.zone, clock.zone, typist)
        except Unclear as unclear:
            found["zone"] = unclear.words
    days = _DAYS.get(typed.days) or frozenset(int(day) for day in typed.which)
    if not days:
        found["which"] = NO_DAYS
    faults |= found
    if found or at is None:
        return None
    return BoardRule(at=at, days=days, zone=zone, empty=typed.empty != "no")


def _zone(text: str, named: str | None, typist: Typist) -> str:
    """The zone of the field, else the one that the time names. Raises Unclear where they are two."""
    if not text:
        return named or typist.zone.key
    zone = read_zone(text, typist)
    if named is not None and named != zone:
        raise Unclear(f"The board time names {named}. Type that here too, or leave it out above.")
    return zone


def _as_typed(name: str) -> str:
    """A name that would not stay one stands in quotes."""
    return quoted(name) if set(name) & set(',;"“”„') else name
