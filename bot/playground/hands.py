"""What someone does on the page, found by the ids that the page knows, done as a person of the workspace does it."""

from __future__ import annotations

from typing import Any

from bot.playground.drawing import slack_value
from bot.standins.slack import Modal, NotThere, Person, Seen
from bot.standins.slack.check import elements_of
from bot.standins.slack.inputs import STATEFUL, TYPED, state_with
from bot.standins.slack.model import Json, Key
from bot.standins.slack.pane import Field, Pane

Values = dict[str, dict[str, Any]]
"""What stands in the inputs, by block id and action id, as the page holds it."""


class Hands:
    """One person's hands. All raise NotThere for what is not on her screen (any more)."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.workspace = person.workspace

    async def say(self, channel: str, text: str, thread: str | None = None) -> None:
        """Send what was typed: a command goes to the bot, but not out of a thread."""
        where = self.workspace.channels.get(channel)
        if where is None or self.person.user.id not in where.members:
            raise NotThere(f"{self.person.name} is not in {channel}")
        under = self._seen(channel, thread) if thread is not None else None
        await self.person.types(text, in_=where, under=under)

    async def use_in_message(
        self, channel: str, ts: str, block_id: str, action_id: str, value: Any = None
    ) -> bool:
        """Press or set an element of a message; answer whether the app acknowledged."""
        seen = self._seen(channel, ts)
        element = _element(seen.blocks, (block_id, action_id))
        state = _state(element, value, self.person)
        if element["type"] in STATEFUL:
            held = self.workspace.messages.values_of(seen.message, self.person.user.id)
            held[block_id, action_id] = state
        return await self.person.uses(element, block_id, state, seen, _label(element))

    async def use_in_view(
        self, view: str, block_id: str, action_id: str, value: Any, values: Values, moment: str
    ) -> bool:
        """Press or set an element of a modal or of Home. Typing and Enter reach the app only where it asks for them."""
        pane = self._pane(view)
        self._keep(pane, values)
        element = _element(pane.view.blocks, (block_id, action_id))
        field = next((one for one in pane.fields if one.key == (block_id, action_id)), None)
        state = _state(element, value, self.person)
        if field is not None:
            pane.view.values[field.key] = state
            if not _tells(field, moment):
                return True
        return await pane.uses(element, block_id, state, _label(element))

    async def submit(self, view: str, values: Values) -> None:
        """Press the submit button of the modal on top."""
        modal = self._modal(view)
        self._keep(modal, values)
        await modal.submit()
        self.workspace.traffic.tell("view", modal.view)

    async def close(self, view: str, *, everything: bool = False) -> None:
        """Close the modal on top, or with it all those below."""
        await self._modal(view).close(everything=everything)

    async def suggestions(self, view: str, block_id: str, action_id: str, typed: str) -> list[Json]:
        """Type into a menu of a view that asks the app for its options."""
        pane = self._pane(view)
        field = next((one for one in pane.fields if one.key == (block_id, action_id)), None)
        if field is None:
            raise NotThere(f"there is no {action_id} in that view")
        return await pane.suggestions(field, typed)

    async def suggestions_in_message(
        self, channel: str, ts: str, block_id: str, action_id: str, typed: str
    ) -> list[Json]:
        """Type into a menu of a message that asks the app for its options."""
        seen = self._seen(channel, ts)
        element = _element(seen.blocks, (block_id, action_id))
        if len(typed) < element.get("min_query_length", 3):
            return []
        return await self.person.suggests(seen, (block_id, action_id), typed)

    async def choose(self, name: str, channel: str | None, ts: str | None) -> bool:
        """Choose a shortcut: from a message's menu, or from Slack's own; answer whether the app acknowledged."""
        on = self._seen(channel, ts) if channel and ts else None
        return await self.person.uses_shortcut(name, on=on)

    async def open_home(self) -> None:
        await self.person.opens_home()

    def _seen(self, channel: str, ts: str) -> Seen:
        message = self.workspace.messages.find(channel, ts)
        where = self.workspace.channels.get(channel)
        if message is None or where is None or self.person.user.id not in where.members:
            raise NotThere("that message is gone")
        if message.reader not in (None, self.person.user.id):
            raise NotThere("that message is somebody else's")
        return Seen.of(message, self.person.reader)

    def _pane(self, view: str) -> Pane:
        home = self.person.home
        return home if home is not None and home.view.id == view else self._modal(view)

    def _modal(self, view: str) -> Modal:
        modal = self.person.modal
        if modal is None or modal.view.id != view:
            raise NotThere("that window is closed")
        return modal

    def _keep(self, pane: Pane, values: Values) -> None:
        """Take over what stands in the inputs; what the page still holds of an older view is left."""
        for field in pane.fields:
            block_id, action_id = field.key
            if action_id in values.get(block_id, {}):
                value = slack_value(field.element, values[block_id][action_id], self.person)
                pane.view.values[field.key] = state_with(field.element, value)


def _element(blocks: list[Json], key: Key) -> Json:
    for block in blocks:
        for element in elements_of(block):
            if (block["block_id"], element.get("action_id")) == key:
                return element
    raise NotThere(f"there is no {key[1]} there any more")


def _state(element: Json, value: Any, person: Person) -> Json:
    """Say what an action carries: nothing for a button, the entry of an overflow menu, what an input holds."""
    if element["type"] in STATEFUL:
        return state_with(element, slack_value(element, value, person))
    if element["type"] == "overflow":
        chosen = next((one for one in element["options"] if one.get("value") == value), None)
        if chosen is None:
            raise NotThere("that entry is not in the menu")
        return {"selected_option": chosen}
    return {}


def _tells(field: Field, moment: str) -> bool:
    if field.element["type"] not in TYPED:
        return field.dispatches
    return field.tells_on({"enter": "on_enter_pressed"}.get(moment, "on_character_entered"))


def _label(element: Json) -> str:
    text = element.get("text") or element.get("placeholder") or {}
    return str(text.get("text") or element["action_id"])
