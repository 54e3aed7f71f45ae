"""Posting: each message once, however often its process dies; one a second a channel; closed channels are told apart."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit import Card, say
from bot.appointments.values import replace
from bot.appointments.versions import Stamp
from bot.jobs.courier import HANDS, Later
from bot.slack.history import History
from bot.slack.posting import ChannelClosed, Posted, Posting
from bot.standins.slack import Channel, Person, SlackServer, Workspace
from bot.storage.claims import Claim
from tests.stories.scene import SetClock
from tests.waiting import until

READS = frozenset({"channels:history", "groups:history", "im:history"})


@dataclass
class Street:
    """Slack, and what one process after the other posts there."""

    clock: SetClock
    slack: Workspace
    web: AsyncWebClient
    asha: Person
    desk: Channel
    lobby: Channel
    numbers: dict[str, int] = field(default_factory=dict)

    def process(self) -> Posting:
        """A process that has just started."""
        return Posting(self.web, self.clock, Stamp(b"secret").of, History(self.web, self.slack.scopes))

    def job(self, key: str = "remind:T1:C1:a-77", attempts: int = 0) -> Claim:
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        return Claim(number, key, "T1", "remind", attempts, self.clock.now)

    def seen(self, channel: Channel | None = None) -> list[str]:
        return [one.text for one in self.asha.sees(channel or self.desk)]

    def asked(self, method: str) -> int:
        return len([call for call in self.slack.calls if call.what == method])

    def may_read(self) -> None:
        self.slack.scopes |= READS


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    clock = SetClock(datetime(2026, 11, 20, 9, 10, tzinfo=UTC))
    slack = Workspace(clock)
    asha = slack.person("Asha Patel")
    async with SlackServer(slack) as server:
        web = AsyncWebClient(slack.bot_token, base_url=server.api_url, retry_handlers=[])
        yield Street(
            clock, slack, web, asha, slack.channel("front-desk", private=True), slack.channel("lobby")
        )
        assert [str(one) for one in slack.complaints] == []


async def posts(
    process: Posting,
    job: Claim,
    channel: Channel | str,
    text: str = "In 15 minutes",
    thread: str | None = None,
) -> Posted:
    where = channel if isinstance(channel, str) else channel.id
    async with process.once(job, where, say(text), thread) as posted:
        pass
    return posted


class Died(Exception):
    """The process ends here."""


@asynccontextmanager
async def dying(
    street: Street, job: Claim, channel: Channel, thread: str | None = None
) -> AsyncIterator[Claim]:
    """Post in a process that dies before it could note where; give the job as the next process claims it."""
    with pytest.raises(Died):
        async with street.process().once(job, channel.id, say("In 15 minutes"), thread):
            raise Died
    street.clock.move(seconds=16)
    yield dataclasses.replace(job, attempts=job.attempts + 1)


async def test_a_message_carries_a_mark_that_tells_nothing(street: Street) -> None:
    posted = await posts(street.process(), street.job(), street.desk)
    assert street.seen() == ["In 15 minutes"]
    (message,) = street.slack.messages.seen_in(street.desk.id)
    assert (message.ts, message.channel_id) == (posted.ts, posted.channel)
    assert message.metadata is not None
    assert message.metadata["event_type"] == "frontdesk_message"
    assert set(message.metadata["event_payload"]) == {"key"}
    assert "a-77" not in str(message.metadata)


@pytest.mark.parametrize("where", ["desk", "lobby", "dm"])
async def test_what_a_dead_process_posted_is_found_and_not_repeated(street: Street, where: str) -> None:
    street.may_read()
    channel = street.asha.dm if where == "dm" else getattr(street, where)
    async with dying(street, street.job(), channel) as again:
        (first,) = street.asha.sees(channel)
        assert await posts(street.process(), again, channel) == Posted(channel.id, first.ts)
    assert len(street.seen(channel)) == 1


ENTITY = {
    "entity_type": "slack#/entities/item",
    "url": "https://slack.com/app_redirect?app=A1",
    "external_ref": {"id": "T1-abc"},
    "entity_payload": {"attributes": {"title": {"text": "Appointment 3XJBM"}}},
}


async def test_the_mark_is_found_whatever_stands_beside_it(street: Street) -> None:
    """Slack tells a message's Work Objects together with the mark, and may put more there."""
    street.may_read()
    street.slack.entity_types = frozenset({str(ENTITY["entity_type"])})
    async with dying(street, street.job(), street.desk) as again:
        (message,) = street.slack.messages.seen_in(street.desk.id)
        assert message.metadata is not None
        message.metadata["entities"] = [ENTITY]
        message.metadata["event_payload"]["version"] = 2
        assert await posts(street.process(), again, street.desk) == Posted(street.desk.id, message.ts)
    assert len(street.seen()) == 1


