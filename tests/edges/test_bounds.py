"""What a stranger can take of the server before it is known who asks: a little, and not for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from starlette.types import Receive, Scope, Send

from bot.appointments.values import replace
from bot.serve.bounds import BOUNDS, Bounds
from bot.serve.ports import serving

SOON = replace(BOUNDS, arrival=0.3)
GET = b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n"


async def reads_nothing(_: Scope, __: Receive, send: Send) -> None:
    """Refuse at once, as the door refuses what is too large, whatever is still to come."""
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def reads_all(_: Scope, receive: Receive, send: Send) -> None:
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            break
    said = str(size).encode()
    headers = [(b"content-length", str(len(said)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": said})


class Stranger:
    """Somebody with a socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def says(self, words: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()

    async def hears(self) -> bytes:
        """The next answer."""
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return head.split(b"\r\n")[0] + b" " + await self.reader.readexactly(size)

    async def is_shown_out(self, within: float = 5) -> float:
        """Wait for the end of the connection, and tell after how many seconds it came."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(within):
                while await self.reader.read(65_536):
                    pass
        except ConnectionError:
            pass
        return time.monotonic() - begun


@asynccontextmanager
async def strangers(url: str, count: int = 1) -> AsyncIterator[list[Stranger]]:
    host, port = url.removeprefix("http://").split(":")
    pairs = await asyncio.gather(*(asyncio.open_connection(host, int(port)) for _ in range(count)))
    try:
        yield [Stranger(*pair) for pair in pairs]
    finally:
        for _, writer in pairs:
            writer.transport.abort()


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"P",
        b"\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: desk\r\nX-Slow: ",
        b"POST /slack/events HTTP/1.1\r\nHost: desk\r\nContent-Length: 100\r\n\r\nx",
        b"POST /slack/events HTTP/1.1\r\nHost: desk\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
        GET + b"GET /sl",
    ],
    ids=["nothing", "one letter", "a blank line", "a header", "a body", "a chunk", "one and a half requests"],
)
async def test_three_hundred_who_never_end_their_request_are_gone_soon(begun: bytes) -> None:
    async with serving(reads_all, SOON) as url, strangers(url, 300) as slow:
        for one in slow:
            await one.says(begun)
        took = await asyncio.gather(*(one.is_shown_out() for one in slow))
        assert max(took) < 3


async def test_a_letter_now_and_then_does_not_keep_a_connection_open() -> None:
    async with serving(reads_all, SOON) as url, strangers(url) as (one,):
        await one.says(b"POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 1000000\r\n\r\n")

        async def trickle() -> None:
            while True:
                await one.says(b"x")
                await asyncio.sleep(0.05)

        trickling = asyncio.create_task(trickle())
        assert await one.is_shown_out() < 2
        trickling.cancel()
        await asyncio.gather(trickling, return_exceptions=True)


@pytest.mark.parametrize("app", [reads_nothing, reads_all])
async def test_a_body_without_end_is_not_read_without_end(app: object) -> None:
    bounds = replace(BOUNDS, body=300_000)
    async with serving(app, bounds) as url, strangers(url) as (one,):  # type: ignore[arg-type]
        await one.says(b"POST / HTTP/1.1\r\nHost: desk\r\nTransfer-Encoding: chunked\r\n\r\n")
        sent, chunk = 0, b"2000\r\n" + b"x" * 0x2000 + b"\r\n"
        with suppress(ConnectionError):
            while sent < 50_000_000:
                await one.says(chunk)
                sent += len(chunk)
        assert sent < 20_000_000  # the rest were buffers of the system's


async def test_who_is_answered_before_the_end_may_send_the_rest_and_ask_again() -> None:
    async with serving(reads_nothing) as url, strangers(url) as (one,):
        await one.says(b"POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 10\r\n\r\n12345")
        assert await one.hears() == b"HTTP/1.1 413 Request Entity Too Large "
        await one.says(b"67890" + GET)
        assert b"413" in await one.hears()


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: desk\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(9000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: desk\r\nX-Long: " + b"y" * 60_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: desk\r\nX-Endless: " + b"y" * 60_000,
        b"GET /" + b"y" * 60_000 + b" HTTP/1.1\r\nHost: desk\r\n\r\n",
    ],
    ids=["many", "long", "endless", "a long address"],
)
async def test_headers_that_are_too_large_are_refused(head: bytes) -> None:
    async with serving(reads_all) as url, strangers(url) as (one,):
        await one.says(head)
        assert await one.hears() == b"HTTP/1.1 431 Request Header Fields Too Large headers too large"
        await one.is_shown_out()


async def test_many_small_chunks_of_headers_are_not_taken_for_large_ones() -> None:
    body = b"x" * 200_000
    async with serving(reads_all) as url, strangers(url) as (one,):
        for _ in range(3):
            await one.says(b"POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 200000\r\n\r\n" + body)
            assert await one.hears() == b"HTTP/1.1 200 OK 200000"


async def test_where_all_places_are_taken_whoever_is_longest_about_it_goes() -> None:
    """So that those who fill the places with unfinished requests keep nobody out."""
    async with serving(reads_all, replace(BOUNDS, connections=20)) as url, strangers(url) as (kept,):
        await kept.says(GET)
        assert await kept.hears() == b"HTTP/1.1 200 OK 0"
        async with strangers(url, 19) as slow:
            for one in slow:
                await one.says(b"POST / HTT")
            async with strangers(url, 5) as guests:
                for guest in guests:
                    await guest.says(GET)
                    assert await guest.hears() == b"HTTP/1.1 200 OK 0"
            gone = [one for one in slow if one.reader.at_eof() or one.reader.exception()]
            assert len(gone) == 5
        await kept.says(GET)  # a proxy's connection rests and is not the first to go
        assert await kept.hears() == b"HTTP/1.1 200 OK 0"


async def test_who_comes_while_all_are_being_answered_is_told_to_come_again() -> None:
    let_go = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await let_go.wait()
        await reads_all(scope, receive, send)

    async with serving(slow, replace(BOUNDS, connections=3)) as url, strangers(url, 3) as people:
        for one in people:
            await one.says(GET)
        await asyncio.sleep(0.1)
        async with strangers(url) as (late,):
            assert (await late.hears()).startswith(b"HTTP/1.1 503 Service Unavailable")
        let_go.set()
        for one in people:
            assert await one.hears() == b"HTTP/1.1 200 OK 0"


async def test_a_kept_connection_outlives_a_proxys_patience_and_no_longer() -> None:
    assert Bounds().rest > 60  # nginx's keepalive_timeout, an AWS balancer's idle time
    async with serving(reads_all, replace(BOUNDS, rest=1.2)) as url, strangers(url) as (one,):
        for _ in range(3):
            await one.says(GET)
            assert await one.hears() == b"HTTP/1.1 200 OK 0"
            await asyncio.sleep(0.2)
        assert 0.1 < await one.is_shown_out() < 4


async def test_who_does_not_take_the_answer_loses_it() -> None:
    async def much(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _n in range(1000):
            await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def taken_after(seconds: float) -> int:
        async with serving(much, SOON) as url, strangers(url) as (one,):
            await one.says(GET)
            await asyncio.sleep(seconds)
            taken = 0
            with suppress(ConnectionError):
                while part := await one.reader.read(65_536):
                    taken += len(part)
            return taken

    tried = [await taken_after(1)]
    while tried[-1] > 60_000_000 and len(tried) < 4:  # a busy machine looks later
        tried.append(await taken_after(4))
    assert tried[-1] < 60_000_000
