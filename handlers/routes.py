"""All that Slack sends us but commands, in one table: what it is, and who answers it in the workspace that it is for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar

from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.forms.modals import notice
from blocks.kit import Block, say
from blocks.words.installing import AN_ADMIN_HAS_TO
from bot.slack.said import said_in
from bot.slack.surfaces import event_name, turned_off
from bot.workspace import Workspace
from bot.workspace.premises import Premises
from handlers import talk
from handlers.alerts import form as alerts_form
from handlers.answering import ANSWER_WITHIN, answer_action, in_words
from handlers.asks import ask_of_action, ask_of_shortcut
from handlers.cards import beside
from handlers.clicks import CLICKS, Answer, too_old
from handlers.connecting import answer_there, opened_unconnected
from handlers.forms import late, menus, open_form
from handlers.lists import open_session, seek
from handlers.places import Body, Places
from handlers.shortcuts import in_message, shortcuts
from handlers.shortcuts.message_words import message_words

Redraw = Callable[[Workspace, Body], Coroutine[Any, Any, None]]
"""Draws a form anew after something in it was typed or pressed."""
Send = Callable[[Workspace, AsyncAck, Body], Awaitable[None]]
"""Carries a form out, and acknowledges it with what came of it."""


SHORTCUTS: Mapping[str, Answer] = {
    ids.BOOK_FROM_MESSAGE: shortcuts.book_from_message,
    ids.FIND_IN_MESSAGE: in_message.find_in_message,
    ids.BOOK_APPOINTMENT: shortcuts.book_appointment,
    ids.TODAYS_SESSIONS: shortcuts.todays_sessions,
    ids.FIND_APPOINTMENT: shortcuts.find_appointment,
}
IN_FORMS: Mapping[str, Redraw] = {
    ids.READ_TIME: open_form.redraw,
    ids.MORE_OPTIONS: open_form.redraw,
    ids.FREE_TIME: open_form.redraw,
    ids.QUICK_TIME: open_form.redraw,
    ids.QUICK_REASON: open_form.redraw,
    ids.MENU: open_form.redraw,
    ids.READ_BOARD_TIME: alerts_form.redraw,
    ids.HOW_LATE: late.redraw_late,
}
"""Those of several alike (`menu.office`, `menu.subject` …) go by the part before the dot."""
LINKS = frozenset({ids.OPEN_LINK})
"""Link buttons: the browser does the rest, Slack only wants to be answered."""
FORMS: Mapping[str, Send] = {
    **dict.fromkeys(open_form.FLOWS, open_form.send_form),
    ids.ALERTS_FORM: alerts_form.send_alerts,
    ids.LATE_FORM: late.send_late,
    ids.FIND_FORM: seek.send_search,
}
OPTIONS: Mapping[str, Callable[[Workspace, Body], Awaitable[list[Block]]]] = {
    ids.MENU: menus.offer,
    ids.OPEN_SESSION: open_session.offer,
}
EVENTS: Mapping[str, Callable[[Workspace, Mapping[str, Any]], Awaitable[None]]] = {
    "app_home_opened": talk.opened,
    "entity_details_requested": beside.opened,
}
UNCONNECTED: Mapping[str, Callable[[Premises, Mapping[str, Any]], Awaitable[None]]] = {
    "app_home_opened": opened_unconnected,
    "entity_details_requested": beside.opened_unconnected,
}
"""Who says that no service is connected, where what was opened stays empty otherwise."""

Found = TypeVar("Found")


def route(table: Mapping[str, Found], sent: str) -> Found | None:
    """Find who hears an id, by its whole or by its family."""
    return table.get(sent) or table.get(sent.rpartition(".")[0])


class Routes:
    """What Bolt calls: each finds the workspace first, and then who answers there."""

    def __init__(self, places: Places) -> None:
        self._places = places

    async def action(self, ack: AsyncAck, body: Body) -> None:
        ws = await self._places.of(body)
        ask = ask_of_action(body)
        family = ask.action.rpartition(".")[0]
        if family in LINKS:
            pass
        elif isinstance(ws, str):
            if ask.response_url:
                await self._places.strangers.send(ask.response_url, say(ws), limit=ANSWER_WITHIN)
        elif isinstance(ws, Premises):
            ws.background.start(in_words(answer_there(ws, ask)), "connect")
        else:
            redraw = route(IN_FORMS, ask.action)
            click = route(CLICKS, ask.action)
            if redraw is not None:
                ws.background.start(open_form.in_form(ws, body, redraw(ws, body)), "redraw form")
            elif click is not None:
                answer_action(ws, ask, click.answer(ws, ask), replace=click.replaces)
            elif ask.response_url:
                answer_action(ws, ask, too_old(ws, ask))
        await ack()

    async def shortcut(self, ack: AsyncAck, body: Body) -> None:
        ws = await self._places.of(body)
        ask = ask_of_shortcut(body, message_words(body.get("message")))
        if isinstance(ws, str):
            if ask.response_url:
                await self._places.strangers.send(ask.response_url, say(ws), limit=ANSWER_WITHIN)
        elif isinstance(ws, Premises):
            ws.background.start(in_words(answer_there(ws, ask)), "connect")
        else:
            known = (
                SHORTCUTS.get(ask.action, shortcuts.gone) if ws.settings.shortcuts else shortcuts.turned_off
            )
            answer_action(ws, ask, known(ws, ask))
        await ack()

    async def form(self, ack: AsyncAck, body: Body) -> None:
        ws = await self._places.of(body)
        send = FORMS.get(str(body["view"].get("callback_id")))
        if send is None:
            raise LookupError("no form of ours")  # Slack says so in it, and what was typed stays
        if isinstance(ws, Workspace):
            await send(ws, ack, body)
            return
        why = AN_ADMIN_HAS_TO if isinstance(ws, Premises) else ws
        first = next(
            (block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"), None
        )
        if first is None:
            await ack(response_action="update", view=notice("Frontdesk", [why]))
        else:
            await ack(response_action="errors", errors={first: why})

    async def options(self, ack: AsyncAck, body: Body) -> None:
        ws = await self._places.of(body)
        fill = route(OPTIONS, str(body.get("action_id")))
        await ack(options=await fill(ws, body) if isinstance(ws, Workspace) and fill is not None else [])

    async def event(self, body: Body) -> None:
        """What nobody listens to is answered too: else Slack sends it again, and at last stops sending any."""
        event = body.get("event") or {}
        kind = str(event.get("type"))
        life = self._places.life
        if life is not None and kind in life.events:
            for team in await life.hear(body):
                self._places.workspaces.forget(team)
            return
        said, hear = said_in(body), EVENTS.get(kind)
        ws = await self._places.of(body) if said is not None or hear is not None else None
        if ws is None or isinstance(ws, str) or turned_off(event_name(event), ws.settings):
            return
        if self._places.came(ws, said.name if said is not None else str(body.get("event_id"))):
            return
        if said is not None:
            await talk.hear(ws, said)
        elif isinstance(ws, Workspace) and hear is not None:
            await hear(ws, event)
        elif isinstance(ws, Premises) and kind in UNCONNECTED:
            await UNCONNECTED[kind](ws, event)
