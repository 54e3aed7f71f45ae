"""Pages of a list: what turns them is counted before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from blocks import ids
from blocks.kit import MESSAGE_LIMIT, Block, header, json_length
from blocks.limits import Room
from blocks.pages import Page, Paging


@given(st.integers(1, 400), st.integers(1, 25), st.integers(0, 20), st.integers(0, 24), st.integers(1, 25))
def test_what_is_left_for_the_items_leaves_room_for_the_buttons(
    total: int, size: int, page: int, past: int, fit: int
) -> None:
    left = 0

    def draw(some: Sequence[int], room: Room) -> tuple[list[Block], int]:
        nonlocal left
        left = room.characters
        return [], min(fit, len(some))

    frame = [header("Alerts")]
    place = ids.PlaceInList(page=page, past=past % size)
    paging = Paging(size, "channel", ids.ALERTS_BEFORE, ids.ALERTS_AFTER)
    drawn = Page.of(range(total), place, paging, draw, frame)
    assert left + json_length([*frame, *drawn.pager()]) <= MESSAGE_LIMIT
