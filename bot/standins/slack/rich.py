"""Rich text: the block that carries its formatting as data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.standins.slack.composition import BY_TYPE, Id, Strict, Url


class Style(Strict):
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    code: bool | None = None
    underline: bool | None = None


class Styled(Strict):
    style: Style | None = None


class Said(Styled):
    type: Literal["text"]
    text: str


class Link(Styled):
    type: Literal["link"]
    url: Url
    text: str | None = None


class UserMention(Styled):
    type: Literal["user"]
    user_id: str


class GroupMention(Styled):
    type: Literal["usergroup"]
    usergroup_id: str


class ChannelMention(Styled):
    type: Literal["channel"]
    channel_id: str


class Broadcast(Styled):
    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]


class Emoji(Styled):
    type: Literal["emoji"]
    name: str


class Moment(Styled):
    type: Literal["date"]
    timestamp: int
    format: str
    url: Url | None = None
    fallback: str | None = None


Inline = Annotated[
    Said | Link | UserMention | GroupMention | ChannelMention | Broadcast | Emoji | Moment, BY_TYPE
]


class RichSection(Strict):
    type: Literal["rich_text_section"]
    elements: list[Inline]


class RichList(Strict):
    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: list[RichSection]
    indent: int | None = Field(default=None, ge=0, le=8)


class RichQuote(Strict):
    type: Literal["rich_text_quote"]
    elements: list[Inline]


class RichPreformatted(Strict):
    type: Literal["rich_text_preformatted"]
    elements: list[Annotated[Said | Link, BY_TYPE]]


Part = Annotated[RichSection | RichList | RichQuote | RichPreformatted, BY_TYPE]


class RichText(Strict):
    type: Literal["rich_text"]
    block_id: Id | None = None
    elements: list[Part] = Field(min_length=1)
