"""Who somebody in Slack is and what they may do here: decided by Slack's own answer, at most a minute old."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot import when
from bot.appointments.cache import Timer
from bot.appointments.folding import in_one_line, readable
from bot.appointments.permission import Act, NotAllowed, Person
from bot.appointments.single_flight import Remembered
from bot.appointments.values import replace
from bot.settings.usergroups import USERGROUPS
from bot.slack.client import SLACK_TROUBLE, error_code, refusal_words

FRESH = 60.0
"""Seconds."""

GUEST = "Guests can't use Frontdesk here. Ask a full member of this workspace to do it for you."
OUTSIDER = "Only members of this workspace can use Frontdesk here. Ask the people who invited you."
GONE = "This Slack account can't use Frontdesk."
NOT_ADMIN = "Only admins of this workspace may do this. Nothing was changed. Ask one of them."
NO_WORD = "Slack did not tell us who you are, so nothing was done. Try again in a moment."

Answer = TypeVar("Answer")
log = structlog.get_logger(__name__)


class Member(Struct, frozen=True):
    """What Slack says of a user. `barred` says why they may not act here at all; None: a full member."""

    person: Person
    barred: str | None
    is_admin: bool = False
    """Whether they are an admin or an owner of this workspace."""
    is_bot: bool = False


class People:
    """The people of one workspace, and the gate for what they do: `groups` are the handles whose members alone may do a thing.

    https://docs.slack.dev/reference/methods/users.info
    https://docs.slack.dev/reference/methods/usergroups.users.list
    """

    def __init__(
        self,
        client: AsyncWebClient,
        team: str,
        *,
        zone: ZoneInfo,
        timer: Timer,
        groups: Mapping[Act, tuple[str, ...]],
    ) -> None:
        self._client = client
        self._team = team
        self._zone = zone
        self._groups = groups
        self._members: Remembered[Member] = Remembered(FRESH, timer)
        self._in_groups: Remembered[dict[str, frozenset[str]]] = Remembered(FRESH, timer)

    async def person(self, user: str, channel: str | None = None) -> Person:
        """Tell who a user is, asking from a channel. Raises NotAllowed where Slack can't say."""
        return replace((await self.member(user)).person, channel=channel)

    async def member(self, user: str) -> Member:
        return await self._ask(self._members.get(user, lambda: self._fetch(user)))

    async def check(self, person: Person, act: Act) -> None:
        """Let a full member pass, and for all but looking a member of the groups that are set; else NotAllowed."""
        member = await self.member(person.id)
        if member.barred:
            raise NotAllowed(member.barred)
        if act is Act.ADMIN and not member.is_admin:
            raise NotAllowed(NOT_ADMIN)
        handles = self._groups.get(act, ())
        if not handles:
            return
        groups = await self._ask(self._in_groups.get(act, lambda: self._fetch_groups(handles)))
        if not groups:
            raise NotAllowed(_no_group(act, handles))
        if not any(person.id in members for members in groups.values()):
            raise NotAllowed(_not_in_group(act, handles))

    async def name(self, user: str) -> str:
        """Say a user's name for a sentence; the id where Slack can't tell."""
        try:
            return (await self.member(user)).person.name
        except NotAllowed:
            return user

    async def _ask(self, answer: Awaitable[Answer]) -> Answer:
        try:
            return await answer
        except SLACK_TROUBLE as error:
            log.warning("slack_did_not_say_who", error=error_code(error))
            raise NotAllowed(refusal_words(error) or NO_WORD) from error

    async def _fetch(self, user: str) -> Member:
        answer = await self._client.users_info(user=user, include_locale=True)
        found: dict[str, Any] = answer["user"]
        locale = found.get("locale") or "en-GB"
        if not when.is_ready(locale):
            # Else their first command would hold everybody up
            await asyncio.to_thread(when.get_ready, locale)
        profile = found.get("profile") or {}
        name = profile.get("display_name") or found.get("real_name") or profile.get("real_name")
        return Member(
            Person(
                team=self._team,
                id=user,
                name=in_one_line(readable(name or found.get("name") or user)).strip() or user,
                zone=self._zone_of(found.get("tz")),
                locale=locale,
                email=profile.get("email"),
            ),
            self._barred(found),
            is_bot=bool(found.get("is_bot")),
            is_admin=any(found.get(one) for one in ("is_admin", "is_owner", "is_primary_owner")),
        )

    def _zone_of(self, name: str | None) -> ZoneInfo:
        try:
            return ZoneInfo(name) if name else self._zone
        except (KeyError, ValueError, OSError):
            return self._zone

    def _barred(self, found: dict[str, Any]) -> str | None:
        if found.get("deleted") or found.get("is_bot"):
            return GONE
        teams = {found.get("team_id"), *((found.get("enterprise_user") or {}).get("teams") or ())}
        if found.get("is_stranger") or (teams - {None} and self._team not in teams):
            return OUTSIDER
        if found.get("is_restricted") or found.get("is_ultra_restricted"):
            return GUEST
        return None

    async def _fetch_groups(self, handles: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """Who is in those of the groups that there are."""
        listed = await self._client.usergroups_list()
        ids = [group["id"] for group in listed["usergroups"] if group.get("handle") in handles]
        members: dict[str, frozenset[str]] = {}
        for group in ids:
            answer = await self._client.usergroups_users_list(usergroup=group)
            members[group] = frozenset(answer["users"])
        return members


def _no_group(act: Act, handles: tuple[str, ...]) -> str:
    groups = ", ".join(f"@{handle}" for handle in handles)
    variable = next(one.variable for one in USERGROUPS if one.act == act)
    return (
        f"Only members of {groups} may do this, and this workspace has no such user group. Nothing was done. "
        f"Ask whoever runs Frontdesk to put {variable} right."
    )


def _not_in_group(act: Act, handles: tuple[str, ...]) -> str:
    groups = ", ".join(f"@{handle}" for handle in handles)
    if act is Act.WRITE:
        return f"Only members of {groups} may book, reschedule, edit or cancel. Ask one of them."
    if act is Act.ALERTS:
        return f"Only members of {groups} may set what channels are told. Ask one of them."
    return f"Only members of {groups} may see personal details. Ask one of them."
