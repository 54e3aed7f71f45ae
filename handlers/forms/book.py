"""Book: from `/appt book …` or a card's *Book again* to a verified appointment and its card."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.menus import Asked
from blocks.forms.typed import Typed
from blocks.handing import booked_from
from blocks.kit import Block, Card
from blocks.words.briefing import NEEDS_INTERPRETER
from blocks.words.results import TITLES
from blocks.words.said import FOLLOWED
from blocks.words.told import will_tell
from bot import when
from bot.appointments.api import Field
from bot.appointments.asked import NewAppointment, new_reference
from bot.appointments.deeds import Deed
from bot.appointments.jobs import LinkMessage
from bot.appointments.model import Appointment, Claimant, MeetingType, Status
from bot.appointments.permission import Act, Person
from bot.appointments.values import replace
from bot.appointments.writes.outcomes import Written
from bot.slack.client import SLACK_TROUBLE
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.forms.book_names import name_things
from handlers.forms.book_words import understand
from handlers.forms.brief import brief_job, want_brief
from handlers.forms.doubles import warn_of_others
from handlers.forms.filled import contact_of, typed_of
from handlers.forms.flow import Flow, Form, LookAgain, Objections, ask_about_department
from handlers.forms.follow import follow_job, follows
from handlers.forms.sending import Faults, View
from handlers.forms.slots import free_of, wanted_in, with_free_times
from handlers.forms.times import exact, read_time, shown_already
from handlers.forms.validation import (
    check_claimant,
    check_department,
    check_interpreter,
    check_room,
    check_things,
)
from handlers.here import is_every, seen_departments, usual
from handlers.opening import open_form

LONGEST_MEANT = 60
"""Characters of what a menu begins with: all of them sealed have room in a form's memory."""
AGAIN = "Check the time below, then press Book again."
NO_CONTACT = (
    "Phone, e-mail and date of birth were not taken over: your group may not see them. "
    "Without phone or e-mail the claimant is not told."
)

KNOWN_WITHIN = 0.4
"""Seconds that a form waits to learn whether a card can be posted where it was asked for."""


