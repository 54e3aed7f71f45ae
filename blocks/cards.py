"""The card of one appointment: in a channel, in the answer to `show`, and with its personal details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from blocks import ids
from blocks.attendance import again_button, attendance_buttons, late_buttons
from blocks.interpreting import brief_button, interpreter_buttons
from blocks.kit import (
    MESSAGE_LIMIT,
    URL_LIMIT,
    Block,
    Card,
    actions,
    button,
    clip,
    context,
    dialog,
    escape,
    fields,
    header,
    marked,
    plain,
    section,
)
from blocks.limits import Room
from blocks.particulars import FACT_LIMIT, in_full, of_card, of_details
from blocks.words.facts import (
    NAME_SHOWN,
    code_words,
    status_words,
    when_token,
    when_words,
    who,
)
from blocks.words.looks import only_you
from blocks.words.meeting import (
    has_room,
    is_acceptable,
    is_joinable,
    no_room_words,
    office_time,
)
from blocks.words.notices import sent_words
from blocks.words.setting import Setting
from blocks.words.told import will_tell
from bot.appointments.api import Capability
from bot.appointments.deeds import Deed
from bot.appointments.model import ENDED, Appointment, Status
from bot.appointments.need import is_missed
from bot.appointments.permission import Openness

WHAT_STANDS_BEFORE = 3_000
"""Characters that are left for what an answer says above a card."""


def appointment_card(
    appointment: Appointment,
    openness: Openness,
    setting: Setting,
    *,
    links: Openness | None = None,
    asks: bool = True,
) -> Card:
    """Draw an appointment for a place that `openness` describes; `links`: as if it were that open, for links. `asks`: who came can be said."""
    name = who(appointment, openness)
    desk_time = when_words(appointment, setting.zone, setting.now)
    text = f"{name}: {desk_time}. {status_words(appointment)}."
    blocks: list[Block] = [header(name), *_facts(appointment, openness, setting)]
    if openness is not Openness.SHARED and (sent := sent_words(appointment, setting)):
        blocks.append(context(plain(sent)))
    rows = [card_buttons(appointment, openness, setting, links or openness)]
    if asks:
        rows.append(_said_of_it(appointment, openness, setting))
    if asks and (says := interpreter_buttons(appointment, openness, setting)):
        rows.append([*says, *brief_button(appointment, openness, setting)])
    buttons = [actions(*row) for row in rows if row]
    return Card(escape(text), (*blocks, *_those_with_room(buttons, beside=blocks)))


def _those_with_room(rows: Sequence[Block], beside: Sequence[Block]) -> list[Block]:
    """The rows that a message still takes: every button carries its appointment's id, and a service may give long ones."""
    room = Room(characters=MESSAGE_LIMIT - WHAT_STANDS_BEFORE)
    room.takes(beside)
    short = (_shortened(row, room) for row in rows)
    return [row for row in short if row["elements"] and room.takes([row])]


def _shortened(row: Block, room: Room) -> Block:
    """A row without its last buttons, as far as there is no room for them; the way to all that is known goes last."""
    kept = list(row["elements"])
    while kept and not room.holds([row | {"elements": kept}]):
        spare = [one for one in kept if one.get("action_id") != ids.DETAILS] or kept
        kept.remove(spare[-1])
    return row | {"elements": kept}


def details_card(appointment: Appointment, setting: Setting) -> Card:
    """Draw an appointment with the claimant's personal details; for one person's eyes only."""
    card = appointment_card(appointment, Openness.PRIVATE, setting, asks=False)
    to_pass_on = _to_pass_on(appointment, setting)
    rows = [
        *([actions(*to_pass_on)] if to_pass_on else []),
        *(b for b in card.blocks if b["type"] == "actions"),
    ]
    for share in (1, 2, 4, 8):  # a sign may take twelve characters on the way to Slack
        limit = FACT_LIMIT // share
        blocks = [
            card.blocks[0],
            *_facts(appointment, Openness.PRIVATE, setting, limit),
            fields(*_labelled(of_details(appointment, setting), limit)),
            *(section(plain(f"{label}: {words}")) for label, words in in_full(appointment, share).items()),
            context(plain(only_you(setting))),
        ]
        if Room().takes([*blocks, *rows]):
            break
    return Card(card.text, (*blocks, *_those_with_room(rows, beside=blocks)), fleeting=True)


