"""The Slack client: its time budget, its retries, and what can go wrong with it."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings

SLACK_TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)
"""All that a call of the Web API may raise."""


def slack_client(settings: Settings, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """Make the Web API client. Given a session it keeps its connections; else each call opens one.

    The SDK retries connection errors by itself, rate limits only when told to.

    https://docs.slack.dev/tools/python-slack-sdk/web/#rate-limits
    """
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    return AsyncWebClient(
        token=token,
        base_url=f"{settings.slack_api_url}/",
        timeout=8,
        session=session,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            AsyncRateLimitErrorRetryHandler(max_retry_count=1),
        ],
    )


def error_code(error: BaseException) -> str:
    """Name a fault for a log line: Slack's own word for it, or the exception's type."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return type(error).__name__
