"""What is said when a write has ended: whole sentences, what happened first, then what to do."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from blocks.words.facts import (
    claimant_name,
    department_name,
    interpreter_words,
    length_words,
    sentence,
    status_words,
    when_words,
)
from blocks.words.labels import ALL_LABELS
from blocks.words.meeting import hosts_words, meeting_words
from blocks.words.setting import Setting
from blocks.words.states import elsewhere
from blocks.words.told import ONLY_NOTES, is_inward, told_words
from bot.appointments.api import Capability
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotFound, Refused
from bot.appointments.model import Appointment, Status
from bot.appointments.writes.outcomes import NotDone, Unclear, Written

FORM_FIELDS = {
    "start": "when",
    "minutes": "duration",
    "department": "department",
    "claimant.name": "name",
    "claimant.phone": "phone",
    "claimant.email": "email",
    "claimant.date_of_birth": "birth",
    "interpreter.needed": "language",
    "interpreter.language": "language",
    "reason": "reason",
    "subject": "subject",
    "office": "office",
    "meeting_type": "meeting_type",
    "employee": "employee",
    "customer": "customer",
    "notes": "notes",
}
"""The desk's names of things and the form fields that they stand in; `room.x` stands in the field x."""

_DONE = {
    Deed.BOOK: "Booked",
    Deed.MOVE: "Rescheduled",
    Deed.EDIT: "Saved",
    Deed.CANCEL: "Cancelled",
    Deed.ACCEPT: "Accepted",
    Deed.DECLINE: "Declined",
    Deed.PROPOSE: "Another time proposed",
}
NOT = {
    Deed.BOOK: "Not booked",
    Deed.MOVE: "Not rescheduled",
    Deed.EDIT: "Not saved",
    Deed.CANCEL: "Not cancelled",
    Deed.ACCEPT: "Not accepted",
    Deed.DECLINE: "Not declined",
    Deed.PROPOSE: "Not proposed",
}
_MAY_LAND = {
    Deed.BOOK: "This try booked nothing, but an earlier one got no answer and may still be booked. "
    "Frontdesk looks again in a minute and sends you a message if it is.",
    Deed.MOVE: "This try changed nothing, but an earlier one got no answer and may still be carried out. "
    "Frontdesk looks again in a minute and sends you a message if it is.",
    Deed.EDIT: "This try changed nothing, but an earlier one got no answer and may still be carried out. "
    "Frontdesk looks again in a minute and sends you a message if it is.",
    Deed.CANCEL: "This try cancelled nothing, but an earlier one got no answer and may still be carried out. "
    "Frontdesk looks again in a minute and sends you a message if it is.",
    Deed.DECLINE: "This try declined nothing, but an earlier one got no answer and may still be carried out. "
    "Frontdesk looks again in a minute and sends you a message if it is.",
    Deed.PROPOSE: "This try proposed nothing, but an earlier one got no answer and may still be carried out. "
    "Frontdesk looks again in a minute and sends you a message if it is.",
    Deed.ACCEPT: "This try accepted nothing, but an earlier one got no answer and may still be carried out. "
    "Frontdesk looks again in a minute and sends you a message if it is.",
}
_GONE = "Look for the claimant by name, or book a new appointment."
TITLES = {
    Deed.BOOK: "Book an appointment",
    Deed.MOVE: "Reschedule",
    Deed.EDIT: "Edit",
    Deed.CANCEL: "Cancel appointment",
    Deed.ACCEPT: "Accept",
    Deed.DECLINE: "Decline request",
    Deed.PROPOSE: "Propose another time",
    Deed.DELAY: "Running late",
}
WORKING = {
    Deed.BOOK: "Booking…",
    Deed.MOVE: "Rescheduling…",
    Deed.EDIT: "Saving…",
    Deed.CANCEL: "Cancelling…",
    Deed.DECLINE: "Declining…",
    Deed.PROPOSE: "Proposing…",
    Deed.DELAY: "Moving the later sessions…",
}
LOOKING = {
    Deed.BOOK: "The service did not answer. Frontdesk is still looking whether it was booked. Don't book it again: this form will say how it ended.",
    Deed.MOVE: "The service did not answer. Frontdesk is still looking whether it was rescheduled. This form will say how it ended.",
    Deed.EDIT: "The service did not answer. Frontdesk is still looking whether it was saved. This form will say how it ended.",
    Deed.CANCEL: "The service did not answer. Frontdesk is still looking whether it was cancelled. This form will say how it ended.",
    Deed.DECLINE: "The service did not answer. Frontdesk is still looking whether it was declined. This form will say how it ended.",
    Deed.PROPOSE: "The service did not answer. Frontdesk is still looking whether it was proposed. This form will say how it ended.",
}


_STILL_REQUESTED = {
    True: "The service has it as a request: press Accept on its card to confirm it.",
    False: "The service has it as a request, which has to be accepted in its own portal.",
}


