"""Undo: its button under the line of a move or an edit, and what is said when it was pressed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from blocks import ids
from blocks.kit import Block, actions, button
from blocks.words.facts import claimant_name, sentence
from blocks.words.results import differs_words
from blocks.words.setting import Setting
from blocks.words.states import elsewhere
from blocks.words.told import ONLY_NOTES, hears_nothing, is_inward
from bot.appointments.asked import new_reference
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotFound
from bot.appointments.model import Appointment
from bot.appointments.writes.outcomes import NotDone, Written
from bot.appointments.writes.undoing import change_back

_SILENT = "No SMS or e-mail was sent: if you have told the claimant of the change, tell them again."


def undo_of(written: Written, setting: Setting) -> ids.Undo | None:
    """What the button has to know; None where a claimant is told of it, or it can't be made as it was."""
    if not hears_nothing(written, setting) or change_back(written) is None:
        return None
    got = written.appointment
    return ids.Undo(appointment=got.id, version=got.version, form=new_reference())


def undo_button(undo: ids.Undo, appointment: Appointment) -> Block:
    """The button, in a row of its own."""
    spoken = f"Undo this for {claimant_name(appointment)}"
    return actions(button("Undo", ids.UNDO, undo.packed(), spoken=spoken))


def undone_words(written: Written, setting: Setting, zone: ZoneInfo) -> str:
    """Say how it stands again, and whether the claimant has to hear of it."""
    got = written.appointment
    told = ONLY_NOTES if is_inward(written.deed, setting.edits) else _SILENT
    what = "Undone" if written.deed is Deed.MOVE else "Undone, and saved as it was"
    said = [f"{what}: {sentence(got, setting.zone, setting.now)}. {told}", elsewhere(got, zone, setting)]
    return " ".join(filter(None, [*said, *(differs_words(name, got, setting) for name in written.differs)]))


def not_undone_words(failed: NotDone) -> str:
    """Say that nothing was taken back, why, and what to do now."""
    if failed.looked:
        return "Not undone: the service did not answer, and the appointment is as it was. Press Undo again."
    if failed.may_land:
        return (
            "This try changed nothing, but an earlier one got no answer and may still be carried out. "
            "Frontdesk looks again in a minute and sends you a message if it is."
        )
    advice = "" if isinstance(failed.error, NotFound) else f" {failed.error.advice}"
    return f"Not undone. {failed.error.words}{advice}"
