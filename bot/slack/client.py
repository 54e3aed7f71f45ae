"""The Slack client: its time budget, its retries, and what can go wrong with it."""

from __future__ import annotations

import time
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.observe.metrics import CALLED
from bot.settings import Settings

log = structlog.get_logger(__name__)
SLACK_TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)
"""All that a call of the Web API may raise."""
LIMIT = 8.0
"""Seconds that one request to Slack may take; one that is never answered stops nothing else for longer."""
_PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "not_json",
}


_NO_SIGN_IN = frozenset(
    {
        "token_revoked",
        "token_expired",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
        "enterprise_is_restricted",
        "app_missing_action_url",
    }
)
_NO_RIGHT = frozenset({"missing_scope", "no_permission", "not_allowed", "access_denied"})


class Refusals:
    """What Slack refuses us for good until somebody mends it: our sign-in as such, or a right for some methods."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}

    @property
    def code(self) -> str | None:
        """Slack's own word for what is wrong now; None: nothing is."""
        return next(iter(self._codes.values()), None)

    def refused(self, method: str, code: str) -> None:
        """Note a call that was refused, where trying again can't help."""
        if code in _NO_SIGN_IN or code in _NO_RIGHT:
            self._codes["" if code in _NO_SIGN_IN else method] = code
            log.error("slack_refuses_us", method=method, error=code)

    def taken(self, method: str) -> None:
        """Note a call that went well: our sign-in holds, and so does the right to this method."""
        if self._codes:
            self._codes.pop("", None)
            self._codes.pop(method, None)


class Client(AsyncWebClient):
    """The SDK's client, with a measure of how long Slack takes, and an eye on what it refuses for good."""

    refusals: Refusals

    async def api_call(self, api_method: str, **said: Any) -> AsyncSlackResponse:
        begun, outcome = time.monotonic(), "cancelled"
        try:
            answer = await self._asked(api_method, said)
            outcome = "ok"
            self.refusals.taken(api_method)
            return answer
        except SLACK_TROUBLE as error:
            outcome = error_code(error)
            self.refusals.refused(api_method, outcome)
            raise
        finally:
            CALLED.labels(api_method, outcome).observe(time.monotonic() - begun)

    async def _asked(self, api_method: str, said: dict[str, Any]) -> AsyncSlackResponse:
        """Ask; what is no answer of Slack's, an empty one or JSON that is no object, is Slack's trouble too."""
        try:
            return await super().api_call(api_method, **said)
        except (AttributeError, TypeError) as error:
            nothing = {"ok": False, "error": "not_json"}
            raise SlackApiError("no answer of Slack's", nothing) from error  # type: ignore[no-untyped-call]


def refusal_words(code: str) -> str | None:
    """Say what Slack refuses us for good, and whom to ask; None: it may well pass."""
    if code in _NO_SIGN_IN:
        return (
            f"Slack no longer accepts Frontdesk's own sign-in ({code}). Nothing was changed. "
            "Ask whoever runs Frontdesk: its doctor says what to mend."
        )
    if code in _NO_RIGHT:
        return (
            f"Slack does not let Frontdesk do that ({code}). Nothing was changed. "
            "Ask whoever runs Frontdesk: its doctor names the scope that is missing."
        )
    return None


def slack_session() -> aiohttp.ClientSession:
    """Open the connections for all calls of Slack, none of which may take longer than LIMIT.

    The SDK's own limit is ignored where it is given a session, and aiohttp's is five minutes.
    """
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LIMIT))


def slack_client(
    settings: Settings,
    session: aiohttp.ClientSession | None = None,
    *,
    retries: bool = True,
    refusals: Refusals | None = None,
) -> AsyncWebClient:
    """Make the Web API client. Given a session it keeps its connections; else each call opens one.

    The SDK retries connection errors by itself, rate limits only when told to; without `retries` neither, for
    what must not be posted twice.

    https://docs.slack.dev/tools/python-slack-sdk/web/#rate-limits
    """
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    client = Client(
        token=token,
        base_url=f"{settings.slack_api_url}/",
        timeout=int(max(1, LIMIT)),
        session=session,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            AsyncRateLimitErrorRetryHandler(max_retry_count=1),
        ]
        if retries
        else [],
    )
    client.refusals = refusals or Refusals()
    return client


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
        response = error.response
        told = response.data if isinstance(response, AsyncSlackResponse) else response
        return str(told.get("error") or "not_json") if isinstance(told, dict) else "not_json"
    return type(error).__name__
