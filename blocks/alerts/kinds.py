"""The words of every kind of alert: what its rule gives, that it is no more, its row in the form, and its card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks.alerts.cards import gap_card, reminder_card
from blocks.kit import Card
from blocks.words.setting import Setting
from bot.alerts.rules import EVERY_DAY, WEEKDAYS, BoardRule, Rules
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.when import say_minutes
from bot.when.reading.zones import city_of

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_WEEKEND = frozenset({5, 6})


class SessionCard(Protocol):
    """Draws an alert about one session as the readers of a channel may see it."""

    def __call__(
        self, appointment: Appointment, *, openness: Openness, links: Openness, setting: Setting
    ) -> Card: ...


class Row(Struct, frozen=True):
    """Its input in the form: a box to tick, or a field for minutes with an example in it."""

    label: str
    about: str
    example: str = ""


class KindWords(Struct, frozen=True):
    """The words of one kind."""

    gives: Callable[[Rules, Setting], Mapping[str, str]]
    """What a channel gets that has it set: a short line for each thing that is set with it."""
    no_more: str
    row: Row | None = None
    """None: the board has rows of its own."""
    card: SessionCard | None = None


def board_words(board: BoardRule, setting: Setting, empty: str = "") -> str:
    """Say when the board comes, and what the reader's clock shows then, where that is another time."""
    words = f"Board: {days_words(board.days)} {board.at:%H:%M} ({city_of(board.zone)}){empty}."
    there = setting.now.astimezone(ZoneInfo(board.zone))
    comes = there.replace(hour=board.at.hour, minute=board.at.minute, second=0, microsecond=0, fold=0)
    here = comes.astimezone(UTC).astimezone(setting.zone)
    if here.utcoffset() == comes.utcoffset():
        return words
    return f"{words} That is {here:%H:%M} ({city_of(setting.zone.key)}) at present."


def days_words(days: Collection[int]) -> str:
    """Say weekdays: every day, weekdays, Mondays, Wednesdays and Fridays."""
    usual = {EVERY_DAY: "every day", WEEKDAYS: "weekdays", _WEEKEND: "weekends"}
    return usual.get(frozenset(days)) or listed([_DAYS[day] for day in sorted(days)], "and")


def listed(names: Sequence[str], word: str) -> str:
    """List names in one breath: "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last


def _board(rules: Rules, setting: Setting) -> dict[str, str]:
    if rules.board is None:
        return {}
    empty = ", also on empty days" if rules.board.empty else ", not on empty days"
    return {"board": board_words(rules.board, setting, empty)}


def _reminders(rules: Rules, _: Setting) -> dict[str, str]:
    words = listed([say_minutes(one) for one in rules.reminders], "and")
    return {"reminders": f"Reminders: {words} before each session."}


def _waiting(rules: Rules, _: Setting) -> dict[str, str]:
    if not rules.waiting:
        return {"waiting": "Waiting: at once."}
    return {"waiting": f"Waiting: after {say_minutes(rules.waiting)}."}


def _changes(_: Rules, __: Setting) -> dict[str, str]:
    return {"changes": "Every booking, move, cancellation and edit is posted."}


def _gaps(_: Rules, __: Setting) -> dict[str, str]:
    return {"gaps": "Interpreter gaps: 24 h, 2 h and 15 min before; found later, at once."}


def _reminder_card(
    appointment: Appointment, *, openness: Openness, links: Openness, setting: Setting
) -> Card:
    start = appointment.start or setting.now
    left = -((setting.now - start) // timedelta(minutes=1))
    return reminder_card(appointment, left, openness=openness, links=links, setting=setting)


def _gap_card(appointment: Appointment, *, openness: Openness, links: Openness, setting: Setting) -> Card:
    return gap_card(appointment, openness=openness, setting=setting)


WORDS: Mapping[str, KindWords] = {
    "board": KindWords(_board, "The day's board is no longer posted."),
    "reminders": KindWords(
        _reminders,
        "Reminders are no longer posted.",
        Row(
            "Reminders before each session",
            "Minutes or hours, several with commas. Empty: none.",
            "15, or 1 h, 15",
        ),
        _reminder_card,
    ),
    "waiting": KindWords(
        _waiting,
        "Waiting claimants are no longer announced.",
        Row(
            "Claimant in the waiting room",
            "After how many minutes to post a message; 0: at once. Empty: never.",
            "3",
        ),
    ),
    "changes": KindWords(
        _changes,
        "Changes are no longer posted.",
        Row("Changes", "What was booked, rescheduled, cancelled or edited."),
    ),
    "gaps": KindWords(
        _gaps,
        "Gaps are no longer posted.",
        Row(
            "Interpreter gaps",
            "24 h, 2 h and 15 min before, until one is confirmed. Else at once.",
        ),
        _gap_card,
    ),
}
"""By the names of `bot/alerts/kinds/`."""
