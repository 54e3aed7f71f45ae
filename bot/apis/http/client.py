"""Ask a vendor's API: signed in, within a time budget, repeated only where that is safe, errors in the desk's words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from urllib.parse import quote

from pydantic import SecretStr

from bot.apis.http.connections import Answer, Transport
from bot.apis.http.deadline import Clock, Deadline
from bot.apis.http.exchange import CONNECTIONS, Exchange, Params
from bot.apis.http.outcome import Failure, Refusal, Reply, judge
from bot.apis.http.retry import AS_USUAL, Retry, Tries
from bot.apis.http.sign_in import ClientCredentials, FetchedToken, FixedToken, SignIn, bearer, scopes_in
from bot.appointments.errors import AppointmentError, NotFound

BUDGET = 10.0
LONGEST_ID = 255

Credentials = SecretStr | ClientCredentials
"""A fixed bearer token, or what it takes to fetch one."""


class Http:
    """One vendor's API. Every method raises the errors of `bot.appointments.errors` and no others.

    `budget` is in seconds, for one operation with all its requests and pauses. With an `httpx.ASGITransport`
    as `transport` the service may live in this process: give that `raise_app_exceptions=False`. `headers` are asked for
    each request.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        *,
        refusal: Refusal,
        budget: float = BUDGET,
        concurrency: int = CONNECTIONS,
        slots: asyncio.Semaphore | None = None,
        headers: Callable[[], Mapping[str, str]] = dict,
        transport: Transport = None,
        clock: Clock = time.monotonic,
        retry: Retry = AS_USUAL,
    ) -> None:
        self._exchange = Exchange(
            base_url, clock=clock, concurrency=concurrency, slots=slots, transport=transport
        )
        self._headers = headers
        self._retry = retry
        self._refusal = refusal
        self._budget = budget
        self.clock = clock
        self._sign_in: SignIn = (
            FixedToken(credentials)
            if isinstance(credentials, SecretStr)
            else FetchedToken(credentials, self._exchange, self._retry, clock)
        )

    def deadline(self) -> Deadline:
        """Start the time budget of an operation that takes more than one request."""
        return Deadline.in_(self._budget, self.clock)

    async def request(
        self,
        method: str,
        template: str,
        *,
        path: Mapping[str, str] | None = None,
        params: Params | None = None,
        json: object = None,
        form: Mapping[str, str] | None = None,
        tries: Tries | None = None,
        deadline: Deadline | None = None,
        optional: bool = False,
        unread: bool = False,
    ) -> object:
        """Send one request, `path` filled into the `{names}` of the template, and give the parsed JSON of its answer.

        None stands for an empty answer. GET is repeated on passing failures; anything else only where `tries` says so.
        `optional`: the service may have no such path at all, and a 404 then means Unsupported. `unread`: give the answer's bytes as they came.
        """
        url = _fill(template, path or {})
        label = f"{method} {template}"
        within = deadline or self.deadline()
        headers = self._headers()
        allowed = tries or (Tries.READ if method == "GET" else Tries.ONE)

        async def send(token: str) -> Answer | Failure:
            return await self._exchange.send(
                method,
                url,
                label=label,
                deadline=within,
                authorization=bearer(token),
                params=params,
                json=json,
                form=form,
                headers=headers,
            )

        async def attempt() -> Reply | Failure:
            try:
                token = await self._sign_in.token(within)
                answer = await send(token)
                # A 401 means that nothing was done, so even a create may be sent again.
                if not isinstance(answer, Failure) and answer.status == 401 and self._sign_in.drop(token):
                    answer = await send(await self._sign_in.token(within))
            except AppointmentError as error:
                return Failure(error)
            if isinstance(answer, Failure):
                return answer
            return judge(answer, label, self._refusal, optional, unread=unread)

        outcome = await self._retry(attempt, allowed, within)
        if isinstance(outcome, Failure):
            raise outcome.error
        return outcome.body

    async def scopes(self) -> frozenset[str] | None:
        """Tell what our token says that it may do; None where it does not say."""
        return scopes_in(await self._sign_in.token(self.deadline()))

    async def aclose(self) -> None:
        await self._exchange.aclose()


def _fill(template: str, names: Mapping[str, str]) -> str:
    """Fill ids into a path. One that could be read as another path, or that nobody could have issued, is not asked for."""
    if any(value in ("", ".", "..") or len(value) > LONGEST_ID for value in names.values()):
        raise NotFound(f"{template}: no such id")
    return template.format(**{name: quote(value, safe="", errors="replace") for name, value in names.items()})
