"""The form that looks for an appointment: what was found takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from blocks.forms import modals as forms
from blocks.forms.find import SOUGHT, sought
from blocks.kit import Card, say
from bot.slack.client import SLACK_TROUBLE
from bot.workspace import Workspace
from handlers.answering import ANSWER_WITHIN, in_words, spoken, within
from handlers.lists.search import find
from handlers.pasted import typed_words


async def send_search(ws: Workspace, ack: AsyncAck, body: Mapping[str, Any]) -> None:
    """Show what was found in the acknowledgement if it is there soon; else where the form stood, if it still does."""
    task = ws.background.start(in_words(_found(ws, body)), "find", awaited=True)
    if await within(ANSWER_WITHIN, task):
        card = task.result() or say("Nothing to show.")
        if len(card.blocks) == 1:  # nothing to look at: it is said under what was typed, which stays
            await ack(response_action="errors", errors={SOUGHT: spoken(card)})
        else:
            await ack(response_action="update", view=_window(card))
        return
    await ack(response_action="update", view=forms.notice(forms.FIND, ["One moment: looking…"]))

    async def follow() -> None:
        card = await task
        with suppress(*SLACK_TROUBLE):  # whoever closed it looks no more
            await ws.replies.replace(str(body["view"]["id"]), _window(card))

    ws.background.start(follow(), "found")


async def _found(ws: Workspace, body: Mapping[str, Any]) -> Card:
    person = await ws.people.person(body["user"]["id"])
    return await find(ws, person, await typed_words(ws, sought(body["view"]["state"]["values"])))


def _window(card: Card | None) -> forms.View:
    return forms.window(card or say("Nothing to show."), forms.FIND)
