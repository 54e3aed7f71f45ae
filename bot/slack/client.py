"""The Slack client: its time budget, its retries, and what can go wrong with it."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.apis.http.mending import why
from bot.observe.metrics import CALLED
from bot.observe.traces import asking
from bot.settings import Settings
from bot.settings.paths import INSTALL_PATH
from bot.settings.proxies import proxy_for
from bot.slack.scopes import BESIDE

log = structlog.get_logger(__name__)
SDK = "slack_sdk"
"""The logger that is told to be silent: the SDK writes each call out for a logger that has no level of its own."""
SLACK_TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)
"""All that a call of the Web API may raise."""
LIMIT = 8.0
"""Seconds that a call of Slack may take, with the one time that it may be repeated."""
SHORT_WAIT = 2
"""Seconds that a call waits where Slack asks for it; who is asked to wait longer is told so instead."""
RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
"""What Slack says where it did nothing, for there was too much."""
_PASSING = {
    *RATE_LIMITED,
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "not_json",
}
ORG_WIDE = (
    "this token is of an organisation-wide installation, which Frontdesk does not serve. "
    "Install the app into one workspace and give that token."
)
"""Said at the start and by the doctor of a token that `auth.test` calls an enterprise install."""


_NO_SIGN_IN = frozenset(
    {
        "token_revoked",
        "token_expired",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "org_login_required",
    }
)
_ENDED = frozenset({"token_expired", "token_revoked", "invalid_auth"})
"""What Slack says of a token in whose place there may be another."""
SLOTS = 64
"""Calls of one workspace that may be under way."""
_NO_RIGHT = frozenset({"missing_scope"})
"""Not what is refused in one channel only, or to one person."""


class Refusals:
    """What Slack refuses us for good until somebody mends it: our sign-in as such, or a right for some methods."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}

    @property
    def code(self) -> str | None:
        """Slack's own word for what is wrong now; None: nothing is."""
        return next(iter(self._codes.values()), None)

    def refused(self, method: str, code: str) -> None:
        """Note a call that was refused, where trying again can't help, and much else is refused with it."""
        if code in _NO_SIGN_IN or (code in _NO_RIGHT and method not in BESIDE):
            self._codes["" if code in _NO_SIGN_IN else method] = code
            log.error("slack_refuses_us", method=method, error=code)

    def taken(self, method: str) -> None:
        """Note a call that went well: our sign-in holds, and so does the right to this method."""
        if self._codes:
            self._codes.pop("", None)
            self._codes.pop(method, None)


class Tokens(Protocol):
    """Where a client has its token from, if that changes."""

    async def current(self) -> str:
        """A token that holds now. Raises Slack's trouble where none is to be had."""
        ...

    async def instead_of(self, refused: str) -> str | None:
        """Another one in place of one that Slack refuses; None: there is none."""
        ...


class SignedOut(SlackApiError):
    """Slack no longer accepts the token of one installation: an admin of that workspace has to install Frontdesk again."""

    def __init__(self, refusal: SlackApiError, install_url: str) -> None:
        super().__init__("signed out", refusal.response)  # type: ignore[no-untyped-call]
        self.install_url = install_url


