"""Propose another time for what a claimant asked for: read back before it is sent, as a move is."""

from __future__ import annotations

from blocks.ids import FormState
from bot.appointments.asked import Change
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment, Status
from bot.appointments.permission import Person
from bot.appointments.writes.outcomes import NothingToDo, Written
from bot.workspace import Workspace
from handlers.forms.cancel import words_to_claimant
from handlers.forms.flow import Form, Objections
from handlers.forms.move import MoveFlow, timed_view
from handlers.forms.sending import View

SAME = "That is the time that was asked for. Type another one, or close this and press Accept."


class ProposeFlow(MoveFlow):
    """The form that proposes another time, with words to the claimant if there are any."""

    deed = Deed.PROPOSE
    again_words = "Check the time below, then press Propose again."

    async def write(self, ws: Workspace, form: Form, change: Change) -> Written:
        if _is_as_asked(form.state, change):
            raise Objections({"when": SAME})
        return await ws.desk.propose(
            form.person,
            form.state.appointment or "",
            change,
            words_to_claimant(form),
            seen=form.state.version,
            form=form.state.form,
        )


async def propose_view(
    ws: Workspace, person: Person, appointment: Appointment, channel: str | None, words: str = ""
) -> View:
    """Draw the form for a request. Raises NotAllowed, and NothingToDo where it is no request any more."""
    if appointment.status is Status.SCHEDULED:
        raise NothingToDo(Deed.PROPOSE, appointment, "accepted")
    return await timed_view(ws, person, appointment, channel, words, ProposeFlow())


def _is_as_asked(state: FormState, change: Change) -> bool:
    return (change.start, change.minutes) == (state.start, state.minutes)
