"""Events: the app is told what happens in its workspace, and asked whether it is there."""

from __future__ import annotations

import asyncio
import secrets
from functools import cached_property

from bot.standins.slack import payloads, said
from bot.standins.slack.courier import Answer
from bot.standins.slack.model import Json, Message
from bot.standins.slack.state import State

SCOPE_OF = {"app_mention": "app_mentions:read", "message.im": "im:history"}
"""Without its scope an event is not sent, whatever the app subscribes to."""


class Events(State):
    """A workspace that tells its app what happens."""

    async def emits(self, inner: Json) -> Json | None:
        """Send an event to the app if it subscribes to it; answer what was sent, so that it can be sent again."""
        if not self._hears(inner):
            return None
        payload = payloads.event(self, {"event_ts": self.messages.new_ts(), **inner})
        await self.sends(payload)
        return payload

    def _hears(self, inner: Json) -> bool:
        kind = f"message.{inner['channel_type']}" if inner["type"] == "message" else inner["type"]
        scope = SCOPE_OF.get(kind)
        return kind in self.subscriptions and (scope is None or scope in self.scopes)

    async def tells_of(self, message: Message, before: Json | None = None) -> Json | None:
        """Send the event of a message that was written, or with what it was `before`, changed or deleted."""
        inner = said.event_of(self, message, before)
        return await self.emits(inner) if inner is not None else None

    def echoes(self, message: Message, before: Json | None = None) -> None:
        """Tell the app of what it wrote itself, as Slack does, while it goes on; nobody minds if it does not listen."""
        inner = said.event_of(self, message, before)
        courier = self.courier
        if inner is None or courier is None or not self._hears(inner):
            return
        if courier.bot_url is not None or courier.links.are_open:
            payload = payloads.event(self, inner)
            task = asyncio.get_running_loop().create_task(courier.event(payload))
            self._echoes.add(task)
            task.add_done_callback(self._echoes.discard)

    @cached_property
    def _echoes(self) -> set[asyncio.Task[Answer]]:
        return set()

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
        if self.distribution is not None:
            self.distribution.end(self.team_id)
        await self.emits({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot.id]}})
        await self.emits({"type": "app_uninstalled"})

    async def gives_app(self, *, to: bool) -> None:
        """Have an admin of the organisation give this workspace the app, or take it away."""
        kind = "team_access_granted" if to else "team_access_revoked"
        await self.emits({"type": kind, "team_ids": [self.team_id]})

    async def verifies_url(self) -> bool:
        """Send the challenge that Slack sends when a request URL is set; answer whether it came back."""
        challenge = secrets.token_urlsafe(24)
        payload = {"token": self.verification_token, "challenge": challenge, "type": "url_verification"}
        answer = await self.sender().event(payload)
        return challenge == (answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body)
