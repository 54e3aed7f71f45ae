"""The settings that name user groups: who may do what. People, doctor, scopes and pages read them here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class GroupSetting(NamedTuple):
    """`act`: what only members of its groups may do, by the word that `Act` has for it."""

    name: str
    act: str

    @property
    def variable(self) -> str:
        return self.name.upper()


USERGROUPS = (
    GroupSetting("booking_usergroups", "write"),
    GroupSetting("details_usergroups", "details"),
    GroupSetting("alerts_usergroups", "alerts"),
)


def variables(settings: Sequence[GroupSetting] = USERGROUPS) -> str:
    """Name them in a sentence."""
    *first, last = [one.variable for one in settings]
    return f"{', '.join(first)} and {last}" if first else last
