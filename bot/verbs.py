"""The verbs of the root command: one table for the dispatcher, `help`, the README and the manifest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be typed after the command."""

    name: str
    takes: str
    says: str
    example: str
    aliases: tuple[str, ...] = ()

    def usage(self, command: str) -> str:
        return f"{command} {self.name} {self.takes}".strip()

    def example_with(self, command: str) -> str:
        return f"{command} {self.example}"


VERBS: tuple[Verb, ...] = (
    Verb("today", "", "Today's sessions.", "today"),
    Verb("tomorrow", "", "Tomorrow's sessions.", "tomorrow"),
    Verb("week", "", "This week's sessions, Monday to Sunday. A date or a span works too.", "3 dec"),
    Verb(
        "list",
        "<span> [status:waiting] [dept:Leeds] [interpreter]",
        "Sessions of any day or span, filtered.",
        "list next week dept:Leeds interpreter",
        ("ls",),
    ),
    Verb("show", "<reference, code or id>", "One appointment, with its buttons.", "show K7Q2M", ("view",)),
    Verb("find", "<name or reference>", "Look for a claimant or a reference.", "find jane doe", ("search",)),
    Verb(
        "book",
        "[who, when, how long, where, interpreter]",
        "Open the booking form, filled with what you typed.",
        "book Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter",
        ("new", "create", "add"),
    ),
    Verb(
        "move",
        "<reference> [when]",
        "Give an appointment another time.",
        "move K7Q2M fri 10am",
        ("reschedule",),
    ),
    Verb("edit", "<reference>", "Change who, where or the interpreter.", "edit K7Q2M", ("change", "update")),
    Verb(
        "cancel",
        "<reference> [reason]",
        "Cancel an appointment; the form asks for the reason.",
        "cancel K7Q2M claimant asked",
    ),
    Verb("join", "[reference]", "The meeting link; without a reference, of my next session.", "join"),
    Verb("history", "<reference>", "Who did what with an appointment here, and when.", "history K7Q2M"),
    Verb(
        "alerts",
        "[list | pause 2h | resume | off | what this channel is told]",
        "What this channel is told: the day's board, reminders, waiting claimants, changes; alone it opens a form.",
        "alerts board 08:30 weekdays dept:Leeds reminders 15 waiting 3 changes",
        ("alert", "subscribe"),
    ),
    Verb("help", "[verb]", "This list, or more about one verb.", "help book"),
)

BY_NAME: dict[str, Verb] = {name: verb for verb in VERBS for name in (verb.name, *verb.aliases)}


def usage_hint() -> str:
    """The short usage that Slack shows while one types the command (at most 1,000 characters)."""
    return "[today | week | 3 dec | list | show | find | book | move | edit | cancel | join | alerts | help]"
