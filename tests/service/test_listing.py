"""Lists: what is in a span of time, page by page."""

from datetime import datetime
from itertools import pairwise

import httpx
import pytest

from tests.service.conftest import APPOINTMENTS, BOOKING, problems

pytestmark = pytest.mark.parametrize("engine", ["memory", "postgresql"], indirect=True)
DAY = {"start_at": "2026-03-26T00:00:00Z", "end_at": "2026-03-27T00:00:00Z"}


async def book(desk: httpx.AsyncClient, *starts: str) -> None:
    for start in starts:
        answer = await desk.post(APPOINTMENTS, json={**BOOKING, "reference": None, "appointment_at": start})
        assert answer.status_code == 201


def starts(answer: httpx.Response) -> list[str]:
    return [one["appointment_at"] for one in answer.json()["data"]]


async def test_a_span_holds_its_beginning_but_not_its_end(desk: httpx.AsyncClient) -> None:
    await book(
        desk, "2026-03-25T23:59:59Z", "2026-03-27T00:00:00Z", "2026-03-26T23:59:59Z", "2026-03-26T00:00:00Z"
    )
    listed = await desk.get(APPOINTMENTS, params=DAY)
    assert starts(listed) == ["2026-03-26T00:00:00.000000Z", "2026-03-26T23:59:59.000000Z"]
    summer_time = {"start_at": "2026-03-26T01:00:00+01:00", "end_at": "2026-03-27T01:00:00+01:00"}
    assert starts(await desk.get(APPOINTMENTS, params=summer_time)) == starts(listed)


async def test_everything_up_to_an_end_or_everything_at_all(desk: httpx.AsyncClient) -> None:
    await book(desk, "2026-03-26T10:00:00Z", "2026-03-28T10:00:00Z")
    until = await desk.get(APPOINTMENTS, params={"end_at": "2026-03-27T00:00:00Z"})
    assert starts(until) == ["2026-03-26T10:00:00.000000Z"]
    assert len(starts(await desk.get(APPOINTMENTS))) == 2
    assert len(starts(await desk.get(APPOINTMENTS, params={"start_at": "", "end_at": ""}))) == 2


async def test_cancelled_appointments_are_listed_too(desk: httpx.AsyncClient) -> None:
    await book(desk, "2026-03-26T10:00:00Z")
    (booked,) = (await desk.get(APPOINTMENTS)).json()["data"]
    await desk.post(f"{APPOINTMENTS}/{booked['id']}/cancel")
    assert [one["status"] for one in (await desk.get(APPOINTMENTS, params=DAY)).json()["data"]] == [
        "cancelled"
    ]


async def test_pages_are_ten_long_unless_asked_and_miss_nobody(desk: httpx.AsyncClient) -> None:
    await book(
        desk, *("2026-03-26T10:00:00Z",) * 12, *(f"2026-03-26T09:{minute}:00Z" for minute in range(10, 21))
    )
    pages = [await desk.get(APPOINTMENTS, params={**DAY, "page": page}) for page in (1, 2, 3)]
    assert [len(starts(page)) for page in pages] == [10, 10, 3]
    listed = [one for page in pages for one in page.json()["data"]]
    assert len({one["id"] for one in listed}) == 23
    keys = [(datetime.fromisoformat(one["appointment_at"]), one["id"]) for one in listed]
    assert all(before < after for before, after in pairwise(keys))


async def test_the_page_says_where_it_stands(desk: httpx.AsyncClient) -> None:
    await book(desk, *("2026-03-26T10:00:00Z",) * 5)
    page = (await desk.get(APPOINTMENTS, params={**DAY, "per_page": 2, "page": 2})).json()
    address = "http://desk.example/api/v1/appointments"
    filters = "?start_at=2026-03-26T00%3A00%3A00Z&end_at=2026-03-27T00%3A00%3A00Z&per_page=2"
    assert page["links"] == {
        "first": f"{address}{filters}&page=1",
        "last": f"{address}{filters}&page=3",
        "prev": f"{address}{filters}&page=1",
        "next": f"{address}{filters}&page=3",
    }
    links = page["meta"].pop("links")
    assert page["meta"] == {
        "current_page": 2,
        "from": 3,
        "last_page": 3,
        "path": address,
        "per_page": 2,
        "to": 4,
        "total": 5,
    }
    assert [(link["label"], link["active"]) for link in links] == [
        ("&laquo; Previous", False),
        ("1", False),
        ("2", True),
        ("3", False),
        ("Next &raquo;", False),
    ]
    followed = (await desk.get(page["links"]["next"])).json()
    assert (followed["meta"]["current_page"], len(followed["data"]), followed["links"]["next"]) == (
        3,
        1,
        None,
    )


async def test_many_pages_are_told_in_few_links(desk: httpx.AsyncClient) -> None:
    await book(desk, *("2026-03-26T10:00:00Z",) * 20)
    page = (await desk.get(APPOINTMENTS, params={"per_page": 1, "page": 10})).json()
    labels = [link["label"] for link in page["meta"]["links"][1:-1]]
    assert labels == ["1", "...", "7", "8", "9", "10", "11", "12", "13", "...", "20"]


async def test_an_empty_page_is_a_page(desk: httpx.AsyncClient) -> None:
    nothing = (await desk.get(APPOINTMENTS, params=DAY)).json()
    assert nothing["data"] == []
    assert [nothing["meta"][name] for name in ("from", "to", "total", "last_page")] == [None, None, 0, 1]
    await book(desk, "2026-03-26T10:00:00Z")
    beyond = (await desk.get(APPOINTMENTS, params={**DAY, "page": 4})).json()
    assert beyond["data"] == []
    assert [beyond["meta"][name] for name in ("from", "to", "total", "last_page")] == [None, None, 1, 1]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"start_at": DAY["start_at"]},
            {"end_at": ["The end at field is required when start at is present."]},
        ),
        (
            {"start_at": DAY["end_at"], "end_at": DAY["start_at"]},
            {"end_at": ["The end at field must be a date after or equal to start at."]},
        ),
        ({"end_at": "tomorrow"}, {"end_at": ["The end at field must be a valid date."]}),
        (
            {"start_at": "31/03/2026", "end_at": DAY["end_at"]},
            {"start_at": ["The start at field must be a valid date."]},
        ),
        ({"per_page": "0"}, {"per_page": ["The per page field must be at least 1."]}),
        ({"per_page": "501"}, {"per_page": ["The per page field must not be greater than 500."]}),
        ({"per_page": "ten"}, {"per_page": ["The per page field must be an integer."]}),
        ({"page": "-1"}, {"page": ["The page field must be at least 1."]}),
    ],
)
async def test_a_question_that_makes_no_sense_is_told_by_field(
    desk: httpx.AsyncClient, asked: dict[str, str], told: dict[str, list[str]]
) -> None:
    assert problems(await desk.get(APPOINTMENTS, params=asked)) == told
