"""The four modals: book, reschedule, edit, cancel. Each is drawn anew from what stands typed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blocks import ids
from blocks.inputs import (
    FLAG_LABELS,
    channel_select,
    fault,
    radio,
    select,
    text_input,
)
from blocks.kit import TITLE_LIMIT, Block, actions, button, context, divider, plain, section
from blocks.typed import Typed
from bot.when import Choice, say_minutes

View = dict[str, Any]
Faults = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The words under *When*, and other readings of it to choose from."""

    words: str
    choices: tuple[Choice, ...] = ()


READ_BACK = "read-back"
NOW_IS = "now-is"
QUICK = {
    "plus15": "+15 min",
    "plus30": "+30 min",
    "tomorrow": "Tomorrow, same time",
    "next_week": "Next week, same time",
}
REASONS = (
    "Claimant asked to cancel",
    "Claimant did not attend",
    "Interpreter not available",
    "Staff not available",
    "Booked twice",
)


def book_form(
    typed: Typed,
    state: ids.FormState,
    read_back: ReadBack,
    *,
    top: str | None = None,
    faults: Faults | None = None,
    departments: Sequence[str] = (),
    tells: str = "",
) -> View:
    """Book an appointment. `top` says what happened to the last try, `tells` how the claimant will hear of it."""
    wrong, n = faults or {}, state.redrawn
    blocks = [
        *_top(top),
        text_input("name", typed.name, n, optional=False),
        *fault(wrong.get("name")),
        *_time_inputs(typed, state, read_back, wrong),
        text_input("department", typed.department, n, hint=_known(departments)),
        *fault(wrong.get("department")),
        *_contact_inputs(typed, n, wrong),
        *_interpreter_inputs(typed, n, wrong),
        channel_select("channel", typed.channel, n, hint="Left empty, no card is posted."),
        *fault(wrong.get("channel")),
        *_more(typed, state, wrong),
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
) -> View:
    """Give an appointment another time; `now_is` says what it is and when it is now."""
    quick = [button(label, f"{ids.QUICK_TIME}.{key}", key) for key, label in QUICK.items()]
    blocks = [
        *_top(top),
        section(plain(now_is), block_id=NOW_IS),
        actions(*quick, block_id="quick"),
        *_time_inputs(typed, state, read_back, faults or {}),
    ]
    if tells:
        blocks.append(context(plain(tells)))
    return _modal(ids.MOVE_FORM, "Reschedule", "Reschedule", blocks, state)


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
) -> View:
    """Change anything but the time. `hidden`: the person may not see the contact details, so those inputs are left out."""
    wrong, n = faults or {}, state.redrawn
    contact = (
        [context(plain("Phone, e-mail and date of birth are not shown: your group may not see them."))]
        if hidden
        else _contact_inputs(typed, n, wrong)
    )
    blocks = [
        *_top(top),
        section(plain(now_is), block_id=NOW_IS),
        text_input("name", typed.name, n, optional=False),
        *fault(wrong.get("name")),
        text_input("department", typed.department, n, hint=_known(departments)),
        *fault(wrong.get("department")),
        *contact,
        *_interpreter_inputs(typed, n, wrong),
        *_more(typed, state, wrong),
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
) -> View:
    """Cancel an appointment with a reason: a common one by a button, or in one's own words."""
    common = [button(reason, f"{ids.QUICK_REASON}.{i}", str(i)) for i, reason in enumerate(REASONS)]
    blocks = [
        *_top(top),
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
    return _modal(ids.CANCEL_FORM, "Cancel appointment", "Cancel appointment", blocks, state, close="Keep it")


def notice(title: str, words: Sequence[str]) -> View:
    """A modal that says something: "Booking…", what was done, or why nothing can be."""
    return {
        "type": "modal",
        "callback_id": ids.NOTICE,
        "title": plain(title, TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": [section(plain(text)) for text in words],
    }


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


def _top(text: str | None) -> list[Block]:
    return [section(plain(f"⚠ {text}"), block_id="top"), divider()] if text else []


def _known(departments: Sequence[str]) -> str | None:
    return f"One of: {', '.join(departments)}." if departments else None


def _time_inputs(typed: Typed, state: ids.FormState, read_back: ReadBack, wrong: Faults) -> list[Block]:
    n = state.redrawn
    return [
        text_input(
            "when",
            typed.when,
            n,
            optional=False,
            longest=200,
            placeholder="tomorrow 3pm, next Tue half ten, 3 Dec 9-9:30",
            reads_time=True,
        ),
        context(plain(read_back.words), block_id=READ_BACK),
        *_other_readings(read_back.choices),
        *fault(wrong.get("when")),
        text_input(
            "duration",
            typed.duration,
            n,
            longest=40,
            placeholder="45 min, 1h30, an hour and a half",
            hint=f"Left empty: {say_minutes(state.minutes)}, as it is." if state.minutes else None,
            reads_time=True,
        ),
        *fault(wrong.get("duration")),
    ]


def _other_readings(choices: Sequence[Choice]) -> list[Block]:
    row = [
        button(choice.label, f"{ids.QUICK_TIME}.choice{i}", choice.phrase)
        for i, choice in enumerate(choices[:5])
    ]
    return [actions(*row, block_id="readings")] if row else []


def _contact_inputs(typed: Typed, n: int, wrong: Faults) -> list[Block]:
    return [
        text_input(
            "phone", typed.phone, n, longest=40, hint="A UK number, or with + and the country's code."
        ),
        *fault(wrong.get("phone")),
        text_input("email", typed.email, n, kind="email_text_input"),
        *fault(wrong.get("email")),
        text_input("birth", typed.birth, n, longest=40, placeholder="12/03/1980"),
        *fault(wrong.get("birth")),
    ]


def _interpreter_inputs(typed: Typed, n: int, wrong: Faults) -> list[Block]:
    return [
        radio("needed", typed.needed, n),
        *fault(wrong.get("needed")),
        text_input("language", typed.language, n, longest=100, placeholder="Polish, BSL, Welsh"),
        *fault(wrong.get("language")),
    ]


def _more(typed: Typed, state: ids.FormState, wrong: Faults) -> list[Block]:
    if not state.more:
        return [actions(button("More options", ids.MORE_OPTIONS, "more"), block_id="more")]
    n, more = state.redrawn, typed.more
    blocks: list[Block] = [divider(), section(plain("What is left alone stays as the service has it."))]
    for flag in FLAG_LABELS:
        blocks += [select(flag, more.get(flag), n), *fault(wrong.get(flag))]
    blocks += [select("bandwidth", more.get("bandwidth"), n), *fault(wrong.get("bandwidth"))]
    blocks += [select("use_redirect", more.get("use_redirect"), n), *fault(wrong.get("use_redirect"))]
    for page in ("claimant_redirect", "agent_redirect"):
        value = more.get(page, "")
        blocks.append(text_input(page, value, n, longest=2048, placeholder="https://…"))
        blocks += fault(wrong.get(page))
    return blocks
