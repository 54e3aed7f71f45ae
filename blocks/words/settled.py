"""What is said of a write whose answer, or whose teller, was lost on the way: what stands now, and what to do."""

from __future__ import annotations

from blocks.words.delays import moved_words
from blocks.words.facts import sentence, when_words
from blocks.words.results import NOT
from blocks.words.setting import Setting
from blocks.words.states import state_words
from blocks.words.told import told_words
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment, Status
from bot.appointments.writes.ledger import Ending, Intent
from bot.appointments.writes.settling import Settled

_NOTHING_BEGAN = {
    Deed.BOOK: "Not booked: Frontdesk was interrupted before anything was sent. Please book it again.",
    Deed.MOVE: "Not rescheduled: Frontdesk was interrupted before anything was sent. Please do it again.",
    Deed.EDIT: "Not saved: Frontdesk was interrupted before anything was sent. Please do it again.",
    Deed.CANCEL: "Not cancelled: Frontdesk was interrupted before anything was sent. Please do it again.",
    Deed.ACCEPT: "Not accepted: Frontdesk was interrupted before anything was sent. Please do it again.",
    Deed.DECLINE: "Not declined: Frontdesk was interrupted before anything was sent. Please do it again.",
    Deed.PROPOSE: "Not proposed: Frontdesk was interrupted before anything was sent. Please do it again.",
    Deed.DELAY: "No later session was moved, because Frontdesk was interrupted. Choose Running late again.",
    Deed.ALERTS: "Frontdesk was interrupted before it could say whether the alerts are saved. "
    "Look what is set before you save them again.",
}


def settled_words(settled: Settled, setting: Setting, noted: str = "") -> str:
    """Say how a write ended that its person was not told of; `noted`: what was noted before it, as it stands."""
    intent = settled.intent
    if intent.deed is Deed.DELAY:
        first = "What you sent was interrupted. This is how it stands."
        moved = moved_words(settled.parts, intent.minutes or 0, setting)
        return "\n".join(filter(None, (first, noted, *moved)))
    return _ended_words(settled, intent, settled.appointment, setting)


def _ended_words(settled: Settled, intent: Intent, now: Appointment | None, setting: Setting) -> str:
    said = sentence(now, setting.zone, setting.now) if now else ""
    match settled.ending:
        case Ending.TWICE:
            return (
                f"Check this now: an earlier try of your booking has landed too, so there are two. The other one is {said}, "
                f"with the code {now.code if now else ''}. Cancel the one that you don't want."
            )
        case Ending.DONE if intent.deed is Deed.BOOK:
            return (
                f"Booked after all: {said}. The answer had been lost on the way.{_told(intent, now, setting)}"
            )
        case Ending.DONE:
            stands = _stands_now(intent.deed, said)
            return (
                f"Done after all: {stands} The answer had been lost on the way.{_told(intent, now, setting)}"
            )
        case Ending.KEPT:
            return _kept_words(intent, now, said, setting)
        case Ending.NOT_DONE if intent.deed is Deed.BOOK:
            return _not_booked(intent, setting)
        case Ending.NOT_DONE:
            return f"{NOT[intent.deed]}: what you sent was interrupted, and the appointment is as it was. Please do it again."
        case Ending.REFUSED if intent.deed is Deed.BOOK:
            return f"{NOT[intent.deed]}: Frontdesk was interrupted before it could say why. Please book it again."
        case Ending.REFUSED:
            return (
                f"{NOT[intent.deed]}: Frontdesk was interrupted before it could say why. Please do it again."
            )
        case Ending.GONE:
            return f"{NOT[intent.deed]}: what you sent was interrupted, and the service no longer has that appointment."
        case Ending.UNSURE:
            if now is not None and now.status is Status.CANCELLED:
                return f"Check this: what you sent was interrupted, and the appointment has been cancelled: {said}."
            now_is = state_words(now, setting) if now else ""
            return f"Check this: what you sent was interrupted, and the appointment has changed. It is now {now_is}".strip()


def nothing_began_words(deed: str, noted: str = "") -> str:
    """Say that a form was interrupted before anything was written; `noted`: what was noted before that, as it stands."""
    return " ".join(filter(None, (noted, _NOTHING_BEGAN[Deed(deed)])))


def _kept_words(intent: Intent, now: Appointment | None, said: str, setting: Setting) -> str:
    if now is None:
        return "It was done, but Frontdesk was interrupted before it could say so, and the service no longer has that appointment."
    done = {
        Deed.BOOK: f"Booked: {said}.",
        Deed.MOVE: f"Rescheduled: it is now {said}.",
        Deed.EDIT: f"Saved: {state_words(now, setting)}",
        Deed.CANCEL: f"Cancelled: the appointment of {said}.",
        Deed.ACCEPT: f"Accepted: the appointment of {said}.",
        Deed.DECLINE: f"Declined: the request of {said}.",
        Deed.PROPOSE: f"Another time proposed for the request of {said}.",
    }[intent.deed]
    return f"{done} {told_words(now, intent.deed, setting)}"


def _told(intent: Intent, now: Appointment | None, setting: Setting) -> str:
    """Say how the claimant hears of what was found done; of a service that tells by itself nobody knows whether it has."""
    return "" if now is None or setting.tells.service else f" {told_words(now, intent.deed, setting)}"


def _not_booked(intent: Intent, setting: Setting) -> str:
    asked = Appointment(id="", start=intent.start, minutes=intent.minutes)
    when = when_words(asked, setting.zone, setting.now)
    return (
        f"Not booked: your booking for {when} was interrupted, and nothing under our reference is there. "
        "Please book it again."
    )


def _stands_now(deed: Deed, said: str) -> str:
    return {
        Deed.CANCEL: f"the appointment of {said} is cancelled.",
        Deed.ACCEPT: f"the appointment of {said} is accepted.",
        Deed.DECLINE: f"the request of {said} is declined.",
        Deed.PROPOSE: f"another time is proposed for the request of {said}.",
    }.get(deed, f"it is now {said}.")
