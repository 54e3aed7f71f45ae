"""What a list does for each of its rows in a quicker way gives what the slow way gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blocks import ids
from blocks.day.row import seen
from blocks.kit import escape, has_signs, json_length, literal, plain
from blocks.limits import Room

WORDS = st.text('aé, :"\\\n\x7f{}[]*_~`&<>-', max_size=30)


@given(st.text(max_size=40))
def test_a_button_s_value(appointment: str) -> None:
    if not any("\ud800" <= sign <= "\udfff" for sign in appointment):
        assert seen(appointment) == ids.Seen(appointment=appointment).packed()


@given(st.lists(WORDS.map(plain), max_size=6), st.integers(-4, 4), st.integers(0, 6))
def test_whether_there_is_room(drawn: list[dict[str, object]], spare: int, blocks: int) -> None:
    room = Room(blocks, json_length(drawn) + spare)
    held = room.holds(drawn)
    assert (room.blocks, room.characters) == (blocks, json_length(drawn) + spare), "nothing was taken"
    assert held is room.takes(drawn)


@given(st.lists(WORDS.map(plain), max_size=4), st.lists(WORDS.map(plain), max_size=4), st.integers(-2, 40))
def test_what_stands_in_a_message_in_any_case_is_counted_once_it_is_tight(
    frame: list[dict[str, object]], drawn: list[dict[str, object]], spare: int
) -> None:
    counted, framed = (Room(9, json_length(frame) + json_length(drawn) + spare) for _ in range(2))
    counted.takes(frame)
    framed.frames(frame)
    assert framed.holds(drawn) is counted.holds(drawn)
    assert framed.has(json_length(drawn)) is (counted.characters >= json_length(drawn))
    assert (framed.blocks, framed.characters) == (counted.blocks, counted.characters)
    assert framed.takes(drawn) is counted.takes(drawn)
    assert (framed.blocks, framed.characters) == (counted.blocks, counted.characters)


@given(WORDS)
def test_what_has_no_sign_is_mere_words(words: str) -> None:
    if not has_signs(words):
        assert literal(words) == escape(words) == words
