"""The words in which a text is refused: what is in the way, and what to type instead."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.when.grammar import LETTERS, NAMES, Context, Item
from bot.when.model import Choice, Refusal
from bot.when.parts import Clock, Day, Unreadable, short_clock, short_day
from bot.when.reading.pieces import Pieces
from bot.when.rules.clocks import bare
from bot.when.rules.weekdays import day_of_coming_month

WEIGHTY = {"vague": "vague", "edge": "vague", "every": "recurring", "not": "unclear", "or": "two_times"}
"""Words that matter, by their tags, and why they are refused."""
_MARKUP = re.compile(r"[<>&*_~`|@]")
_LONGEST_WORD = 30
_HALF_TOLD = frozenset(
    ("unit", "weekdays", "month", "mod", "wc", "edge", "half", "quarter", "ordinal", "bankholiday")
)


def example(context: Context) -> str:
    """A time that could be typed: next Tuesday."""
    ahead = -context.today.weekday() % 7 + 1
    return f"{short_day(context.today + timedelta(days=ahead), year=False)} at 10:00"


def _week(context: Context) -> str:
    """A week that could be typed: the one after next week."""
    ahead = 14 - context.today.weekday()
    return f"w/c {short_day(context.today + timedelta(days=ahead), year=False).partition(' ')[2]}"


def quoted(word: str) -> str:
    """Quote what was typed, short, and with nothing in it that Slack would act on."""
    plain = _MARKUP.sub("", word)
    short = plain if len(plain) <= _LONGEST_WORD else f"{plain[: _LONGEST_WORD - 1]}…"
    return f"“{short}”" if short else "That sign"


def weighty(reason: str, word: str, pieces: Pieces, context: Context) -> Unreadable:
    """Refuse a word that changes the meaning in a way that can't be booked or listed."""
    eg = example(context)
    match reason:
        case "recurring":
            return Unreadable(
                reason, f"{quoted(word)} would be more than one appointment. Type one time, e.g. {eg}."
            )
        case "two_times":
            days = list(dict.fromkeys(day.on for day in pieces.days))
            clocks = [clock for clock in pieces.clocks if isinstance(clock, Clock)]
            at = f" {short_clock(clocks[0].minutes)}" if len(clocks) == 1 else ""
            choices = tuple(Choice(f"{short_day(on)}{at}", f"{on}{at}") for on in days[:5])
            how = " or ".join(choice.label for choice in choices[:2]) if len(choices) > 1 else eg
            return Unreadable(
                reason, f"Two times are named. Type just one: {how}.", choices if len(choices) > 1 else ()
            )
        case "vague":
            return Unreadable(reason, f"{quoted(word)} leaves the time open. Type it exactly, e.g. {eg}.")
    return Unreadable(
        reason, f"It is not clear what {quoted(word)} means there. Type just the time, e.g. {eg}."
    )


def not_understood(text: str, left: list[Item], context: Context, *, nothing: bool) -> Refusal:
    """Say which word is in the way, or that there is no time at all."""
    eg = example(context)
    if nothing:
        numbers = [item for item in left if item.tag == LETTERS["number"]]
        if len(numbers) == 1 and not any(item.tag == LETTERS["unknown"] for item in left):
            return _bare_number(text[numbers[0].start : numbers[0].end], numbers[0], context)
        if any(NAMES[item.tag] in _HALF_TOLD for item in left):
            return Refusal(
                "unclear", f"It is not clear which time that is. Type it in full, e.g. {eg}.", phrase=text
            )
        return Refusal("no_date", f"There is no day or time in that. Type one, e.g. {eg}.")
    word = quoted(text[left[0].start : left[0].end])
    instead = f"Type just the time, e.g. {eg}." if context.booking else f"Try: next week, {_week(context)}."
    return Refusal("unknown_word", f"{word} isn't clear there. {instead}", phrase=text)


def _bare_number(typed: str, item: Item, context: Context) -> Refusal:
    clock, day = bare(item.value), day_of_coming_month(context, item.value)
    choices = []
    if clock:
        at = short_clock(clock.minutes)
        choices.append(Choice(f"The time {at}", f"at {at}"))
    if isinstance(day, Day):
        choices.append(Choice(short_day(day.on), day.on.isoformat()))
    how = [short_day(day.on, year=False)] if isinstance(day, Day) else []
    how += [choice.phrase for choice in choices[:1] if clock]
    instead = " or ".join(how) or f"the whole time, e.g. {example(context)}"
    return Refusal("ambiguous", f"{typed[:9]} alone can be many things. Type {instead}.", tuple(choices))
