"""What Slack tells of an installation's life: removed, revoked, given to a workspace of its organisation, taken from it.

https://docs.slack.dev/reference/events/app_uninstalled
https://docs.slack.dev/reference/events/tokens_revoked
https://docs.slack.dev/reference/events/team_access_granted
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.slack.install.exchange import Exchange
from bot.slack.team import organisation_of
from bot.storage.departures import Departures
from bot.storage.installations import Installations
from bot.storage.vault import CannotOpen

CLOCKS_APART = timedelta(seconds=5)
log = structlog.get_logger(__name__)
Body = Mapping[str, Any]


class Life:
    """Each gives the teams whose workspaces are no longer what they were."""

    def __init__(self, kept: Installations, departures: Departures, exchange: Exchange) -> None:
        self._kept = kept
        self._departures = departures
        self._exchange = exchange
        self._hears: Mapping[str, Callable[[Body, Body], Awaitable[list[str]]]] = {
            "app_uninstalled": self._uninstalled,
            "tokens_revoked": self._revoked,
            "team_access_granted": self._granted,
            "team_access_revoked": self._taken,
        }

    @property
    def events(self) -> frozenset[str]:
        return frozenset(self._hears)

    async def hear(self, body: Body) -> list[str]:
        """Hear of one event."""
        event = body.get("event") or {}
        return await self._hears[str(event.get("type"))](body, event)

    async def _revoked(self, body: Body, event: Body) -> list[str]:
        """Only the bot's own token is ours; those of people we have none of."""
        tokens = event.get("tokens")
        return await self._uninstalled(body, event) if isinstance(tokens, dict) and tokens.get("bot") else []

    async def _uninstalled(self, body: Body, event: Body) -> list[str]:
        told = datetime.fromtimestamp(float(body.get("event_time") or 0), UTC)
        for holder in await self._holders(body):
            gone = await self._departures.uninstalled(holder, told + CLOCKS_APART)
            if gone is None and await self._is_dead(holder):
                gone = await self._departures.uninstalled(holder, datetime.max.replace(tzinfo=UTC))
            if gone is not None:
                log.info("uninstalled", holder=holder, teams=len(gone))
                return gone
        return []

    async def _holders(self, body: Body) -> list[str]:
        """Whose installation it may be about, the likeliest first; an organisation's where it says so, or is dead."""
        organisation, team = organisation_of(body), str(body.get("team_id") or "")
        if organisation:
            return [organisation]
        enterprise = str(body.get("enterprise_id") or "")
        found = [team] if team else []
        if enterprise and await self._is_dead(enterprise):
            found.append(enterprise)
        return found

    async def _is_dead(self, holder: str) -> bool:
        """Whether Slack no longer accepts the token that we have: an old event may come late, after a new installation."""
        try:
            kept = await self._kept.of(holder)
        except CannotOpen:
            return True
        return kept is not None and kept.holder == holder and await self._exchange.is_dead(kept.token)

    async def _granted(self, body: Body, event: Body) -> list[str]:
        teams = _teams(event)
        enterprise = organisation_of(body) or str(body.get("enterprise_id") or "")
        if enterprise:
            await self._kept.grant(enterprise, teams)
        return teams

    async def _taken(self, body: Body, event: Body) -> list[str]:
        teams = _teams(event)
        for team in teams:
            await self._departures.taken_from(team)
        return teams


def _teams(event: Body) -> list[str]:
    said = event.get("team_ids")
    return [one for one in said if isinstance(one, str) and one] if isinstance(said, list) else []
