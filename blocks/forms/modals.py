"""The four modals: book, reschedule, edit, cancel. Each is drawn anew from what stands typed in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blocks import ids
from blocks.forms.inputs import channel_select, fault, names_select, select, text_input
from blocks.forms.menus import Asked, free_times, menu_inputs, next_free, notes_input
from blocks.forms.parts import (
    TOP,
    Faults,
    ReadBack,
    brief_input,
    contact_inputs,
    interpreter_inputs,
    known,
    more_inputs,
    time_inputs,
    top_words,
)
from blocks.forms.typed import Typed
from blocks.kit import TITLE_LIMIT, Block, Card, actions, button, context, paragraphs, plain, section
from blocks.words.reasons import CANCELLING, DECLINING
from blocks.words.results import TITLES
from bot.appointments.api import Field
from bot.appointments.deeds import Deed
from bot.appointments.filter import departments_meant

View = dict[str, Any]
EVERYTHING_TYPED = Asked()
_OURS = (
    "type",
    "callback_id",
    "title",
    "submit",
    "close",
    "private_metadata",
    "notify_on_close",
    "clear_on_close",
)
"""What of a form is as we drew it, in what Slack sends of it."""

MOST_NAMES, LONGEST_IN_MENU = 100, 75
"""Options of a menu, and characters of one."""
NOW_IS = "now-is"
QUICK = {
    "plus15": "+15 min",
    "plus30": "+30 min",
    "plus60": "+1 hour",
    "tomorrow": "Tomorrow, same time",
    "next_day": "Next day, same time",
    "next_week": "Next week, same time",
}
"""The quick choices; each is put into *When* as it stands here."""
REASONS = tuple(CANCELLING.values())
_SENT_WITH = {
    Deed.MOVE: (ids.MOVE_FORM, "Reschedule"),
    Deed.PROPOSE: (ids.PROPOSE_FORM, "Propose"),
    Deed.CANCEL: (ids.CANCEL_FORM, "Cancel appointment"),
    Deed.DECLINE: (ids.DECLINE_FORM, "Decline"),
}
"""Which form it is, and what its button says."""


def book_form(
    typed: Typed,
    state: ids.FormState,
    read_back: ReadBack,
    *,
    top: str | None = None,
    faults: Faults | None = None,
    departments: Sequence[str] = (),
    tells: str = "",
    asked: Asked = EVERYTHING_TYPED,
) -> View:
    """Book an appointment. `top` says what happened to the last try, `tells` how the claimant will hear of it."""
    wrong, n, has = faults or {}, state.redrawn, asked.fields
    blocks = [
        *top_words(top),
        *(_name(typed, n, wrong) if Field.CLAIMANT in has else []),
        *menu_inputs(typed, n, wrong, asked),
        *free_times(asked),
        *time_inputs(typed, state, read_back, wrong, next_free(asked, state.start)),
        *(_department(typed, n, wrong, departments) if Field.DEPARTMENT in has else []),
        *(contact_inputs(typed, n, wrong) if Field.CONTACT in has else []),
        *(interpreter_inputs(typed, n, wrong) if Field.INTERPRETER in has else []),
        *(brief_input(typed, n, wrong) if Field.INTERPRETER in has else []),
        *notes_input(typed, n, wrong, asked),
        channel_select("channel", typed.channel, n, hint="Left empty, no card is posted."),
        *fault(wrong.get("channel")),
        *(more_inputs(typed, state, wrong) if Field.ROOM in has else []),
    ]
    if tells:
        blocks.append(context(plain(tells)))
    return _modal(ids.BOOK_FORM, "Book an appointment", "Book", blocks, state)


def move_form(
    typed: Typed,
    state: ids.FormState,
    read_back: ReadBack,
    *,
    now_is: str,
    top: str | None = None,
    faults: Faults | None = None,
    tells: str = "",
    asked: Asked = EVERYTHING_TYPED,
    deed: Deed = Deed.MOVE,
    ahead: bool = False,
) -> View:
    """Give an appointment another time, or propose one; `now_is` says what it is and when it is now; `ahead`: not before tomorrow."""
    quick = [
        button(label, f"{ids.QUICK_TIME}.{key}", key)
        for key, label in QUICK.items()
        if key != ("tomorrow" if ahead else "next_day")
    ]
    blocks = [
        *top_words(top),
        section(plain(now_is), block_id=NOW_IS),
        actions(*quick, block_id="quick"),
        *free_times(asked),
        *time_inputs(typed, state, read_back, faults or {}, next_free(asked, state.start)),
        _why(typed, state.redrawn)
        if deed is Deed.MOVE
        else text_input("reason", typed.reason, state.redrawn, hint="The claimant may read it."),
    ]
    if tells:
        blocks.append(context(plain(tells)))
    callback, submit = _SENT_WITH[deed]
    return _modal(callback, TITLES[deed], submit, blocks, state)


def edit_form(
    typed: Typed,
    state: ids.FormState,
    *,
    now_is: str,
    top: str | None = None,
    faults: Faults | None = None,
    departments: Sequence[str] = (),
    tells: str = "",
    hidden: bool = False,
    asked: Asked = EVERYTHING_TYPED,
) -> View:
    """Change anything but the time. `hidden`: the person may not see the contact details, so those inputs are left out."""
    wrong, n, has = faults or {}, state.redrawn, asked.fields
    contact = (
        [context(plain("Phone, e-mail and date of birth are not shown: your group may not see them."))]
        if hidden
        else contact_inputs(typed, n, wrong)
    )
    blocks = [
        *top_words(top),
        section(plain(now_is), block_id=NOW_IS),
        *(_name(typed, n, wrong) if Field.CLAIMANT in has else []),
        *(_department(typed, n, wrong, departments) if Field.DEPARTMENT in has else []),
        *(contact if Field.CONTACT in has else []),
        *(interpreter_inputs(typed, n, wrong) if Field.INTERPRETER in has else []),
        *([] if hidden else notes_input(typed, n, wrong, asked)),
        *(more_inputs(typed, state, wrong) if Field.ROOM in has else []),
    ]
    if tells:
        blocks.append(context(plain(tells)))
    return _modal(ids.EDIT_FORM, "Edit", "Save", blocks, state)


def cancel_form(
    typed: Typed,
    state: ids.FormState,
    *,
    now_is: str,
    tells: str,
    top: str | None = None,
    faults: Faults | None = None,
    deed: Deed = Deed.CANCEL,
) -> View:
    """Cancel an appointment, or decline a request, with a reason: a common one by a button, or in one's own words."""
    offered = CANCELLING if deed is Deed.CANCEL else DECLINING
    common = [
        button(reason, f"{ids.QUICK_REASON}.{i}", str(i))
        for i, reason in enumerate(REASONS)
        if reason in offered.values()
    ]
    blocks = [
        *top_words(top),
        section(plain(now_is), block_id=NOW_IS),
        section(plain(tells)),
        text_input(
            "reason",
            typed.reason,
            state.redrawn,
            optional=False,
            hint="Choose a common one below, or write your own.",
        ),
        *fault((faults or {}).get("reason")),
        actions(*common, block_id="reasons"),
    ]
    callback, submit = _SENT_WITH[deed]
    return _modal(callback, TITLES[deed], submit, blocks, state, close="Keep it")


