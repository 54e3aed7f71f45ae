"""Lists of sessions: the most pressing first, in pages that stay under Slack's limits however busy the week is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from blocks import ids
from blocks.day.drawn import drawn, read_out
from blocks.day.groups import Group, Span, groups_of, in_order
from blocks.day.head import counts, foot, over_words
from blocks.day.row import Place, Row, Wait
from blocks.kit import (
    REDRAWN_TEXT_LIMIT,
    Block,
    Card,
    actions,
    button,
    context,
    escape,
    header,
    plain,
    section,
)
from blocks.limits import Room
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
_TURNS = (ids.PAGE_BEFORE, ids.PAGE_AFTER)
_A_DAY = 25 * 3600
"""Seconds of the longest day, the one on which the clocks go back."""
_Place = ids.ListPlace | ids.FoundPlace


def session_list(
    sessions: Sequence[Appointment],
    place: ids.ListPlace,
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
    top: list[Block] = [
        header(title),
        context(plain(counts(rows))),
        *([context(plain(f"⚠ {incomplete}"))] if incomplete else []),
        *([context(plain(note))] if (note := zone_note(setting)) else []),
    ]
    below: list[Block] = []
    if folded:
        unfold = place.model_copy(update={"page": 0, "past": 0, "whole": True}).packed()
        show = button("Show", ids.WHOLE, unfold, spoken="Show those that are over")
        below.append({**section(plain(over_words(folded))), "accessory": show})
        if not listed:
            below.insert(0, section(plain("Nothing more is to come.")))
    below_pager = [*foot(place, setting, *(() if listed else _next_day(place, setting))), *tips]
    page = _Page.of(listed, place, lambda shown: groups_of(shown, span), [*top, *below, *below_pager])
    begins = f"{title}: {counts(rows)}{page.where and f' {page.where}.'}"
    text = _read_out(begins, page.groups, [over_words(folded)] if folded else [])
    return Card(text, (*top, *page.blocks, *below, *page.pager(_TURNS), *below_pager))


def found_list(
    sessions: Sequence[Appointment], title: str, setting: Setting, place: ids.FoundPlace | None = None
) -> Card:
    """Draw one page of what was found, the nearest in time first, each with its day; without a place, the first."""
    at = Place(setting.zone, Openness.PRIVATE, Openness.PRIVATE, setting, opens=True)
    rows = [Row(one, at, found=True) for one in sessions]
    note = zone_note(setting)
    top = [header(title), *([context(plain(note))] if note else [])]
    page = _Page.of(rows, place or ids.FoundPlace(search=""), _as_found, top)
    below = page.pager((ids.FOUND_BEFORE, ids.FOUND_AFTER))
    if not place and (more := len(rows) - len(page.shown)):
        below = [context(plain(f"And {more} more. Type more of the reference."))]
    return Card(_read_out(f"{title}:", page.groups), (*top, *page.blocks, *below))


def _as_found(rows: Sequence[Row]) -> list[Group]:
    return [Group("", rows, with_day=True)] if rows else []


@dataclass(frozen=True, slots=True)
class _Page:
    """So many of the rows as one message holds, from where its place begins; the rest is on the next."""

    place: _Place
    rows: Sequence[Row]
    first: int
    shown: Sequence[Row]
    groups: Sequence[Group]
    blocks: Sequence[Block]

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        place: _Place,
        group: Callable[[Sequence[Row]], list[Group]],
        frame: Sequence[Block],
    ) -> _Page:
        """Draw the page of a place; one that was beyond the end since its button was drawn is the last."""
        size = _size(place)
        first = place.page * size + place.past
        if first >= len(rows):
            first = max(0, len(rows) - 1) // size * size
        shown = rows[first : first + size]
        room = Room()
        room.takes([*frame, *_pager_of(place, "0" * 40, 0, 0, _TURNS)])
        fitting = drawn(group(shown), room)
        shown = shown[: len(shown) - len(fitting.left_out)]
        return cls(place, rows, first, shown, group(shown), fitting.blocks)

    @property
    def end(self) -> int:
        return self.first + len(self.shown)

    @property
    def where(self) -> str:
        """Which page it is; where pages are of other lengths, which sessions. Nothing where it is the only one."""
        size, total = _size(self.place), len(self.rows)
        if len(self.shown) == total:
            return ""
        if self.first % size == 0 and self.end in {self.first + size, total}:
            return f"Page {self.first // size + 1} of {-(-total // size)}"
        return f"Sessions {self.first + 1} to {self.end} of {total}"

    def pager(self, turns: tuple[str, str]) -> list[Block]:
        before = max(0, self.first - _size(self.place)) if self.first else None
        after = self.end if self.end < len(self.rows) else None
        return _pager_of(self.place, self.where, before, after, turns) if self.where else []


def _size(place: _Place) -> int:
    return PAGE if isinstance(place, ids.ListPlace) else FOUND_PAGE


def _pager_of(
    place: _Place, where: str, before: int | None, after: int | None, turns: tuple[str, str]
) -> list[Block]:
    row = []
    for words, first, action in (("Previous", before, turns[0]), ("Next", after, turns[1])):
        if first is not None:
            page, past = divmod(first, _size(place))
            led = place.model_copy(update={"page": page, "past": past}).packed()
            row.append(button(words, action, led, spoken=f"{words} page, from session {first + 1}"))
    return [context(plain(where)), actions(*row)]


def _folded(rows: Sequence[Row], place: ids.ListPlace, span: Span) -> Sequence[Row]:
    """What is over is folded away where something else is to be seen: in a list of the present that asks for no status."""
    if place.whole or place.statuses or place.only or not span.is_now:
        return []
    return [row for row in rows if row.need is Need.OVER]


def _span(place: ids.ListPlace, now: datetime) -> Span:
    if place.start is None or place.end is None:
        return Span(several_days=True, is_now=False)
    is_now = place.start <= now.timestamp() < place.end
    return Span(place.end - place.start > _A_DAY, is_now)


def _next_day(place: ids.ListPlace, setting: Setting) -> list[Block]:
    """The day after the last one of the list, by the clocks of who looks."""
    if place.end is None:
        return []
    try:
        begins = datetime.fromtimestamp(place.end, UTC).astimezone(setting.zone)
        ends = (begins + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    except (OverflowError, ValueError):
        return []
    after = place.model_copy(
        update={"start": place.end, "end": int(ends.timestamp()), "page": 0, "past": 0, "whole": False}
    )
    return [button("Next day", ids.OTHER_DAY, after.packed())]


def _read_out(begins: str, groups: Sequence[Group], last: Sequence[str] = ()) -> str:
    """The page as a text, as far as it goes."""
    said = escape(" ".join((begins, *last)))
    text, _ = read_out(groups, REDRAWN_TEXT_LIMIT - len(said) - 1)
    return f"{said} {text}".strip()
