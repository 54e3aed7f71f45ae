"""How a request proves whose it is: a fixed bearer token, or one fetched with OAuth 2 client credentials."""

from __future__ import annotations

import asyncio
from base64 import b64encode, urlsafe_b64decode
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import from_json

from bot.apis.http.deadline import Clock, Deadline
from bot.apis.http.exchange import Exchange, web_address
from bot.apis.http.outcome import Failure, Reply, judge
from bot.apis.http.retry import Retry, Tries
from bot.appointments.errors import (
    AppointmentError,
    NoAnswer,
    NotSignedIn,
    Refused,
    TooBusy,
    Unreachable,
    Unreadable,
)

EARLY = 60.0
"""Seconds before its end at which a token is renewed; one that lives shortly, in the last quarter of its life."""
LABEL = "POST token"


ClientAuth = Literal["basic", "body"]
"""How the token server learns whose secret it is: RFC 6749, 2.3.1 knows both ways."""


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """What the vendor issued for OAuth 2 (RFC 6749, 4.4); `scope` only where the vendor asks for one."""

    token_url: str
    client_id: str
    client_secret: SecretStr
    scope: str = ""
    client_auth: ClientAuth = "basic"


def bearer(token: str) -> str:
    """Write the header of a token. Raises NotSignedIn."""
    if not (token.isascii() and token.isprintable()):
        raise NotSignedIn("the token holds characters that no header may")
    return f"Bearer {token}"


class SignIn(Protocol):
    async def token(self, deadline: Deadline) -> str:
        """Give a token that should still be good."""
        ...

    def drop(self, token: str) -> bool:
        """Forget a token that was refused, and say whether another can be had."""
        ...


@dataclass(frozen=True, slots=True)
class FixedToken:
    secret: SecretStr

    async def token(self, deadline: Deadline) -> str:
        return self.secret.get_secret_value()

    def drop(self, token: str) -> bool:
        return False


class _TokenAnswer(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    access_token: str = Field(min_length=1)
    expires_in: float = Field(default=3600, ge=0, allow_inf_nan=False)


class FetchedToken:
    """One token for all requests, fetched by whoever needs it first while the others wait."""

    def __init__(
        self, credentials: ClientCredentials, exchange: Exchange, retry: Retry, clock: Clock
    ) -> None:
        self._credentials = credentials
        self._token_url = web_address(credentials.token_url)
        self._exchange = exchange
        self._retry = retry
        self._clock = clock
        self._fetching = asyncio.Lock()
        self._token: str | None = None
        self._good_until = 0.0

    async def token(self, deadline: Deadline) -> str:
        """Raises NotSignedIn where the credentials are refused, TooBusy or Unreachable where none could be asked."""
        async with self._fetching:
            if self._token is None or self._clock() >= self._good_until:
                self._token = await self._fetch(deadline)
            return self._token

    def drop(self, token: str) -> bool:
        if self._token == token:  # else somebody has renewed it already
            self._token = None
        return True

    async def _fetch(self, deadline: Deadline) -> str:
        outcome = await self._retry(lambda: self._ask(deadline), Tries.READ, deadline)
        if isinstance(outcome, Failure):
            raise outcome.error
        try:
            answer = _TokenAnswer.model_validate(outcome.body)
        except ValidationError:
            raise NotSignedIn(f"{LABEL}: no token in the answer") from None
        self._good_until = self._clock() + answer.expires_in - min(EARLY, answer.expires_in / 4)
        return answer.access_token

    async def _ask(self, deadline: Deadline) -> Reply | Failure:
        asked = self._credentials
        form = {"grant_type": "client_credentials"} | ({"scope": asked.scope} if asked.scope else {})
        secret = asked.client_secret.get_secret_value()
        authorization = None
        if asked.client_auth == "basic":
            authorization = f"Basic {b64encode(f'{asked.client_id}:{secret}'.encode()).decode()}"
        else:
            form |= {"client_id": asked.client_id, "client_secret": secret}
        answer = await self._exchange.send(
            "POST",
            self._token_url,
            label=LABEL,
            deadline=deadline,
            authorization=authorization,
            form=form,
        )
        outcome = (
            answer if isinstance(answer, Failure) else judge(answer, LABEL, lambda fact, _: Refused(fact))
        )
        if isinstance(outcome, Reply):
            return outcome
        return replace(outcome, error=_nothing_asked_yet(outcome.error))


def scopes_in(token: str) -> frozenset[str] | None:
    """Read the scopes that a token names itself, if it is a JWT (RFC 9068) that does; it is not verified, only read."""
    try:
        payload = token.split(".")[1]
        claims = from_json(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return frozenset(str(claims["scope"]).split())
    except (IndexError, ValueError, KeyError, TypeError):
        return None


def _nothing_asked_yet(error: AppointmentError) -> AppointmentError:
    """Say a failure to get a token as what it means for the request that it was wanted for: that was never sent."""
    match error:
        case TooBusy() | Unreachable():
            return error
        case NoAnswer() if not isinstance(error, Unreadable):
            return Unreachable(str(error))
        case _:
            return NotSignedIn(str(error))
