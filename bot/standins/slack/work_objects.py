"""Work Objects: what a message shows of one to all its readers, and what is presented of it to one person.

https://docs.slack.dev/messaging/work-objects-implementation
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from bot.standins.slack.check import faults
from bot.standins.slack.composition import Id, Strict, Url
from bot.standins.slack.model import Json, SlackError, copied

BUDGET = 16_000
"""Characters of JSON in all entities of a message. Slack documents no number."""
REF = re.compile(r"[A-Za-z0-9_-]+")
"""What else an `external_ref` is made of, Slack drops the whole Work Object for, without a word."""


class Title(Strict):
    text: str = Field(min_length=1)
    edit: Json | None = None


class Icon(Strict):
    alt_text: str
    url: Url | None = None
    slack_file: Json | None = None


class Attributes(Strict):
    title: Title
    display_id: str | None = None
    display_type: str | None = None
    product_name: str | None = None
    product_icon: Icon | None = None
    locale: str | None = None
    full_size_preview: Json | None = None
    metadata_last_modified: int | None = None


class CustomField(Strict):
    key: str = Field(min_length=1)
    label: str = Field(min_length=1)
    type: Literal[
        "string",
        "integer",
        "boolean",
        "array",
        "slack#/types/date",
        "slack#/types/timestamp",
        "slack#/types/image",
        "slack#/types/channel_id",
        "slack#/types/user",
        "slack#/types/entity_ref",
        "slack#/types/link",
        "slack#/types/email",
    ]
    value: str | int | bool | list[Json] | None = None
    link: Url | None = None
    icon: Icon | None = None
    long: bool | None = None
    format: Literal["markdown"] | None = None
    tag_color: Literal["red", "yellow", "green", "gray", "blue"] | None = None
    item_type: str | None = None
    user: Json | None = None
    entity_ref: Json | None = None
    boolean: Json | None = None
    image_url: Url | None = None
    slack_file: Json | None = None
    alt_text: str | None = None
    edit: Json | None = None


class Action(Strict):
    text: str = Field(min_length=1)
    action_id: Id
    value: str | None = Field(default=None, max_length=2000)
    style: Literal["primary", "danger"] | None = None
    url: Url | None = None
    accessibility_label: str | None = Field(default=None, max_length=75)
    processing_state: Json | None = None


class Actions(Strict):
    primary_actions: list[Action] | None = Field(default=None, max_length=2)
    overflow_actions: list[Action] | None = Field(default=None, max_length=5)


class Payload(Strict):
    attributes: Attributes
    fields: dict[str, Json] | None = None
    custom_fields: list[CustomField] | None = None
    display_order: list[str] | None = None
    actions: Actions | None = None


class ExternalRef(Strict):
    id: str
    type: str | None = None


class Presented(Strict):
    """What is presented to one person: it names the very thing that was asked about."""

    entity_type: Literal[
        "slack#/entities/task",
        "slack#/entities/file",
        "slack#/entities/item",
        "slack#/entities/incident",
        "slack#/entities/content_item",
    ]
    url: Url
    external_ref: ExternalRef
    entity_payload: Payload


class Entity(Presented):
    """What stands in a message."""

    app_unfurl_url: Url | None = None


class Refusal(Strict):
    """Why nothing is presented. Words of one's own are shown with three of the statuses only."""

    status: Literal[
        "restricted", "internal_error", "not_found", "custom", "custom_partial_view", "timeout", "edit_error"
    ]
    custom_title: str | None = None
    custom_message: str | None = None
    message_format: Literal["markdown"] | None = None
    actions: list[Action] | None = None


class _Entities(BaseModel):
    entities: list[Annotated[Entity, Field()]]


class _Metadata(BaseModel):
    metadata: Presented


class _Error(BaseModel):
    error: Refusal


def check_entities(entities: Any, picked: Collection[str]) -> list[Json]:
    """Refuse entities that are no such things; give those that Slack shows, for others it drops without a word."""
    _refuse(_Entities, {"entities": entities}, "invalid_metadata_format")
    for entity in entities:
        _check_fields(entity["entity_payload"], "invalid_metadata_format")
    if len(json.dumps(entities)) > BUDGET:
        raise SlackError("error_processing_metadata")
    shown = (one for one in entities if one["entity_type"] in picked and is_good_ref(one))
    return copied(list(shown))


def check_presented(metadata: Any, about: Json) -> Json:
    """Refuse what is presented in answer to a question about something else, or is no such thing."""
    missing = [
        f"[ERROR] missing required field: {name} [json-pointer:/metadata]"
        for name in ("external_ref", "url")
        if not isinstance(metadata, dict) or not metadata.get(name)
    ]
    if missing:
        raise SlackError("invalid_arguments", *missing)
    if (metadata["external_ref"], metadata["url"]) != (about["external_ref"], about["url"]):
        raise SlackError("entity_metadata_does_not_match_trigger")
    _refuse(_Metadata, {"metadata": metadata}, "invalid_metadata")
    _check_fields(metadata["entity_payload"], "invalid_metadata")
    presented: Json = copied(metadata)
    return presented


def check_refusal(error: Any) -> Json:
    """Refuse an error that says nothing which Slack would show."""
    _refuse(_Error, {"error": error}, "invalid_arguments")
    worded = error["status"] in ("custom", "custom_partial_view", "edit_error")
    if worded != bool(error.get("custom_message")) or (error.get("custom_title") and not worded):
        raise SlackError("invalid_arguments", "[ERROR] own words go with a status for own words")
    return dict(error)


def is_good_ref(entity: Json) -> bool:
    """Whether Slack keeps a Work Object of that name."""
    return REF.fullmatch(entity["external_ref"]["id"]) is not None


def refreshes(shown: Json, presented: Json) -> bool:
    """Whether Slack would draw the message anew, for everybody, with what it was given for one person.

    "The unfurl will also be updated given the entity metadata that has changed"; what does not say how old it is counts as newer.
    """
    old, new = _modified(shown), _modified(presented)
    return old is None or new is None or new > old


def _modified(entity: Json) -> int | None:
    payload = entity["entity_payload"]
    own: int | None = payload["attributes"].get("metadata_last_modified")
    updated: int | None = ((payload.get("fields") or {}).get("date_updated") or {}).get("value")
    return updated if own is None else own


def _check_fields(payload: Json, code: str) -> None:
    """What no schema says: values of their type, keys that are there, and each once."""
    fields: Sequence[Json] = payload.get("custom_fields") or []
    keys = [one["key"] for one in fields] + list(payload.get("fields") or {})
    if len(set(keys)) < len(keys):
        raise SlackError(code, "[ERROR] a field's key is there twice")
    if strangers := set(payload.get("display_order") or keys) - set(keys):
        raise SlackError(code, f"[ERROR] display_order names no field: {', '.join(sorted(strangers))}")
    kinds: dict[str, type] = {"integer": int, "slack#/types/timestamp": int, "boolean": bool, "array": list}
    for one in fields:
        valued = one["type"] not in ("slack#/types/image", "slack#/types/user", "slack#/types/entity_ref")
        if valued and not isinstance(one.get("value"), kinds.get(one["type"], str)):
            raise SlackError(code, f"[ERROR] {one['key']}: its value is no {one['type']}")
        if one.get("format") and (one.get("link") or one.get("icon")):
            raise SlackError(code, f"[ERROR] {one['key']}: format goes with neither link nor icon")


def _refuse(model: type[BaseModel], sent: Json, code: str) -> None:
    problems = faults(model, sent)
    if problems:
        raise SlackError(code, *(f"[ERROR] {one}" for one in problems))
