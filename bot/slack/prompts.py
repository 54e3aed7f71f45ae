"""What Slack suggests to write above a conversation with Frontdesk, where Frontdesk is one of its agents.

https://docs.slack.dev/ai/developing-agents
"""

from __future__ import annotations

from msgspec import Struct

DESCRIPTION = (
    "Book, see, move and cancel video appointments in your own words. "
    "Frontdesk reads back what it understood before it books, and uses no language model."
)
"""At most 300 characters."""


class Prompt(Struct, frozen=True):
    """`title`: what is shown; `message`: what is written when it is pressed."""

    title: str
    message: str

    def told(self) -> dict[str, str]:
        return {"title": self.title, "message": self.message}


PROMPTS = (Prompt("Today", "today"), Prompt("Book…", "book"), Prompt("Who is waiting?", "waiting"))
"""At most four."""
