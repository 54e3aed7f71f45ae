"""Ask GOV.UK Notify: send a message, look for one by our reference, read what became of it, list templates."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from bot.apis.http.connections import Answer
from bot.apis.http.deadline import Clock, Deadline
from bot.apis.http.exchange import Exchange
from bot.apis.http.outcome import Failure, Reply, judge
from bot.apis.http.retry import AS_USUAL, Tries
from bot.apis.http.sign_in import bearer
from bot.appointments.errors import NoAnswer, NotFound, Refused, TooBusy, Unreachable, Unreadable
from bot.appointments.notices import Fault, NotSent, Way
from bot.notify.key import Key
from bot.notify.refusals import refused
from bot.notify.wire import Listed, Message, Read, Template, Templates

BUDGET = 10.0
_PASSING = (NoAnswer, NotFound, TooBusy, Unreachable, Unreadable)
R = TypeVar("R", bound=Read)
_ADDRESS = {Way.SMS: "phone_number", Way.EMAIL: "email_address"}


class NotifyApi:
    """One service's account there. Raises NotSent for what is refused, else NoAnswer, NotFound, TooBusy, Unreachable and Unreadable.

    `now` says the time in seconds since 1970, by which tokens are good; `clock` measures.
    """

    def __init__(
        self,
        key: Key,
        url: str,
        *,
        now: Callable[[], float] = time.time,
        budget: float = BUDGET,
        clock: Clock = time.monotonic,
    ) -> None:
        self._key = key
        self._now = now
        self._budget = budget
        self._clock = clock
        self._exchange = Exchange(url, clock=clock)

    async def send(
        self, way: Way, to: str, template: str, personalisation: Mapping[str, str], reference: str
    ) -> Message:
        """Send a message once; never repeated by itself. NoAnswer and Unreadable mean that it may be on its way."""
        body = {
            _ADDRESS[way]: to,
            "template_id": template,
            "personalisation": dict(personalisation),
            "reference": reference,
        }
        label = f"POST /v2/notifications/{way}"
        reply = await self._ask("POST", f"/v2/notifications/{way}", label, json=body)
        return _read(Message, reply, label)

    async def look_for(self, reference: str) -> Message | None:
        """Find the message that carries our reference, of the last seven days."""
        label = "GET /v2/notifications"
        reply = await self._ask("GET", "/v2/notifications", label, params={"reference": reference})
        listed = _read(Listed, reply, label).notifications
        return next((one for one in listed if one.reference == reference), None)

    async def get(self, message: str) -> Message:
        """Read what became of a message, by Notify's id of it."""
        label = "GET /v2/notifications/{id}"
        reply = await self._ask("GET", f"/v2/notifications/{quote(message, safe='')}", label)
        return _read(Message, reply, label)

    async def templates(self) -> list[Template]:
        """List all templates, whatever they are for."""
        label = "GET /v2/templates"
        return _read(Templates, await self._ask("GET", "/v2/templates", label), label).templates

    async def aclose(self) -> None:
        await self._exchange.aclose()

    async def _ask(
        self,
        method: str,
        path: str,
        label: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
    ) -> object:
        within = Deadline.in_(self._budget, self._clock)
        no: list[NotSent] = []

        async def attempt() -> Reply | Failure:
            answer = await self._exchange.send(
                method,
                path,
                label=label,
                deadline=within,
                authorization=bearer(self._key.token(self._now())),
                params=params,
                json=json,
            )
            if isinstance(answer, Answer) and (said := refused(answer, label)):
                no.append(said)
                return Failure(Refused(str(said)))
            return answer if isinstance(answer, Failure) else judge(answer, label, _refusal)

        outcome = await AS_USUAL(attempt, Tries.READ if method == "GET" else Tries.ONE, within)
        if no:
            raise no[-1]
        if isinstance(outcome, Failure):
            if isinstance(outcome.error, _PASSING):
                raise outcome.error
            raise NotSent(Fault.REFUSED, str(outcome.error)) from outcome.error
        return outcome.body


def _refusal(fact: str, _: object) -> Refused:
    return Refused(fact)


def _read(kind: type[R], body: object, label: str) -> R:
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise Unreadable(f"{label}: not what is documented") from error