def _why(typed: Typed, redrawn: int) -> Block:
    return select("why", typed.why, redrawn, hint="For the history. The claimant is not told.")


SESSIONS, FIND = "Sessions", "Find an appointment"


def window(card: Card, title: str = "Session") -> View:
    """A card in a window of its own, where there is no message to show it beside."""
    return {
        "type": "modal",
        "callback_id": ids.NOTICE,
        "title": plain(title, TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": list(card.blocks) or [section(plain(card.text))],
    }


def notice(title: str, words: Sequence[str]) -> View:
    """A modal that says something: "Booking…", what was done, or why nothing can be."""
    return {
        "type": "modal",
        "callback_id": ids.NOTICE,
        "title": plain(title, TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": [block for text in words for block in paragraphs(text)],
    }


def said_over(view: View, words: str) -> View:
    """The form that stands before a person, as Slack sent it, with words on top of it."""
    first, *_ = view["blocks"]
    blocks = view["blocks"][2:] if first.get("block_id") == TOP else view["blocks"]
    return {name: view[name] for name in _OURS if view.get(name)} | {"blocks": [*top_words(words), *blocks]}


def noted_over(view: View, words: str) -> View:
    """A form with a remark on top, that goes when it is drawn anew."""
    return view | {"blocks": [context(plain(words)), *view["blocks"]]}


def _name(typed: Typed, n: int, wrong: Faults) -> list[Block]:
    return [text_input("name", typed.name, n, optional=False), *fault(wrong.get("name"))]


def _department(typed: Typed, n: int, wrong: Faults, departments: Sequence[str]) -> list[Block]:
    meant = departments_meant(typed.department, dict.fromkeys(departments)) if typed.department else []
    value = (meant[0].name or "") if len(meant) == 1 else typed.department
    fits = 0 < len(departments) <= MOST_NAMES and all(len(name) <= LONGEST_IN_MENU for name in departments)
    if fits and (not value or value in departments):
        block = names_select("department", value, departments, n)
    else:
        block = text_input("department", typed.department, n, hint=known(departments))
    return [block, *fault(wrong.get("department"))]


def _modal(
    callback: str, title: str, submit: str, blocks: list[Block], state: ids.FormState, close: str = "Close"
) -> View:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE_LIMIT),
        "submit": plain(submit, TITLE_LIMIT),
        "close": plain(close, TITLE_LIMIT),
        "private_metadata": state.packed(),
        "blocks": blocks,
    }
