"""A booking that is talked about: read back with its two buttons, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from blocks import ids
from blocks.forms.inputs import MENUS
from blocks.forms.typed import Typed
from blocks.kit import Block, Card, actions, button, context, escape, plain, section
from blocks.words.labels import LABELS
from blocks.words.meeting import MEETING_WORDS
from bot.appointments.model import MeetingType, Named

READ_BACK, OPEN, ENDED = "draft.read-back", "draft.open", "draft.ended"
"""Which of our messages it is, by the id of a block: of one that read something back the fingerprint of that stands behind it."""
BOOK_IT, NOT_YET = "Book this?", "This can't be booked yet."
HOW_ON = "Say yes or press Book to book it. Say what is different to change it, e.g. “make it 4pm” or “and in Leeds”, or press Change."
HOW_ON_OPEN = "Say what is missing or different, e.g. “make it 4pm” or “and in Leeds”, or press Change."
HOW_ON_IN_THREAD = "Press Book to book it, or Change to change it."
PRESS_BOOK = "Frontdesk can't read this conversation again just now. If this is what you mean, press Book."
PRESS_IN_THREAD = "In a channel a yes is not enough: press Book if this is what you mean."
READ_AGAIN = "Something has changed since that was read back, so nothing was booked. This is what stands now."
NO_LONGER = (
    "There is no draft of yours here any more: it was booked or given up already, or Frontdesk was started again and no longer knows it. "
    "This booked nothing. If no message here says that it is booked, write it once more in one line, e.g. tomorrow 3pm Jane Doe."
)
NOTHING_HERE = (
    "There is nothing here that a yes could book. Write whom and when in one line, e.g. tomorrow 3pm Jane Doe, "
    "and it is read back to you first."
)
NOT_YOURS = (
    "There is nothing of yours here that could be booked: it was booked or given up already, somebody else wrote it, or Frontdesk no longer "
    "knows it. This booked nothing. If no message here says that it is booked, write it yourself in one line, e.g. @Frontdesk book Jane Doe tomorrow 3pm."
)
DROPPED = "Nothing was booked, and the draft is gone."
WHAT_ELSE = "Nothing was booked. Say what is different, or “forget it”."
WHOM_AND_WHEN = (
    "Whom, and when? Write it in one line, e.g. tomorrow 3pm Jane Doe in Leeds for 45m. Or press the button."
)
_SHOWN = (
    "name",
    "customer",
    "subject",
    "office",
    "employee",
    "meeting_type",
    "department",
    "language",
    "phone",
    "email",
    "birth",
)
CONTACT = ("phone", "email", "birth")
"""What never stands in a channel."""


def read_back_card(
    typed: Typed,
    time: str,
    *,
    mark: str,
    faults: Sequence[str],
    notes: Sequence[str],
    tells: str,
    top: str | None = None,
    spoken: bool = True,
) -> Card:
    """Read back all that would be booked. `mark`: its fingerprint, by which a later yes is known to mean this and nothing else.

    `faults`: why it can't be booked as it stands; `spoken`: whether a yes is heard there, and not only the button.
    """
    title = NOT_YET if faults else BOOK_IT
    told = [time, *(f"{LABELS[name]}: {value}" for name, value in _values(typed))]
    how = HOW_ON_OPEN if faults else HOW_ON if spoken else HOW_ON_IN_THREAD
    words = [*([top] if top else []), title, *told, *faults, *notes, tells]
    row = [button("Book", ids.DRAFT_BOOK, style="primary")] if not faults else []
    blocks: list[Block] = [
        *([section(plain(f"⚠ {top}"))] if top else []),
        section(plain("\n".join([title, *told]))),
        *(section(plain(f"⚠ {text}")) for text in (*faults, *notes)),
        context(plain(f"{tells} {how}")),
        actions(
            *row,
            button("Change", ids.DRAFT_CHANGE),
            block_id=OPEN if faults else f"{READ_BACK}.{mark}",
        ),
    ]
    own = any(getattr(typed, name) for name in CONTACT)
    return Card(escape(" ".join(filter(None, words))), tuple(blocks), own=own)


def ended_card(words: str, ending: str | None = None) -> Card:
    """Say how it ended: what is said after that is about something else."""
    return Card(escape(words), (section(plain(words), block_id=ENDED),), ending=ending)


def whom_and_when_card() -> Card:
    """Ask for a line, and offer the form."""
    row = actions(button("Book an appointment", ids.BOOK_NEW))
    return Card(escape(WHOM_AND_WHEN), (section(plain(WHOM_AND_WHEN)), row))


def which_words(phrases: Sequence[str]) -> str:
    """Ask which of several times was meant; nothing where there is no choice."""
    return f"Did you mean {' or '.join(phrases)}?" if phrases else ""


def marked(block_ids: Sequence[str]) -> tuple[str, str]:
    """Tell from the ids of its blocks which of ours a message is, and the fingerprint of what it read back."""
    for one in block_ids:
        if one in (ENDED, OPEN):
            return one, ""
        if one.startswith(f"{READ_BACK}."):
            return READ_BACK, one.removeprefix(f"{READ_BACK}.")
    return "", ""


def _values(typed: Typed) -> list[tuple[str, str]]:
    """What stands in each field, as people read it."""
    found: Mapping[str, object] = {name: getattr(typed, name) for name in _SHOWN}
    return [(name, _said(name, value)) for name, value in found.items() if value]


def _said(name: str, value: object) -> str:
    if isinstance(value, Named):
        return value.called(MENUS[name])
    if name == "meeting_type":
        return MEETING_WORDS[MeetingType(str(value))]
    return str(value)
