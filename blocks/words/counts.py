"""What is said of counts: how many, of how many, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.appointments.counts import NOT_SAID, Measure
from bot.appointments.states import Came
from bot.when import short_day
from bot.when.parts import say_minutes

SESSIONS, CANCELLED = "Sessions", "Cancelled"
NO_SHOWS, WAITS, LATE, INTERPRETERS = "No-shows", "Waits seen", "Late starts", "Interpreter needed"
MEDIAN, LONGEST = "Median wait", "Longest wait"
KINDS: Mapping[str, str] = {
    Came.NO_CONTACT: "No contact",
    Came.TECHNICAL: "Technical failure",
    Came.INTERPRETER_MISSING: "Interpreter missing",
    Came.TOO_LATE: "Came too late",
    NOT_SAID: "Kind not said",
}
"""The kinds of no-shows, in the order in which they are told."""
NONE_NAMED = "No language named"
FURTHER = "Further languages"
FEW_NAMED = "Other languages (fewer than 5 each)"
FEW_IN_A_PICTURE = "Others (under 5)"
BY_DAY, BY_WEEK, BY_MONTH, BY_QUARTER = "By day", "By week", "By month", "By quarter"
BY_LANGUAGE = "Interpreters by language"
OF_A_FILE: Mapping[Measure, str] = {
    Measure.SESSIONS: SESSIONS,
    Measure.CANCELLED: CANCELLED,
    Measure.NO_SHOWS: NO_SHOWS,
    Measure.WAITED: "Waits of so many minutes",
    Measure.BEGAN: "Starts seen",
    Measure.LATE: LATE,
    Measure.INTERPRETER: INTERPRETERS,
}
NOTHING = (
    "Nothing is counted yet. Frontdesk counts the sessions that it sees when it looks at the service for a channel's alerts. "
    "Type {command} alerts in a channel to set them."
)
NONE_COUNTED = "No session was counted."
TO_COME = (
    "{span} is still to come, so nothing is counted of it. "
    "Type days that have begun, for example {command} stats last month."
)
BY_DEPARTMENT = (
    "Counts can be narrowed by department alone, for example {command} stats last month dept:Leeds. "
    "Take the rest away and try again."
)
BY_OFFICE = (
    "Counts can be narrowed by office alone, for example {command} stats last month office:Leeds. "
    "Take the rest away and try again."
)
NO_OFFICE = "Nothing was counted of an office called {typed}. Counted: {known}."
NOT_READ = (
    "The counts can't be read: our own database does not answer. "
    "Try again in a minute. If it stays so, tell whoever runs Frontdesk."
)
NO_PICTURE = "No picture can be drawn here: ask whoever runs Frontdesk for its extra “pictures”. The table says the same."
OLD = "These counts are too old to be a file. Ask for them again."


def share(number: int, among: int) -> str:
    """Say a part in hundredths."""
    return f"{round(100 * number / among)}%" if among else ""


def minutes_words(minutes: float) -> str:
    """Say a wait, to the whole minute."""
    return say_minutes(int(minutes + 0.5))


def counted_since(day: date) -> str:
    return f"Counted since {short_day(day)}: of the days before nothing is known."


HOW_COUNTED = (
    "Counted without names, from what Frontdesk saw of each session and what people said of it. "
    "A start is late from 5 minutes on."
)