async def test_a_dead_process_s_work_object_is_found_by_its_mark(street: Street) -> None:
    street.may_read()
    street.slack.entity_types = frozenset({str(ENTITY["entity_type"])})
    card = replace(say("A card"), objects=(ENTITY,))
    with pytest.raises(Died):
        async with street.process().once(street.job(), street.desk.id, card):
            raise Died
    (first,) = street.asha.sees(street.desk)
    assert first.objects
    street.clock.move(seconds=16)
    newer = replace(card, objects=({**ENTITY, "url": "https://slack.com/app_redirect?app=A2"},))
    async with street.process().once(street.job(attempts=1), street.desk.id, newer) as posted:
        assert posted.ts == first.ts
    assert len(street.seen()) == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {"entities": [ENTITY]},
        {"event_type": "frontdesk_message", "event_payload": {}},
        {"event_type": "another", "event_payload": {"key": "KEY"}},
        {"event_type": "frontdesk_message", "event_payload": ["KEY"]},
        ["KEY"],
    ],
)
async def test_what_has_no_such_mark_is_not_taken_for_it(street: Street, metadata: Any) -> None:
    street.may_read()
    async with dying(street, street.job(), street.desk) as again:
        (message,) = street.slack.messages.seen_in(street.desk.id)
        assert message.metadata is not None
        key = message.metadata["event_payload"]["key"]
        message.metadata = json.loads(json.dumps(metadata).replace("KEY", key))
        await posts(street.process(), again, street.desk)
    assert len(street.seen()) == 2


async def test_what_was_never_posted_is_posted_after_the_look(street: Street) -> None:
    street.may_read()
    await posts(street.process(), street.job("another"), street.desk)
    street.clock.move(seconds=16)
    await posts(street.process(), street.job(attempts=1), street.desk)
    assert len(street.seen()) == 2
    assert street.asked("conversations.history") == 1, "only for what was begun before"


async def test_in_a_thread_it_is_looked_for_there(street: Street) -> None:
    street.may_read()
    board = await posts(street.process(), street.job("board"), street.desk, "Board")
    street.clock.move(seconds=1)
    async with dying(street, street.job(), street.desk, board.ts) as again:
        found = await posts(street.process(), again, street.desk, thread=board.ts)
    (parent,) = street.asha.sees(street.desk)
    assert [one.ts for one in street.asha.thread(parent)] == [found.ts]


async def test_a_thread_that_began_or_went_meanwhile_hides_nothing(street: Street) -> None:
    street.may_read()
    async with dying(street, street.job(), street.desk) as again:
        board = await posts(street.process(), street.job("board"), street.desk, "Board")
        street.clock.move(seconds=1)
        await posts(street.process(), again, street.desk, thread=board.ts)
        parent = street.slack.messages.find(street.desk.id, board.ts)
        assert parent is not None
        street.slack.messages.delete(parent)
        await posts(street.process(), again, street.desk, thread=board.ts)
    assert street.seen() == ["In 15 minutes"]


