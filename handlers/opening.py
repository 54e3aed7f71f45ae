"""Open forms while their triggers live, with the address at which their people read what came of them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from pydantic_core import from_json, to_json
from slack_sdk.errors import SlackApiError

from blocks.forms import modals as forms
from blocks.kit import Card, say
from bot.slack.client import error_code
from bot.workspace import Workspace
from handlers.answering import Ask, View, in_words, spoken, within

TOO_LATE = "The form came too late for Slack, so it was not opened. Nothing was changed. Try again."
_MEMORY = 2_500
"""Characters of a form's memory as it opens: Slack takes 3,000, and it grows a little."""
OPEN_WITHIN = 1.0
"""Seconds in which a form is prepared before a placeholder is opened: the trigger lives for 3."""


async def open_form(
    ws: Workspace, ask: Ask, prepare: Coroutine[Any, Any, View | Card], title: str
) -> Card | None:
    """Open a form while its trigger lives: at once if it is ready soon, else a placeholder first.

    Returns a card where there is to be no form. https://docs.slack.dev/reference/methods/views.open
    """
    task = ws.background.start(prepare, "form", awaited=True)
    if await within(OPEN_WITHIN, task):
        ready = task.result()
        if isinstance(ready, Card):
            return ready
        return await _open(ws, ask, _remembering(ready, ask))
    waiting = forms.notice(title, ["One moment: looking the appointment up…"])
    opened = await ws.replies.open(ask.trigger, waiting, over=ask.window == "modal")
    answer = await _card_or_view(task)
    view = forms.notice(title, [spoken(answer)]) if isinstance(answer, Card) else _remembering(answer, ask)
    try:
        await ws.replies.replace(opened, view)
    except SlackApiError as error:
        if error_code(error) != "not_found":  # the person has closed it: there is nobody to show it to
            raise
    return None


def _remembering(view: View, ask: Ask) -> View:
    """The form with the address at which its person reads what came of it."""
    kept = view.get("private_metadata")
    if ask.response_url is None or not kept:
        return view
    memory = to_json({**from_json(kept), "r": ask.response_url}).decode()
    return {**view, "private_metadata": memory} if len(memory) <= _MEMORY else view


async def _open(ws: Workspace, ask: Ask, view: View) -> Card | None:
    try:
        await ws.replies.open(ask.trigger, view, over=ask.window == "modal")
    except SlackApiError as error:
        if error_code(error) in {"exchanged_trigger_id", "trigger_exchanged"}:
            return None  # Slack delivered it twice, and the form is open already
        if error_code(error) in {"expired_trigger_id", "trigger_expired"}:
            return say(TOO_LATE)
        raise
    return None


async def _card_or_view(task: asyncio.Task[View | Card]) -> View | Card:
    view: View | None = None

    async def card() -> Card | None:
        nonlocal view
        answer = await task
        if isinstance(answer, Card):
            return answer
        view = answer
        return None

    said = await in_words(card())
    return view if view is not None else (said or say("Nothing to show."))
