"""The way to Slack's consent page and back: `/slack/install`, `/slack/oauth_redirect`.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlencode, urlsplit

import structlog
from msgspec import Struct
from slack_sdk.errors import SlackApiError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from blocks.words import installing as words
from blocks.words.installing import Page
from bot.appointments.errors import NotKept
from bot.appointments.values import replace
from bot.settings.paths import INSTALL_PATH, REDIRECT_PATH
from bot.slack.client import SLACK_TROUBLE, error_code, is_passing
from bot.slack.install.exchange import Exchange
from bot.slack.pages import HEADERS, page
from bot.storage.arrivals import AWAITED, Arrivals
from bot.storage.installations import Installations, Installed, Token
from bot.storage.vault import CannotOpen

COOKIE = "frontdesk-install"
ANYBODY = "*"
_KEEP_TRIES = 3
log = structlog.get_logger(__name__)

Welcome = Callable[[Installed, str], Awaitable[None]]
"""Tells whoever installed it what is next, in a direct message."""


class App(Struct, frozen=True):
    """Our app as Slack knows it, and who may install it."""

    client_id: str
    authorize_url: str
    public_url: str
    scopes: Sequence[str]
    allowed: Sequence[str]
    command: str

    @property
    def install_url(self) -> str:
        return self.public_url + INSTALL_PATH

    @property
    def redirect_url(self) -> str:
        return self.public_url + REDIRECT_PATH

    def may_install(self, installed: Installed) -> bool:
        return ANYBODY in self.allowed or not {installed.holder, installed.enterprise}.isdisjoint(
            self.allowed
        )


class InstallDoor:
    def __init__(
        self, app: App, arrivals: Arrivals, exchange: Exchange, kept: Installations, welcome: Welcome
    ) -> None:
        self._app = app
        self._arrivals = arrivals
        self._exchange = exchange
        self._kept = kept
        self._welcome = welcome
        self._is_secure = urlsplit(app.public_url).scheme == "https"

    @property
    def routes(self) -> list[Route]:
        return [Route(INSTALL_PATH, self.set_out), Route(REDIRECT_PATH, self.come_back)]

    async def set_out(self, request: Request) -> Response:
        """Send somebody to Slack's consent page; `team` chooses the workspace there."""
        try:
            state = await self._arrivals.set_out()
        except NotKept:
            return self._page(words.NOT_KEPT)
        asked = {
            "client_id": self._app.client_id,
            "scope": ",".join(self._app.scopes),
            "user_scope": "",
            "redirect_uri": self._app.redirect_url,
            "state": state,
        }
        if team := request.query_params.get("team"):
            asked["team"] = team[:64]
        answer = RedirectResponse(f"{self._app.authorize_url}?{urlencode(asked)}", 302, HEADERS)
        self._set_cookie(answer, state)
        return answer

    async def come_back(self, request: Request) -> Response:
        """Take in whoever comes back from Slack, if they set out here."""
        asked = request.query_params
        state, mine = asked.get("state", ""), request.cookies.get(COOKIE, "")
        if not state or not hmac.compare_digest(
            state.encode(errors="replace"), mine.encode(errors="replace")
        ):
            return self._page(words.NOT_ASKED_FOR)
        try:
            if not await self._arrivals.come_back(state):
                return self._page(words.TOO_LATE)
        except NotKept:
            return self._page(words.NOT_KEPT)
        code = asked.get("code", "")
        if asked.get("error") or not code:
            log.info("installation_refused", error=asked.get("error", "no_code")[:64])
            return self._page(words.REFUSED)
        answer = await self._install(code)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    async def _install(self, code: str) -> Response:
        try:
            installed, token = await self._exchange.for_code(code)
        except SLACK_TROUBLE as error:
            log.warning("code_not_exchanged", error=error_code(error))
            refused = isinstance(error, SlackApiError) and not is_passing(error)
            return self._page(words.SPENT if refused else words.NO_SLACK)
        if not self._app.may_install(installed):
            log.warning("installation_not_allowed", holder=installed.holder)
            await self._exchange.revoke(token.value)
            return self._page(words.NOT_ALLOWED)
        teams = await self._exchange.teams(token.value) if installed.is_org_wide else []
        if not await self._keep(installed, token, teams):
            return self._page(words.NOT_KEPT)
        log.info("installed", holder=installed.holder, by=installed.installed_by)
        add_to = f"https://app.slack.com/manage/{installed.holder}/integrations/profile/{installed.app}/workspaces/add"
        command = self._app.command
        if installed.is_org_wide:
            told = words.welcome_org_wide(installed.name, command, add_to)
            shown = words.installed_org_wide(installed.name, command, add_to)
        else:
            told = words.welcome(installed.name, command)
            shown = words.installed(installed.name, command)
        await self._welcome(installed, told)
        return page(shown)

    async def _keep(self, installed: Installed, token: Token, teams: Sequence[str]) -> bool:
        """Keep it; there is no second token for the same code, so one refusal is not the end."""
        for _ in range(_KEEP_TRIES):
            try:
                await self._kept.keep(installed, token, teams)
            except NotKept as error:
                log.error("installation_not_kept", error=str(error))
            except CannotOpen as error:
                log.error("installation_not_kept", error=str(error))
                return False
            else:
                return True
        return False

    def _page(self, shown: Page) -> Response:
        """What went wrong, with the way to begin again."""
        return page(replace(shown, link=(INSTALL_PATH, words.BEGIN)))

    def _set_cookie(self, answer: Response, state: str) -> None:
        seconds = int(AWAITED.total_seconds())
        # Lax: Slack's page sends the browser back by a link, and the cookie must come with it.
        answer.set_cookie(
            COOKIE, state, max_age=seconds, path="/", secure=self._is_secure, httponly=True, samesite="lax"
        )
