"""One HTTP exchange: sent once, within the time that is left, and every way it can fail has a name."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

import aiohttp
import structlog
from yarl import URL

from bot.apis.http.connections import Answer, Asked, NeverArrived, Transport, Unanswered, sender
from bot.apis.http.deadline import Clock, Deadline
from bot.apis.http.mending import Why, why
from bot.apis.http.outcome import Failure, moved_to
from bot.appointments.errors import AppointmentError, NoAnswer, TooBusy, Unreachable
from bot.observe.metrics import EXCHANGED
from bot.observe.traces import asking

log = structlog.get_logger(__name__)

CONNECTIONS = 16
KEEP_ALIVE = 4.5  # shorter than uvicorn's 5 s, so that a write is not sent down a closing connection
CONNECT = 5.0
HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate", "User-Agent": "frontdesk"}
CORRELATION = "X-Correlation-Id"
"""The header under whose value a vendor can find an action's requests; so it is logged."""


def web_address(text: str) -> URL:
    """Read a configured address. Raises ValueError, the one thing here that is told before anything is asked."""
    try:
        return URL(text)
    except ValueError:
        raise ValueError("not a web address") from None


_timed = lru_cache(512)(EXCHANGED.labels)
_ASIDE: ContextVar[bool] = ContextVar("aside", default=False)


@contextmanager
def aside() -> Iterator[None]:
    """Ask beside the slots that people wait for, and take none of them: for a probe, of which there is one at a time."""
    token = _ASIDE.set(True)
    try:
        yield
    finally:
        _ASIDE.reset(token)


Params = Mapping[str, str] | Sequence[tuple[str, str]]
"""A query: by name, or pair by pair where a name may come several times."""


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
        transport: Transport = None,
    ) -> None:
        self._clock = clock
        self._slots = slots or asyncio.Semaphore(concurrency)
        self._base = str(web_address(base_url)).rstrip("/")
        self._sender = sender(transport, concurrency + 1, KEEP_ALIVE)  # one more for what asks aside
        self._closed = False

    async def send(
        self,
        method: str,
        url: URL | str,
        *,
        label: str,
        deadline: Deadline,
        authorization: str | None,
        params: Params | None = None,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer | Failure:
        """Send one request and read its whole answer. `label` alone stands for it in logs and errors."""
        begun = self._clock()
        where = str(url) if isinstance(url, URL) else self._base + url
        if params:
            where = f"{where}?{_query(params)}"
        kind, body = _body(json, form)
        said_of_it = {**HEADERS, **kind, **(headers or {})}
        if authorization is not None:
            said_of_it["Authorization"] = authorization
        with asking(label) as exchange:
            outcome = await self._send(Asked(method, where, said_of_it, body), label, deadline)
            status = None if isinstance(outcome, Failure) else outcome.status
            failure = outcome.error.code if isinstance(outcome, Failure) else None
            exchange.ends(failure or status, failed=status is None or status >= 500)
        seconds = self._clock() - begun
        verb, _, path = label.partition(" ")
        said = {"correlation": headers[CORRELATION]} if headers and CORRELATION in headers else {}
        if isinstance(outcome, Failure):
            said["why"] = str(outcome.error).removeprefix(f"{label}: ")
        elif moved := moved_to(outcome):
            said["moved_to"] = moved
        log.info(
            "api_exchange",
            method=verb,
            path=path,
            status=status,
            failure=failure,
            ms=round(1000 * seconds),
            **said,
        )
        _timed(verb, path, failure or status).observe(seconds)
        return outcome

    async def _send(self, asked: Asked, label: str, deadline: Deadline) -> Answer | Failure:
        left = deadline.left
        late: type[AppointmentError] = TooBusy
        if left <= 0:
            return Failure(late(f"{label}: no time left to send it"), broken_off=True)
        if self._closed:
            return Failure(Unreachable(f"{label}: closed"))
        try:
            async with asyncio.timeout(left):
                async with nullcontext() if _ASIDE.get() else self._slots:
                    late = NoAnswer
                    return await self._sender.send(asked, connect=min(CONNECT, left))
        except TimeoutError:
            return Failure(late(f"{label}: out of time"), broken_off=True)
        except NeverArrived as failure:
            return Failure(_error(Unreachable, label, failure), passing=True)
        except Unanswered as failure:
            return Failure(_error(NoAnswer, label, failure), passing=True)

    async def aclose(self) -> None:
        self._closed = True
        await self._sender.aclose()


def _query(params: Params) -> str:
    """Write a query as `urlencode` does, which looks at each sign of each name again."""
    pairs = params.items() if isinstance(params, Mapping) else params
    return "&".join(
        [
            f"{_quoted(name)}={value if value.isdecimal() and value.isascii() else quote_plus(value)}"
            for name, value in pairs
        ]
    )


_quoted = lru_cache(256)(quote_plus)
"""Names of parameters, of which there are few; values may be somebody's words."""


def _error(kind: type[AppointmentError], label: str, failure: Unanswered) -> AppointmentError:
    """Only the kind of a failure is told: libraries put what the server sent into their messages."""
    cause = failure.__cause__
    reason = why(cause) if isinstance(cause, aiohttp.ClientError) else Why(str(failure))
    return kind(f"{label}: {reason.kind}", mend=reason.mend)


def _body(value: object, form: Mapping[str, str] | None) -> tuple[dict[str, str], bytes | None]:
    """Write a body as JSON or as a form, with the header that says which."""
    if form is not None:
        return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode()
    if value is None:
        return {}, None
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return {"Content-Type": "application/json"}, text.encode()
