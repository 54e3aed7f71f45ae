"""What every channel of a workspace is told, as one file: written out of the database, and read back into it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import yaml
from msgspec import Struct
from slack_sdk.errors import SlackApiError

from bot.alerts.last_words import last_words
from bot.alerts.rules import Rules, Subscription
from bot.alerts.subscriptions import ChangedMeanwhile, Subscriptions
from bot.alerts.typed.grammar import Misunderstood, as_typed, understand
from bot.app import now_utc
from bot.appointments.deeds import Deed
from bot.appointments.filter import folded
from bot.appointments.jobs import LookOut
from bot.appointments.writes.ledger import Entry
from bot.settings import Settings
from bot.slack.channels import ARCHIVED, Channels
from bot.slack.client import SLACK_TROUBLE, Client, error_code, slack_client, unreached
from bot.storage.asynchronous import AsyncEngine
from bot.storage.connections import Connections
from bot.storage.installations import Installations
from bot.storage.ledger import DatabaseLedger
from bot.storage.vault import CannotOpen, Vault
from bot.workspace.own_settings import own_settings

HEAD = "# What each channel is told, by the channel's id, in the words of {command} alerts.\n"
BY = "command line"
"""Who the audit says set it."""
LONGEST = 1_000_000
"""Characters: more than ten thousand channels need."""
NO_PLAN = "This is no plan: it holds channels' ids (C…), each with the words that set its alerts."
TOO_LONG = "This is too long for a plan: a million characters at most."
NOT_IN_IT = "Frontdesk is not in this channel. Type /invite @Frontdesk there first."
IS_ARCHIVED = "this channel is archived."


class CannotPlan(Exception):
    """Nothing was changed; each line says what stands against it."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Place(Struct, frozen=True):
    """The workspace that a plan is for, its settings, and how to ask Slack about its channels."""

    team: str
    settings: Settings
    client: Client


@asynccontextmanager
async def place_of(settings: Settings, engine: AsyncEngine, team: str | None) -> AsyncIterator[Place]:
    """Find the workspace: the one whose token is set, or of many the one that is named. Raises CannotPlan."""
    async with aiohttp.ClientSession() as session:
        client = slack_client(settings, session)
        if settings.many:
            yield await _installed(settings, engine, client, team)
        else:
            yield Place(await _own(settings, client, team), settings, client)


async def written(engine: AsyncEngine, team: str, command: str) -> str:
    """Write down what channels get; `here` stands with those that are about departments."""
    plan: dict[str, Any] = {}
    for one in await Subscriptions(engine, now_utc).all(team):
        words = as_typed(one.rules)
        if one.here:
            plan[one.channel] = {"alerts": words, "here": list(one.here)}
        elif one.rules.anything:
            plan[one.channel] = words
    if not plan:
        return ""
    return HEAD.format(command=command) + yaml.safe_dump(plan, allow_unicode=True, width=10_000)


async def read_back(engine: AsyncEngine, place: Place, text: str) -> list[str]:
    """Have channels told what a plan says; gives a line for each. Those that it does not name stay as they are.

    All of it is understood before anything is changed. Raises CannotPlan.
    """
    plan, settings = _parsed(text), place.settings
    channels = Channels(place.client, settings.card_privacy, lambda: 0.0)
    wanted: dict[str, tuple[Rules, Sequence[str] | None]] = {}
    wrong: list[str] = []
    for channel, said in plan.items():
        found = _understood(settings, said)
        problem = found if isinstance(found, str) else await _problem(channels, channel)
        if problem:
            wrong.append(f"{channel}: {problem}")
        elif not isinstance(found, str):
            wanted[channel] = found
    if wrong:
        raise CannotPlan("Nothing was changed. This needs your attention:", *wrong)
    return [await _keep(engine, place, channel, *told) for channel, told in wanted.items()]


