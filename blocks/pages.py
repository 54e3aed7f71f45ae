"""Pages of any list: each holds what one message has room for, and the next begins where it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from blocks.kit import Block, actions, button, context, plain
from blocks.limits import Room
from blocks.places import PlaceInList
from bot.appointments.listing import Shown

Item = TypeVar("Item")
Draw = Callable[[Sequence[Item], Room], tuple[Sequence[Block], int]]
"""Draws as many of some items as there is room for, from the first; says how many these are."""


class Paging(Struct, frozen=True):
    """How one list is cut: at most so many on a page, what they are called, and the buttons that turn."""

    size: int
    noun: str
    before: str
    after: str


class Page(Struct, Generic[Item], frozen=True):
    """So many of the items as one message holds, from where its place begins; the rest is on the next."""

    place: PlaceInList
    paging: Paging
    total: int
    first: int
    shown: Sequence[Item]
    blocks: Sequence[Block]

    @classmethod
    def of(
        cls,
        items: Sequence[Item],
        place: PlaceInList,
        paging: Paging,
        draw: Draw[Item],
        frame: Sequence[Block],
    ) -> Page[Item]:
        """Draw the page of a place; one that was beyond the end since its button was drawn is the last."""
        size, total = paging.size, len(items)
        first = Shown(place.page * size + place.past, size).begins(total)
        room = Room()
        longest = (total // size + 2) * size - 1  # no button of this list carries or says longer numbers
        room.frames([*frame, *_pager_of(place, paging, "0" * 40, longest, longest)])
        blocks, fitting = draw(items[first : first + size], room)
        return cls(place, paging, total, first, items[first : first + fitting], blocks)

    @property
    def end(self) -> int:
        return self.first + len(self.shown)

    @property
    def where(self) -> str:
        """Which page it is; where pages are of other lengths, which items. Nothing where it is the only one."""
        size = self.paging.size
        if len(self.shown) == self.total:
            return ""
        if self.first % size == 0 and self.end in {self.first + size, self.total}:
            return f"Page {self.first // size + 1} of {-(-self.total // size)}"
        return f"{self.paging.noun.capitalize()}s {self.first + 1} to {self.end} of {self.total}"

    def pager(self) -> list[Block]:
        before = max(0, self.first - self.paging.size) if self.first else None
        after = self.end if self.end < self.total else None
        return _pager_of(self.place, self.paging, self.where, before, after) if self.where else []


def _pager_of(
    place: PlaceInList, paging: Paging, where: str, before: int | None, after: int | None
) -> list[Block]:
    row = []
    for words, first, action in (("Previous", before, paging.before), ("Next", after, paging.after)):
        if first is not None:
            page, past = divmod(first, paging.size)
            led = replace(place, page=page, past=past).packed()
            row.append(button(words, action, led, spoken=f"{words} page, from {paging.noun} {first + 1}"))
    return [context(plain(where)), actions(*row)]