def written_words(written: Written, setting: Setting, zone: ZoneInfo) -> list[str]:
    """Say what was done, how the claimant hears of it, and, loudly, what came out otherwise than asked.

    `zone`: the person's own, in which the time is said too where that is another.
    """
    got, deed = written.appointment, written.deed
    inward = is_inward(deed, setting.edits)
    told = ONLY_NOTES if inward else told_words(got, deed, setting, written.before)
    said = [f"{_DONE[deed]}: {_what(written, setting)}. {told}"]
    if there := elsewhere(got, zone, setting):
        said.append(there)
    if written.repeated:
        said.append("This form had been sent before; nothing was done twice.")
    if deed is Deed.MOVE and written.before is not None:
        said.append(f"It was {when_words(written.before, setting.zone, setting.now)}.")
    if deed is Deed.BOOK and got.status is Status.REQUESTED:
        said.append(_STILL_REQUESTED[Capability.ACCEPT in setting.can])
    if not written.kept:
        said.append("Our own database can't be written at the moment: cards and boards follow when it can.")
    return said + [differs_words(name, got, setting) for name in written.differs]


def _what(written: Written, setting: Setting) -> str:
    """Say what it was done to; of a proposal, which time was proposed, and in place of which."""
    got, asked = written.appointment, written.asked
    if asked is None:
        return sentence(got, setting.zone, setting.now)
    proposed = Appointment(id="", start=asked.start, minutes=asked.minutes)
    words = f"{claimant_name(got)}, {when_words(proposed, setting.zone, setting.now)}"
    was = written.before or got
    return f"{words}, in place of {when_words(was, setting.zone, setting.now)}" if was.start else words


def not_done_words(failed: NotDone) -> str:
    """Say that nothing was written, why, and what to do now."""
    deed, error = failed.deed, failed.error
    if failed.looked and deed is Deed.BOOK:
        return (
            "Not booked: the service did not answer, and nothing under our reference is there. "
            "Your form is as you left it; try again."
        )
    if failed.looked and deed is Deed.ACCEPT:
        return "Not accepted: the service did not answer, and the appointment is as it was. Try again."
    if failed.looked:
        return (
            f"{NOT[deed]}: the service did not answer, and the appointment is as it was. "
            "Your form is as you left it; try again."
        )
    if failed.may_land:
        return f"{_MAY_LAND[deed]} {error.words} {error.advice}"
    if isinstance(error, NotFound) and deed is not Deed.BOOK:
        return f"{NOT[deed]}: the appointment service no longer has this appointment. {_GONE}"
    kept = [] if deed is Deed.ACCEPT else ["Your form is as you left it."]
    return " ".join((f"{NOT[deed]}.", error.words, error.advice, *kept))


def field_faults(failed: NotDone) -> tuple[dict[str, str], list[str]]:
    """Sort the service's objections: by form field, and those that belong to none."""
    if not isinstance(failed.error, Refused):
        return {}, []
    faults: dict[str, str] = {}
    left = [f"It says: {text}" for text in failed.error.others]
    for name, text in failed.error.fields.items():
        form_field = FORM_FIELDS.get(name) or name.removeprefix("room.")
        if form_field in ALL_LABELS:
            faults[form_field] = f"The service says: {text}"
        else:
            left.append(f"It says: {text}")
    return faults, left


def refusals(failed: NotDone) -> list[str]:
    """All that the service objects to, where there is no form to say it in."""
    faults, others = field_faults(failed)
    return [*others, *faults.values()]


def unclear_words(failed: Unclear) -> str:
    """Say that we don't know, that we keep looking, and what not to do meanwhile."""
    if failed.done:
        return "It is done. How it looks now can't be read at the moment: look it up again in a minute."
    if failed.deed is Deed.BOOK:
        return (
            "We can't tell yet whether it was booked: the service does not answer. Don't book it again. "
            "Frontdesk keeps looking and sends you a message as soon as it knows."
        )
    return (
        "We can't tell yet whether that was done: the service does not answer. Don't do it again. "
        "Frontdesk keeps looking and sends you a message as soon as it knows."
    )


def differs_words(name: str, got: Appointment, setting: Setting) -> str:
    """Say loudly what the service has otherwise than asked."""
    interpreter = interpreter_words(got.interpreter).lower()
    said = {
        "start": f"The service has another time: {when_words(got, setting.zone, setting.now)}.",
        "minutes": f"The service has another length: {length_words(got)}.",
        "department": f"The service has another department: {department_name(got.department)}."
        if got.department
        else "The service has no department for it.",
        "status": f"The service says of its status: {status_words(got)}.",
        "interpreter.needed": f"The service has it otherwise with the interpreter: {interpreter}.",
        "interpreter.language": f"The service has it otherwise with the interpreter: {interpreter}.",
        "claimant.name": "The service has another name.",
        "claimant.phone": "The service has another phone number.",
        "claimant.email": "The service has another e-mail address.",
        "claimant.date_of_birth": "The service has another date of birth.",
        "meeting_type": f"The service has another way of meeting: {meeting_words(got) or 'none'}.",
        "subject": f"The service has another subject: {got.subject.called('Subject') if got.subject else 'none'}.",
        "office": f"The service has another office: {got.office.called('Office') if got.office else 'none'}.",
        "employee": f"The service has another host: {hosts_words(got.hosts) or 'none'}.",
        "customer": f"The service has another claimant: {claimant_name(got)}.",
        "notes": "The service has other notes.",
    }
    option = ALL_LABELS.get(name.removeprefix("room."), name)
    return f"⚠ Check this now. {said.get(name, f'The service has another setting for {option}.')}"
