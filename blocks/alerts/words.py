"""What a channel gets, in short lines: one for each thing that is set."""

from __future__ import annotations

from datetime import datetime

from blocks.alerts.kinds import WORDS, listed
from blocks.kit import clip
from blocks.words.facts import NAME_SHOWN, STATUS_WORDS
from blocks.words.setting import Setting
from bot.alerts.kinds import ALERTS, BOARD
from bot.alerts.rules import Pause, Rules, Subscription, Where
from bot.appointments.filter import Filter
from bot.when import say_when

NOTHING = "Nothing is set up here: no board, no reminders, no alerts."
GONE = "Paused until Frontdesk is invited again and the alerts are resumed: it can't post in the channel now."
_NAMES_SHOWN = 20
_NO_MORE = {
    **{name: words.no_more for name, words in WORDS.items()},
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


def ended_sentences(before: Rules, after: Rules, setting: Setting) -> list[str]:
    """Say what is no more; nothing where nothing ended. What is set instead is said with all that is."""
    was, now = _by_topic(before, setting), _by_topic(after, setting)
    return [_NO_MORE[topic] for topic in was if topic not in now and topic in _NO_MORE]


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


def _by_topic(rules: Rules, setting: Setting) -> dict[str, str]:
    said: dict[str, str] = {}
    wanted = [kind for kind in ALERTS if kind.is_set(rules)]
    for kind in wanted:
        said |= WORDS[kind.name].gives(rules, setting)
    said |= _narrowing(rules.only)
    if any(kind is not BOARD for kind in wanted):
        said["where"] = _where(rules)
    return said


def _where(rules: Rules) -> str:
    if rules.where is Where.CHANNEL:
        return "Messages go into the channel."
    if rules.board:
        return "Messages go into the board's thread."
    return "Messages go into the channel: there is no board with a thread."


def _narrowing(only: Filter) -> dict[str, str]:
    said = {}
    if only.departments:
        names = [clip(name, NAME_SHOWN) for name in only.departments[:_NAMES_SHOWN]]
        more = len(only.departments) - len(names)
        names += [f"{more} more"] if more else []
        said["departments"] = f"Only sessions in {listed(names, 'and')}."
    if only.statuses:
        words = listed([f"“{STATUS_WORDS[status]}”" for status in only.statuses], "or")
        said["statuses"] = f"Only sessions with the status {words}."
    if only.interpreter:
        said["interpreter"] = "Only sessions with an interpreter."
    return said
