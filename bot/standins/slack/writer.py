"""Whoever writes: in a channel, in a thread, to the app; and changes or takes back what she wrote."""

from __future__ import annotations

from bot.standins.slack import acks, own_commands, payloads
from bot.standins.slack.messages import as_told
from bot.standins.slack.model import Channel, Json
from bot.standins.slack.not_there import NotThere
from bot.standins.slack.said import as_kept
from bot.standins.slack.seen import Seen
from bot.standins.slack.viewer import Viewer


class Writer(Viewer):
    """Someone at her keyboard."""

    @property
    def dm(self) -> Channel:
        """Her conversation with the app."""
        return self.workspace.dm(self.user)

    async def types(self, text: str, in_: Channel, under: Seen | None = None) -> None:
        """Type into a channel, or into the thread `under` a message: a slash command goes to the bot, anything else is said there."""
        if self.user.id not in in_.members:
            raise NotThere(f"{self.name} is not in {in_.name}")
        if in_.is_archived:
            raise NotThere(f"{in_.name} is archived")
        if under is not None or not text.startswith("/"):
            await self._says(text, in_, under)
            return
        if own_commands.run(self.workspace, self.user, in_, text):
            return
        command, _, rest = text.partition(" ")
        if self.workspace.commands is not None and command not in self.workspace.commands:
            acks.slackbot_says(self.workspace, self.user, in_, f"{command} is not a valid command.")
            return
        courier = self.workspace.sender()
        address = self.workspace.tickets.address("commands", self.user.id, in_.id)
        form = payloads.command(
            self.workspace, self.user, in_, command, rest.strip(), courier.base_url + address.path
        )
        answer = await courier.command(form)
        acks.take_command(self.workspace, self.user, in_, text, address, answer)

    async def _says(self, text: str, in_: Channel, under: Seen | None) -> None:
        workspace = self.workspace
        if text.startswith("/"):
            words = f"{text.split()[0]} is not supported in threads. Sorry!"
            acks.slackbot_says(workspace, self.user, in_, words)
            return
        thread = None if under is None else under.message.thread_ts or under.ts
        kept = as_kept(workspace, text)
        said = workspace.messages.post(in_, self.user.id, kept, thread_ts=thread, by_bot=False)
        workspace.traffic.tell("message", said)
        await workspace.tells_of(said)

    async def edits(self, seen: Seen, text: str) -> None:
        """Change what she wrote."""
        before = as_told(seen.message)
        self.workspace.messages.edit(seen.message, as_kept(self.workspace, text), None)
        self.workspace.traffic.tell("message", seen.message)
        await self.workspace.tells_of(seen.message, before)

    async def deletes(self, seen: Seen) -> None:
        """Take back what she wrote."""
        before = as_told(seen.message)
        self.workspace.messages.delete(seen.message)
        self.workspace.traffic.tell("message", seen.message)
        await self.workspace.tells_of(seen.message, before)

    async def opens_messages(self) -> None:
        """Open her conversation with the app."""
        await self._opens("messages", {})

    async def takes_prompt(self, title: str) -> None:
        """Press one of the prompts that the app suggests above her conversation with it."""
        message = self.dm.prompts.get(title)
        if message is None:
            raise NotThere(f"nothing suggests {title!r} to {self.name}: {list(self.dm.prompts)}")
        await self.types(message, in_=self.dm)

    async def _opens(self, tab: str, told: Json) -> None:
        inner = {"type": "app_home_opened", "user": self.user.id, "channel": self.dm.id, "tab": tab, **told}
        await self.workspace.emits(inner)
