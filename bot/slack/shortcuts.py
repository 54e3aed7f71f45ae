"""The shortcuts that the app has: in a message's menu, and in Slack's own. At most five of each.

https://docs.slack.dev/interactivity/implementing-shortcuts
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from blocks import ids


class Shortcut(NamedTuple):
    """`callback`: by what name it comes back."""

    callback: str
    kind: Literal["global", "message"]
    name: str
    says: str


SHORTCUTS = (
    Shortcut(
        ids.BOOK_FROM_MESSAGE,
        "message",
        "Book from this message",
        "Open the booking form, filled with what the message says",
    ),
    Shortcut(
        ids.FIND_IN_MESSAGE,
        "message",
        "Find this appointment",
        "Open the appointment whose code, reference or link is in the message",
    ),
    Shortcut(ids.BOOK_APPOINTMENT, "global", "Book an appointment", "Open an empty booking form"),
    Shortcut(ids.TODAYS_SESSIONS, "global", "Today's sessions", "See today's sessions and what to do next"),
    Shortcut(ids.FIND_APPOINTMENT, "global", "Find an appointment", "Look for a name, a code or a reference"),
)
