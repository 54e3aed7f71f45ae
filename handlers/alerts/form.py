"""The form of what a channel gets: opened by `alerts` alone, its time read back while typing, saved once for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.alerts.answers import as_lines, now_gets
from blocks.alerts.form import TITLE, alerts_form, in_menu
from blocks.alerts.typed import AlertsTyped, read_alerts
from blocks.alerts.words import changed_sentences
from blocks.forms import modals as forms
from blocks.forms.inputs import field_of
from blocks.kit import Card, say
from bot.alerts.rules import Rules
from bot.alerts.subscriptions import ChangedMeanwhile
from bot.appointments.deeds import Deed
from bot.appointments.permission import NotAllowed, Person
from bot.workspace import Workspace
from handlers.alerts.fields import check, said_back, typed_of
from handlers.alerts.set_rules import NotHere, allow, check_place, fingerprint, set_rules, set_up, typist
from handlers.answering import Ask, open_form, unforeseen
from handlers.forms.sending import Ended, Faults, Sending, View, send

NO_CHANNEL = "Alerts belong to a channel: type {command} alerts in one."
OLD = "This form is too old. Close it and open a new one."


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands before a person."""

    person: Person
    typed: AlertsTyped
    state: ids.AlertsState


async def send_alerts(ws: Workspace, ack: AsyncAck, body: dict[str, Any]) -> None:
    """Save what a channel gets."""
    ws.drafts.sent(body["view"]["id"])
    sending = Sending(Deed.ALERTS, body["view"]["id"], forms.notice(TITLE, ["Saving…"]))
    await send(ws, ack, body, _ended(ws, body), sending)


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
        return await _draw(ws, Form(person, typed_of(rules, person.zone.key), state))

    return await open_form(ws, ask, prepare(), TITLE)


async def _draw(ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None) -> View:
    return alerts_form(
        form.typed,
        form.state,
        now_gets=as_lines(
            now_gets(await ws.alerts.get(ws.team, form.state.channel), ws.setting_for(form.person))
        ),
        read_back=said_back(form.typed, typist(ws, form.person), ws.setting_for(form.person)),
        departments=tuple(ws.settings.known_departments),
        top=top,
        faults=faults,
    )


async def redraw(ws: Workspace, body: Mapping[str, Any]) -> None:
    """Say how the board's time is read that is being typed."""
    view, change = body["view"], body["actions"][0]["action_ts"]
    ws.drafts.began(view["id"], change)
    form = await _form_of(ws, body)
    if form is not None:
        drawing = form
        await ws.drafts.update(view, change, lambda: _draw(ws, drawing))


async def _form_of(ws: Workspace, body: Mapping[str, Any]) -> Form | None:
    view = body["view"]
    state = ids.unpack(ids.AlertsState, view.get("private_metadata"))
    if state is None:
        return None
    person = await ws.people.person(body["user"]["id"], state.channel)
    return Form(person, read_alerts(view["state"]["values"]), state)


async def _ended(ws: Workspace, body: Mapping[str, Any]) -> Ended:
    try:
        form = await _form_of(ws, body)
        return await _save(ws, form) if form else _noticed([OLD])
    except NotAllowed as no:  # nobody can be named: the form stays as it stands
        first = next((field_of(block) for block in body["view"]["state"]["values"]), "")
        return Ended(forms.notice(TITLE, [no.words]), no.words, {first: no.words})
    except Exception as error:
        return _noticed([unforeseen(error)])


async def _save(ws: Workspace, form: Form) -> Ended:
    channel = form.state.channel

    async def again(form: Form, words: str, faults: Faults | None = None) -> Ended:
        state = form.state.model_copy(update={"redrawn": form.state.redrawn + 1})
        renewed = Form(form.person, form.typed, state)
        view = await _draw(ws, renewed, top=None if faults else words, faults=faults)
        return Ended(view, words, faults or {})

    try:
        await allow(ws, form.person)
    except NotAllowed as no:
        return await again(form, no.words)
    was = await set_up(ws, form.person, channel)
    before = was.rules
    rules = check(form.typed, before, typist(ws, form.person), ws.settings.known_departments)
    if not isinstance(rules, Rules):
        return await again(form, " ".join(rules.values()), rules)
    if fingerprint(before) != form.state.seen and rules != before:
        seen = form.state.model_copy(update={"seen": fingerprint(before)})
        return await again(Form(form.person, form.typed, seen), await _changed_words(ws, channel))
    try:
        kept, notes = await set_rules(ws, form.person, was, rules)
    except ChangedMeanwhile:
        return await _save(ws, form)
    except NotHere as no:
        return await again(form, no.words)
    setting = ws.setting_for(form.person)
    told = changed_sentences(before, rules, setting) or ["Nothing was changed."]
    return _noticed([f"Saved. {' '.join([*told, *notes])}", as_lines(now_gets(kept, setting))])


async def _changed_words(ws: Workspace, channel: str) -> str:
    subscription = await ws.alerts.get(ws.team, channel)
    who = await ws.people.name(subscription.set_by) if subscription else "Somebody"
    return (
        f"{who} has changed this channel's alerts meanwhile. What it gets now is shown below. "
        "What you entered is kept: save it to replace theirs, or close the form."
    )


def _noticed(words: list[str]) -> Ended:
    return Ended(forms.notice(TITLE, words), " ".join(words))
