"""The ASGI app: Slack's requests at /slack/events, and two questions for whoever runs it.

Slack's signature is checked here, before anything of the body is read, and a signature is good for one request.
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

MAX_BODY = 1_000_000
"""Bytes; Slack's own payloads stay far below."""
MAX_AGE = 300
"""Seconds that a signature is good for, either way of our clock."""

Probe = Callable[[], Awaitable[dict[str, str]]]


class Signatures:
    """Lets each of Slack's signatures through once, within five minutes of its making."""

    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        self._verifier = SignatureVerifier(secret)
        self._clock = clock
        self._used: OrderedDict[str, float] = OrderedDict()

    def accept(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Tell whether a request is Slack's, fresh and new; if it is, its signature is spent."""
        now = self._clock().timestamp()
        if not timestamp.isdecimal() or len(timestamp) > 12 or abs(now - int(timestamp)) > MAX_AGE:
            return False
        expected = self._verifier.generate_signature(timestamp=timestamp, body=body)
        if expected is None or not hmac.compare_digest(expected.encode(), signature.encode()):
            return False
        while self._used and next(iter(self._used.values())) < now - 2 * MAX_AGE:
            self._used.popitem(last=False)
        if signature in self._used:
            return False
        self._used[signature] = now
        return True


def web_app(bolt: AsyncApp, signatures: Signatures | None, ready: Probe) -> Starlette:
    """Make the ASGI app; without signatures (Socket Mode) there is nothing of Slack's to post to."""

    async def events(request: Request) -> Response:
        assert signatures is not None  # noqa: S101 - the route exists only with them
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not signatures.accept(body, timestamp, signature):
            return PlainTextResponse("not signed by Slack", 401)
        try:
            asked = to_async_bolt_request(request, body)
        except (ValueError, KeyError, TypeError, AttributeError):
            return PlainTextResponse("not understood", 400)
        answer = await bolt.async_dispatch(asked)
        if answer.status == 404:  # Bolt's word for a request that no listener is for
            return PlainTextResponse("not understood", 400)
        return to_starlette_response(answer)

    async def live(_: Request) -> Response:
        return PlainTextResponse("live")

    async def readyz(_: Request) -> Response:
        problems = await ready()
        return JSONResponse(
            {"ready": not problems, "problems": problems}, status_code=503 if problems else 200
        )

    routes = [Route("/healthz", live), Route("/readyz", readyz)]
    if signatures is not None:
        routes.append(Route("/slack/events", events, methods=["POST"]))
    return Starlette(routes=routes)


async def _body(request: Request) -> bytes | None:
    """Read the body, but not more of it than Slack would send."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > MAX_BODY:
            return None
    return bytes(taken)
