"""A session runs late: what is said of the later ones that it touches, and of how they were moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from blocks.kit import OPTION_LIMIT, clip
from blocks.words.facts import claimant_name, sentence, status_words, when_words, who
from blocks.words.results import differs_words
from blocks.words.rows import NAME_IN_MENU
from blocks.words.said import state_words
from blocks.words.setting import Setting
from blocks.words.told import told_words
from bot.appointments.deeds import Deed
from bot.appointments.delay import Later
from bot.appointments.model import Appointment, Status
from bot.appointments.notices import Occasion, Tells, Way
from bot.appointments.permission import Openness
from bot.appointments.sharing import Shared
from bot.appointments.states import About, Emailed, State, Texted
from bot.appointments.writes.outcomes import How, Part, Written
from bot.when import say_minutes, short_day
from bot.when.saying import say_clock

Named = TypeVar("Named")
_SHARED = {
    Shared.HOST: "host",
    Shared.ROOM: "room",
    Shared.LANGUAGE: "interpreter's language",
    Shared.DEPARTMENT: "department",
    Shared.OFFICE: "office",
}
NONE_TOUCHED = "No later session of that day shares its host, room, department or interpreter's language, as far as the service tells."
MOVES_NOTHING = (
    "The service does not let Frontdesk move sessions. Give later ones another time in its own portal."
)
NOBODY_MOVED = "No later session was moved."
IN_A_LINE = 20
"""Sessions that are named in one line: with long names no more have room in a section."""
CHECK = "Nothing was moved. Check the new times below, then press Apply again."
ALL_THE_SAME = "Nothing was moved. Untick it, or press Apply again to move it all the same."
GONE = "One of them is no longer there: the service has removed it."
NOT_LATE_ANY_MORE = "It was noted as running late, and that was taken back."
NOT_OFFERED = "The delay that you typed is not one of these. Choose 5, 10, 15 or 30 minutes."
NOTHING = {"over": "It is over.", "same": "It is at that time already."}
"""Why there was nothing to move, where its state does not say it."""
_SERVICE_WILL = (
    "The claimants will be told the new times by SMS or e-mail, where the service has one. There is no Undo."
)
_YOURSELF = "No SMS or e-mail is sent. Please tell the claimants yourself. There is no Undo."
_WILL: Mapping[frozenset[Way], str] = {
    frozenset(
        {Way.SMS}
    ): "The claimants will be told the new times by SMS, where the service has a mobile number. There is no Undo.",
    frozenset(
        {Way.EMAIL}
    ): "The claimants will be told the new times by e-mail, where the service has an address. There is no Undo.",
    frozenset(
        Way
    ): "The claimants will be told the new times by SMS or e-mail, where the service has a mobile number or an address. There is no Undo.",
}
_WAYS = {Way.SMS: "SMS", Way.EMAIL: "e-mail"}
_NOT_TOLD = frozenset({Texted.NOT_SENT, Texted.NOT_DELIVERED, Emailed.NOT_SENT, Emailed.NOT_DELIVERED})
_IN_DOUBT = frozenset({Texted.IN_DOUBT, Emailed.IN_DOUBT})
_STANDS = {
    How.NOT_MOVED: "Not moved: {session}.",
    How.NOT_TRIED: "Not tried: {session}.",
    How.UNSURE: "We can't tell yet whether {name} was moved: the service does not answer. Don't move it again. "
    "Frontdesk keeps looking and sends you a message as soon as it knows.",
}


def new_time_words(was: datetime, then: datetime, setting: Setting) -> str:
    """Say from when to when: "10:45 → 10:55"; with the day where it is another."""
    before, after = was.astimezone(setting.zone), then.astimezone(setting.zone)
    day = f"{short_day(after.date(), year=False)}, " if after.date() != before.date() else ""
    return f"{say_clock(before)} → {day}{say_clock(after)}"


def later_words(later: Later, setting: Setting) -> str:
    """Say a later session in a line of a menu: "10:45 → 10:55 Jane Doe"."""
    was = later.session.start or later.start
    name = claimant_name(later.session, NAME_IN_MENU)
    return clip(f"{new_time_words(was, later.start, setting)} {name}", OPTION_LIMIT)


def touched_words(later: Later, setting: Setting) -> str:
    """Say whether its claimant waits already, whether it could begin on time all the same, and what it shares with the late one."""
    names = [_SHARED[one] for one in later.shared]
    same = f"Same {' and '.join((', '.join(names[:-1]), names[-1])) if len(names) > 1 else names[0]}."
    on_time = "Could start on time."
    if later.free_at is not None:
        on_time = f"Not free until {say_clock(later.free_at.astimezone(setting.zone))}."
    waits = "Waiting now." if later.session.status is Status.WAITING else ""
    return clip(" ".join(filter(None, (waits, on_time, same))), OPTION_LIMIT)


def past_words(later: Later, setting: Setting) -> str:
    """Say that a new time has passed already."""
    at = say_clock(later.start.astimezone(setting.zone))
    return f"{at} has passed already, for {claimant_name(later.session)}. Choose more minutes, or untick it."


def runs_late_words(late: Appointment, minutes: int, setting: Setting) -> str:
    """Say what was noted of the late session itself."""
    when = when_words(late, setting.zone, setting.now)
    noted = f"Noted: {claimant_name(late)}, {when}, runs {say_minutes(minutes)} late."
    return " ".join(filter(None, (noted, late_told_words(late, setting))))


def late_told_words(late: Appointment, setting: Setting, *, will: bool = False) -> str:
    """Say how Frontdesk tells the late session's own claimant, before (`will`) or after; nothing where it doesn't."""
    ways = setting.tells.ways(Occasion.LATE, late, setting.now)
    if not ways:
        return ""
    by = " and ".join(_WAYS[way] for way in ways)
    return f"{claimant_name(late)} {'will be' if will else 'is'} told by {by} that it begins later."


def not_late_words(late: Appointment, before: State | None, setting: Setting) -> str:
    """Say that a session is not noted as late any more, and what that leaves as it is."""
    said = sentence(late, setting.zone, setting.now)
    if before is None:
        return f"{said}: it is not noted as running late. Nothing was changed."
    told = "Nobody was told of this."
    messages = (setting.said.of(late, about) for about in (About.TEXT, About.EMAIL))
    since = {one.word for one in messages if one and one.at >= before.at} - _NOT_TOLD
    if since:
        was = "may have been" if since <= _IN_DOUBT else "was"
        told = f"{claimant_name(late)} {was} told that it begins later: please tell them that it does not."
    return f"Taken back: {said}, is no longer noted as {state_words(before)}. What was moved stays where it is. {told}"


def stands_late_words(late: Appointment, state: State | None, setting: Setting) -> str:
    """Say whether it is noted that a session runs late."""
    said = sentence(late, setting.zone, setting.now)
    return f"{said}, is noted as {state_words(state)}." if state else f"{said}, is not noted as running late."


def said_late_words(minutes: int) -> str:
    """Say that it was said to run late before, so that nobody counts twice."""
    return f"It was noted before that this runs {say_minutes(minutes)} late. The new times below count from the times that stand now."


def will_tell_all(tells: Tells) -> str:
    """Say before they are moved whether the claimants will be told."""
    if tells.service:
        return _SERVICE_WILL
    return _WILL.get(tells.of(Deed.MOVE), _YOURSELF)


def moved_words(
    parts: Sequence[Part], minutes: int, setting: Setting, reasons: Mapping[int, str] | None = None
) -> list[str]:
    """Say in a line each what was moved, who hears of it, and which stand where they were and why.

    `reasons`: why not, by the number of the part.
    """
    done = [part for part in parts if part.how is How.MOVED]
    said = []
    if done:
        said += [
            f"Moved: {'; '.join(_moved(part, minutes, setting) for part in some)}."
            for some in _in_lines(done)
        ]
        said += _told(done, setting)
        said += [words for part in done for words in _differs(part.written, setting)]
    else:
        said.append(NOBODY_MOVED)
    for number, part in enumerate(parts):
        if part.how is not How.MOVED:
            words = _STANDS[part.how].format(session=_stands(part, setting), name=_name(part))
            said.append(" ".join(filter(None, (words, (reasons or {}).get(number)))))
    return said


def note_words(
    minutes: int, moved: Sequence[tuple[Appointment, datetime]], setting: Setting, openness: Openness
) -> str:
    """Say below the late session's card which were moved, each to when; with initials and codes at most, for it stays there."""
    shown = Openness.PUBLIC if openness is Openness.PRIVATE else openness
    times = [
        f"{who(one, shown)} {new_time_words(then - timedelta(minutes=minutes), then, setting)}{_since(one, then, setting)}"
        for one, then in moved
    ]
    return f"Running {say_minutes(minutes)} late. Moved: {'; '.join(times)}."


