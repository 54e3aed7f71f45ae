"""Events: the app is told what happens in its workspace, and asked whether it is there."""

from __future__ import annotations

import secrets

from bot.standins.slack import payloads
from bot.standins.slack.model import Json
from bot.standins.slack.state import State


class Events(State):
    """A workspace that tells its app what happens."""

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
