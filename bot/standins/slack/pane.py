"""What modals and the Home tab have in common: text to read, fields to fill, things to press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.standins.slack import acks, payloads
from bot.standins.slack.actions import action_of
from bot.standins.slack.check import elements_of
from bot.standins.slack.inputs import STATEFUL, TYPED, state_with, value_of
from bot.standins.slack.model import Channel, Json, Key, View
from bot.standins.slack.not_there import NotThere
from bot.standins.slack.reading import (
    Press,
    lines,
    matching_option,
    option_label,
    presses,
    shown_value,
    words,
)
from bot.standins.slack.viewer import Viewer


@dataclass(frozen=True)
class Field:
    """One field of a view: `label` is what a person calls it by."""

    label: str
    block: Json
    element: Json

    @property
    def key(self) -> Key:
        return self.block["block_id"], self.element["action_id"]

    @property
    def dispatches(self) -> bool:
        """Whether the app is told of a change at once; outside of inputs it always is."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))

    def tells_on(self, moment: str) -> bool:
        config = self.element.get("dispatch_action_config") or {"trigger_actions_on": ["on_enter_pressed"]}
        return self.dispatches and moment in config["trigger_actions_on"]


class Pane:
    """A view on one person's screen, as it is now: when the app updates it, this shows the update."""

    def __init__(self, person: Viewer, view: View) -> None:
        self.person = person
        self.view = view
        self._workspace = person.workspace

    @property
    def text(self) -> str:
        """All that is to be read: texts, labels, hints; not what is in the fields or on the buttons."""
        return "\n".join(lines(self.view.blocks, self.person.reader))

    @property
    def buttons(self) -> list[str]:
        return [press.label for press in presses(self.view.blocks)]

    @property
    def fields(self) -> list[Field]:
        return list(self._fields())

    @property
    def labels(self) -> list[str]:
        """What the fields are called, from top to bottom."""
        return [field.label for field in self._fields()]

    def value(self, label: str, *, nth: int = 0) -> Any:
        """Read what a field holds, as it is seen: the words of an option, the name of a channel; None when empty."""
        field = self._field(label, nth)
        return shown_value(field.element, value_of(self.view.values[field.key]), self.person.reader)

    def options(self, label: str, *, nth: int = 0) -> list[str]:
        """Read what a field offers to choose from."""
        element = self._field(label, nth).element
        groups = element.get("option_groups") or []
        offered = list(element.get("options") or []) + [one for group in groups for one in group["options"]]
        return [option_label(one, self.person.reader) for one in offered]

    async def fill(self, label: str, value: Any, *, enter: bool = True, nth: int = 0) -> None:
        """Put something into a field, found by its label: text as typed, options by their words, channels by name.

        Where the field tells the app of changes, it does: of typing at once, and of Enter unless `enter` is false.
        """
        field = self._field(label, nth)
        self.view.values[field.key] = state_with(field.element, await self._meant(field, value))
        if field.element["type"] not in TYPED:
            if field.dispatches:
                await self._dispatch(field)
            return
        if field.tells_on("on_character_entered"):
            await self._dispatch(field)
        if enter and field.tells_on("on_enter_pressed"):
            await self._dispatch(field)

    async def press(self, label: str, *, nth: int = 0, confirm: bool | None = None) -> str | None:
        """Press a button in the view; answer the address that it leads to, if it leads anywhere."""
        found = [one for one in presses(self.view.blocks) if label in one.names]
        if nth >= len(found):
            raise NotThere(
                f"{self.person.name} finds no {label!r} to press among {self.buttons} in:\n{self.text}"
            )
        press = found[nth]
        if not self.person.confirms(press, confirm):
            return None
        await self._press(press)
        return press.url

    async def _press(self, press: Press) -> None:
        chosen = {} if press.option is None else {"selected_option": press.option}
        await self.uses(press.element, press.block_id, chosen, press.label)

    async def _dispatch(self, field: Field) -> None:
        state = self.view.values.get(field.key)
        if state is not None:
            await self.uses(field.element, field.block["block_id"], state, field.label)

    async def uses(self, element: Json, block_id: str, state: Json, label: str) -> bool:
        """Have the app told of one element, with what it holds now; answer whether it acknowledged."""
        person, workspace = self.person, self._workspace
        action = action_of(workspace, element, block_id, state)
        payload = payloads.view_actions(workspace, person.user, self.view, [action])
        answer = await workspace.sender().interaction(payload)
        heard = acks.take_action(workspace, person.user, action, answer)
        if not heard:
            person.warnings.append(label)
        return heard

    def _fields(self) -> Iterator[Field]:
        reader = self.person.reader
        for block in self.view.blocks:
            for element in elements_of(block):
                if element["type"] in STATEFUL:
                    named = (
                        block["label"]
                        if block["type"] == "input"
                        else element.get("placeholder") or block.get("text")
                    )
                    yield Field(words(named, reader), block, element)

    def _field(self, label: str, nth: int) -> Field:
        found = [field for field in self._fields() if field.label == label]
        if nth >= len(found):
            raise NotThere(f"{self.person.name} finds no field {label!r} among {self.labels}")
        return found[nth]

    async def _meant(self, field: Field, value: Any) -> Any:
        """Turn what a person says into what the element holds."""
        kind = field.element["type"]
        if value is None or kind in TYPED:
            return None if value in (None, "") else str(value)
        if STATEFUL[kind].key.startswith("selected_option"):
            if STATEFUL[kind].many:
                labels = [value] if isinstance(value, str) else list(value)
                return [await self._option(field, one) for one in labels]
            return await self._option(field, value)
        if kind in ("conversations_select", "channels_select"):
            return self._channel(field, value)
        if kind == "users_select":
            return value.user.id if hasattr(value, "user") else self._workspace.user_named(value).id
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return value.isoformat() if isinstance(value, date) else value

    async def _option(self, field: Field, label: str) -> Json:
        element, reader = field.element, self.person.reader
        if element["type"] != "external_select":
            found = matching_option(element, label, reader)
            offered = self.options(field.label)
        else:
            options = await self.suggestions(field, label)
            offered = [option_label(one, reader) for one in options]
            found = next((one for one in options if option_label(one, reader) == label), None)
        if found is None:
            raise NotThere(f"{field.label!r} does not offer {label!r} but {offered}")
        return found

    async def suggestions(self, field: Field, typed: str) -> list[Json]:
        """Type into a menu that asks the app for its options, and read what it offers."""
        least = field.element.get("min_query_length")
        if len(typed) < (3 if least is None else least):
            return []
        person, workspace = self.person, self._workspace
        payload = payloads.block_suggestion(workspace, person.user, field.key, typed, self.view)
        answer = await workspace.sender().interaction(payload)
        return acks.take_options(workspace, person.user, field.element["action_id"], answer)

    def _channel(self, field: Field, value: Channel | str) -> str:
        """Find a conversation that the menu offers her: one that she is in, and that its filter lets through."""
        name = value.name if isinstance(value, Channel) else value.removeprefix("#")
        for channel in self._workspace.offered_to(self.person.user, field.element):
            if channel.name == name:
                return channel.id
        raise NotThere(f"{field.label!r} does not offer {name!r} to {self.person.name}")