async def _keep(
    engine: AsyncEngine, place: Place, channel: str, rules: Rules, here: Sequence[str] | None
) -> str:
    team, kept = place.team, Subscriptions(engine, now_utc, place.settings.known_departments)
    while True:
        now = now_utc()
        nothing = Subscription(team=team, channel=channel, rules=Rules(), set_by="")
        before = await kept.get(team, channel) or nothing
        after = before.told(rules, before.set_by, now)
        if here is not None:
            after = after.model_copy(update={"here": tuple(here)})
        if (after.rules, after.here) == (before.rules, before.here):
            return f"{channel}: as it was."
        look = LookOut(cause=f"set:{channel}:{now.timestamp():.6f}", on=True)
        try:
            await kept.put(after, (*last_words(before, after, now), look))
        except ChangedMeanwhile:
            continue
        line = Entry(team=team, user=BY, deed=Deed.ALERTS, outcome="done", channel=channel)
        await DatabaseLedger(engine, now_utc).record(line)
        return f"{channel}: set." if rules.anything else f"{channel}: off."


def _parsed(text: str) -> Mapping[str, object]:
    if len(text) > LONGEST:
        raise CannotPlan(TOO_LONG)
    try:
        plan = yaml.safe_load(text)
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        raise CannotPlan(
            f"{NO_PLAN} It can't be read" + (f" in line {at.line + 1}." if at else ".")
        ) from error
    if not isinstance(plan, dict) or not plan:
        raise CannotPlan(NO_PLAN)
    strange = [str(name)[:40] for name in plan if not _is_channel(name)]
    if strange:
        raise CannotPlan(NO_PLAN, *(f"{name}: this is not the id of a channel." for name in strange))
    return plan


def _is_channel(name: object) -> bool:
    return isinstance(name, str) and name[:1] in "CGD" and name.isascii() and name.isalnum() and len(name) > 2


def _understood(settings: Settings, said: object) -> tuple[Rules, Sequence[str] | None] | str:
    """What one channel is to get, and its departments where they are told; or why that is not understood."""
    here: object = None
    if isinstance(said, dict):
        if strange := set(said) - {"alerts", "here"}:
            return f"{', '.join(sorted(map(str, strange)))}: only alerts and here can stand under a channel."
        here, said = said.get("here"), said.get("alerts", "off")
    if said is False:
        said = "off"  # as YAML reads it
    if not isinstance(said, str) or not isinstance(here, list | None):
        return "write its words as one line, and its departments as a list."
    departments = settings.known_departments
    read = understand(said, Rules(), now=now_utc(), zone=settings.zone, departments=departments)
    if isinstance(read, Misunderstood):
        return read.words.removesuffix(" Nothing was changed.")
    names = None if here is None else [str(name) for name in here]
    known = {folded(name) for name in departments}
    if known and (unknown := [name for name in names or () if folded(name) not in known]):
        return f"No department is called {', '.join(unknown)}."
    return read, names


async def _problem(channels: Channels, channel: str) -> str | None:
    problem = (await channels.get(channel)).problem
    return (IS_ARCHIVED if problem == ARCHIVED else NOT_IN_IT) if problem else None


async def _installed(settings: Settings, engine: AsyncEngine, client: Client, team: str | None) -> Place:
    if team is None:
        raise CannotPlan("Say which workspace: --team T…. `frontdesk workspaces` names them.")
    vault = Vault(settings.secret_keys)
    try:
        installation = await Installations(engine, now_utc, vault).of(team)
        told = await Connections(engine, now_utc, vault).of(team)
    except CannotOpen as error:
        raise CannotPlan(f"{team}: {error}") from error
    if installation is None:
        raise CannotPlan(f"{team} has not installed Frontdesk.")
    client.token = installation.token.get_secret_value()
    return Place(team, own_settings(settings, told.texts if told else {}), client)


async def _own(settings: Settings, client: Client, team: str | None) -> str:
    try:
        found = str((await client.auth_test())["team_id"])
    except SlackApiError as error:
        raise CannotPlan(
            f"Slack does not accept the token ({error_code(error)}). See frontdesk doctor."
        ) from error
    except SLACK_TROUBLE as error:
        raise CannotPlan(
            f"Slack can't be reached at {settings.slack_api_url} ({unreached(error)})."
        ) from error
    if team not in {None, found}:
        raise CannotPlan(f"The token that is set is for {found}, not for {team}.")
    return found
