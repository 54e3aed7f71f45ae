"""Who can read a channel, asked of Slack; what can't be told is taken for the most open."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.appointments.cache import Cache, Timer
from bot.appointments.permission import Openness
from bot.appointments.single_flight import Remembered
from bot.appointments.values import replace
from bot.settings.kinds import CardPrivacy
from bot.slack.client import SLACK_TROUBLE, is_passing

FRESH = 60.0
"""Seconds."""
REFUSED, MOST_REFUSED = 3600.0, 10_000
"""Seconds for which a channel that took no message is not offered, and how many are remembered."""
PAGE = 1000
"""Channels. The most that Slack hands out at once, so that one call does for nearly everybody."""
_OVERRIDES = {
    CardPrivacy.NAME: Openness.PRIVATE,
    CardPrivacy.INITIALS: Openness.PUBLIC,
    CardPrivacy.CODE: Openness.SHARED,
}


class Channel(Struct, frozen=True):
    """A conversation as Slack describes it."""

    openness: Openness
    """What a card there may show of the claimant; a setting may override it."""
    links: Openness
    """Which links a card there may carry: always by who can read it."""
    problem: str | None = None
    """Why no card can be posted there, in words; None: nothing speaks against it."""
    name: str | None = None
    """The name of a public channel, which every member of the workspace may know."""


class Channels:
    """https://docs.slack.dev/reference/methods/conversations.info"""

    def __init__(self, client: AsyncWebClient, privacy: CardPrivacy, timer: Timer) -> None:
        self._client = client
        self._privacy = privacy
        self._known: Remembered[Channel] = Remembered(FRESH, timer)
        self._joined: Remembered[dict[str, str]] = Remembered(FRESH, timer)
        self._refused: Cache[str, bool] = Cache(MOST_REFUSED, REFUSED, timer)

    async def get(self, channel: str, *, sure: bool = False) -> Channel:
        """Tell who reads a channel and whether we can post there; `sure`: if Slack is only busy, rather raise than guess."""
        if channel.startswith(("D", "U", "W")):
            found = _by(Openness.PRIVATE)
        else:
            try:
                found = await self._known.get(channel, lambda: self._fetch(channel))
            except SLACK_TROUBLE as error:
                if sure and is_passing(error):
                    raise
                found = _by(Openness.SHARED)
            if found.problem:
                self._known.forget(channel)  # whoever reads of it may put it right at once
        return replace(found, openness=_OVERRIDES.get(self._privacy, found.openness))

    def refused(self, channel: str) -> None:
        """Remember that Slack took no message there, which no description of a channel tells beforehand."""
        self._refused.put(channel, True)

    def took(self, channel: str) -> None:
        """Forget that, for it has taken one."""
        self._refused.forget(channel)

    def has_refused(self, channel: str) -> bool:
        return channel in self._refused

    async def public(self) -> dict[str, str]:
        """Tell the names of the public channels that we are in, by their ids. Raises what Slack raises.

        https://docs.slack.dev/reference/methods/users.conversations
        """
        return await self._joined.get("", self._fetch_public)

    async def _fetch_public(self) -> dict[str, str]:
        found: dict[str, str] = {}
        cursor: str | None = None
        while True:
            page = await self._client.users_conversations(
                types="public_channel", exclude_archived=True, limit=PAGE, cursor=cursor
            )
            found |= {channel["id"]: str(channel["name"]) for channel in page["channels"]}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return found

    async def _fetch(self, channel: str) -> Channel:
        try:
            answer = await self._client.conversations_info(channel=channel)
        except SlackApiError as error:
            if error.response.get("error") == "channel_not_found":
                return _by(Openness.SHARED, NOT_IN_IT)
            raise
        found: dict[str, Any] = answer["channel"]
        name = None if found.get("is_private") or found.get("is_im") else found.get("name")
        return replace(_by(_openness(found), _problem(found)), name=name)


def _by(openness: Openness, problem: str | None = None) -> Channel:
    return Channel(openness, openness, problem)


NOT_IN_IT = (
    "Frontdesk is not in that conversation. Invite it there with /invite @Frontdesk, choose another one, "
    "or leave this empty."
)
ARCHIVED = "That channel is archived. Choose another one, or leave this empty."


def _openness(found: dict[str, Any]) -> Openness:
    shared = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")
    if any(found.get(key) for key in shared):
        return Openness.SHARED
    if found.get("is_private") or found.get("is_im") or found.get("is_mpim") or found.get("is_group"):
        return Openness.PRIVATE
    return Openness.PUBLIC


def _problem(found: dict[str, Any]) -> str | None:
    if found.get("is_archived"):
        return ARCHIVED
    return NOT_IN_IT if found.get("is_member") is False and not found.get("is_im") else None
