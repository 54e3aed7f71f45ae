"""What the command can do, and what was done with an appointment."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.kit import Card, escape, header, plain, section
from blocks.words.states import history_words
from bot.appointments.writes.ledger import Entry
from bot.verbs import Verb

LINES_SHOWN = 25


def help_all(verbs: Sequence[Verb], command: str) -> Card:
    """List every verb with what it does."""
    lines = [f"{command} alone: today's sessions and what you can do next."]
    lines += [f"{verb.usage(command)}: {verb.says}" for verb in verbs]
    lines.append("Times are typed your own way: tomorrow 3pm, next Tue half ten, 3 Dec 9-9:30.")
    return Card(
        escape("\n".join(lines)), (header(f"What {command} can do"), section(plain("\n".join(lines))))
    )


def help_verb(verb: Verb, command: str) -> Card:
    """Say more about one verb."""
    lines = [f"{verb.usage(command)}", verb.says, f"For example: {verb.example_with(command)}"]
    if verb.aliases:
        lines.append(f"Also: {', '.join(f'{command} {alias}' for alias in verb.aliases)}")
    text = "\n".join(lines)
    return Card(escape(text), (section(plain(text)),))


def history_card(who: str, entries: Sequence[tuple[Entry, str, str]]) -> Card:
    """Tell who did what with an appointment, newest first; each entry comes with a name and a time in words."""
    if not entries:
        text = f"Nothing was done with it in Frontdesk yet: {who}."
        return Card(escape(text), (section(plain(text)),))
    lines = [history_words(entry, name, moment) for entry, name, moment in entries[:LINES_SHOWN]]
    text = "\n".join(lines)
    return Card(escape(f"{who}\n{text}"), (header(who), section(plain(text))))
