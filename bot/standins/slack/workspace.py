"""The workspace: one class that holds all of it, and hands out the people that a story is told with."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.standins.slack import payloads
from bot.standins.slack.directory import Directory
from bot.standins.slack.faults import Faults
from bot.standins.slack.messages import Messages
from bot.standins.slack.model import Call, Channel, Clock, Complaint, Json, Message
from bot.standins.slack.pace import Pace
from bot.standins.slack.person import Person
from bot.standins.slack.tickets import Tickets
from bot.standins.slack.traffic import Traffic
from bot.standins.slack.views import Views

if TYPE_CHECKING:
    from bot.standins.slack.courier import Courier

DEFAULT_SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "users:read",
    "users:read.email",
    "usergroups:read",
    "channels:read",
    "groups:read",
)


def _real_time() -> datetime:
    return datetime.now(UTC)


class Workspace(Directory):
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
        super().__init__(domain)
        self.clock = clock
        self.is_org_wide = False
        """Whether the app's token is of an installation for a whole organisation."""
        self.name, self.enterprise_id = name, enterprise_id
        self.scopes = frozenset(scopes)
        self.subscriptions = frozenset(subscriptions)
        self.commands = None if commands is None else frozenset(commands)
        """The slash commands that the app has; None lets every command through to it."""
        self.should_escape = should_escape
        self.app_id, self.bot_id = self.new_id("A"), self.new_id("B")
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-{secrets.token_hex(12)}"
        self.verification_token = secrets.token_hex(12)
        self.is_installed = True
        self.people: dict[str, Person] = {}
        self.traffic = Traffic(clock)
        self.faults = Faults()
        self.pace = Pace(clock)
        self.messages = Messages(clock)
        self.tickets = Tickets(clock, self.team_id)
        self.views = Views(self._app_identity, self.new_id)
        self.courier: Courier | None = None
        """Carries what people do to the bot; the server sets it."""
        self.bot = self.add_user(bot_name, is_bot=True)

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

    def sender(self) -> Courier:
        if self.courier is None:
            raise RuntimeError("nothing serves this workspace yet: put it into a SlackServer")
        return self.courier

    def _app_identity(self) -> Json:
        return {
            "team_id": self.team_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }
