"""Send HTTP requests over a few kept connections: aiohttp's, at a tenth of the CPU of httpx's pool.

httpx walks its pool, and looks for an async library, several times a request. Its transports stay, for a service in this very
process and for tests. The ready-made transport of httpx over aiohttp (httpx-aiohttp 0.2) will not do: it calls a connection that
is cut after sending a failure to connect, and a write that may have happened would be taken for one that never arrived.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol, TypeAlias

import aiohttp
from msgspec import Struct
from yarl import URL

from bot.settings.proxies import proxy_for

if TYPE_CHECKING:
    import httpx

_NEVER_ARRIVED = (
    *(aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError),
    *(aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError),
)


Transport: TypeAlias = "httpx.AsyncBaseTransport | None"
"""What stands in for the network: nothing, but for a service in this very process and in tests."""
MOST = 8 * 1024 * 1024
"""Bytes of an answer that are read, and that it may unpack to."""
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32


class Unanswered(Exception):
    """Nothing came back that can be read, and what was asked may have been done. It says the kind of its cause alone."""


class NeverArrived(Unanswered):
    """What was asked was never sent."""


class Asked(Struct, frozen=True):
    """One request, as it goes out; its query is part of the URL and encoded."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


class Answer(Struct, frozen=True):
    """What came back, unpacked. The headers' names are in any case; not `whole`: it went on beyond MOST."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool = True


class Sender(Protocol):
    async def send(self, asked: Asked, *, connect: float) -> Answer:
        """Send once; `connect` seconds for a new connection. Raises Unanswered.

        How long the whole may take is for whoever asks.
        """
        ...

    async def aclose(self) -> None: ...


def sender(transport: Transport, limit: int, keep_alive: float) -> Sender:
    """Send over the network, or to whatever stands in for it."""
    return Connections(limit, keep_alive) if transport is None else Through(transport)


class Connections:
    """At most `limit` connections, each kept for `keep_alive` seconds after its last request.

    A read whose kept connection turns out to be closed is sent again at once; anything else never is.
    """

    def __init__(self, limit: int, keep_alive: float) -> None:
        self._limit = limit
        self._keep_alive = keep_alive
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    async def send(self, asked: Asked, *, connect: float) -> Answer:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._limit, keepalive_timeout=self._keep_alive)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            )
        url = URL(asked.url, encoded=True)
        try:
            async with self._session.request(
                asked.method,
                url,
                headers=asked.headers,
                data=asked.body,
                allow_redirects=False,
                proxy=self._proxy(url),
                ssl=self._tls if url.scheme == "https" else True,
                timeout=_until_connected(connect),
            ) as answer:
                return await _read(answer)
        except _NEVER_ARRIVED as error:
            raise NeverArrived(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unanswered(type(error).__name__) from error

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The TLS settings, made when they are first needed: that takes a while."""
        return ssl.create_default_context()

    def _proxy(self, url: URL) -> str | None:
        """The proxy for an address, looked up once."""
        where = f"{url.scheme}://{url.raw_authority}"
        if where not in self._proxies:
            self._proxies[where] = proxy_for(where)
        return self._proxies[where]


@lru_cache(16)
def _until_connected(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(connect=seconds)


async def _read(answer: aiohttp.ClientResponse) -> Answer:
    """Read an answer and unpack it, both up to MOST: a small one may unpack to more than there is memory."""
    parts: list[bytes] = []  # put together once: hundreds of kilobytes that grow are copied again and again
    length, whole = 0, True
    async for some in answer.content.iter_any():
        parts.append(some)
        length += len(some)
        if length > MOST:
            whole = False
            break
    body = b"".join(parts)[:MOST]
    packing = answer.headers.get("Content-Encoding", "").strip().lower()
    if body and packing not in ("", "identity"):
        body, unpacked = _unpacked(packing, body)
        whole = whole and unpacked
    if not whole:
        answer.close()  # what is left of it is not waited for
    return Answer(answer.status, answer.headers, body, whole)


def _unpacked(packing: str, packed: bytes) -> tuple[bytes, bool]:
    """Unpack up to MOST, and say whether that was all. Raises Unanswered."""
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise Unanswered("packed as was not asked for")
    for bits in (_ZLIB_OR_GZIP, -zlib.MAX_WBITS):  # some call "deflate" what has no header at all
        unpacking = zlib.decompressobj(bits)
        try:
            body = unpacking.decompress(packed, MOST + 1)
        except zlib.error:
            continue
        return body[:MOST], len(body) <= MOST
    raise Unanswered("badly packed")


class Through:
    """Sends through one of httpx's transports."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def send(self, asked: Asked, *, connect: float) -> Answer:
        import httpx  # here: nobody else needs it

        times = httpx.Timeout(None, connect=connect).as_dict()
        request = httpx.Request(
            asked.method,
            asked.url,
            headers=asked.headers,
            content=asked.body,
            extensions={"timeout": times},
        )
        try:
            answer = await self._transport.handle_async_request(request)
            return Answer(answer.status_code, answer.headers, await answer.aread())
        except (
            *(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError),
            *(httpx.UnsupportedProtocol, httpx.LocalProtocolError),
        ) as error:
            raise NeverArrived(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Unanswered(type(error).__name__) from error

    async def aclose(self) -> None:
        await self._transport.aclose()
