"""What somebody said to Frontdesk: read out of the event that Slack tells it by.

https://docs.slack.dev/reference/events/message.im
https://docs.slack.dev/reference/events/app_mention
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

Body = Mapping[str, object]
MENTION, MESSAGE = "app_mention", "message"
HEARD = ("message.im", MENTION)
"""The events that tell what somebody said to us, as one subscribes to them."""
_BY_PEOPLE = frozenset({"file_share", "thread_broadcast"})
"""The subtypes of what somebody has just written, where it has one; all others tell of something that happened to a message, or of a bot's."""
SLACKBOT = "USLACKBOT"


class Said(Struct, frozen=True):
    """What one person said, and where. `ts` names the message in its channel, whatever else is told of it later."""

    user: str
    channel: str
    ts: str
    text: str
    thread: str = ""
    """The message that heads the thread that it stands in."""

    @property
    def name(self) -> str:
        """What names it among all that was said."""
        return f"{self.channel}:{self.ts}"

    @property
    def direct(self) -> bool:
        """Whether it was said in a conversation with Frontdesk alone."""
        return self.channel.startswith("D")

    @property
    def at(self) -> datetime:
        return moment_of(self.ts)

    @property
    def answered_in(self) -> str:
        """The thread that an answer belongs into; empty: it follows in the conversation."""
        return self.thread if self.direct else self.thread or self.ts


def said_in(body: Body) -> Said | None:
    """Read what a person said to us; None for what bots and Slack itself write, and for what was changed or deleted."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("type") not in (MENTION, MESSAGE):
        return None
    if event["type"] == MESSAGE and event.get("channel_type") != "im":
        return None
    said = of_person(event)
    if said is None or (event["type"] == MESSAGE) != said.direct:
        return None
    return _without_name(said, _ourselves(body))


def of_person(message: Body, channel: str = "") -> Said | None:
    """Read a message of a conversation; None where no person wrote it, or it can't be told who did and when."""
    found = {name: message.get(name) for name in ("user", "channel", "ts", "text", "thread_ts")}
    user, where, ts = found["user"], found["channel"] or channel, found["ts"]
    if not (isinstance(user, str) and isinstance(where, str) and isinstance(ts, str) and user and where):
        return None
    if message.get("bot_id") or message.get("bot_profile") or message.get("hidden") or user == SLACKBOT:
        return None
    subtype = message.get("subtype")
    if not (subtype is None or (isinstance(subtype, str) and subtype in _BY_PEOPLE)) or not _is_moment(ts):
        return None
    thread = found["thread_ts"]
    text = found["text"]
    thread = thread if isinstance(thread, str) and thread != ts and _is_moment(thread) else ""
    return Said(user, where, ts, text if isinstance(text, str) else "", thread)


def moment_of(ts: str) -> datetime:
    """When a message was written."""
    return datetime.fromtimestamp(float(ts), UTC)


def _is_moment(ts: str) -> bool:
    seconds, dot, rest = ts.partition(".")
    figures = seconds + rest
    return bool(dot) and figures.isascii() and figures.isdecimal() and 9 <= len(seconds) <= 11


def _without_name(said: Said, ourselves: str) -> Said:
    """Take our own name out of it: who is spoken to is no part of what is said."""
    text = said.text.replace(f"<@{ourselves}>", " ") if ourselves else said.text
    if text == said.text and not said.direct and text.lstrip().startswith("<@"):
        text = text.partition(">")[2]
    return Said(said.user, said.channel, said.ts, text.strip().lstrip(",:").strip(), said.thread)


def _ourselves(body: Body) -> str:
    """The id that our bot has there; empty where Slack does not say."""
    told = body.get("authorizations")
    first = told[0] if isinstance(told, list) and told else None
    user = first.get("user_id") if isinstance(first, Mapping) and first.get("is_bot") else None
    return user if isinstance(user, str) else ""
