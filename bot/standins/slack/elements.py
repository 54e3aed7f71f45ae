"""Block Kit's elements: what stands in an input, an actions block or beside a section."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from bot.standins.slack.composition import (
    BY_TYPE,
    Actionable,
    Choices,
    Confirm,
    ConversationFilter,
    Focusable,
    Menu,
    Option,
    OverflowOption,
    Plain75,
    RichOption,
    Strict,
    TextEntry,
    Url,
    among,
    fault,
    in_order,
)


class Button(Actionable):
    type: Literal["button"]
    text: Plain75
    value: str | None = Field(default=None, max_length=2000)
    url: Url | None = None
    style: Literal["primary", "danger"] | None = None
    confirm: Confirm | None = None
    accessibility_label: str | None = Field(default=None, min_length=1, max_length=75)


class Overflow(Actionable):
    type: Literal["overflow"]
    options: list[OverflowOption] = Field(min_length=1, max_length=5)
    confirm: Confirm | None = None


class Image(Strict):
    type: Literal["image"]
    image_url: Url
    alt_text: str = Field(min_length=1, max_length=2000)


class PlainTextInput(TextEntry):
    type: Literal["plain_text_input"]
    initial_value: str | None = Field(default=None, max_length=3000)
    multiline: bool | None = None
    min_length: int | None = Field(default=None, ge=0, le=3000)
    max_length: int | None = Field(default=None, ge=1, le=3000)

    @model_validator(mode="after")
    def _lengths(self) -> Self:
        in_order(self.min_length, self.max_length, "min_length must not be greater than max_length")
        return self


class EmailInput(TextEntry):
    type: Literal["email_text_input"]
    initial_value: str | None = None


class UrlInput(TextEntry):
    type: Literal["url_text_input"]
    initial_value: str | None = None


Number = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


class NumberInput(TextEntry):
    type: Literal["number_input"]
    is_decimal_allowed: bool
    initial_value: Number | None = None
    min_value: Number | None = None
    max_value: Number | None = None

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        low, high = (None if bound is None else float(bound) for bound in (self.min_value, self.max_value))
        in_order(low, high, "min_value must not be greater than max_value")
        return self


class StaticSelect(Choices):
    type: Literal["static_select"]
    initial_option: Option | None = None

    @model_validator(mode="after")
    def _initial(self) -> Self:
        among([self.initial_option] if self.initial_option else [], self.offered())
        return self


class MultiStaticSelect(Choices):
    type: Literal["multi_static_select"]
    initial_options: list[Option] | None = None
    max_selected_items: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _initial(self) -> Self:
        among(self.initial_options or [], self.offered())
        return self


class ExternalSelect(Menu):
    type: Literal["external_select"]
    initial_option: Option | None = None
    min_query_length: int | None = Field(default=None, ge=0)


class UsersSelect(Menu):
    type: Literal["users_select"]
    initial_user: str | None = None


class ConversationsSelect(Menu):
    type: Literal["conversations_select"]
    initial_conversation: str | None = None
    default_to_current_conversation: bool | None = None
    filter: ConversationFilter | None = None
    response_url_enabled: bool | None = None


class ChannelsSelect(Menu):
    type: Literal["channels_select"]
    initial_channel: str | None = None
    response_url_enabled: bool | None = None


class Checkboxes(Focusable):
    type: Literal["checkboxes"]
    options: list[RichOption] = Field(min_length=1, max_length=10)
    initial_options: list[RichOption] | None = Field(default=None, min_length=1)
    confirm: Confirm | None = None

    @model_validator(mode="after")
    def _initial(self) -> Self:
        among(self.initial_options or [], self.options)
        return self


class RadioButtons(Focusable):
    type: Literal["radio_buttons"]
    options: list[RichOption] = Field(min_length=1, max_length=10)
    initial_option: RichOption | None = None
    confirm: Confirm | None = None

    @model_validator(mode="after")
    def _initial(self) -> Self:
        among([self.initial_option] if self.initial_option else [], self.options)
        return self


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise fault("must be a valid date in the form YYYY-MM-DD") from None
    return text


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise fault("must be a valid IANA timezone")
    return name


class DatePicker(Menu):
    type: Literal["datepicker"]
    initial_date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)] | None = None


class TimePicker(Menu):
    type: Literal["timepicker"]
    initial_time: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    timezone: Annotated[str, AfterValidator(_zone)] | None = None


class DateTimePicker(Focusable):
    type: Literal["datetimepicker"]
    initial_date_time: int | None = Field(default=None, ge=10**9, lt=10**10)
    confirm: Confirm | None = None


Select = (
    StaticSelect | MultiStaticSelect | ExternalSelect | UsersSelect | ConversationsSelect | ChannelsSelect
)
Choice = Select | Checkboxes | RadioButtons
Typed = PlainTextInput | EmailInput | UrlInput | NumberInput

InActions = Annotated[Button | Overflow | Choice | DatePicker | TimePicker | DateTimePicker, BY_TYPE]
InInput = Annotated[Typed | Choice | DatePicker | TimePicker | DateTimePicker, BY_TYPE]
BesideSection = Annotated[Button | Overflow | Image | Choice | DatePicker | TimePicker, BY_TYPE]