class BookFlow(Flow):
    """The booking form."""

    deed = Deed.BOOK

    async def draw(
        self, ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None
    ) -> View:
        read = read_time(ws, form.person, form.typed, form.state)
        state = form.state.model_copy(update={"shown": read.shown})
        return forms.book_form(
            form.typed,
            state,
            replace(read.back, clashes=form.clashes),
            top=top,
            faults=faults,
            departments=tuple(ws.settings.known_departments),
            tells=will_tell(Deed.BOOK, ws.desk.tells, ws.desk.asks),
            asked=_asked(ws, form),
        )

    async def carry_out(self, ws: Workspace, form: Form) -> Written:
        new, channel = await self.asked_for(ws, form), form.typed.channel
        if form.state.missed:  # before it is sent: the link outlives this process
            await ws.errands.add(follow_job(form))
        if form.typed.brief:
            await ws.errands.add(brief_job(form))
        elif "brief" in form.state.touched:  # it was wanted when this was sent before
            await ws.errands.take_back(brief_job(form))
        written = await ws.desk.book(form.person, new, form=form.state.form, card=channel)
        if form.state.message and channel == form.state.channel:
            job = _message_of(form.state, written.appointment.id)
            ws.background.start(ws.errands.add(job), "link message")
        if form.typed.brief:
            ws.background.start(want_brief(ws, written.appointment, form.person.id), "brief")
        if form.state.missed:
            ws.background.start(
                follows(ws, form.state.missed, written.appointment, form.person.id), "follows"
            )
        return written

    async def asked_for(self, ws: Workspace, form: Form) -> NewAppointment:
        """Check all that stands in the form, and give what it asks for. Raises Objections and LookAgain."""
        typed = form.typed
        read = read_time(ws, form.person, typed, form.state)
        today = ws.clock().astimezone(form.person.zone).date()
        claimant, faults = Claimant(), check_things(typed, ws.desk.needs)
        if Field.CLAIMANT in ws.desk.asks:
            claimant, faults = check_claimant(typed, form.person, ws.settings, today)
        interpreter = check_interpreter(typed)
        department, wrong_department = check_department(typed, ws.settings)
        room, wrong_room = check_room(typed)
        faults = read.faults | faults | wrong_department | wrong_room
        if typed.channel:
            problem = (await ws.channels.get(typed.channel)).problem
            faults |= {"channel": problem} if problem else {}
        if typed.brief and not interpreter.needed:
            faults |= {"brief": NEEDS_INTERPRETER}
        if faults:
            raise Objections(faults)
        await ask_about_department(ws, form, department)
        if read.shown is None or not shown_already(read, form.state):
            raise LookAgain(form.state.model_copy(update={"shown": read.shown}), AGAIN)
        new = NewAppointment(
            reference=form.state.form,
            start=read.shown.start,
            minutes=read.shown.minutes,
            claimant=claimant,
            department=department,
            interpreter=interpreter,
            room=room,
            meeting_type=MeetingType(typed.meeting_type) if typed.meeting_type else None,
            subject=typed.subject,
            office=typed.office,
            employee=typed.employee,
            customer=typed.customer,
            notes=typed.notes or None,
        )
        await warn_of_others(ws, form, new)
        return new

    async def beside(self, ws: Workspace, form: Form) -> list[Block]:
        state = form.state
        if not state.message or not state.channel or form.typed.channel == state.channel:
            return []
        with suppress(*SLACK_TROUBLE):
            async with asyncio.timeout(KNOWN_WITHIN):
                link = await ws.replies.link_to(state.channel, state.message)
            return [booked_from(link)] if link else []
        return []

    def anew(self, ws: Workspace, form: Form, now: Appointment) -> Form:
        return form  # a new appointment has nothing that could change under it


async def open_booking(ws: Workspace, ask: Ask, person: Person) -> Card | None:
    """Open the booking form, filled with all that was understood of the words."""

    return await open_form(ws, ask, booking_form(ws, ask, person), TITLES[Deed.BOOK])


async def booking_form(ws: Workspace, ask: Ask, person: Person, note: str | None = None) -> View:
    """Draw it so; `note`: what is to be said above it in any case. Raises NotAllowed."""
    await ws.desk.allow(person, Act.WRITE, Deed.BOOK)
    form, more = await filled_form(ws, person, ask.words, _blank(ask))
    return await BookFlow().draw(ws, form, top=" ".join(filter(None, (note, more))) or None)


async def filled_form(
    ws: Workspace, person: Person, words: str, state: ids.FormState
) -> tuple[Form, str | None]:
    """Fill a form with all that was understood of the words, and say what was not."""
    understood = understand(words, person, ws, await seen_departments(ws, person))
    typed, note = await _of_here(ws, person, understood.typed), understood.note
    if Field.CUSTOMER not in ws.desk.asks:
        return await _new(ws, person, typed, state), note
    sorted_ = await name_things(ws, person, typed.but(name=understood.rest))
    note = " ".join(filter(None, (note, sorted_.note))) or None
    return await _new(ws, person, sorted_.typed, state, sorted_.left), note


