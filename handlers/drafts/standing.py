"""Which draft stands: read again from the conversation, for another process may have had the last message; else from memory."""

from __future__ import annotations

from msgspec import Struct

from blocks.drafts import ENDED, marked
from blocks.ids import EVERYTHING
from bot.appointments.filter import folded
from bot.appointments.permission import Person
from bot.slack.conversation import Unreadable
from bot.slack.talked import LIVES, Draft, Place
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.drafts.fold import take


class Standing(Struct, frozen=True):
    """`sure`: it was read from the conversation just now, so that no other process knows better."""

    draft: Draft | None
    mark: str = ""
    """What the last message that read something back has read back, with what was warned of in it."""
    sure: bool = False


def place_of(ask: Ask) -> Place:
    """Where a draft stands that an ask is about: one in a direct conversation, whatever thread of it something is said in."""
    channel = ask.channel or ""
    return Place(ask.user, channel, "" if channel.startswith("D") else ask.thread)


async def standing(ws: Workspace, person: Person, ask: Ask, before: str = "") -> Standing:
    """Find the draft that stood before a message, or that stands now."""
    place = place_of(ask)
    end = float(before) if before else ws.clock().timestamp() + LIVES
    try:
        turns = await ws.talked.conversation.turns(
            place.channel, ask.thread, min(end, ws.clock().timestamp()) - LIVES
        )
    except Unreadable:
        return Standing(ws.talked.standing(place) or _read_back_here(ws, ask))
    draft: Draft | None = None
    mark = ""
    for turn in turns:
        if float(turn.ts) >= end:
            break
        if turn.said is not None:
            draft = (await take(ws, person, place, draft, (turn.ts, turn.said.text))).draft
            continue
        kind, told = marked(turn.marks)
        if kind:
            mark = told
        if kind == ENDED:
            draft = None
    if draft is not None:
        ws.talked.keep(place, draft)
    else:
        ws.talked.forget(place)
    return Standing(draft, mark, sure=True)


def _read_back_here(ws: Workspace, ask: Ask) -> Draft | None:
    """What was read back in the message that was clicked in: for one person's eyes it stands in no thread."""
    _, mark = marked([ask.mark])
    found = ws.talked.marked(ask.user, ask.channel or "", mark.partition(".")[0]) if mark else None
    return found[1] if found else None


def marked_as(ws: Workspace, draft: Draft) -> str:
    """Fingerprint what would be booked, with what was warned of: the letters behind it say so."""
    letters = ("w" if draft.state.warned else "") + ("d" if draft.state.sure else "")
    return f"{ws.talked.mark(draft)}.{letters}"


def as_marked(ws: Workspace, draft: Draft, mark: str) -> Draft | None:
    """The draft with all that its person was warned of when it was read back; None where something else was read back."""
    fingerprint, _, letters = mark.partition(".")
    if fingerprint != ws.talked.mark(draft):
        return None
    sure = folded(draft.typed.department) if "d" in letters else ""
    warned = EVERYTHING if "w" in letters else ()
    return draft.but(state=draft.state.model_copy(update={"warned": warned, "sure": sure}))
