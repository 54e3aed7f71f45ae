"""What narrows a list, the words for statuses and the grammar of the booking line, read off the tables that the bot itself reads with."""

from __future__ import annotations

from collections.abc import Mapping

from bot.appointments.choosing import By
from bot.appointments.filter import STATUS_NAMES, STATUSES
from bot.line.lattice import Kind
from docs.tables import code, table
from handlers.lists.filters import ALSO, DEPARTMENT, INTERPRETER, KEYS, STATUS, WHENEVER
from handlers.lists.own import LATE, MINE, NOW

FILTERS: Mapping[str, str] = {
    STATUS: "`status:waiting,done`, or the word alone: `/appt today waiting`. Words of status stand below",
    DEPARTMENT: '`dept:Leeds`, `dept:"Adult Social Care"`, a part (`dept:lee`) or an id; `dept:all` looks past the channel\'s own',
    INTERPRETER: "the word alone: only sessions for which one is needed or a language is named",
    By.TYPE: "`type:video`, `type:phone`, `type:office`",
    By.OFFICE: '`office:Leeds`, `office:"Leeds Town Hall"`',
    By.EMPLOYEE: "`employee:ben`; `mine` is you",
    By.SUBJECT: '`subject:"Debt advice"`',
    By.CUSTOMER: "`customer:jane`",
    By.REFERENCE: "`external:…`, the number that another system gave",
    By.ID: "`id:…`, the service's own number",
    By.CALLBACK: "`callback:…`, the number of a callback request",
    By.LISTING: "`listing:…`, the number of a listing",
    By.SEGMENT: "`lead:…`, a lead segment's id",
}
"""By what a list is narrowed, and how that is typed."""
OWN: Mapping[str, str] = {
    MINE: "what you booked; where the service knows hosts, what you host",
    NOW: "`/appt now`: who waits or is in session, and whose time it is",
    LATE: "whose time has come, and it has not begun: `/appt today late`",
}
GRAMMAR: Mapping[Kind, tuple[str, ...]] = {
    Kind.NAME: ("Jane Doe", "Mrs J. Doe", "Anne-Marie van der Berg"),
    Kind.TIME: ("tomorrow 3pm", "Thurs 2pm", "4 Dec 11:00"),
    Kind.LENGTH: ("for 45m", "1h30", "half an hour"),
    Kind.DEPARTMENT: ("in Housing", "Housing dept", "dept: Housing", "(Housing)"),
    Kind.INTERPRETER: (
        "with a Polish interpreter",
        "speaks Polish",
        "lang: Tigrinya",
        "no interpreter",
        "BSL",
    ),
    Kind.PHONE: ("07700 900123", "tel: 020 7946 0321"),
    Kind.EMAIL: ("jane@example.org", "<jane@example.org>"),
    Kind.BIRTH: ("dob 12/03/1980", "born 4 May 1975"),
    Kind.REFERENCE: ("ref 3XJBM",),
    Kind.LABEL: ("Name: Jane Doe", "Date: 4 Dec 11:00"),
    Kind.COURTESY: ("please", "thanks"),
}
"""What a booking line is made of, each with examples."""


def filters_part() -> list[str]:
    """Say what narrows a list."""
    also = {key: [word for word, meant in ALSO.items() if meant == key] for key in (*KEYS, DEPARTMENT)}
    rows = []
    for what, how in FILTERS.items():
        key = next((key for key, by in KEYS.items() if by == what), str(what))
        others = ", ".join(code(f"{word}:") for word in also.get(key, []))
        any_day = ", of any day" if what in WHENEVER else ""
        rows.append((code(key), how + any_day, others))
    return [
        "## What narrows a list",
        "After a day or a span, in any order, several together; several values of one have commas between them, names of several words "
        "stand in quotes. `status` and `dept` work after `find` too, and all of the first three in [alerts](alerts.md). What a service can't "
        "narrow by is refused, with what it can.",
        table(("Filter", "How it is typed", "Also"), rows),
        "Words of their own:",
        table(("Word", "What it leaves"), [(code(word), says) for word, says in OWN.items()]),
    ]


def statuses_part() -> list[str]:
    """Say which words a status has."""
    rows = []
    for status, name in STATUS_NAMES.items():
        others = sorted(word for word, meant in STATUSES.items() if meant is status and word != name)
        rows.append((code(name), ", ".join(code(word) for word in others)))
    return [
        "## Words of status",
        "Typed as they are read, or shorter; capitals, hyphens and underscores make no difference.",
        table(("Status", "Also"), rows),
    ]


def grammar_part() -> list[str]:
    """Say what a booking line is made of."""
    rows = [(str(kind), " · ".join(map(code, examples))) for kind, examples in GRAMMAR.items()]
    return [
        "## The booking line",
        "`/appt book` takes these in one line and in any order, each at most once; a time may be told in several pieces. "
        "What belongs to nothing is named above the form, and so is a reference: a new booking gets one of its own. [More about it](line.md), and about [times](when.md).",
        table(("Part", "For example"), rows),
    ]
