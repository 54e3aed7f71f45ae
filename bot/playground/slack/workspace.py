"""The workspace: one class that holds all of it, and hands out the people that a story is told with."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from bot.playground.slack import payloads
from bot.playground.slack.acks import SLACKBOT
from bot.playground.slack.faults import Faults
from bot.playground.slack.messages import Messages
from bot.playground.slack.model import (
    Call,
    Channel,
    Clock,
    Complaint,
    Json,
    Message,
    SlackError,
    User,
    UserGroup,
)
from bot.playground.slack.person import Person
from bot.playground.slack.tickets import Tickets
from bot.playground.slack.traffic import Traffic
from bot.playground.slack.views import Views

if TYPE_CHECKING:
    from bot.playground.slack.courier import Courier

DEFAULT_SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "users:read",
    "usergroups:read",
    "channels:read",
    "groups:read",
)


def _real_time() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """A Slack workspace with one app installed in it. `scopes` are what that app's token may do.

    `clock` is what the workspace believes the time to be; signatures alone go by the real one, because the bot's
    verifier does. With `should_escape`, typed names and links reach the bot as ids, as a command can be set to.
    """

    def __init__(
        self,
        clock: Clock = _real_time,
        *,
        name: str = "Riverside Council",
        domain: str = "riverside",
        bot_name: str = "Frontdesk",
        scopes: Iterable[str] = DEFAULT_SCOPES,
        subscriptions: Iterable[str] = ("app_home_opened", "app_uninstalled", "tokens_revoked"),
        commands: Iterable[str] | None = None,
        should_escape: bool = True,
        enterprise_id: str | None = None,
    ) -> None:
        self.clock = clock
        self.name, self.domain, self.enterprise_id = name, domain, enterprise_id
        self.scopes = frozenset(scopes)
        self.subscriptions = frozenset(subscriptions)
        self.commands = None if commands is None else frozenset(commands)
        """The slash commands that the app has; None lets every command through to it."""
        self.should_escape = should_escape
        self._numbers = count(1)
        self.team_id, self.app_id, self.bot_id = self.new_id("T"), self.new_id("A"), self.new_id("B")
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-{secrets.token_hex(12)}"
        self.verification_token = secrets.token_hex(12)
        self.is_installed = True
        self.users: dict[str, User] = {}
        self.groups: dict[str, UserGroup] = {}
        self.channels: dict[str, Channel] = {}
        self.people: dict[str, Person] = {}
        self.traffic = Traffic(clock)
        self.faults = Faults()
        self.messages = Messages(clock)
        self.tickets = Tickets(clock, self.team_id)
        self.views = Views(self._app_identity, self.new_id)
        self.courier: Courier | None = None
        """Carries what people do to the bot; the server sets it."""
        self.bot = self._add_user(bot_name, is_bot=True)
        self.users[SLACKBOT] = User(SLACKBOT, "slackbot", "Slackbot", self.team_id)

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
            user = self._add_user(
                name, tz=tz, locale=locale, team_id=from_team or self.team_id, is_admin=admin
            )
            user.is_restricted = guest
            user.is_stranger = from_team is not None
            for channel in self.channels.values():
                if channel.open_to_all:
                    channel.members.append(user.id)
            self.people[name] = Person(self, user)
        return self.people[name]

    def channel(
        self,
        name: str,
        *,
        private: bool = False,
        shared_with: str | None = None,
        members: Iterable[Person] | None = None,
        has_bot: bool = True,
        archived: bool = False,
    ) -> Channel:
        """Make a channel, or find it again by its name. Without `members` everyone is in it, whoever comes later too."""
        for channel in self.channels.values():
            if channel.name == name and not channel.is_im:
                return channel
        people = list(self.people.values()) if members is None else list(members)
        channel = Channel(
            self.new_id("C"),
            name,
            kind="private" if private else "public",
            members=[person.user.id for person in people],
            open_to_all=members is None,
            has_bot=has_bot,
            is_archived=archived,
            shared_with=shared_with,
        )
        self.channels[channel.id] = channel
        return channel

    def group(self, handle: str, members: Iterable[Person] = ()) -> UserGroup:
        """Make a user group, or find it again by its handle."""
        for group in self.groups.values():
            if group.handle == handle:
                return group
        group = UserGroup(
            self.new_id("S"), handle, handle.replace("-", " ").title(), [one.user.id for one in members]
        )
        self.groups[group.id] = group
        return group

    def dm(self, user: User) -> Channel:
        """Find or open the direct conversation between one person and the app."""
        for channel in self.channels.values():
            if channel.is_im and channel.members == [user.id]:
                return channel
        channel = Channel(self.new_id("D"), "directmessage", kind="im", members=[user.id])
        self.channels[channel.id] = channel
        return channel

    def post(self, channel: Channel, author: Person, text: str) -> Message:
        """Let a person post a plain message, with no app in between."""
        return self.messages.post(channel, author.user.id, text, by_bot=False)

    async def emits(self, inner: Json) -> Json | None:
        """Send an event to the app if it subscribes to it; answer what was sent, so that it can be sent again."""
        if inner["type"] not in self.subscriptions:
            return None
        payload = payloads.event(self, {"event_ts": self.messages.new_ts(), **inner})
        await self.sends(payload)
        return payload

    async def sends(self, payload: Json) -> None:
        """Send one whole event, with Slack's first retry where it is not acknowledged.

        The later retries, a minute and five minutes after, are left to whoever calls this again.
        """
        answer = await self.sender().event(payload)
        if not answer.ok:
            self.traffic.complain(payload["event"]["type"], str(answer.error))
            if not answer.no_retry:
                reason = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
                await self.sender().event(payload, retry=(1, reason.get(str(answer.error), "http_error")))

    async def uninstalls_app(self) -> None:
        """Remove the app: its tokens are worth nothing from now on, and it is told so."""
        self.is_installed = False
        await self.emits({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot.id]}})
        await self.emits({"type": "app_uninstalled"})

    async def verifies_url(self) -> bool:
        """Send the challenge that Slack sends when a request URL is set; answer whether it came back."""
        challenge = secrets.token_urlsafe(24)
        payload = {"token": self.verification_token, "challenge": challenge, "type": "url_verification"}
        answer = await self.sender().event(payload)
        return challenge == (answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body)

    def name_of(self, some_id: str) -> str | None:
        """Say how people see the name behind an id of a user, a channel or a group."""
        if some_id in self.users:
            return self.users[some_id].real_name
        if some_id in self.channels:
            return self.channels[some_id].name
        return self.groups[some_id].handle if some_id in self.groups else None

    @property
    def calls(self) -> list[Call]:
        return self.traffic.calls

    @property
    def complaints(self) -> list[Complaint]:
        return self.traffic.complaints

    def everything_in_channels(self) -> list[Json]:
        """All that was ever posted, edited or shown to one person, as JSON: to look for what must not be there."""
        return list(self.messages.everything())

    async def settled(self, quiet: float = 0.05, within: float = 10.0) -> None:
        """Wait until the bot is at rest: no call under way, none for `quiet` seconds."""
        await self.traffic.settled(quiet, within)

    def new_id(self, letter: str) -> str:
        return f"{letter}0{next(self._numbers):08d}"

    def sender(self) -> Courier:
        if self.courier is None:
            raise RuntimeError("nothing serves this workspace yet: put it into a SlackServer")
        return self.courier

    def find_channel(self, channel_id: object) -> Channel:
        """Find a channel that the app can see. Raises channel_not_found for the others."""
        channel = self.channels.get(channel_id) if isinstance(channel_id, str) else None
        if channel is None or (channel.is_private and not channel.has_bot):
            raise SlackError("channel_not_found")
        return channel

    def _add_user(
        self,
        name: str,
        *,
        tz: str = "Europe/London",
        locale: str = "en-GB",
        team_id: str | None = None,
        is_bot: bool = False,
        is_admin: bool = False,
    ) -> User:
        handle = ".".join(name.lower().split())
        user = User(
            self.new_id("U"),
            handle,
            name,
            team_id or self.team_id,
            tz=tz,
            locale=locale,
            email=f"{handle}@{self.domain}.example",
            hour24=locale != "en-US",
            is_admin=is_admin,
            is_bot=is_bot,
        )
        self.users[user.id] = user
        return user

    def _app_identity(self) -> Json:
        return {
            "team_id": self.team_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }
