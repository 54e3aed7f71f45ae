"""What one person sees of the workspace, as the page gets it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.appointments.api import Capability
from bot.playground.claimants import KEPT
from bot.playground.drawing import clock_words, drawn, page_values, runs
from bot.playground.stage import Stage
from bot.playground.weather import SKY_WORDS
from bot.settings import Settings
from bot.standins.slack import Call, Channel, Complaint, Person, Seen
from bot.standins.slack.directory import SLACKBOT
from bot.standins.slack.messages import moment_of
from bot.standins.slack.model import Json, Message, View
from bot.verbs import verbs_for

CALLS_KEPT = 60
"""Requests that the side panel starts with."""
ROOT = Settings.model_fields["appt_command"].default


def screen(stage: Stage, person: Person) -> Json:
    """Draw everything that is before a person's eyes."""
    workspace = stage.workspace
    channels = [one for one in workspace.channels.values() if person.user.id in one.members]
    return {
        "workspace": workspace.name,
        "app": workspace.bot.real_name,
        "me": person.user.id,
        "people": [_someone(stage, one) for one in stage.people.values()],
        "channels": [_channel(one, person) for one in channels],
        "messages": [
            message(one, person)
            for channel in channels
            for one in workspace.messages.seen_in(channel.id, person.user.id)
        ],
        "shortcuts": person.shortcuts,
        "commands": commands(stage.bot.workspace.desk.can),
        "tries": [f"{ROOT} {words}".strip() for words in stage.tries],
        "calls": [call(one) for one in workspace.calls[-CALLS_KEPT:]],
        "complaints": [complaint(one) for one in workspace.complaints],
        **panes(person),
        **controls(stage),
    }


def sees(person: Person, what: Message) -> bool:
    """Whether a message is before someone's eyes at all."""
    channel = person.workspace.channels.get(what.channel_id)
    return channel is not None and person.user.id in channel.members and what.reader in (None, person.user.id)


def message(what: Message, person: Person) -> Json:
    """Draw one message; of one that is gone only its place."""
    place = {"channel": what.channel_id, "ts": what.ts}
    if what.deleted:
        return {**place, "gone": True}
    reader, posted = person.reader, moment_of(what.ts)
    values = person.workspace.messages.values_of(what, person.user.id)
    return {
        **place,
        "thread": what.thread_ts if what.thread_ts != what.ts else None,
        "broadcast": what.broadcast,
        "author": _author(what, person),
        "time": clock_words(posted, "{time}", reader),
        "day": clock_words(posted, "{day_divider_pretty}", reader),
        "ephemeral": what.is_ephemeral,
        "menu": person.menu_of(Seen.of(what, reader)),
        "files": [
            {"id": one.id, "name": one.title}
            for one in map(person.workspace.files.all.__getitem__, what.files)
            if not one.deleted
        ],
        "edited": what.edited_ts is not None,
        "spans": runs(what.text, reader),
        "blocks": drawn(what.blocks, person),
        "values": page_values(values, person),
    }


def panes(person: Person) -> Json:
    """Draw the modal on top of someone's screen and her Home tab."""
    views = person.workspace.views
    stack = views.stack(person.user.id)
    return {
        "modal": _view(stack[-1], person, depth=len(stack)) if stack else None,
        "home": _view(views.homes[person.user.id], person) if person.user.id in views.homes else None,
    }


def controls(stage: Stage) -> Json:
    """Tell how the clock and the weather stand."""
    return {
        "clock": {"now": stage.clock().isoformat(), "ahead": int(stage.clock.ahead.total_seconds())},
        "sky": stage.weather.sky,
        "skies": [{"value": sky, "label": words} for sky, words in SKY_WORDS.items()],
        "told": _told(stage),
    }


def _told(stage: Stage) -> list[Json] | None:
    """Draw what claimants were sent, the newest first; None where the service tells them itself."""
    if stage.claimants is None:
        return None
    return [
        {"id": one.id, "to": one.to, "way": "Text" if one.type == "sms" else "E-mail", "body": one.body}
        for one in reversed(stage.claimants.messages[-KEPT:])
    ]


def call(what: Call) -> Json:
    """Draw one request over the wire."""
    sent = what.sent.decode("utf-8", "replace") if isinstance(what.sent, bytes) else what.sent
    return {
        "number": what.number,
        "way": what.way,
        "what": what.what,
        "sent": sent,
        "answer": what.answer,
        "status": what.status,
        "error": what.error,
        "took": what.took,
        "signature": what.signature,
    }


def complaint(what: Complaint) -> Json:
    """Draw what Slack would hold against the app."""
    return {"about": what.about, "why": what.why}


def commands(can: Collection[Capability]) -> list[Json]:
    """List what the composer completes: the root command alone, and with each verb that the service can follow."""
    root = {"name": ROOT, "usage": ROOT, "says": "Today's sessions, and what you can do next."}
    return [root] + [
        {"name": f"{ROOT} {verb.name}", "usage": verb.usage(ROOT), "says": verb.says}
        for verb in verbs_for(can)
    ]


def _someone(stage: Stage, person: Person) -> Json:
    user = person.user
    return {
        "id": user.id,
        "name": user.real_name,
        "role": stage.roles[user.id],
        "tz": user.tz,
    }


def _channel(channel: Channel, person: Person) -> Json:
    kind = "dm" if channel.is_im else "shared" if channel.shared_with else channel.kind
    name = person.workspace.bot.real_name if channel.is_im else channel.name
    return {"id": channel.id, "name": name, "kind": kind}


def _author(what: Message, person: Person) -> Json:
    name = person.reader.name_of(what.user_id) or "Someone"
    kind = "app" if what.by_bot else "slack" if what.user_id == SLACKBOT else "person"
    return {"id": what.user_id, "name": name, "kind": kind}


def _view(view: View, person: Person, depth: int = 1) -> Json:
    body: dict[str, Any] = view.body
    words = {key: body[key]["text"] for key in ("title", "submit", "close") if body.get(key)}
    return {
        "id": view.id,
        **words,
        "submit_disabled": bool(body.get("submit_disabled")),
        "depth": depth,
        "blocks": drawn(view.blocks, person),
        "values": page_values(view.values, person),
        "errors": dict(view.errors),
        "notice": view.notice,
    }
