"""What stands above and below the sessions of a day: how many there are of which kind, what is over, one menu for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from blocks import ids
from blocks.day.row import Row
from blocks.kit import Block, actions, button, plain
from blocks.places import ListPlace
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.model import UNDER_WAY, Status
from bot.appointments.need import IS_OVER, WAITS, Need

_OVER_WORDS = {
    Status.COMPLETED: "done",
    Status.NO_SHOW: "no-show",
    Status.CANCELLED: "cancelled",
}
CANCELLED = Status.CANCELLED
LONGEST_ID = 255
"""Characters of a block's id."""


def counts(rows: Sequence[Row]) -> str:
    """Count what needs to be seen at a glance, each with a sign of its own; what there is none of is not said."""
    live = Counter([row.appointment.status for row in rows if row.need is not IS_OVER])
    needs = Counter([row.need for row in rows])
    gaps = needs[Need.GAP] + sum([row.is_gap for row in rows if row.need is WAITS])
    cancelled = sum([row.appointment.status is CANCELLED for row in rows])
    counted_ = (
        (live[Status.WAITING], "● {} waiting"),
        (sum([live[status] for status in UNDER_WAY]), "▶ {} in session"),
        (gaps, "⚠ {} no interpreter"),
        (needs[Need.UNCONFIRMED], "⚠ {} not confirmed"),
        (live[Status.REQUESTED], "? {} to be accepted"),
        (cancelled, "✕ {} cancelled"),
    )
    said = [words.format(count) for count, words in counted_ if count]
    total = "1 session." if len(rows) == 1 else f"{len(rows)} sessions."
    return f"{total} {' · '.join(said)}".strip()


def over_words(rows: Sequence[Row]) -> str:
    """Say in one line how many are over, and how they ended."""
    ended = Counter(
        "no-show" if row.is_missed else _OVER_WORDS.get(row.appointment.status, "whose time has passed")
        for row in rows
    )
    words = ", ".join(f"{count} {how}" for how, count in ended.items())
    return f"Over: {words}." if len(ended) == 1 else f"Over ({len(rows)}): {words}."


def foot(place: ListPlace | None, setting: Setting, *others: Block) -> list[Block]:
    """What to do next, where there is something: one menu in place of a button a session; its lines are asked for when it is opened.

    https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
    """
    if place is None:
        row = [*book_button(setting), *others]
        return [actions(*row)] if row else []
    menu: Block = {
        "type": "external_select",
        "action_id": ids.OPEN_SESSION,
        "placeholder": plain("Open a session…", 150),
        "min_query_length": 0,
    }
    return [actions(menu, *book_button(setting), *others, block_id=_which(place))]


def _which(place: ListPlace) -> str:
    """The block's id says which sessions the menu is of: filters that have no room in it are left out."""
    packed = replace(place, page=0).packed()
    return packed if len(packed) <= LONGEST_ID else ListPlace(start=place.start, end=place.end).packed()


def book_button(setting: Setting) -> list[Block]:
    """Books a new one, where the service can."""
    if Capability.BOOK not in setting.can:
        return []
    return [button("Book", ids.BOOK_NEW, "new", spoken="Book an appointment")]
