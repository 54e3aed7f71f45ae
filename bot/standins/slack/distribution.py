"""One app in several workspaces: who may install it where, the codes and tokens that come of that, and how they end.

https://docs.slack.dev/authentication/installing-with-oauth
https://docs.slack.dev/authentication/using-token-rotation
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.standins.slack.model import Clock, Json, SlackError
from bot.standins.slack.person import Person
from bot.standins.slack.state import State
from bot.standins.slack.workspace import Workspace

CODE_LIVES = timedelta(minutes=10)
TOKEN_LIVES = timedelta(hours=12)


@dataclass
class Organisation:
    """An Enterprise Grid: `teams` are those of its workspaces that were given the app."""

    id: str
    name: str
    teams: list[str] = field(default_factory=list)


@dataclass
class Grant:
    """A token, for one workspace or for an organisation."""

    token: str
    holder: str
    refresh: str | None
    expires: datetime | None
    ended: str | None = None
    """Slack's word for why it is worth nothing any more."""


@dataclass
class _Code:
    person: Person
    holder: str
    redirect: str
    until: datetime


class Distribution:
    """What Slack knows of an app that several workspaces have. `rotates`: its tokens live twelve hours."""

    def __init__(self, clock: Clock, workspaces: Iterable[Workspace], *, rotates: bool = False) -> None:
        self.clock = clock
        self.rotates = rotates
        self.client_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}"
        self.client_secret = secrets.token_hex(16)
        self.workspaces = {one.team_id: one for one in workspaces}
        self.organisations: dict[str, Organisation] = {}
        self.grants: dict[str, Grant] = {}
        self.renewed: list[str] = []
        """Whose tokens were renewed, in turn."""
        self.app_id = next(iter(self.workspaces.values())).app_id
        self._codes: dict[str, _Code] = {}
        self._spent: set[str] = set()
        for one in self.workspaces.values():
            one.distribution = self
            one.app_id = self.app_id

    def organisation(self, name: str, *workspaces: Workspace) -> Organisation:
        """Make some of the workspaces those of one organisation."""
        made = Organisation(f"E0{len(self.organisations) + 1:08d}", name)
        self.organisations[made.id] = made
        for one in workspaces:
            one.enterprise_id = made.id
        return made

    def consents(self, address: str, person: Person, *, for_all: bool = False) -> str:
        """Have somebody allow what the app asks for on the consent page; gives the address that the browser is sent to.

        `for_all`: for the whole organisation.
        """
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
        if asked.get("client_id") != self.client_id:
            raise SlackError("invalid_client_id")
        workspace = person.workspace
        holder = workspace.enterprise_id if for_all else workspace.team_id
        if holder is None or (asked.get("team") not in (None, workspace.team_id)):
            raise SlackError("invalid_team_for_non_distributed_app")
        code = f"{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        redirect = asked.get("redirect_uri", "")
        self._codes[code] = _Code(person, holder, redirect, self.clock() + CODE_LIVES)
        return f"{redirect}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    @staticmethod
    def refuses(address: str) -> str:
        """The address that the browser is sent to when somebody presses Cancel on the consent page."""
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"

    def access(self, args: Mapping[str, Any]) -> Json:
        """https://docs.slack.dev/reference/methods/oauth.v2.access"""
        if args.get("client_id") != self.client_id:
            raise SlackError("invalid_client_id")
        if args.get("client_secret") != self.client_secret:
            raise SlackError("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            return self._renew(str(args.get("refresh_token") or ""))
        code = self._codes.pop(str(args.get("code") or ""), None)
        if code is None or self.clock() > code.until:
            raise SlackError("invalid_code")
        if args.get("redirect_uri") != code.redirect:
            raise SlackError("bad_redirect_uri")
        grant = self._grant(code.holder)
        person = code.person
        if code.holder in self.workspaces:
            person.workspace.is_installed = True
        return {**self._told(grant), "authed_user": {"id": person.user.id}}

    def whose(self, token: str | None, args: Mapping[str, Any]) -> Workspace | None:
        """The workspace that a call is about; an organisation's token has to say which."""
        grant = self.grants.get(token or "")
        if grant is None:
            return None
        if grant.holder in self.workspaces:
            return self.workspaces[grant.holder]
        return self.workspaces.get(str(args.get("team_id") or ""))

    def admits(self, token: str, workspace: State) -> None:
        """Refuse a token that is none, has ended, or is for another workspace."""
        grant = self.grants.get(token)
        if grant is None:
            raise SlackError("invalid_auth")
        if grant.ended:
            raise SlackError(grant.ended)
        if grant.expires is not None and self.clock() >= grant.expires:
            raise SlackError("token_expired")
        if grant.holder == workspace.team_id:
            return
        organisation = self.organisations.get(grant.holder)
        if organisation is None or workspace.team_id not in organisation.teams:
            raise SlackError("team_access_not_granted")

    def about_token(self, name: str, token: str | None, args: Mapping[str, Any]) -> Json | None:
        """Answer the methods that are about the token itself; None: it is another method."""
        if name == "oauth.v2.access":
            return self.access(args)
        grant = self.grants.get(token or "")
        if name not in ("auth.revoke", "auth.teams.list", "auth.test", "chat.postMessage") or grant is None:
            return None
        organisation = self.organisations.get(grant.holder)
        if name == "auth.revoke":
            grant.ended = "token_revoked"
            return {"revoked": True}
        if organisation is None or (name == "chat.postMessage" and args.get("team_id")):
            return None
        if grant.ended:
            raise SlackError(grant.ended)
        if name == "auth.teams.list":
            return {"teams": [{"id": one, "name": self.workspaces[one].name} for one in organisation.teams]}
        if name == "chat.postMessage":
            return {"channel": "D0ORG", "ts": "1.000001", "message": {"text": args.get("text")}}
        return {"team_id": grant.holder, "enterprise_id": grant.holder, "is_enterprise_install": True}

    def end(self, holder: str, why: str = "account_inactive") -> None:
        """Make all tokens of a workspace or an organisation worth nothing."""
        for grant in self.grants.values():
            if grant.holder == holder:
                grant.ended = grant.ended or why

    def live(self, holder: str) -> list[Grant]:
        """The tokens that still hold."""
        return [one for one in self.grants.values() if one.holder == holder and one.ended is None]

    def _renew(self, refresh: str) -> Json:
        grant = next((one for one in self.grants.values() if one.refresh == refresh), None)
        if grant is None or refresh in self._spent or grant.ended:
            raise SlackError("invalid_refresh_token")
        self._spent.add(refresh)
        self.renewed.append(grant.holder)
        return self._told(self._grant(grant.holder))

    def _grant(self, holder: str) -> Grant:
        grant = Grant(f"xoxb-{secrets.token_hex(12)}", holder, None, None)
        if self.rotates:
            grant.token = f"xoxe.{grant.token}"
            grant.refresh, grant.expires = f"xoxe-1-{secrets.token_hex(12)}", self.clock() + TOKEN_LIVES
        self.grants[grant.token] = grant
        return grant

    def _told(self, grant: Grant) -> Json:
        organisation, workspace = self.organisations.get(grant.holder), self.workspaces.get(grant.holder)
        first = workspace or next(iter(self.workspaces.values()))
        enterprise = organisation or self.organisations.get(first.enterprise_id or "")
        rotating = (
            {"refresh_token": grant.refresh, "expires_in": int(TOKEN_LIVES.total_seconds())}
            if grant.refresh
            else {}
        )
        return {
            "access_token": grant.token,
            "token_type": "bot",
            "scope": ",".join(sorted(first.scopes)),
            "bot_user_id": first.bot.id,
            "app_id": self.app_id,
            "team": {"id": workspace.team_id, "name": workspace.name} if workspace else None,
            "enterprise": {"id": enterprise.id, "name": enterprise.name} if enterprise else None,
            "is_enterprise_install": organisation is not None,
            **rotating,
        }
