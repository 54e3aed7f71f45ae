"""The verbs of the root command: one table for the dispatcher, `help`, the README and the manifest."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from msgspec import Struct

from bot.appointments.api import Capability
from bot.appointments.filter import folded
from bot.appointments.folding import bare
from bot.appointments.values import replace


class Group(StrEnum):
    """Under which of its three heads `help` names a verb."""

    SEE = "See"
    CHANGE = "Book and change"
    CHANNEL = "This channel"


class Verb(Struct, frozen=True):
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
    group: Group = Group.SEE

    def usage(self, command: str) -> str:
        return f"{command} {self.name} {self.takes}".strip()

    def example_with(self, command: str) -> str:
        return f"{command} {self.example}"


VERBS: tuple[Verb, ...] = (
    Verb("today", "", "Today's sessions.", "today"),
    Verb("tomorrow", "", "Tomorrow's sessions.", "tomorrow"),
    Verb("week", "", "This week's sessions, Monday to Sunday. A day or a span works too: 3 dec.", "week"),
    Verb(
        "list",
        "<span> [done] [dept:Leeds] [interpreter]",
        "Sessions of any day or span, filtered.",
        "list next week dept:Leeds interpreter",
        ("ls",),
    ),
    Verb("waiting", "[span]", "Who is in the waiting room.", "waiting"),
    Verb("now", "", "Who waits or is in session, and whose time it is.", "now"),
    Verb(
        "late",
        "[span | name, code or reference [5, 10, 15 or 30]]",
        "Whose time has come, and it has not begun, and who is noted as late. With a name: that session runs late, and later ones can be moved with it.",
        "late Jane Doe 15",
    ),
    Verb("done", "[span]", "What is done.", "done"),
    Verb("mine", "[span]", "Your own sessions.", "mine"),
    Verb(
        "show",
        "<name, code or reference>",
        "One appointment, with its buttons. The name or the code alone works too.",
        "show Jane Doe",
        ("view", "open"),
    ),
    Verb("find", "<name or reference>", "Look for a claimant or a reference.", "find jane", ("search",)),
    Verb(
        "free",
        "[day] [length] [dept:Leeds]",
        "Free times of a day, or of the days of a span, to book one.",
        "free tomorrow 45m",
        ("slots",),
    ),
    Verb(
        "stats",
        "[span] [dept:Leeds]",
        "How many sessions, no-shows, waits, late starts and interpreters; alone, of the last four weeks.",
        "stats last month dept:Leeds",
        ("counts", "statistics"),
    ),
    Verb(
        "book",
        "[who, when, how long, where, interpreter]",
        "Open the booking form, filled with what you typed.",
        "book Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter",
        ("new", "create", "add"),
        Capability.BOOK,
        "{service} does not let Frontdesk book. Book in its own portal.",
        Group.CHANGE,
    ),
    Verb(
        "move",
        "<name, code or reference> [when]",
        "Give an appointment another time, counted from the one that it has.",
        "move Jane Doe an hour later",
        ("reschedule",),
        Capability.MOVE,
        "{service} does not let Frontdesk reschedule. Do it in its own portal.",
        Group.CHANGE,
    ),
    Verb(
        "accept",
        "<name, code or reference>",
        "Accept what a claimant asked for.",
        "accept Jane Doe",
        ("confirm",),
        Capability.ACCEPT,
        "{service} has no requests that wait to be accepted: what is booked there stands.",
        Group.CHANGE,
    ),
    Verb(
        "decline",
        "<name, code or reference> [reason]",
        "Decline what a claimant asked for; the form asks for the reason.",
        "decline Jane Doe no interpreter that day",
        ("reject",),
        Capability.DECLINE,
        "{service} does not let Frontdesk decline a request. Do it in its own portal.",
        Group.CHANGE,
    ),
    Verb(
        "propose",
        "<name, code or reference> [when]",
        "Propose another time for what a claimant asked for.",
        "propose Jane Doe thursday 2pm",
        ("suggest",),
        Capability.PROPOSE,
        "{service} does not let Frontdesk propose another time. Do it in its own portal.",
        Group.CHANGE,
    ),
    Verb(
        "arrived",
        "[name, code or reference]",
        "Note that a claimant has arrived; alone: who has, today.",
        "arrived Jane Doe",
        ("came",),
        group=Group.CHANGE,
    ),
    Verb(
        "noshow",
        "[name, code or reference] [no contact | technical | interpreter | too late]",
        "Note that a claimant did not come, and why; alone: who did not, today.",
        "noshow Jane Doe no contact",
        ("no-show", "missed"),
        group=Group.CHANGE,
    ),
    Verb(
        "edit",
        "<name, code or reference>",
        "Change who, where or the interpreter.",
        "edit K7Q2M",
        ("change", "update"),
        Capability.EDIT,
        "{service} does not let Frontdesk edit an appointment. Do it in its own portal.",
        Group.CHANGE,
    ),
    Verb(
        "cancel",
        "<name, code or reference> [reason]",
        "Cancel an appointment; the form asks for the reason.",
        "cancel K7Q2M claimant asked",
        (),
        Capability.CANCEL,
        "{service} does not let Frontdesk cancel. Cancel in its own portal.",
        Group.CHANGE,
    ),
    Verb(
        "join",
        "[name, code or reference]",
        "The meeting link; with nothing behind it, of your next session.",
        "join",
    ),
    Verb(
        "history",
        "<name, code or reference>",
        "Who did what with an appointment here, and when.",
        "history Jane Doe",
    ),
    Verb(
        "here",
        "[dept:Leeds | dept:all]",
        "Which department this channel is about: lists, searches and bookings typed here are of it.",
        "here dept:Leeds",
        group=Group.CHANNEL,
    ),
    Verb(
        "alerts",
        "[list | pause 2h | resume | off | what this channel is told]",
        "What this channel is told: the day's board, reminders, waiting claimants, changes; alone it opens a form.",
        "alerts board 08:30 weekdays dept:Leeds reminders 15 waiting 3 changes",
        ("alert", "subscribe"),
        group=Group.CHANNEL,
    ),
    Verb(
        "handover",
        "",
        "Hand the desk over: what is open stands in one message, and whoever presses Taken holds it.",
        "handover",
        ("hand-over",),
        group=Group.CHANNEL,
    ),
    Verb(
        "forget",
        "<code or reference>",
        "Delete all that Frontdesk keeps about an appointment, and close its cards; for admins of the workspace.",
        "forget K7Q2M",
        group=Group.CHANGE,
    ),
    Verb("help", "[verb]", "This list, or more about one verb.", "help book", group=Group.CHANNEL),
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
        replace(
            BY_VERB["free"],
            takes="[day] [length] [subject:…] [office:Leeds] [type:video] [employee:…]",
            example='free tomorrow subject:"Debt advice" office:Leeds type:video',
        ),
    ),
    Capability.CHOOSE: (
        replace(
            BY_VERB["book"],
            takes="[who, when, how long, subject, office, with whom, by video or phone]",
            example="book Jane Doe tomorrow 3pm debt advice in Leeds by video",
        ),
        replace(BY_VERB["noshow"], takes="[name, code or reference] [no contact | technical | too late]"),
        replace(BY_VERB["stats"], says="How many sessions, no-shows, waits and late starts there were."),
        replace(BY_VERB["edit"], says="Change the staff's notes."),
        replace(
            BY_VERB["join"],
            says="Your own meeting link as a host; with nothing behind it, of your next session.",
        ),
    ),
}
"""Verbs that are said otherwise of services that can narrow lists themselves, or whose forms have menus."""


def verbs_for(can: Collection[Capability]) -> tuple[Verb, ...]:
    """The verbs that a service can follow, each said as it works there."""
    other = {verb.name: verb for capability, verbs in INSTEAD.items() if capability in can for verb in verbs}
    return tuple(other.get(one.name, one) for one in VERBS if one.needs is None or one.needs in can)


BY_NAME: dict[str, Verb] = {name: verb for verb in VERBS for name in (verb.name, *verb.aliases)}


def verb_of(word: str) -> Verb | None:
    """The verb that a word is, whatever stands round it and whatever alphabet its letters are of."""
    return BY_NAME.get(folded(bare(word)))


def cut(words: str) -> tuple[str, str]:
    """The first word and the rest."""
    first, *rest = words.split(None, 1) or [""]
    # A stray mark may stand before the verb: ": find jane".
    return cut(rest[0]) if rest and not bare(first) else (first, rest[0] if rest else "")


HINTS: dict[str, str] = {
    **dict.fromkeys(
        ("delete", "remove", "del", "rm"),
        "Nothing is deleted here: {command} cancel Jane Doe cancels an appointment, and asks for the reason.",
    ),
    **dict.fromkeys(
        ("undo", "revert", "back"),
        "There is no {command} {typed}. Undo stands for a minute under the line that says what you moved or edited, where no SMS or e-mail was sent. "
        "After that {command} move Jane Doe and the old time puts a session back; Book again on its card books a cancelled one anew; "
        "{command} history Jane Doe says what was done.",
    ),
    **dict.fromkeys(
        ("export", "csv", "download", "print", "report"),
        "There is no {command} {typed}: type {command} list next week, and press *As a table* below it for a file of it. {command} stats counts sessions, no-shows and waits. "
        "Whoever runs Frontdesk can print what was done with `frontdesk audit`.",
    ),
    **dict.fromkeys(
        ("status", "state"),
        "{command} show Jane Doe says where an appointment stands; {command} waiting, now, late and done list those that stand so. "
        "Any status works: {command} today no-show.",
    ),
}
"""What is said to words that are no verbs, though people type them."""


def usage_hint() -> str:
    """The short usage that Slack shows while one types the command (at most 1,000 characters)."""
    return "[today | week | 3 dec | waiting | now | late | list | show | find | free | stats | book | move | edit | cancel | join | alerts | help]"
