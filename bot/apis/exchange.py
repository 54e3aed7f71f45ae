"""One HTTP exchange: sent once, within the time that is left, and every way it can fail has a name."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

import httpx
import structlog

from bot.apis.connections import Connections
from bot.apis.deadline import Clock, Deadline
from bot.apis.outcome import Failure
from bot.appointments.errors import AppointmentError, NoAnswer, TooBusy, Unreachable

log = structlog.get_logger()

# It writes whole URLs; the line below tells the same without anybody's data in it.
logging.getLogger("httpx").setLevel(logging.WARNING)

CONNECTIONS = 8
KEEP_ALIVE = 4.5  # shorter than uvicorn's 5 s, so that a write is not sent down a closing connection
CONNECT = 5.0
HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate", "User-Agent": "frontdesk"}
CORRELATION = "X-Correlation-Id"
"""The header under whose value a vendor can find an action's requests; so it is logged."""

NEVER_ARRIVED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


def web_address(text: str) -> httpx.URL:
    """Read a configured address. Raises ValueError, the one thing here that is told before anything is asked."""
    try:
        return httpx.URL(text)
    except httpx.InvalidURL:
        raise ValueError("not a web address") from None


Params = Mapping[str, str] | Sequence[tuple[str, str]]
"""A query: by name, or pair by pair where a name may come several times."""


def _query(
    params: Params | None,
) -> Mapping[str, str] | list[tuple[str, str | int | float | bool | None]] | None:
    return params if params is None or isinstance(params, Mapping) else list(params)


class Exchange:
    """A small pool of connections to one service, and a cap on how many requests are under way at once.

    `slots`: a cap that several exchanges share, instead of one of its own.
    """

    def __init__(
        self,
        base_url: str,
        *,
        clock: Clock,
        concurrency: int = CONNECTIONS,
        slots: asyncio.Semaphore | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._clock = clock
        self._slots = slots or asyncio.Semaphore(concurrency)
        self._base = str(web_address(base_url)).rstrip("/")
        # The transport alone, without httpx's client around it: there are no redirects to follow and no cookies to keep.
        self._transport = transport or Connections(concurrency, KEEP_ALIVE)
        self._closed = False

    async def send(
        self,
        method: str,
        url: httpx.URL | str,
        *,
        label: str,
        deadline: Deadline,
        auth: httpx.Auth,
        params: Params | None = None,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response | Failure:
        """Send one request and read its whole answer. `label` alone stands for it in logs and errors."""
        begun = self._clock()
        where = url if isinstance(url, httpx.URL) else self._base + url
        request = httpx.Request(
            method,
            where,
            params=_query(params),
            headers={**HEADERS, **(headers or {})},
            json=json,
            data=form,
        )
        outcome = await self._send(next(auth.auth_flow(request)), label, deadline)
        error = outcome.error if isinstance(outcome, Failure) else None
        verb, _, path = label.partition(" ")
        said = {"correlation": headers[CORRELATION]} if headers and CORRELATION in headers else {}
        log.info(
            "api_exchange",
            method=verb,
            path=path,
            status=None if isinstance(outcome, Failure) else outcome.status_code,
            failure=error.code if error else None,
            ms=round(1000 * (self._clock() - begun)),
            **said,
        )
        return outcome

    async def _send(self, request: httpx.Request, label: str, deadline: Deadline) -> httpx.Response | Failure:
        left = deadline.left
        late: type[AppointmentError] = TooBusy
        if left <= 0:
            return Failure(late(f"{label}: no time left to send it"))
        if self._closed:
            return Failure(Unreachable(f"{label}: closed"))
        request.extensions["timeout"] = httpx.Timeout(left, connect=min(CONNECT, left)).as_dict()
        try:
            async with asyncio.timeout(left):
                async with self._slots:
                    late = NoAnswer
                    answer = await self._transport.handle_async_request(request)
                    await answer.aread()
                    return answer
        # Only the kind of a failure is told: h11 puts what the server sent into its messages.
        except TimeoutError:
            return Failure(late(f"{label}: out of time"))
        except NEVER_ARRIVED as failure:
            return Failure(Unreachable(f"{label}: {type(failure).__name__}"), passing=True)
        except httpx.HTTPError as failure:
            return Failure(NoAnswer(f"{label}: {type(failure).__name__}"), passing=True)

    async def aclose(self) -> None:
        self._closed = True
        await self._transport.aclose()
