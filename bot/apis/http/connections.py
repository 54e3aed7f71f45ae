"""Send HTTP requests over a few kept connections: aiohttp's, at a tenth of the CPU of httpx's pool.

httpx walks its pool, and looks for an async library, several times a request. Its words for what can fail stay, because they say
more exactly what was sent; and its transports, for a service in this very process and for tests. The ready-made transport of
httpx over aiohttp (httpx-aiohttp 0.2) will not do: it calls a connection that is cut after sending a failure to connect, and a
write that may have happened would be taken for one that never arrived.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from yarl import URL

# From the most special to the most general: the first that fits says what httpx calls it.
_FAILURES: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (aiohttp.ClientHttpProxyError, httpx.ProxyError),
    (aiohttp.ClientProxyConnectionError, httpx.ProxyError),
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.InvalidURL, httpx.UnsupportedProtocol),
    (aiohttp.NonHttpUrlClientError, httpx.UnsupportedProtocol),
    (aiohttp.ServerTimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientOSError, httpx.ReadError),
    (aiohttp.ClientError, httpx.RemoteProtocolError),
    (TimeoutError, httpx.ReadTimeout),
    (OSError, httpx.ReadError),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it goes out; its query is part of the URL and encoded."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end. The headers' names are in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Sender(Protocol):
    async def send(self, asked: Asked, *, seconds: float, connect: float) -> Answer:
        """Send once, within so many seconds, `connect` of them for a new connection. Raises httpx.HTTPError."""
        ...

    async def aclose(self) -> None: ...


def sender(transport: httpx.AsyncBaseTransport | None, limit: int, keep_alive: float) -> Sender:
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

    async def send(self, asked: Asked, *, seconds: float, connect: float) -> Answer:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._limit, keepalive_timeout=self._keep_alive)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
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
                timeout=aiohttp.ClientTimeout(sock_connect=connect, sock_read=seconds),
            ) as answer:
                return Answer(answer.status, answer.headers, await answer.read())
        except (aiohttp.ClientError, OSError) as error:
            kind = next(kind for ours, kind in _FAILURES if isinstance(error, ours))
            raise kind(type(error).__name__) from error

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The TLS settings, made when they are first needed: that takes a while."""
        return httpx.create_ssl_context()

    def _proxy(self, url: URL) -> str | None:
        """The proxy that the environment names for an address (HTTPS_PROXY, NO_PROXY), looked up once."""
        where = f"{url.scheme}://{url.raw_host}"
        if where not in self._proxies:
            named = getproxies()
            proxy = named.get(url.scheme) or named.get("all")
            self._proxies[where] = None if proxy is None or proxy_bypass(url.raw_host or "") else proxy
        return self._proxies[where]


class Through:
    """Sends through one of httpx's transports."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def send(self, asked: Asked, *, seconds: float, connect: float) -> Answer:
        times = httpx.Timeout(seconds, connect=connect).as_dict()
        request = httpx.Request(
            asked.method,
            asked.url,
            headers=asked.headers,
            content=asked.body,
            extensions={"timeout": times},
        )
        answer = await self._transport.handle_async_request(request)
        return Answer(answer.status_code, answer.headers, await answer.aread())

    async def aclose(self) -> None:
        await self._transport.aclose()
