"""How the claimant hears of a write: from the service, from messages of Frontdesk's own, or from whoever reads this."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from blocks.words.setting import Setting
from bot.appointments.api import Field
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.appointments.notices import Tells, Way
from bot.appointments.writes.outcomes import Written

NOBODY = "The service has no phone or e-mail for the claimant: please tell them."
ONLY_NOTES = "Only the staff see notes: the claimant is not told."
_YOURSELF = "No SMS or e-mail is sent. Please tell the claimant yourself."
_NOT_SENT = "Please tell the claimant: no SMS or e-mail was sent."
_SMS, _EMAIL, _BOTH = frozenset({Way.SMS}), frozenset({Way.EMAIL}), frozenset(Way)
_NO_ADDRESS: Mapping[frozenset[Way], str] = {
    _SMS: "No SMS was sent: the service has no mobile number for the claimant. Please tell them.",
    _EMAIL: "No e-mail was sent: the service has no e-mail address for the claimant. Please tell them.",
    _BOTH: "No SMS or e-mail was sent: the service has no mobile number or e-mail address for the claimant. Please tell them.",
}
_IS_TOLD: Mapping[frozenset[Way], str] = {
    _SMS: "The claimant is told by SMS.",
    _EMAIL: "The claimant is told by e-mail.",
    _BOTH: "The claimant is told by SMS and e-mail.",
}
_SERVICE_WILL = {
    Deed.BOOK: "The claimant will be told by SMS or e-mail, where you give one.",
    Deed.MOVE: "The claimant will be told the new time by SMS or e-mail, where the service has one: then there is no Undo.",
    Deed.EDIT: "The claimant may be told of the change by SMS or e-mail: then there is no Undo.",
    Deed.CANCEL: "The claimant will be told by SMS or e-mail that it is cancelled.",
    **dict.fromkeys(
        (Deed.ACCEPT, Deed.DECLINE, Deed.PROPOSE), "The claimant may be told of it by SMS or e-mail."
    ),
}
_SERVICE_HAS_CONTACT = "The claimant will be told by SMS or e-mail, where the service has one."
_WILL: Mapping[tuple[Deed, frozenset[Way]], str] = {
    (Deed.BOOK, _SMS): "The claimant will be told by SMS, where you give a mobile number.",
    (Deed.BOOK, _EMAIL): "The claimant will be told by e-mail, where you give an address.",
    (
        Deed.BOOK,
        _BOTH,
    ): "The claimant will be told by SMS or e-mail, where you give a mobile number or an address.",
    (
        Deed.MOVE,
        _SMS,
    ): "The claimant will be told the new time by SMS, where the service has a mobile number: then there is no Undo.",
    (
        Deed.MOVE,
        _EMAIL,
    ): "The claimant will be told the new time by e-mail, where the service has an address: then there is no Undo.",
    (
        Deed.MOVE,
        _BOTH,
    ): "The claimant will be told the new time by SMS or e-mail, where the service has a mobile number or an address: then there is no Undo.",
    (
        Deed.CANCEL,
        _SMS,
    ): "The claimant will be told by SMS that it is cancelled, where the service has a mobile number.",
    (
        Deed.CANCEL,
        _EMAIL,
    ): "The claimant will be told by e-mail that it is cancelled, where the service has an address.",
    (
        Deed.CANCEL,
        _BOTH,
    ): "The claimant will be told by SMS or e-mail that it is cancelled, where the service has a mobile number or an address.",
    (Deed.ACCEPT, _SMS): "The claimant will be told of it by SMS, where the service has a mobile number.",
    (Deed.ACCEPT, _EMAIL): "The claimant will be told of it by e-mail, where the service has an address.",
    (
        Deed.ACCEPT,
        _BOTH,
    ): "The claimant will be told of it by SMS or e-mail, where the service has a mobile number or an address.",
}
_WILL_WITHOUT_CONTACT: Mapping[frozenset[Way], str] = {
    _SMS: "The claimant will be told by SMS, where the service has a mobile number.",
    _EMAIL: "The claimant will be told by e-mail, where the service has an address.",
    _BOTH: "The claimant will be told by SMS or e-mail, where the service has a mobile number or an address.",
}


def will_tell(deed: Deed, tells: Tells, fields: Collection[Field] = frozenset(Field)) -> str:
    """Say before a write whether the claimant will be told of it; `fields`: what the form has."""
    if is_inward(deed, fields):
        return ONLY_NOTES
    asks_nobody = deed is Deed.BOOK and Field.CONTACT not in fields
    if tells.service:
        return _SERVICE_HAS_CONTACT if asks_nobody else _SERVICE_WILL[deed]
    ways = tells.of(deed)
    if not ways:
        return _YOURSELF
    return _WILL_WITHOUT_CONTACT[ways] if asks_nobody else _WILL[deed, ways]


def told_words(
    appointment: Appointment, deed: Deed, setting: Setting, before: Appointment | None = None
) -> str:
    """Say how the claimant hears of a write that was done; `before`: what it was, where that was read."""
    tells = setting.tells
    if tells.service:
        return _told_by_service(appointment, deed)
    if ways := tells.after(deed, appointment, before, setting.now):
        return _IS_TOLD[frozenset(ways)]
    if tells.would(deed, appointment, before, setting.now):
        return _NO_ADDRESS[tells.of(deed)]
    return _NOT_SENT


def _told_by_service(appointment: Appointment, deed: Deed) -> str:
    claimant = appointment.claimant
    if deed is Deed.EDIT and (claimant.phone or claimant.email):
        return "The claimant may be told of the change by SMS or e-mail."
    has = ((Way.SMS, claimant.phone), (Way.EMAIL, claimant.email))
    if ways := frozenset(way for way, there in has if there):
        return _IS_TOLD[ways]
    if appointment.customers and appointment.customers[0].name is None:  # they could not be looked up
        return "The claimant is told by SMS or e-mail, where the service has one."
    return NOBODY


def hears_nothing(written: Written, setting: Setting) -> bool:
    """Whether nobody but the reader tells the claimant of what was written."""
    got, before, deed = written.appointment, written.before, written.deed
    if is_inward(deed, setting.edits):
        return True
    if not setting.tells.service:
        return not setting.tells.after(deed, got, before, setting.now)
    return all(told_words(one, deed, setting) == NOBODY for one in (got, *filter(None, [before])))


def is_inward(deed: Deed, edits: Collection[Field]) -> bool:
    """Whether it changes nothing that a claimant ever hears of."""
    return deed is Deed.EDIT and set(edits) == {Field.NOTES}
