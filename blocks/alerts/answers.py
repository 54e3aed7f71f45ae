"""The answers about alerts: what this channel gets now, and what the channels of a workspace get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blocks import ids
from blocks.alerts.words import changed_sentences, heading, pause_words, rule_sentences
from blocks.kit import (
    BLOCKS_LIMIT,
    MESSAGE_LIMIT,
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
from blocks.words.setting import Setting
from bot.alerts.rules import Rules, Subscription

UNCHANGED = "Nothing was changed: it was set like that already."
_FOOT_LIMIT = 200
_WORDS_LIMIT = 2_000
_TYPED_LIMIT = 1_500
"""Characters: what one channel may take of a list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One channel in a list: its name for the person who asked, what it gets, and the words that set that."""

    name: str
    subscription: Subscription
    typed: str


def now_gets(subscription: Subscription | None, setting: Setting) -> list[str]:
    """Say what a channel gets: first what the rest is, e.g. that it is paused, then a sentence for each thing."""
    rules = subscription.rules if subscription else Rules()
    return [heading(subscription, setting), *rule_sentences(rules, setting)]


def as_lines(now_gets: Sequence[str]) -> str:
    """The same under each other."""
    return "\n• ".join(now_gets)


def set_card(
    before: Rules, after: Subscription, setting: Setting, notes: Sequence[str], command: str
) -> Card:
    """Say what was changed, what else follows from it, and all that the channel gets now."""
    changed = changed_sentences(before, after.rules, setting) or [UNCHANGED]
    return gets_card([" ".join([*changed, *notes])], after, setting, command)


def gets_card(
    first: Sequence[str],
    subscription: Subscription | None,
    setting: Setting,
    command: str,
    *,
    may_change: bool = True,
) -> Card:
    """Say something, then all that the channel gets, with a way to the form for those who may change it."""
    sentences = now_gets(subscription, setting)
    blocks = [section(plain(text)) for text in (*first, as_lines(sentences))]
    if may_change:
        example = f"Or type it: {command} alerts board 08:30 weekdays reminders 15 waiting 3 changes"
        blocks += [actions(button("Change in a form", ids.OPEN_ALERTS)), context(plain(example))]
    return Card(escape(" ".join([*first, *sentences])), tuple(blocks))


def alerts_list(channels: Sequence[Listed], setting: Setting, command: str) -> Card:
    """List what channels get, each with the words to type for the same elsewhere; as many as a message holds."""
    if not channels:
        words = f"No channel that you can see has alerts. Type {command} alerts in a channel to set some."
        return Card(escape(words), (section(plain(words)),))
    title = f"Alerts in {len(channels)} channels" if len(channels) > 1 else "Alerts in 1 channel"
    blocks: list[Block] = [header(title)]
    texts = [title]
    for number, one in enumerate(channels):
        paused = pause_words(one.subscription, setting)
        sentences = [*([paused] if paused else []), *rule_sentences(one.subscription.rules, setting)]
        said = f"{one.name}: {' '.join(sentences)}"
        typed = f"The same elsewhere: {command} alerts {one.typed}"
        if len(one.typed) > _TYPED_LIMIT:
            typed = f"Type {command} alerts in that channel to change it."
        drawn = [section(plain(said, _WORDS_LIMIT)), context(plain(typed))]
        full = json_length([*blocks, *drawn]) + _FOOT_LIMIT > MESSAGE_LIMIT
        if full or len(blocks) + len(drawn) >= BLOCKS_LIMIT:
            more = (
                f"And {len(channels) - number} more: type {command} alerts in a channel to see what it gets."
            )
            blocks.append(context(plain(more)))
            texts.append(more)
            break
        blocks += drawn
        texts += [clip(said, _WORDS_LIMIT), typed]
    return Card(escape("\n".join(texts)), tuple(blocks))
