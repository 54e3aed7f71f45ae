"""What is answered where no service is connected yet: an admin is offered to connect one, everybody else reads who has to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks import ids
from blocks.connecting import connect_link, connect_offer
from blocks.home import closed_home
from blocks.kit import Card, say
from blocks.words.installing import AN_ADMIN_HAS_TO, CONNECTED_ALREADY
from bot.workspace import Workspace
from bot.workspace.premises import Premises
from handlers.answering import Ask


async def offer(premises: Premises, ask: Ask) -> Card:
    """Offer an admin to connect a service; tell everybody else that one has to. Raises NotAllowed where Slack can't say who asks."""
    member = await premises.people.member(ask.user)
    return connect_offer() if member.is_admin and member.barred is None else say(AN_ADMIN_HAS_TO)


async def answer_there(premises: Premises, ask: Ask) -> None:
    """Answer a click: with a link that is good once, for the admin who asked; whatever else was clicked can't be done yet."""
    member = await premises.people.member(ask.user)
    if not member.is_admin or member.barred is not None:
        card = say(AN_ADMIN_HAS_TO)
    elif ask.action == ids.CONNECT:
        card = connect_link(await premises.link(ask.user))
    else:
        card = connect_offer()
    taken = ask.response_url is not None and await premises.replies.to_url(ask.response_url, card)
    if not taken:
        await premises.replies.to_person(ask.user, ask.channel, card)


async def connected(_ws: Workspace, _ask: Ask) -> Card:
    """Answer the button of an offer that somebody has taken since."""
    return say(CONNECTED_ALREADY)


async def opened_unconnected(premises: Premises, event: Mapping[str, Any]) -> None:
    """Say in the Home that somebody opened what is missing."""
    if event.get("tab") == "home":
        view = closed_home(AN_ADMIN_HAS_TO)
        premises.background.start(
            premises.replies.publish(str(event["user"]), view), "home without a service"
        )
