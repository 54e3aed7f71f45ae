"""Lists of sessions: the most pressing first, in pages that stay under Slack's limits however busy the week is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from msgspec.structs import replace

from blocks import ids
from blocks.day.drawn import drawn, read_out
from blocks.day.groups import Group, Span, groups_of, in_order
from blocks.day.head import counts, foot, over_words
from blocks.day.row import Place, Row, Wait
from blocks.kit import (
    REDRAWN_TEXT_LIMIT,
    Block,
    Card,
    button,
    context,
    escape,
    header,
    plain,
    section,
)
from blocks.limits import Room
from blocks.pages import Page, Paging
from blocks.places import FoundPlace, ListPlace
from blocks.words.incomplete import incomplete_words
from blocks.words.rows import zone_note
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.need import Need
from bot.appointments.permission import Openness

PAGE = 60
"""Sessions on a page: as short as they come, so many have room in a message."""
FOUND_PAGE = 15
"""Sessions that were found on a page: each has its day and its button."""
_LISTED = Paging(PAGE, "session", ids.PAGE_BEFORE, ids.PAGE_AFTER)
_FOUND = Paging(FOUND_PAGE, "session", ids.FOUND_BEFORE, ids.FOUND_AFTER)
_A_DAY = 25 * 3600
"""Seconds of the longest day, the one on which the clocks go back."""


def session_list(
    sessions: Sequence[Appointment],
    place: ListPlace,
    title: str,
    setting: Setting,
    hint: str,
    waits: Mapping[str, Wait] = MappingProxyType({}),
    tip: str = "",
) -> Card:
    """Draw one page of a list; `title` says the span and the filters, `hint` what to do when it is empty, `tip` what can be typed."""
    tips = [context(plain(tip))] if tip else []
    incomplete = incomplete_words(sessions)
    if not sessions:
        hint = f"{incomplete} {hint}".strip()
        none = "No sessions could be read." if incomplete else "No sessions."
        said = escape(f"{title}: {none} {incomplete}")
        return Card(
            said,
            (
                header(title),
                section(plain(f"{none} {hint}")),
                *foot(None, setting, *_next_day(place, setting)),
                *tips,
            ),
        )
    rows = in_order(
        sessions, Place(setting.zone, Openness.PRIVATE, Openness.PRIVATE, setting, waits, opens=True)
    )
    span = _span(place, setting.now)
    folded = _folded(rows, place, span)
    listed = rows[: len(rows) - len(folded)]
    counted = counts(rows)
    top: list[Block] = [
        header(title),
        context(plain(counted)),
        *([context(plain(f"⚠ {incomplete}"))] if incomplete else []),
        *([context(plain(note))] if (note := zone_note(setting)) else []),
    ]
    below: list[Block] = []
    if folded:
        unfold = replace(place, page=0, past=0, whole=True).packed()
        show = button("Show", ids.WHOLE, unfold, spoken="Show those that are over")
        below.append({**section(plain(over_words(folded))), "accessory": show})
        if not listed:
            below.insert(0, section(plain("Nothing more is to come.")))
    others = [*([] if listed else _next_day(place, setting)), *_as_table(place, setting)]
    below_pager = [*foot(place, setting, *others), *tips]
    frame = [*top, *below, *below_pager]
    page = Page.of(listed, place, _LISTED, lambda some, room: _fitting(groups_of(some, span), room), frame)
    begins = f"{title}: {counted}{page.where and f' {page.where}.'}"
    text = _read_out(begins, groups_of(page.shown, span), [over_words(folded)] if folded else [])
    return Card(text, (*top, *page.blocks, *below, *page.pager(), *below_pager))


def found_list(
    sessions: Sequence[Appointment], title: str, setting: Setting, place: FoundPlace | None = None
) -> Card:
    """Draw one page of what was found, the nearest in time first, each with its day; without a place, the first."""
    at = Place(setting.zone, Openness.PRIVATE, Openness.PRIVATE, setting, opens=True)
    note = zone_note(setting)
    top = [header(title), *([context(plain(note))] if note else [])]
    at_page = place or FoundPlace(search="")

    def groups(some: Sequence[Appointment]) -> list[Group]:
        return [Group("", [Row(one, at, found=True) for one in some], with_day=True)] if some else []

    page = Page.of(sessions, at_page, _FOUND, lambda some, room: _fitting(groups(some), room), top)
    below = page.pager()
    if not place and (more := len(sessions) - len(page.shown)):
        below = [context(plain(f"And {more} more. Type more of the reference."))]
    return Card(_read_out(f"{title}:", groups(page.shown)), (*top, *page.blocks, *below))


def _fitting(groups: Sequence[Group], room: Room) -> tuple[Sequence[Block], int]:
    done = drawn(groups, room)
    return done.blocks, sum(len(group.rows) for group in groups) - len(done.left_out)


def _folded(rows: Sequence[Row], place: ListPlace, span: Span) -> Sequence[Row]:
    """What is over is folded away where something else is to be seen: in a list of the present that asks for no status."""
    if place.whole or place.statuses or place.only or not span.is_now:
        return []
    return [row for row in rows if row.need is Need.OVER]


def _span(place: ListPlace, now: datetime) -> Span:
    if place.start is None or place.end is None:
        return Span(several_days=True, is_now=False)
    is_now = place.start <= now.timestamp() < place.end
    return Span(place.end - place.start > _A_DAY, is_now)


def _as_table(place: ListPlace, setting: Setting) -> list[Block]:
    """Has the whole list sent to whoever presses it."""
    if not setting.files:
        return []
    whole = replace(place, page=0, past=0).packed()
    return [button("As a table", ids.TAKE_LIST, whole, spoken="Have this list sent to you as a table")]


def _next_day(place: ListPlace, setting: Setting) -> list[Block]:
    """The day after the last one of the list, by the clocks of who looks."""
    if place.end is None:
        return []
    try:
        begins = datetime.fromtimestamp(place.end, UTC).astimezone(setting.zone)
        ends = (begins + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    except (OverflowError, ValueError):
        return []
    after = replace(place, start=place.end, end=int(ends.timestamp()), page=0, past=0, whole=False)
    return [button("Next day", ids.OTHER_DAY, after.packed())]


def _read_out(begins: str, groups: Sequence[Group], last: Sequence[str] = ()) -> str:
    """The page as a text, as far as it goes."""
    said = escape(" ".join((begins, *last)))
    text, _ = read_out(groups, REDRAWN_TEXT_LIMIT - len(said) - 1)
    return f"{said} {text}".strip()
