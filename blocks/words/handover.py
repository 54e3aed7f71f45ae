"""What is said of a desk that is handed over, and of who holds it."""

from __future__ import annotations

GIVEN = "{by} handed over the desk at {at}."
TAKEN = "{who} has had it since {at}."
TOOK = "{who} took it at {at}."
NOTHING_OPEN = (
    "Nothing is open today: no interpreter to confirm, nobody waiting, nobody late, no question unanswered."
)
CLOSED = "That shift is over, so what was open then is not shown any more."
PRESS = "If you are next at the desk, press Taken. Until then nobody holds it."
HOLDS = "Desk: {who}, since {at}."
NOBODY_YET = "Desk: handed over by {by} at {at}. Nobody has taken it yet."
HANDED = "Handed over. It stands in this channel with all that is open; whoever presses Taken holds the desk."
STANDS = "{by} handed over at {at}, and nobody has taken it yet. Press Taken, there or here. Nothing was posted again."
YOU_HAVE = "You have the desk. The hand-over says so, and the board where there is one. Frontdesk asks you whether people came."
HAS_IT = "{who} has taken the desk already, at {at}. Nothing was changed."
NEWER = "The desk was handed over anew since. Press Taken on the newest message. Nothing was changed."
OLD = "This button is from an older hand-over. Type {command} handover for a fresh one. Nothing was changed."
NO_NAME = (
    "Nothing was posted: the desk is handed to nobody by name, for whoever presses Taken holds it. "
    "Type {command} handover alone."
)
NO_CHANNEL = "Type that in the channel of your desk: there the hand-over stands for whoever comes next. Nothing was posted."
NOT_HERE = "Frontdesk is not in this channel. Nothing was handed over. Type /invite @Frontdesk here, then hand over once more."
ARCHIVED = "This channel is archived. Nothing was handed over. Type that in the channel of your desk."
NOT_POSTED = (
    "Your hand-over could not be posted: Frontdesk can't write in that channel any more. Nobody was told. "
    "Invite it with /invite @Frontdesk and hand over once more, or tell whoever comes next yourself."
)
INTERPRETERS = "Interpreter not confirmed"
WAITING = "Waiting"
LATE = "Late"
UNANSWERED = "Nobody has said whether they came"
MORE = "And {count} more."
INCOMPLETE = "⚠ {words}"
