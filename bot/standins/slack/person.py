"""People: they type, press and read, and know nothing of requests."""

from __future__ import annotations

import asyncio
import time

from bot.standins.slack import acks, payloads
from bot.standins.slack.actions import action_of
from bot.standins.slack.check import elements_of
from bot.standins.slack.files import File
from bot.standins.slack.flexpane import Beside, read
from bot.standins.slack.inputs import STATEFUL, state_with
from bot.standins.slack.modal import Home, Modal
from bot.standins.slack.model import Channel, Flexpane, Json, Key, Message
from bot.standins.slack.not_there import NotThere
from bot.standins.slack.reading import Press, matching_option, presses
from bot.standins.slack.seen import Seen
from bot.standins.slack.shortcuts import Chooser
from bot.standins.slack.writer import Writer


class Person(Chooser, Writer):
    """Someone at her screen. What she does goes to the bot; what she sees is read from the workspace."""

    @property
    def modal(self) -> Modal | None:
        """The modal on top of her screen."""
        view = self.workspace.views.top(self.user.id)
        return None if view is None else Modal(self, view)

    @property
    def home(self) -> Home | None:
        """The app's Home tab, once the app has published one for her."""
        view = self.workspace.views.homes.get(self.user.id)
        return None if view is None else Home(self, view)

    def sees(self, channel: Channel) -> list[Seen]:
        """Read a channel: messages by time, and those that only she sees. Replies are in their threads."""
        return [one for one in self._screen(channel) if self._stands_alone(one.message)]

    def thread(self, parent: Seen) -> list[Seen]:
        """Read the replies under a message."""
        shown = self._screen(self.workspace.channels[parent.channel_id])
        return [one for one in shown if one.message.thread_ts == parent.ts and one.ts != parent.ts]

    def last(self, channel: Channel) -> Seen:
        """Read the newest message of a channel."""
        seen = self.sees(channel)
        if not seen:
            raise NotThere(f"{self.name} sees nothing in {channel.name}")
        return seen[-1]

    def again(self, seen: Seen) -> Seen | None:
        """Look at a message anew: as it is now, or None where it is gone."""
        message = self.workspace.messages.find(seen.channel_id, seen.ts)
        return None if message is None else self._see(message)

    async def sees_soon(self, channel: Channel, containing: str, within: float = 5.0) -> Seen:
        """Wait until a message of the channel, or a reply in it, has these words; seconds of real time."""
        deadline = time.monotonic() + within
        while True:
            for seen in reversed(self._screen(channel)):
                if containing in seen.text:
                    return seen
            if time.monotonic() > deadline:
                texts = "\n---\n".join(one.text for one in self.sees(channel)) or "(nothing)"
                raise NotThere(
                    f"{self.name} sees no {containing!r} in {channel.name} after {within} s, but:\n{texts}"
                )
            await asyncio.sleep(0.01)

    async def clicks(
        self, label: str, on: Seen, *, nth: int = 0, confirm: bool | None = None, stale: bool = False
    ) -> str | None:
        """Press a button or an entry of an overflow menu; answer the address that it leads to, if it leads anywhere.

        Where a dialog asks first, say with `confirm` what she answers. `stale`: her screen has not caught up with an
        edit yet, so she presses what is no longer there.
        """
        press = self._reach(label, on, nth, stale=stale)
        if not self.confirms(press, confirm):
            return None
        await self._press(press, on)
        return press.url

    async def double_clicks(self, label: str, on: Seen, *, nth: int = 0, confirm: bool | None = None) -> None:
        """Press twice in the same instant: two requests, each signed and with a trigger of its own."""
        press = self._reach(label, on, nth, stale=False)
        if self.confirms(press, confirm):
            await asyncio.gather(self._press(press, on), self._press(press, on))

    async def chooses(self, option: str, on: Seen, *, nth: int = 0) -> None:
        """Choose from a menu in a message: the `nth` of those that offer such an option."""
        offers = [
            (block["block_id"], element, found)
            for block in on.blocks
            for element in [*(block.get("elements") or []), block.get("accessory") or {}]
            if element.get("type") in STATEFUL and (found := matching_option(element, option, self.reader))
        ]
        if nth >= len(offers):
            raise NotThere(f"{self.name} finds no menu that offers {option!r} in:\n{on.text}")
        block_id, element, found = offers[nth]
        value = [found] if STATEFUL[element["type"]].many else found
        values = self.workspace.messages.values_of(on.message, self.user.id)
        state = values[block_id, element["action_id"]] = state_with(element, value)
        await self.uses(element, block_id, state, on, option)

    async def suggestions(self, on: Seen, typed: str = "", *, nth: int = 0) -> list[Json]:
        """Type into a menu of a message that asks the app for its options, and read what it offers."""
        menus = [
            (block["block_id"], element)
            for block in on.blocks
            for element in elements_of(block)
            if element["type"] == "external_select"
        ]
        if nth >= len(menus):
            raise NotThere(f"{self.name} finds no menu to type in in:\n{on.text}")
        block_id, element = menus[nth]
        return await self.suggests(on, (block_id, element["action_id"]), typed)

    async def suggests(self, on: Seen, key: Key, typed: str) -> list[Json]:
        """Ask the app what a menu of a message offers for what is typed."""
        payload = payloads.block_suggestion(self.workspace, self.user, key, typed, on.message)
        answer = await self.workspace.sender().interaction(payload)
        return acks.take_options(self.workspace, self.user, key[1], answer)

    async def opens_from_menu(self, label: str, on: Seen, *, typed: str = "", nth: int = 0) -> None:
        """Choose a line of such a menu: the first that has these words."""
        offered = await self.suggestions(on, typed, nth=nth)
        found = next((one for one in offered if label in one["text"]["text"]), None)
        if found is None:
            raise NotThere(
                f"the menu does not offer {label!r} but {[one['text']['text'] for one in offered]}"
            )
        block_id, element = [
            (block["block_id"], one)
            for block in on.blocks
            for one in elements_of(block)
            if one["type"] == "external_select"
        ][nth]
        state = state_with(element, found)
        self.workspace.messages.values_of(on.message, self.user.id)[block_id, element["action_id"]] = state
        await self.uses(element, block_id, state, on, label)

    def opens_file(self, on: Seen, nth: int = 0) -> File:
        """Open a file of a message that she sees. Raises NotThere where there is none, or it was deleted."""
        now = self.again(on)
        files = [self.workspace.files.all[one] for one in (now.message.files if now else [])]
        if nth >= len(files) or files[nth].deleted:
            raise NotThere(f"{self.name} finds no file in:\n{on.text}")
        return files[nth]

    async def opens_home(self) -> None:
        """Open the app's Home tab."""
        told = {} if self.home is None else {"view": self.workspace.views.as_told(self.home.view)}
        await self._opens("home", told)

    async def opens_object(self, on: Seen) -> None:
        """Open the Work Object of a message beside the conversation; what it shows then is `flexpane`."""
        now = self.again(on)
        if now is None or not now.objects:
            raise NotThere(f"{self.name} finds no Work Object to open in:\n{on.text}")
        pane = Flexpane(self.user.id, on.channel_id, on.ts, now.objects[0])
        self.workspace.flexpanes[self.user.id] = pane
        await self.workspace.emits(
            payloads.details_requested(self.workspace, self.user, pane, on.message.thread_ts)
        )

    @property
    def flexpane(self) -> Beside | None:
        """What stands beside the conversation."""
        pane = self.workspace.flexpanes.get(self.user.id)
        return None if pane is None else read(pane, self.reader)

    def reloads(self) -> None:
        """Reload Slack: messages that only she saw are gone, as they are for everyone who reloads."""
        self.workspace.messages.forget_ephemerals(self.user.id)

    def _screen(self, channel: Channel) -> list[Seen]:
        """All that a channel holds for her, replies too; nothing where she is not in it."""
        if self.user.id not in channel.members:
            return []
        return [self._see(one) for one in self.workspace.messages.seen_in(channel.id, self.user.id)]

    @staticmethod
    def _stands_alone(message: Message) -> bool:
        return message.thread_ts in (None, message.ts) or message.broadcast

    def _see(self, message: Message) -> Seen:
        return Seen.of(message, self.reader)

    def _reach(self, label: str, on: Seen, nth: int, *, stale: bool) -> Press:
        now = on if stale else self.again(on)
        found = [press for press in presses(now.blocks if now else []) if label in press.names]
        if nth >= len(found):
            there = ", ".join(now.buttons) if now else "the message is gone"
            raise NotThere(f"{self.name} finds no {label!r} to press ({there}) in:\n{on.text}")
        return found[nth]

    async def _press(self, press: Press, on: Seen) -> None:
        chosen = {} if press.option is None else {"selected_option": press.option}
        await self.uses(press.element, press.block_id, chosen, on, press.label)

    async def uses(self, element: Json, block_id: str, state: Json, on: Seen, label: str) -> bool:
        """Have the app told of one element of a message, with what it holds now; answer whether it acknowledged."""
        workspace, courier = self.workspace, self.workspace.sender()
        channel = workspace.channels[on.channel_id]
        address = workspace.tickets.address("actions", self.user.id, channel.id, on.message)
        action = action_of(workspace, element, block_id, state)
        payload = payloads.message_actions(
            workspace, self.user, channel, on.message, [action], address, courier.base_url
        )
        heard = acks.take_action(workspace, self.user, action, await courier.interaction(payload))
        if not heard:
            self.warnings.append(label)
        return heard
