"""The connections to a service, against real servers: kept, never sent over twice, packed answers, proxies."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.apis.http.connections import Asked, Connections, NeverArrived, Unanswered
from bot.serve.ports import address, listening


@pytest.fixture
async def connections() -> AsyncIterator[Connections]:
    found = Connections(limit=2, keep_alive=4.5)
    yield found
    await found.aclose()


@asynccontextmanager
async def server(handler: Callable[[web.BaseRequest], object]) -> AsyncIterator[str]:
    runner = web.ServerRunner(web.Server(handler))  # type: ignore[arg-type]
    await runner.setup()
    with listening("127.0.0.1", 0) as sock:
        await web.SockSite(runner, sock).start()
        yield address(sock)
        await runner.cleanup()


async def test_a_packed_answer_is_unpacked(connections: Connections) -> None:
    async def packed(request: web.BaseRequest) -> web.Response:
        return web.Response(body=gzip.compress(b'{"data":[]}'), headers={"Content-Encoding": "gzip"})

    async with server(packed) as url:
        answer = await connections.send(Asked("GET", url, {}), connect=5)
    assert (answer.status, answer.body) == (200, b'{"data":[]}')


async def test_a_redirect_is_an_answer_like_any_other(connections: Connections) -> None:
    async def elsewhere(request: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": "/login"})

    async with server(elsewhere) as url:
        answer = await connections.send(Asked("GET", f"{url}/here", {}), connect=5)
    assert (answer.status, answer.headers["location"]) == (302, "/login")


async def test_a_connection_is_kept_and_what_was_sent_arrives(connections: Connections) -> None:
    came: list[tuple[object, str, str, bytes]] = []

    async def note(request: web.BaseRequest) -> web.Response:
        came.append((id(request.transport), request.method, request.path_qs, await request.read()))
        return web.Response()

    async with server(note) as url:
        for body in (b"one", b"two"):
            asked = Asked("POST", f"{url}/a%2Fb?at=2026-03-24T09%3A00Z", {}, body)
            await connections.send(asked, connect=5)
    assert len({connection for connection, *_ in came}) == 1
    assert [rest for _, *rest in came] == [
        ["POST", "/a%2Fb?at=2026-03-24T09%3A00Z", body] for body in (b"one", b"two")
    ]


@pytest.mark.parametrize(("method", "arrived"), [("POST", 2), ("PATCH", 2), ("GET", 3)])
async def test_a_write_down_a_closing_connection_is_not_sent_again(
    connections: Connections, method: str, arrived: int
) -> None:
    came = 0

    async def closing(request: web.BaseRequest) -> web.Response:
        nonlocal came
        came += 1
        if came == 2:
            assert request.transport is not None
            request.transport.abort()
        return web.Response()

    async with server(closing) as url:
        await connections.send(Asked("GET", url, {}), connect=5)
        asked = Asked(method, url, {}, None if method == "GET" else b"x")
        if method == "GET":
            await connections.send(asked, connect=5)
        else:
            with pytest.raises(Unanswered) as failed:
                await connections.send(asked, connect=5)
            assert not isinstance(failed.value, NeverArrived), "it may have arrived"
    assert came == arrived


async def test_the_proxy_of_the_environment_is_asked(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def proxy(request: web.BaseRequest) -> web.Response:
        return web.Response(text=f"through the proxy: {request.raw_path}")

    async with server(proxy) as url:
        monkeypatch.setenv("http_proxy", url)
        monkeypatch.setenv("no_proxy", "near.invalid")
        far = await connections.send(Asked("GET", "http://far.invalid/list", {}), connect=5)
        with pytest.raises(NeverArrived):
            await connections.send(Asked("GET", "http://near.invalid/list", {}), connect=5)
    assert far.body == b"through the proxy: http://far.invalid/list"


async def test_answers_are_not_held_back_for_more() -> None:
    """Nagle's algorithm would hold the end of each answer on a kept connection for 40 ms."""
    taken: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    class Look(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            sock = transport.get_extra_info("socket")
            taken.set_result(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    with listening("127.0.0.1", 0) as sock:
        accepting = await asyncio.get_running_loop().create_server(Look, sock=sock)
        async with accepting:
            _, writer = await asyncio.open_connection(*sock.getsockname())
            assert await taken
            writer.close()
            await writer.wait_closed()
