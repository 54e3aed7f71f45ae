"""Where Slack's requests come in: the signature is checked before anything of the body is read, and is good for one request.

An ASGI app of its own, without a framework's request, routes and response: these cost as much as all that is done here.
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt.response import BoltResponse
from starlette.types import Receive, Scope, Send

from bot.appointments.cache import Lately, Timer
from bot.slack.bolt import Bolt

MAX_BODY = 1_000_000
"""Bytes; Slack's own payloads stay far below."""
MAX_PAIRS = 100
"""Of a form; Slack's have a dozen."""
MAX_AGE = 300
"""Seconds that a signature is good for, either way of our clock."""
MOST_USED = 1_000_000
"""Signatures that are remembered as spent; Slack makes fewer in that time, and nobody else makes any."""

_TIMESTAMP, _SIGNATURE, _KIND = b"x-slack-request-timestamp", b"x-slack-signature", b"content-type"

log = structlog.get_logger(__name__)


class Door:
    """Lets in what Slack has signed, has Bolt answer it, and turns everything else away."""

    def __init__(self, bolt: Bolt, signatures: Signatures) -> None:
        self._bolt = bolt
        self._signatures = signatures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope, receive)
        if answer is None:
            return
        body = answer.body.encode()
        headers = [(name, value) for name, values in answer.headers.items() for value in values]
        headers.append(("content-length", str(len(body))))
        sent = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": sent})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> BoltResponse | None:
        """Answer a request; None where whoever asked is gone."""
        if scope["method"] != "POST":
            return BoltResponse(status=405, body="only POST", headers={"allow": "POST"})
        try:
            body = await _body(receive)
        except ConnectionError:
            return None
        if body is None:
            return BoltResponse(status=413, body="too large")
        headers = dict(scope["headers"])
        timestamp, signature, kind = (
            headers.get(name, b"").decode("latin-1") for name in (_TIMESTAMP, _SIGNATURE, _KIND)
        )
        if not self._signatures.accept(body, timestamp, signature):
            return BoltResponse(status=401, body="not signed by Slack")
        asked = _told(body, is_json=kind.startswith("application/json"))
        if asked is None:
            return BoltResponse(status=400, body="not understood")
        try:
            answer = await self._bolt.answer(asked)
        except Exception as error:
            # Bolt itself stumbles over fields of wrong types; our own faults end in `failed`.
            log.error("request_not_understood", exc_info=error)
            return BoltResponse(status=400, body="not understood")
        if answer.status == 404:  # Bolt's word for a request that no listener is for
            return BoltResponse(status=400, body="not understood")
        return answer


class Signatures:
    """Lets each of Slack's signatures through once, within five minutes of its making."""

    def __init__(self, secret: str, clock: Callable[[], datetime], timer: Timer = time.monotonic) -> None:
        self._signing = hmac.new(secret.encode(), digestmod="sha256")
        self._clock = clock
        self._used: Lately[str, bool] = Lately(MOST_USED, 2 * MAX_AGE, timer)

    def accept(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Tell whether a request is Slack's, fresh and new; if it is, its signature is spent."""
        now = self._clock().timestamp()
        if not timestamp.isdecimal() or len(timestamp) > 12 or abs(now - int(timestamp)) > MAX_AGE:
            return False
        if not hmac.compare_digest(self._made(timestamp, body), signature.encode()):
            return False
        self._used.turn()
        if self._used.get(signature):
            return False
        self._used.put(signature, True)
        return True

    def _made(self, timestamp: str, body: bytes) -> bytes:
        """Sign as Slack does: bytes, whatever they are (the SDK's verifier fails on those that are no UTF-8)."""
        made = self._signing.copy()
        made.update(b":".join((b"v0", timestamp.encode(), body)))
        return b"v0=" + made.hexdigest().encode()


def _told(body: bytes, *, is_json: bool) -> dict[str, Any] | None:
    """Read a body as Slack writes it: a form, a form with JSON in `payload`, or JSON. None for anything else.

    Bolt's own reader takes a form for one with a `payload` as soon as that word is anywhere in it, and then loses the rest.
    """
    try:
        text = body.decode()
        if is_json:
            found = json.loads(text)
        else:
            form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PAIRS))
            found = json.loads(form["payload"]) if "payload" in form else form
        return found if isinstance(found, dict) and found else None
    except (ValueError, RecursionError):
        return None


async def _body(receive: Receive) -> bytes | None:
    """Read the body, but not more of it than Slack would send. Raises ConnectionError."""
    taken = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        taken += message.get("body", b"")
        if len(taken) > MAX_BODY:
            return None
        more = message.get("more_body", False)
    return bytes(taken)
