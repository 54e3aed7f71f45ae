"""How much of a message is still free: Slack takes so many blocks and so many characters, and refuses all if there are more."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.json import encode

from blocks.kit import BLOCKS_LIMIT, MESSAGE_LIMIT, Block, json_length

_BRACKETS = 2
_COMMA = 2
_AS_LONG = bytes(set(range(0x7F)).difference(b",:"))
"""What the SDK writes in as many characters as there are here."""


class Room:
    """What a message may still hold."""

    def __init__(self, blocks: int = BLOCKS_LIMIT, characters: int = MESSAGE_LIMIT - _BRACKETS) -> None:
        self.blocks = blocks
        self._characters = characters
        self._frame: Sequence[Block] = ()
        """What stands in it and is not counted yet."""
        self._at_most = 0
        """Characters that it has at the most."""

    @property
    def characters(self) -> int:
        """How many are free, counted exactly."""
        self._characters -= _length(self._frame)
        self._frame, self._at_most = (), 0
        return self._characters

    def frames(self, frame: Sequence[Block]) -> None:
        """Make room for what stands in it in any case: most messages are so short that nobody need know how long it is."""
        self.blocks -= len(frame)
        self._characters = self.characters
        self._frame, self._at_most = frame, _most(frame)

    def takes(self, drawn: Sequence[Block], instead_of: Sequence[Block] = ()) -> bool:
        """Make room for what was drawn, and give up that of what it stands instead of; False: it does not fit."""
        blocks = self.blocks - len(drawn) + len(instead_of)
        characters = self.characters - _length(drawn) + _length(instead_of)
        if blocks < 0 or characters < 0:
            return False
        self.blocks, self._characters = blocks, characters
        return True

    def holds(self, drawn: Sequence[Block]) -> bool:
        """Whether there is room for what was drawn, without taking it; counted exactly only where there may be none."""
        if len(drawn) > self.blocks:
            return False
        return self.has(_most(drawn)) or _length(drawn) <= self.characters

    def has(self, characters: int) -> bool:
        """Whether so many are free; counted exactly only where they may not be."""
        return self._at_most + characters <= self._characters or characters <= self.characters


def _most(blocks: Sequence[Block]) -> int:
    """As many characters as blocks are sent in at the most: as if each comma and colon had a space behind it."""
    sent = encode(blocks)
    longer = sent.translate(None, _AS_LONG)
    spaced, deletes = longer.count(b",") + longer.count(b":"), longer.count(b"\x7f")
    # The others are sent as \u and four digits
    return len(sent) + spaced + 5 * deletes + 2 * (len(longer) - spaced - deletes)


def _length(blocks: Sequence[Block]) -> int:
    """Count each block with the comma and the space after it."""
    return json_length(blocks) - _BRACKETS + _COMMA if blocks else 0
