"""The form of what a channel gets: opened by `alerts` alone, its time read back while typing, saved once for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks import ids
from blocks.alerts.answers import SENT_UNCHANGED, as_lines, changed_words, now_gets
from blocks.alerts.form import TITLE, alerts_form, in_menu
from blocks.alerts.typed import AlertsTyped, read_alerts
from blocks.forms import modals as forms
from blocks.kit import Card, say
from bot.alerts.rules import Rules
from bot.alerts.subscriptions import ChangedMeanwhile
from bot.appointments.deeds import Deed
from bot.appointments.permission import NotAllowed
from bot.appointments.values import replace
from bot.workspace import Workspace
from handlers.alerts.fields import check, said_back, typed_of
from handlers.alerts.set_rules import NotHere, allow, check_place, fingerprint, set_rules, set_up, typist
from handlers.answering import Ask
from handlers.forms.engine import Engine, Standing
from handlers.forms.sending import Ended, Faults, Sending, View
from handlers.opening import open_form

NO_CHANNEL = "Alerts belong to a channel: type {command} alerts in one."


class Form(Standing[AlertsTyped, ids.AlertsState], frozen=True):
    """The form of one channel."""


class AlertsForm(Engine[Form]):
    """Reads and draws it, and saves what it says."""

    title = TITLE

    async def read(self, ws: Workspace, body: Mapping[str, Any]) -> Form | None:
        view = body["view"]
        state = ids.unpack(ids.AlertsState, view.get("private_metadata"))
        if state is None:
            return None
        person = await ws.people.person(body["user"]["id"], state.channel)
        return Form(person, read_alerts(view["state"]["values"]), state)

    async def draw(
        self, ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None
    ) -> View:
        setting = ws.setting_for(form.person)
        return alerts_form(
            form.typed,
            form.state,
            now_gets=as_lines(now_gets(await ws.alerts.get(ws.team, form.state.channel), setting)),
            read_back=said_back(form.typed, typist(ws, form.person), setting),
            departments=tuple(ws.settings.known_departments),
            top=top,
            faults=faults,
        )

    def sending(self, ws: Workspace, body: Mapping[str, Any]) -> Sending:
        return Sending(Deed.ALERTS, body["view"]["id"], forms.notice(TITLE, ["Saving…"]))

    async def finish(self, ws: Workspace, form: Form) -> Ended:
        channel = form.state.channel
        try:
            await allow(ws, form.person)
        except NotAllowed as no:
            return await self.again(ws, form, no.words)
        was = await set_up(ws, form.person, channel)
        before = was.rules
        rules = check(form.typed, before, typist(ws, form.person), ws.settings.known_departments)
        if not isinstance(rules, Rules):
            return await self.again(ws, form, " ".join(rules.values()), rules)
        if fingerprint(before) != form.state.seen and rules != before:
            seen = form.state.model_copy(update={"seen": fingerprint(before)})
            return await self.again(ws, replace(form, state=seen), await _changed_words(ws, channel))
        try:
            kept, notes = await set_rules(ws, form.person, was, rules)
        except ChangedMeanwhile:
            return await self.finish(ws, form)
        except NotHere as no:
            return await self.again(ws, form, no.words)
        setting = ws.setting_for(form.person)
        said = changed_words(before, rules, setting, notes, SENT_UNCHANGED)
        return self.done([said, as_lines(now_gets(kept, setting))], apart="\n")


ALERTS = AlertsForm()
send_alerts, redraw = ALERTS.send, ALERTS.redraw


async def open_alerts(ws: Workspace, ask: Ask) -> Card | None:
    """Open the form for the channel that was asked from, if Frontdesk is in it and the person may set its alerts."""

    async def prepare() -> View | Card:
        if ask.channel is None:
            return say(NO_CHANNEL.format(command=ws.settings.appt_command))
        person = await ws.people.person(ask.user, ask.channel)
        await allow(ws, person)
        try:
            await check_place(ws, ask.channel)
        except NotHere as no:
            return say(no.words)
        rules = (await set_up(ws, person, ask.channel)).rules
        known = tuple(ws.settings.known_departments)
        menu = in_menu(known, rules.only.departments)
        state = ids.AlertsState(channel=ask.channel, seen=fingerprint(rules), menu=menu)
        return await ALERTS.draw(ws, Form(person, typed_of(rules, person.zone.key), state))

    return await open_form(ws, ask, prepare(), TITLE)


async def _changed_words(ws: Workspace, channel: str) -> str:
    subscription = await ws.alerts.get(ws.team, channel)
    who = await ws.people.name(subscription.set_by) if subscription and subscription.set_by else "Somebody"
    return (
        f"{who} has changed this channel's alerts meanwhile. What it gets now is shown below. "
        "What you entered is kept: save it to replace theirs, or close the form."
    )
