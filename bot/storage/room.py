"""How many jobs a process may have in hand: so many of one team, and always some left for a team that comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from bot.appointments.jobs import KINDS
from bot.storage.claims import Claim

POSTING = frozenset(name for name, kind in KINDS.items() if kind.posts)


class Hands(Struct, frozen=True):
    """What one process can carry at a time."""

    of_a_team: int = 16
    posts: int = 8
    """How many of a team's may be posts: these wait for each other, and nothing else shall wait for them."""
    altogether: int = 256
    left_for_others: int = 8
    """The hands that a team has may not be more than one in so many of those that are free: the busier it is, the less for each.

    So however many teams have a dead service or a silent Slack, there is always a hand for the next.
    """


class Room:
    """Counts what is taken up, beside what is in hand already."""

    def __init__(self, hands: Hands, in_hand: Iterable[Claim] = ()) -> None:
        self._hands = hands
        self._in_hand = tuple(in_hand)

    @cached_property
    def _all(self) -> Counter[str]:
        """Counted when something is due: most asks find nothing."""
        return Counter([job.team for job in self._in_hand])

    @cached_property
    def _posts(self) -> Counter[str]:
        return Counter([job.team for job in self._in_hand if job.kind in POSTING])

    @property
    def free(self) -> int:
        return self._hands.altogether - self._all.total()

    def take(self, team: str, kind: str) -> bool:
        """Take up one more job of a team, if there is room for it."""
        if self.free <= 0 or self._is_full(team) or (kind in POSTING and self._has_posts_enough(team)):
            return False
        self._all[team] += 1
        self._posts[team] += kind in POSTING
        return True

    @property
    def full(self) -> list[str]:
        """The teams that get no more hands now."""
        return [team for team in self._all if self._is_full(team)]

    @property
    def full_of_posts(self) -> list[str]:
        """The teams that get no more hands for posts now."""
        return [team for team in self._posts if self._has_posts_enough(team)]

    def _is_full(self, team: str) -> bool:
        share = max(1, self.free // self._hands.left_for_others)
        return self._all[team] >= min(self._hands.of_a_team, share)

    def _has_posts_enough(self, team: str) -> bool:
        return self._posts[team] >= self._hands.posts
