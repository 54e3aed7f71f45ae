"""Whoever sits before a screen: who she is, how she reads, and what she answers when a dialog asks."""

from __future__ import annotations

from bot.standins.slack.dates import DateStyle
from bot.standins.slack.events import Events
from bot.standins.slack.model import User
from bot.standins.slack.mrkdwn import Reader
from bot.standins.slack.not_there import NotThere
from bot.standins.slack.reading import Press


class Viewer:
    """Someone at her screen."""

    def __init__(self, workspace: Events, user: User) -> None:
        self.workspace = workspace
        self.user = user
        self.name = user.real_name
        self.warnings: list[str] = []
        """Labels that Slack put a warning sign beside, because nobody acknowledged them."""
        self.asked: str | None = None
        """What the last confirmation dialog said."""

    def __repr__(self) -> str:
        return f"Person({self.name!r})"

    @property
    def reader(self) -> Reader:
        style = DateStyle(self.user.tz, american=self.user.locale == "en-US", hour24=self.user.hour24)
        return Reader(style, self.workspace.clock(), self.workspace.name_of)

    def confirms(self, press: Press, answer: bool | None) -> bool:
        """Answer the dialog of what she presses. A test that meets a dialog unawares, or misses one, is told."""
        dialog = press.element.get("confirm")
        if dialog is None:
            if answer is not None:
                raise NotThere(f"no dialog asks {self.name} about {press.label!r}")
            return True
        self.asked = "\n".join(dialog[part]["text"] for part in ("title", "text"))
        if answer is None:
            raise NotThere(
                f"a dialog asks {self.name} about {press.label!r}: say confirm=True or False\n{self.asked}"
            )
        return answer
