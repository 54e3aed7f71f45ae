"""What we ask Slack about installations: a code or a refresh token for a token, and to take a token back.

Bolt's own flow is left out: its rotation has no lock, and the SDK's stores keep tokens in the clear.
https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.client import SLACK_TROUBLE, error_code
from bot.storage.installations import Installation, Installed, Token

log = structlog.get_logger(__name__)
TEAMS_A_PAGE = 100


class Exchange:
    """`client` has no token of its own."""

    def __init__(
        self, client: AsyncWebClient, client_id: str, client_secret: SecretStr, redirect: str
    ) -> None:
        self._client = client
        self._id = client_id
        self._secret = client_secret
        self._redirect = redirect

    async def for_code(self, code: str) -> tuple[Installed, Token]:
        """Spend the code that came back from the consent page. Raises what Slack raises."""
        answer = await self._access(code=code, redirect_uri=self._redirect)
        with _understood():
            return _installed(answer.data), _token(answer.data)

    async def renew(self, installation: Installation) -> Token:
        """Spend an installation's refresh token. Raises what Slack raises."""
        refresh = installation.refresh.get_secret_value() if installation.refresh else ""
        answer = await self._access(grant_type="refresh_token", refresh_token=refresh)
        with _understood():
            return _token(answer.data)

    async def _access(self, **said: str) -> AsyncSlackResponse:
        """Ask as the SDK's own method does, but for the class that it signs in with: aiohttp calls it outdated."""
        who = f"{self._id}:{self._secret.get_secret_value()}".encode()
        basic = {"Authorization": f"Basic {b64encode(who).decode()}"}
        return await self._client.api_call("oauth.v2.access", data=said, headers=basic)

    async def revoke(self, token: SecretStr) -> None:
        """Have Slack take a token back. https://docs.slack.dev/reference/methods/auth.revoke"""
        try:
            await self._client.auth_revoke(token=token.get_secret_value())
        except SLACK_TROUBLE as error:
            log.warning("token_not_revoked", error=error_code(error))

    async def is_dead(self, token: SecretStr) -> bool:
        """Whether Slack says that a token is worth nothing any more; False where it does not say."""
        try:
            await self._client.auth_test(token=token.get_secret_value())
        except SlackApiError as error:
            return error_code(error) in {"token_revoked", "account_inactive", "invalid_auth"}
        except SLACK_TROUBLE:
            pass
        return False

    async def teams(self, token: SecretStr) -> list[str]:
        """The workspaces of an organisation that were given the app; none where Slack does not say.

        https://docs.slack.dev/reference/methods/auth.teams.list
        """
        found: list[str] = []
        cursor = ""
        try:
            while True:
                page = await self._client.auth_teams_list(
                    token=token.get_secret_value(), limit=TEAMS_A_PAGE, cursor=cursor or None
                )
                found += [str(team["id"]) for team in page["teams"]]
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return found
        except (*SLACK_TROUBLE, KeyError, TypeError) as error:
            log.warning("teams_not_told", error=error_code(error))
            return found


@contextmanager
def _understood() -> Iterator[None]:
    """What is not what Slack promises is Slack's trouble."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        nothing = {"ok": False, "error": "not_json"}
        raise SlackApiError("no answer of Slack's", nothing) from error  # type: ignore[no-untyped-call]


def _installed(told: Any) -> Installed:
    is_org_wide = bool(told.get("is_enterprise_install"))
    enterprise, team = told.get("enterprise") or {}, told.get("team") or {}
    # An org-wide one is nobody's own, whatever team Slack names with it
    its = enterprise if is_org_wide else team
    holder = str(its["id"])
    if holder[:1] != ("E" if is_org_wide else "T"):
        raise ValueError("neither a workspace nor an organisation")
    return Installed(
        holder=holder,
        enterprise=str(enterprise.get("id") or ""),
        is_org_wide=is_org_wide,
        name=str(its.get("name") or holder),
        app=str(told.get("app_id") or ""),
        bot_user=str(told.get("bot_user_id") or ""),
        scopes=tuple(sorted(one for one in str(told.get("scope") or "").split(",") if one)),
        installed_by=str((told.get("authed_user") or {}).get("id") or ""),
    )


def _token(told: Any) -> Token:
    refresh, lives = told.get("refresh_token"), told.get("expires_in")
    value = told["access_token"]
    if not isinstance(value, str) or not value:
        raise ValueError("no token")
    return Token(
        SecretStr(value),
        SecretStr(str(refresh)) if refresh else None,
        timedelta(seconds=float(lives)) if lives else None,
    )