def _to_pass_on(appointment: Appointment, setting: Setting) -> list[Block]:
    """What others need of it, as texts to copy."""
    if appointment.is_over(setting.now):
        return []
    name = who(appointment, Openness.PRIVATE)
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    row = []
    if claimants_own_link(appointment):
        row.append(button("Copy link", ids.COPY_LINK, value, spoken=f"Copy the link of {name}"))
    if setting.files and appointment.start:
        row.append(button("Add to calendar", ids.CALENDAR, value, spoken=f"Add {name} to your calendar"))
    if appointment.interpreter.is_needed and appointment.start:
        spoken = f"Send to the interpreter of {name}"
        row.append(button("Send to interpreter", ids.FOR_INTERPRETER, value, spoken=spoken))
    return row


def gone_card() -> Card:
    """Draw the card of an appointment that the service no longer has: nothing can be pressed on it."""
    text = "This appointment is no longer there: the service has removed it."
    return Card(text, (section(plain(text)),))


def closed_card(code: str | None) -> Card:
    """Draw the card of an appointment that was kept for long enough, or is to be forgotten: its code, and nothing else."""
    text = f"Appointment {escape(code)}: closed" if code else "Appointment: closed"
    return Card(text, (section(plain(f"Appointment {code}: closed" if code else text)),), objects=())


def card_buttons(
    appointment: Appointment, openness: Openness, setting: Setting, links: Openness
) -> list[Block]:
    """The buttons that the appointment's state and the service's capabilities allow, in their fixed order."""
    name = who(appointment, openness)
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    over = appointment.is_over(setting.now)
    cancelled = appointment.status is Status.CANCELLED
    row: list[Block] = []
    if Capability.ACCEPT in setting.can and is_acceptable(appointment, setting.now):
        row.append(accept_button(appointment, name, setting))
    if is_acceptable(appointment, setting.now):
        row += answers_to_request(name, value, setting)
    if is_joinable(appointment, setting.now):
        row.append(join_button(appointment, links, value, name))
    if not over and Capability.MOVE in setting.can:
        row.append(button("Reschedule", ids.MOVE, value, spoken=f"Reschedule {name}"))
    if not cancelled and Capability.EDIT in setting.can:
        row.append(button("Edit", ids.EDIT, value, spoken=f"Edit {name}"))
    row.append(button("Details", ids.DETAILS, value, spoken=f"Details of {name}"))
    link = claimants_own_link(appointment)
    if not over and links is Openness.PRIVATE and link:
        row.append(button("Claimant's link", f"{ids.OPEN_LINK}.claimant", url=link))
    if (over or is_missed(appointment, setting.said)) and Capability.BOOK in setting.can:
        row.append(again_button(appointment, f"Book {name} again"))
    if appointment.status not in ENDED and Capability.CANCEL in setting.can:
        row.append(
            button(
                "Cancel appointment",
                ids.CANCEL,
                value,
                style="danger",
                spoken=f"Cancel appointment of {name}",
            )
        )
    return row


def _said_of_it(appointment: Appointment, openness: Openness, setting: Setting) -> list[Block]:
    """What can be said of how it goes: who came, and that it runs late."""
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    late = late_buttons(appointment, who(appointment, openness), value, setting)
    return [*attendance_buttons(appointment, openness, setting), *late]


def join_button(
    appointment: Appointment, links: Openness, value: str, name: str, style: str | None = "primary"
) -> Block:
    """A plain link where the room has no key and the place is private; else a click that fetches the link."""
    spoken = f"Join {name}"
    url = plain_link(appointment, links)
    if url is not None:
        return button("Join", f"{ids.OPEN_LINK}.join", url=url, style=style, spoken=spoken)
    return button("Join", ids.JOIN, value, style=style, spoken=spoken)


