"""Requests that Slack did not send, or that nobody can read: 400 or 401, quickly, and nothing comes of them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standins.slack import Answer
from tests.edges.examples import examples, one_scene
from tests.edges.malformed import FORM, JSON, MALFORMED, command, interaction
from tests.stories.scene import Scene, book, modal

WRITES = ("create", "update", "cancel")


def address(story: Scene, path: str = "/slack/events") -> str:
    url = story.slack_server.courier.bot_url
    assert url is not None
    return url.replace("/slack/events", path)


def written(story: Scene) -> list[str]:
    """What SQOD was asked to write."""
    return [call.operation for call in story.sqod.calls if call.operation in WRITES]


async def signed(story: Scene, body: bytes, content_type: str = FORM) -> Answer:
    """Send a body that is rightly signed."""
    return await story.slack_server.courier.forge(body, content_type=content_type)


# Not from Slack


async def test_a_form_that_was_not_signed_by_slack_books_nothing(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    courier = story.slack_server.courier
    courier.signing_secret = "another secret"
    await form.submit()
    await story.delivered()

    assert story.slack.calls[-1].status == 401
    assert written(story) == []
    assert modal(story.asha).notice == "We had some trouble connecting. Try again?"
    story.slack.complaints.clear()


@pytest.mark.parametrize("age", [6 * 60, -6 * 60], ids=["six minutes old", "six minutes ahead"])
async def test_a_request_at_another_time_than_now_is_refused(story: Scene, age: float) -> None:
    answer = await story.slack_server.courier.forge(command(), age=age)
    assert (answer.status, answer.body) == (401, "not signed by Slack")


ODD_HEADERS: list[dict[str, str | None]] = [
    {"X-Slack-Signature": None},
    {"X-Slack-Request-Timestamp": None},
    {"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None},
    *(
        dict[str, str | None]({"X-Slack-Request-Timestamp": odd})
        for odd in ("", "now", "-5", "1e9", "9" * 40, "\u00b2\u00b2", "0x10", "7 7")
    ),
    *(
        dict[str, str | None]({"X-Slack-Signature": odd})
        for odd in ("", "v0=", "v0=\u00e9", "v1=abc", "x" * 5000)
    ),
]


async def test_a_request_without_its_headers_or_with_odd_ones_is_refused(story: Scene) -> None:
    courier = story.slack_server.courier
    for odd in ODD_HEADERS:
        headers = courier.headers(command(), FORM) | odd
        told = {name: value for name, value in headers.items() if value is not None}
        assert (await courier.post_raw(command(), told)).status == 401, odd


async def test_a_body_that_was_changed_on_the_way_is_refused(story: Scene) -> None:
    courier = story.slack_server.courier
    headers = courier.headers(command(text="today"), FORM)
    assert (await courier.post_raw(command(text="book x"), headers)).status == 401


async def test_headers_that_nobody_signed_do_not_steer_bolt(story: Scene) -> None:
    """Bolt leaves the listener out where a request says that it is its own second half; Slack signs no header."""
    courier = story.slack_server.courier
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    body = interaction(form._submission())
    headers = courier.headers(body, FORM) | {"X-Slack-Bolt-Lazy-Only": "1"}
    assert (await courier.post_raw(body, headers)).status == 200
    await story.delivered()

    assert written(story) == ["create"]


# Used a second time


async def test_a_command_that_is_replayed_is_not_answered_again(story: Scene) -> None:
    story.session("Jane Doe")
    await story.says(story.asha, "/appt today")
    asked = len(story.sqod.calls)
    again = await story.slack_server.courier.replay()
    await story.delivered()

    assert again.status == 401
    assert "Jane" not in str(again.body)
    assert len(story.sqod.calls) == asked
    assert len(story.asha.sees(story.desk)) == 1


async def test_a_booking_that_is_replayed_books_nothing(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm")
    assert written(story) == ["create"]
    for _ in range(3):
        assert (await story.slack_server.courier.replay()).status == 401
    await story.delivered()

    assert written(story) == ["create"]
    assert len(story.cards(story.desk)) == 1


async def test_two_copies_at_the_same_moment_are_one_request(story: Scene) -> None:
    courier = story.slack_server.courier
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    body = interaction(form._submission())
    headers = courier.headers(body, FORM)
    answers = await asyncio.gather(*(courier.post_raw(body, headers) for _ in range(5)))
    await story.delivered()

    assert sorted(answer.status or 0 for answer in answers) == [200, 401, 401, 401, 401]
    assert written(story) == ["create"]


# From Slack, but nothing that anybody could read


async def test_what_nobody_can_read_is_refused(story: Scene) -> None:
    courier, answers = story.slack_server.courier, dict[str, Answer]()
    for seconds, (kind, (body, content_type)) in enumerate(
        MALFORMED.items()
    ):  # no two signatures are the same
        answers[kind] = await courier.forge(body, content_type=content_type, age=seconds)
    await story.delivered()

    # Slack sends on and on what is not answered, so what is whole, but of no interest to us, is.
    heard = {"event of no interest", "no type", "command without user", "another command"}
    statuses = {kind: answer.status for kind, answer in answers.items()}
    assert statuses == {kind: 200 if kind in heard else 400 for kind in MALFORMED}
    assert {str(answers[kind].body) for kind in MALFORMED if kind not in heard} == {"not understood"}
    assert story.sqod.calls == []
    assert story.slack.everything_in_channels() == []


async def test_a_form_of_more_fields_than_slack_has_is_not_taken_apart(story: Scene) -> None:
    many = command(user_id="U1") + b"".join(b"&a%d=" % n for n in range(50_000))
    answer = await signed(story, many)
    assert (answer.status, answer.body) == (400, "not understood")


async def test_more_than_slack_would_send_is_not_read_to_its_end(story: Scene) -> None:
    body = b"x" * 2_000_000
    async with httpx.AsyncClient() as sender:
        answer = await sender.post(
            address(story), content=body, headers=story.slack_server.courier.headers(body, FORM)
        )
    assert (answer.status_code, answer.text) == (413, "too large")


somebody: st.SearchStrategy[object] = st.sampled_from(
    ["U1", "", 5, None, {"id": "U1"}, {"id": 7}, {"id": None}, [], {"id": "U" * 300}]
)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
action_ids = st.sampled_from(
    [
        "appointment.join",
        "appointment.move",
        "appointment.again",
        "list.next",
        "list.book",
        "form.more",
        "form.quick.x",
    ]
)
odd_actions = st.one_of(
    anything,
    st.lists(
        st.fixed_dictionaries({"action_id": st.one_of(action_ids, anything)}, optional={"value": anything})
    ),
)
odd_views = st.one_of(
    anything,
    st.fixed_dictionaries(
        {"callback_id": st.sampled_from(["form.book", "form.move", "form.edit", "form.cancel"])},
        optional={
            "private_metadata": anything,
            "state": anything,
            "blocks": anything,
            "id": anything,
            "hash": anything,
        },
    ),
)
payloads = st.fixed_dictionaries(
    {
        "type": st.one_of(
            st.sampled_from(["block_actions", "view_submission", "view_closed", "shortcut"]), anything
        )
    },
    optional={
        "user": somebody,
        "actions": odd_actions,
        "view": odd_views,
        "channel": anything,
        "container": anything,
        "team": anything,
        "enterprise": anything,
        "response_url": st.sampled_from(["http://127.0.0.1:9/x", "not an address", 5, None]),
        "trigger_id": anything,
    },
)
bodies = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(str.encode),
    anything.map(lambda value: json.dumps(value).encode()),
    payloads.map(interaction),
    st.dictionaries(
        st.sampled_from(
            ["command", "text", "user_id", "trigger_id", "response_url", "channel_id", "payload", "ssl_check"]
        ),
        st.one_of(st.just("/appt"), st.text(max_size=30)),
    ).map(lambda fields: urlencode(fields).encode()),
)


def test_whatever_is_sent_is_answered_in_time_and_nothing_comes_of_it(tmp_path: Path) -> None:
    with one_scene(tmp_path) as (story, run):

        @examples(150)
        @given(bodies, st.sampled_from([FORM, JSON, "", "text/plain", "multipart/form-data; boundary=x"]))
        def ask(body: bytes, content_type: str) -> None:
            run(answered(story, body, content_type))

        async def answered(story: Scene, body: bytes, content_type: str) -> None:
            answer = await signed(story, body, content_type)
            assert answer.status in {200, 400, 401, 413}, f"{answer} to {body!r}"

        ask()
        run(story.delivered())
        assert story.sqod.calls == []
        assert story.cards(story.desk) == story.cards(story.lobby) == []
        story.slack.complaints.clear()  # of triggers and views that never were


# What is no request of Slack's at all


async def test_nobody_looks_at_slacks_door_with_a_browser(story: Scene) -> None:
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(address(story))).status_code == 405
        assert (await browser.post(address(story, "/"))).status_code == 404


async def test_slack_may_make_sure_of_the_address(story: Scene) -> None:
    assert await story.slack.verifies_url()


async def test_live_and_ready(story: Scene) -> None:
    async with httpx.AsyncClient() as probe:
        assert (await probe.get(address(story, "/healthz"))).text == "live"
        ready = await probe.get(address(story, "/readyz"))
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "problems": {}})


@pytest.mark.parametrize(
    ("status", "named"),
    [(401, "not_signed_in"), (403, "not_permitted"), (429, "too_busy"), (500, "no_answer")],
)
async def test_not_ready_while_the_service_is_away(story: Scene, status: int, named: str) -> None:
    story.sqod.fails("list", status, times=None)
    async with httpx.AsyncClient() as probe:
        ready = await probe.get(address(story, "/readyz"))
        assert (ready.status_code, ready.json()["problems"]) == (503, {"appointments": named})
        assert (await probe.get(address(story, "/healthz"))).status_code == 200

        story.sqod.recovers()
        story.bot.health.forget()
        assert (await probe.get(address(story, "/readyz"))).status_code == 200


@pytest.mark.parametrize("name", ["payload", "Jane Payload", "a payload & more"])
async def test_a_word_that_is_also_a_fields_name_is_only_a_word(story: Scene, name: str) -> None:
    answer = await story.says(story.asha, f"/appt find {name}")
    assert f"Nobody was found for “{name}”" in answer.text
