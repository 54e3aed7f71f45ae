"""What a person chooses from a message's menu, or from Slack's own: the app's shortcuts.

https://docs.slack.dev/interactivity/implementing-shortcuts
"""

from __future__ import annotations

from bot.standins.slack import acks, payloads
from bot.standins.slack.not_there import NotThere
from bot.standins.slack.seen import Seen
from bot.standins.slack.viewer import Viewer


class Chooser(Viewer):
    """Someone with a menu open."""

    def menu_of(self, on: Seen) -> list[str]:
        """Read which of the app's shortcuts a message's menu offers; those that only she sees have none."""
        return [] if on.is_ephemeral else self._shortcuts("message")

    @property
    def shortcuts(self) -> list[str]:
        """Read which of the app's shortcuts Slack's own menu offers."""
        return self._shortcuts("global")

    async def uses_shortcut(self, name: str, on: Seen | None = None) -> bool:
        """Choose a shortcut of the app from a message's menu, or from Slack's own; answer whether it was acknowledged."""
        offered = self.shortcuts if on is None else self.menu_of(on)
        if name not in offered:
            raise NotThere(f"{self.name} is not offered {name!r} but {offered}")
        workspace, courier = self.workspace, self.workspace.sender()
        callback = next(str(one["callback_id"]) for one in workspace.shortcuts if one["name"] == name)
        if on is None:
            payload = payloads.global_shortcut(workspace, self.user, callback)
        else:
            channel = workspace.channels[on.channel_id]
            address = workspace.tickets.address("actions", self.user.id, channel.id)
            payload = payloads.message_shortcut(
                workspace, self.user, channel, on.message, callback, address, courier.base_url
            )
        return acks.take_shortcut(workspace, self.user, name, await courier.interaction(payload))

    def _shortcuts(self, kind: str) -> list[str]:
        return [str(one["name"]) for one in self.workspace.shortcuts if one["type"] == kind]
