"""A workspace that Frontdesk is installed in and that no service is connected to yet: enough to say so, and to whom."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec import Struct, field

from bot.settings import Settings
from bot.slack.people import People
from bot.slack.replies import Replies
from bot.workspace.background import Background


class Premises(Struct, frozen=True):
    team: str
    people: People
    replies: Replies
    settings: Settings
    link: Callable[[str], Awaitable[str]]
    """Makes a one-time link to the page on which an admin connects a service; for that admin, by the id."""
    background: Background = field(default_factory=Background)
