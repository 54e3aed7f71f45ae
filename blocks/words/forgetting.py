"""What is said when an appointment is forgotten: what there is, what was done, and what is out of reach."""

from __future__ import annotations

WHICH = (
    "Which appointment is to be forgotten? Type {command} forget and its code, its reference or its id. "
    "Everything that Frontdesk keeps about it is deleted, and its cards are closed."
)
NOTHING = "Frontdesk keeps nothing about “{text}”, and the appointment service has no such appointment."
AWAY = "The appointment service could not be asked ({why}), so other appointments of the same claimant are not looked for."
AGREE = (
    "Its cards and alerts in channels are rewritten to its code, and all rows about it are deleted. "
    "This can't be taken back. The appointment itself stays in the service."
)
AGREE_OURS = (
    "Its cards and alerts in channels are rewritten to its code, and all rows about it are deleted, the appointment itself too, "
    "though it may be still to come: the built-in service is Frontdesk's own. This can't be taken back."
)
OTHERS = "Also of the same name and phone, as far as the service tells:"
OUT_OF_REACH = (
    "Out of reach: the appointment service still has the appointment (have it deleted there), and so have its own messages to the claimant; "
    "boards, lists, reminders and files that were given out stand until they are redrawn or deleted; Slack's exports and backups, and copies of the database."
)
OUT_OF_REACH_OURS = (
    "The appointment itself is deleted too. Out of reach: boards, lists, reminders and files that were given out stand until they are redrawn or deleted; "
    "Slack's exports and backups, and copies of the database."
)


def counted(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {several}"


def kept_words(cards: int, rows: int) -> str:
    """Say how much is kept: "2 cards and 5 rows"."""
    return f"{counted(cards, 'card', 'cards')} and {counted(rows, 'row', 'rows')}"


def receipt_words(code: str | None, cards: int, rows: int, shut: int) -> str:
    """Say what was done."""
    what = f"Appointment {code}" if code else "The appointment"
    done = f"{what} is forgotten: {counted(cards, 'card', 'cards')} closed, {counted(rows, 'row', 'rows')} deleted."
    if shut:
        done += (
            f" {counted(shut, 'card stands', 'cards stand')} in a channel that is archived or closed to Frontdesk:"
            " delete it there by hand."
        )
    return done
