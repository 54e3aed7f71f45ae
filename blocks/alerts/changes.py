"""What changed in a channel's sessions: one line a change, with what was, what is, and whose act it was."""

from __future__ import annotations

from collections.abc import Sequence

from blocks import ids
from blocks.cards import accept_button, answers_to_request
from blocks.kit import (
    REDRAWN_TEXT_LIMIT,
    Block,
    Card,
    actions,
    button,
    clip,
    context,
    escape,
    header,
    plain,
    section,
)
from blocks.limits import Room
from blocks.words.facts import clock_words, department_name, interpreter_words, when_words, who
from blocks.words.meeting import is_acceptable, meeting_words
from blocks.words.setting import Setting
from bot.alerts.changes_seen import Edit, Kind, SeenChange
from bot.appointments.api import Capability
from bot.appointments.model import Appointment, Status
from bot.appointments.permission import Openness

LINE_LIMIT = 600
NAME_LIMIT = 80

_BY_SOMEBODY = {
    Kind.BOOKED: "Booked: {who}, {when}, by {by}.",
    Kind.MOVED: "Rescheduled: {who}, from {was} to {when}, by {by}.",
    Kind.EDITED: "Edited: {who}, {when}, by {by}.",
    Kind.CANCELLED: "Cancelled: {who}, {when}, by {by}.",
    Kind.RESTORED: "On again after it was cancelled: {who}, {when}, by {by}.",
}
_OUTSIDE = {
    Kind.BOOKED: "Booked: {who}, {when}, outside Frontdesk.",
    Kind.MOVED: "Rescheduled: {who}, from {was} to {when}, outside Frontdesk.",
    Kind.EDITED: "Edited: {who}, {when}, outside Frontdesk.",
    Kind.CANCELLED: "Cancelled: {who}, {when}, outside Frontdesk.",
    Kind.RESTORED: "On again after it was cancelled: {who}, {when}, outside Frontdesk.",
    Kind.GONE: "Removed from the service, outside Frontdesk: an appointment that was on {was}.",
}
_FROM_ELSEWHERE = (
    "Rescheduled: {who}, now {when}, by {by}.",
    "Rescheduled: {who}, now {when}, outside Frontdesk.",
)
"""Moved from a time that nobody here looked at."""
_REQUESTED = "Requested: {who}, {when}. It waits to be accepted."
"""Booked, but by a claimant who asks for it: nobody at the desk has said yes."""


def changes_card(changes: Sequence[SeenChange], *, openness: Openness, setting: Setting, more: str) -> Card:
    """Draw changes in the order in which they are given; `more`: the command that shows the sessions as they are."""
    lines = [change_words(change, openness, setting) for change in changes]
    top = [header(f"{len(changes)} changes")] if len(changes) > 1 else []
    room = Room()
    room.takes([*top, context(plain(_more_words(len(changes), more)))])
    shown: list[Block] = []
    left = len(changes)
    for change, line in zip(changes, lines, strict=True):
        drawn = _line(change, line, openness, setting)
        if not room.takes(drawn):
            break
        shown += drawn
        left -= 1
    foot = [context(plain(_more_words(left, more)))] if left else []
    return Card(_read_out(lines, more), (*top, *shown, *foot))


def change_words(change: SeenChange, openness: Openness, setting: Setting) -> str:
    """Say one change, and then each piece that was edited."""
    now_is, zone, now = change.appointment, setting.zone, setting.now
    was = Appointment(id="", start=change.was_start, minutes=change.was_minutes)
    same_day = (
        was.start is not None
        and now_is.start is not None
        and was.start.astimezone(zone).date() == now_is.start.astimezone(zone).date()
    )
    by = clip(change.by or "", NAME_LIMIT)
    words = (_BY_SOMEBODY if by and change.kind in _BY_SOMEBODY else _OUTSIDE)[change.kind]
    if change.kind is Kind.MOVED and was.start is None:
        words = _FROM_ELSEWHERE[0 if by else 1]
    if change.kind is Kind.BOOKED and now_is.status is Status.REQUESTED:
        words = _REQUESTED
    said = words.format(
        who=who(now_is, openness),
        when=when_words(now_is, zone, now),
        was=clock_words(was, zone, now) if same_day else when_words(was, zone, now),
        by=by,
    )
    edits = change.edits if change.kind in (Kind.EDITED, Kind.MOVED) else ()
    return clip(" ".join((said, *(_edit_words(edit, now_is) for edit in edits))), LINE_LIMIT)


def _edit_words(edit: Edit, now_is: Appointment) -> str:
    """Say what a piece is now, and what it was where that is known; never how to reach the claimant."""
    was = None if edit.was is None else clip(edit.was, NAME_LIMIT)
    if edit.part == "interpreter":
        now = interpreter_words(now_is.interpreter)
        return f"Interpreter now: {now}." if was is None else f"Interpreter now: {now}; before: {was}."
    if edit.part == "department":
        now = department_name(now_is.department) if now_is.department else "no longer named"
        return f"Department now: {now}." if was is None else f"Department now: {now}; before: {was}."
    if edit.part == "subject" and now_is.subject:
        return f"Subject now: {clip(now_is.subject.called('Subject'), NAME_LIMIT)}."
    if edit.part == "office" and now_is.office:
        return f"Office now: {clip(now_is.office.called('Office'), NAME_LIMIT)}."
    if edit.part in {"meeting_type", "hybrid"} and now_is.meeting_type:
        return f"Meeting now: {meeting_words(now_is)}."
    return _CHANGED.get(edit.part, "The options of the room were changed.")


_CHANGED = {
    "claimant": "The claimant's name or contact details were changed.",
    "subject": "The subject was changed.",
    "office": "The office was changed.",
    "meeting_type": "The way of meeting was changed.",
    "hybrid": "The way of meeting was changed.",
    "location": "The address was changed.",
    "participants": "Who takes part was changed.",
    "buffer_minutes": "The time that is kept free afterwards was changed.",
    "notes": "The notes were changed.",
}
"""What is said of a piece without saying what it is now."""


def _line(change: SeenChange, words: str, openness: Openness, setting: Setting) -> list[Block]:
    if change.kind is Kind.GONE:
        return [section(plain(words))]
    appointment = change.appointment
    name = who(appointment, openness)
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    look = button("Open", ids.SHOW, value, spoken=f"Details of {name}")
    if Capability.ACCEPT in setting.can and is_acceptable(appointment, setting.now):
        answers = [accept_button(appointment, name, setting), *answers_to_request(name, value, setting)]
        return [section(plain(words)), actions(*answers, look)]
    return [section(plain(words), accessory=look)]


def _more_words(count: int, more: str) -> str:
    command = clip(more, NAME_LIMIT)
    if count == 1:
        return f"And 1 more change. To see the sessions as they are, type {command}."
    return f"And {count} more changes. To see the sessions as they are, type {command}."


def _read_out(lines: Sequence[str], more: str) -> str:
    """All changes as one text, as far as it goes."""
    left = REDRAWN_TEXT_LIMIT - len(escape(_more_words(len(lines), more)))
    kept: list[str] = []
    for line in map(escape, lines):
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    if len(kept) < len(lines):
        kept.append(escape(_more_words(len(lines) - len(kept), more)))
    return " ".join(kept)
