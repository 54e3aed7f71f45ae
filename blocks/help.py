"""What the command can do, and what was done with an appointment."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from blocks.kit import Card, context, escape, header, marked, plain, say, section
from blocks.words.history import history_words
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.writes.ledger import Entry
from bot.verbs import VERBS, Group, Verb

LINES_SHOWN = 25


def help_all(verbs: Sequence[Verb], command: str) -> Card:
    """Name every verb by an example, under three heads."""
    title = f"What {command} can do"
    alone = f"{command} alone: today's sessions and what you can do next. A name or a code alone opens what it names."
    times = "Times are typed your own way: tomorrow 3pm, next Tue half ten, 3 Dec 9-9:30."
    said, blocks = [title, alone], [header(title), context(plain(alone))]
    for group in Group:
        lines = [(one.example_with(command), one.says) for one in verbs if one.group is group]
        if not lines:
            continue
        said += [group, *(f"{example} — {says}" for example, says in lines)]
        drawn = "\n".join(f"`{escape(example)}` {escape(says)}" for example, says in lines)
        blocks.append(section(marked(f"*{group}*\n{drawn}")))
    return Card(escape("\n".join([*said, times])), (*blocks, context(plain(times))))


def help_verb(verb: Verb, command: str) -> Card:
    """Say more about one verb."""
    lines = [f"{verb.usage(command)}", verb.says, f"For example: {verb.example_with(command)}"]
    if verb.aliases:
        lines.append(f"Also: {', '.join(f'{command} {alias}' for alias in verb.aliases)}")
    text = "\n".join(lines)
    return Card(escape(text), (section(plain(text)),))


def cannot_card(verb: Verb, service: str, can: Collection[Capability]) -> Card:
    """Say that the service can't; of a request, that it has none, where it has none."""
    of_requests = verb.needs in (Capability.DECLINE, Capability.PROPOSE) and Capability.ACCEPT not in can
    words = next(one for one in VERBS if one.needs is Capability.ACCEPT) if of_requests else verb
    return say(words.cannot.format(service=service))


def history_card(who: str, entries: Sequence[tuple[Entry, str]], setting: Setting) -> Card:
    """Tell who did what with an appointment, newest first; each entry comes with a name."""
    if not entries:
        text = f"Nothing was done with it in Frontdesk yet: {who}."
        return Card(escape(text), (section(plain(text)),))
    lines = [history_words(entry, name, setting) for entry, name in entries[:LINES_SHOWN]]
    text = "\n".join(lines)
    return Card(escape(f"{who}\n{text}"), (header(who), section(plain(text))))
