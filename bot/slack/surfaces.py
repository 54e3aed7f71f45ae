"""Every way in: what it is, which setting has it, and what the manifest asks for it. Manifest, doctor, routes and pages read it here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from bot.settings.surfaces import SurfaceSettings
from bot.slack.scopes import OPTIONAL, SCOPES


class Surface(Struct, frozen=True):
    """`setting`: the name of what turns it on or off; empty: it is always there."""

    title: str
    says: str
    setting: str = ""
    scopes: Mapping[str, str] = {}
    """What it needs beside what Frontdesk has in any case, and what for."""
    events: tuple[str, ...] = ()

    def is_on(self, settings: SurfaceSettings) -> bool:
        return not self.setting or bool(getattr(settings, self.setting))


SURFACES: tuple[Surface, ...] = (
    Surface(
        "`/appt …` in a channel or a direct message", "Every verb, list and search. Only you see the answer."
    ),
    Surface(
        "Buttons and menus of cards, boards and lists",
        "Join, reschedule, edit, cancel, details, another day, a session of the list.",
    ),
    Surface(
        "A direct message to Frontdesk",
        "The same words without the slash. A booking in your own words is read back, changed by what you say next, and booked when you say yes.",
        setting="direct_messages",
        scopes={
            "im:history": "Read what people write to Frontdesk in a direct message, once more where a booking is being talked about."
        },
        events=("message.im",),
    ),
    Surface(
        "Prompts above the direct message",
        "*Today*, *Book…* and *Who is waiting?*, where Frontdesk is one of Slack's agents.",
        setting="agent_view",
        scopes={"assistant:write": "Suggest what to write above a direct message to Frontdesk."},
    ),
    Surface(
        "`@Frontdesk …` in a channel",
        "The same words in a thread: answered for all where they may know it, else for you alone.",
        setting="mentions",
        scopes={
            "app_mentions:read": "Hear where Frontdesk is mentioned, and nothing else that is said there."
        },
        events=("app_mention",),
    ),
    Surface(
        "Frontdesk's *Home*",
        "The day at a glance, who waits and your own sessions, each with its button.",
        events=("app_home_opened",),
    ),
    Surface(
        "A message's menu (⋮): *Book from this message*, *Find this appointment*",
        "The booking form, filled with what the message says; the appointment whose code, reference or link stands in it. "
        "In any conversation, whether or not Frontdesk is in it.",
        setting="shortcuts",
    ),
    Surface(
        "Slack's own menu (⚡ or the search): *Book an appointment*, *Today's sessions*, *Find an appointment*",
        "The same forms and lists in a window, from anywhere.",
        setting="shortcuts",
    ),
    Surface(
        "Files: *Add to calendar* in *Details* (.ics), *As a table* below a list and *As a file* below counts (CSV)",
        "Sent to whoever pressed, in their direct messages with Frontdesk; recorded, and deleted there after `RETENTION_DAYS`.",
        setting="ics",
        scopes={
            "files:write": "Send a session for one's calendar, or a list as a table, and delete that file when its time is over. Files of others can't be read with it.",
            "im:write": "Open the direct conversation that the file goes into.",
        },
    ),
    Surface(
        "A card's title, as Slack's Work Object",
        "The details beside the conversation, for whoever may see them; for everybody it has what the card has.",
        setting="work_objects",
        events=("entity_details_requested",),
    ),
)


def event_name(event: Mapping[str, Any]) -> str:
    """Name an event as one subscribes to it: messages go by where they were written."""
    kind = str(event.get("type"))
    return f"message.{event.get('channel_type')}" if kind == "message" else kind


def asked_scopes(settings: SurfaceSettings) -> dict[str, str]:
    """Every scope that the manifest asks for, with what for."""
    asked = dict(SCOPES)
    for surface in _on(settings):
        asked |= {scope: why for scope, why in surface.scopes.items() if scope not in asked}
    return asked


def optional_scopes(settings: SurfaceSettings) -> dict[str, str]:
    """Those that may be added, and that nothing which is on asks for already."""
    asked = asked_scopes(settings)
    return {scope: why for scope, why in OPTIONAL.items() if scope not in asked}


def settings_of(scopes: Collection[str], settings: SurfaceSettings) -> list[str]:
    """Which settings turn off what needs one of these scopes; none where something needs one that can't be turned off."""
    if any(scope in SCOPES for scope in scopes):
        return []
    return [
        one.setting for one in _on(settings) if one.setting and any(scope in scopes for scope in one.scopes)
    ]


def events_of(settings: SurfaceSettings) -> list[str]:
    """The events that are listened to, in the order of the table."""
    return [event for surface in _on(settings) for event in surface.events]


def turned_off(event: str, settings: SurfaceSettings) -> bool:
    """Whether an event is of a way in that this installation does not have; Slack may go on sending it after an older manifest."""
    return any(event in one.events and not one.is_on(settings) for one in SURFACES)


def _on(settings: SurfaceSettings) -> list[Surface]:
    return [one for one in SURFACES if one.is_on(settings)]
