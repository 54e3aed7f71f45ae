"""The app's Home: today's sessions for the one person who looks, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blocks import ids
from blocks.kit import Block, actions, button, context, divider, fields, header, marked, plain, section
from blocks.words.facts import claimant_name, department_name, status_words, when_token
from blocks.words.incomplete import incomplete_words
from blocks.words.meeting import about
from blocks.words.setting import Setting
from bot.appointments.model import Appointment, Status

SHOWN = 30
"""Sessions on the Home: with all else well below the hundred blocks that a Home may have."""


def home(sessions: Sequence[Appointment], setting: Setting, command: str) -> dict[str, Any]:
    """Draw the Home of somebody who may look."""
    noun = "session" if len(sessions) == 1 else "sessions"
    blocks: list[Block] = [
        header("Today"),
        context(plain(f"{len(sessions)} {noun}." if sessions else "No sessions today.")),
        *([context(plain(f"⚠ {incomplete}"))] if (incomplete := incomplete_words(sessions)) else []),
        *(_line(appointment, setting) for appointment in sessions[:SHOWN]),
    ]
    if len(sessions) > SHOWN:
        blocks.append(context(plain(f"And {len(sessions) - SHOWN} more: type {command} today.")))
    hint = f"In a channel: {command} book, {command} week, {command} find a name, {command} alerts, {command} help."
    blocks += [divider(), actions(button("Book an appointment", ids.BOOK_NEW, "new")), context(plain(hint))]
    return {"type": "home", "blocks": blocks}


def closed_home(words: str) -> dict[str, Any]:
    """Draw the Home of somebody who may not look, or to whom nothing can be shown now."""
    return {"type": "home", "blocks": [section(plain(words))]}


def _line(appointment: Appointment, setting: Setting) -> Block:
    token = when_token(appointment, setting.zone, setting.now)
    when = f"~{token}~" if appointment.status is Status.CANCELLED else f"*{token}*"
    where = about(appointment) if appointment.office else [department_name(appointment.department)]
    facts = " · ".join((*where, status_words(appointment)))
    return fields(marked(when), plain(f"{claimant_name(appointment)}\n{facts}", 300))
