"""What a service listed, with what of it could not be had."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from msgspec import Struct

from bot.appointments.model import Appointment


class Listing(list[Appointment]):
    """What a service listed, and how much of it could not be had: nobody shall take less than all for all."""

    def __init__(
        self,
        sessions: Iterable[Appointment] = (),
        *,
        unread: int = 0,
        missing: int = 0,
        read: int | None = None,
    ) -> None:
        super().__init__(sessions)
        self.read = len(self) if read is None else read
        """Sessions that could be read, whether or not they are among those that were asked for."""
        self.unread = unread
        """Sessions that are there, but can't be read; the log names each."""
        self.missing = missing
        """Sessions that the service counts, but did not hand out, however often it was asked."""

    def of(self, sessions: Iterable[Appointment]) -> Listing:
        """The same of some of its sessions, or of the same ones told otherwise."""
        return Listing(sessions, unread=self.unread, missing=self.missing, read=self.read)

    def also(self, other: Listing) -> Listing:
        """The sessions of both, each once."""
        both = {one.id: one for one in (*self, *other)}.values()
        return Listing(
            both,
            unread=self.unread + other.unread,
            missing=self.missing + other.missing,
            read=self.read + other.read,
        )

    @property
    def is_whole(self) -> bool:
        """Whether all that the service has could be read."""
        return not (self.unread or self.missing)


class Shown(Struct, frozen=True):
    """Which of many are shown: a page, and where it begins."""

    first: int
    size: int

    def begins(self, total: int) -> int:
        """Where it begins among so many; one that would begin beyond the end is the last."""
        return self.first if self.first < total else max(0, total - 1) // self.size * self.size


ALL = Shown(0, sys.maxsize)
