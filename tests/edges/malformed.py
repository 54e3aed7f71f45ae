"""Bodies that Slack would sign but never send: each is wrong in one way of its own."""

from __future__ import annotations

import json
from urllib.parse import urlencode

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def command(**fields: str) -> bytes:
    return urlencode({"command": "/appt", "text": "today", **fields}).encode()


def interaction(payload: object) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


VIEW = {
    "callback_id": "form.book",
    "private_metadata": "{}",
    "state": {"values": {}},
    "blocks": [],
    "id": "V1",
    "hash": "1",
}
ACTION = {
    "action_id": "appointment.join",
    "value": "{}",
    "block_id": "b",
    "action_ts": "1.1",
    "type": "button",
}
USER = {"id": "U1", "team_id": "T1"}
MALFORMED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", FORM),
    "empty JSON": (b"", JSON),
    "not UTF-8": (b"command=%2Fappt&text=\xff\xfe", FORM),
    "not UTF-8 JSON": (b'{"type": "\xff"}', JSON),
    "no form": (b"hello there", "text/plain"),
    "no type": (command(), ""),
    "payload not JSON": (urlencode({"payload": "{oops"}).encode(), FORM),
    "payload empty": (b"payload=", FORM),
    "payload a list": (interaction([1, 2]), FORM),
    "payload a number": (interaction(7), FORM),
    "payload null": (interaction(None), FORM),
    "payload a text": (interaction("block_actions"), FORM),
    "payload NaN": (b"payload=NaN", FORM),
    "payload too deep": (b"payload=" + b"[" * 100_000, FORM),
    "number too long": (b'{"type": ' + b"9" * 10_000 + b"}", JSON),
    "JSON a list": (b"[]", JSON),
    "JSON null": (b"null", JSON),
    "unknown type": (interaction({"type": "brew_coffee", "user": USER}), FORM),
    "no type in payload": (interaction({"user": USER}), FORM),
    "command without user": (command(trigger_id="1", response_url="https://x.example"), FORM),
    "another command": (command(command="/other", user_id="U1", trigger_id="1", response_url=""), FORM),
    "click without user": (interaction({"type": "block_actions", "actions": [ACTION]}), FORM),
    "click without actions": (interaction({"type": "block_actions", "user": USER}), FORM),
    "click with no action": (interaction({"type": "block_actions", "user": USER, "actions": []}), FORM),
    "actions null": (interaction({"type": "block_actions", "user": USER, "actions": None}), FORM),
    "actions a number": (interaction({"type": "block_actions", "user": USER, "actions": 3}), FORM),
    "action a text": (interaction({"type": "block_actions", "user": USER, "actions": ["x"]}), FORM),
    "action id a list": (
        interaction({"type": "block_actions", "user": USER, "actions": [ACTION | {"action_id": [1]}]}),
        FORM,
    ),
    "user a number": (interaction({"type": "block_actions", "user": 5, "actions": [ACTION]}), FORM),
    "channel a text": (
        interaction({"type": "block_actions", "user": USER, "actions": [ACTION], "channel": "C1"}),
        FORM,
    ),
    "submission without view": (interaction({"type": "view_submission", "user": USER}), FORM),
    "submission without user": (interaction({"type": "view_submission", "view": VIEW}), FORM),
    "view a text": (interaction({"type": "view_submission", "user": USER, "view": "V1"}), FORM),
    "view without state": (
        interaction({"type": "view_submission", "user": USER, "view": {"callback_id": "form.book"}}),
        FORM,
    ),
    "values a list": (
        interaction({"type": "view_submission", "user": USER, "view": VIEW | {"state": {"values": [1]}}}),
        FORM,
    ),
    "team a number": (
        interaction({"type": "block_actions", "user": USER, "team": 5, "actions": [ACTION]}),
        FORM,
    ),
    "authorizations a number": (json.dumps({"type": "event_callback", "authorizations": 5}).encode(), JSON),
    "event null": (json.dumps({"type": "event_callback", "event": None}).encode(), JSON),
    "event of no interest": (
        json.dumps({"type": "event_callback", "event": {"type": "message", "text": "hello"}}).encode(),
        JSON,
    ),
}
