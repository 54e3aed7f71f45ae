"""What our Pexip Engage is told of the enterprise that it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol


class Enterprise(Protocol):
    """What is one enterprise's own, and what its documents leave open."""

    enterprise: str
    client_id: str
    client_secret: str
    token: str
    """A token that is always good, with `fixed_scopes`."""
    most_per_page: int
    lists_customers: bool
    cancels: bool
    cancel_key: str | None
    cancel_takes: bool
    declines: bool
    decline_key: str | None
    marks: bool
    proposes: bool
    propose_key: str | None
    accepts_itself: bool
    fixed_scopes: frozenset[str]
    allowed_scopes: frozenset[str]
    slots_key: str

    @property
    def free(self) -> Iterable[datetime]: ...

    @property
    def now(self) -> Callable[[], datetime]: ...
