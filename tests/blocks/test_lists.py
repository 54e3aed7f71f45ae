"""Lists of any sessions stay one message, and every session is on one of their pages."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blocks import ids
from blocks.kit import MESSAGE_LIMIT, Card, json_length
from blocks.lists import FOUND_PAGE, PAGE, found_list, session_list
from blocks.places import FoundPlace, ListPlace
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.model import Appointment, Status
from bot.appointments.need import Need, need_of
from tests.blocks import outside
from tests.blocks.reading import as_posted

ALL = Setting(zone=outside.LONDON, now=outside.NOW, can=frozenset(Capability), desk_zone=outside.LONDON)
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
places = st.builds(
    ListPlace,
    start=st.just(1_795_000_000),
    end=st.sampled_from([1_795_000_000 + 86_400, 1_795_000_000 + 7 * 86_400]),
    page=st.integers(0, 40),
    statuses=st.sampled_from([(), ("waiting",)]),
    departments=st.lists(outside.words.map(lambda text: text[:80]), max_size=1).map(tuple),
    interpreter=st.booleans(),
)


def opened(card: Card) -> list[str]:
    """The ids of the appointments that a page of what was found leads to."""
    buttons = [block["accessory"] for block in card.blocks if "accessory" in block]
    seen = [ids.unpack(ids.Seen, button["value"]) for button in buttons]
    return [one.appointment for one in seen if one is not None]


@given(outside.lists_of_sessions(), places, outside.words, outside.settings, outside.words)
@example([outside.worst] * 60, ListPlace(start=0, end=7 * 86_400), "x" * 300, ALL, "")
@example([outside.pinging], ListPlace(start=0, end=7 * 86_400), outside.PING, ALL, outside.PING)
def test_any_page_of_any_list(
    sessions: list[Appointment], place: ListPlace, title: str, setting: Setting, hint: str
) -> None:
    card = session_list(sessions, place, title, setting, hint, tip=hint)
    seen = as_posted(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT

    is_now = place.start is not None and place.start <= outside.NOW.timestamp() < (place.end or 0)
    folds = is_now and not place.statuses
    over = sum(need_of(one, outside.NOW) is Need.OVER for one in sessions) if folds else 0
    pages = -(-(len(sessions) - over) // PAGE)
    page = min(place.page, max(pages - 1, 0))
    # Where a message has no room for a whole page, it says which sessions it has, and the next page begins behind them.
    cut = re.search(r"Sessions \d+ to (\d+) of (\d+)", seen.text)
    assert ("Next" in seen.buttons) == (int(cut[1]) < int(cut[2]) if cut else page < pages - 1)
    assert ("Previous" in seen.buttons) == (page > 0)
    assert ("Show" in seen.buttons) == bool(over)


def on_as_many_days(count: int) -> list[Appointment]:
    """Sessions of which each has a day of its own, and the longest words."""
    return [
        outside.worst.model_copy(
            update={
                "id": f"a{n:06d}",
                "start": outside.NOW + timedelta(days=n + 2),
                "status": Status.SCHEDULED,
            }
        )
        for n in range(count)
    ]


@given(
    st.lists(outside.in_lists, min_size=1, max_size=150, unique_by=lambda one: one.id),
    st.sampled_from([86_400, 90 * 86_400]),
)
@example([outside.worst.model_copy(update={"id": f"a{n:06d}"}) for n in range(300)], 86_400)
@example(on_as_many_days(90), 90 * 86_400)
def test_every_session_is_on_exactly_one_page(sessions: list[Appointment], end: int) -> None:
    sessions = [one.model_copy(update={"reference": f"{n:015d}"}) for n, one in enumerate(sessions)]
    shown: list[str] = []
    place: ListPlace | None = ListPlace(start=0, end=end)
    while place is not None:
        card = session_list(sessions, place, "Today", ALL, "")
        as_posted(card)
        shown += codes(card)
        place = ListPlace.read(leads_to(card, ids.PAGE_AFTER))
    assert Counter(shown) == Counter(one.code for one in sessions)


def codes(card: Card) -> list[str]:
    """The code of each session, as its line has it in bold."""
    texts = [block["text"]["text"] for block in card.blocks if block["type"] == "section"]
    texts += [one["text"] for block in card.blocks if block["type"] == "context" for one in block["elements"]]
    lines = "\n".join(texts).split("\n")
    return [found[1] for line in lines if (found := re.search(r" · \*(\d{5})\*(?: · |$)", line))]


@given(st.lists(outside.in_lists, max_size=40, unique_by=lambda one: one.id))
def test_everything_that_was_found_is_on_exactly_one_page(sessions: list[Appointment]) -> None:
    seen: list[str] = []
    place: FoundPlace | None = FoundPlace(search="0123456789abcdef")
    while place is not None:
        card = found_list(sessions, "Found", ALL, place)
        as_posted(card)
        seen += opened(card)
        place = FoundPlace.read(leads_to(card, ids.FOUND_AFTER))
    assert seen == [one.id for one in sessions]


def leads_to(card: Card, action: str) -> str | None:
    """The value of a button at the foot of a list."""
    row = [element for block in card.blocks for element in block.get("elements", ())]
    return next((one["value"] for one in row if one.get("action_id") == action), None)


@given(outside.lists_of_sessions(), outside.words, outside.settings)
@example([outside.worst] * 15, "x" * 300, ALL)
@example([outside.family] * 16, "", ALL)
@example([outside.pinging], outside.PING, ALL)
def test_without_pages_it_is_said_how_many_more_there_are(
    sessions: list[Appointment], title: str, setting: Setting
) -> None:
    card = found_list(sessions, title, setting)
    seen = as_posted(card)
    left = len(sessions) - FOUND_PAGE
    assert (f"And {left} more." in seen.text) == (left > 0)
    assert opened(card) == [one.id for one in sessions[:FOUND_PAGE]]