async def book_again(
    ws: Workspace, ask: Ask, person: Person, appointment: Appointment, *, missed: bool = False
) -> Card | None:
    """Open the booking form for the claimant of a session that is over; contact details for those who may see them.

    `missed`: what is booked is kept as in place of it.
    """
    blank = _blank(ask).model_copy(update={"missed": appointment.id if missed else ""})

    async def prepare() -> View:
        await ws.desk.allow(person, Act.WRITE, Deed.BOOK)
        known = FOLLOWED if missed and await ws.states.follows(appointment.id) else None
        was_cancelled = appointment.status is Status.CANCELLED
        typed = typed_of(appointment) if was_cancelled else typed_of(appointment).but(more={})
        if was_cancelled and appointment.start is not None and appointment.start > ws.clock():
            length = when.say_minutes(appointment.minutes) if appointment.minutes else ""
            typed = typed.but(when=exact(person, appointment.start), duration=length)
        if Field.CONTACT not in ws.desk.asks:
            return await _first(ws, blank, person, typed, known)
        if not await ws.desk.shows_details(person, appointment):
            return await _first(ws, blank, person, typed, " ".join(filter(None, (known, NO_CONTACT))))
        typed = contact_of(appointment, typed)
        typed = typed if was_cancelled else typed.but(notes="")
        return await _first(ws, blank, person, typed, known)

    return await open_form(ws, ask, prepare(), TITLES[Deed.BOOK])


async def open_filled(ws: Workspace, ask: Ask, person: Person, typed: Typed) -> Card | None:
    """Open the booking form with what is known already."""

    async def prepare() -> View:
        await ws.desk.allow(person, Act.WRITE, Deed.BOOK)
        return await _first(ws, _blank(ask), person, await _of_here(ws, person, typed), None)

    return await open_form(ws, ask, prepare(), TITLES[Deed.BOOK])


def _message_of(state: ids.FormState, appointment: str) -> LinkMessage:
    return LinkMessage(
        appointment=appointment, channel=state.channel or "", message=state.message, form=state.form
    )


async def _first(ws: Workspace, blank: ids.FormState, person: Person, typed: Typed, note: str | None) -> View:
    """Draw the form anew."""
    return await BookFlow().draw(ws, await _new(ws, person, typed, blank), top=note)


def _blank(ask: Ask) -> ids.FormState:
    """What a new form remembers: where it was asked for, and from which message."""
    message = ask.message if ask.action == ids.BOOK_FROM_MESSAGE else ""
    return ids.FormState(form=new_reference(), channel=ask.channel, message=message)


async def _new(
    ws: Workspace,
    person: Person,
    typed: Typed,
    state: ids.FormState,
    left: Mapping[str, str] | None = None,
) -> Form:
    """Make a new form; `left`: words that a menu is to begin with, by field."""
    meant = {name: ws.searches.keep(words[:LONGEST_MEANT]) for name, words in (left or {}).items()}
    state = state.model_copy(update={"meant": meant})
    form = Form(person, typed.but(channel=await _place_for_card(ws, _asked_in(state))), state)
    return await with_free_times(ws, form, wanted_in(typed))


def _asked_in(state: ids.FormState) -> str | None:
    """Where a card may go by itself: not into a direct conversation that a message is in, which is mostly other people's."""
    elsewhere = state.message and state.channel and state.channel.startswith("D")
    return None if elsewhere else state.channel


async def _of_here(ws: Workspace, person: Person, typed: Typed) -> Typed:
    """The form with the channel's own department in it, if it has one and no other was typed."""
    if is_every(typed.department):
        return typed.but(department="")
    if typed.department or Field.DEPARTMENT not in ws.desk.asks:
        return typed
    own = await usual(ws, person)
    return typed.but(department=own[0]) if len(own) == 1 else typed


async def _place_for_card(ws: Workspace, channel: str | None) -> str | None:
    """Where the card is to go if nobody says otherwise: where it was asked for, unless nothing can be posted there."""
    if channel is None or ws.channels.has_refused(channel):
        return None
    try:
        async with asyncio.timeout(KNOWN_WITHIN):
            return None if (await ws.channels.get(channel)).problem else channel
    except TimeoutError:
        return channel


def _asked(ws: Workspace, form: Form) -> Asked:
    """What the service has the form ask for; what was chosen from a menu need no longer be said of it."""
    open_ = {name: ws.searches.text(token) for name, token in form.state.meant.items()}
    said = {name: words for name, words in open_.items() if words and getattr(form.typed, name) is None}
    return Asked(ws.desk.asks, ws.desk.needs, said, free_of(ws, form))