async def test_where_the_thread_is_gone_it_stands_in_the_channel(street: Street) -> None:
    await posts(street.process(), street.job(), street.desk, thread="1700000000.000100")
    assert street.seen() == ["In 15 minutes"]


async def test_it_is_found_on_a_later_page_among_much_talk(street: Street) -> None:
    street.may_read()
    async with dying(street, street.job(), street.desk) as again:
        for n in range(250):
            street.slack.post(street.desk, street.asha, f"talk {n}")
        await posts(street.process(), again, street.desk)
    assert street.seen().count("In 15 minutes") == 1
    assert street.asked("conversations.history") == 2


async def test_it_looks_no_further_back_than_the_job(street: Street) -> None:
    street.may_read()
    for n in range(250):
        street.slack.post(street.desk, street.asha, f"talk {n}")
    street.clock.move(minutes=10)
    await posts(street.process(), street.job(attempts=1), street.desk)
    assert street.asked("conversations.history") == 1


async def test_a_look_that_slack_makes_wait_posts_nothing(street: Street) -> None:
    street.may_read()
    street.slack.faults.switch_on("conversations.history", retry_after=30, times=1)
    async with dying(street, street.job(), street.desk) as again:
        with pytest.raises(Later) as later:
            await posts(street.process(), again, street.desk)
        assert later.value.delay == timedelta(seconds=30)
        await posts(street.process(), again, street.desk)
    assert street.seen() == ["In 15 minutes"]


async def test_without_the_scopes_nothing_is_read_and_a_crash_repeats_one(street: Street) -> None:
    street.slack.scopes |= {"channels:history"}  # alone it does not tell public channels from private ones
    async with dying(street, street.job(), street.desk) as again:
        await posts(street.process(), again, street.desk)
    assert len(street.seen()) == 2
    assert street.asked("conversations.history") == 0


@pytest.mark.parametrize("reads", [False, True])
async def test_how_many_may_be_posted_and_not_yet_noted(street: Street, reads: bool) -> None:
    if reads:
        street.may_read()
    process, go_on = street.process(), asyncio.Event()
    open_now, most = 0, 0

    async def post(n: int) -> None:
        nonlocal open_now, most
        channel = street.slack.channel(f"desk-{n}")
        async with process.once(street.job(f"remind:{n}"), channel.id, say("x")):
            open_now += 1
            most = max(most, open_now)
            await go_on.wait()
            open_now -= 1

    posting = asyncio.gather(*(post(n) for n in range(HANDS.posts + 4)))
    await until(lambda: open_now >= (HANDS.posts if reads else 1))
    await asyncio.sleep(0.1)
    assert street.asked("chat.postMessage") == open_now == (HANDS.posts if reads else 1)
    go_on.set()
    await posting
    assert most == (HANDS.posts if reads else 1)
    assert street.asked("chat.postMessage") == HANDS.posts + 4


async def test_a_direct_message_that_we_begin_can_not_be_looked_for(street: Street) -> None:
    street.may_read()
    process, user = street.process(), street.asha.user.id
    posted = await posts(process, street.job(), user, "The alerts are paused")
    assert posted.channel == street.asha.dm.id
    assert street.seen(street.asha.dm) == ["The alerts are paused"]
    street.clock.move(seconds=1)
    await posts(process, street.job("another", attempts=1), user)
    assert street.asked("conversations.history") == 0


async def test_what_could_not_be_noted_is_not_posted_again(street: Street) -> None:
    process, job = street.process(), street.job()
    for _ in range(3):
        with pytest.raises(ConnectionError):
            async with process.once(job, street.desk.id, say("In 15 minutes")):
                raise ConnectionError("the database is away")
        street.clock.move(seconds=2)
        job = dataclasses.replace(job, attempts=job.attempts + 1)
    (seen,) = street.asha.sees(street.desk)
    assert await posts(process, job, street.desk) == Posted(street.desk.id, seen.ts)
    assert len(street.seen()) == 1


