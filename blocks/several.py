"""Several sessions that were meant by a name or a code: one of them is chosen, by a button that does what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from blocks import ids
from blocks.attendance import NO_SHOW
from blocks.kit import Block, Card, button, context, escape, fields, header, marked, plain
from blocks.words.facts import claimant_name, code_words, status_words, time_token, when_words
from blocks.words.incomplete import incomplete_words
from blocks.words.meeting import about
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.states import Came

MOST = 15
LINE_LIMIT = 200


class Asked(Struct, frozen=True):
    """What a person wants with a session: the button, and what it says."""

    label: str
    action: str


ASKED: Mapping[str, Asked] = {
    "show": Asked("Open", ids.SHOW),
    "move": Asked("Reschedule", ids.MOVE),
    "edit": Asked("Edit", ids.EDIT),
    "cancel": Asked("Cancel appointment", ids.CANCEL),
    "accept": Asked("Open", ids.SHOW),
    "decline": Asked("Decline", ids.DECLINE),
    "propose": Asked("Propose another time", ids.PROPOSE),
    "join": Asked("Join", ids.JOIN),
    "arrived": Asked("Arrived", f"{ids.SAY}.{Came.ARRIVED}"),
    "noshow": Asked("No-show", f"{ids.SAY}.{NO_SHOW}"),
    "late": Asked("Running late", ids.LATE),
    "history": Asked("History", ids.HISTORY),
}
"""By the verb that was typed; what is accepted is looked at first."""


def several_card(
    sessions: Sequence[Appointment], called: str, verb: str, setting: Setting, words: str = ""
) -> Card:
    """Offer those that were meant; `words`: what was typed behind the name, sealed, for the form that the button opens."""
    asked = ASKED[verb]
    title = (
        f"Which one? {len(sessions)} sessions for {called}"
        if len(sessions) > 1
        else f"Is it this one, for {called}?"
    )
    shown = sessions[:MOST]
    rows = [_row(one, asked, setting, words) for one in shown]
    foot: list[Block] = []
    if len(sessions) > MOST:
        foot.append(context(plain(f"And {len(sessions) - MOST} more. Type more of the name, or the code.")))
    if incomplete := incomplete_words(sessions):
        foot.append(context(plain(f"⚠ {incomplete}")))
    said = "; ".join(f"{when_words(a, setting.zone, setting.now)} {claimant_name(a)}" for a in shown)
    return Card(escape(f"{title}: {said}."), (header(title), *rows, *foot))


def _row(appointment: Appointment, asked: Asked, setting: Setting, words: str) -> Block:
    name = claimant_name(appointment)
    when = f"*{time_token(appointment, setting.zone, setting.now, with_day=True)}*"
    notes = " · ".join([name, *about(appointment), status_words(appointment)])
    seen = ids.Seen(appointment=appointment.id, version=appointment.version, words=words)
    return fields(
        marked(f"{when}\n{code_words(appointment)}"),
        plain(notes, LINE_LIMIT),
        accessory=button(asked.label, asked.action, seen.packed(), spoken=f"{asked.label} {name}"),
    )