class Client(AsyncWebClient):
    """The SDK's client, with a measure of how long Slack takes, and an eye on what it refuses for good."""

    refusals: Refusals
    slots: asyncio.Semaphore
    """How many calls may be under way: a workspace that Slack does not answer takes no other's connections."""
    tokens: Tokens | None = None
    install_url: str | None = None
    """Where one installs anew, if this client is of an installation."""

    async def api_call(self, api_method: str, **said: Any) -> AsyncSlackResponse:
        begun, outcome = time.monotonic(), "cancelled"
        with asking(f"slack {api_method}") as call:
            try:
                answer = await self._asked(api_method, said)
                outcome = "ok"
                self.refusals.taken(api_method)
                return answer
            except SLACK_TROUBLE as error:
                outcome = error_code(error)
                self.refusals.refused(api_method, outcome)
                if self.install_url and isinstance(error, SlackApiError) and outcome in _NO_SIGN_IN:
                    raise SignedOut(error, self.install_url) from error
                raise
            finally:
                call.ends(outcome, failed=outcome != "ok")
                CALLED.labels(api_method, outcome).observe(time.monotonic() - begun)

    async def _asked(self, api_method: str, said: dict[str, Any]) -> AsyncSlackResponse:
        """Ask; what is no answer of Slack's, an empty one or JSON that is no object, is Slack's trouble too.

        The limit stands here, for every call whatever it goes through: the SDK ignores its own where it is given a session.
        """
        try:
            async with asyncio.timeout(LIMIT), self.slots:
                return await self._signed_in(api_method, said)
        except (AttributeError, TypeError) as error:
            nothing = {"ok": False, "error": "not_json"}
            raise SlackApiError("no answer of Slack's", nothing) from error  # type: ignore[no-untyped-call]

    async def _signed_in(self, api_method: str, said: dict[str, Any]) -> AsyncSlackResponse:
        """Ask with the token that holds now; with another one where Slack refuses it, since then nothing was done."""
        if self.tokens is None:
            return await super().api_call(api_method, **said)
        self.token = used = await self.tokens.current()  # the call takes it before it waits for anything
        try:
            return await super().api_call(api_method, **said)
        except SlackApiError as error:
            if error_code(error) not in _ENDED:
                raise
            another = await self.tokens.instead_of(used)
            if another is None:
                raise
            self.token = another
            return await super().api_call(api_method, **said)


def refusal_words(error: BaseException) -> str | None:
    """Say what Slack refuses us for good, and whom to ask; None: it may well pass."""
    code = error_code(error)
    if isinstance(error, SignedOut):
        return (
            f"Slack no longer accepts Frontdesk in this workspace ({code}). Nothing was changed. "
            f"Ask an admin to install it again: {error.install_url}"
        )
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


class _ShortWaits(AsyncRateLimitErrorRetryHandler):
    """Repeats what Slack asks to wait for, if that is short and a whole number; the SDK's own fails on any other."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        headers = {name.lower(): said for name, said in response.headers.items()}
        wait = "".join(headers.get("retry-after", ()))
        return wait.isdecimal() and int(wait) <= SHORT_WAIT


def slack_client(
    settings: Settings,
    session: aiohttp.ClientSession | None = None,
    *,
    retries: bool = True,
    refusals: Refusals | None = None,
    tokens: Tokens | None = None,
    team: str | None = None,
    slots: asyncio.Semaphore | None = None,
) -> Client:
    """Make the Web API client. Given a session it keeps its connections; else each call opens one.

    `tokens`: where its token is from, if it is not the one that is set; `team`: the workspace that all its calls are for, which
    must be named where one token is for several.
    Connection errors and short waits are repeated once; without `retries` neither, for what must not be posted twice.

    https://docs.slack.dev/tools/python-slack-sdk/web/#rate-limits
    """
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    client = Client(
        token=token,
        team_id=team,
        logger=logging.getLogger(SDK),
        base_url=f"{settings.slack_api_url}/",
        session=session,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            _ShortWaits(max_retry_count=1),
        ]
        if retries
        else [],
    )
    client.proxy = proxy_for(client.base_url)  # the SDK's own reading knows no NO_PROXY
    client.refusals = refusals or Refusals()
    client.tokens = tokens
    if tokens is not None and settings.public_url:
        client.install_url = settings.public_url + INSTALL_PATH
    client.slots = slots or asyncio.Semaphore(SLOTS)
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


def unreached(error: BaseException) -> str:
    """Say why Slack could not be asked, for whoever has to mend it."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return why(error).kind if isinstance(error, aiohttp.ClientError) else error_code(error)
