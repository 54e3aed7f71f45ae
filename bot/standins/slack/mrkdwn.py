"""Read Slack's mrkdwn as its reader sees it: mentions as names, dates in her own zone, entities as characters.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.standins.slack.dates import DateStyle, written


@dataclass(frozen=True)
class Reader:
    """Who reads: her zone and clock, and how she sees the names behind ids."""

    dates: DateStyle
    now: datetime
    name_of: Callable[[str], str | None]


@dataclass(frozen=True)
class Span:
    """A run of text that looks one way (bold, italic, strike, code, a block of code, quote). `pings`: it notifies who it names."""

    text: str
    styles: frozenset[str] = frozenset()
    url: str | None = None
    pings: bool = False


_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_PIECES = re.compile(r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<token>[^<>\n]+)>", re.DOTALL)
_MARKS = {"bold": r"\*", "italic": "_", "strike": "~"}
_STYLED = {
    style: re.compile(rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])([^\n]*?[^\s{mark}]){mark}(?![\w{mark}])")
    for style, mark in _MARKS.items()
}
_HOLE = "\ue000"
"""Stands for a token while the marks around it are found, so that `*<@U1>*` is a bold name."""


def unescape(text: str) -> str:
    """Turn the three entities that Slack knows into characters, once."""
    return re.sub("&amp;|&lt;|&gt;", lambda found: _ENTITIES[found[0]], text)


def plain(text: str, reader: Reader) -> str:
    """Read mrkdwn out as plain text."""
    return "".join(span.text for span in spans(text, reader))


def spans(text: str, reader: Reader) -> Iterator[Span]:
    """Split mrkdwn into runs that look alike, with every token already turned into what is shown."""
    held: list[Span] = []

    def hold(found: re.Match[str]) -> str:
        if found["block"] is not None:
            span = Span(unescape(found["block"].strip("\n")), frozenset({"code", "block"}))
        elif found["code"] is not None:
            span = Span(unescape(found["code"]), frozenset({"code"}))
        else:
            span = _token(found["token"], reader)
        held.append(span)
        return _HOLE

    left = iter(held)
    holed = _PIECES.sub(hold, text.replace(_HOLE, ""))
    for number, line in enumerate(holed.split("\n")):
        if number:
            yield Span("\n")
        quoted = line.startswith(("&gt;", ">"))
        body = re.sub(r"^(&gt;|>) ?", "", line) if quoted else line
        for span in _styled(Span(body, frozenset({"quote"} if quoted else ())), list(_MARKS)):
            for piece in re.split(f"({_HOLE})", span.text):
                if piece == _HOLE:
                    token = next(left)
                    yield replace(token, styles=token.styles | span.styles)
                elif piece:
                    yield replace(span, text=unescape(piece))


def _styled(span: Span, styles: list[str]) -> Iterator[Span]:
    if not styles:
        yield span
        return
    style, *rest = styles
    pieces = _STYLED[style].split(span.text)
    for number, piece in enumerate(pieces):
        styled = span.styles | {style} if number % 2 else span.styles
        yield from _styled(replace(span, text=piece, styles=styled), rest)


def _token(token: str, reader: Reader) -> Span:
    """Read one `<…>`: a mention, a date, a link. What Slack does not know it shows as it is."""
    body, bar, label = token.partition("|")
    if body.startswith("!date^"):
        return _date(body, unescape(label), reader)
    if body.startswith("@"):
        return Span("@" + (reader.name_of(body[1:]) or unescape(label) or "unknown user"), pings=True)
    if body.startswith("#"):
        return Span("#" + (reader.name_of(body[1:]) or unescape(label) or "private channel"))
    if body.startswith("!subteam^"):
        group = body.removeprefix("!subteam^")
        return Span("@" + (reader.name_of(group) or unescape(label).lstrip("@") or "group"), pings=True)
    if body in ("!here", "!channel", "!everyone"):
        return Span("@" + body[1:], pings=True)
    if re.match(r"(https?|mailto|tel|slack):", body):
        shown = unescape(label) if bar else unescape(body).removeprefix("mailto:")
        return Span(shown, url=unescape(body))
    return Span(unescape(label or f"<{token}>"))


def _date(body: str, fallback: str, reader: Reader) -> Span:
    _, seconds, form, *link = [*body.split("^"), ""][:4]
    try:
        moment = float(seconds)
    except ValueError:
        return Span(fallback)
    shown = written(moment, form, reader.dates, reader.now) or fallback
    return Span(shown, url=link[0] or None if link else None)
