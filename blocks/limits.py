"""How much of a message is still free: Slack takes so many blocks and so many characters, and refuses all if there are more."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.json import encode

from blocks.kit import BLOCKS_LIMIT, MESSAGE_LIMIT, Block, json_length

_BRACKETS = 2
_COMMA = 2
_ASCII = bytes(range(128))


class Room(Struct):
    """What a message may still hold."""

    blocks: int = BLOCKS_LIMIT
    characters: int = MESSAGE_LIMIT - _BRACKETS

    def takes(self, drawn: Sequence[Block], instead_of: Sequence[Block] = ()) -> bool:
        """Make room for what was drawn, and give up that of what it stands instead of; False: it does not fit."""
        blocks = self.blocks - len(drawn) + len(instead_of)
        characters = self.characters - _length(drawn) + _length(instead_of)
        if blocks < 0 or characters < 0:
            return False
        self.blocks, self.characters = blocks, characters
        return True

    def holds(self, drawn: Sequence[Block]) -> bool:
        """Whether there is room for what was drawn, without taking it; counted exactly only where there may be none."""
        if len(drawn) > self.blocks:
            return False
        sent = encode(drawn)
        most = len(sent) + sent.count(b",") + sent.count(b":")  # each may have a space behind it
        most += 2 * len(sent.translate(None, _ASCII)) + 5 * sent.count(
            b"\x7f"
        )  # what is sent as \u and four digits
        return most <= self.characters or _length(drawn) <= self.characters


def _length(blocks: Sequence[Block]) -> int:
    """Count each block with the comma and the space after it."""
    return json_length(blocks) - _BRACKETS + _COMMA if blocks else 0
