"""What a channel gets, in whole sentences: one for each thing that is set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from blocks.kit import clip
from blocks.words.facts import NAME_SHOWN, STATUS_WORDS
from blocks.words.setting import Setting
from bot.alerts.rules import EVERY_DAY, WEEKDAYS, BoardRule, Pause, Rules, Subscription, Where
from bot.appointments.filter import Filter
from bot.when import say_minutes, say_when
from bot.when.zones import city_of

NOTHING = "Nothing is set up here: no board, no reminders, no alerts."
GONE = "Paused until Frontdesk is invited again and the alerts are resumed: it can't post in the channel now."
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_WEEKEND = frozenset({5, 6})
_NAMES_SHOWN = 20
_NO_MORE = {
    "board": "The day's board is no longer posted.",
    "reminders": "Reminders are no longer posted.",
    "waiting": "Waiting claimants are no longer announced.",
    "changes": "Changes are no longer posted.",
    "gaps": "Gaps are no longer posted.",
    "departments": "All departments are included.",
    "statuses": "All statuses are included.",
    "interpreter": "Sessions with and without an interpreter are included.",
}


def heading(subscription: Subscription | None, setting: Setting) -> str:
    """Say what the sentences about a channel are: what it gets, or what it gets when its pause ends."""
    if subscription is None or not subscription.rules.anything:
        return NOTHING
    paused = pause_words(subscription, setting)
    return f"{paused} After that this channel gets:" if paused else "This channel gets:"


def rule_sentences(rules: Rules, setting: Setting) -> list[str]:
    """Say all that rules give, in the order in which one thinks of it; nothing where nothing is set."""
    return list(_by_topic(rules, setting).values()) if rules.anything else []


def only_words(only: Filter) -> list[str]:
    """Say which sessions a channel hears of; nothing where it hears of all."""
    return list(_narrowing(only).values())


def changed_sentences(before: Rules, after: Rules, setting: Setting) -> list[str]:
    """Say what is otherwise than before; nothing where nothing is."""
    was, now = _by_topic(before, setting), _by_topic(after, setting)
    new = [sentence for topic, sentence in now.items() if was.get(topic) != sentence]
    return new + [_NO_MORE[topic] for topic in was if topic not in now and topic in _NO_MORE]


def pause_words(subscription: Subscription, setting: Setting) -> str | None:
    """Say that a channel is told nothing for now, and until when; None where it is not paused."""
    if subscription.paused is Pause.CHANNEL_GONE:
        return GONE
    until = subscription.paused_until
    if subscription.paused is None or until is None or until <= setting.now:
        return None
    return f"Paused until {moment_words(until, setting)}."


def moment_words(moment: datetime, setting: Setting) -> str:
    """Say a moment in the reader's zone, and in the desk's where that is another."""
    said = say_when(moment, None, zone=setting.zone, now=setting.now)
    if setting.desk_zone is None:
        return said
    return f"{said}, which is {say_when(moment, None, zone=setting.desk_zone, now=setting.now)}"


def board_words(board: BoardRule, setting: Setting) -> str:
    """Say when the board comes, and what the reader's clock shows then, where that is another time."""
    words = f"The day's board comes {days_words(board.days)} at {board.at:%H:%M} ({city_of(board.zone)})."
    there = setting.now.astimezone(ZoneInfo(board.zone))
    comes = there.replace(hour=board.at.hour, minute=board.at.minute, second=0, microsecond=0, fold=0)
    here = comes.astimezone(UTC).astimezone(setting.zone)
    if here.utcoffset() == comes.utcoffset():
        return words
    return f"{words} That is {here:%H:%M} ({city_of(setting.zone.key)}) at present."


def days_words(days: Collection[int]) -> str:
    """Say weekdays: every day, on weekdays, on Mondays, Wednesdays and Fridays."""
    usual = {EVERY_DAY: "every day", WEEKDAYS: "on weekdays", _WEEKEND: "at weekends"}
    return usual.get(frozenset(days)) or f"on {_listed([_DAYS[day] for day in sorted(days)], 'and')}"


def _by_topic(rules: Rules, setting: Setting) -> dict[str, str]:
    said = {}
    if rules.board:
        said["board"] = board_words(rules.board, setting)
        said["empty"] = (
            "A day without sessions has a board that says so."
            if rules.board.empty
            else "A day without sessions has no board."
        )
    if rules.reminders:
        said["reminders"] = _reminders(rules.reminders)
    if rules.waiting is not None:
        said["waiting"] = (
            f"A message comes when a claimant has waited for {say_minutes(rules.waiting)}."
            if rules.waiting
            else "A message comes as soon as a claimant waits."
        )
    if rules.changes:
        said["changes"] = "A message says what was booked, rescheduled, cancelled or edited, whoever did it."
    if rules.gaps:
        said["gaps"] = (
            "A message comes 24 h and 2 h before a session that needs an interpreter while no language is named. "
            "A gap that is found later is posted at once."
        )
    said |= _narrowing(rules.only)
    if set(said) & {"reminders", "waiting", "changes", "gaps"}:
        said["where"] = _where(rules)
    return said


def _reminders(minutes: Sequence[int]) -> str:
    if len(minutes) == 1:
        return f"A reminder comes {say_minutes(minutes[0])} before each session."
    return f"Reminders come {_listed([say_minutes(one) for one in minutes], 'and')} before each session."


def _where(rules: Rules) -> str:
    if rules.where is Where.CHANNEL:
        return "All messages go into the channel itself."
    if rules.board:
        return "All other messages go into the board's thread."
    return "All messages go into the channel itself, as there is no board with a thread."


def _narrowing(only: Filter) -> dict[str, str]:
    said = {}
    if only.departments:
        names = [clip(name, NAME_SHOWN) for name in only.departments[:_NAMES_SHOWN]]
        more = len(only.departments) - len(names)
        names += [f"{more} more"] if more else []
        said["departments"] = f"Only sessions in {_listed(names, 'and')} are included."
    if only.statuses:
        words = _listed([f"“{STATUS_WORDS[status]}”" for status in only.statuses], "or")
        said["statuses"] = f"Only sessions with the status {words} are included."
    if only.interpreter:
        said["interpreter"] = "Only sessions with an interpreter are included."
    return said


def _listed(names: Sequence[str], word: str) -> str:
    """List names in one breath: "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last
