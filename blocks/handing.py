"""Texts to copy and pass on: the claimant's link, and what an interpreter has to know."""

from __future__ import annotations

from blocks.cards import claimants_own_link
from blocks.kit import Block, Card, context, escape, marked, plain, say, section
from blocks.words.facts import department_name, length_words, sentence, when_words
from blocks.words.setting import Setting
from bot.appointments.model import Appointment

_FROM = "Booked from <{}|this message>."


def link_card(appointment: Appointment, setting: Setting) -> Card:
    """Give one person the claimant's own link as text."""
    said = sentence(appointment, setting.zone, setting.now)
    link = claimants_own_link(appointment)
    if link is None:
        return say(f"{said}: the service has no link for the claimant.")
    first = f"The claimant's link for {said}. Copy it, and send it to nobody else:"
    return Card(escape(first), (section(plain(first)), section(plain(link))), fleeting=True)


def booked_from_card(link: str) -> Card:
    """Lead from a card to the message that it was booked from, for those who read both."""
    return Card(_FROM.format(link), (booked_from(link),))


def booked_from(link: str) -> Block:
    """The same as a line below other words."""
    return context(marked(_FROM.format(link)))


def interpreter_card(appointment: Appointment, setting: Setting) -> Card:
    """Give one person what an interpreter has to know. The claimant's name and link are not theirs to have."""
    if not appointment.interpreter.is_needed:
        return say(f"{sentence(appointment, setting.zone, setting.now)}: no interpreter is needed.")
    first = "Frontdesk can't reach interpreters itself. Copy this and send it to yours; that you had it is recorded."
    language = appointment.interpreter.language
    lines = [
        f"Interpreter needed: {language}" if language else "Interpreter needed: language to be told",
        f"When: {when_words(appointment, setting.zone, setting.now)}, {length_words(appointment)}",
        *([f"Department: {department_name(appointment.department)}"] if appointment.department else []),
        f"Our code: {appointment.code}",
        "By video: the desk sends you the way in.",
    ]
    text = "\n".join(lines)
    return Card(escape(f"{first}\n{text}"), (section(plain(first)), section(plain(text))))
