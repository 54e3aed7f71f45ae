"""Block Kit's blocks and views, and which of them stand where."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.standins.slack.charts import DataVisualization
from bot.standins.slack.composition import (
    BY_TYPE,
    Id,
    Mrkdwn,
    Plain24,
    Plain150,
    Plain2000,
    PlainText,
    Strict,
    Text,
    Text2000,
    Url,
    at_most,
    fault,
)
from bot.standins.slack.elements import BesideSection, Button, Image, InActions, InInput
from bot.standins.slack.rich import RichText


class Block(Strict):
    block_id: Id | None = None


class Section(Block):
    type: Literal["section"]
    text: Text | None = None
    fields: list[Text2000] | None = Field(default=None, min_length=1, max_length=10)
    accessory: BesideSection | None = None
    expand: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and self.fields is None:
            raise fault("missing required field: text or fields")
        return self


class Divider(Block):
    type: Literal["divider"]


class Header(Block):
    type: Literal["header"]
    text: Plain150


class Context(Block):
    type: Literal["context"]
    elements: list[Annotated[Image | PlainText | Mrkdwn, BY_TYPE]] = Field(min_length=1, max_length=10)


class Actions(Block):
    type: Literal["actions"]
    elements: list[InActions] = Field(min_length=1, max_length=25)


class ImageBlock(Block):
    type: Literal["image"]
    image_url: Url
    alt_text: str = Field(min_length=1, max_length=2000)
    title: Plain2000 | None = None


class Input(Block):
    type: Literal["input"]
    label: Plain2000
    element: InInput
    hint: Plain2000 | None = None
    optional: bool | None = None
    dispatch_action: bool | None = None


class Alert(Block):
    """Modals only."""

    type: Literal["alert"]
    text: Text
    level: Literal["default", "info", "warning", "error", "success"] | None = None


class Markdown(Block):
    """Messages only; the 12,000 characters are shared by all of a message."""

    type: Literal["markdown"]
    text: str = Field(min_length=1, max_length=12_000)


class RawText(Strict):
    type: Literal["raw_text"]
    text: str = Field(min_length=1)


class ColumnSetting(Strict):
    align: Literal["left", "center", "right"] | None = None
    is_wrapped: bool | None = None


Cell = Annotated[RawText | RichText, BY_TYPE]


class Table(Block):
    """Messages only, one in each."""

    type: Literal["table"]
    rows: list[Annotated[list[Cell], Field(min_length=1, max_length=20)]] = Field(
        min_length=1, max_length=100
    )
    column_settings: list[ColumnSetting | None] | None = Field(default=None, max_length=20)


class Card(Block):
    """Messages only."""

    type: Literal["card"]
    hero_image: Image | None = None
    icon: Image | None = None
    title: Annotated[Mrkdwn, AfterValidator(at_most(150))] | None = None
    subtitle: Annotated[Mrkdwn, AfterValidator(at_most(150))] | None = None
    body: Annotated[Mrkdwn, AfterValidator(at_most(200))] | None = None
    actions: list[Button] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.hero_image or self.title or self.actions or self.body):
            raise fault("must have at least one of hero_image, title, actions and body")
        return self


class Carousel(Block):
    """Messages only."""

    type: Literal["carousel"]
    elements: list[Card] = Field(min_length=1, max_length=10)


Common = Section | Divider | Header | Context | Actions | ImageBlock | Input | RichText
InMessage = Annotated[Common | Markdown | Table | Card | Carousel | DataVisualization, BY_TYPE]
InModal = Annotated[Common | Alert, BY_TYPE]
InHome = Annotated[Common, BY_TYPE]


class MessageBlocks(Strict):
    blocks: list[InMessage] = Field(max_length=50)


class ModalBlocks(Strict):
    blocks: list[InModal] = Field(min_length=1, max_length=100)


class HomeBlocks(Strict):
    blocks: list[InHome] = Field(max_length=100)


class _AnyView(Strict):
    private_metadata: str | None = Field(default=None, max_length=3000)
    callback_id: str | None = Field(default=None, max_length=255)
    external_id: str | None = Field(default=None, max_length=255)


class Modal(_AnyView):
    type: Literal["modal"]
    title: Plain24
    blocks: list[InModal] = Field(max_length=100)
    submit: Plain24 | None = None
    close: Plain24 | None = None
    clear_on_close: bool | None = None
    notify_on_close: bool | None = None
    submit_disabled: bool | None = None

    @model_validator(mode="after")
    def _can_be_sent(self) -> Self:
        if self.submit is None and any(isinstance(block, Input) for block in self.blocks):
            raise fault("missing required field: submit")
        return self


class Home(_AnyView):
    type: Literal["home"]
    blocks: list[InHome] = Field(max_length=100)
