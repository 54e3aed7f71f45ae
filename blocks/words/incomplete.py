"""What is said where less than all could be had, so that nobody takes it for all."""

from __future__ import annotations

from collections.abc import Sequence

from bot.appointments.listing import Listing
from bot.appointments.model import Appointment

MAY_BE_TAKEN = "What is free may be taken."


def incomplete_words(listed: Sequence[Appointment]) -> str:
    """Say how much of a list could not be had; nothing where all of it could."""
    if not isinstance(listed, Listing):
        return ""
    said = []
    if listed.missing:
        there = listed.read + listed.unread + listed.missing
        said.append(f"{listed.read} of {there} could be read: look again in a moment.")
    if listed.unread == 1:
        said.append("1 session can't be read and is not shown: whoever runs Frontdesk finds it in the log.")
    elif listed.unread:
        said.append(
            f"{listed.unread} sessions can't be read and are not shown: whoever runs Frontdesk finds them in the log."
        )
    return " ".join(said)
