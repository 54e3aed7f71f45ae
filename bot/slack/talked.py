"""Drafts of bookings that are being talked about: in this process's memory alone, for an hour, and named by keyed fingerprints."""

from __future__ import annotations

import hashlib
import hmac
import json

from msgspec import Struct
from msgspec.structs import astuple

from blocks.forms.typed import Typed
from blocks.ids import FormState
from bot.appointments.asked import reference_of
from bot.appointments.cache import Cache, Timer
from bot.appointments.values import replace
from bot.slack.conversation import Conversation

LIVES = 3600.0
"""Seconds that a draft stands after it was last spoken of."""
MOST = 5000


class Place(Struct, frozen=True):
    """Whose draft stands where: in a direct conversation, or in a thread of a channel."""

    user: str
    channel: str
    thread: str = ""


class Draft(Struct, frozen=True):
    """What would be booked, as the form would have it typed. Its state's `form` is the key that it is booked under."""

    typed: Typed
    state: FormState
    time: str = ""
    """What is said of the time that was understood, or of why none was."""
    notes: tuple[str, ...] = ()
    """What was not understood of the words, or not taken over."""
    held: bool = False
    """Whether the person said no to it: it is read back once more before it is booked."""

    def but(self, **changes: object) -> Draft:
        return replace(self, **changes)  # type: ignore[arg-type]


class Talked:
    """What is talked about in one workspace, and the `conversation` in which it is. `secret`: what keys and fingerprints are made with, the same in every process."""

    def __init__(self, secret: bytes, team: str, timer: Timer, conversation: Conversation) -> None:
        self.conversation = conversation
        key = hashlib.blake2b(
            team.encode(), key=hashlib.sha256(secret).digest(), person=b"drafts", digest_size=32
        )
        self._key = key.digest()
        self._standing: Cache[Place, Draft] = Cache(MOST, LIVES, timer)

    def standing(self, place: Place) -> Draft | None:
        return self._standing.get(place)

    def marked(self, user: str, channel: str, fingerprint: str) -> tuple[Place, Draft] | None:
        """Find what somebody was read back in a channel, in whichever thread, by its fingerprint."""
        mine = (one for one in self._standing.items() if (one[0].user, one[0].channel) == (user, channel))
        return next((one for one in mine if self.mark(one[1]) == fingerprint), None)

    def keep(self, place: Place, draft: Draft) -> None:
        self._standing.put(place, draft)

    def forget(self, place: Place) -> None:
        self._standing.forget(place)

    def key(self, place: Place, ts: str) -> str:
        """The key under which a draft is booked that a message made what it is: the same in every process, and nobody else's guess."""
        return reference_of(self._digest("key", place.user, place.channel, ts))

    def mark(self, draft: Draft) -> str:
        """Fingerprint all that would be booked: by it the message that read a draft back is told from one that read back another."""
        shown = draft.state.shown
        moment = (shown.start.isoformat(), shown.minutes) if shown else None
        typed = json.dumps(astuple(replace(draft.typed, when="", more={})), default=str)
        return self._digest("mark", draft.state.form, typed, str(moment), str(draft.held)).hex()[:24]

    def _digest(self, *parts: str) -> bytes:
        return hmac.digest(self._key, "\0".join(parts).encode(errors="replace"), "sha256")
