"""The workspace with its people: whom a story is told with, and what they say among themselves."""

from __future__ import annotations

from functools import cached_property

from bot.standins.slack.events import Events
from bot.standins.slack.model import Channel, Message
from bot.standins.slack.person import Person
from bot.standins.slack.said import as_kept


class Workspace(Events):
    """A Slack workspace with one app installed in it, and people who use both."""

    @cached_property
    def people(self) -> dict[str, Person]:
        """Who was brought in, by name."""
        return {}

    def person(
        self,
        name: str,
        *,
        tz: str = "Europe/London",
        locale: str = "en-GB",
        guest: bool = False,
        from_team: str | None = None,
        admin: bool = False,
    ) -> Person:
        """Bring someone in, or find her again by her name. `from_team`: she belongs to another organisation."""
        if name not in self.people:
            user = self.add_user(
                name, tz=tz, locale=locale, team_id=from_team or self.team_id, is_admin=admin
            )
            user.is_restricted = guest
            user.is_stranger = from_team is not None
            for channel in self.channels.values():
                if channel.open_to_all:
                    channel.members.append(user.id)
            self.people[name] = Person(self, user)
        return self.people[name]

    def post(self, channel: Channel, author: Person, text: str) -> Message:
        """Let a person post a plain message, with no app in between."""
        return self.messages.post(channel, author.user.id, text, by_bot=False)

    async def bot_says(self, text: str, in_: Channel, thread: str | None = None) -> Message:
        """Let another app's bot write something, to ours or about it."""
        said = self.messages.post(in_, "U0OTHERBOT", as_kept(self, text), thread_ts=thread, by_bot=False)
        said.other_bot = "B0OTHER"
        await self.tells_of(said)
        return said