def plain_link(appointment: Appointment, links: Openness) -> str | None:
    """The way into the room where it has no key and the place is private; else it waits behind a click."""
    meeting = appointment.meeting
    if links is Openness.PRIVATE and meeting and meeting.host_link and not meeting.host_link_has_key:
        return _fit(meeting.host_link.get_secret_value())
    return None


def answers_to_request(name: str, value: str, setting: Setting) -> list[Block]:
    """What can be answered to a request beside yes: no, or another time."""
    row = []
    if Capability.DECLINE in setting.can:
        row.append(button("Decline", ids.DECLINE, value, spoken=f"Decline {name}"))
    if Capability.PROPOSE in setting.can:
        spoken = f"Propose another time for {name}"
        row.append(button("Propose another time", ids.PROPOSE, value, spoken=spoken))
    return row


def accept_button(appointment: Appointment, name: str, setting: Setting) -> Block:
    """Accept what a claimant asked for, after a question: they may be told at once."""
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    tells = will_tell(Deed.ACCEPT, setting.tells)
    words = f"{clip(name, NAME_SHOWN)}, {when_words(appointment, setting.zone, setting.now)}. {tells}"
    asks = dialog("Accept this request?", words, "Accept", "Not yet")
    return button("Accept", ids.ACCEPT, value, style="primary", spoken=f"Accept {name}", asks=asks)


def join_card(appointment: Appointment, link: str | None, setting: Setting, note: str | None = None) -> Card:
    """Give one person the meeting link, fetched a moment ago."""
    said = f"{who(appointment, Openness.PRIVATE)}, {when_words(appointment, setting.zone, setting.now)}"
    if link is None or _fit(link) is None or not has_room(appointment):
        words = f"{said}: {no_room_words(appointment)}"
        return Card(escape(words), (section(plain(words)),))
    blocks = [section(plain(f"{note} {said}" if note else said))]
    blocks.append(actions(button("Open the room", f"{ids.OPEN_LINK}.join", url=link, style="primary")))
    has_key = appointment.meeting is not None and appointment.meeting.host_link_has_key
    if has_key and appointment.hosts:
        blocks.append(context(plain("This link is your own. Don't pass it on.")))
    elif has_key:
        blocks.append(context(plain("This link makes whoever opens it the host. Don't pass it on.")))
    return Card(escape(f"Join {said}"), tuple(blocks), fleeting=has_key)


def _facts(
    appointment: Appointment, openness: Openness, setting: Setting, limit: int = FACT_LIMIT
) -> list[Block]:
    token = when_token(appointment, setting.zone, setting.now)
    desk_time = escape(when_words(appointment, setting.zone, setting.now))
    when = f"~{token}~" if appointment.status is Status.CANCELLED else f"*{token}*"
    said = (
        [when, f"At the desk: {desk_time}"] if appointment.start or not appointment.participants else [when]
    )
    if there := office_time(appointment, setting.zone, setting.now):
        said.append(f"At the office: {escape(there)}")
    if openness is Openness.PRIVATE:
        said.append(f"Code: {code_words(appointment)}")
    return [
        section(marked("\n".join(said))),
        fields(*_labelled(of_card(appointment, openness, setting), limit)),
    ]


def _labelled(facts: Mapping[str, str], limit: int = FACT_LIMIT) -> list[Block]:
    return [plain(f"{label}: {words}", limit) for label, words in facts.items()]


def claimants_own_link(appointment: Appointment) -> str | None:
    """The claimant's way in, where it is another than ours."""
    meeting = appointment.meeting
    if meeting is None or meeting.claimant_link is None or meeting.claimant_link == meeting.host_link:
        return None
    return _fit(meeting.claimant_link.get_secret_value())


def _fit(link: str) -> str | None:
    """A link that Slack would take on a button; with a longer one the whole card would be refused."""
    return link if len(link) <= URL_LIMIT else None
