"""What a workspace is made of: people, channels, messages, views, and what went over the wire."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar, cast

Json = dict[str, Any]
Clock = Callable[[], datetime]
Key = tuple[str, str]
"""A block id and an action id: where in a message or a view a value lives."""

Kept = TypeVar("Kept")


def copied(kept: Kept) -> Kept:
    """Copy a payload whole, six times as quickly as `deepcopy`: a stand-in does little else."""
    return cast("Kept", pickle.loads(pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)))  # noqa: S301 - it was ours a moment ago


class SlackError(Exception):
    """A Web API method says no. `code` is Slack's own word; `messages` go into `response_metadata`."""

    def __init__(self, code: str, *messages: str, **more: Any) -> None:
        super().__init__(f"{code} {'; '.join(messages)}".strip())
        self.code = code
        self.messages = list(messages)
        self.more = more


class NotHereYet(SlackError):
    """What Slack has not brought to this workspace: nobody's mistake."""


@dataclass
class User:
    """Someone in the workspace. Whoever sets a field changes what `users.info` says from then on."""

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "Europe/London"
    locale: str = "en-GB"
    email: str = ""
    hour24: bool = True
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False


class Member(Protocol):
    """Whoever has a user: the people that a story is told with."""

    user: User


@dataclass
class UserGroup:
    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)


@dataclass
class Channel:
    """A conversation. `open_to_all` channels take in everyone who comes to the workspace later, too."""

    id: str
    name: str
    kind: Literal["public", "private", "im"] = "public"
    members: list[str] = field(default_factory=list)
    open_to_all: bool = False
    has_bot: bool = True
    is_archived: bool = False
    shared_with: str | None = None
    prompts: dict[str, str] = field(default_factory=dict)
    """What the app suggests to write there, by what is shown."""

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    @property
    def is_im(self) -> bool:
        return self.kind == "im"


@dataclass
class Message:
    """A message, or an ephemeral one when it has a `reader`. `past` keeps what it said before each edit."""

    ts: str
    channel_id: str
    user_id: str
    text: str
    blocks: list[Json]
    posted: datetime
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """By their ids."""
    by_bot: bool = True
    other_bot: str | None = None
    """Which other app's bot wrote it."""
    reader: str | None = None
    edited_ts: str | None = None
    deleted: bool = False
    values: dict[str, dict[Key, Json]] = field(default_factory=dict)
    past: list[Json] = field(default_factory=list)

    @property
    def is_ephemeral(self) -> bool:
        return self.reader is not None


@dataclass
class View:
    """A modal or a Home tab of one person: what the app sent, and what the person has put in since."""

    id: str
    user_id: str
    body: Json
    hash: str
    root_id: str
    values: dict[Key, Json] = field(default_factory=dict)
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    notice: str | None = None
    channel_id: str | None = None

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks


@dataclass
class Flexpane:
    """The pane beside a conversation in which one person reads more of a Work Object: what the message shows of it, and what the app says."""

    user_id: str
    channel_id: str
    message_ts: str
    entity: Json
    presented: Json | None = None
    error: Json | None = None
    sign_in: str | None = None


@dataclass
class Trigger:
    id: str
    user_id: str
    issued: datetime
    issued_monotonic: float
    channel_id: str | None = None
    view_id: str | None = None
    flexpane: Flexpane | None = None
    exchanged: bool = False


@dataclass
class ResponseUrl:
    """Where an app may answer one interaction. `message_ts` is what `replace_original` replaces."""

    path: str
    user_id: str
    channel_id: str
    issued: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Call:
    """One request over the wire: `in` goes to the bot, `out` comes from it. `took` is in seconds of real time.

    `number` counts the requests of a workspace by their beginning; `signature` is what one to the bot was signed with.
    """

    way: Literal["in", "out"]
    what: str
    sent: Any
    at: datetime
    answer: Any = None
    status: int | None = None
    error: str | None = None
    took: float | None = None
    number: int = 0
    signature: str | None = None


@dataclass(frozen=True)
class Complaint:
    """Something Slack would hold against the app: an answer too late or unreadable, a call it had to refuse."""

    about: str
    why: str
    user_id: str | None = None

    def __str__(self) -> str:
        return f"{self.about}: {self.why}"
