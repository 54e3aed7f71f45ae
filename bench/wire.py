"""The least of HTTP/1.1 that the stand-ins and the load generator need, so that what is measured is not they."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

import httptools
import uvloop

run = uvloop.run


class Request(NamedTuple):
    """What was asked; `path` with its query."""

    method: str
    path: str
    body: bytes


Answer = Callable[[Request], bytes]
"""Gives the body of an answer, which is JSON and 200."""


class Serving(asyncio.Protocol):
    """One kept connection to a server that answers at once."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._parser = httptools.HttpRequestParser(self)
        self._path, self._body = b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode()
        body = self._answer(Request(method, self._path.decode(), self._body))
        self._path, self._body = b"", b""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


async def serve(answer: Answer, port: int) -> None:
    """Answer on a port of this machine until the process is ended."""
    server = await asyncio.get_running_loop().create_server(lambda: Serving(answer), "127.0.0.1", port)
    await server.serve_forever()


class Line(asyncio.Protocol):
    """One kept connection to an app, for one request after another."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.Transport | None = None

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """Send a request and give status and body of its answer. Raises OSError where there is none."""
        loop = asyncio.get_running_loop()
        if self._transport is None or self._transport.is_closing():
            await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        assert self._transport is not None
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._answered: asyncio.Future[tuple[int, bytes]] = loop.create_future()
        lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._transport.write("\r\n".join((*lines, "", "")).encode() + body)
        return await self._answered

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._answered.set_result((self._parser.get_status_code(), self._body))

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if hasattr(self, "_answered") and not self._answered.done():
            self._answered.set_exception(ConnectionResetError("closed before it answered"))
