"""The answers about alerts: what this channel gets now, and what the channels of a workspace get."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from blocks import ids
from blocks.alerts.words import ended_sentences, heading, pause_words, rule_sentences
from blocks.kit import (
    MESSAGE_LIMIT,
    REDRAWN_TEXT_LIMIT,
    TEXT_LIMIT,
    Block,
    Card,
    actions,
    button,
    clip,
    context,
    escape,
    header,
    json_length,
    plain,
    section,
)
from blocks.limits import Room
from blocks.pages import Page, Paging
from blocks.places import PlaceInList
from blocks.words.setting import Setting
from bot.alerts.rules import Rules, Subscription
from bot.alerts.typed.grammar import as_typed

SENT_UNCHANGED = "Saved. Nothing was changed."
UNCHANGED = "Nothing was changed: it was set like that already."
PAGE = 20
"""Channels on a page."""
_PAGING = Paging(PAGE, "channel", ids.ALERTS_BEFORE, ids.ALERTS_AFTER)
_WORDS_LIMIT = 2_000
_TYPED_LIMIT = 1_500
_LEAST_WORDS = 300
"""Characters: what one channel may take of a list; the last, what even the oddest signs have room for."""


class Listed(Struct, frozen=True):
    """One channel in a list: its name for the person who asked, and what it gets."""

    name: str
    subscription: Subscription


def now_gets(subscription: Subscription | None, setting: Setting) -> list[str]:
    """Say what a channel gets: first what the rest is, e.g. that it is paused, then a line for each thing."""
    rules = subscription.rules if subscription else Rules()
    return [heading(subscription, setting), *rule_sentences(rules, setting)]


def as_lines(now_gets: Sequence[str]) -> str:
    """The same under each other."""
    return "\n• ".join(now_gets)


def set_card(
    before: Rules, after: Subscription, setting: Setting, notes: Sequence[str], command: str
) -> Card:
    """Say what ended, what else follows from the change, and all that the channel gets now."""
    return gets_card([changed_words(before, after.rules, setting, notes)], after, setting, command)


def changed_words(
    before: Rules, after: Rules, setting: Setting, notes: Sequence[str], same: str = UNCHANGED
) -> str:
    """Say that it is saved and what ended, or that it was so already; what is set stands below, once."""
    done = same if before == after else "Saved."
    return " ".join([done, *ended_sentences(before, after, setting), *notes])


def gets_card(
    first: Sequence[str],
    subscription: Subscription | None,
    setting: Setting,
    command: str,
    *,
    may_change: bool = True,
) -> Card:
    """Say something, then all that the channel gets, with the command that sets it and a way to the form for those who may."""
    sentences = now_gets(subscription, setting)
    said, rules = (*first, as_lines(sentences)), subscription.rules if subscription else Rules()

    def drawn(most: int) -> tuple[list[str], list[Block]]:
        sets = [_typed_words(rules, command, min(most, _TYPED_LIMIT))] if may_change else []
        ways = [actions(button("Change in a form", ids.OPEN_ALERTS)), context(plain(sets[0]))] if sets else []
        return sets, [*(section(plain(text, most)) for text in said), *ways]

    most = TEXT_LIMIT
    while json_length((found := drawn(most))[1]) > MESSAGE_LIMIT:
        most //= 2  # the oddest signs are sent as twelve characters each
    sets, blocks = found
    return Card(escape(" ".join([*first, *sentences, *sets])), tuple(blocks))


def _typed_words(rules: Rules, command: str, most: int = _TYPED_LIMIT) -> str:
    """The command that sets these rules, or an example where there are none."""
    if not rules.anything:
        return f"Or type it: {command} alerts board 08:30 weekdays reminders 15 waiting 3 changes"
    typed = as_typed(rules)
    if len(typed) > most:
        return f"Type {command} alerts in that channel to change it."
    return f"The same elsewhere: {command} alerts {typed}"


def alerts_list(
    channels: Sequence[Listed], setting: Setting, command: str, place: PlaceInList | None = None
) -> Card:
    """List what channels get, a page at a time, each with the words to type for the same elsewhere."""
    if not channels:
        words = f"No channel that you can see has alerts. Type {command} alerts in a channel to set some."
        return Card(escape(words), (section(plain(words)),))
    title = f"Alerts in {len(channels)} channels" if len(channels) > 1 else "Alerts in 1 channel"

    def draw(some: Sequence[Listed], room: Room) -> tuple[list[Block], int]:
        blocks: list[Block] = []
        for number, one in enumerate(some):
            drawn = _listed(one, setting, command, _WORDS_LIMIT)
            if not room.takes(drawn):
                drawn = _listed(one, setting, command, _LEAST_WORDS)
                if number or not room.takes(drawn):
                    return blocks, number
            blocks += drawn
        return blocks, len(some)

    page = Page.of(channels, place or PlaceInList(), _PAGING, draw, [header(title)])
    said = f"{title}: {page.where}" if page.where else title
    text = "\n".join([said, *(_gets(one, setting) for one in page.shown)])
    return Card(clip(escape(text), REDRAWN_TEXT_LIMIT), (header(title), *page.blocks, *page.pager()))


def _listed(one: Listed, setting: Setting, command: str, most: int) -> list[Block]:
    """One channel with its words and the command that sets them, each in so many characters at most."""
    typed = _typed_words(one.subscription.rules, command, min(most, _TYPED_LIMIT))
    return [section(plain(_gets(one, setting), most)), context(plain(typed))]


def _gets(one: Listed, setting: Setting) -> str:
    paused = pause_words(one.subscription, setting)
    lines = [*([paused] if paused else []), *rule_sentences(one.subscription.rules, setting)]
    return f"{one.name}: {' '.join(lines)}"
