"""Find this appointment: what a message names by reference, code or link is opened."""

from __future__ import annotations

import re
from itertools import islice

from blocks import ids
from blocks.cards import appointment_card
from blocks.forms import modals as forms
from blocks.kit import Card, say
from blocks.several import several_card
from blocks.words.incomplete import incomplete_words
from bot.appointments.folding import fold
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness, Person
from bot.workspace import Workspace
from handlers.answering import Ask, View
from handlers.cards.which import read_again
from handlers.opening import open_form
from handlers.pasted import LONGEST

TITLE = "Find this appointment"
_TO_AN_APP = re.compile(r"/app_redirect\?([^\s|>]*)")
_OBJECT = re.compile(r"\bappointment=([\w-]+)")
_TO_A_MESSAGE = re.compile(r"/archives/([A-Z0-9]{3,32})/p(\d{10})(\d{6})")
_MOST_LINKS = 10


async def find_in_message(ws: Workspace, ask: Ask) -> Card | None:
    """Open the one that the message names; of several one is chosen."""

    async def prepare() -> View | Card:
        person = await ws.people.person(ask.user, ask.channel)
        if shown := await _of_cards(ws, person, ask):
            return forms.window(appointment_card(shown, Openness.PRIVATE, ws.setting))
        found = await ws.desk.mentioned(person, fold(ask.words[:LONGEST]))
        if len(found) == 1:
            return forms.window(appointment_card(found[0], Openness.PRIVATE, ws.setting))
        if found:
            return forms.window(several_card(found, "this message", "show", ws.setting_for(person)), TITLE)
        return say(" ".join(filter(None, (_none(ws), incomplete_words(found)))))

    return await open_form(ws, ask, prepare(), TITLE)


async def _of_cards(ws: Workspace, person: Person, ask: Ask) -> Appointment | None:
    """The appointment of a card: the message is one, links to one or to its Work Object, or stands below one."""
    places = [(ask.channel or "", ask.message)]
    links = list(islice(_TO_A_MESSAGE.finditer(ask.words), _MOST_LINKS))
    places += [(link[1], f"{link[2]}.{link[3]}") for link in links]
    if not links and ask.thread:
        places.append((ask.channel or "", ask.thread))
    for name in objects_linked(ask.words):
        if appointment := ids.named_object(ws.team, name):
            return await read_again(ws, person, appointment)
    for channel, ts in places:
        appointment = await ws.standing.cards.at(ws.team, channel, ts)
        if appointment is not None:
            return await read_again(ws, person, appointment)
    return None


def objects_linked(text: str) -> list[str]:
    """The names of Work Objects that a text links to. A link is taken whole before it is looked into: no sign is read twice."""
    found = (named[1] for link in _TO_AN_APP.finditer(text) if (named := _OBJECT.search(link[1])))
    return list(islice(found, _MOST_LINKS))


def _none(ws: Workspace) -> str:
    days = f"the last {ws.settings.look_back_days} and the next {ws.settings.look_ahead_days} days"
    return (
        f"No reference, code or link of an appointment in {days} stands in that message. "
        f"To look for a name, type {ws.settings.appt_command} find and the name."
    )
