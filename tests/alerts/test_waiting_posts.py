"""What is kept of a wait: one person has it, one puts it off, and every message about it is drawn anew."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.alerts.waiting import WaitingPost, WaitingPosts
from bot.appointments.jobs import TellWaiting
from bot.appointments.values import replace
from bot.storage.desk_tables import outbox
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
POST = WaitingPost("C1", "1.000001", "1", NOW)
BESIDE = replace(POST, channel="C2", ts="1.000002")


class Desk:
    """The messages about waits, and the redrawings that are kept with them; the clock stands still."""

    def __init__(self, address: str) -> None:
        self.engine = open_engine(address)
        self.posts = WaitingPosts(self.engine, "T1")

    async def keep(self, *posts: WaitingPost) -> None:
        for post in posts:
            async with self.engine.begin() as connection:
                await self.posts.keep(connection, post, NOW)

    async def now(self, post: WaitingPost) -> WaitingPost:
        kept = await self.posts.get(post.channel, post.ts)
        assert kept is not None
        return kept

    async def redrawn(self) -> Counter[str]:
        async with self.engine.connect() as connection:
            rows = await connection.execute(select(outbox.c.data).where(outbox.c.kind == "waited"))
            return Counter(data["channel"] for (data,) in rows)


@pytest.fixture
async def desk(database: str) -> AsyncIterator[Desk]:
    found = Desk(database)
    await migrate(found.engine)
    yield found
    await found.engine.dispose()


async def test_of_many_who_press_at_once_one_has_it_and_the_others_hear_who(desk: Desk) -> None:
    await desk.keep(POST, BESIDE)
    people = [f"U{number}" for number in range(12)]
    firsts = await asyncio.gather(
        *(desk.posts.take((POST, BESIDE)[n % 2], one, NOW) for n, one in enumerate(people))
    )
    assert firsts.count(None) == 1
    winner = people[firsts.index(None)]
    assert set(firsts) == {None, winner}
    assert {(await desk.now(post)).taken_by for post in (POST, BESIDE)} == {winner}
    late = Counter({"C1": 6, "C2": 6})
    late[("C1", "C2")[people.index(winner) % 2]] -= 1
    assert await desk.redrawn() == late + Counter(("C1", "C2")), "and the button that they pressed goes"


async def test_of_many_who_put_it_off_at_once_one_does_and_it_comes_again_once(desk: Desk) -> None:
    await desk.keep(POST)
    again = [
        TellWaiting(channel="C1", appointment="1", put_off=POST.ts, until=NOW + timedelta(minutes=number))
        for number in range(12)
    ]

    async def puts_off(number: int) -> bool:
        until = again[number].until
        assert until is not None
        return await desk.posts.snooze(POST, f"U{number}", until, [again[number]], NOW)

    done = await asyncio.gather(*(puts_off(number) for number in range(12)))
    assert done.count(True) == 1
    async with desk.engine.connect() as connection:
        kept = await connection.execute(select(outbox.c.key).where(outbox.c.kind == "waiting"))
        assert [key for (key,) in kept] == [again[done.index(True)].key("T1")]


async def test_a_message_that_was_posted_while_somebody_went_says_so(desk: Desk) -> None:
    await desk.keep(POST)
    await desk.posts.take(POST, "UASHA", NOW)
    await desk.keep(BESIDE)
    assert (await desk.now(BESIDE)).taken_by == "UASHA"
    assert (await desk.redrawn())["C2"] == 1
    assert await desk.posts.take(BESIDE, "UCHLOE", NOW) == "UASHA"


async def test_another_wait_is_nobodys_yet(desk: Desk) -> None:
    later = replace(BESIDE, since=NOW + timedelta(hours=1))
    await desk.keep(POST, later)
    await desk.posts.take(POST, "UASHA", NOW)
    assert (await desk.now(later)).taken_by is None
    assert not await desk.posts.taken("1", later.since)
    assert await desk.posts.newest("C1", "1") == replace(POST, taken_by="UASHA")


async def test_what_stands_for_another_wait_by_now_is_not_closed_with_the_first(desk: Desk) -> None:
    await desk.keep(POST)
    await desk.posts.snooze(POST, "UASHA", NOW + timedelta(minutes=5), [], NOW)
    again = NOW + timedelta(minutes=3)
    await desk.posts.reopen(POST, again, again)
    await desk.posts.close(POST)
    kept = await desk.now(POST)
    assert (kept.open, kept.since, kept.snoozed_by) == (True, again, "UASHA")
    await desk.posts.close(kept)
    much_later = NOW + timedelta(minutes=9)
    await desk.posts.reopen(kept, much_later, much_later)
    assert await desk.now(POST) == replace(POST, since=much_later), "what was put off is due"
