"""Set, pause and resume what a channel is told: by those who may, where Frontdesk can post."""

from __future__ import annotations

import hashlib
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError

from blocks.kit import say
from bot.alerts.last_words import last_words
from bot.alerts.rules import Rules, Subscription
from bot.alerts.typed.grammar import as_typed
from bot.alerts.typed.times import Typist
from bot.appointments.deeds import Deed
from bot.appointments.permission import Act, Person
from bot.slack.channels import ARCHIVED
from bot.slack.client import error_code
from bot.workspace import Workspace
from handlers.alerts.todays_board import board_notes

NOT_IN_IT = (
    "Frontdesk is not in this channel, so nothing can be posted here. "
    "Type /invite @Frontdesk, then set the alerts again. Nothing was changed."
)
NOT_OURS = (
    "Frontdesk is not in this conversation, so nothing can be posted here. "
    "Type the command in a channel, or in your messages with Frontdesk. Nothing was changed."
)
IS_ARCHIVED = "This channel is archived, so nothing can be posted here. Nothing was changed."
HERE = "From now on, what {command} alerts sets is posted in this conversation."
log = structlog.get_logger(__name__)


class NotHere(Exception):
    """Nothing can be posted in this conversation; `words` say why and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__("not here")
        self.words = words


async def allow(ws: Workspace, person: Person) -> None:
    """Let those pass who may set what channels are told; the others' try is written down. Raises NotAllowed."""
    await ws.desk.allow(person, Act.ALERTS, Deed.ALERTS)


async def check_place(ws: Workspace, channel: str) -> None:
    """Make sure that Frontdesk can post in a channel, as far as Slack tells without a message. Raises NotHere."""
    problem = (await ws.channels.get(channel)).problem
    if problem:
        raise NotHere(IS_ARCHIVED if problem == ARCHIVED else NOT_IN_IT)


async def set_up(ws: Workspace, person: Person, channel: str) -> Subscription:
    """What a channel gets; where nobody ever set anything, that it is nothing."""
    nothing = Subscription(team=ws.team, channel=channel, rules=Rules(), set_by=person.id)
    return await ws.alerts.get(ws.team, channel) or nothing


Changed = tuple[Subscription, list[str]]
"""What a channel gets from now on, and what that means for today's board."""


async def set_rules(ws: Workspace, person: Person, before: Subscription, rules: Rules) -> Changed:
    """Have a channel told this from now on; a pause that somebody asked for stays. Raises NotHere, ChangedMeanwhile."""
    return await _put(ws, person, before, before.told(rules, person.id, ws.clock()))


async def set_pause(ws: Workspace, person: Person, before: Subscription, until: datetime | None) -> Changed:
    """Have a channel told nothing until a moment; None: have it told again. Raises NotHere, ChangedMeanwhile."""
    return await _put(ws, person, before, before.silent_until(until))


def fingerprint(rules: Rules) -> str:
    """Recognise rules that somebody has before their eyes."""
    return hashlib.blake2b(as_typed(rules).encode(), digest_size=6).hexdigest()


def typist(ws: Workspace, person: Person) -> Typist:
    return Typist(ws.clock(), person.zone, person.locale, ws.settings.desk_nation)


async def _put(ws: Workspace, person: Person, before: Subscription, after: Subscription) -> Changed:
    channel = after.channel
    await check_place(ws, channel)
    if channel.startswith("D") and before.set_at is None:
        await _knock(ws, channel)
    notes = await board_notes(ws, before, after)
    kept = await ws.alerts.put(after, last_words(before, after, ws.clock()))
    await ws.desk.alerts_set(person, channel)
    await ws.alerts_changed(kept)
    return kept, notes


async def _knock(ws: Workspace, channel: str) -> None:
    """Say something in a direct conversation: that alone shows without a further scope that it is one with us."""
    try:
        await ws.replies.post(channel, say(HERE.format(command=ws.settings.appt_command)))
    except SlackApiError as error:
        log.info("alerts_not_here", error=error_code(error))
        raise NotHere(NOT_OURS) from error
