"""How requests arrive: uvicorn's protocol, within the bounds that it knows nothing of, and with whole answers.

uvicorn bounds the silence between two requests alone: a request that never ends, headers without end, or a body that nobody
reads any more would each hold a connection for ever. https://www.uvicorn.org/settings/#resource-limits
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.serve.bounds import Bounds

_TOO_LARGE = b"headers too large"
_REFUSED = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(_TOO_LARGE), _TOO_LARGE)
)
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 1\r\nconnection: close\r\n\r\n"
)


class Crowd:
    """The connections of a server, those that are about a request and those that rest, each kind in its order of waiting."""

    def __init__(self) -> None:
        self.all: set[Arrivals] = set()
        self.arriving: dict[Arrivals, None] = {}
        self.resting: dict[Arrivals, None] = {}

    def leave(self, one: Arrivals) -> None:
        self.all.discard(one)
        self.not_waiting(one)

    def not_waiting(self, one: Arrivals) -> None:
        self.arriving.pop(one, None)
        self.resting.pop(one, None)

    def make_room(self) -> bool:
        """End the connection that has waited longest, for one that is new; False: all are being answered."""
        longest = next(iter(self.arriving), None) or next(iter(self.resting), None)
        if longest is not None:
            self.leave(longest)
            longest.transport.abort()
        return longest is not None


class Bounded(Config):
    """What uvicorn is told, and the bounds beside it."""

    def __init__(self, app: ASGIApp, bounds: Bounds, **how: Any) -> None:
        super().__init__(app, http=Arrivals, timeout_keep_alive=cast(int, bounds.rest), **how)
        self.bounds = bounds
        self.crowd = Crowd()


class Arrivals(HttpToolsProtocol):
    """One connection. What is written in one turn of the loop goes out at once: uvicorn writes head and body one by one."""

    def __init__(self, config: Bounded, *more: Any, **others: Any) -> None:
        super().__init__(config, *more, **others)
        self._bounds = config.bounds
        self._crowd = config.crowd
        self._due: asyncio.TimerHandle | None = None
        self._untaken: asyncio.TimerHandle | None = None
        self._taken = 0
        self._in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _Gathering(transport, self._bounds.arrival)))
        if len(self._crowd.all) >= self._bounds.connections and not self._crowd.make_room():
            self.transport.write(_BUSY)
            self.transport.close()
            return
        self._crowd.all.add(self)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.leave(self)
        self._in_time()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._due is None and self._is_at_rest():
            self._await_request()
        self._taken += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._taken > self._bounds.head:
            self._refuse_head()
        elif self._taken > self._bounds.head + self._bounds.body:
            self.transport.abort()

    def on_message_begin(self) -> None:
        self._in_head = True
        if self._due is None:  # it came in one piece with the end of the request before it
            self._await_request()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        if self.transport.is_closing():
            return
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > self._bounds.head:
            self._refuse_head()
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self.transport.is_closing():
            return
        self._in_time()
        self._crowd.not_waiting(self)
        super().on_message_complete()
        self._taken, self._in_head = 0, True
        if self.cycle.response_complete:  # it was answered before its end
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self._bounds.rest, self.timeout_keep_alive_handler
            )
            self._crowd.resting[self] = None

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._due is None and not self.pipeline and not self.transport.is_closing():
            self._crowd.resting[self] = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._untaken = self.loop.call_later(self._bounds.arrival, self.transport.abort)

    def resume_writing(self) -> None:
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None
        super().resume_writing()

    def _is_at_rest(self) -> bool:
        return self.cycle is None or (self.cycle.response_complete and not self.pipeline)

    def _await_request(self) -> None:
        if self._is_at_rest():
            self._crowd.resting.pop(self, None)
            self._crowd.arriving[self] = None
        self._due = self.loop.call_later(self._bounds.arrival, self.transport.abort)

    def _in_time(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _refuse_head(self) -> None:
        self.transport.write(_REFUSED)
        self.transport.close()


class _Gathering:
    """A transport that waits with what is to be written until the present turn is over, and does not wait for ever to be rid of it."""

    def __init__(self, transport: asyncio.Transport, patience: float) -> None:
        self._transport = transport
        self._patience = patience
        self._parts: list[bytes] = []
        self.is_closing = transport.is_closing  # asked some eight times a request

    def write(self, data: bytes) -> None:
        if not self._parts:
            asyncio.get_running_loop().call_soon(self._flush)
        self._parts.append(data)

    def close(self) -> None:
        if self.is_closing():
            return
        self._flush()
        self._transport.close()
        if self._transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(self._patience, self._transport.abort)

    def _flush(self) -> None:
        if self._parts:
            self._transport.write(b"".join(self._parts))
            self._parts.clear()

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)
