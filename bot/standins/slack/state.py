"""What a workspace is and keeps: its app, what that may do, who and what is in it, and all that was ever said."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from bot.standins.slack.courier import Courier
from bot.standins.slack.directory import Directory
from bot.standins.slack.faults import Faults
from bot.standins.slack.files import Files
from bot.standins.slack.messages import Messages
from bot.standins.slack.model import Call, Clock, Complaint, Flexpane, Json, SlackError
from bot.standins.slack.pace import Pace
from bot.standins.slack.tickets import PATIENCE, Tickets
from bot.standins.slack.traffic import Traffic
from bot.standins.slack.views import Views

DEFAULT_SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "users:read",
    "users:read.email",
    "usergroups:read",
    "channels:read",
    "groups:read",
    "files:write",
    "app_mentions:read",
    "im:history",
)
DEFAULT_SUBSCRIPTIONS = ("app_home_opened", "app_mention", "message.im", "app_uninstalled", "tokens_revoked")


def _real_time() -> datetime:
    return datetime.now(UTC)


class Admission(Protocol):
    """Knows which tokens are good for which workspace."""

    def admits(self, token: str, workspace: State) -> None: ...

    def end(self, holder: str) -> None: ...


class State(Directory):
    """All of a Slack workspace with one app installed in it. `scopes` are what that app's token may do.

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
        subscriptions: Iterable[str] = DEFAULT_SUBSCRIPTIONS,
        commands: Iterable[str] | None = None,
        should_escape: bool = True,
        enterprise_id: str | None = None,
        numbers_from: int = 1,
    ) -> None:
        super().__init__(domain, numbers_from)
        self.patience = PATIENCE
        """Seconds, of real time, in which the bot must answer and open its forms."""
        self.clock = clock
        self.is_org_wide = False
        """Whether the app's token is of an installation for a whole organisation."""
        self.name, self.enterprise_id = name, enterprise_id
        self.scopes = frozenset(scopes)
        self.subscriptions = frozenset(subscriptions)
        self.commands = None if commands is None else frozenset(commands)
        """The slash commands that the app has; None lets every command through to it."""
        self.shortcuts: list[Json] = []
        """The shortcuts that the app has, as its manifest writes them."""
        self.should_escape = should_escape
        self.app_id, self.bot_id = self.new_id("A"), self.new_id("B")
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-{secrets.token_hex(12)}"
        self.verification_token = secrets.token_hex(12)
        self.entity_types: frozenset[str] = frozenset()
        """The kinds of Work Objects that are picked in the app's settings: others are not shown."""
        self.flexpanes: dict[str, Flexpane] = {}
        """What each person has open beside the conversation."""
        self.is_installed = True
        self.distribution: Admission | None = None
        """Where the app is in several workspaces: what knows of its tokens. Else `bot_token` is the one."""
        self.traffic = Traffic(clock)
        self.faults = Faults()
        self.pace = Pace(clock)
        self.messages = Messages(clock, lambda: self.entity_types)
        self.tickets = Tickets(clock, self.team_id)
        self.files = Files(self.new_id)
        self.views = Views(self._app_identity, self.new_id)
        self.courier: Courier | None = None
        """Carries what people do to the bot; the server sets it."""
        self.bot = self.add_user(bot_name, is_bot=True)

    @property
    def calls(self) -> list[Call]:
        return self.traffic.calls

    def waits(self, seconds: float) -> None:
        """Have Slack wait so many seconds of real time for an answer from now on, and let triggers live as long."""
        self.patience = self.tickets.patience = seconds
        if self.courier is not None:
            self.courier.patience = seconds

    @property
    def complaints(self) -> list[Complaint]:
        return self.traffic.complaints

    def everything_in_channels(self) -> list[Json]:
        """All that was ever posted, edited or shown to one person, as JSON: to look for what must not be there."""
        return list(self.messages.everything())

    async def settled(self, quiet: float = 0.05, within: float = 10.0) -> None:
        """Wait until the bot is at rest: no call under way, none for `quiet` seconds."""
        await self.traffic.settled(quiet, within)

    def admits(self, token: str) -> None:
        """Refuse a bot token that is not good for this workspace."""
        if self.distribution is not None:
            self.distribution.admits(token, self)
        elif token != self.bot_token:
            raise SlackError("invalid_auth")
        elif not self.is_installed:
            raise SlackError("account_inactive")

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
