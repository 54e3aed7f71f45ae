"""Whatever bytes come in: refused or dropped within the bounds, never a fault of ours, and the next one is answered."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.appointments.values import replace
from bot.serve.bounds import BOUNDS
from bot.serve.ports import serving
from tests.edges.examples import examples, one_scene
from tests.edges.test_bounds import strangers

FAULTS = (b" 500 ", b" 501 ", b" 502 ", b"Traceback")
paths = st.sampled_from(
    [b"/slack/events", b"/readyz", b"/healthz", b"/metrics", b"/", b"*", b"//[", b"/%ff%00", b"http://x/y"]
)
headers = st.sampled_from(
    [
        b"Content-Length: 3",
        b"Content-Length: -1",
        b"Content-Length: 99999999999999999999",
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: gzip",
        b"Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13",
        b"Connection: upgrade\r\nUpgrade: h2c",
        b"Connection: close",
        b"Expect: 100-continue",
        b"X-Slack-Signature: v0=\xff",
        b"X-Slack-Request-Timestamp: 1",
        b": nothing",
        b"X\x00: y",
        b" folded",
        b"Cookie: " + b"c" * 9000,
    ]
)
bodies = st.sampled_from(
    [b"", b"abc", b"3\r\nabc\r\n0\r\n\r\n", b"zz\r\n", b"0\r\nX: y\r\n\r\n", b"\x00" * 300]
)
requests = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda verb, path, version, more, body: (
            b"%b %b %b\r\nHost: desk\r\n%b\r\n%b"
            % (verb, path, version, b"".join(one + b"\r\n" for one in more), body)
        ),
        st.sampled_from([b"GET", b"POST", b"HEAD", b"PRI", b"CONNECT", b"OPTIONS", b"G\xffT"]),
        paths,
        st.sampled_from([b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9", b""]),
        st.lists(headers, max_size=4),
        bodies,
    ),
)


def test_whatever_bytes_come_in_break_nothing(tmp_path: Path) -> None:
    bounds = replace(BOUNDS, arrival=0.05, rest=0.02)
    with one_scene(tmp_path) as (story, run):
        opened = AsyncExitStack()
        urls: list[str] = []

        @examples(100)
        @given(st.lists(requests, min_size=1, max_size=3))
        def ask(sent: list[bytes]) -> None:
            run(answered(b"".join(sent)))

        async def serve() -> None:
            urls.append(await opened.enter_async_context(serving(story.bot.web, bounds)))

        async def answered(sent: bytes) -> None:
            async with strangers(urls[0]) as (one,):
                await one.says(sent)
                with suppress(OSError):  # who says nothing that can be read is shown out at once
                    one.writer.write_eof()
                heard = await asyncio.wait_for(heard_of(one.reader), 5)
                assert not any(fault in heard for fault in FAULTS), heard
            assert await next_one(urls[0]) == b"HTTP/1.1 200 OK live"

        run(serve())
        ask()
        run(opened.aclose())
        assert {call.operation for call in story.sqod.calls} <= {"token", "list"}  # of /readyz


async def next_one(url: str) -> bytes:
    """Ask how it is; on a busy machine the bound that is set so narrow here may end that too."""
    for _ in range(5):
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            async with strangers(url) as (one,):
                await one.says(b"GET /healthz HTTP/1.1\r\nHost: desk\r\n\r\n")
                return await one.hears()
    return b""


async def heard_of(reader: asyncio.StreamReader) -> bytes:
    heard = b""
    try:
        while part := await reader.read(65_536):
            heard += part
    except ConnectionError:
        pass
    return heard
