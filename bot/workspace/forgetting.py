"""Forget an appointment at a claimant's request: what it means, who else is meant, and every trace of it of ours."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from msgspec import Struct

from bot.appointments.asked import new_reference
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError, NotFound, NotKept
from bot.appointments.model import Appointment
from bot.appointments.writes.ledger import Entry
from bot.jobs.courier import Later
from bot.slack.client import SLACK_TROUBLE, error_code
from bot.storage.about import Kept
from bot.storage.cards import CardPlace
from bot.workspace import handovers
from bot.workspace.closing import close_message
from bot.workspace.workspace import Workspace

MOST = 10
"""Appointments that are offered at once."""
_TRIES = 5
"""How often messages are closed that were drawn anew meanwhile."""


class NotForgotten(AppointmentError):
    """Slack did not take a card, or has it wait; it can be done again without harm."""

    words = "Slack did not take all of it, so no row was deleted; cards that are closed stay closed."
    advice = "Forget it again in a minute. If it stays so, tell whoever runs Frontdesk."
    code = "not_forgotten"


class NotErased(NotForgotten):
    """Slack took all of it; our own database did not."""

    words = "Our own database can't be written, so no row was deleted; cards that are closed stay closed."


class Trace(Struct, frozen=True):
    """One appointment of which something is kept; `found` as the service has it, None where it has it no more."""

    id: str
    kept: Kept
    found: Appointment | None = None


class Meant(Struct, frozen=True):
    """What was meant, and the other appointments of the same name and phone; `away`: why the service could not be asked."""

    traces: list[Trace]
    others: list[Trace]
    away: str | None = None
    more: int = 0
    """How many there are besides."""


class Receipt(Struct, frozen=True):
    """What was done. `shut`: messages in channels that can't be written to."""

    cards: int
    rows: int
    shut: int = 0
    ours: bool = False
    """The appointment itself is deleted too."""


async def meant_by(ws: Workspace, text: str, most: int | None = None) -> Meant:
    """Find what a code, a reference, an id or a name means: at the service, and in our own rows. Nobody's right is asked for here.

    Of each only the first `most` are told of, and counted.
    """
    found: Mapping[str, Appointment] = {}
    away = None
    try:
        found = {one.id: one for one in await ws.desk.named_unasked(text)}
    except NotFound:
        pass
    except AppointmentError as error:
        away = error.words
    known = await ws.standing.about.known(text) if len(text.split()) == 1 else []
    alike = await ws.desk.same_claimants(list(found.values())) if away is None else []
    meant = list(dict.fromkeys([*found, *known]))
    others = {one.id: one for one in alike if one.id not in known}
    shown, beside = meant[:most], list(others)[:most]
    kept = await ws.standing.about.kept([*shown, *beside])
    return Meant(
        [Trace(one, kept[one], found.get(one)) for one in shown],
        [Trace(one, kept[one], others[one]) for one in beside],
        away,
        len(meant) + len(others) - len(kept),
    )


async def code_of(ws: Workspace, appointment: str) -> str | None:
    """The short code that is left on its cards."""
    try:
        return (await ws.desk.read_unasked(appointment)).code
    except AppointmentError:
        return await ws.standing.retention.code(appointment)


async def forget(ws: Workspace, appointment: str, by: str, channel: str | None = None) -> Receipt:
    """Rewrite every message that shows it, then delete every row of it. Raises NotForgotten, and NotKept before anything was done.

    What was done before a fault stays done, and is done again without harm.
    """
    code = await code_of(ws, appointment)
    about = ws.standing.about
    await _close_handovers(ws)
    ours = await about.is_ours(appointment)
    closed: dict[CardPlace, bool] = {}
    for _ in range(_TRIES):
        try:
            for place in await about.places(appointment):
                if place not in closed:
                    closed[place] = await _close(ws, place, code)
            ends = {(place.channel, place.ts): took for place, took in closed.items()}
            cards, shut = sum(ends.values()), len(ends) - sum(ends.values())
            what = f"{cards} cards closed, {shut} out of reach"
            line = Entry(team=ws.team, user=by, deed=Deed.FORGET, outcome="done", channel=channel, what=what)
            rows = await about.delete(appointment, line, closed)
        except NotKept as error:
            raise NotErased(str(error)) from error
        if rows is not None:
            with suppress(NotKept):
                await ws.states.afresh([appointment])  # it is in memory no more either
                await handovers.draw_anew(ws, new_reference())
            return Receipt(cards, rows, shut, ours)
    raise NotForgotten("drawn_anew")


async def _close_handovers(ws: Workspace) -> None:
    """Close those whose shift is over: any of them may name it."""
    try:
        while await handovers.close_over(ws):
            pass
    except NotKept as error:
        raise NotErased(str(error)) from error
    except Later as wait:
        raise NotForgotten("ratelimited") from wait
    except SLACK_TROUBLE as error:
        raise NotForgotten(error_code(error)) from error


async def _close(ws: Workspace, place: CardPlace, code: str | None) -> bool:
    try:
        return await close_message(ws, place, code)
    except Later as wait:
        raise NotForgotten("ratelimited") from wait
    except SLACK_TROUBLE as error:
        raise NotForgotten(error_code(error)) from error
