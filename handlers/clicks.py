"""Every button and menu in messages, and who answers it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from msgspec import Struct

from blocks import ids
from blocks.kit import Card, say
from bot.workspace import Workspace
from handlers.alerts import command as alerts_command
from handlers.alerts import form as alerts_form
from handlers.alerts import handover, waiting
from handlers.answering import Ask
from handlers.cards import (
    accept,
    attendance,
    brief,
    buttons,
    calendar,
    forget,
    hand_out,
    history,
    interpreter,
    undo,
)
from handlers.cards.which import OLD
from handlers.connecting import connected
from handlers.drafts import answers as drafts
from handlers.lists import free, home, lists, search, stats, table
from handlers.verbs import book_new

Answer = Callable[[Workspace, Ask], Coroutine[Any, Any, Card | None]]
"""Answers a click for the eyes of whoever clicked."""


class Click(Struct, frozen=True):
    """Who answers a button, and whether the answer takes the place of the message that it stands in."""

    answer: Answer
    replaces: bool = False


async def too_old(_ws: Workspace, _ask: Ask) -> Card:
    """Answer a button that only an older version drew."""
    return say(OLD)


CLICKS: Mapping[str, Click] = {
    ids.BOOK_NEW: Click(book_new),
    ids.BOOK_FREE: Click(free.book_free),
    **dict.fromkeys(buttons.FORMS, Click(buttons.open_button)),
    ids.JOIN: Click(buttons.join),
    ids.DETAILS: Click(buttons.details),
    ids.SHOW: Click(buttons.show),
    ids.HISTORY: Click(history.history),
    **dict.fromkeys((ids.COPY_LINK, ids.FOR_INTERPRETER), Click(hand_out.hand_out)),
    ids.CALENDAR: Click(calendar.add_to_calendar),
    ids.FORGET: Click(forget.forget_now),
    ids.AGAIN: Click(buttons.again),
    ids.ACCEPT: Click(accept.accept),
    ids.SAY: Click(attendance.press),
    ids.INTERPRETER: Click(interpreter.press),
    ids.BRIEF: Click(brief.press),
    ids.AGENCY: Click(interpreter.choose_agency),
    ids.UNDO: Click(undo.undo, replaces=True),
    ids.OPEN_SESSION: Click(buttons.show),
    **dict.fromkeys((ids.HOME_DAY, ids.HOME_NEXT), Click(home.choose_day)),
    **dict.fromkeys((ids.WHOLE, ids.OTHER_DAY), Click(lists.turn, replaces=True)),
    **dict.fromkeys((ids.PAGE_BEFORE, ids.PAGE_AFTER), Click(lists.turn, replaces=True)),
    ids.TAKE_LIST: Click(table.take_list),
    ids.TAKE_COUNTS: Click(stats.take_counts),
    ids.DRAW_COUNTS: Click(stats.draw_counts),
    ids.FOUND_BEFORE: Click(search.turn, replaces=True),
    ids.FOUND_AFTER: Click(search.turn, replaces=True),
    ids.SNOOZE: Click(waiting.snooze),
    ids.HAVE_IT: Click(waiting.have_it),
    ids.TAKEN: Click(handover.take_over),
    ids.OPEN_ALERTS: Click(alerts_form.open_alerts),
    ids.ALERTS_BEFORE: Click(alerts_command.turn, replaces=True),
    ids.ALERTS_AFTER: Click(alerts_command.turn, replaces=True),
    ids.CONNECT: Click(connected),
    ids.DRAFT_BOOK: Click(drafts.book),
    ids.DRAFT_CHANGE: Click(drafts.change),
}