def _since(moved: Appointment, then: datetime, setting: Setting) -> str:
    """Say where it is by now, if that is not where it was moved to."""
    start = moved.start
    if moved.status is Status.CANCELLED or start is None:
        return f" ({status_words(moved).casefold()} by now)"
    if int(start.timestamp()) == int(then.timestamp()):
        return ""
    day = start.astimezone(setting.zone).date()
    other = f"{short_day(day, year=False)}, " if day != then.astimezone(setting.zone).date() else ""
    return f" (at {other}{say_clock(start.astimezone(setting.zone))} by now)"


def _in_lines(all_of_them: Sequence[Named]) -> Iterator[Sequence[Named]]:
    return (all_of_them[begin : begin + IN_A_LINE] for begin in range(0, len(all_of_them), IN_A_LINE))


def _moved(part: Part, minutes: int, setting: Setting) -> str:
    if part.now is None:
        return "one that the service no longer has"
    name, now = claimant_name(part.now), part.now.start
    if now is None:
        return name
    before = part.written.before if part.written else None
    was = before.start if before and before.start else now - timedelta(minutes=minutes)
    return f"{name}, {new_time_words(was, now, setting)}"


def _told(done: Sequence[Part], setting: Setting) -> list[str]:
    """Say how each claimant hears of it: once, where it is the same of all."""
    said: dict[str, list[str]] = {}
    for part in done:
        if part.now is not None:
            before = part.written.before if part.written else None
            told = told_words(part.now, Deed.MOVE, setting, before)
            said.setdefault(told, []).append(claimant_name(part.now))
    if len(said) == 1:
        return [told if len(names) == 1 else f"For each of them: {told}" for told, names in said.items()]
    return [f"{', '.join(some)}: {told}" for told, names in said.items() for some in _in_lines(names)]


def _differs(written: Written | None, setting: Setting) -> list[str]:
    if written is None:
        return []
    got = written.appointment
    return [f"{claimant_name(got)}: {differs_words(name, got, setting)}" for name in written.differs]


def _name(part: Part) -> str:
    return claimant_name(part.now) if part.now else "one that the service no longer has"


def _stands(part: Part, setting: Setting) -> str:
    if part.now is None:
        return _name(part)
    if part.now.status is Status.CANCELLED or part.now.start is None:
        return f"{claimant_name(part.now)} ({status_words(part.now)})"
    return f"{claimant_name(part.now)} stands at {say_clock(part.now.start.astimezone(setting.zone))}"
