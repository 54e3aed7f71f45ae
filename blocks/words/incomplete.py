"""What is said where less than all could be had, so that nobody takes it for all."""

from __future__ import annotations

from collections.abc import Sequence

from bot.appointments.model import Appointment, Listing


def incomplete_words(listed: Sequence[Appointment]) -> str:
    """Say how much of a list could not be had; nothing where all of it could."""
    if not isinstance(listed, Listing):
        return ""
    said = []
    if listed.missing:
        here = len(listed) + listed.unread
        said.append(f"{here} of {here + listed.missing} could be read: look again in a moment.")
    if listed.unread == 1:
        said.append("1 session can't be read and is not shown: whoever runs Frontdesk finds it in the log.")
    elif listed.unread:
        said.append(
            f"{listed.unread} sessions can't be read and are not shown: whoever runs Frontdesk finds them in the log."
        )
    return " ".join(said)
