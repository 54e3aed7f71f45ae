"""What is done at the desk, by name: for the audit, for rights and for what a service cannot do."""

from __future__ import annotations

from enum import StrEnum


class Deed(StrEnum):
    """What was done at the desk; the words of the audit's `deed` column."""

    BOOK = "book"
    MOVE = "move"
    EDIT = "edit"
    CANCEL = "cancel"
    ACCEPT = "accept"
    DECLINE = "decline"
    PROPOSE = "propose"
    """Another time was proposed for what a claimant asked for."""
    DELAY = "delay"
    """A session runs late, and later ones are moved with it: each of them is a move."""
    JOIN = "join"
    DETAILS = "details"
    LOOK = "look"
    ALERTS = "alerts"
    LINK = "link"
    """The claimant's link was given out as text."""
    INTERPRETER = "interpreter"
    """What an interpreter has to know was given out as text."""
    CALENDAR = "calendar"
    """A session was given out for somebody's own calendar."""
    TABLE = "table"
    """A list was given out as a table."""
    COUNTS = "counts"
    """Counts were given out as a table."""
    SWEEP = "sweep"
    """What was kept long enough was closed or deleted, by itself."""
    SAY = "say"
    """It was said how a session goes: who came, who is late, who interprets."""
    HANDOVER = "handover"
    """The desk of a channel was handed over, or taken."""
    FORGET = "forget"
    """All that is kept about an appointment was deleted, because somebody asked for it."""


class Why(StrEnum):
    """Why something was moved or cancelled, where it was one of the common reasons; the audit's `why`.

    Words of somebody's own may name a person, so they are never kept here.
    """

    CLAIMANT_ASKED = "claimant_asked"
    CLAIMANT_LATE = "claimant_late"
    CLAIMANT_ABSENT = "claimant_absent"
    INTERPRETER_LATE = "interpreter_late"
    INTERPRETER_AWAY = "interpreter_away"
    STAFF_AWAY = "staff_away"
    OVERRAN = "overran"
    TWICE = "twice"
    UNDONE = "undone"
    """It was a mistake, and taken back within a minute."""
