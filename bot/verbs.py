"""The verbs of the root command: one table for the dispatcher, `help`, the README and the manifest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.appointments.api import Capability


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be typed after the command."""

    name: str
    takes: str
    says: str
    example: str
    aliases: tuple[str, ...] = ()
    needs: Capability | None = None
    """What the service must be able to do; None: every one can."""
    cannot: str = ""
    """What is said where it can't; {service} is the service's name."""

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
        Capability.BOOK,
        "{service} does not let Frontdesk book. Book in its own portal.",
    ),
    Verb(
        "move",
        "<reference> [when]",
        "Give an appointment another time.",
        "move K7Q2M fri 10am",
        ("reschedule",),
        Capability.MOVE,
        "{service} does not let Frontdesk reschedule. Do it in its own portal.",
    ),
    Verb(
        "accept",
        "<reference>",
        "Accept what a claimant asked for.",
        "accept K7Q2M",
        ("confirm",),
        Capability.ACCEPT,
        "{service} has no requests that wait to be accepted: what is booked there stands.",
    ),
    Verb(
        "edit",
        "<reference>",
        "Change who, where or the interpreter.",
        "edit K7Q2M",
        ("change", "update"),
        Capability.EDIT,
        "{service} does not let Frontdesk edit an appointment. Do it in its own portal.",
    ),
    Verb(
        "cancel",
        "<reference> [reason]",
        "Cancel an appointment; the form asks for the reason.",
        "cancel K7Q2M claimant asked",
        (),
        Capability.CANCEL,
        "{service} does not let Frontdesk cancel. Cancel in its own portal.",
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

BY_VERB = {verb.name: verb for verb in VERBS}
INSTEAD: dict[Capability, tuple[Verb, ...]] = {
    Capability.NARROW: (
        Verb(
            "list",
            "<span> [mine] [status:accepted] [type:video] [office:Leeds] [subject:…] [employee:…] [customer:…]",
            "Sessions of any day or span, filtered by name or id; also by external:…, id:…, callback:…, listing:… and lead:….",
            'list next week office:Leeds status:requested subject:"Debt advice"',
            ("ls",),
        ),
    ),
    Capability.CHOOSE: (
        replace(
            BY_VERB["book"],
            takes="[who, when, how long, subject, office, with whom, by video or phone]",
            example="book Jane Doe tomorrow 3pm debt advice in Leeds by video",
        ),
        replace(BY_VERB["edit"], takes="<reference>", says="Change the staff's notes."),
        replace(
            BY_VERB["join"],
            says="Your own meeting link as a host; without a reference, of your next session.",
        ),
    ),
}
"""Verbs that are said otherwise of services that can narrow lists themselves, or whose forms have menus."""


def verbs_for(can: Collection[Capability]) -> tuple[Verb, ...]:
    """The verbs that a service can follow, each said as it works there."""
    other = {verb.name: verb for capability, verbs in INSTEAD.items() if capability in can for verb in verbs}
    return tuple(other.get(one.name, one) for one in VERBS if one.needs is None or one.needs in can)


BY_NAME: dict[str, Verb] = {name: verb for verb in VERBS for name in (verb.name, *verb.aliases)}


def usage_hint() -> str:
    """The short usage that Slack shows while one types the command (at most 1,000 characters)."""
    return "[today | week | 3 dec | list | show | find | book | move | edit | cancel | join | alerts | help]"
