"""The Slack client: its time budget, its retries, and what can go wrong with it."""

from __future__ import annotations

import time
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.observe.metrics import CALLED
from bot.settings import Settings

SLACK_TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)
"""All that a call of the Web API may raise."""
_PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "not_json",
}


class Client(AsyncWebClient):
    """The SDK's client, with a measure of how long Slack takes."""

    async def api_call(self, api_method: str, **said: Any) -> AsyncSlackResponse:
        begun, outcome = time.monotonic(), "cancelled"
        try:
            answer = await super().api_call(api_method, **said)
            outcome = "ok"
            return answer
        except SLACK_TROUBLE as error:
            outcome = error_code(error)
            raise
        finally:
            CALLED.labels(api_method, outcome).observe(time.monotonic() - begun)


def slack_client(
    settings: Settings, session: aiohttp.ClientSession | None = None, *, retries: bool = True
) -> AsyncWebClient:
    """Make the Web API client. Given a session it keeps its connections; else each call opens one.

    The SDK retries connection errors by itself, rate limits only when told to; without `retries` neither, for
    what must not be posted twice.

    https://docs.slack.dev/tools/python-slack-sdk/web/#rate-limits
    """
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    return Client(
        token=token,
        base_url=f"{settings.slack_api_url}/",
        timeout=8,
        session=session,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            AsyncRateLimitErrorRetryHandler(max_retry_count=1),
        ]
        if retries
        else [],
    )


def retry_after(error: SlackApiError) -> int | None:
    """The seconds that Slack asks to wait, where it does."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse) or response.status_code != 429:
        return None  # what was no answer of Slack's own comes as a plain dict
    wait = str(response.headers.get("Retry-After", ""))
    return int(wait) if wait.isdecimal() else None


def scopes_of(answer: AsyncSlackResponse) -> frozenset[str]:
    """What the token may do, as Slack says beside every answer; nothing where it does not say."""
    said = str(answer.headers.get("x-oauth-scopes") or "")
    return frozenset(scope.strip() for scope in said.split(",") if scope.strip())


def is_passing(error: BaseException) -> bool:
    """Whether Slack may well answer the same question in a while."""
    return not isinstance(error, SlackApiError) or error_code(error) in _PASSING


def error_code(error: BaseException) -> str:
    """Name a fault for a log line: Slack's own word for it, or the exception's type."""
    if isinstance(error, SlackApiError):
        # Where it answers with a page instead of JSON, the SDK hands on the transport's own answer.
        said = getattr(error.response, "get", None)
        return str(said("error")) if said else "not_json"
    return type(error).__name__
