"""Messages to the claimant: what a card says of them, and what whoever booked is told of one that did not go or arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from blocks.kit import clip
from blocks.words.facts import sentence
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.notices import Fault, Occasion, Way
from bot.appointments.states import About, Emailed, State, Texted
from bot.when import short_day
from bot.when.saying import say_clock

_SAID_LIMIT = 200
_ENDS: Mapping[StrEnum, str] = {
    Texted.NOT_SENT: "Text not sent",
    Texted.IN_DOUBT: "Text may not have been sent",
    Texted.NOT_DELIVERED: "Text not delivered",
    Emailed.NOT_SENT: "E-mail not sent",
    Emailed.IN_DOUBT: "E-mail may not have been sent",
    Emailed.NOT_DELIVERED: "E-mail not delivered",
}
_SENT = {About.TEXT: "Text sent", About.EMAIL: "E-mail sent"}
_NOT_DELIVERED = frozenset({Fault.WRONG, Fault.NOT_TAKEN, Fault.NOT_CARRIED})
_HEADS = {Way.SMS: "Text not sent: {}.", Way.EMAIL: "E-mail not sent: {}."}
_LATER_HEADS = {Way.SMS: "Text not delivered: {}.", Way.EMAIL: "E-mail not delivered: {}."}
_UNSURE_HEADS = {
    Way.SMS: "A text may not have been sent: {}.",
    Way.EMAIL: "An e-mail may not have been sent: {}.",
}
_ABOUT: Mapping[Occasion, str] = {
    Occasion.BOOKED: "It was about the booking.",
    Occasion.MOVED: "It was about the new time.",
    Occasion.CANCELLED: "It was to say that it is cancelled.",
    Occasion.REMINDER: "It was the reminder.",
    Occasion.LATE: "It was to say that it begins later.",
}
_WHY: Mapping[tuple[Fault, Way], str] = {
    (
        Fault.NUMBER,
        Way.SMS,
    ): "GOV.UK Notify does not take that phone number. Check it with Edit, and tell the claimant yourself.",
    (
        Fault.NUMBER,
        Way.EMAIL,
    ): "GOV.UK Notify does not take that e-mail address. Check it with Edit, and tell the claimant yourself.",
    (
        Fault.NO_ADDRESS,
        Way.SMS,
    ): "The service has no mobile number for the claimant any more. Please tell them yourself.",
    (
        Fault.NO_ADDRESS,
        Way.EMAIL,
    ): "The service has no e-mail address for the claimant any more. Please tell them yourself.",
    (
        Fault.WRONG,
        Way.SMS,
    ): "There is no such phone number. Check it with Edit, and tell the claimant yourself.",
    (
        Fault.WRONG,
        Way.EMAIL,
    ): "There is no such e-mail address. Check it with Edit, and tell the claimant yourself.",
    (
        Fault.NOT_TAKEN,
        Way.SMS,
    ): "The phone took no texts for as long as it was tried. Please tell the claimant yourself.",
    (
        Fault.NOT_TAKEN,
        Way.EMAIL,
    ): "The mailbox took no e-mails for as long as it was tried. Please tell the claimant yourself.",
}
_WHY_EITHER: Mapping[Fault, str] = {
    Fault.GUEST_LIST: "Frontdesk's key at GOV.UK Notify sends to the council's team and guest list only. Please tell the claimant yourself, "
    "and ask whoever runs Frontdesk for a live key.",
    Fault.TRIAL: "The council's service at GOV.UK Notify is still in trial mode. Please tell the claimant yourself, "
    "and ask whoever runs that service to have it made live.",
    Fault.ABROAD: "The council's service at GOV.UK Notify sends no texts abroad. Please tell the claimant yourself.",
    Fault.TEMPLATE: "Something is wrong with its template at GOV.UK Notify. Please tell the claimant yourself, "
    "and ask whoever runs Frontdesk to look: the doctor says what it is.",
    Fault.LIMIT: "The council has reached GOV.UK Notify's limit for today. Please tell the claimant yourself.",
    Fault.KEY: "GOV.UK Notify does not accept Frontdesk's key. Please tell the claimant yourself, and ask whoever runs Frontdesk to look: the doctor says more.",
    Fault.REFUSED: "GOV.UK Notify refused it. Please tell the claimant yourself, and tell whoever runs Frontdesk.",
    Fault.SILENCE: "GOV.UK Notify did not answer for half an hour, and Frontdesk tries no longer. Please tell the claimant yourself.",
    Fault.BEGUN: "GOV.UK Notify did not answer before the session began. Please tell the claimant yourself.",
    Fault.TOO_LATE: "Frontdesk was interrupted, and by then the session had begun. Please tell the claimant yourself.",
    Fault.NOT_CARRIED: "It was lost between GOV.UK Notify and the network. Please tell the claimant yourself.",
}


def sent_words(session: Appointment, setting: Setting) -> str:
    """Say what was sent to the claimant about a session as it stands: "Text sent 15:02. E-mail sent 15:02"; empty: nothing."""
    states = [setting.said.of(session, about) for about in _SENT]
    return ". ".join(_sent(state, setting) for state in states if state is not None)


def _sent(state: State, setting: Setting) -> str:
    return _ENDS.get(state.word) or f"{_SENT[state.about]} {_at(state.at, setting)}"


def _at(moment: datetime, setting: Setting) -> str:
    local, now = moment.astimezone(setting.zone), setting.now.astimezone(setting.zone)
    if local.date() == now.date():
        return say_clock(local)
    return f"{short_day(local.date(), year=local.year != now.year)}, {say_clock(local)}"


def not_told_words(
    session: Appointment,
    way: Way,
    occasion: Occasion,
    fault: Fault,
    setting: Setting,
    said: str = "",
    *,
    in_doubt: bool = False,
) -> str:
    """Say that a claimant was not told, why, and what to do; `said`: the sender's own sentence for it, where we have none.

    `in_doubt`: it may have gone all the same, for the answer to an earlier try was lost.
    """
    heads = _LATER_HEADS if fault in _NOT_DELIVERED else _UNSURE_HEADS if in_doubt else _HEADS
    head = heads[way].format(sentence(session, setting.zone, setting.now))
    why = _WHY.get((fault, way)) or _WHY_EITHER[fault]
    its_own = f"It says: {clip(said, _SAID_LIMIT)}" if said and fault is Fault.REFUSED else ""
    return " ".join(filter(None, (head, _ABOUT[occasion], why, its_own)))
