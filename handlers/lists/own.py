"""Words that narrow a list by themselves: statuses, and "now", "late" and "mine", which depend on the moment and on who asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.appointments.filter import status_meant
from bot.appointments.listing import Listing
from bot.appointments.model import UNDER_WAY, Appointment, Status
from bot.appointments.need import THERE, is_late, is_missed
from bot.appointments.permission import Person
from bot.appointments.slices import picked
from bot.appointments.states import NOTHING, About, Came, Register
from bot.workspace import Workspace

NOW, LATE, MINE, USUAL, CAME, MISSED = "now", "late", "mine", "usual", "arrived", "noshow"
OWN: Mapping[str, str] = {
    NOW: "now",
    LATE: "late",
    MINE: "booked by you",
    CAME: "arrived",
    MISSED: "no-shows",
    USUAL: "as is usual here: dept:all shows all",
}
"""Words of their own, each with what is said of a list that it narrows."""
EMPTY: Mapping[str, str] = {
    LATE: "Nobody is late.",
    CAME: "To note that somebody came: {command} arrived, with a name or code.",
    MISSED: "To note a no-show: {command} noshow, with a name or code.",
}
"""What is said of a list that one of them leaves empty, where it is not that there are no sessions."""
NOTHING_YET, NOTHING_THEN = "Book one, or look at the next day.", "Look at another day."
OWN_VERBS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "waiting": ("waiting", ()),
    "now": ("", (NOW,)),
    "late": ("", (LATE,)),
    "done": ("done", ()),
    "mine": ("mine", ()),
}
"""Words that list by themselves: by what each narrows, typed or looked at here."""
_LONGEST_STATUS = 4
"""Words."""


def bare_words(text: str, own: list[str], statuses: list[Status]) -> str:
    """Take a status and "late" off the beginning and the end of what was typed: "done this week", "tomorrow late"."""
    words = text.split()
    for count in range(min(len(words), _LONGEST_STATUS), 0, -1):
        ends = ((words[:count], words[count:]), (words[-count:], words[:-count]))
        for part, rest in ends if count < len(words) else ends[:1]:
            status = status_meant(" ".join(part))
            if status is not None and status is not Status.UNKNOWN:
                statuses.append(status)
                return " ".join(rest)
    for place in (0, -1):
        if words and words[place].casefold() == LATE:
            own.append(LATE)
            del words[place]
    return " ".join(words)


async def narrowed(ws: Workspace, person: Person, sessions: Listing, own: Collection[str]) -> Listing:
    """Those of a list that words of their own let through."""
    mine = await ws.desk.booked_by(person) if MINE in own else set()
    now, said = ws.clock(), await ws.states.covering(sessions) if {LATE, CAME, MISSED} & set(own) else NOTHING

    def takes(one: Appointment) -> bool:
        return (
            (MINE not in own or one.id in mine)
            and (LATE not in own or is_late(one, now, said))
            and (CAME not in own or has_come(one, said))
            and (MISSED not in own or is_missed(one, said))
            and (NOW not in own or is_now(one, now))
        )

    return sessions.of(await picked(sessions, takes)) if own else sessions


def has_come(session: Appointment, said: Register) -> bool:
    """Whether the claimant is there, or was, as people said or as the service tells."""
    if session.status in THERE:
        return not is_missed(session, said)
    came = said.of(session, About.CAME)
    return came is not None and came.word == Came.ARRIVED and session.status is not Status.CANCELLED


def is_now(session: Appointment, now: datetime) -> bool:
    """Whether somebody waits or is in session, or its time is now."""
    here = session.status in UNDER_WAY or session.status is Status.WAITING
    has_come = session.start is not None and session.start <= now
    return here or (has_come and not session.is_over(now))