async def test_one_a_second_in_each_channel(street: Street) -> None:
    street.slack.pace.strict = True
    process = street.process()
    await posts(process, street.job("1"), street.desk)
    await posts(process, street.job("2"), street.lobby)
    street.clock.move(seconds=0.25)
    with pytest.raises(Later) as later:
        await posts(process, street.job("3"), street.desk)
    assert later.value.delay == timedelta(seconds=0.75)
    street.clock.move(seconds=0.75)
    await posts(process, street.job("3"), street.desk)
    assert len(street.seen()) == 2


async def test_of_several_at_once_in_one_channel_one_is_posted_and_the_others_wait(street: Street) -> None:
    street.slack.pace.strict = True
    process, waiting = street.process(), [street.job(str(n)) for n in range(5)]
    for n in range(5):
        ends = await asyncio.gather(
            *(posts(process, job, street.desk) for job in waiting), return_exceptions=True
        )
        waiting = [job for job, end in zip(waiting, ends, strict=True) if isinstance(end, Later)]
        assert len(street.seen()) == n + 1
        assert len(waiting) == 4 - n
        street.clock.move(seconds=1)


async def test_slack_is_obeyed_for_the_whole_channel(street: Street) -> None:
    street.slack.faults.switch_on("chat.postMessage", retry_after=7, times=1)
    process = street.process()
    with pytest.raises(Later) as later:
        await posts(process, street.job("1"), street.desk)
    assert later.value.delay == timedelta(seconds=7)
    street.clock.move(seconds=3)
    with pytest.raises(Later) as later:
        await posts(process, street.job("2"), street.desk)
    assert later.value.delay == timedelta(seconds=4)
    await posts(process, street.job("3"), street.lobby)
    assert street.asked("chat.postMessage") == 2, "what must wait is not even tried"


async def test_a_channel_that_is_closed_is_told_apart_from_trouble(street: Street) -> None:
    process = street.process()
    await street.asha.types("/remove @Frontdesk", in_=street.lobby)
    with pytest.raises(ChannelClosed, match="not_in_channel"):
        await posts(process, street.job("1"), street.lobby)
    await street.asha.types("/archive", in_=street.desk)
    with pytest.raises(ChannelClosed, match="is_archived"):
        await posts(process, street.job("2"), street.desk)
    street.slack.faults.switch_on("chat.postMessage", error="internal_error")
    with pytest.raises(SlackApiError, match="internal_error"):
        await posts(process, street.job("3"), street.asha.dm)


async def test_a_closed_channel_is_found_out_by_the_look_too(street: Street) -> None:
    street.may_read()
    async with dying(street, street.job(), street.lobby) as again:
        await street.asha.types("/remove @Frontdesk", in_=street.lobby)
        with pytest.raises(ChannelClosed):
            await posts(street.process(), again, street.lobby)


async def test_a_card_is_posted_with_all_its_blocks(street: Street) -> None:
    card = Card("Fallback", ({"type": "section", "text": {"type": "plain_text", "text": "Shown"}},))
    async with street.process().once(street.job(), street.desk.id, card):
        pass
    seen = street.asha.last(street.desk)
    assert (seen.text, seen.fallback) == ("Shown", "Fallback")


async def test_many_that_come_at_once_have_a_turn_each_and_are_put_off_once(street: Street) -> None:
    process, begun = street.process(), street.clock.now
    due = [(timedelta(0), number) for number in range(20)]
    put_off = 0
    while due:
        wait, number = due.pop(0)
        street.clock.now = begun + wait
        try:
            await posts(process, street.job(f"remind:T1:C1:{number}"), street.desk, f"Session {number}")
        except Later as later:
            put_off += 1
            due = sorted([*due, (wait + later.delay, number)])
    assert street.seen() == [f"Session {number}" for number in range(20)]
    assert street.clock.now - begun == timedelta(seconds=19)
    assert put_off == 19
