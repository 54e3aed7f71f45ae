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
    JOIN = "join"
    DETAILS = "details"
    LOOK = "look"
    ALERTS = "alerts"
