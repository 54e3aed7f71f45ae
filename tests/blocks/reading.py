"""Hand what was drawn to Slack's own rules, and look at it as its reader does."""

from __future__ import annotations

from typing import Any

from blocks.kit import Card
from bot.standins.slack import Seen, Workspace, check_blocks, check_view


def as_posted(card: Card) -> Seen:
    """Post a card, redraw it, and give it as it is seen. Fails where Slack would refuse either."""
    slack = Workspace()
    asha, desk = slack.person("Asha Patel"), slack.channel("front-desk", private=True)
    assert card.text.strip(), "a screen reader has nothing to say"
    faults = [str(fault) for fault in check_blocks(list(card.blocks))]
    assert not faults, faults
    slack.messages.post(desk, slack.bot.id, card.text, list(card.blocks))
    seen = asha.last(desk)
    assert seen.pings == []
    return seen


def as_read_from(tz: str, card: Card, locale: str = "en-GB") -> Seen:
    """Look at a card as somebody does whose own time zone is another."""
    slack = Workspace()
    reader, desk = slack.person("Reader", tz=tz, locale=locale), slack.channel("front-desk", private=True)
    slack.messages.post(desk, slack.bot.id, card.text, list(card.blocks))
    return reader.last(desk)


def as_redrawn(card: Card) -> Seen:
    """Post something and redraw it as this card: `chat.update` takes less text than a new message."""
    slack = Workspace()
    asha, desk = slack.person("Asha Patel"), slack.channel("front-desk", private=True)
    message = slack.messages.post(desk, slack.bot.id, "before")
    slack.messages.edit(message, card.text, list(card.blocks))
    return asha.last(desk)


def as_opened(view: dict[str, Any]) -> dict[str, Any]:
    """Check a form as `views.open` would."""
    assert [str(fault) for fault in check_view(view)] == []
    return view
