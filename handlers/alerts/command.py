"""The verb `alerts`: what a channel is told, set in words or in a form, listed, paused and resumed."""

from __future__ import annotations

from blocks.alerts.answers import Listed, alerts_list, gets_card, set_card
from blocks.help import help_verb
from blocks.kit import Card, say
from blocks.places import PlaceInList
from bot.alerts.rules import Pause, Subscription
from bot.alerts.subscriptions import ChangedMeanwhile
from bot.alerts.typed.grammar import Misunderstood, understand
from bot.alerts.typed.times import Unclear, read_pause
from bot.appointments.deeds import Deed
from bot.appointments.filter import folded
from bot.appointments.folding import bare, unmarked, unwrapped
from bot.appointments.permission import Act, NotAllowed, Person
from bot.verbs import BY_NAME
from bot.workspace import Workspace
from handlers.alerts.form import NO_CHANNEL, open_alerts
from handlers.alerts.set_rules import NotHere, allow, set_pause, set_rules, set_up, typist
from handlers.answering import Ask
from handlers.here import unknown_department

NOT_SET_UP = (
    "Nothing is set up here, so there is nothing to pause. To set something up, type {command} alerts."
)
HOW_LONG = "How long? Type e.g. {command} alerts pause 2h, or {command} alerts pause until 14:00."
NOT_PAUSED = "The alerts here are not paused. Nothing was changed."
GONE_LOOKED_AT = 20
"""Channels that we are no longer in: each has to be asked for by itself."""


async def answer_alerts(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    """Answer what was typed after `alerts`; None where the form was opened instead."""
    command = ws.settings.appt_command
    await ws.desk.allow(person, Act.LOOK, Deed.LOOK)
    rest = unwrapped(rest)
    first, _, more = rest.partition(" ")
    word, more = folded(bare(first) or first), unmarked(more)
    if word in {"list", "ls"} and not more:
        return await _list(ws, ask, person)
    if word in {"help", "?"}:
        return help_verb(BY_NAME["alerts"], command)
    if ask.channel is None:
        return say(NO_CHANNEL.format(command=command))
    try:
        await allow(ws, person)
    except NotAllowed as no:
        if rest:
            raise
        return await _shown(ws, ask.channel, person, no.words)
    while True:
        try:
            return await _set(ws, ask, ask.channel, person, word, more, rest)
        except ChangedMeanwhile:
            continue  # the words are understood anew, of what another has set
        except NotHere as no:
            return say(no.words)


async def _set(
    ws: Workspace, ask: Ask, channel: str, person: Person, word: str, more: str, rest: str
) -> Card | None:
    """Do what a person asked for who may."""
    if not rest and ask.trigger:
        return await open_alerts(ws, ask)
    if not rest:  # what is said opens no form: a button does
        now = await ws.alerts.get(ws.team, channel)
        return gets_card([], now, ws.setting_for(person), ws.settings.appt_command)
    if word in {"resume", "unpause", "continue"} or (word == "pause" and more.casefold() == "off"):
        return await _resume(ws, channel, person)
    if word == "pause":
        return await _pause(ws, channel, person, more)
    return await _typed(ws, channel, person, rest)


async def _typed(ws: Workspace, channel: str, person: Person, words: str) -> Card:
    """Set what the words say, and say what the channel gets now."""
    before = await set_up(ws, person, channel)
    rules = understand(
        words,
        before.rules,
        now=ws.clock(),
        zone=person.zone,
        locale=person.locale,
        departments=ws.settings.known_departments,
    )
    if isinstance(rules, Misunderstood):
        return say(rules.words)
    new = [one for one in rules.only.departments if one not in before.rules.only.departments]
    if unknown := await unknown_department(ws, person, new):
        return say(f"{unknown} Nothing was changed.")
    kept, notes = await set_rules(ws, person, before, rules)
    return set_card(before.rules, kept, ws.setting_for(person), notes, ws.settings.appt_command)


async def _pause(ws: Workspace, channel: str, person: Person, words: str) -> Card:
    command = ws.settings.appt_command
    was = await set_up(ws, person, channel)
    if not was.rules.anything:
        return say(NOT_SET_UP.format(command=command))
    if not words:
        return say(HOW_LONG.format(command=command))
    try:
        until = read_pause(words, typist(ws, person))
    except Unclear as unclear:
        return say(f"{unclear.words} Nothing was changed.")
    kept, _ = await set_pause(ws, person, was, until.moment)
    setting = ws.setting_for(person)
    said = ["Paused.", *until.assumed, f"To end the pause early, type {command} alerts resume."]
    return gets_card([" ".join(said)], kept, setting, command)


async def _resume(ws: Workspace, channel: str, person: Person) -> Card:
    was = await set_up(ws, person, channel)
    if not was.rules.anything or was.active(ws.clock()):
        return say(NOT_PAUSED)
    kept, notes = await set_pause(ws, person, was, None)
    said = " ".join(["Alerts are on again.", *notes])
    return gets_card([said], kept, ws.setting_for(person), ws.settings.appt_command)


async def _shown(ws: Workspace, channel: str, person: Person, why: str) -> Card:
    """What a channel gets, for somebody who may not change it."""
    subscription = await ws.alerts.get(ws.team, channel)
    command = ws.settings.appt_command
    return gets_card([why], subscription, ws.setting_for(person), command, may_change=False)


async def turn(ws: Workspace, ask: Ask) -> Card:
    """Turn the page of the list."""
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.allow(person, Act.LOOK, Deed.LOOK)
    place = PlaceInList.read(ask.words)
    if place is None:
        return say("This list is too old to turn its pages. Ask for it again.")
    return await _list(ws, ask, person, place)


async def _list(ws: Workspace, ask: Ask, person: Person, place: PlaceInList | None = None) -> Card:
    """What the channels get that the person could see: the one asked from, and the public ones."""
    found = [one for one in await ws.alerts.all(ws.team) if one.rules.anything]
    names = await _names(ws, found, ask.channel)
    listed = [
        Listed(names[one.channel], one)
        for one in sorted(found, key=lambda one: (one.channel != ask.channel, names.get(one.channel, "")))
        if one.channel in names
    ]
    return alerts_list(listed, ws.setting_for(person), ws.settings.appt_command, place)


async def _names(ws: Workspace, found: list[Subscription], here: str | None) -> dict[str, str]:
    """The names of the channels that may be shown, by id."""
    known = {channel: f"#{name}" for channel, name in (await ws.channels.public()).items()}
    gone = [one.channel for one in found if one.paused is Pause.CHANNEL_GONE and one.channel not in known]
    for channel in gone[:GONE_LOOKED_AT]:
        name = (await ws.channels.get(channel)).name
        known |= {channel: f"#{name}"} if name else {}
    return known | ({here: "This channel"} if here else {})
