"""A message as one person sees it at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from bot.standins.slack.flexpane import lines as shown
from bot.standins.slack.flexpane import title_of
from bot.standins.slack.model import Json, Message, copied
from bot.standins.slack.mrkdwn import Reader, plain, spans
from bot.standins.slack.reading import lines, presses


@dataclass(frozen=True)
class Seen:
    """What stood on her screen: it does not change when the message does, so that she can press what is no more.

    `text` is what a person reads, in her own zone; `fallback` is what notifications and screen readers say.
    """

    message: Message = field(repr=False)
    reader: Reader = field(repr=False)
    author: str
    blocks: list[Json] = field(repr=False)
    said: str
    """Its text in mrkdwn."""
    is_edited: bool = False

    @classmethod
    def of(cls, message: Message, reader: Reader) -> Seen:
        """What stands there now: an edit gives a message other blocks, and changes none."""
        return cls(
            message=message,
            reader=reader,
            author=reader.name_of(message.user_id) or "someone",
            blocks=message.blocks,
            said=message.text,
            is_edited=message.edited_ts is not None,
        )

    @cached_property
    def text(self) -> str:
        return "\n".join(lines(self.blocks, self.reader)) if self.blocks else self.fallback

    @cached_property
    def fallback(self) -> str:
        return plain(self.said, self.reader)

    @property
    def ts(self) -> str:
        return self.message.ts

    @property
    def channel_id(self) -> str:
        return self.message.channel_id

    @property
    def is_ephemeral(self) -> bool:
        """Whether it says "Only visible to you"."""
        return self.message.is_ephemeral

    @property
    def objects(self) -> list[Json]:
        """The Work Objects that it shows to all its readers."""
        return copied((self.message.metadata or {}).get("entities") or [])

    @property
    def object_text(self) -> str:
        """What is to be read on them."""
        return "\n".join("\n".join([title_of(one), *shown(one, self.reader)]) for one in self.objects)

    @property
    def buttons(self) -> list[str]:
        """The labels of all that can be pressed, entries of overflow menus too."""
        return [press.label for press in presses(self.blocks)]

    @property
    def links(self) -> dict[str, str]:
        """Where it leads: addresses by the words that carry them, of link buttons and of links in the text."""
        found = {press.label: press.url for press in presses(self.blocks) if press.url}
        for text in _mrkdwn_in(self.blocks) if self.blocks else [self.message.text]:
            found |= {span.text: span.url for span in spans(text, self.reader) if span.url}
        return found

    @property
    def pings(self) -> list[str]:
        """Whom it notifies by name, `@channel` and its like among them: in the text or in the blocks."""
        texts = [self.message.text, *_mrkdwn_in(self.blocks)]
        return list(
            dict.fromkeys(span.text for text in texts for span in spans(text, self.reader) if span.pings)
        )


def _mrkdwn_in(part: object) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _mrkdwn_in(one)]
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") == "mrkdwn" else []
        return own + [text for one in part.values() for text in _mrkdwn_in(one)]
    return []
