"""How a request proves whose it is: a fixed bearer token, or one fetched with OAuth 2 client credentials."""

from __future__ import annotations

import asyncio
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, Protocol
from urllib.parse import quote_plus

import structlog
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError
from pydantic_core import from_json

from bot.apis.http.deadline import Clock, Deadline
from bot.apis.http.exchange import Exchange, web_address
from bot.apis.http.outcome import Failure, Reply, judge, parsed
from bot.apis.http.refusal import one_line
from bot.apis.http.retry import Retry, Tries
from bot.apis.http.wire import Lenient
from bot.appointments.errors import (
    AppointmentError,
    NoAnswer,
    NotSignedIn,
    Refused,
    TooBusy,
    Unreachable,
    Unreadable,
)
from bot.appointments.values import replace

log = structlog.get_logger(__name__)
EARLY = 60.0
"""Seconds before its end at which a token is renewed; one that lives shortly, in the last quarter of its life."""
USUAL = 3600.0
"""Seconds that a token is used whose end is not told; one that is refused before is renewed anyway."""
LABEL = "POST token"


ClientAuth = Literal["basic", "body"]
"""How the token server learns whose secret it is: RFC 6749, 2.3.1 knows both ways."""


class ClientCredentials(Struct, frozen=True):
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


class FixedToken(Struct, frozen=True):
    secret: SecretStr

    async def token(self, deadline: Deadline) -> str:
        return self.secret.get_secret_value()

    def drop(self, token: str) -> bool:
        return False


class _TokenAnswer(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True, defer_build=True)

    access_token: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    expires_in: Lenient[Annotated[float, Field(gt=0, allow_inf_nan=False)]] = None
    """None where the server does not say, or says what no lifetime can be: some print null, 0 or -1."""


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
            told = told_by(outcome.body, self._credentials)
            fact = f"{LABEL}: no token in the answer"
            raise NotSignedIn(
                f"{fact}, {told.error}" if told else fact, mend=told.mend if told else ""
            ) from None
        seconds = answer.expires_in or USUAL
        self._good_until = self._clock() + seconds - min(EARLY, seconds / 4)
        return answer.access_token

    async def _ask(self, deadline: Deadline) -> Reply | Failure:
        asked = self._credentials
        form = {"grant_type": "client_credentials"} | ({"scope": asked.scope} if asked.scope else {})
        secret = asked.client_secret.get_secret_value()
        authorization = None
        if asked.client_auth == "basic":
            pair = (
                f"{quote_plus(asked.client_id)}:{quote_plus(secret)}"  # encoded as in a form: RFC 6749, 2.3.1
            )
            authorization = f"Basic {b64encode(pair.encode()).decode()}"
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
        if isinstance(answer, Failure):
            return replace(answer, error=_nothing_asked_yet(answer.error))
        outcome = judge(answer, LABEL, lambda fact, _: Refused(fact))
        if isinstance(outcome, Reply):
            return outcome
        error = _nothing_asked_yet(outcome.error)
        if isinstance(error, NotSignedIn) and (told := told_by(parsed(answer), asked)):
            log.warning("token_refused", status=answer.status, **told._asdict())
            if told.error in _ITS_OWN_TROUBLE:
                return Failure(Unreachable(f"{error}, {told.error}"), passing=True)
            error = NotSignedIn(f"{error}, {told.error}", mend=told.mend)
        return replace(outcome, error=error)


class Told(NamedTuple):
    """What a token server says of a refusal: RFC 6749, 5.2."""

    error: str
    description: str

    @property
    def mend(self) -> str:
        said = f" It says: {self.description}" if self.description else ""
        return f"{_MENDINGS.get(self.error, _MENDINGS[''])}{said}"


_ITS_OWN_TROUBLE = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
_MENDINGS = {
    "": "The token server refused our client: check what it was given.",
    "invalid_client": "The token server does not know our client id with that secret: check both, and how they are sent.",
    "unauthorized_client": "The token server knows our client, but does not let it sign in by itself: have that allowed.",
    "unsupported_grant_type": "The token server knows no client credentials: check its address.",
    "invalid_scope": "The token server does not give a scope that is asked for: have it allowed for our client, or ask for fewer.",
    "invalid_request": "The token server does not understand the request: check its address, and how client id and secret are sent.",
}


def told_by(body: object, credentials: ClientCredentials) -> Told | None:
    """Read a refusal; what it may repeat of our secrets is taken out."""
    if not isinstance(body, Mapping) or not isinstance(error := body.get("error"), str):
        return None
    secrets = (credentials.client_secret.get_secret_value(), credentials.client_id)

    def clean(said: object) -> str:
        text = said if isinstance(said, str) else ""
        for spelt in (one for secret in secrets if len(secret) > 5 for one in (secret, quote_plus(secret))):
            text = text.replace(spelt, "…")
        return one_line(text)

    return Told(clean(error)[:60], clean(body.get("error_description")))


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
            return Unreachable(str(error), retry_after=error.retry_after, mend=error.mend)
        case _:
            return NotSignedIn(str(error), mend=error.mend)
