"""Modals and Home tabs: who has which view open, what is in it, and the rules for changing it.

https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from bot.standins.slack.check import check_view
from bot.standins.slack.inputs import as_state, initial_values, kept_values
from bot.standins.slack.messages import dressed
from bot.standins.slack.model import Json, SlackError, Trigger, View, copied

STACK_LIMIT = 3


class Views:
    """The open modals of each person (a stack of at most three) and her Home tab."""

    def __init__(self, identity: Callable[[], Json], new_id: Callable[[str], str]) -> None:
        self._identity = identity
        self._new_id = new_id
        self._stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, user_id: str) -> list[View]:
        return self._stacks.setdefault(user_id, [])

    def top(self, user_id: str) -> View | None:
        return self.stack(user_id)[-1] if self.stack(user_id) else None

    def open(self, trigger: Trigger, body: Any) -> View:
        """Open a new modal; whatever the person had open is gone."""
        checked = self._checked(body, "modal")
        view = self._new(checked, trigger.user_id, trigger.channel_id)
        self._stacks[trigger.user_id] = [view]
        return view

    def push(self, trigger: Trigger, body: Any) -> View:
        """Lay a view over the one that the trigger came from."""
        checked = self._checked(body, "modal")
        stack = self.stack(trigger.user_id)
        if trigger.view_id is None or trigger.view_id not in [view.id for view in stack]:
            raise SlackError("not_found")
        return self.push_onto(stack, checked, trigger.user_id)

    def push_onto(self, stack: list[View], body: Any, user_id: str) -> View:
        checked = self._checked(body, "modal")
        if len(stack) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        view = self._new(checked, user_id, stack[0].channel_id)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Find a view that someone has open, or a Home tab. Raises not_found."""
        for view in self._open():
            if (view_id and view.id == view_id) or (
                external_id and view.body.get("external_id") == external_id
            ):
                return view
        raise SlackError("not_found")

    def is_open(self, view: View) -> bool:
        return any(view is one for one in self._open())

    def update(self, view: View, body: Any, expected_hash: str | None = None) -> None:
        """Replace what a view shows. The same block id and action id keep what the person put in."""
        checked = self._checked(body, view.body["type"], besides=view)
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        view.body = _whole(checked)
        view.values = kept_values(view.blocks, view.values, view.channel_id)
        view.hash = _new_hash()
        view.errors.clear()
        view.notice = None

    def publish(self, user_id: str, body: Any, expected_hash: str | None = None) -> View:
        """Set a person's Home tab."""
        checked = self._checked(body, "home", besides=self.homes.get(user_id))
        if user_id in self.homes:
            self.update(self.homes[user_id], checked, expected_hash)
        else:
            self.homes[user_id] = self._new(checked, user_id, None)
        return self.homes[user_id]

    def close_top(self, user_id: str) -> None:
        if self.stack(user_id):
            self.stack(user_id).pop()

    def clear(self, user_id: str) -> None:
        self._stacks[user_id] = []

    def as_told(self, view: View) -> Json:
        """Write a view as the Web API and the payloads tell it."""
        body = copied(view.body)
        return {
            **body,
            **self._identity(),
            "id": view.id,
            "state": as_state(view.values),
            "hash": view.hash,
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
        }

    def _open(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(self.homes.values())

    def _new(self, body: Json, user_id: str, channel_id: str | None) -> View:
        whole, view_id = _whole(body), self._new_id("V")
        view = View(view_id, user_id, whole, _new_hash(), root_id=view_id, channel_id=channel_id)
        view.values = initial_values(view.blocks, channel_id)
        return view

    def _checked(self, body: Any, kind: str, besides: View | None = None) -> Json:
        problems = check_view(body)
        if problems:
            told = [str(one) for one in problems]
            raise SlackError(problems[0].code, *(f"[ERROR] {one}" for one in told))
        if body["type"] != kind:
            raise SlackError("invalid_arguments", f"[ERROR] view type must be {kind} here")
        external_id = body.get("external_id")
        if external_id and any(
            one.body["external_id"] == external_id for one in self._open() if one is not besides
        ):
            raise SlackError("duplicate_external_id")
        checked: Json = body
        return checked


def _whole(body: Json) -> Json:
    """Fill in what Slack adds to a view."""
    whole: Json = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        **copied(body),
    }
    return {**whole, "blocks": dressed(whole["blocks"])}


def _new_hash() -> str:
    return f"{secrets.randbelow(10**10):010d}.{secrets.token_hex(4)}"
