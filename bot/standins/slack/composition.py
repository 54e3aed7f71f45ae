"""Block Kit's smaller parts and its elements, as strict as Slack: every limit, no misspelt key.

Limits: https://docs.slack.dev/reference/block-kit and the types that Slack publishes for its own SDKs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError


class Strict(BaseModel):
    """Refuses keys that Slack does not know, and values of another type than Slack's."""

    model_config = ConfigDict(extra="forbid", strict=True)


def fault(message: str) -> PydanticCustomError:
    return PydanticCustomError("slack", "{words}", {"words": message})


BY_TYPE = Field(discriminator="type")
"""Tells the members of a union apart by `type` alone, so that a fault is named in its one right place."""


class PlainText(Strict):
    type: Literal["plain_text"]
    text: str = Field(min_length=1, max_length=3000)
    emoji: bool | None = None


class Mrkdwn(Strict):
    type: Literal["mrkdwn"]
    text: str = Field(min_length=1, max_length=3000)
    verbatim: bool | None = None


Text = Annotated[PlainText | Mrkdwn, BY_TYPE]


def at_most(limit: int) -> Callable[[Any], Any]:
    """Narrow a text object to `limit` characters."""

    def check(value: Any) -> Any:
        if len(value.text) > limit:
            raise PydanticCustomError(
                "slack_text", "{words}", {"words": f"must be less than {limit + 1} characters"}
            )
        return value

    return check


Plain24 = Annotated[PlainText, AfterValidator(at_most(24))]
Plain30 = Annotated[PlainText, AfterValidator(at_most(30))]
Plain75 = Annotated[PlainText, AfterValidator(at_most(75))]
Plain100 = Annotated[PlainText, AfterValidator(at_most(100))]
Plain150 = Annotated[PlainText, AfterValidator(at_most(150))]
Plain2000 = Annotated[PlainText, AfterValidator(at_most(2000))]
Text75 = Annotated[Text, AfterValidator(at_most(75))]
Text300 = Annotated[Text, AfterValidator(at_most(300))]
Text2000 = Annotated[Text, AfterValidator(at_most(2000))]
Id = Annotated[str, Field(min_length=1, max_length=255)]
Url = Annotated[str, Field(min_length=1, max_length=3000, pattern=r"^[a-z][a-z0-9+.-]*:[^\s]+$")]
"""An address without a space in it: Slack refuses the others."""


class Confirm(Strict):
    title: Plain100
    text: Text300
    confirm: Plain30
    deny: Plain30
    style: Literal["primary", "danger"] | None = None


class Option(Strict):
    """A choice. Slack's own sources disagree whether a value has 75 or 150 characters: 75 is safe."""

    text: Plain75
    value: str = Field(max_length=75)
    description: Plain75 | None = None


class RichOption(Strict):
    """A choice of radio buttons and checkboxes: these may be formatted."""

    text: Text75
    value: str = Field(max_length=75)
    description: Text75 | None = None


class OverflowOption(Option):
    url: Url | None = None


class OptionGroup(Strict):
    label: Plain75
    options: list[Option] = Field(min_length=1, max_length=100)


class ConversationFilter(Strict):
    include: list[Literal["im", "mpim", "private", "public"]] | None = Field(default=None, min_length=1)
    exclude_external_shared_channels: bool | None = None
    exclude_bot_users: bool | None = None


class DispatchActionConfig(Strict):
    trigger_actions_on: list[Literal["on_enter_pressed", "on_character_entered"]] = Field(min_length=1)


class Actionable(Strict):
    action_id: Id | None = None


class Focusable(Actionable):
    focus_on_load: bool | None = None


class Menu(Focusable):
    placeholder: Plain150 | None = None
    confirm: Confirm | None = None


class TextEntry(Focusable):
    placeholder: Plain150 | None = None
    dispatch_action_config: DispatchActionConfig | None = None


class Choices(Menu):
    options: list[Option] | None = Field(default=None, min_length=1, max_length=100)
    option_groups: list[OptionGroup] | None = Field(default=None, min_length=1, max_length=100)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.options is None) == (self.option_groups is None):
            raise fault("must have exactly one of options and option_groups")
        return self

    def offered(self) -> list[Option]:
        return self.options or [one for group in self.option_groups or [] for one in group.options]


def among(chosen: list[Any], offered: list[Any]) -> None:
    """Refuse an initial choice that is not exactly one of the choices: Slack compares whole options."""
    if any(one not in offered for one in chosen):
        raise fault("initial option must exactly match one of the options")


def in_order(low: float | None, high: float | None, words: str) -> None:
    if low is not None and high is not None and low > high:
        raise fault(words)
