"""What anybody may take of the server before it is known who asks; docs/operating.md tells what exceeding each gets."""

from __future__ import annotations

from msgspec import Struct


class Bounds(Struct, frozen=True):
    """For each process. Sizes are in bytes, times in seconds."""

    head: int = 32_768
    """The request's first line and all its headers together."""
    body: int = 4_000_000
    """As much of a body is read at all, refused ones with it; what asks for bodies refuses smaller ones."""
    arrival: float = 10.0
    """For a whole request, from the connection's or its own first byte; and for an answer to be taken."""
    rest: float = 75.0
    """Of silence between two requests: longer than the 60 s for which proxies keep their connections, or they send on a closed one."""
    connections: int = 512
    """Open at once. One more, and the one that has been longest about its request goes."""


BOUNDS = Bounds()
