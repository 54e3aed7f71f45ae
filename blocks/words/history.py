"""What was done with an appointment, a line each: by whom, when, from what to what, and why."""

from __future__ import annotations

from datetime import datetime

from blocks.words.reasons import why_words
from blocks.words.said import noted_words
from blocks.words.setting import Setting
from bot.appointments.deeds import Deed
from bot.appointments.states import About
from bot.appointments.writes.ledger import Entry
from bot.when import say_minutes, say_when, short_day
from bot.when.saying import say_clock

_DONE = {
    Deed.BOOK: "Booked",
    Deed.MOVE: "Moved",
    Deed.EDIT: "Edited",
    Deed.CANCEL: "Cancelled",
    Deed.ACCEPT: "Accepted",
    Deed.DECLINE: "Declined",
    Deed.PROPOSE: "Another time proposed",
    Deed.DELAY: "Said to run late",
    Deed.JOIN: "Meeting link asked for",
    Deed.DETAILS: "Personal details seen",
    Deed.LOOK: "Looked at",
    Deed.ALERTS: "Alerts of a channel set",
    Deed.LINK: "Claimant's link copied",
    Deed.INTERPRETER: "Text for the interpreter given",
    Deed.CALENDAR: "Given out for a calendar",
    Deed.TABLE: "A list given out as a table",
    Deed.COUNTS: "Counts given out as a table",
    Deed.SAY: "Noted",
    Deed.HANDOVER: "Desk handed over or taken",
    Deed.SWEEP: "What was kept long enough deleted",
    Deed.FORGET: "Everything kept about an appointment deleted",
}
_TRIED = {
    "refused": " (not allowed)",
    "failed": " (failed; nothing was changed)",
    "unknown": " (no answer)",
}
_MESSAGES = (f"{About.TEXT}:", f"{About.EMAIL}:")
_EDITED = {
    "name": "name",
    "phone": "phone",
    "email": "e-mail",
    "date_of_birth": "date of birth",
    "department": "department",
    "interpreter": "interpreter",
    "room": "room",
    "notes": "notes",
}


def history_words(entry: Entry, name: str, setting: Setting) -> str:
    """Say one line: "Moved by Asha Patel at 09:10, from Tue 24 Nov, 15:00 to 15:15: interpreter late."."""
    at = f" {at_words(entry.at, setting)}" if entry.at else ""
    tried = _TRIED.get(entry.outcome, "")
    times = "" if tried else from_to_words(entry, setting)
    what = noted_words(entry.what or "") if entry.deed is Deed.SAY else edited_words(entry)
    if entry.deed is Deed.SAY and (entry.what or "").startswith(_MESSAGES):
        name = "Frontdesk"  # it sent them; kept with it is who booked
    because = "; ".join(filter(None, (what, why_words(entry.why))))
    return f"{_DONE[entry.deed]} by {name}{at}{tried}{times}{f': {because}' if because else ''}."


def at_words(moment: datetime, setting: Setting) -> str:
    """Say when something was done; of today the time alone."""
    local, today = moment.astimezone(setting.zone), setting.now.astimezone(setting.zone)
    if local.date() == today.date():
        return f"at {say_clock(local)}"
    return f"on {say_when(moment, None, zone=setting.zone, now=setting.now)}"


def from_to_words(entry: Entry, setting: Setting, *, day: bool = True) -> str:
    """Say from when to when a line of the audit moved something, or for when it was booked; `day`: even if it is one."""
    new = entry.start.astimezone(setting.zone) if entry.start else None
    if new is None:
        return ""
    if entry.deed is Deed.BOOK:
        return f", for {_day(new, setting)}, {say_clock(new)}"
    old = entry.was.astimezone(setting.zone) if entry.was else None
    if old is None:
        return f", to {_day(new, setting)}, {say_clock(new)}"
    longer = ""
    if entry.was_minutes and entry.minutes and entry.was_minutes != entry.minutes:
        longer = f", from {say_minutes(entry.was_minutes)} to {say_minutes(entry.minutes)}"
    if old == new:
        return longer
    if old.date() == new.date():
        begins = f"{_day(old, setting)}, {say_clock(old)}" if day else say_clock(old)
        return f", from {begins} to {say_clock(new)}{longer}"
    return f", from {_day(old, setting)}, {say_clock(old)} to {_day(new, setting)}, {say_clock(new)}{longer}"


def _day(local: datetime, setting: Setting) -> str:
    return short_day(local.date(), year=local.year != setting.now.astimezone(setting.zone).year)


def edited_words(entry: Entry) -> str:
    """Name the parts that an edit changed."""
    return ", ".join(_EDITED.get(name, name) for name in (entry.what or "").split(",") if name)
