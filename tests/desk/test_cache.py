"""Caches: bounded, for a while, by a clock that only ever grows; questions that are asked together."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.appointments.cache import Cache, steady
from bot.appointments.single_flight import Remembered, Together
from tests.stories.scene import SetClock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_what_is_kept_is_forgotten_after_its_time_and_by_number() -> None:
    clock = SetClock(NOON)
    cache: Cache[str, int] = Cache(2, 60, steady(clock))
    cache.put("a", 1)
    clock.move(seconds=40)
    cache.put("b", 2)
    cache.put("a", 3)  # learnt anew, and so kept for longer
    clock.move(seconds=40)
    assert (cache.get("a"), cache.get("b")) == (3, 2)
    cache.get("a")
    cache.put("c", 4)
    assert cache.values() == [3, 4]
    clock.move(seconds=60)
    assert cache.values() == []
    assert "a" not in cache


def test_a_clock_that_is_set_back_keeps_nothing_longer_and_what_comes_after_it_for_as_long_as_ever() -> None:
    clock = SetClock(NOON)
    cache: Cache[str, int] = Cache(10, 60, steady(clock))
    cache.put("right", 1)
    clock.move(hours=-1)
    assert cache.get("right") is None
    cache.put("right", 2)
    clock.move(seconds=59)
    assert cache.get("right") == 2
    clock.move(seconds=2)
    assert cache.get("right") is None


async def test_those_who_ask_at_once_share_one_question_and_a_failure_is_not_kept() -> None:
    asked = 0
    go = asyncio.Event()

    async def ask() -> None:
        nonlocal asked
        asked += 1
        await go.wait()
        if asked == 1:
            raise ConnectionError

    answers: Remembered[None] = Remembered(60)
    both = [asyncio.create_task(answers.get("who", ask)) for _ in range(2)]
    await asyncio.sleep(0)
    both[0].cancel()  # who no longer waits does not end it for the other
    go.set()
    with pytest.raises(ConnectionError):
        await both[1]
    assert asked == 1
    await answers.get("who", ask)
    await answers.get("who", ask)  # that nothing came is an answer too
    assert asked == 2


async def test_what_was_being_asked_when_it_was_forgotten_is_told_to_nobody_later() -> None:
    words, go = ["old"], asyncio.Event()

    async def ask() -> str:
        word = words[-1]
        await go.wait()
        return word

    answers: Remembered[str] = Remembered(60)
    early = asyncio.create_task(answers.get("who", ask))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    words.append("new")
    answers.forget("who")
    late = asyncio.create_task(answers.get("who", ask))
    go.set()
    assert (await early, await late) == ("old", "new")
    assert await answers.get("who", ask) == "new"


async def test_a_question_that_is_asked_no_further_ends() -> None:
    together: Together[None] = Together()
    waiting = asyncio.create_task(together.ask("x", lambda: asyncio.sleep(3600)))
    await asyncio.sleep(0)
    assert "x" in together
    await together.aclose()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert "x" not in together
