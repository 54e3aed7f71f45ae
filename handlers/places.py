"""Where a request of Slack's is for: the workspace of its team, or why nothing can be done with it."""

from __future__ import annotations

from typing import Any

import structlog
from msgspec import Struct, field

from blocks.words.installing import SEALED, not_installed
from bot.appointments.cache import Lately
from bot.appointments.errors import AppointmentError
from bot.slack.response_urls import ResponseUrls
from bot.slack.team import organisation_of, team_of
from bot.workspace import Workspace
from bot.workspace.premises import Premises
from bot.workspace.workspaces import Life, NotConnected, NotInstalled, OutOfOrder, Workspaces

Body = dict[str, Any]
log = structlog.get_logger(__name__)


class Places(Struct, frozen=True):
    """All workspaces there are, and what has come from them lately."""

    workspaces: Workspaces
    strangers: ResponseUrls
    """How those are told who click in a workspace that is not served."""
    life: Life | None = None
    """Where there may be many workspaces, who hears of their coming and going."""
    install_url: str | None = None
    """There too: where one begins."""
    _heard: Lately[tuple[str, str], bool] = field(default_factory=lambda: Lately(10_000, 120))
    """By team and what names it: Slack may deliver a command, an event or a message twice."""

    async def of(self, body: Body) -> Workspace | Premises | str:
        """Find where a request is for, or say why nothing can be done with it."""
        try:
            return await self.workspaces.of(team_of(body), organisation_of(body))
        except NotConnected as unconnected:
            return unconnected.premises
        except NotInstalled as stranger:
            log.warning("not_installed", team=stranger.team[:32])
            return not_installed(self.install_url)
        except OutOfOrder:
            return SEALED
        except AppointmentError as error:
            return f"{error.words} {error.advice}"

    def came(self, ws: Workspace | Premises, what: str) -> bool:
        """Whether the same came before; from now on it did."""
        self._heard.turn()
        again = self._heard.get((ws.team, what)) is not None
        self._heard.put((ws.team, what), True)
        return again
