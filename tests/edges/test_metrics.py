"""What Prometheus reads: how many and how long, for whoever shows the token, and nothing of anybody's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.edges.test_requests import address
from tests.stories.scene import Scene, book, scene

TOKEN = "token-of-prometheus"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
Counts = Mapping[str, float]


@pytest.fixture
async def measured(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, metrics_token=TOKEN) as found:
        yield found


async def read(story: Scene, headers: Mapping[str, str] | None = None) -> httpx.Response:
    async with httpx.AsyncClient() as prometheus:
        return await prometheus.get(address(story, "/metrics"), headers=headers)


async def counts(story: Scene) -> Counts:
    return told((await read(story, BEARER)).text)


def told(page: str) -> Counts:
    """Each sample of a page by its name and labels."""
    return {
        f"{sample.name}{dict(sorted(sample.labels.items()))}": sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def more(before: Counts, after: Counts, name: str, **labels: str) -> float:
    """How much a sample has grown by."""
    key = f"{name}{dict(sorted(labels.items()))}"
    return after.get(key, 0) - before.get(key, 0)


async def test_a_booking_is_counted_on_its_whole_way(measured: Scene) -> None:
    before = await counts(measured)
    await book(measured, "Jane Doe tomorrow 3pm")
    after = await counts(measured)

    def grown(name: str, **labels: str) -> float:
        return more(before, after, name, **labels)

    answered = "frontdesk_slack_request_seconds_count"
    assert grown(answered, kind="command", status="200") == 1
    assert grown(answered, kind="view_submission", status="200") == 1
    create = {"method": "POST", "path": "/api/v1/appointments", "outcome": "201"}
    assert grown("frontdesk_api_request_seconds_count", **create) == 1
    assert grown("frontdesk_slack_call_seconds_count", method="chat.postMessage", outcome="ok") == 1
    assert grown("frontdesk_jobs_total", kind="card", ending="done") == 1
    assert after["frontdesk_outbox_late_seconds{}"] == 0


async def test_what_fails_is_counted_by_its_kind(measured: Scene) -> None:
    before = await counts(measured)
    measured.sqod.fails("list", 500, times=None)
    await measured.says(measured.asha, "/appt today")
    after = await counts(measured)

    failed = {"method": "GET", "path": "/api/v1/appointments", "outcome": "no_answer"}
    assert more(before, after, "frontdesk_api_request_seconds_count", **failed) == 0
    answered = failed | {"outcome": "500"}
    assert more(before, after, "frontdesk_api_request_seconds_count", **answered) == 1
    assert more(before, after, "frontdesk_faults_total") == 0


async def test_what_waits_in_the_outbox_is_told(measured: Scene) -> None:
    await measured.bot.courier.stop(5)
    await book_without_courier(measured)
    measured.clock.move(minutes=3)
    assert (await counts(measured))["frontdesk_outbox_late_seconds{}"] >= 180


async def book_without_courier(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    await story.bot.workspace.background.drain(5)


async def test_nothing_of_anybodys_is_in_it(measured: Scene) -> None:
    await book(measured, "Zebedee Quux tomorrow 3pm for 45m")
    await measured.says(measured.asha, "/appt find Zebedee Quux")
    page = (await read(measured, BEARER)).text
    for mine in (
        "Zebedee",
        "Quux",
        measured.asha.user.id,
        measured.desk.id,
        measured.slack.team_id,
        "xoxb",
        TOKEN,
    ):
        assert mine not in page


async def test_whoever_does_not_show_the_token_reads_nothing(measured: Scene) -> None:
    for wrong in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = await read(measured, wrong)
        assert (answer.status_code, answer.text) == (401, "not allowed")


async def test_without_a_token_there_are_no_metrics(story: Scene) -> None:
    for headers in ({}, BEARER):
        assert (await read(story, headers)).status_code == 404
