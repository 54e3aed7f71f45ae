"""Modals and the Home tab as their person uses them."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.standins.slack import acks, payloads
from bot.standins.slack.inputs import is_empty, value_of
from bot.standins.slack.model import Json
from bot.standins.slack.not_there import NotThere
from bot.standins.slack.pane import Field, Pane

REQUIRED = "Please complete this required field."


class Home(Pane):
    """The app's Home tab."""


class Modal(Pane):
    """A modal. It stays this one view: when another is pushed over it, `person.modal` is that other one."""

    @property
    def title(self) -> str:
        title: str = self.view.body["title"]["text"]
        return title

    @property
    def submit_label(self) -> str | None:
        return _text(self.view.body.get("submit"))

    @property
    def close_label(self) -> str:
        return _text(self.view.body.get("close")) or "Cancel"

    @property
    def is_open(self) -> bool:
        return self._workspace.views.is_open(self.view)

    @property
    def notice(self) -> str | None:
        """What Slack itself says when the app did not answer as it should."""
        return self.view.notice

    @property
    def errors(self) -> dict[str, str]:
        """The words under each field that is not right, by the field's label."""
        blocks = {field.block["block_id"]: field.label for field in self._fields()}
        return {blocks.get(block_id, block_id): words for block_id, words in self.view.errors.items()}

    async def submit(self) -> None:
        """Press the submit button. What Slack itself checks is checked first, and then nothing is sent."""
        if not self._may_be_sent():
            return
        await self._send(self._submission())

    async def submit_twice(self) -> None:
        """Submit twice in the same instant: the same values, but each request with a trigger of its own."""
        if not self._may_be_sent():
            return
        twice = [self._submission(), self._submission()]
        await asyncio.gather(*(self._send(payload) for payload in twice))

    async def close(self, *, everything: bool = False) -> None:
        """Close this modal and see the one below; with `everything`, or where the app says so, close them all."""
        views = self._workspace.views
        if views.top(self.person.user.id) is not self.view:
            raise NotThere(f"{self.title!r} is not on top of {self.person.name}'s screen")
        everything = everything or bool(self.view.body["clear_on_close"])
        closed = list(reversed(views.stack(self.person.user.id))) if everything else [self.view]
        for view in closed:
            views.close_top(self.person.user.id)
            self._workspace.traffic.tell("view", view)
        for view in closed:
            if view.body["notify_on_close"]:
                payload = payloads.view_closed(self._workspace, self.person.user, view, is_cleared=everything)
                await self._workspace.sender().interaction(payload)

    def _submission(self) -> Json:
        url = self._workspace.sender().base_url
        return payloads.view_submission(self._workspace, self.person.user, self.view, url)

    async def _send(self, payload: Json) -> None:
        answer = await self._workspace.sender().interaction(payload)
        acks.take_submission(self._workspace, self.view, answer)

    def _may_be_sent(self) -> bool:
        if not self.is_open or self._workspace.views.top(self.person.user.id) is not self.view:
            raise NotThere(f"{self.title!r} is not on top of {self.person.name}'s screen any more")
        if self.submit_label is None:
            raise NotThere(f"{self.title!r} has no submit button")
        wrong = {
            field.block["block_id"]: words for field in self._fields() if (words := self._refusal(field))
        }
        self.view.errors = wrong
        return not wrong

    def _refusal(self, field: Field) -> str | None:
        """Say what Slack would say under a field before it sends anything."""
        state = self.view.values[field.key]
        if field.block["type"] != "input":
            return None
        if is_empty(state):
            return None if field.block.get("optional") else REQUIRED
        return _wrong(field.element, value_of(state))


def _wrong(element: Json, value: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            most, least = element.get("max_length") or 3000, element.get("min_length") or 0
            if len(value) > most:
                return f"This must be at most {most} characters."
            return f"This must be at least {least} characters." if len(value) < least else None
        case "email_text_input":
            return (
                None
                if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)
                else "Please enter a valid email address."
            )
        case "url_text_input":
            return None if re.match(r"https?://\S+$", value) else "Please enter a valid URL."
        case "number_input":
            return _wrong_number(element, value)
    return None


def _wrong_number(element: Json, value: str) -> str | None:
    form = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(form, value):
        return "Please enter a valid number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return f"This must be at least {low}."
    return f"This must be at most {high}." if high is not None and float(value) > float(high) else None


def _text(part: Json | None) -> str | None:
    return None if part is None else str(part["text"])
