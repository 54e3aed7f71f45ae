"""The common reasons of a move or a cancellation: what is offered in the forms, and said in the history."""

from __future__ import annotations

from bot.appointments.deeds import Why

MOVING = {
    Why.CLAIMANT_ASKED: "Claimant asked",
    Why.CLAIMANT_LATE: "Claimant late",
    Why.INTERPRETER_LATE: "Interpreter late",
    Why.INTERPRETER_AWAY: "Interpreter not available",
    Why.STAFF_AWAY: "Staff not available",
    Why.OVERRAN: "The session before runs over",
}
CANCELLING = {
    Why.CLAIMANT_ASKED: "Claimant asked to cancel",
    Why.CLAIMANT_ABSENT: "Claimant did not attend",
    Why.INTERPRETER_AWAY: "Interpreter not available",
    Why.STAFF_AWAY: "Staff not available",
    Why.TWICE: "Booked twice",
}
DECLINING = {why: CANCELLING[why] for why in (Why.STAFF_AWAY, Why.INTERPRETER_AWAY, Why.TWICE)}
"""Those of them for which a request is declined."""
UNDOING = {Why.UNDONE: "Undone"}
"""Offered nowhere: *Undo* is its own reason."""


def common(reason: str) -> Why | None:
    """Which common reason of a cancellation some words are; None: they are somebody's own."""
    return next((why for why, words in CANCELLING.items() if words.casefold() == reason.casefold()), None)


def why_words(why: str | None) -> str | None:
    """Say in a sentence what the audit keeps as a reason."""
    words = {key.value: said for key, said in (MOVING | CANCELLING | UNDOING).items()}.get(why or "")
    return words[:1].lower() + words[1:] if words else None
