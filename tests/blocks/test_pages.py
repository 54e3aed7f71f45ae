"""Pages of a list: what turns them is counted before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import ids
from blocks.kit import MESSAGE_LIMIT, Block, header, json_length
from blocks.limits import Room
from blocks.pages import Page, Paging
from blocks.places import ListPlace, PlaceInList


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
    place = PlaceInList(page=page, past=past % size)
    paging = Paging(size, "channel", ids.ALERTS_BEFORE, ids.ALERTS_AFTER)
    drawn = Page.of(range(total), place, paging, draw, frame)
    assert left + json_length([*frame, *drawn.pager()]) <= MESSAGE_LIMIT


def test_a_button_of_an_older_card_may_carry_one_word_alone() -> None:
    assert ListPlace.read('{"s":1,"e":2,"d":"Leeds","new":[]}') == ListPlace(
        start=1, end=2, departments=("Leeds",)
    )


@pytest.mark.parametrize("odd", [None, "", "{", "[]", '{"p":-1}', '{"p":"1"}', '{"d":[1]}', "\ud800"])
def test_what_no_list_of_ours_has_written_is_no_place(odd: str | None) -> None:
    assert ListPlace.read(odd) is None


def test_a_place_is_what_its_button_carries() -> None:
    place = ListPlace(page=2, start=1, whole=True, statuses=("waiting",), only={"office": ("Leeds",)})
    assert place.packed() == '{"p":2,"s":1,"w":true,"st":["waiting"],"o":{"office":["Leeds"]}}'
    assert ListPlace.read(place.packed()) == place
    assert ListPlace().packed() == "{}"
