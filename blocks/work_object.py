"""An appointment as Slack's Work Object: what everybody reads of it in a message, and what one person reads beside that.

https://docs.slack.dev/messaging/work-objects-implementation
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from blocks.kit import URL_LIMIT, Block, clip
from blocks.particulars import FACT_LIMIT, NOTES_LIMIT, in_full, of_card, of_details
from blocks.words.facts import when_words, who
from blocks.words.looks import NOT_SHOWN, only_you
from blocks.words.meeting import office_time
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness

ITEM = "slack#/entities/item"
"""The kind that has no fields of its own: Slack has none for appointments. It must be picked in the app's settings."""
LONGEST_REF = 255
"""Characters; Slack documents no number."""
_OLDER = 1
"""Slack draws the message anew, for everybody, with what it was given for one person, if that is newer: so it never is."""


class Thing(Struct, frozen=True):
    """What Slack knows an appointment by: opaque, for ever the same, and where its title leads: to the app's own Home."""

    ref: str
    url: str


def thing(app: str, team: str, ref: str) -> Thing | None:
    """Name an appointment to Slack by `ref`; None for a name that Slack would drop without a word.

    https://docs.slack.dev/interactivity/deep-linking
    """
    url = f"https://slack.com/app_redirect?app={app}&team={team}&appointment={ref}"
    fits = re.fullmatch(r"[A-Za-z0-9_-]+", ref) and len(ref) <= LONGEST_REF and len(url) <= URL_LIMIT
    return Thing(ref, url) if fits else None


def public_object(appointment: Appointment, openness: Openness, setting: Setting, of: Thing) -> Block:
    """Draw what all readers of a place see: its card's facts, and none but those."""
    return _entity(
        of,
        who(appointment, openness),
        _facts(appointment, openness, setting),
        appointment,
        int(setting.now.timestamp()),
    )


def details_object(appointment: Appointment, setting: Setting, of: Thing) -> Block:
    """Draw what Details shows, for one person's eyes only."""
    facts = _facts(appointment, Openness.PRIVATE, setting) | of_details(appointment, setting)
    said = {**facts, **in_full(appointment), "For you": only_you(setting)}
    return _entity(of, who(appointment, Openness.PRIVATE), said, appointment, _OLDER)


def refusal(words: str) -> Block:
    """Say why there is nothing to be seen."""
    return {"status": "custom", "custom_title": NOT_SHOWN, "custom_message": words}


def _facts(appointment: Appointment, openness: Openness, setting: Setting) -> dict[str, str]:
    when = {"At the desk": when_words(appointment, setting.zone, setting.now)}
    if there := office_time(appointment, setting.zone, setting.now):
        when["At the office"] = there
    code = {"Code": appointment.code} if openness is Openness.PRIVATE else {}
    return when | code | of_card(appointment, openness, setting)


def _entity(
    of: Thing, title: str, facts: Mapping[str, str], appointment: Appointment, modified: int
) -> Block:
    fields: list[Block] = []
    if appointment.start is not None:  # each reader has their own zone
        starts = int(appointment.start.timestamp())
        fields.append({"key": "starts", "label": "Starts", "type": "slack#/types/timestamp", "value": starts})
    fields += [_text(label, words) for label, words in facts.items() if words.strip()]
    return {
        "entity_type": ITEM,
        "url": of.url,
        "external_ref": {"id": of.ref},
        "entity_payload": {
            "attributes": {
                "title": {"text": title},
                "display_type": "Appointment",
                "metadata_last_modified": modified,
            },
            "custom_fields": fields,
            "display_order": [one["key"] for one in fields],
        },
    }


def _text(label: str, words: str) -> Block:
    key = re.sub(r"[^a-z]+", "_", label.lower())
    long = len(words) > FACT_LIMIT
    field: Block = {"key": key, "label": label, "type": "string", "value": clip(words, NOTES_LIMIT)}
    return field | {"long": True} if long else field
