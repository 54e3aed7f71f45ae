"""Who came: the buttons that say so, the question which kind of no-show it was, and what is answered."""

from __future__ import annotations

from blocks import ids
from blocks.kit import Block, Card, actions, button, clip, escape, literal, marked, plain, section
from blocks.words.facts import NAME_SHOWN, claimant_name, sentence, when_words, who
from blocks.words.said import (
    ANSWERED,
    KINDS,
    NO_ANSWER_NEEDED,
    NO_SUCH_KIND,
    NOBODY_THERE,
    SOMEBODY_THERE,
    WHICH_KIND,
    WHICH_KIND_NOW,
    at_words,
    stands_words,
    state_words,
)
from blocks.words.setting import Setting
from bot.appointments.api import Capability, Field
from bot.appointments.delay import UNSETTLED, is_of_now
from bot.appointments.model import UNDER_WAY, Appointment, Status
from bot.appointments.need import THERE, is_due, is_missed
from bot.appointments.permission import Openness
from bot.appointments.states import UNSAID, About, Came, State

TYPED_SHOWN = 60
NOT_LATE = "not_late"
"""The word of the button that takes back that a session runs late."""
NO_SHOW = "no_show"
"""The word of the button that asks which kind it was."""


def attendance_buttons(appointment: Appointment, openness: Openness, setting: Setting) -> list[Block]:
    """What can be said of a session now that is not said already, nor told by the service; nothing while the claimant waits."""
    now, start = setting.now, appointment.start
    if not is_due(appointment, now) or appointment.status is Status.WAITING:
        return []
    came = setting.said.of(appointment, About.CAME)
    name = who(appointment, openness)
    row = []
    if (came is None or came.word != Came.ARRIVED) and not (came is None and appointment.status in THERE):
        row.append(_says("Arrived", Came.ARRIVED, appointment, came, f"{name} has arrived"))
    if start is not None and start <= now and (came is None or came.word == Came.ARRIVED):
        row.append(_says("No-show", NO_SHOW, appointment, came, f"{name} did not come"))
    return row


def late_buttons(appointment: Appointment, name: str, value: str, setting: Setting) -> list[Block]:
    """Say that it runs late, and move what comes after it: where it is of today and not over, and the service moves anything."""
    start, now = appointment.start, setting.now
    if start is None or Capability.MOVE not in setting.can or appointment.status in UNSETTLED:
        return []
    over = appointment.is_over(now) or is_missed(appointment, setting.said)
    if over or not is_of_now(appointment, setting.zone, now):
        return []
    return [button("Running late", ids.LATE, value, spoken=f"{name} is running late")]


def kind_card(
    appointment: Appointment,
    came: State | None,
    setting: Setting,
    name: str | None = None,
    unknown: str = "",
) -> Card:
    """Ask which kind of no-show it was, beside what stands and would be changed by it; `name`: who noted that, if another.

    `unknown`: what was typed for a kind and is none. It may be that another is called so.
    """
    said = sentence(appointment, setting.zone, setting.now)
    words = WHICH_KIND.format(said=said)
    if came is not None:
        words = WHICH_KIND_NOW.format(said=said, stands=stands_words(came, name, setting))
    if unknown:
        words = NO_SUCH_KIND.format(typed=clip(unknown, TYPED_SHOWN), words=words)
    kinds = kind_buttons(appointment, came, claimant_name(appointment), setting)
    return Card(escape(words), (section(plain(words)), actions(*kinds)))


def question_card(
    appointment: Appointment, openness: Openness, setting: Setting, asked: str | None, by: str | None = None
) -> Card:
    """Ask in a thread whether anybody came, or say what was answered; `asked`: the Slack user who is asked, `by`: who answered, by name."""
    said = {
        "name": literal(clip(who(appointment, openness), NAME_SHOWN)),
        "when": escape(when_words(appointment, setting.zone, setting.now)),
    }
    came, late = (setting.said.of(appointment, about) for about in (About.CAME, About.LATE))
    answer = came or late
    row: list[Block] = []
    if answer is not None:
        noted = {
            "words": state_words(answer),
            "by": literal(by or "Somebody"),
            "at": at_words(answer, setting),
        }
        text = ANSWERED.format(**said, **noted)
    elif appointment.status in {*UNDER_WAY, Status.WAITING}:
        text = SOMEBODY_THERE.format(**said)
    elif appointment.status is Status.COMPLETED or not is_due(appointment, setting.now):
        text = NO_ANSWER_NEEDED.format(**said)
    else:
        text = NOBODY_THERE.format(whom=f"<@{asked}> " if asked else "", **said)
        name = who(appointment, openness)
        row = [_says("Arrived", Came.ARRIVED, appointment, came, f"{name} has arrived")]
        value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
        row += [
            *late_buttons(appointment, name, value, setting),
            *kind_buttons(appointment, came, name, setting),
        ]
    return Card(text, (section(marked(text)), *([actions(*row)] if row else [])), objects=())


def kind_buttons(appointment: Appointment, came: State | None, name: str, setting: Setting) -> list[Block]:
    """One for each kind of no-show that there can be at the service."""
    kinds = {word: label for word, label in KINDS.items() if can_be(word, setting)}
    return [_says(label, word, appointment, came, f"{label}: {name}") for word, label in kinds.items()]


def can_be(kind: Came, setting: Setting) -> bool:
    """Whether a no-show can be of a kind at the service: no interpreter is missing where it knows of none."""
    return kind is not Came.INTERPRETER_MISSING or Field.INTERPRETER in setting.has


def noted_card(words: str, appointment: Appointment, stands: State | None, setting: Setting) -> Card:
    """Answer what was said; what was a mistake can be taken back there, and who was missed can be booked again."""
    row = []
    if stands is not None:
        if Came(stands.word).missed and Capability.BOOK in setting.can:
            row.append(again_button(appointment))
        spoken = f"Take back what was noted of {claimant_name(appointment)}"
        row.append(_says("Take back", UNSAID, appointment, stands, spoken))
    return Card(escape(words), (section(plain(words)), *([actions(*row)] if row else [])))


def otherwise_card(words: str, appointment: Appointment, stands: State, wanted: Came) -> Card:
    """Say that others noted something else, and offer to note one's own all the same."""
    label = KINDS.get(wanted) or ("Take back" if wanted is Came.UNSAID else "Arrived")
    spoken = f"{label}: {claimant_name(appointment)}, instead of what was noted"
    row = actions(_says(f"Note it all the same: {label}", wanted, appointment, stands, spoken))
    return Card(escape(words), (section(plain(words)), row))


def not_late_button(appointment: Appointment, stands: State) -> Block:
    """Take back that a session runs late."""
    spoken = f"Take back that {claimant_name(appointment)} is running late"
    return actions(_says("Take back", NOT_LATE, appointment, stands, spoken))


def again_button(appointment: Appointment, spoken: str | None = None) -> Block:
    """Book the same claimant again, with what is known."""
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    spoken = spoken or f"Book {claimant_name(appointment)} again"
    return button("Book again", ids.AGAIN, value, spoken=spoken)


def _says(label: str, word: str, appointment: Appointment, stands: State | None, spoken: str) -> Block:
    start = int(appointment.start.timestamp()) if appointment.start else None
    value = ids.Saying(appointment=appointment.id, nr=stands.nr if stands else 0, start=start)
    return button(label, f"{ids.SAY}.{word}", value.packed(), spoken=spoken)
