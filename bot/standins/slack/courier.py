"""Carries what people do to the bot, signed, over HTTP or Socket Mode, and brings the answer back in three seconds.

https://docs.slack.dev/authentication/verifying-requests-from-slack
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.standins.slack.model import Call, Json
from bot.standins.slack.socket_mode import Links, NoLink
from bot.standins.slack.traffic import Traffic

FORM = "application/x-www-form-urlencoded"
ROBOT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True)
class Answer:
    """What came back. `error` is Slack's name for why it is no acknowledgement, None where it is one."""

    status: int | None = None
    body: Any = None
    error: str | None = None
    no_retry: bool = False
    """Whether the bot asked, by `x-slack-no-retry`, not to be sent an event again."""

    @property
    def ok(self) -> bool:
        return self.error is None


@dataclass(frozen=True)
class Signed:
    """A request as it went out, ready to be sent again by someone who overheard it."""

    body: bytes
    headers: dict[str, str]


class Courier:
    """Signs and sends. With a Socket Mode connection open, everything goes that way, as in Slack."""

    def __init__(self, traffic: Traffic, signing_secret: str, base_url: str, patience: float) -> None:
        self.patience = patience
        self.traffic = traffic
        self.signing_secret = signing_secret
        self.base_url = base_url
        self.bot_url: str | None = None
        self.links = Links(base_url)
        self.last: Signed | None = None
        self._session: aiohttp.ClientSession | None = None

    def new_link(self) -> str:
        return self.links.new_url()

    async def command(self, form: dict[str, str]) -> Answer:
        return await self._send("slash_commands", form["command"], form, urlencode(form).encode(), FORM)

    async def interaction(self, payload: Json) -> Answer:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._send("interactive", payload["type"], payload, body, FORM)

    async def event(self, payload: Json, retry: tuple[int, str] | None = None) -> Answer:
        """Send an event; `retry` says which attempt this is and why the one before failed."""
        more = {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]} if retry else {}
        what = payload.get("event", payload).get("type", "event")
        return await self._send(
            "events_api", what, payload, json.dumps(payload).encode(), "application/json", more
        )

    async def replay(self) -> Answer:
        """Send the last signed request once more, byte for byte."""
        if self.last is None:
            raise RuntimeError("nothing was sent yet that could be replayed")
        return await self.post_raw(self.last.body, self.last.headers)

    async def forge(
        self, body: bytes, *, secret: str | None = None, age: float = 0.0, content_type: str = FORM
    ) -> Answer:
        """Send any body, signed with another secret or with a time stamp that is `age` seconds old."""
        return await self.post_raw(body, self.headers(body, content_type, secret=secret, age=age))

    def headers(
        self, body: bytes, content_type: str, *, secret: str | None = None, age: float = 0.0
    ) -> dict[str, str]:
        """Sign a body as Slack does. The stamp goes by the real clock, because verifiers do."""
        stamp = str(int(time.time() - age))
        key = (self.signing_secret if secret is None else secret).encode()
        digest = hmac.new(key, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": content_type,
            "User-Agent": ROBOT,
            "Accept": "application/json,*/*",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }

    async def post_raw(self, body: bytes, headers: dict[str, str], what: str = "raw") -> Answer:
        """Post exactly these bytes to the bot's request URL."""
        with self.traffic.call("in", what, body) as call:
            return self._noted(call, await self._post(body, headers))

    async def close(self) -> None:
        await self.links.close()
        if self._session is not None:
            await self._session.close()

    async def _send(
        self,
        kind: str,
        what: str,
        payload: Json,
        body: bytes,
        content_type: str,
        more: dict[str, str] | None = None,
    ) -> Answer:
        with self.traffic.call("in", what, payload) as call:
            if self.links.are_open:
                return self._noted(call, await self._by_socket(kind, payload))
            headers = self.headers(body, content_type) | (more or {})
            self.last = Signed(body, headers)
            call.signature = headers["X-Slack-Signature"]
            return self._noted(call, await self._post(body, headers))

    async def _by_socket(self, kind: str, payload: Json) -> Answer:
        try:
            return Answer(200, await asyncio.wait_for(self.links.ask(kind, payload), self.patience))
        except TimeoutError:
            return Answer(error="operation_timeout")
        except NoLink:
            return Answer(error="dispatch_failed")

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        if self.bot_url is None:
            return Answer(error="dispatch_failed")
        if self._session is None:
            # A fresh connection each time: one kept open to a bot that was restarted would look like a failure of it.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        budget = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self._session.post(
                self.bot_url, data=body, headers=headers, timeout=budget, allow_redirects=False
            ) as response:
                answer = _read(response.status, response.content_type, await response.read())
                return replace(answer, no_retry=response.headers.get("x-slack-no-retry") == "1")
        except TimeoutError:
            return Answer(error="operation_timeout")
        except aiohttp.ClientError:
            return Answer(error="dispatch_failed")

    @staticmethod
    def _noted(call: Call, answer: Answer) -> Answer:
        call.status, call.answer, call.error = answer.status, answer.body, answer.error
        return answer


def _read(status: int, content_type: str, raw: bytes) -> Answer:
    text = raw.decode("utf-8", "replace")
    body: Any = text
    if content_type == "application/json" and text:
        try:
            body = json.loads(text)
        except ValueError:
            return Answer(status, text, "invalid_json")
    return Answer(status, body, None if status == 200 else f"http_{status}")
